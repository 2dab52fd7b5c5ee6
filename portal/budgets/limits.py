"""What the pool's guidelines and the project's period allow a budget. Pure."""

from dataclasses import dataclass, replace
from typing import Self

from portal.core.money import Ore

HOURLY_RATE = Ore(450_00)


@dataclass(frozen=True)
class Limits:
    first_year: int | None = None
    last_year: int | None = None
    hourly_rate: Ore | None = HOURLY_RATE
    own_percent: int = 0
    largest_grant: Ore | None = None
    lines: int = 2_000

    def within(self, years: tuple[int, int]) -> Self:
        """The years the workbook names, where the application's own period is not known."""
        first, last = years
        return replace(self, first_year=self.first_year or first, last_year=self.last_year or last)

    def allows(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)
