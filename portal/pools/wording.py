"""The settings of a guideline in words with their units, and how two versions differ. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from portal.core.money import Ore
from portal.core.text import Both, Text, _
from portal.pools.criteria import Criterion, named
from portal.pools.settings import Settings, unused

LABELS: dict[str, Text] = {
    "min_characters": _("Shortest answer in a required section"),
    "long_term_weeks": _("Weeks on public support that make somebody long-term unemployed"),
    "long_term_share": _("Share of the past year on public support"),
    "good_places_percent": _("Least share of places in occupations with good job prospects"),
    "start_within_months": _("Latest start after the expected grant"),
    "equipment_per_year_ore": _("Most for equipment in a year"),
    "admin_share_percent": _("Largest share for administration"),
    "audit_from_ore": _("Audit by an approved auditor above"),
    "performance_audit_from_ore": _("Performance audit above"),
    "hourly_rate_ceiling_ore": _("Highest hourly rate"),
    "cost_per_place_min_ore": _("Lowest cost per participant"),
    "cost_per_place_max_ore": _("Highest cost per participant"),
    "ambition_points": _("How much better than comparable job centres a target should be"),
    "realism_points": _("How far beyond the best quarter a target may be"),
    "hours_per_year": _("Hours in a full-time year"),
    "earliest_cost_date": _("First day on which costs count"),
    "require_sparring": _("Talk with the region before submission"),
    "results_review_due": _("Last day of the results review, in the year after"),
    "required_own_percent": _("Least share the job centre pays itself"),
    "evaluation_share_percent": _("Largest share for evaluation"),
    "audit_share_percent": _("Largest share for audit"),
    "smallest_grant_ore": _("Smallest grant"),
    "km_rates": _("Highest rate per km, in øre, for each year of the budget"),
    "change_percent": _("How far a budget line may move without asking"),
    "change_amount_ore": _("Most a budget line may move without asking"),
    "smallest_claim_ore": _("Smallest repayment that is claimed"),
    "last_instalment_percent": _("Share of the grant held back until the final account"),
    "account_within_days": _("Time for sending in an account after its period"),
    "repay_within_days": _("Time for repaying after the letter of settlement"),
    "years": _("Years of the budget"),
    "plan_years": _("Years of the number goals"),
    "addendum_years": _("Employment plans that get an addendum"),
    "extra_per_consultant_min": _("Fewest extra full-time persons per consultant"),
    "extra_per_consultant_max": _("Most extra full-time persons per consultant"),
    "grant_for_audit": _("The grant may also pay for audit"),
    "attachment_types": _("Types of file that may be attached"),
    "attachment_max_bytes": _("Largest attachment"),
}
UNITS: dict[str, tuple[Text, Text]] = {  # one, several
    "min_characters": (_("1 character"), _("%(number)s characters")),
    "long_term_weeks": (_("1 week"), _("%(number)s weeks")),
    "start_within_months": (_("1 month"), _("%(number)s months")),
    "ambition_points": (_("1 percentage point"), _("%(number)s percentage points")),
    "realism_points": (_("1 percentage point"), _("%(number)s percentage points")),
    "hours_per_year": (_("1 hour"), _("%(number)s hours")),
    "account_within_days": (_("1 day"), _("%(number)s days")),
    "repay_within_days": (_("1 day"), _("%(number)s days")),
    "extra_per_consultant_min": (_("1 person"), _("%(number)s persons")),
    "extra_per_consultant_max": (_("1 person"), _("%(number)s persons")),
    "weight": (_("1 point"), _("%(number)s points")),
}
PERCENT = _("%(number)s %%")
MEGABYTE = 1024 * 1024
OFF_AT_NOUGHT = {"evaluation_share_percent", "audit_share_percent", "smallest_grant_ore", "km_rates"}


@dataclass(frozen=True)
class WordsOfARound:
    """What the pages of a round say about its money and what comes next, by how the pool gives."""

    most: Text
    planned: Text
    begin: Text


APPLIED_FOR = WordsOfARound(
    most=_("Largest grant"),
    planned=_("The round is planned. Now invite the job centres."),
    begin=_("Begin an application"),
)
ALLOTTED = WordsOfARound(
    most=_("Largest allotment to one job centre"),
    planned=_("The round is planned. Now allot the amounts to the job centres."),
    begin=_("Begin the addendum"),
)


def of_a_round(*, allots: bool) -> WordsOfARound:
    """A pool that allots speaks of allotments and addenda, whatever it is called."""
    return ALLOTTED if allots else APPLIED_FOR


@dataclass(frozen=True)
class Line:
    name: str
    label: Text
    value: object  # what a page prints
    hint: Both | None = None


@dataclass(frozen=True)
class Difference:
    label: Text
    before: object
    after: object


def lines(settings: Settings, criteria: Iterable[Criterion], *, pool: str = "") -> list[Line]:
    """Every figure the rules of the pool measure by, in the order of the settings; last each criterion's weight."""
    left_out = unused(pool) | {"weights"}
    names = [each.name for each in fields(settings) if each.name not in left_out]
    figures = [Line(name, LABELS[name], said(name, getattr(settings, name))) for name in names]
    weighed = named(criteria, settings.weights)
    return figures + [_weight(each, settings.weights.get(each.code, 0)) for each in weighed]


def weight_label(criterion: Criterion) -> Text:
    return _("Weight: %(criterion)s", criterion=criterion.title)


def _weight(criterion: Criterion, weight: int) -> Line:
    hint = criterion.help if str(criterion.help) else None
    return Line(f"weight_{criterion.code}", weight_label(criterion), _counted("weight", weight), hint)


def differences(before: Settings, after: Settings, criteria: Iterable[Criterion]) -> list[Difference]:
    """The figures that are not the same in both."""
    both = named(criteria, (*before.weights, *after.weights))
    pairs = zip(lines(before, both), lines(after, both), strict=True)
    return [Difference(new.label, old.value, new.value) for old, new in pairs if old.value != new.value]


def said(name: str, value: Any) -> object:
    """One setting with its unit."""
    if name in OFF_AT_NOUGHT and not value:
        return _("No limit")
    match value:
        case bool() if name == "grant_for_audit":
            return _("Yes") if value else _("No")
        case bool():
            return _("Required") if value else _("Not required")
        case None:
            return _("No such day")
        case Ore() | date() | str():
            return value
        case tuple():
            return ", ".join(str(each) for each in value)
    if name == "attachment_max_bytes":
        return f"{value / MEGABYTE:.3g} MB".replace(".", ",")
    return _counted(name, value)


def _counted(name: str, number: int) -> Text:
    one, several = UNITS.get(name, (PERCENT, PERCENT))
    words = one if number == 1 and one is not PERCENT else several
    written = f"{number:,}".replace(",", ".")
    return Text(words.english, {} if words is one and one is not PERCENT else {"number": written})
