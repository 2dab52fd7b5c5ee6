"""What a workbook is to the rest of the portal, whichever program wrote it: sheets of cells. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

Place = tuple[int, int]  # row and column, counted from 1
FIRST_ROWS = 100  # in which headings are looked for
PLACE = itemgetter(0)  # of a cell and where it stands


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    EMPTY = "empty"  # a formula without a saved value


IN_CURRENCY = "currency "  # begins the style of a number that is shown in foreign money: "currency €"
LETTERS = dict(zip(Kind, "ntbedy", strict=True))
KINDS = {letter: kind for kind, letter in LETTERS.items()}


class Cell(NamedTuple):
    """`raw` is what the file says: a number with a dot, a text, #REF!, an ISO date."""

    kind: Kind
    raw: str
    formula: str | None = None  # None: typed by hand
    style: str = ""  # "percent", "scaled", "ten digits" or "currency €" when the number format changes what people see


@dataclass
class Sheet:
    name: str
    state: str = "visible"  # visible | hidden | very_hidden
    cells: dict[Place, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[str] = field(default_factory=list)

    def row(self, number: int) -> dict[int, Cell]:
        return self.rows.get(number, {})

    @property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row and column, in order; gathered once."""
        rows = self._rows
        if not rows:
            for (row, column), cell in sorted(self.cells.items(), key=PLACE):
                if row not in rows:
                    rows[row] = {}
                rows[row][column] = cell
        return rows

    @cached_property
    def said_at_the_top(self) -> dict[int, set[str]]:
        """What each of the first rows says, to look for headings in; gathered once."""
        return {row: {cell.raw for cell in cells.values()} for row, cells in self.rows.items() if row <= FIRST_ROWS}

    _rows: dict[int, dict[int, Cell]] = field(default_factory=dict, repr=False, compare=False)


class Aside(NamedTuple):
    """What a person wrote beside the cells: on which sheet and at which cell, if any, and in what kind of place."""

    sheet: str
    cell: str
    kind: str  # comment | drawing | header | properties | name | validation | link | scenario | pivot | external
    text: str


@dataclass
class Workbook:
    kind: str  # xlsx | xlsm | xls | ods
    sheets: list[Sheet]
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    holds: set[str] = field(default_factory=set)  # macros | external_links
    asides: list[Aside] = field(default_factory=list)  # those with digits enough for a number

    def sheet(self, name: str) -> Sheet | None:
        return next((each for each in self.sheets if each.name == name), None)


class Unreadable(Exception):
    """The file as a whole is refused: a stable code, and what its sentence needs to be filled in with."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def packed(book: Workbook) -> dict[str, Any]:
    """As plain JSON values, to cross from a child process without trusting it with more than data."""
    return {
        "kind": book.kind,
        "holds": sorted(book.holds),
        "names": {name: list(place) for name, place in book.names.items()},
        "asides": [list(each) for each in book.asides],
        "sheets": [
            {
                "name": each.name,
                "state": each.state,
                "hidden_rows": sorted(each.hidden_rows),
                "hidden_columns": sorted(each.hidden_columns),
                "merges": each.merges,
                "cells": _packed_cells(each),
            }
            for each in book.sheets
        ],
    }


def _packed_cells(sheet: Sheet) -> dict[str, Any]:
    """By columns: a list for each cell would take the larger part of the time. What stands often crosses once."""
    cells = list(enumerate(sheet.cells.values()))
    texts: dict[str, int] = {}
    return {
        "rows": [row for row, _column in sheet.cells],
        "columns": [column for _row, column in sheet.cells],
        "kinds": "".join(LETTERS[cell.kind] for _at, cell in cells),
        "raw": [texts.setdefault(cell.raw, len(texts)) for _at, cell in cells],
        "texts": list(texts),
        "formulas": {at: cell.formula for at, cell in cells if cell.formula is not None},
        "styles": {at: cell.style for at, cell in cells if cell.style},
    }


def unpacked(data: Mapping[str, Any]) -> Workbook:
    sheets = [
        Sheet(
            name=each["name"],
            state=each["state"],
            hidden_rows=set(each["hidden_rows"]),
            hidden_columns=set(each["hidden_columns"]),
            merges=each["merges"],
            cells=_unpacked_cells(**each["cells"]),
        )
        for each in data["sheets"]
    ]
    names = {name: (sheet, row, column) for name, (sheet, row, column) in data["names"].items()}
    asides = [Aside(*each) for each in data["asides"]]
    return Workbook(kind=data["kind"], sheets=sheets, names=names, holds=set(data["holds"]), asides=asides)


def _unpacked_cells(
    rows: list[int], columns: list[int], kinds: str, raw: list[int], texts: list[str], formulas: dict[str, str],
    styles: dict[str, str],
) -> dict[Place, Cell]:  # fmt: skip
    said: list[str | None] = [None] * len(rows)
    styled = [""] * len(rows)
    for at, formula in formulas.items():
        said[int(at)] = formula
    for at, style in styles.items():
        styled[int(at)] = style
    kept = map(Cell, map(KINDS.__getitem__, kinds), map(texts.__getitem__, raw), said, styled)
    return dict(zip(zip(rows, columns, strict=True), kept, strict=True))
