"""Forms of the region's desk. They check how a thing is written; portal/decisions/rules.py what it means."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from forms.base import PortalForm, VersionedForm
from forms.fields import ClockField, DayField, MoneyField
from portal.applications.titles import Key
from portal.core.clock import COPENHAGEN
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.money import Ore
from portal.core.text import Both, Text
from portal.decisions.rules import BELONGS, SCORE_WORDS, Advice, Mark, Outcome, Ruling
from portal.pools.criteria import Criterion

NOON = time(12)
LONGEST = 10_000
FOLLOW_THE_OUTCOME = ("amount", "conditions", "facts", "considerations")
OUTCOMES = {each.value: each for each in Outcome}


def said(words: Text | Both) -> Any:
    """A sentence of the rules in the language of whoever opens the form."""
    return LazyString(lambda: str(shown(words)))


def scored(points: int) -> Any:
    return LazyString(lambda: f"{points} {shown(SCORE_WORDS[points])}")


def needed(form: PortalForm, field: Field) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(_("Fill this in."))


class MayBeEmpty(Optional):
    """As the outcome asks: the rules know when it is needed, so the label does not say that it can be left out."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class AtMost(Length):
    """Names its field: there may be ten of the kind on the page, and the summary at its top is read alone."""

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > self.max:
            named = {"field": field.label.text, "most": self.max}
            raise ValidationError(_("“%(field)s” is longer than %(most)d characters. Make it shorter.", **named))


def long_text(label: Any, description: Any = "", rows: int = 4) -> TextAreaField:
    return TextAreaField(label, [AtMost(max=LONGEST)], description=description, render_kw={"rows": rows})


def lines(written: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (written or "").splitlines() if each.strip())


def also(form: PortalForm, problems: Iterable[Problem]) -> None:
    """Add what the rules say about what could be read, so that everything is told at once."""
    for problem in problems:
        if problem.field in FOLLOW_THE_OUTCOME and "outcome" in form and form["outcome"].errors:
            continue  # what they should be is not known before the outcome is
        if problem.field not in form:
            form.form_errors.append(shown(problem.text))
        elif not form[problem.field].errors:
            form[problem.field].errors = [shown(problem.text)]


class CommentForm(PortalForm):
    section = SelectField(_("About"))
    words = long_text(_("Comment"))
    sent = RadioField(
        _("Who is it for?"),
        choices=[
            SelectChoice("kept", _("Keep it inside the region")),
            SelectChoice("sent", _("Send it to the job centre by mail")),
        ],
        default="kept",
    )

    def __init__(self, keys: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [SelectChoice("", _("The whole application"))]
        choices += [SelectChoice(each, said(Key(each).label)) for each in keys]
        self.section.choices = choices


class DeadlineForm(VersionedForm):
    day = DayField(_("The job centre answers before (day)"), [needed])
    clock = ClockField(_("The job centre answers before (clock time)"), [needed], default=NOON)

    keys: tuple[str, ...] = ()

    @property
    def reasons(self) -> dict[str, str]:
        """The ticked sections, each with what was written."""
        return {each: self[f"reason_{each}"].data or "" for each in self.keys if self[f"ask_{each}"].data}

    @property
    def unticked(self) -> tuple[str, ...]:
        """The sections that a reason is written for, without their tick."""
        return tuple(
            each for each in self.keys if not self[f"ask_{each}"].data and (self[f"reason_{each}"].data or "").strip()
        )

    @property
    def before(self) -> datetime | None:
        if self.day.data is None or self.clock.data is None:
            return None
        return datetime.combine(self.day.data, self.clock.data, COPENHAGEN)


def return_form(keys: Iterable[str], **data: Any) -> DeadlineForm:
    """The form that sends back sections of an application; which there are depends on its pool."""
    fields: dict[str, Any] = {"keys": tuple(keys)}
    for each in fields["keys"]:
        fields[f"ask_{each}"] = BooleanField(said(Key(each).label))
        fields[f"reason_{each}"] = long_text(
            _("What must be changed, and why: %(what)s", what=said(Key(each).label)), rows=3
        )
    made: DeadlineForm = type("ReturnForm", (DeadlineForm,), fields)(data=data)
    return made


class MarksForm(VersionedForm):
    asked: tuple[Criterion, ...] = ()

    @property
    def marks(self) -> dict[str, Mark]:
        """By the code of the criterion."""
        return {
            each.code: Mark(int(self[f"points_{each.code}"].data or 0), self[f"why_{each.code}"].data or "")
            for each in self.asked
        }


def score_form(asked: Iterable[Criterion], **data: Any) -> MarksForm:
    """Points and words for each criterion that weighs in the round's guideline."""
    fields: dict[str, Any] = {"asked": tuple(asked)}
    choices = [SelectChoice(str(points), scored(points)) for points in sorted(SCORE_WORDS, reverse=True)]
    for each in fields["asked"]:
        fields[f"points_{each.code}"] = RadioField(
            said(each.title), [Optional()], choices=choices, description=said(each.help)
        )
        fields[f"why_{each.code}"] = long_text(_("Justification: %(what)s", what=said(each.title)), rows=2)
    made: MarksForm = type("ScoreForm", (MarksForm,), fields)(data=data)
    return made


class OutcomeForm(VersionedForm):
    outcome = RadioField(_("Outcome"), choices=[SelectChoice(each.value, said(each.label)) for each in Outcome])
    amount = MoneyField(
        _("Amount of a partial grant, in kroner"),
        [MayBeEmpty()],
        description=_("Needed when you choose a partial grant. With the other outcomes it can stand empty."),
    )

    conditions: TextAreaField
    put_aside: frozenset[str] = frozenset()  # the fields that the page had hidden when it was sent

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        sent = self.meta.wrap_formdata(self, formdata)
        self.put_aside = frozenset(sent.getlist("put_aside")) if sent else frozenset()
        super().process(sent, *args, **kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        """What was put aside counts for nothing, so nothing in it is wrong; it stays, should the outcome change."""
        super().validate(extra_validators)
        for name in self.aside:
            self[name].errors = []
        return not self.errors

    @property
    def aside(self) -> frozenset[str]:
        """What does not belong to the outcome, and was hidden; on a refusal also what stands as it was filled in.

        Anything else that does not belong is asked about: somebody typed it, or would take it for granted.
        """
        if self.outcome.data not in OUTCOMES:
            return frozenset()
        foreign = {name for name, asked_with in BELONGS.items() if self.chosen not in asked_with}
        left = {name for name in foreign if self.chosen is Outcome.REFUSED and _as_it_was(self[name])}
        return frozenset(foreign & self.put_aside | left)

    @property
    def chosen_conditions(self) -> tuple[str, ...]:
        return () if "conditions" in self.aside else lines(self.conditions.data)

    def amount_of(self, requested: Ore) -> Ore:
        """What was typed; where nothing was, a full grant is what was applied for."""
        if self.amount.data is not None and "amount" not in self.aside:
            return Ore(self.amount.data)
        return requested if self.chosen in {Outcome.FULL, Outcome.CONDITIONAL} else Ore(0)

    @property
    def chosen(self) -> Outcome:
        return OUTCOMES.get(self.outcome.data or "", Outcome.PARTIAL)


def _as_it_was(field: Field) -> bool:
    stands, before = (str(each or "").split() for each in (field.data, field.object_data))
    return stands == before and not field.process_errors


class RecommendForm(OutcomeForm):
    words = long_text(
        _("What the director should know"),
        _("The director can use the words in the letter to the job centre. Inner remarks belong among the comments."),
        rows=6,
    )
    conditions = long_text(_("Conditions"), _("Each condition on a line of its own."))

    def advice(self, requested: Ore) -> Advice:
        amount = self.amount_of(requested)
        return Advice(self.chosen, amount, self.words.data or "", self.chosen_conditions)


class DecisionForm(OutcomeForm):
    facts = long_text(
        _("The facts of the case"),
        _("They stand in the letter. What is known already is filled in; correct it freely."),
        rows=6,
    )
    considerations = long_text(
        _("Main considerations"),
        _("They stand in the letter. Required by law unless everything is granted."),
        rows=7,
    )
    conditions = long_text(_("Conditions"), _("Each condition on a line of its own. They stand in the letter."))
    read = BooleanField(
        _("I have read the letter"),
        [DataRequired(_("Read the letter, and tick that you have done so."))],
        render_kw={"autocomplete": "off", "data-afresh": "1"},  # of the letter as it is now, not as it was
    )

    def ruling(self, requested: Ore) -> Ruling:
        amount = self.amount_of(requested)
        facts, considerations = self.facts.data or "", self.considerations.data or ""
        return Ruling(self.chosen, amount, facts.strip(), considerations.strip(), self.chosen_conditions)


class WaiverForm(PortalForm):
    rule = SelectField(_("Rule"))
    reason = long_text(_("Why the rule is set aside"), _("Both sides and the letter show it."))
    until = DayField(_("Until and with"))

    def offer(self, titles: Mapping[str, Text]) -> None:
        """No rule is chosen beforehand: one that is set aside by mistake counts all the same."""
        first = SelectChoice("", _("Choose the rule"))
        self.rule.choices = [first, *(SelectChoice(rule, f"{rule} {shown(title)}") for rule, title in titles.items())]
