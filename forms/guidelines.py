"""The form in which a caseworker writes every figure of a guideline version, and its words."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from forms.base import PortalForm, VersionedForm
from forms.fields import DayField, MoneyField, WholeField
from forms.pools import needed
from portal.core.errors import Problem, Refusal
from portal.core.language import shown
from portal.core.text import Text
from portal.pools.criteria import Criterion
from portal.pools.settings import Settings, unused
from portal.pools.wording import LABELS, MEGABYTE, weight_label

TYPES = ("pdf", "docx", "xlsx", "png", "jpg")
NUMBERS = ("years", "plan_years", "addendum_years", "km_rates")
LISTS = (*NUMBERS, "attachment_types")  # written with commas between
RENAMED = {"attachment_max_bytes": "attachment_max_mb"}


def label(words: Text, unit: Any = "") -> Any:
    """A sentence of the rules as a label in the language of whoever opens the form."""
    return LazyString(lambda: f"{shown(words)}, {unit}" if unit else str(shown(words)))


def whole(name: str, unit: Any) -> WholeField:
    return WholeField(label(LABELS[name], unit), [needed])


def money(name: str) -> MoneyField:
    return MoneyField(label(LABELS[name], _("in kroner")))


def weight(criterion: Criterion) -> WholeField:
    hint = LazyString(lambda: str(shown(criterion.help)))
    return WholeField(label(weight_label(criterion), _("in points of 100")), [needed], description=hint)


def known_types(form: PortalForm, field: Field) -> None:
    strange = [each for each in listed(field.data) if each not in TYPES]
    if strange:
        values = {"read": ", ".join(strange), "known": ", ".join(TYPES)}
        raise ValidationError(_("We read %(read)s. The portal can check these types: %(known)s.", **values))


def plain_years(form: PortalForm, field: Field) -> None:
    if not all(each.isascii() and each.isdecimal() and len(each) == 4 for each in listed(field.data)):
        raise ValidationError(_("Write the years with four digits each and commas between."))


def plain_rates(form: PortalForm, field: Field) -> None:
    if not all(each.isascii() and each.isdecimal() and len(each) < 6 for each in listed(field.data)):
        raise ValidationError(_("Write the rates in whole øre with commas between, such as 356, 367, 380."))


def some_megabytes(form: PortalForm, field: Field) -> None:
    if field.data is not None and not 1 <= field.data <= 10:
        values = {"read": field.data, "least": 1, "most": 10}
        raise ValidationError(_("We read %(read)s. Write a whole number from %(least)s to %(most)s.", **values))


def listed(written: str | None) -> list[str]:
    return [each.strip() for each in (written or "").split(",") if each.strip()]


class GuidelineForm(VersionedForm):
    words = TextAreaField(
        _("The guideline in words"), [Length(max=20_000, message=_("Write at most %(max)d characters."))]
    )
    min_characters = whole("min_characters", _("in characters"))
    long_term_weeks = whole("long_term_weeks", _("of 52 weeks"))
    long_term_share = whole("long_term_share", _("in percent"))
    good_places_percent = whole("good_places_percent", _("in percent"))
    start_within_months = whole("start_within_months", _("in months"))
    equipment_per_year_ore = money("equipment_per_year_ore")
    admin_share_percent = whole("admin_share_percent", _("in percent"))
    audit_from_ore = money("audit_from_ore")
    performance_audit_from_ore = money("performance_audit_from_ore")
    hourly_rate_ceiling_ore = money("hourly_rate_ceiling_ore")
    cost_per_place_min_ore = money("cost_per_place_min_ore")
    cost_per_place_max_ore = money("cost_per_place_max_ore")
    ambition_points = whole("ambition_points", _("in percentage points"))
    realism_points = whole("realism_points", _("in percentage points"))
    hours_per_year = whole("hours_per_year", _("in hours"))
    earliest_cost_date = DayField(
        label(LABELS["earliest_cost_date"]), description=_("Leave it empty when there is no such day.")
    )
    require_sparring = BooleanField(label(LABELS["require_sparring"]))
    results_review_due = StringField(
        label(LABELS["results_review_due"]), description=_("The day and the month, such as 15-04.")
    )
    required_own_percent = whole("required_own_percent", _("in percent"))
    evaluation_share_percent = whole("evaluation_share_percent", _("in percent, 0 for no ceiling"))
    audit_share_percent = whole("audit_share_percent", _("in percent, 0 for no ceiling"))
    smallest_grant_ore = money("smallest_grant_ore")
    km_rates = StringField(label(LABELS["km_rates"]), [plain_rates])
    change_percent = whole("change_percent", _("in percent"))
    change_amount_ore = money("change_amount_ore")
    smallest_claim_ore = money("smallest_claim_ore")
    last_instalment_percent = whole("last_instalment_percent", _("in percent"))
    account_within_days = whole("account_within_days", _("in days"))
    repay_within_days = whole(
        "repay_within_days", _("in days; no rule names the number, and 30 is the portal's own proposal")
    )
    years = StringField(label(LABELS["years"]), [plain_years])
    plan_years = StringField(label(LABELS["plan_years"]), [plain_years])
    addendum_years = StringField(label(LABELS["addendum_years"]), [plain_years])
    extra_per_consultant_min = whole("extra_per_consultant_min", _("persons"))
    extra_per_consultant_max = whole("extra_per_consultant_max", _("persons"))
    grant_for_audit = BooleanField(label(LABELS["grant_for_audit"]))
    attachment_types = StringField(label(LABELS["attachment_types"]), [known_types])
    attachment_max_mb = WholeField(label(LABELS["attachment_max_bytes"], "MB"), [needed, some_megabytes])

    codes: tuple[str, ...] = ()  # of the criteria, each with the field of its weight
    stored = Settings()  # what nobody is asked about stays as it is

    @property
    def settings(self) -> Settings:
        """The figures as the rules know them, once each field could be read."""
        read: dict[str, Any] = {name: self[name].data for name in LABELS if name in self and name not in LISTS}
        read |= {name: tuple(map(int, listed(self[name].data))) for name in NUMBERS if name in self}
        return replace(
            self.stored,
            **read,
            attachment_types=tuple(listed(self.attachment_types.data)),
            attachment_max_bytes=(self.attachment_max_mb.data or 0) * MEGABYTE,
            weights={code: self[f"weight_{code}"].data or 0 for code in self.codes},
        )

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """As every form; but two settings have other names here, because people write them in other units."""
        with super().showing_refusals():
            try:
                yield
            except Refusal as refusal:
                found = [Problem(each.text, self._called(each.field)) for each in refusal.problems]
                raise type(refusal)(*found) from None

    def also(self, problems: Iterable[Problem]) -> None:
        super().also(Problem(each.text, self._called(each.field)) for each in problems)

    def _called(self, name: str | None) -> str | None:
        return f"weight_{self.codes[0]}" if name == "weights" else RENAMED.get(name or "", name)


def guideline_form(criteria: Iterable[Criterion], stored: Settings, *, pool: str, **data: Any) -> GuidelineForm:
    """The form of a pool's guideline: what the pool's rules look at, and a weight for each of its criteria."""
    asked = tuple(criteria)
    fields: dict[str, Any] = {f"weight_{each.code}": weight(each) for each in asked}
    fields |= {"codes": tuple(each.code for each in asked), "stored": stored} | dict.fromkeys(unused(pool))
    made: GuidelineForm = type("GuidelineFormOfAPool", (GuidelineForm,), fields)(data=data)
    return made


def fields_of(settings: Settings, words: str, version: int) -> Mapping[str, Any]:
    """A version's figures as the form shows them."""
    facts: dict[str, Any] = {name: getattr(settings, name) for name in LABELS}
    facts |= {name: ", ".join(str(each) for each in getattr(settings, name)) for name in LISTS}
    facts["attachment_max_mb"] = settings.attachment_max_bytes // MEGABYTE
    facts |= {f"weight_{code}": weight for code, weight in settings.weights.items()}
    return facts | {"words": words, "version": version}
