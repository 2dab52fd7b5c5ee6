"""What the pool's guidelines and the project's period allow a budget. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from portal.core.money import Ore
from portal.pools import arithmetic
from portal.pools.settings import Settings

HOURLY_RATE = Ore(450_00)


@dataclass(frozen=True)
class Limits:
    """A figure of None or 0 asks for nothing. Shares are whole percent of all costs."""

    first_year: int | None = None
    last_year: int | None = None
    early: bool = False  # there is a reason for costs before the period
    hourly_rate: Ore | None = HOURLY_RATE
    hours_per_year: int = 0
    km_rates: Mapping[int, Ore] = field(default_factory=dict)
    own_percent: int = 0
    shares: Mapping[str, int] = field(default_factory=dict)  # category → the largest share
    largest_grant: Ore | None = None
    smallest_grant: Ore = Ore(0)
    lines: int = 2_000
    years: tuple[int, ...] = ()  # of the template's columns and the budget's page; the project may be shorter
    plan_years: tuple[int, ...] = ()  # of goals and positions; none: those the workbook names
    earliest: date | None = None  # the first day of any cost; None: the one of the pool's template

    @classmethod
    def of(cls, settings: Settings, **known: Any) -> Self:
        """The figures of one guideline version; `known` is what the round and the application add."""
        return cls(
            hourly_rate=settings.hourly_rate_ceiling_ore,
            hours_per_year=settings.hours_per_year,
            km_rates={year: Ore(rate) for year, rate in zip(settings.years, settings.km_rates, strict=False)},
            own_percent=settings.required_own_percent,
            shares=largest_shares(settings),
            smallest_grant=settings.smallest_grant_ore,
            plan_years=settings.plan_years,
            earliest=settings.earliest_cost_date,
            **known,
        )

    def within(self, years: tuple[int, int]) -> Self:
        """The years the workbook names, where the application's own period is not known."""
        first, last = years
        return replace(self, first_year=self.first_year or first, last_year=self.last_year or last)

    def allows(self, year: int) -> bool:
        return not arithmetic.outside(year, self.first_year, self.last_year, early=self.early)


def largest_shares(settings: Settings) -> dict[str, int]:
    """By category."""
    return {
        arithmetic.ADMINISTRATION: settings.admin_share_percent,
        arithmetic.EVALUATION: settings.evaluation_share_percent,
        arithmetic.AUDIT: settings.audit_share_percent,
    }
