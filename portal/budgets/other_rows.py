"""The rows of the tables of wages and of financing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import short
from portal.budgets.labels import plain
from portal.budgets.lines import WAGES, Financing, Wage, YearAmount
from portal.budgets.rows import Row, TableRows
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
    open_lines = _OpenLines(each for each in costs if each.line.category in WAGES)
    for wage in found:
        line = open_lines.take(wage)
        if line is None:
            column = table.located.at("function")
            table.note("wage_without_line", wage.row, column, None, seen=short(wage.function))
            continue
        line.line = replace(line.line, function=wage.function, hours=wage.hours, hourly_rate=wage.hourly_rate)


class _OpenLines:
    """The wage lines that no wage row has taken yet. Thousands of either cost no more than their number."""

    def __init__(self, lines: Iterable[CostRow]) -> None:
        self._groups: dict[tuple[str, object], dict[int, CostRow]] = {}
        for each in lines:
            for key in self._keys(each):
                self._groups.setdefault(key, {})[id(each)] = each

    def take(self, wage: Wage) -> CostRow | None:
        """By the line's number; else by its words; else by its amount; else the only one there is."""
        wanted: list[tuple[str, object]] = [("words", plain(wage.function))]
        if wage.line_number:
            wanted.insert(0, ("number", wage.line_number))
        if wage.total:
            wanted.append(("total", wage.total))
        if not wage.line_number:
            wanted.append(("all", None))
        for key in wanted:
            if len(lines := self._groups.get(key, {})) == 1:
                return self._taken(next(iter(lines.values())))
        return None

    def _taken(self, line: CostRow) -> CostRow:
        for key in self._keys(line):
            del self._groups[key][id(line)]
        return line

    @staticmethod
    def _keys(each: CostRow) -> list[tuple[str, object]]:
        line = each.line
        return [("number", line.number), ("words", plain(line.purpose)), ("total", line.total), ("all", None)]
