"""One table of the template: title, help, totals, headings, and rows to fill in, as the specification says. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from portal.adapters.spreadsheet_form import letters
from portal.adapters.spreadsheet_plan import Choices, Put, SheetPlan
from portal.budgets.layout import Column, Table
from portal.budgets.specification import Spec
from portal.budgets.template_cells import ADDS_UP, DIFFERS, Place, Row, Value

TOTAL_ROW, HEAD_ROW = 3, 4
FIRST_ROW = HEAD_ROW + 1
SPARE_ROWS = 20
FIRST_DATE = date(2000, 1, 1)
A_ROW = "\0"
GAP = re.compile(r"\{([^{}]+)\}")
STYLES = {
    "integer": "", "text": "input", "choice": "input", "decimal": "input_number", "amount": "input_amount",
    "percent": "input_number", "date": "input_date", "check": "", "ignored": "",
}  # fmt: skip
COMPUTED = {"amount": "amount", "decimal": "number", "percent": "percent"}


class TableWriter:
    """Plans the sheet of one table."""

    def __init__(
        self, table: Table, spec: Spec, years: tuple[int, ...], language: str, ranges: Mapping[str, str],
        rows: list[Row],
    ) -> None:  # fmt: skip
        self.table, self.spec, self.language, self.ranges, self.rows = table, spec, language, ranges, rows
        self.columns = columns(table, years)
        spare = SPARE_ROWS if table.rows > SPARE_ROWS else 0
        self.last = FIRST_ROW + max(table.rows, len(rows) + spare) - 1
        self.letter: dict[Place, str] = {
            (each.key, year): letters(number) for number, (each, year) in enumerate(self.columns, 1)
        }
        self.years = years
        self._of_any_row: dict[tuple[str, str, int | None], str] = {}

    def sheet(self, names: dict[str, str]) -> SheetPlan:
        plan = SheetPlan(self.table.sheet[self.language], freeze=(HEAD_ROW, self.table.freeze))
        plan.puts.append(Put(1, 1, plan.name, "title"))
        plan.puts.append(Put(2, 1, self.table.help[self.language]))
        for number, (column, year) in enumerate(self.columns, 1):
            plan.columns[number] = (column.width, "" if column.computed else _style(column))
            title = column.title(year, self.language)
            plan.puts.append(Put(HEAD_ROW, number, title, "head"))
            names[self._name("hdr", column, year)] = f"'{plan.name}'!${letters(number)}${HEAD_ROW}"
            self._help(plan, number, column, title)
            self._total(plan, number, column, year, names)
        for offset in range(self.last - FIRST_ROW + 1):
            self._row(plan, FIRST_ROW + offset, self._values(offset))
        return plan

    def _name(self, what: str, column: Column, year: int | None) -> str:
        return f"b_{what}_{self.table.key}_{column.key}" + ("" if year is None else f"_{year}")

    def _values(self, offset: int) -> Row:
        """A line of the draft, or an empty row with the next number."""
        if offset < len(self.rows):
            return self.rows[offset]
        used = [number for each in self.rows if isinstance(number := each.get(("number", None)), int)]
        return {("number", None): max(used, default=0) + 1 + offset - len(self.rows)}

    def _help(self, plan: SheetPlan, number: int, column: Column, title: str) -> None:
        source = self.ranges[column.list] if column.list else ""
        if column.computed or not (source or column.type in ("amount", "decimal", "percent", "date")):
            return
        message = column.help[self.language] or title
        earliest = (self.spec.day(column.limit) or FIRST_DATE) if column.type == "date" else None
        plan.choices.append(Choices(FIRST_ROW, self.last, number, source, title, message, earliest))

    def _total(self, plan: SheetPlan, number: int, column: Column, year: int | None, names: dict[str, str]) -> None:
        if not column.summed:
            return
        letter = letters(number)
        formula = self._filled(column.total or "SUM({self*})", column, year, 0, {})
        value = sum((self._number(row, column.key, year) for row in self.rows), Decimal(0))
        plan.puts.append(Put(TOTAL_ROW, number, value, "total", formula))
        names[self._name("sum", column, year)] = f"'{plan.name}'!${letter}${TOTAL_ROW}"
        if number > 1 and all(put.row != TOTAL_ROW or put.column != 1 for put in plan.puts):
            plan.puts.append(Put(TOTAL_ROW, 1, "I alt" if self.language == "da" else "Total", "label"))

    @staticmethod
    def _number(row: Row, key: str, year: int | None) -> Decimal:
        value = row.get((key, year))
        return value if isinstance(value, Decimal) and not row.get(ADDS_UP) else Decimal(0)

    def _row(self, plan: SheetPlan, row: int, values: Row) -> None:
        for number, (column, year) in enumerate(self.columns, 1):
            value, formula = values.get((column.key, year)), self._formula(column, year, row, values)
            style = column.style or (COMPUTED.get(column.type, "") if column.computed else STYLES[column.type])
            if formula and not self._overruled(column, year, values):
                plan.puts.append(Put(row, number, "" if value is None else value, style, formula))
            elif value is not None and value != "":
                plan.puts.append(Put(row, number, value, style))

    def _overruled(self, column: Column, year: int | None, values: Row) -> bool:
        """An amount that is not units times price stands as the number it is."""
        amount = values.get(("amount", year))
        costs = self.table.kind == "costs" and column.key == "amount"
        return costs and amount is not None and values.get(("computed", year)) != amount

    def _formula(self, column: Column, year: int | None, row: int, values: Row) -> str:
        written = column.total_row if values.get(ADDS_UP) and column.total_row else column.formula
        if "{row_year}" in written and not values.get(("year", None)):
            return ""
        return self._filled(written, column, year, row, values)

    def _filled(self, written: str, column: Column, year: int | None, row: int, values: Row) -> str:
        """The specification's formula with the cells of this row in its gaps."""
        place = (written, column.key, year)
        if place not in self._of_any_row:
            self._of_any_row[place] = self._of_a_row(written, column, year)
        formula = self._of_any_row[place].replace(A_ROW, str(row))
        return formula.replace("{row_year}", str(values["year", None])) if "{row_year}" in formula else formula

    def _of_a_row(self, written: str, column: Column, year: int | None) -> str:
        """The formula with A_ROW where the number of a row comes: hundreds of rows differ by nothing else."""

        def gap(match: re.Match[str]) -> str:
            name = match[1]
            if name == "year":
                return str(year)
            if name == "row_year":
                return match[0]
            if name.startswith("word:"):
                _word, choices, code = name.split(":")
                return f'"{self.spec.words(choices, code, self.language)}"'
            return self._cells(name, column, year)

        said = written.replace(f'"{DIFFERS.en}"', f'"{DIFFERS[self.language]}"')  # published data says it in English
        return GAP.sub(gap, said)

    def _cells(self, name: str, column: Column, year: int | None) -> str:
        """{pension} a cell, {goal_last} the last year's, {amount_*} every year's, {self*} the whole column."""
        if name.endswith("_*"):
            return ",".join(f"{self.letter[name[:-2], each]}{A_ROW}" for each in self.years)
        if name.endswith("_last"):
            return f"{self.letter[name.removesuffix('_last'), self.years[-1]]}{A_ROW}"
        if name.endswith("*"):
            key = column.key if name == "self*" else name[:-1]
            letter = self.letter.get((key, year)) or self.letter[key, None]
            first = HEAD_ROW if self.spec.sums_from_headings else FIRST_ROW
            return f"${letter}${first}:${letter}${self.last}"
        return f"{self.letter.get((name, year)) or self.letter[name, None]}{A_ROW}"


def _style(column: Column) -> str:
    return column.style or STYLES[column.type]


def columns(table: Table, years: tuple[int, ...]) -> list[tuple[Column, int | None]]:
    """The columns in order; those beside each other that come per year stand together, year by year."""
    found: list[tuple[Column, int | None]] = []
    for per_year, together in groupby(table.columns, key=lambda each: each.per_year):
        block = list(together)
        if per_year:
            found += [(column, year) for year in years for column in block]
        else:
            found += [(column, None) for column in block]
    return found


__all__ = ["TableWriter", "Value", "columns"]
