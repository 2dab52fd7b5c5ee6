"""The rows of the tables of wages and of financing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import short
from portal.budgets.lines import WAGES, Financing, Wage, YearAmount
from portal.budgets.rows import Row, TableRows
from portal.budgets.specification import plain
from portal.core.money import Ore


@dataclass
class SourceRow:
    """A source of money and the row it came from."""

    row: Row
    source: Financing


def financing(table: TableRows) -> list[SourceRow]:
    return [SourceRow(row, _source(row)) for row in table]


def _source(row: Row) -> Financing:
    amounts = _amounts(row)
    return Financing(
        source=row.text("source", required=True),
        kind=row.choice("kind", "kinds", required=True),
        status=row.choice("status", "statuses"),
        years=tuple(YearAmount(year, amount) for year, amount in amounts.items()),
    )


def _amounts(row: Row) -> dict[int, Ore]:
    read = {year: row.amount("amount", year) for year in row.table.located.years}
    return {year: amount for year, amount in read.items() if amount is not None}


def wages(table: TableRows) -> list[Wage]:
    return [_wage(row) for row in table]


def _wage(row: Row) -> Wage:
    return Wage(
        row=row.number,
        line_number=row.integer("line_number"),
        function=row.text("function", required=True),
        hours=row.quantity("hours"),
        hourly_rate=row.amount("hourly_rate"),
        amounts=_amounts(row),
    )


def joined(costs: list[CostRow], found: Iterable[Wage], table: TableRows) -> None:
    """Give each wage line the function, hours and rate of its wage row."""
    open_lines = [each for each in costs if each.line.category in WAGES]
    for wage in found:
        line = _line_of(wage, open_lines)
        if line is None:
            column = table.located.at("function")
            table.note("wage_without_line", wage.row, column, None, seen=short(wage.function))
            continue
        open_lines.remove(line)
        line.line = replace(line.line, function=wage.function, hours=wage.hours, hourly_rate=wage.hourly_rate)


def _line_of(wage: Wage, lines: list[CostRow]) -> CostRow | None:
    """By the line's number; else by its words; else by its amount; else the only one there is."""
    for matches in (
        [each for each in lines if wage.line_number and each.line.number == wage.line_number],
        [each for each in lines if plain(each.line.purpose) == plain(wage.function)],
        [each for each in lines if wage.total and each.line.total == wage.total],
        lines if not wage.line_number else [],
    ):
        if len(matches) == 1:
            return matches[0]
    return None
