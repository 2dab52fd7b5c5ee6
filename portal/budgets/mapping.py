"""Tables as a person showed them, and where they are in the next file with the same headings. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from portal.adapters.spreadsheet_form import FIRST_ROWS, Cell, Sheet, Workbook
from portal.budgets.findings import short
from portal.budgets.labels import plain

Place = tuple[str, int | None]  # a column's key and its year
MOST_COLUMNS = 60
FEWEST_HEADINGS = 2  # fewer would be found in any file


@dataclass(frozen=True)
class Shown:
    """One table: its sheet, the row of its headings, and which column is which."""

    table: str
    sheet: str
    row: int
    headings: tuple[tuple[int, str], ...]  # the columns of that row that say something, and what
    columns: Mapping[Place, int]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(words for _column, words in self.headings)

    def as_json(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "sheet": self.sheet,
            "row": self.row,
            "headings": [list(each) for each in self.headings],
            "columns": [[key, year, column] for (key, year), column in self.columns.items()],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            table=data["table"],
            sheet=data["sheet"],
            row=data["row"],
            headings=tuple((column, words) for column, words in data["headings"]),
            columns={(key, year): column for key, year, column in data["columns"]},
        )


@dataclass(frozen=True)
class Found:
    """The same table in the file at hand."""

    sheet: Sheet
    row: int
    columns: dict[Place, int]
    by: str


@dataclass(frozen=True)
class Known:
    """What we were shown: in this very file, and in earlier ones of the same application, newest first."""

    here: Sequence[Shown] = ()
    before: Sequence[Shown] = field(default=())

    def find(self, book: Workbook, table: str) -> Found | None:
        for shown in self.here:
            if shown.table == table and (sheet := book.sheet(shown.sheet)) is not None:
                return Found(sheet, shown.row, dict(shown.columns), "shown")
        remembered = (_again(each, book) for each in self.before if each.table == table)
        return next((each for each in remembered if each), None)


NOTHING = Known()


def words_of(cells: Mapping[int, Cell]) -> tuple[tuple[int, str], ...]:
    """A row as we remember it: whatever stands in it, as we compare headings."""
    said = ((column, plain(short(cell.raw))) for column, cell in cells.items() if cell.raw.strip())
    return tuple(said)[:MOST_COLUMNS]


def _again(shown: Shown, book: Workbook) -> Found | None:
    """The same headings in the same order: on the sheet of the same name, else on the only sheet that has them."""
    if len(shown.headings) < FEWEST_HEADINGS:
        return None
    found = [
        (sheet, row, words_of(cells))
        for sheet in book.sheets
        if sheet.state != "very_hidden"
        for row, cells in sheet.rows.items()
        if row <= FIRST_ROWS and tuple(said for _column, said in words_of(cells)) == shown.words
    ]
    named = [each for each in found if each[0].name == shown.sheet] or found
    if len(named) != 1:
        return None
    sheet, row, words = named[0]
    moved = {old: new for (old, _said), (new, _words) in zip(shown.headings, words, strict=True)}
    aside = words[0][0] - shown.headings[0][0]
    columns = {place: moved.get(column, column + aside) for place, column in shown.columns.items()}
    return Found(sheet, row, columns, "remembered")


def signature(tables: Iterable[Shown]) -> str:
    """What a kind of workbook is known by: the headings of its tables."""
    said = sorted((each.table, each.words) for each in tables)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
