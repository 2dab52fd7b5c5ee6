"""Periods as jobindsats writes them: 2010, 2010H1, 2010Q3, 2010M08, and months from-to: 2010M01-M07. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from portal.core.text import Text, _

WRITTEN = re.compile(r"(20\d\d)(?:(H)([12])|(Q)([1-4])|M(0[1-9]|1[0-2])(?:-(?:\1)?M(0[1-9]|1[0-2]))?)?", re.ASCII)
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"),
    _("October"), _("November"), _("December"),
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A stretch of whole months of one year."""

    code: str
    year: int
    first: int  # month
    last: int

    @property
    def order(self) -> tuple[int, int, int]:
        """By the day it ends; of two that end together the shorter comes first."""
        return (self.year, self.last, -self.first)

    @property
    def starts_on(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def words(self) -> Text:
        """august 2010, 3. kvartal 2010 …"""
        match self.first, self.last:
            case 1, 12:
                return Text(str(self.year), {})
            case first, last if first == last:
                return _("%(month)s %(year)s", month=MONTHS[first - 1], year=str(self.year))
            case first, last if "H" in self.code:
                return _("half-year %(number)s of %(year)s", number=last // 6, year=str(self.year))
            case first, last if "Q" in self.code:
                return _("quarter %(number)s of %(year)s", number=last // 3, year=str(self.year))
            case first, last:
                values = {"first": MONTHS[first - 1], "last": MONTHS[last - 1], "year": str(self.year)}
                return _("%(first)s to %(last)s %(year)s", **values)


def parse(written: str) -> Period | None:
    """None for what is no period."""
    read = WRITTEN.fullmatch("".join(written.split()).upper().replace("\N{EN DASH}", "-"))
    if read is None:
        return None
    first, last = _months(read)
    return Period(_code(read[0], read[1], first, last), int(read[1]), first, last) if first <= last else None


def _months(read: re.Match[str]) -> tuple[int, int]:
    if read[2]:
        return int(read[3]) * 6 - 5, int(read[3]) * 6
    if read[4]:
        return int(read[5]) * 3 - 2, int(read[5]) * 3
    if read[6]:
        return int(read[6]), int(read[7] or read[6])
    return 1, 12


def _code(written: str, year: str, first: int, last: int) -> str:
    """One way of writing each: 2010M01-2010M07 is kept as 2010M01-M07, and 2010M03-M03 as 2010M03."""
    if "M" not in written:
        return written
    return f"{year}M{first:02}" if first == last else f"{year}M{first:02}-M{last:02}"
