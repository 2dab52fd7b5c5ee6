"""What a difference between two budgets is made of. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.budgets.lines import written
from portal.budgets.normalising import danish
from portal.core.money import Ore


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class FieldChange:
    """One field of a line: its name, its year where it has one, and both values as people read them."""

    name: str
    year: int | None
    old: str
    new: str


@dataclass(frozen=True)
class PlanChange:
    """A goal, a milestone or the grant of a year that is not as it was."""

    kind: str  # of the table in the specification
    change: Change
    name: str  # the target group, the milestone or the year
    instrument: str = ""  # of a goal: its code
    fields: tuple[FieldChange, ...] = ()
    difference: Ore | None = None  # of a source of money: how much more it pays


def differing(name: str, year: int | None, old: str, new: str) -> Iterator[FieldChange]:
    if old != new:
        yield FieldChange(name, year, old, new)


def kroner(amount: Ore | None) -> str:
    """As every amount of the page is written: øre only where there are some."""
    return "" if amount is None else amount.short


def quantity(number: Decimal | None) -> str:
    """A number of units, of which none is nothing."""
    return "" if number is None or written(number) == "0" else danish(number)


def answer(number: Decimal | None) -> str:
    """A figure to which 0 is an answer too."""
    return "" if number is None else danish(number)
