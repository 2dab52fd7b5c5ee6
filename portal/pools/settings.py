"""The figures of one guideline version: what the director signs, and what the rules measure by. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.text import _

WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"job_directed": 25, "balance": 20, "goals": 20, "target_precision": 10, "should_elements": 15, "budget": 10}
)
WEEKS_IN_A_YEAR = 52


@dataclass(frozen=True)
class Settings:
    """Amounts are whole øre, shares whole percent. The defaults are those of the upskilling pool in 2010."""

    min_characters: int = 150
    long_term_weeks: int = 42
    long_term_share: int = 80
    good_places_percent: int = 80
    start_within_months: int = 6
    equipment_per_year_ore: Ore = field(default=Ore(50_000_00))
    admin_share_percent: int = 10
    audit_from_ore: Ore = field(default=Ore(100_000_00))
    performance_audit_from_ore: Ore = field(default=Ore(500_000_00))
    hourly_rate_ceiling_ore: Ore = field(default=Ore(450_00))
    cost_per_place_min_ore: Ore = field(default=Ore(5_000_00))
    cost_per_place_max_ore: Ore = field(default=Ore(40_000_00))
    ambition_points: int = 5
    realism_points: int = 10
    hours_per_year: int = 1720
    earliest_cost_date: date | None = None
    require_sparring: bool = True
    results_review_due: str = "15-04"  # day and month of the next year
    required_own_percent: int = 0
    evaluation_share_percent: int = 0  # 0: no ceiling, as with the next three
    audit_share_percent: int = 0
    smallest_grant_ore: Ore = field(default=Ore(0))
    km_rates: tuple[int, ...] = ()  # øre, one for each of the years
    change_percent: int = 10  # P-01
    change_amount_ore: Ore = field(default=Ore(100_000_00))
    smallest_claim_ore: Ore = field(default=Ore(500_00))  # P-05
    last_instalment_percent: int = 10
    account_within_days: int = 60
    repay_within_days: int = 30  # no rule we know of names a number: the portal's own choice, each region may change it
    years: tuple[int, ...] = (2010, 2011, 2012)
    plan_years: tuple[int, ...] = (2010, 2011, 2012, 2013)  # the years of number goals
    addendum_years: tuple[int, ...] = (2010, 2011)  # the employment plans that get an addendum
    extra_per_consultant_min: int = 15
    extra_per_consultant_max: int = 60
    grant_for_audit: bool = False
    weights: Mapping[str, int] = field(default_factory=lambda: dict(WEIGHTS))
    attachment_types: tuple[str, ...] = ("pdf", "docx", "xlsx", "png", "jpg")
    attachment_max_bytes: int = 10_485_760

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What is not stored has the default; what this version does not know is left out."""
        known = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        return cls(**{name: _read(name, value) for name, value in known.items()})

    def to_json(self) -> dict[str, Any]:
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    def problems(self) -> Iterator[Problem]:
        """What the director cannot sign, every place at once."""
        yield from _out_of_range(self)
        yield from _in_disorder(self)
        yield from _plan_in_disorder(self)
        yield from _no_day(self)


def _read(name: str, value: Any) -> Any:
    if name.endswith("_ore"):
        return Ore(value)
    if name == "earliest_cost_date":
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    match value:
        case Ore():
            return int(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Mapping():
            return dict(value)
        case _:
            return value


OF_ONE_POOL: Mapping[str, str] = MappingProxyType(  # the settings that only the rules of one pool look at
    {
        **dict.fromkeys(
            ("long_term_weeks", "long_term_share", "good_places_percent", "cost_per_place_min_ore",
             "cost_per_place_max_ore", "ambition_points", "realism_points", "require_sparring"), "upskilling",
        ),
        **dict.fromkeys(
            ("plan_years", "addendum_years", "extra_per_consultant_min", "extra_per_consultant_max",
             "grant_for_audit"), "consultants",
        ),
    }
)  # fmt: skip


def unused(pool: str) -> frozenset[str]:
    """The settings that no rule of the pool looks at. They are stored and signed with the others, as they stand."""
    known = pool in OF_ONE_POOL.values()
    return frozenset(name for name, owner in OF_ONE_POOL.items() if known and owner != pool)


BETWEEN: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "min_characters": (0, 10_000),
        "long_term_weeks": (1, WEEKS_IN_A_YEAR),
        "long_term_share": (1, 100),
        "good_places_percent": (0, 100),
        "start_within_months": (0, 60),
        "admin_share_percent": (0, 100),
        "ambition_points": (0, 100),
        "realism_points": (0, 100),
        "hours_per_year": (1, 8784),
        "required_own_percent": (0, 100),
        "change_percent": (0, 100),
        "last_instalment_percent": (0, 100),
        "account_within_days": (1, 366),
        "repay_within_days": (1, 366),
        "evaluation_share_percent": (0, 100),
        "audit_share_percent": (0, 100),
        "attachment_max_bytes": (1, 10**9),
        "extra_per_consultant_min": (0, 1000),
        "extra_per_consultant_max": (0, 1000),
    }
)


def _out_of_range(settings: Settings) -> Iterator[Problem]:
    for name, (least, most) in BETWEEN.items():
        if not least <= (read := getattr(settings, name)) <= most:
            values = {"read": read, "least": least, "most": most}
            yield Problem(_("We read %(read)s. Write a whole number from %(least)s to %(most)s.", **values), name)
    for name in (each.name for each in fields(settings) if each.name.endswith("_ore")):
        if (amount := getattr(settings, name)) < 0:
            yield Problem(_("We read %(amount)s. Write 0 kr. or more.", amount=amount), name)


def _in_disorder(settings: Settings) -> Iterator[Problem]:
    if settings.cost_per_place_min_ore > settings.cost_per_place_max_ore:
        yield Problem(_("The lowest cost per participant is above the highest. Swap them."), "cost_per_place_min_ore")
    if settings.audit_from_ore > settings.performance_audit_from_ore:
        yield Problem(_("Performance audit cannot begin at a lower amount than audit. Swap them."), "audit_from_ore")
    if settings.long_term_weeks * 100 < settings.long_term_share * WEEKS_IN_A_YEAR:
        values = {"weeks": settings.long_term_weeks, "share": settings.long_term_share}
        sentence = _("%(weeks)s of 52 weeks is less than %(share)s %%. Write more weeks or a lower share.", **values)
        yield Problem(sentence, "long_term_weeks")
    if (total := sum(settings.weights.values())) != 100:
        yield Problem(_("The weights add up to %(total)s. They must add up to 100.", total=total), "weights")
    if not settings.years or list(settings.years) != sorted(set(settings.years)):
        yield Problem(_("Name the years of the budget, each once and in order."), "years")
    if settings.km_rates and (len(settings.km_rates) != len(settings.years) or min(settings.km_rates) < 0):
        yield Problem(_("Write one rate for each year of the budget, or none."), "km_rates")
    if not settings.attachment_types:
        yield Problem(_("Name at least one type of file that may be attached."), "attachment_types")


def _plan_in_disorder(settings: Settings) -> Iterator[Problem]:
    if not settings.plan_years or list(settings.plan_years) != sorted(set(settings.plan_years)):
        yield Problem(_("Name the years of the plan, each once and in order."), "plan_years")
    if list(settings.addendum_years) != sorted(set(settings.addendum_years)):
        yield Problem(_("Name the years of the employment plans, each once and in order."), "addendum_years")
    if settings.extra_per_consultant_min > settings.extra_per_consultant_max:
        sentence = _("The lowest number of extra persons per consultant is above the highest. Swap them.")
        yield Problem(sentence, "extra_per_consultant_min")


def _no_day(settings: Settings) -> Iterator[Problem]:
    if not _is_a_day(read := settings.results_review_due):
        sentence = _("We read “%(read)s”. Write the day and the month, such as 15-04.", read=read)
        yield Problem(sentence, "results_review_due")


def _is_a_day(written: str) -> bool:
    """A day that every year has, written as 15-04."""
    try:
        date.fromisoformat(f"2011-{written[3:]}-{written[:2]}")
    except ValueError:
        return False
    return len(written) == 5 and written[2] == "-"
