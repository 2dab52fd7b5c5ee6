"""What the positions of an addendum cost, from what is typed on the page: read as saving would read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications import belonging, reading
from portal.applications.fields import SectionSpec
from portal.applications.models import Application
from portal.applications.reading import Options, Typed
from portal.applications.shared_lines import WRITTEN
from portal.budgets import position_lines, specification
from portal.budgets.lines import Line, from_json
from portal.core.money import Ore, total
from portal.pools.positions import Position
from portal.pools.settings import Settings

KEY = "positions"


@dataclass(frozen=True)
class PositionSum:
    """One position and the line it makes; `line.years` is empty while a figure is missing."""

    position: Position
    line: Line

    @property
    def is_known(self) -> bool:
        return bool(self.line.years)


@dataclass(frozen=True)
class PositionSums:
    """The wages of every position and year, what is sought, and what the municipality pays."""

    years: tuple[int, ...]
    rows: tuple[PositionSum, ...]

    def of_year(self, year: int) -> Ore:
        return total(each.line.of_year(year) for each in self.rows)

    @property
    def wages(self) -> Ore:
        return total(each.line.total for each in self.rows)

    @property
    def sought(self) -> Ore:
        return total(each.line.sought for each in self.rows)

    @property
    def own(self) -> Ore:
        return Ore(self.wages - self.sought)


def section_of(application: Application) -> str | None:
    """The section in which the positions of the budget are typed; none where the budget has lines of its own."""
    return next((each.key for each in belonging.sections_of(application) if asks_for_them(each)), None)


def asks_for_them(spec: SectionSpec) -> bool:
    return any(each.key == KEY for each in spec.shared)


def of(application: Application, spec: SectionSpec, typed: Typed, options: Options) -> PositionSums | None:
    """None in a section that asks for no positions. What cannot be read is in no sum."""
    if not asks_for_them(spec):
        return None
    answers: Mapping[str, Sequence[Any]] = reading.read(spec, typed, options).answers
    written = [WRITTEN[KEY](number, line, ()) for number, line in enumerate(answers[KEY], 1)]
    years = Settings.from_json(application.round.guideline.settings).plan_years
    known = position_lines.layout(specification.of(application.round.pool.code))
    positions = from_json({KEY: written}).positions
    return PositionSums(years, tuple(PositionSum(each, position_lines.line(each, years, known)) for each in positions))
