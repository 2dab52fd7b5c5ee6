"""What a plan promised beside what came of it: per target group, instrument and year, nobody counted twice. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.budgets.plans import TOTAL
from portal.projects.following import TENTH, Compared


@dataclass(frozen=True)
class PlanGoal:
    """One goal of a plan: whom it counts, in what, from where, and how each year went."""

    number: int
    group: str
    instrument: str
    baseline: Decimal | None
    years: tuple[Compared, ...]


@dataclass(frozen=True)
class Cell:
    """One year of one row. `missing` says how many of the goals added up have no measurement of the year."""

    planned: Decimal
    actual: Decimal | None
    missing: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Actual of planned, with one decimal; None while something is missing, and for a plan of nothing."""
        if self.actual is None or self.missing or not self.planned:
            return None
        return (self.actual * 100 / self.planned).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Line:
    """A row of the table: a goal; a target group in all; or, without a group, everybody."""

    number: int | None
    group: str
    instrument: str
    baseline: Decimal | None
    cells: dict[int, Cell]

    @property
    def is_total(self) -> bool:
        return self.number is None


def lines(goals: Sequence[PlanGoal]) -> list[Line]:
    """Each group with its instruments and their total, and at last everybody.

    A row that the plan itself calls the total of a group is not added to its parts; it counts only where it has none.
    """
    found: list[Line] = []
    counted: list[PlanGoal] = []
    for group in dict.fromkeys(each.group for each in goals):
        parts = _counted([each for each in goals if each.group == group])
        found += [_line(each) for each in parts]
        if len(parts) > 1:
            found.append(_total(group, parts))
        counted += parts
    if len({each.group for each in counted}) > 1:
        found.append(_total("", counted))
    return found


def _counted(of_a_group: Sequence[PlanGoal]) -> list[PlanGoal]:
    parts = [each for each in of_a_group if each.instrument != TOTAL]
    return parts or list(of_a_group)


def _line(goal: PlanGoal) -> Line:
    cells = {each.target.on.year: _cell([each]) for each in goal.years}
    return Line(goal.number, goal.group, goal.instrument, goal.baseline, cells)


def _total(group: str, parts: Sequence[PlanGoal]) -> Line:
    by_year: dict[int, list[Compared]] = {}
    for each in parts:
        for one in each.years:
            by_year.setdefault(one.target.on.year, []).append(one)
    baselines = [each.baseline for each in parts]
    known = [each for each in baselines if each is not None]
    baseline = sum(known, Decimal()) if len(known) == len(baselines) else None
    return Line(None, group, TOTAL, baseline, {year: _cell(each) for year, each in sorted(by_year.items())})


def _cell(compared: Sequence[Compared]) -> Cell:
    measured = [each.measured.value for each in compared if each.measured is not None]
    planned = sum((each.target.value for each in compared), Decimal())
    return Cell(planned, sum(measured, Decimal()) if measured else None, len(compared) - len(measured))
