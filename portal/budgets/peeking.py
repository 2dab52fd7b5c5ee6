"""A glimpse of a workbook for the page on which people show us their tables, and our best guess. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from portal.adapters.spreadsheet_form import FIRST_ROWS, Cell, Kind, Sheet, Workbook
from portal.budgets import locating
from portal.budgets.findings import short
from portal.budgets.labels import plain
from portal.budgets.layout import YEAR, Column, Table
from portal.budgets.mapping import MOST_COLUMNS, Place

MOST_SHEETS, MOST_ROWS = 20, 40
ALIKE = 0.75
LONG_ENOUGH = 4  # letters of a word that two headings may share
MAY_LACK = {"unit", "own", "other", "hours", "hourly_rate"}  # a line makes sense without them
Glimpse = list[dict[str, Any]]


def glimpse(book: Workbook) -> Glimpse:
    """The first rows that say something, of every sheet that can be read."""
    sheets = [each for each in book.sheets if each.state != "very_hidden" and each.cells]
    return [
        {"name": each.name, "state": each.state, "rows": list(_rows(each))} for each in sheets[:MOST_SHEETS]
    ]  # fmt: skip


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    full = [(row, cells) for row, cells in sheet.rows.items() if any(cell.raw.strip() for cell in cells.values())]
    for row, cells in [each for each in full if each[0] <= FIRST_ROWS][:MOST_ROWS]:
        said = {column: short(cell.raw) for column, cell in cells.items() if cell.raw.strip()}
        yield [row, list(said.items())[:MOST_COLUMNS]]


def as_book(kept: Glimpse) -> Workbook:
    """The glimpse as a small workbook, so that the same code looks at both."""
    sheets = [
        Sheet(
            each["name"],
            each["state"],
            {(row, column): Cell(Kind.TEXT, said) for row, cells in each["rows"] for column, said in cells},
        )
        for each in kept
    ]
    return Workbook("glimpse", sheets)


def best_place(book: Workbook, table: Table) -> tuple[str, int] | None:
    """The sheet and row whose words are most like the table's headings; None when none is."""
    found = [
        (_likeness(cells, table), sheet.name, row)
        for sheet in book.sheets
        for row, cells in sheet.rows.items()
        if len(cells) > 1
    ]
    likeness, name, row = max(found, key=lambda each: each[0], default=(0, "", 0))
    return (name, row) if likeness > 1 else None


def fullest_place(book: Workbook) -> tuple[str, int] | None:
    """Where nothing is alike: the first row with the most in it, of the sheet with the most in it."""
    sheet = max(book.sheets, key=lambda each: len(each.cells), default=None)
    if sheet is None or not sheet.rows:
        return None
    return sheet.name, max(sheet.rows, key=lambda row: len(sheet.rows[row]))


def _likeness(cells: Mapping[int, Cell], table: Table) -> int:
    return len({key for key, _year in guessed(cells, table)} & locating.wanted(table))


def guessed(cells: Mapping[int, Cell], table: Table) -> dict[Place, int]:
    """Which column is which: by our own headings first, then by what is nearest."""
    found = locating.headings(Sheet(""), 0, cells, table).columns
    for column, cell in cells.items():
        if column not in found.values() and (place := _nearest(cell.raw, table, found)):
            found[place] = column
    return found


def _nearest(heading: str, table: Table, taken: Mapping[Place, int]) -> Place | None:
    years = set(YEAR.findall(plain(heading)))
    year = int(years.pop()) if len(years) == 1 else None
    words = plain(YEAR.sub("", plain(heading)))
    open_columns = [
        each
        for each in table.columns
        if each.type not in ("ignored", "check") and each.per_year == (year is not None)
        if (each.key, year) not in taken
    ]
    alike = [(_alike(words, each), each.key) for each in open_columns]
    best, key = max(alike, default=(0.0, ""))
    return (key, year) if best >= ALIKE else None


def _alike(words: str, column: Column) -> float:
    """1 for a long word in common, else how much the letters have in common."""
    spellings = [each.replace("yyyy", "").strip() for each in column.spellings]
    mine = {each for each in words.split() if len(each) >= LONG_ENOUGH}
    if any(mine & set(spelling.split()) for spelling in spellings):
        return 1.0
    return max((SequenceMatcher(None, words, each).ratio() for each in spellings if each), default=0.0)


def needed(table: Table, columns: Mapping[Place, Any]) -> Sequence[Place]:
    """What a table cannot be read without; a table of years needs one year, by its amount or its number and price."""
    years = {year for key, year in columns if key in ("amount", "units")}
    counted = any(key == "units" for key, _year in columns)
    wanted: list[Place] = [
        (each.key, None)
        for each in table.columns
        if each.required and not each.per_year and (each.key not in MAY_LACK or (each.key == "unit" and counted))
    ]
    if table.names_years and not years:
        wanted.append(("amount", None))
    return [each for each in wanted if each not in columns]
