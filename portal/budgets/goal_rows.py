"""The rows of the tables of goals and of milestones, and whether the totals of the goals add up. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell
from portal.budgets import dates, normalising
from portal.budgets.checking_sums import NOT_STALE, STALE
from portal.budgets.findings import Severity
from portal.budgets.labels import plain
from portal.budgets.normalising import Outcome, danish
from portal.budgets.plans import TOTAL, Figures, Goal, Milestone
from portal.budgets.position_rows import is_blank
from portal.budgets.rows import Row, TableRows

GROWTH_TENTHS = Decimal("0.1")
Place = tuple[str, int | None]


@dataclass
class GoalRow:
    """A goal and the row it came from."""

    row: Row
    goal: Goal

    @property
    def group(self) -> str:
        return plain(self.goal.target_group)

    def figure(self, key: str, year: int | None) -> Decimal | None:
        if key == "baseline":
            return self.goal.baseline
        return dict(self.goal.goals if key == "goal" else self.goal.actual).get(year or 0)


def goals(table: TableRows) -> list[GoalRow]:
    found = [GoalRow(row, _goal(row)) for row in table]
    _check_twice(found)
    if table.whole:
        _check_totals(found, table)
    for each in found:
        _check_growth(each)
    return found


def kept(found: Iterable[GoalRow]) -> tuple[Goal, ...]:
    """Without the rows that only add up others."""
    rows = list(found)
    apart = {each.group for each in rows if each.goal.instrument != TOTAL}
    return tuple(each.goal for each in rows if each.goal.instrument != TOTAL or each.group not in apart)


def _goal(row: Row) -> Goal:
    instrument = row.choice("instrument", "instruments", required=True)
    needed = instrument != TOTAL
    return Goal(
        target_group=row.text("target_group", required=True),
        instrument=instrument,
        baseline=_figure(row, "baseline", None, needed=needed),
        baseline_period=row.text("baseline_period", required=needed),
        baseline_source=row.text("baseline_source", required=needed),
        goals=_figures(row, "goal", needed=needed),
        actual=_figures(row, "actual", needed=False),
    )


def _figures(row: Row, key: str, *, needed: bool) -> Figures:
    read = ((year, _figure(row, key, year, needed=needed)) for year in row.table.located.years)
    return tuple((year, number) for year, number in read if number is not None)


def _figure(row: Row, key: str, year: int | None, *, needed: bool) -> Decimal | None:
    """A row that adds up others is made of formulas: one without a saved result says nothing."""
    cell = row.cell(key, year)
    if needed and is_blank(cell):
        row.taint("required_blank", key, year)
        return None
    if not needed and cell is not None and cell.formula is not None and normalising.number(cell).code:
        return None
    persons = row.quantity(key, year)
    if persons is not None and persons >= 0 and persons % 1 != 0:
        row.taint("persons_not_whole", key, year, Outcome(seen=danish(persons)))
    return persons


def _check_twice(found: Sequence[GoalRow]) -> None:
    first: dict[tuple[str, str], int] = {}
    for each in found:
        key = (each.group, each.goal.instrument)
        if each.goal.instrument and key in first:
            each.row.note("goal_twice", "instrument", other=first[key])
        first.setdefault(key, each.row.number)


def _check_totals(found: Sequence[GoalRow], table: TableRows) -> None:
    """Per target group: what the instruments add up to is what the row I alt says."""
    places: list[Place] = [("baseline", None)]
    places += [(key, year) for key in ("goal", "actual") for year in table.located.years]
    for each in found:
        if each.goal.instrument != TOTAL:
            continue
        parts = [one for one in found if one.group == each.group and one.goal.instrument != TOTAL]
        if parts and not any(one.row.tainted for one in (*parts, each)):
            _check_total(each, parts, places)


def _check_total(found: GoalRow, parts: Sequence[GoalRow], places: Iterable[Place]) -> None:
    for key, year in places:
        typed = found.figure(key, year)
        ours = sum((one.figure(key, year) or Decimal(0) for one in parts), Decimal(0))
        if typed is not None and typed != ours:
            stale = _is_formula(found.row.cell(key, year))
            found.row.note("goal_total", key, year, Outcome(seen=danish(typed)),
                           given=Severity.WARN if stale else None, sum=danish(ours), diff=danish(abs(typed - ours)),
                           stale=STALE if stale else NOT_STALE)  # fmt: skip


def _is_formula(cell: Cell | None) -> bool:
    return cell is not None and cell.formula is not None


def _check_growth(found: GoalRow) -> None:
    """A baseline of 0 has no growth in percent; a typed growth is compared with ours."""
    row, goal = found.row, found.goal
    if row.tainted or goal.instrument == TOTAL:
        return
    if goal.baseline == 0:
        row.note("growth_unknown", "growth")
        return
    typed, ours = dates.percent(row.cell("growth")).value, goal.growth
    if typed is not None and ours is not None and abs(typed - ours) > GROWTH_TENTHS:
        seen = Outcome(seen=danish(round(typed, 1)))
        row.note("growth_computed", "growth", None, seen, sum=danish(ours))


def milestones(table: TableRows) -> Iterator[Milestone]:
    for place, row in enumerate(table, 1):
        yield Milestone(
            number=row.integer("number") or place,
            title=row.text("title", required=True),
            date=_day(row),
            responsible=row.text("responsible", required=True),
            result=row.text("result", required=True),
            status=row.choice("status", "milestone_statuses"),
        )


def _day(row: Row) -> date | None:
    if is_blank(row.cell("date")):
        row.taint("required_blank", "date")
    return row.day("date")
