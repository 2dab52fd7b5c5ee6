"""A company consultant's position: what it costs by the calendar, and what the pool asks of it. Pure.

Amounts are whole øre, shares of full time are decimals (0.5 is half time), pension is in percent. Months are counted
by the day: a whole month is 1, a part of one is its days out of the days of that month, and the last day counts too.
Nothing here is a float. The workbook, the command line and the rules of the application ask these same functions.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

from portal.core.money import Ore

GRANTED = frozenset({"11"})  # VIRK-01: the category of company consultants' wages
ASKED = ("share", "start", "monthly_wage", "pension", "caseload", "visits")  # VIRK-10
BOUNDS = {  # what each figure can be; a line may be several positions alike
    "share": (Decimal("0.01"), Decimal(20)),
    "pension": (Decimal(0), Decimal(50)),
    "caseload": (Decimal(0), Decimal(1000)),
    "visits": (Decimal(0), Decimal(5000)),
}
WHOLE = ("visits",)  # half a visit is none
HALF = Fraction(1, 2)
PARTS = Decimal("0.000001")


@dataclass(frozen=True)
class Position:
    """One position, or several alike; None is what nobody has filled in, and 0 is an answer."""

    number: int
    job_centre: str = ""
    function: str = ""
    start: date | None = None
    end: date | None = None  # None: as long as the plan runs
    share: Decimal | None = None
    monthly_wage: Ore | None = None
    pension: Decimal | None = None
    sought: Ore | None = None
    own: Ore | None = None
    caseload: Decimal | None = None
    visits: Decimal | None = None

    def months(self, year: int) -> Fraction:
        """How many months of the year the position is filled; none where the start is not known."""
        return months(year, self.start, self.end) if self.start else Fraction(0)

    @property
    def with_pension(self) -> Fraction | None:
        """The monthly wage of a full-time person with pension, in øre; not rounded."""
        if self.monthly_wage is None or self.pension is None:
            return None
        return Fraction(int(self.monthly_wage)) * (100 + Fraction(self.pension)) / 100

    def wage(self, year: int) -> Ore | None:
        """Monthly wage with pension times share times months, in whole kroner; None while a figure is missing."""
        monthly = self.with_pension
        if monthly is None or self.share is None or self.start is None:
            return None
        return in_whole_kroner(monthly * Fraction(self.share) * self.months(year))

    def wages(self, years: Iterable[int]) -> dict[int, Ore]:
        return {year: wage for year in years if (wage := self.wage(year)) is not None}

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "job_centre": self.job_centre,
            "function": self.function,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "share": _said(self.share),
            "monthly_wage_ore": _ore(self.monthly_wage),
            "pension_percent": _said(self.pension),
            "sought_ore": _ore(self.sought),
            "own_ore": _ore(self.own),
            "caseload": _said(self.caseload),
            "visits": _said(self.visits),
        }


def from_json(data: Mapping[str, Any]) -> Position:
    return Position(
        number=data["number"],
        job_centre=data.get("job_centre") or "",
        function=data.get("function") or "",
        start=_day(data.get("start")),
        end=_day(data.get("end")),
        share=_decimal(data.get("share")),
        monthly_wage=_amount(data.get("monthly_wage_ore")),
        pension=_decimal(data.get("pension_percent")),
        sought=_amount(data.get("sought_ore")),
        own=_amount(data.get("own_ore")),
        caseload=_decimal(data.get("caseload")),
        visits=_decimal(data.get("visits")),
    )


def months(year: int, start: date, end: date | None = None) -> Fraction:
    """From the start to and with the end, within the year."""
    first, last = max(start, date(year, 1, 1)), min(end or date.max, date(year, 12, 31))
    if first > last:
        return Fraction(0)
    whole = last.month - first.month + 1
    before = Fraction(first.day - 1, monthrange(year, first.month)[1])
    after = 1 - Fraction(last.day, monthrange(year, last.month)[1])
    return whole - before - after


def in_whole_kroner(ore: Fraction) -> Ore:
    """Half a krone is rounded up, as in the workbook."""
    return Ore(floor(ore / 100 + HALF) * 100)


def decimal_of(number: Fraction) -> Decimal:
    """With six decimals, as it is shown and kept."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(PARTS, ROUND_HALF_UP)


def missing(position: Position) -> tuple[str, ...]:
    """VIRK-10: what a position must say and does not."""
    return tuple(each for each in ASKED if getattr(position, each) is None)


def impossible(position: Position) -> tuple[str, ...]:
    """VIRK-10: which figures of a position cannot be."""
    return tuple(each for each in BOUNDS if _is_impossible(each, getattr(position, each)))


def _is_impossible(name: str, figure: Decimal | None) -> bool:
    least, most = BOUNDS[name]
    return figure is not None and (not least <= figure <= most or (name in WHOLE and figure % 1 != 0))


def starts_too_early(position: Position, earliest: date | None) -> bool:
    """VIRK-02: wages before the first day the pool pays for."""
    return bool(earliest and position.start and position.start < earliest)


def beyond_wages(category: str, sought: int | None, granted: Collection[str]) -> bool:
    """VIRK-01: a grant for a line outside the categories the pool pays for."""
    return bool(sought) and category not in granted


def _said(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _ore(amount: Ore | None) -> int | None:
    return None if amount is None else int(amount)


def _decimal(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def _amount(value: int | None) -> Ore | None:
    return None if value is None else Ore(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
