"""Which project stands where when a thousand are made: year, job centre, pool, money, and how it goes. Pure.

Everything follows from the number of the project, so the same number gives the same projects every time.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demo.consultants import Plan
from portal.demo.texts import Case
from portal.demo.trades import TRADES

YEARS = range(2010, 2015)
END = date(2015, 5, 29)  # nothing happens after this day
MOST = 10_000
UPSKILLING, CONSULTANTS = "upskilling", "consultants"
TITLES = tuple(TRADES)


@dataclass(frozen=True)
class Planned:
    """One project that will be granted. `used` is the percentage of its budget that is spent in the end."""

    number: int
    year: int
    centre: str  # the code of the leading municipality
    pool: str
    trade: str
    places: int
    sought: int  # whole kroner
    share: int  # percent of it that is granted
    used: int
    starts_on: date
    ends_on: date
    slow: int  # days after its date that a milestone is reached; below 0 before it
    silent: bool  # writes no report and measures nothing

    @property
    def title(self) -> str:
        if self.pool == CONSULTANTS:
            return f"Virksomhedskonsulenter {self.year} ({self.number}, opdigtet)"
        return f"Opkvalificering til {TRADES[self.trade].words} ({self.number}, opdigtet)"

    @property
    def case(self) -> Case:
        return Case(self.title, self.centre, TRADES[self.trade], self.places, self.sought, self.starts_on,
                    self.ends_on, date(self.year, 9, 1))  # fmt: skip

    @property
    def plan(self) -> Plan:
        before = (30 + self.number % 50, 8 + self.number % 9, 15 + self.number % 20)
        after = (before[0] * 2, before[1] * 2 + 10, before[2] + 12)
        return Plan(self.centre, f"område {self.centre}", 2, self.sought // 2, before, after)


def planned(number: int, centres: Sequence[str]) -> list[Planned]:
    """So many projects; five years and the job centres take turns, and every fourth is of the consultant pool."""
    return [_planned(each, centres[each % len(centres)]) for each in range(number)]


def _planned(number: int, centre: str) -> Planned:
    chance, year = Random(number), YEARS[number % len(YEARS)]  # noqa: S311 - the same figures every time
    common: dict[str, Any] = {
        "number": number + 1, "year": year, "centre": centre, "trade": TITLES[number % len(TITLES)],
        "used": chance.randint(70, 100), "slow": chance.choice((-3, -3, -2, 0, 9)), "silent": number % 17 == 16,
    }  # fmt: skip
    if number % 4 == 3:
        return Planned(pool=CONSULTANTS, places=40, sought=2 * chance.randint(35, 45) * 10_000, share=100,
                       starts_on=date(year, 9, 15), ends_on=date(year + 3, 12, 31), **common)  # fmt: skip
    begins = date(year, 12, 6) if number % 2 else date(year + 1, 1, 10)
    places = chance.randint(14, 40)
    return Planned(
        pool=UPSKILLING, places=places, sought=places * chance.randint(16, 24) * 1_000,
        share=chance.choice((100, 100, 100, 90)), starts_on=begins, ends_on=begins + timedelta(weeks=44), **common,
    )  # fmt: skip


YEAR = re.compile(r"(?<!\d)20(?:09|1[0-3])(?!\d)")


def moved(value: Any, years: int) -> Any:
    """The answers of 2010 as they would be so many years later, in days, keys and words alike."""
    match value:
        case Mapping():
            return {moved(key, years): moved(each, years) for key, each in value.items()}
        case list():
            return [moved(each, years) for each in value]
        case str():
            return YEAR.sub(lambda found: str(int(found[0]) + years), value)
        case int() if not isinstance(value, bool) and 2009 <= value <= 2013:
            return value + years
        case _:
            return value
