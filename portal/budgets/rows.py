"""Going down a table row by row: where it ends, what is a subtotal, and what each cell says. Pure."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from portal.adapters.spreadsheet_form import Cell, Kind, Place, address
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets import choosing, dates, normalising, sum_rows
from portal.budgets.findings import Finding, Severity, catalogue, short
from portal.budgets.labels import Words
from portal.budgets.layout import Table
from portal.budgets.locating import Located, label_of
from portal.budgets.normalising import Outcome
from portal.budgets.specification import Spec
from portal.core import cpr
from portal.core.money import Ore

EMPTY_ROWS = 20
COSTS, FIGURES = {"costs", "wages", "financing"}, {"integer", "decimal", "amount", "percent"}
NO_COST = Words("Skriv et tal. Skriv 0, hvis der ingen udgift er.", "Enter a number; enter 0 if there is no cost.")
NOBODY = Words("Skriv et tal. Skriv 0, hvis der ingen er.", "Enter a number; enter 0 if there are none.")
FILL = {
    "date": Words("Skriv dag, måned og år.", "Write day, month and year."),
    "text": Words("Skriv det, der mangler.", "Write what is missing."),
    "choice": Words("Vælg fra listen.", "Choose from the list."),
}
INCOME = Words("Indtægter skrives på arket Finansiering.", "Income goes on the Financing sheet.")
MOST_MERGED = 100_000  # cells


@dataclass
class TableRows:
    """A located table, its rows, and what was found on the way."""

    located: Located
    spec: Spec
    most: int = 2_000  # rows that are read
    findings: list[Finding] = field(default_factory=list)
    subtotals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    beyond: int = 0  # rows that are only counted
    _last: int = 0
    _chosen: dict[tuple[str, Cell | None], Outcome] = field(default_factory=dict)

    def __iter__(self) -> Iterator["Row"]:
        """The rows of the table; after twenty empty ones it has ended."""
        self._last = self.located.row
        for number, cells in self._after_the_headings():
            if self.below or number - self._last > EMPTY_ROWS:
                self.below.append(number)
                continue
            self._last = number
            row = Row(self, number, cells)
            if row.is_subtotal:
                self.subtotals.append(number)
            elif sum_rows.repeats(self.said, cells):
                self.note("heading_row", number, min(cells))
            elif column := sum_rows.is_remark(self.located, self.spec, cells):
                self.remarks.append(number)
                self.note("text_row", number, column, Outcome(seen=short(cells[column].raw)))
            elif len(self.used) == self.most:
                self.beyond += 1
            else:
                self.used.append(number)
                yield row
        if self.beyond:
            count = len(self.used) + self.beyond
            self.note("too_many_lines", self.located.row, self.located.first, count=count, max=self.most)

    @property
    def whole(self) -> bool:
        """Whether every row was read, so that its sums are sums."""
        return not self.beyond

    def _after_the_headings(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        known, is_nothing = self.located.table.by_key, sum_rows.nothing(self.located.table)
        loud = [column for (key, _year), column in self.located.columns.items() if not known[key].quiet]
        for number, cells in self.located.sheet.rows.items():
            if number > self.located.row and not is_nothing(map(cells.get, loud)):
                yield number, cells

    @property
    def texts(self) -> set[int | None]:
        """The rows in which a number is stored as text: formulas of the sheet leave it out."""
        return {each.row for each in self.findings if each.code in ("text_number", "english_number")}

    @cached_property
    def announcing(self) -> list[int]:
        """The columns in which a subtotal would say so: those that do by name, and whatever stands before them."""
        columns = {
            column for each in self.located.table.columns if each.announces and (column := self.located.at(each.key))
        }
        return sorted(columns.union(range(1, min(columns, default=1))))

    @cached_property
    def said(self) -> dict[int, str]:
        """The headings of our columns, to know them again further down."""
        heads = self.located.sheet.row(self.located.row)
        return {column: heads[column].raw for column in self.located.columns.values() if column in heads}

    @cached_property
    def merged(self) -> dict[Place, str]:
        """The cells under a merge, and the address of the one that Excel shows; of a made file only the first."""
        return dict(itertools.islice(_under(self.located.sheet.merges), MOST_MERGED))

    def chosen(self, cell: Cell | None, name: str) -> Outcome:
        """Which choice of a list the cell means. People choose the same few again and again."""
        if (known := self._chosen.get((name, cell))) is not None:
            return known
        categories = name == "categories"
        read = choosing.category(cell, self.spec) if categories else choosing.one_of(cell, name, self.spec)
        self._chosen[name, cell] = read
        return read

    def note(
        self, code: str, row: int, column: int | None, outcome: Outcome | None = None, /,
        *, given: Severity | None = None, **params: object,
    ) -> None:  # fmt: skip
        """Write down what was found in a cell, with the heading and what it says, as they stand in the file."""
        seen = outcome.seen if outcome else ""
        if outcome is None and column and code != "cpr_number" and catalogue()[code]["level"] == "cell":
            seen = normalising.glimpse(self.located.sheet.cells.get((row, column)))
        self.findings.append(
            Finding(
                code,
                self.located.sheet.name,
                address(row, column) if column else None,
                row,
                label_of(self.located, column) if column else "",
                seen,
                {**(dict(outcome.params) if outcome else {}), **params},
                given,
            )
        )


def _to_fill_in(table: Table, key: str) -> dict[str, object]:
    """What an empty cell asks for, by its column; nought is an answer only where a figure belongs."""
    column = table.column(key)
    figure = NO_COST if table.kind in COSTS else NOBODY
    fill = figure if column.type in FIGURES else FILL.get(column.type)
    return {"fill": {"da": fill.da, "en": fill.en}} if fill else {}


def _where_income_goes(table: Table, _key: str) -> dict[str, object]:
    return {"income": {"da": INCOME.da, "en": INCOME.en}} if table.kind == "costs" else {}


ADVICE = {"required_blank": _to_fill_in, "negative_amount": _where_income_goes}


def _under(merges: list[str]) -> Iterator[tuple[Place, str]]:
    for merge in merges:
        first, _colon, last = merge.partition(":")
        if ADDRESS.fullmatch(first) and ADDRESS.fullmatch(last):
            (top, left), (bottom, right) = place_of(first), place_of(last)
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            yield from (((row, column), address(top, left)) for row in rows for column in columns)


@dataclass
class Row:
    """One row. Every reading writes down what is wrong with the cell; a row with a block is tainted."""

    table: TableRows
    number: int
    cells: dict[int, Cell]
    tainted: bool = False
    tainted_years: set[int] = field(default_factory=set)

    @property
    def hidden(self) -> bool:
        return self.number in self.table.located.sheet.hidden_rows

    @property
    def is_subtotal(self) -> bool:
        """Whether it adds up other rows and is no line of its own."""
        table = self.table
        return sum_rows.is_sum(table.located, table.spec, self.cells, table.announcing, (table.used, table.subtotals))

    def column(self, key: str, year: int | None = None) -> int | None:
        return self.table.located.at(key, year)

    def cell(self, key: str, year: int | None = None) -> Cell | None:
        column = self.table.located.columns.get((key, year))
        return self.cells.get(column) if column else None

    def note(
        self, code: str, key: str, year: int | None = None, outcome: Outcome | None = None, /,
        *, given: Severity | None = None, **params: object,
    ) -> None:  # fmt: skip
        self.table.note(code, self.number, self.column(key, year), outcome, given=given, **params)

    def taint(
        self, code: str, key: str, year: int | None = None, outcome: Outcome | None = None, /, **params: object
    ) -> None:
        """Note it; when it blocks, no sum may be made of what could not be read."""
        anchor = self.table.merged.get((self.number, self.column(key, year) or 0), "")
        if code in ADVICE:
            params |= ADVICE[code](self.table.located.table, key)
        if code == "required_blank" and anchor and anchor != address(self.number, self.column(key, year) or 0):
            code, params = "merged_blank", {"anchor": anchor}
        self.note(code, key, year, outcome, **params)  # type: ignore[arg-type]
        if self.table.findings[-1].severity is Severity.BLOCK and self.table.located.table.column(key).is_figure:
            self.tainted = True
            if year is not None:
                self.tainted_years.add(year)

    def taken(self, outcome: Outcome, key: str, year: int | None = None) -> Outcome:
        if outcome.code:
            self.taint(outcome.code, key, year, outcome)
        return outcome

    def amount(self, key: str, year: int | None = None) -> Ore | None:
        cell = self.cell(key, year)
        if cell is None:
            return None
        if normalising.is_whole(cell):
            return Ore(int(cell.raw) * 100)
        value = self.taken(normalising.amount(cell), key, year).value
        if not isinstance(value, Ore):
            return None
        if value < 0:
            self.taint("negative_amount", key, year, value=f"{value.digits} kr.")
        return value

    def quantity(self, key: str, year: int | None = None) -> Decimal | None:
        cell = self.cell(key, year)
        if cell is None:
            return None
        if normalising.is_whole(cell):
            return Decimal(cell.raw)
        value = self.taken(normalising.number(cell), key, year).value
        if not isinstance(value, Decimal):
            return None
        if value < 0:
            self.taint("negative_amount", key, year, value=normalising.danish(value))
        return value

    def day(self, key: str) -> date | None:
        read = self.taken(dates.day(self.cell(key)), key)
        return read.value if isinstance(read.value, date) else None

    def percent(self, key: str, year: int | None = None) -> Decimal | None:
        read = self.taken(dates.percent(self.cell(key, year)), key, year)
        if read.value is not None and read.value < 0:
            self.taint("negative_amount", key, year, value=f"{normalising.danish(read.value)} %")
        return read.value if isinstance(read.value, Decimal) else None

    def text(self, key: str, *, required: bool = False) -> str:
        cell = self.cell(key)
        read = self.taken(normalising.text(cell), key)
        if required and read.blank:
            self.taint("required_blank", key)
        if cell is not None and cell.kind is Kind.NUMBER and cpr.find(cell.raw.zfill(10)):
            self.note("cpr_number", key)  # Excel takes the first nought away
        return str(read.value or "")

    def choice(self, key: str, name: str, *, required: bool = False) -> str:
        read = self.taken(self.table.chosen(self.cell(key), name), key)
        if required and read.blank:
            self.taint("required_blank", key)
        return str(read.value or "")

    def integer(self, key: str) -> int | None:
        """A number of a line, when it is one; it decides nothing, so nothing is said about it."""
        read = normalising.number(self.cell(key))
        value = read.value
        return int(value) if isinstance(value, Decimal) and value == int(value) and 0 < value < 100_000 else None
