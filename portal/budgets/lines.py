"""The budget: cost lines and financing, as the application's document holds them. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from portal.budgets import plans
from portal.budgets.plans import Goal, Milestone, YearlyGrant
from portal.core.money import Ore
from portal.pools import positions
from portal.pools.arithmetic import WAGES as WAGES
from portal.pools.positions import Position

NOTHING = Ore(0)
PLAN: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "positions": positions.from_json,
    "goals": plans.goal,
    "milestones": plans.milestone,
    "grants": plans.yearly_grant,
}
KEPT = ("lines", "financing", *PLAN)  # what a version of a budget is made of


@dataclass(frozen=True)
class YearCost:
    year: int
    units: Decimal | None = None
    unit_price: Ore | None = None
    amount: Ore | None = None

    @property
    def computed(self) -> Ore | None:
        """Units times price in whole kroner; None when one of them is missing."""
        if self.units is None or self.unit_price is None:
            return None
        return in_whole_kroner(self.units * self.unit_price)

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "units": None if self.units is None else written(self.units),
            "unit_price_ore": _number(self.unit_price),
            "amount_ore": _number(self.amount),
        }


@dataclass(frozen=True)
class Line:
    number: int
    category: str = ""
    purpose: str = ""
    unit: str = ""
    years: tuple[YearCost, ...] = ()
    sought: Ore = NOTHING
    own: Ore = NOTHING
    other: Ore = NOTHING
    refund: bool = False
    note: str = ""
    function: str = ""
    hours: Decimal | None = None
    hourly_rate: Ore | None = None

    @cached_property
    def total(self) -> Ore:
        return Ore(sum(each.amount or 0 for each in self.years))

    def of_year(self, year: int) -> Ore:
        return Ore(sum(each.amount or 0 for each in self.years if each.year == year))

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "category": self.category,
            "purpose": self.purpose,
            "unit": self.unit,
            "years": [each.as_json() for each in self.years],
            "sought_ore": int(self.sought),
            "own_ore": int(self.own),
            "other_ore": int(self.other),
            "refund": self.refund,
            "note": self.note,
            "function": self.function,
            "hours": None if self.hours is None else written(self.hours),
            "hourly_rate_ore": _number(self.hourly_rate),
        }


@dataclass(frozen=True)
class YearAmount:
    year: int
    amount: Ore


@dataclass(frozen=True)
class Financing:
    source: str
    kind: str
    status: str = ""
    years: tuple[YearAmount, ...] = ()

    @property
    def total(self) -> Ore:
        return Ore(sum(each.amount for each in self.years))

    def of_year(self, year: int) -> Ore:
        return Ore(sum(each.amount for each in self.years if each.year == year))

    def as_json(self) -> dict[str, Any]:
        years = [{"year": each.year, "amount_ore": int(each.amount)} for each in self.years]
        return {"source": self.source, "kind": self.kind, "status": self.status, "years": years}


@dataclass(frozen=True)
class Budget:
    """Lines and financing; a pool that has positions keeps those too, with the goals and the years they are for."""

    lines: tuple[Line, ...] = ()
    financing: tuple[Financing, ...] = ()
    positions: tuple[Position, ...] = ()
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    grants: tuple[YearlyGrant, ...] = ()

    def line(self, number: int) -> Line | None:
        return next((each for each in self.lines if each.number == number), None)

    def position(self, number: int) -> Position | None:
        return next((each for each in self.positions if each.number == number), None)

    def persons(self, year: int | None) -> Decimal:
        """The goals in all: in a year, or at the baseline; nobody is counted twice."""
        return plans.persons(self.goals, year)

    def as_json(self) -> dict[str, Any]:
        """The keys `lines` and `financing` of `sections.budget`, and of the others those that hold something."""
        plan = {name: [each.as_json() for each in getattr(self, name)] for name in PLAN if getattr(self, name)}
        return {
            "lines": [each.as_json() for each in self.lines],
            "financing": [each.as_json() for each in self.financing],
            **plan,
        }


@dataclass(frozen=True)
class Wage:
    """One row of the sheet of wages: how the amount of a wage line came about."""

    row: int
    line_number: int | None
    function: str
    hours: Decimal | None
    hourly_rate: Ore | None
    amounts: Mapping[int, Ore] = field(default_factory=dict)

    @property
    def total(self) -> Ore:
        return Ore(sum(self.amounts.values()))


def from_json(data: Mapping[str, Any]) -> Budget:
    """A budget from `sections.budget`. What is missing or null counts as nothing."""
    return Budget(
        lines=tuple(_line(each, number) for number, each in enumerate(data.get("lines") or (), 1)),
        financing=tuple(_financing(each) for each in data.get("financing") or ()),
        **{name: tuple(map(read, _rows(data, name))) for name, read in PLAN.items()},
    )


def _rows(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a table of the plan: each has a number, and a grant without a year is a grant of no year."""
    rows = [{**each, "number": each.get("number") or place} for place, each in enumerate(data.get(name) or (), 1)]
    return [each for each in rows if each.get("year")] if name == "grants" else rows


def _line(data: Mapping[str, Any], number: int) -> Line:
    return Line(
        number=data.get("number") or number,
        category=data.get("category") or "",
        purpose=data.get("purpose") or "",
        unit=data.get("unit") or "",
        years=tuple(_year(each) for each in data.get("years") or () if each.get("year")),
        sought=Ore(data.get("sought_ore") or 0),
        own=Ore(data.get("own_ore") or 0),
        other=Ore(data.get("other_ore") or 0),
        refund=bool(data.get("refund")),
        note=data.get("note") or "",
        function=data.get("function") or "",
        hours=_decimal(data.get("hours")),
        hourly_rate=_ore(data.get("hourly_rate_ore")),
    )


def _year(data: Mapping[str, Any]) -> YearCost:
    return YearCost(
        year=data["year"],
        units=_decimal(data.get("units")),
        unit_price=_ore(data.get("unit_price_ore")),
        amount=_ore(data.get("amount_ore")),
    )


def _financing(data: Mapping[str, Any]) -> Financing:
    dated = (each for each in data.get("years") or () if each.get("year"))
    years = tuple(YearAmount(each["year"], Ore(each.get("amount_ore") or 0)) for each in dated)
    return Financing(data.get("source") or "", data.get("kind") or "", data.get("status") or "", years)


def _decimal(value: object) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


def _ore(value: int | None) -> Ore | None:
    return None if value is None else Ore(value)


def _number(amount: Ore | None) -> int | None:
    return None if amount is None else int(amount)


def written(number: Decimal) -> str:
    """12.50 → 12.5, 1E+2 → 100: one way of writing each number."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def in_whole_kroner(ore: Decimal) -> Ore:
    return Ore(int((ore / 100).quantize(Decimal(1), ROUND_HALF_UP)) * 100)


def with_wage_facts(line: Line) -> Line:
    """A wage line counted in hours says its function, hours and rate itself, unless the wage sheet said more."""
    if line.category not in WAGES or line.unit != "hours" or line.function:
        return line
    hours = sum((each.units for each in line.years if each.units), Decimal(0))
    rates = [each.unit_price for each in line.years if each.unit_price]
    return replace(
        line,
        function=line.purpose,
        hours=line.hours if line.hours is not None else (hours or None),
        hourly_rate=line.hourly_rate if line.hourly_rate is not None else max(rates, default=None),
    )


def numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Every line with a number of its own: the one it has, or the next that nobody uses."""
    kept = list(lines)
    used: set[int] = set()
    taken = {each.number for each in kept}
    for place, each in enumerate(kept):
        if each.number < 1 or each.number in used:
            free = next(number for number in range(1, len(taken) + len(kept) + 2) if number not in taken)
            kept[place] = replace(each, number=free)
            taken.add(free)
        used.add(kept[place].number)
    return tuple(kept)
