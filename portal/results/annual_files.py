"""An edition as files to reckon with: a workbook with real numbers, and CSV with a data dictionary."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.adapters import spreadsheets, tables
from portal.adapters.spreadsheet_plan import BookPlan, Put, SheetPlan
from portal.core.language import in_language
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.results import annual_showing as showing
from portal.results.annual_papers import WORDS
from portal.results.annual_showing import Cell, Content
from portal.results.annual_tables import TABLES, Unit

FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same edition gives the same bytes
DICTIONARY = (_("File"), _("Column"), _("Title"), _("Meaning"), _("Unit"), _("Source"))
DIFFERENCES = (WORDS["table"], WORDS["row"], WORDS["figure"], WORDS["before"], WORDS["now"])
LONGEST_NAME = 31  # of a sheet
Line = Sequence[Cell]


@dataclass(frozen=True)
class Listed:
    """A table as rows under heads. The row of sums stands in the workbook only: CSV is for adding up oneself."""

    key: str
    title: Text
    heads: tuple[Text, ...]
    rows: list[Line]
    total: Line | None = None


def listed(content: Content, language: str) -> list[Listed]:
    """Every table of the edition, what changed, what differs from last year, and what every column means."""
    found = [
        Listed(each.table.key, each.table.title, tuple(showing.head(*one) for one in each.heads), list(each.rows),
               each.total)
        for each in showing.shown(content, language)
    ]  # fmt: skip
    since = content["last_year"]["differences"] if content["last_year"] else []
    for key, differences in (("changed", content["changed"]), ("last_year", since)):
        if differences:
            rows: list[Line] = [[*showing.place(each, language), each.before, each.now]
                                for each in showing.changes(differences, content, language)]  # fmt: skip
            found.append(Listed(key, WORDS[key], DIFFERENCES, rows))
    return [*found, Listed("data_dictionary", _("Data dictionary"), DICTIONARY, list(dictionary()))]


def dictionary() -> Iterator[Line]:
    """Every column of every table: what it is called, what it means, its unit, and where it comes from."""
    for table in TABLES:
        for each in table.keys:
            yield f"{table.key}.csv", each.about.value, each.title, each.meaning, Unit.WORDS.label, table.source
        for column in table.columns:
            yield f"{table.key}.csv", column.key, column.title, column.meaning, column.unit.label, table.source


def xlsx_of(content: Content, made_at: datetime, language: str) -> bytes:
    """One sheet for each table. Text is written as text, so nothing in it can become a formula."""
    sheets = [_sheet(each, language) for each in listed(content, language)]
    return spreadsheets.write(BookPlan(in_language(showing.heading(content, language), language), made_at, sheets))


def _sheet(each: Listed, language: str) -> SheetPlan:
    heads = [in_language(words, language) for words in each.heads]
    puts = [Put(1, column, words, "head") for column, words in enumerate(heads, 1)]
    lines = [*each.rows, each.total] if each.total else each.rows
    for row, line in enumerate(lines, 2):
        puts += [_put(row, column, cell, language) for column, cell in enumerate(line, 1) if cell not in (None, "")]
    widths = {column: (_width(words, lines, column - 1, language), "") for column, words in enumerate(heads, 1)}
    return SheetPlan(_short(in_language(each.title, language)), puts=puts, columns=widths, freeze=(1, 0))


def _short(title: str) -> str:
    """A sheet's name has at most 31 characters: whole words only."""
    return title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME + 1].rsplit(" ", 1)[0].rstrip(" ,.:;")


def _put(row: int, column: int, cell: Cell, language: str) -> Put:
    if isinstance(cell, Ore):
        return Put(row, column, Decimal(cell) / 100, "amount")
    if isinstance(cell, int):
        return Put(row, column, cell)
    return Put(row, column, in_language(cell, language))


def _width(head: str, lines: list[Line], place: int, language: str) -> float:
    longest = max([len(head), *(len(in_language(line[place], language)) for line in lines)])
    return float(min(max(longest + 2, 10), 60))


def csv_of(content: Content, language: str) -> bytes:
    """A zip with one CSV file for each table."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for each in listed(content, language):
            heads = [in_language(words, language) for words in each.heads]
            rows = [[_said(cell, language) for cell in line] for line in each.rows]
            book.writestr(zipfile.ZipInfo(f"{each.key}.csv", FIRST_TIME), tables.csv_bytes(heads, rows))
    return target.getvalue()


def _said(cell: Cell, language: str) -> Cell | None:
    return in_language(cell, language) if isinstance(cell, Text) else cell
