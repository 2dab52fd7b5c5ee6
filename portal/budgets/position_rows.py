"""The rows of the tables of positions and of the grant of each year. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import dates, normalising, position_lines
from portal.budgets.lines import Line, numbered
from portal.budgets.normalising import BLANK, Outcome, text_of
from portal.budgets.plans import YearlyGrant
from portal.budgets.position_lines import Layout
from portal.budgets.rows import Row, TableRows
from portal.core.money import Ore
from portal.pools.positions import Position

ONE_KRONE = 100
COMPUTED_ONLY = {"formula_no_value", "error_cell"}  # of a formula in a column that we compute ourselves


@dataclass
class PositionRow:
    """A position, its line, and what stood in the columns that we compute ourselves."""

    row: Row
    position: Position
    line: Line
    typed: Mapping[tuple[str, int | None], Outcome] = field(default_factory=dict)


@dataclass
class GrantRow:
    """The grant of a year and the row it came from; `own` is what stood there, and only compared."""

    row: Row
    grant: YearlyGrant
    own: Outcome


def positions(table: TableRows, years: Iterable[int], known: Layout) -> list[PositionRow]:
    plan = tuple(years)
    found = [_position(row, plan, known) for row in table]
    lines = numbered(each.line for each in found)
    for each, line in zip(found, lines, strict=True):
        each.line = line
        each.position = replace(each.position, number=line.number)
    return found


def _position(row: Row, years: tuple[int, ...], known: Layout) -> PositionRow:
    read = Position(
        number=row.integer("number") or 0,
        job_centre=row.text("job_centre", required=True),
        function=row.text("function", required=True),
        start=row.day("start"),
        end=row.day("end"),
        share=row.quantity("share"),
        monthly_wage=row.amount("monthly_wage"),
        sought=_sought(row),
        caseload=row.quantity("caseload"),
        visits=row.quantity("visits"),
    )
    places = [(name, year) for name in ("months", "amount") for year in row.table.located.years]
    typed = {(name, year): typed_amount(row, name, year) for name, year in (*places, ("total", None), ("own", None))}
    wages = {year or 0: found.value for (name, year), found in typed.items() if name == "amount" and found.value}
    read = replace(read, pension=_pension(row, read, wages))
    line = position_lines.line(read, years, known)
    return PositionRow(row, replace(read, own=line.own), line, typed)


def _pension(row: Row, read: Position, wages: Mapping[int, int]) -> Decimal | None:
    """0.15 may be 15 % or 0.15 %: the wages beside it say which. Files of some programs keep no sign of percent."""
    cell = row.cell("pension")
    if dates.percent(cell).code == "ambiguous_percent" and wages:
        number = normalising.number(cell).value
        for meant in (number * 100, number):
            ours = replace(read, pension=meant).wages(wages)
            if all(abs(ours.get(year, 0) - wage) <= ONE_KRONE for year, wage in wages.items()):
                return Decimal(meant)
    return row.percent("pension")


def _sought(row: Row) -> Ore:
    if is_blank(row.cell("sought")):
        row.taint("required_blank", "sought")
    return row.amount("sought") or Ore(0)


def is_blank(cell: Cell | None) -> bool:
    return cell is None or (cell.kind is Kind.TEXT and not text_of(cell.raw))


def typed_amount(row: Row, key: str, year: int | None = None) -> Outcome:
    """What stands in a column that we compute: kept to be compared, never to be trusted."""
    cell = row.cell(key, year)
    read = normalising.number(cell) if key == "months" else normalising.amount(cell)
    if cell is not None and cell.formula is not None and read.code in COMPUTED_ONLY:
        return BLANK
    return row.taken(read, key, year)


def yearly_grants(table: TableRows, years: Iterable[int]) -> list[GrantRow]:
    plan, found = sorted(years), dict[int, GrantRow]()
    for row in table:
        year = _year(row, plan)
        if year is None:
            continue
        if year in found:
            row.taint("same_year_twice", "year", year=year, other=found[year].row.number)
            row.tainted = True
            continue
        found[year] = GrantRow(row, _yearly_grant(row, year), typed_amount(row, "own"))
    return list(found.values())


def _year(row: Row, plan: list[int]) -> int | None:
    cell = row.cell("year")
    read = normalising.number(cell)
    if read.value is not None and read.value in plan:
        return int(read.value)
    period: dict[str, Any] = {"from": plan[0], "to": plan[-1]}
    row.note("not_a_plan_year", "year", None, normalising.text(cell), **period)
    row.tainted = True
    return None


def _yearly_grant(row: Row, year: int) -> YearlyGrant:
    if is_blank(row.cell("grant")):
        row.taint("required_blank", "grant")
    return YearlyGrant(year, row.amount("grant") or Ore(0), row.amount("allocation"))
