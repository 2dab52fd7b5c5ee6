"""The approved budget of a project, laid out for its page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.core.money import Ore
from portal.core.text import Text


@dataclass(frozen=True)
class Line:
    number: int
    category: Text | str
    purpose: str
    cost: Ore
    sought: Ore
    own: Ore
    other: Ore
    years: Mapping[int, Ore] = field(default_factory=dict)


@dataclass(frozen=True)
class Budget:
    lines: tuple[Line, ...]
    granted: Ore

    def total(self, name: str) -> Ore:
        return Ore(sum(getattr(line, name) for line in self.lines))

    @property
    def above(self) -> Ore:
        """What the lines ask of the pool above the grant, after a partial grant; 0 once a budget keeps within it."""
        return Ore(max(0, self.total("sought") - self.granted))

    @property
    def most(self) -> Ore:
        """What the project can cost: what the pool has granted or, if that is less, asked for, and what others pay."""
        return Ore(self.total("cost") - self.above)


def read(stored: Mapping[str, Any], granted: Ore, categories: Mapping[str, Text | str]) -> Budget:
    return Budget(tuple(_line(each, categories) for each in stored.get("lines") or []), granted)


def _line(stored: Mapping[str, Any], categories: Mapping[str, Text | str]) -> Line:
    code = str(stored.get("category", ""))
    years: dict[int, Ore] = {}
    for each in stored.get("years") or []:
        year = int(each.get("year") or 0)
        years[year] = Ore(years.get(year, 0) + (each.get("amount_ore") or 0))
    sought, own, other = (Ore(stored.get(name) or 0) for name in ("sought_ore", "own_ore", "other_ore"))
    number, cost = int(stored.get("number") or 0), Ore(sum(years.values()))
    return Line(number, categories.get(code, code), stored.get("purpose", ""), cost, sought, own, other, years)
