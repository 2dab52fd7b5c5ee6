"""What an .xls says beside its values: errors, formulas, formats, and what is hidden or merged. Pure.

The library reads the values; it shows an error as an empty cell, and knows nothing of hidden rows.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.adapters import spreadsheet_asides_xls
from portal.adapters.spreadsheet_asides_xls import DEFINED_NAME
from portal.adapters.spreadsheet_form import Aside, Place, Unreadable, address
from portal.adapters.spreadsheet_ole import Container

BOF, EOF, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
FORMAT, XF = 0x41E, 0xE0
NUMBER, RK, MULRK, BOOLERR, FORMULA = 0x203, 0x27E, 0xBD, 0x205, 0x06
ROW, COLINFO, MERGED = 0x208, 0x7D, 0xE5
HIDDEN_ROW, WORKSHEET, CHART_SHEET = 0x20, 0, 2
PERCENT = {9, 10}
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
BROKEN = (ValueError, struct.error, IndexError, KeyError)

Record = tuple[int, bytes]


@dataclass
class Beside:
    """One sheet. `numbers` are the cells in which the library must find something."""

    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    valueless: set[Place] = field(default_factory=set)  # formulas without a saved result
    spans: set[Place] = field(default_factory=set)  # of time, which the library hands on as they are written
    numbers: dict[Place, int] = field(default_factory=dict)  # and their style
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)  # their sheet is not named here


@dataclass
class Book:
    sheets: list[Beside]
    codes: dict[int, str]
    formats: list[int]
    asides: list[Aside] = field(default_factory=list)  # of no sheet

    def style(self, number: int) -> str:
        """The number format of a cell style, as a format code."""
        kind = self.formats[number] if number < len(self.formats) else 0
        return self.codes.get(kind, "0%" if kind in PERCENT else "")


def book(data: bytes) -> Book:
    """Refused when it has a password, or when its records are broken."""
    try:
        container = Container(data)
        name = next(each for each in ("Workbook", "Book", "WORKBOOK", "BOOK") if each in container.streams)
        found = _book(container.stream(name), old=name.upper() == "BOOK")
        found.asides += spreadsheet_asides_xls.of_properties(container)
        return found
    except (*BROKEN, StopIteration) as error:
        raise Unreadable("file_corrupt", part="xls") from error


def _book(stream: bytes, *, old: bool) -> Book:
    found, starts = Book([], {}, []), dict[int, int]()
    for kind, data in _records(stream, 0):
        if kind == FILEPASS:
            raise Unreadable("file_encrypted")
        if kind == BOUNDSHEET:
            start, _state, sort = struct.unpack_from("<IBB", data)
            starts[start] = sort
        elif kind == FORMAT:
            found.codes[struct.unpack_from("<H", data)[0]] = _format_code(data)
        elif kind == XF:
            found.formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == DEFINED_NAME:
            found.asides += spreadsheet_asides_xls.of_name(data)
    found.sheets = [_sheet(stream, start, old=old) for start, sort in starts.items() if sort == WORKSHEET]
    for start in (each for each, sort in starts.items() if sort == CHART_SHEET):
        found.asides += spreadsheet_asides_xls.of_charts(_records(stream, start))
    return found


def _format_code(data: bytes) -> str:
    """Excel 97 says how long it is in two bytes and whether in UTF-16; Excel 5 in one byte, in Windows' letters."""
    if len(data) >= 5:
        length, wide = struct.unpack_from("<H", data, 2)[0], data[4] & 1
        if len(data) == 5 + length * (1 + wide):
            return data[5:].decode("utf-16-le" if wide else "latin-1", "replace")
    return data[3:].decode("cp1252", "replace")


def _records(stream: bytes, start: int, *, inside: bool = False) -> Iterator[Record]:
    """Those of one part of the stream, without what is put inside it, as charts are; or else only these."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            return
        if (depth > 1) == inside:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length
    raise ValueError("no end")


def _sheet(stream: bytes, start: int, *, old: bool) -> Beside:
    found = Beside(asides=spreadsheet_asides_xls.of_sheet(_records(stream, start), old=old))
    found.asides += spreadsheet_asides_xls.of_charts(_records(stream, start, inside=True))
    for kind, data in _records(stream, start):
        if kind in (NUMBER, RK):
            row, column, style = struct.unpack_from("<3H", data)
            found.numbers[row + 1, column + 1] = style
        elif kind == MULRK:
            _many(data, found)
        elif kind in (FORMULA, BOOLERR):
            _formula(data, found) if kind == FORMULA else _constant(data, found)
        else:
            _layout(kind, data, found)
    return found


def _many(data: bytes, found: Beside) -> None:
    row, column = struct.unpack_from("<2H", data)
    for at, start in enumerate(range(4, len(data) - 7, 6)):
        found.numbers[row + 1, column + 1 + at] = struct.unpack_from("<H", data, start)[0]


def _constant(data: bytes, found: Beside) -> None:
    row, column, _style, value, is_error = struct.unpack_from("<3HBB", data)
    if is_error:
        found.errors[row + 1, column + 1] = ERRORS.get(value, "#N/A")


def _formula(data: bytes, found: Beside) -> None:
    row, column, style = struct.unpack_from("<3H", data)
    place = (row + 1, column + 1)
    found.formulas.add(place)
    if data[12:14] != b"\xff\xff":
        found.numbers[place] = style
    elif data[6] == 2:
        found.errors[place] = ERRORS.get(data[8], "#N/A")


def _layout(kind: int, data: bytes, found: Beside) -> None:
    if kind == ROW and struct.unpack_from("<H", data, 12)[0] & HIDDEN_ROW:
        found.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
    elif kind == COLINFO and struct.unpack_from("<H", data, 8)[0] & 1:
        first, last = struct.unpack_from("<2H", data)
        found.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    elif kind == MERGED:
        for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + 8 * ((len(data) - 2) // 8)]):
            found.merges.append(f"{address(top + 1, left + 1)}:{address(bottom + 1, right + 1)}")
