"""Forms of guidelines, rounds, invitations and risk groups. They check how a thing is written; rules what it means."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from forms.base import PortalForm, VersionedForm
from forms.fields import ClockField, DayField, MoneyField, YearField
from portal.core import clock
from portal.core.money import Ore
from portal.pools.rules import RoundPlan, centre_of, figure_of

NOON = time(12)


def needed(form: PortalForm, field: Field) -> None:
    """Something must have been read; what could not be read has said so already."""
    if field.data is None and not field.errors:
        raise ValidationError(_("Fill in “%(field)s”.", field=field.label.text))


def text(label: Any, missing: Any, most: int = 200, description: Any = "") -> StringField:
    """One line that must be written; `missing` says what, in the field's own words."""
    rules = [DataRequired(missing), Length(max=most, message=_("Write at most %(max)d characters."))]
    return StringField(label, rules, description=description)


class RoundForm(VersionedForm):
    guideline = SelectField(
        _("Guideline"),
        coerce=int,
        description=_("The round gets the pool and the region of the guideline, and is judged by this version."),
    )
    title = text(
        _("Title"), _("Write the title of the round."), 120, _("For example the name of the pool and the year.")
    )
    year = YearField(_("Year"), [needed])
    opens_on = DayField(_("Opens on"), [needed])
    opens_time = ClockField(_("Opens at (clock time)"), [needed])
    closes_on = DayField(_("Deadline"), [needed])
    closes_time = ClockField(
        _("Deadline (clock time)"), [needed], description=_("What comes later is refused. Copenhagen time.")
    )
    answer_on = DayField(_("Answer promised on"), [needed])
    answer_time = ClockField(_("Answer promised at (clock time)"), [needed])
    expected_grant_on = DayField(_("Expected day of the grant"), [needed])
    period_start = DayField(_("First possible day of a project"), [needed])
    period_end = DayField(_("Last possible day of a project"), [needed])
    frame = MoneyField(
        _("Frame, in kroner"), unreadable=_("Write the frame of the round in kroner, such as 4.200.000.")
    )
    largest_grant = MoneyField(
        _("Largest grant for one project, in kroner"),
        description=_("In a pool that allots: the most that one job centre can be allotted."),
        unreadable=_("Write the largest grant in kroner, such as 1.000.000."),
    )
    by_invitation = BooleanField(
        _("Only invited job centres can apply"),
        description=_("Otherwise every job centre of the region can begin an application."),
    )

    @property
    def plan(self) -> RoundPlan:
        """What the fields say together, once each of them could be read."""
        names = ("year", "expected_grant_on", "period_start", "period_end", "frame", "largest_grant", "by_invitation")
        facts: dict[str, Any] = {name: self[name].data for name in names}
        for name in ("opens", "closes", "answer"):
            facts[f"{name}_at"] = moment(self[f"{name}_on"].data, self[f"{name}_time"].data)
        return RoundPlan(title=str(self.title.data).strip(), **facts)


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=clock.COPENHAGEN)


def fields_of(plan: RoundPlan) -> dict[str, Any]:
    """A round's facts as the form's fields show them."""
    shown: dict[str, Any] = dict(vars(plan))
    for name in ("opens", "closes", "answer"):
        there = shown.pop(f"{name}_at").astimezone(clock.COPENHAGEN)
        shown |= {f"{name}_on": there.date(), f"{name}_time": there.time()}
    return shown


def usual_round(today: date) -> dict[str, Any]:
    """What a new round's form begins with."""
    times = {f"{name}_time": NOON for name in ("closes", "answer")}
    return {
        "version": 0,
        "year": today.year,
        "opens_time": time(8),
        **times,
        "by_invitation": True,
        "largest_grant": Ore(1_000_000_00),
    }


class NewGuidelineForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    pool = SelectField(_("Pool"), coerce=int)
    year = YearField(_("Year"), [needed])


class SignForm(VersionedForm):
    pass


class RiskGroupForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    name = text(_("The group"), _("Name the group."), 120, _("For example unskilled people over 50."))
    judged_on = DayField(_("Judged on"), [needed])
    reason = TextAreaField(_("Reason"), [Length(max=2000, message=_("Write at most %(max)d characters."))])


class InvitationForm(PortalForm):
    """The common grounds; the job centres and their figures stand in a table of their own: see `invitation_form`."""

    centres: tuple[tuple[int, str], ...] = ()

    indicator = text(
        _("Indicator"),
        _("Write which indicator the job centres are chosen by."),
        200,
        _("For example long-term unemployed, full-time persons."),
    )
    period = text(
        _("Period of the figure"),
        _("Write the period of the figures."),
        60,
        _("The year, the half-year or the quarter that the figures are of."),
    )
    reason = TextAreaField(
        _("Why these job centres?"),
        [
            DataRequired(_("Write why these job centres are invited.")),
            Length(max=2000, message=_("Write at most %(max)d characters.")),
        ],
        description=_("The job centres see the reason in their invitation."),
    )

    @property
    def visible_fields(self) -> list[Field]:
        return [self.indicator, self.period, self.reason]

    @property
    def names(self) -> dict[int, str]:
        return dict(self.centres)

    @property
    def typed(self) -> dict[int, str]:
        """Every figure as it stands, by the id of the job centre."""
        return {each: self[figure_of(each)].data or "" for each, _name in self.centres}

    @property
    def chosen(self) -> dict[int, str]:
        """The figures of the job centres that are ticked."""
        return {each: value.strip() for each, value in self.typed.items() if self[centre_of(each)].data}


def invitation_form(centres: Iterable[tuple[int, str]], **data: Any) -> InvitationForm:
    """A tick and a figure for each job centre, by id and name. `data` is what stands in the fields to begin with."""
    fields: dict[str, Any] = {"centres": tuple(centres)}
    too_long = Length(max=100, message=_("Write at most %(max)d characters."))
    for each, name in fields["centres"]:
        fields[centre_of(each)] = BooleanField(name)
        fields[figure_of(each)] = StringField(_("The figure for %(centre)s", centre=name), [too_long])
    made: InvitationForm = type("InvitationForm", (InvitationForm,), fields)(data=data)
    return made
