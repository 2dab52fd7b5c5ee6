"""The page on which a person shows us the tables of a workbook: what it asks, and what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from portal.adapters.spreadsheet_form import Cell, Workbook, letters
from portal.applications.budget_desk import Desk, ImportPage, of
from portal.budgets import locating, mapping, peeking
from portal.budgets.layout import Table
from portal.budgets.mapping import Place, Shown

SHOWN_ROWS = 12


@dataclass
class Asked:
    """One table: where it is so far, and what is wrong with that."""

    table: Table
    book: Workbook
    years: tuple[int, ...]
    sheet: str = ""
    row: int = 0
    columns: dict[Place, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def name(self, what: str, year: int | None = None) -> str:
        return f"{self.table.key}-{what}" + ("" if year is None else f"-{year}")

    @cached_property
    def places(self) -> list[Place]:
        """The columns that are read, those of each year together."""
        read = [each for each in self.table.columns if each.type not in ("ignored", "check") and not each.unread]
        once: list[Place] = [(each.key, None) for each in read if not each.per_year]
        return once + [(each.key, year) for year in self.years for each in read if each.per_year]

    def needs(self, place: Place) -> bool:
        return place in peeking.needed(self.table, {})

    @property
    def cells(self) -> Mapping[int, Cell]:
        """The row of headings, as far as it was glimpsed."""
        sheet = self.book.sheet(self.sheet)
        return sheet.row(self.row) if sheet else {}

    @property
    def rows(self) -> list[tuple[int, dict[int, Cell]]]:
        """The first rows of the sheet, and at least some lines under the headings."""
        sheet = self.book.sheet(self.sheet)
        found = list(sheet.rows.items()) if sheet else []
        before = sum(1 for row, _cells in found if row <= self.row)
        return found[: max(SHOWN_ROWS, before + 4)]

    @property
    def widest(self) -> int:
        return max((column for _row, cells in self.rows for column in cells), default=0)

    @property
    def options(self) -> list[tuple[int, str]]:
        """Every column with its letter, and its heading or the first thing that stands in it."""
        sheet = self.book.sheet(self.sheet)
        used = sorted({column for _row, column in sheet.cells}) if sheet else []
        said = {column: f": {cell.raw}" for column, cell in self.cells.items()}
        return [(each, letters(each) + said.get(each, "")) for each in used]

    def guess(self) -> None:
        self.columns = peeking.guessed(self.cells, self.table)

    def look(self, sheet: str, row: int) -> None:
        """Another sheet: the likeliest row of it; another row: its columns."""
        if sheet != self.sheet or row not in {number for number, _cells in self.rows}:
            alone = Workbook("glimpse", [each for each in self.book.sheets if each.name == sheet])
            row = (peeking.best_place(alone, self.table) or ("", 0))[1] or next((n for n, _c in _rows(alone)), 0)
        self.sheet, self.row = sheet, row
        self.guess()

    def check(self, language: str) -> None:
        """A sentence at each field that must be put right."""
        if not self.sheet:
            if not self.table.optional:
                self.errors[self.name("sheet")] = str(_("Choose the sheet with the table."))
            return
        for key, year in peeking.needed(self.table, self.columns):
            shown_year = year or (self.years[0] if self.table.column(key).per_year else None)
            label = self.table.column(key).title(shown_year, language)
            self.errors[self.name(key, shown_year)] = str(
                _("Choose the column that is “%(label)s”. We cannot read the table without it.", label=label)
            )
        taken: dict[int, str] = {}
        for (key, year), column in self.columns.items():
            label = self.table.column(key).title(year, language)
            if column in taken:
                values = {"column": letters(column), "label": taken[column]}
                said = _("Column %(column)s is already chosen as “%(label)s”. Choose another one.", **values)
                self.errors[self.name(key, year)] = str(said)
            taken.setdefault(column, label)

    @property
    def shown(self) -> Shown:
        return Shown(self.table.key, self.sheet, self.row, mapping.words_of(self.cells), self.columns)


def _rows(book: Workbook) -> Iterable[tuple[int, Any]]:
    return (each for sheet in book.sheets for each in sheet.rows.items())


def asked(page: ImportPage) -> list[Asked]:
    """Every table of the pool with our best guess."""
    desk, book = of(page.application), peeking.as_book(page.kept.result.get("glimpse", []))
    said = {each["table"]: each for each in page.kept.result.get("tables", ())}
    return [_asked(table, book, desk, said.get(table.key)) for table in desk.spec.tables]


def _asked(table: Table, book: Workbook, desk: Desk, said: Mapping[str, Any] | None) -> Asked:
    found = Asked(table, book, desk.years)
    place = (said["sheet"], said["row"]) if said else peeking.best_place(book, table)
    if place and table.optional and not said and not locating.is_likely(book, table):
        place = None
    elif place is None and not table.optional:
        place = peeking.fullest_place(book)
    if place and book.sheet(place[0]):
        found.sheet, found.row = place
        found.guess()
        by_hand = {"shown", "remembered"}
        if said and said["by"] in by_hand:
            numbers = {letters(each): each for each in range(1, found.widest + 1)}
            columns = [each for each in said["columns"] if each["column"] in numbers]
            found.columns = {(each["key"], each["year"]): numbers[each["column"]] for each in columns}
    found.years = tuple(sorted({*desk.years, *(year for _key, year in found.columns if year)}))
    return found


def answered(form: Mapping[str, str], found: Sequence[Asked], language: str) -> bool:
    """What the person chose, in place of our guess; whether the file can be read in that way now."""
    for each in found:
        _chosen(form, each)
    if form.get("do") != "use":
        return False
    for each in found:
        each.check(language)
    return not any(each.errors for each in found)


def _chosen(form: Mapping[str, str], each: Asked) -> None:
    sheet, row = form.get(each.name("sheet"), each.sheet), _number(form.get(each.name("row"))) or each.row
    drawn = form.get(each.name("drawn"), sheet)
    if sheet != drawn or form.get("do") == f"look-{each.table.key}":
        each.look(sheet if each.book.sheet(sheet) else "", row)
        if sheet and form.get("do") == "use":
            each.errors[each.name("sheet")] = str(_("Look at the columns of this sheet before the file is read."))
        return
    each.sheet, each.row = (sheet if each.book.sheet(sheet) else ""), row
    chosen = {place: _number(form.get(each.name(*place))) for place in each.places}
    known = {number for number, _words in each.options}
    each.columns = {place: column for place, column in chosen.items() if column in known}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0
