"""Workbooks in: the one module that knows the libraries that read them. They go out by spreadsheet_writer."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, fromstring, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_ISO8601
from openpyxl.worksheet._reader import INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum

from portal.adapters import spreadsheet_biff, spreadsheet_child, spreadsheet_guard, spreadsheet_kind, spreadsheet_ods
from portal.adapters import spreadsheet_formats as number_formats
from portal.adapters.spreadsheet_asides_ods import asides_of
from portal.adapters.spreadsheet_biff import Beside
from portal.adapters.spreadsheet_form import Cell, Kind, Place, Sheet, Unreadable, Workbook
from portal.adapters.spreadsheet_grid import ODD_KINDS, Grid
from portal.adapters.spreadsheet_guard import Package
from portal.adapters.spreadsheet_tree import SMALL
from portal.adapters.spreadsheet_writer import write as write
from portal.adapters.spreadsheet_xml import CELLS, transitional, unescaped
from portal.core.errors import Refusal

T = TypeVar("T")
Seen = tuple[Place, object, str, int]  # where, the value, the kind of cell, the style
NUMBER, TEXT = Kind.NUMBER, Kind.TEXT  # looked up once: nearly every cell is one of them
TEXT_TAG, RUN = f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r"
TRUTH = {"1": True, "true": True, "0": False, "false": False}
FRACTION = re.compile("[.eE]")  # as the library tells a float from a whole number
LARGE = 2 * 1024 * 1024
LARGEST_FILE = 10 * 1024 * 1024
STATES = {"SheetVisibleEnum.Hidden": "hidden", "SheetVisibleEnum.VeryHidden": "very_hidden"}


def read(data: bytes) -> Workbook:
    """The workbook as sheets of cells, or `Unreadable` with the reason. Never anything else."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("file_too_big", mb=f"{len(data) / 1024 / 1024:.1f}".replace(".", ","))
    return _libraries_answer(partial(_by_kind, data, spreadsheet_kind.of(data)), "")


def is_large(data: bytes) -> bool:
    """Whether reading it may take seconds; asked before reading, of any file."""
    if len(data) > LARGE or not data.startswith(b"PK"):
        return len(data) > LARGE
    try:
        return spreadsheet_guard.unpacked_size(spreadsheet_guard.opened(data)) > LARGE
    except Unreadable:
        return False  # it is refused at once


def _by_kind(data: bytes, kind: str) -> Workbook:
    if kind in ("empty", "encrypted"):
        raise Unreadable(f"file_{kind}")
    if kind == "xls":
        return spreadsheet_child.apart(lambda: _old_excel(data))
    if kind != "zip":
        raise Unreadable("file_wrong_kind", kind=kind)
    return _read_zip(data)


def _read_zip(data: bytes) -> Workbook:
    archive = spreadsheet_guard.opened(data)
    large = spreadsheet_guard.unpacked_size(archive) > LARGE
    names = set(archive.namelist())
    if "mimetype" in names:
        return spreadsheet_child.apart(lambda: _open_document(archive, data))
    return spreadsheet_child.apart(lambda: _open_xml(archive)) if large else _open_xml(archive)


def _open_document(archive: zipfile.ZipFile, data: bytes) -> Workbook:
    if spreadsheet_guard.kind_of(archive) != "ods":
        return _open_xml(archive)
    tables = spreadsheet_ods.Tables("content.xml")
    spreadsheet_guard.watch(archive, tables)
    book = _by_calamine(data, "ods", tables.sheets, tables.styles.__getitem__)
    book.asides += asides_of((part, spreadsheet_guard.read(archive, part)) for part in archive.namelist())
    return book


def _old_excel(data: bytes) -> Workbook:
    beside = spreadsheet_biff.book(data)
    book = _by_calamine(data, "xls", beside.sheets, lambda style: number_formats.own_style(beside.style(style)))
    book.asides += beside.asides
    return book


def _open_xml(archive: zipfile.ZipFile) -> Workbook:
    spreadsheet_guard.kind_of(archive)
    package = spreadsheet_guard.package(archive)
    formats = _Formats(package)
    sheets = []
    for name, state, part, grid in package.grids:
        rows = (_OddRows if grid.odd else _Rows)(
            _source(archive, part, grid, package), package.strings, data_only=True, epoch=formats.epoch, **formats.dates
        )
        cells = _libraries_answer(partial(_cells, rows, grid, formats), part)
        grid.cells.clear()  # and the tree with them
        sheets.append(Sheet(name, state, cells, grid.hidden_rows, grid.hidden_columns, grid.merges))
    return Workbook(kind=package.kind, sheets=sheets, names=package.names, holds=package.holds, asides=package.asides)


def _source(archive: zipfile.ZipFile, part: str, grid: Grid, package: Package) -> Any:
    """The part from the beginning; of a plain sheet the guard has kept the elements, and nothing is parsed again."""
    if grid.is_plain:
        return None
    return io.BytesIO(transitional(spreadsheet_guard.read(archive, part), strict=package.contents.strict))


def _libraries_answer(work: Callable[[], T], part: str) -> T:
    """Whatever a library says about a broken file, we say that it is broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return work()
    except (Unreadable, Refusal):
        raise
    except Exception as error:
        raise Unreadable("file_corrupt", part=part) from error


class _Formats:
    """Which cell styles turn a number into a date, a percentage or thousands."""

    def __init__(self, package: Package) -> None:
        styles = package.styles
        formats = styles.formats if styles else []
        own = styles.codes if styles else {}
        codes = [own.get(each) or BUILTIN_FORMATS.get(each, "") for each in formats]
        self.epoch = MAC_EPOCH if package.contents.date1904 else WINDOWS_EPOCH
        self.dates: dict[str, Any] = {
            "date_formats": {number for number, code in enumerate(codes) if is_date_format(code)},
            "timedelta_formats": {number for number, code in enumerate(codes) if is_timedelta_format(code)},
        }
        own_styles = {each: number_formats.own_style(code) for each, code in own.items()}
        known = [
            own_styles.get(each, number_formats.style(code)) for each, code in zip(formats, codes, strict=True)
        ]  # fmt: skip
        self.styles = {number: style for number, style in enumerate(known) if style}


class _Rows(WorkSheetParser):
    """openpyxl's reader of cells. What else a sheet holds is not read, so it cannot break the reading either."""

    def seen(self, grid: Grid) -> Iterator[Seen]:
        """Each cell with what it holds; of a plain sheet the guard has the elements at hand."""
        if grid.is_plain:
            yield from self._plain(grid)
            return
        for element in _row_elements(self.source):  # type: ignore[arg-type]
            for each in self.parse_row(element)[1]:  # type: ignore[arg-type]
                yield (each["row"], each["column"]), each["value"], each["data_type"], each["style_id"]
            element.clear()

    def _plain(self, grid: Grid) -> Iterator[Seen]:
        """Texts and numbers, which nearly all are, at once; the others by the library's own hand."""
        strings, days = self.shared_strings, self.date_formats
        for place, element in grid.elements():
            kind, style, said = element.get("t", "n"), int(element.get("s", 0)), element.findtext(VALUE_TAG)
            if said and kind == "s":
                yield place, strings[int(said)], kind, style
            elif said and kind == "n" and style not in days:
                yield place, float(said) if FRACTION.search(said) else int(said), kind, style
            else:
                each = self.parse_cell(element)
                yield place, each["value"], each["data_type"], style


def _row_elements(source: io.BytesIO) -> Iterator[Element]:
    """A large sheet row by row; a small one whole, which takes half the time and little memory."""
    if source.getbuffer().nbytes <= SMALL:
        yield from fromstring(source.getbuffer()).iter(ROW_TAG)  # noqa: S314 - the guard has refused declarations
        return
    for _event, element in iterparse(source):  # noqa: S314 - as above
        if element.tag == ROW_TAG:
            yield element


class _OddRows(_Rows):
    """With cells that openpyxl is slow at, or too strict with: own texts, true and false in words, dates as text."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        kind = element.get("t")
        if kind not in ODD_KINDS:
            return super().parse_cell(element)
        said = _inline(element) if kind == "inlineStr" else element.findtext(VALUE_TAG)
        element.set("t", "str")
        cell = super().parse_cell(element)
        cell["value"] = said or None
        if kind == "b" and said:
            cell["value"] = TRUTH[said.strip().lower()]
        elif kind == "d" and said:
            with suppress(ValueError):
                cell["value"] = from_ISO8601(said.strip().removesuffix("Z"))  # type: ignore[no-untyped-call]
        return cell


def _inline(element: Element) -> str:
    """The text of a cell that holds its own text, in one or more runs."""
    runs = [
        run.findtext(TEXT_TAG) or "" for text in element.iterfind(INLINE_STRING) for run in (text, *text.iterfind(RUN))
    ]
    return unescaped("".join(runs))


def _cells(rows: _Rows, grid: Grid, formats: _Formats) -> dict[Place, Cell]:
    found: dict[Place, Cell] = {}
    holding, formulas, styles = 0, grid.formulas, formats.styles
    alike = lru_cache(maxsize=None, typed=True)(number_formats.cell_of)  # people write the same again and again
    for place, value, kind, style in rows.seen(grid):
        formula = formulas.get(place)
        holding += value is not None
        if value is None or value == "":
            if formula is not None:  # a text of no letters is a saved result too
                found[place] = Cell(TEXT if kind in ("s", "str") else Kind.EMPTY, "", formula)
        elif kind == "e":
            found[place] = Cell(Kind.ERROR, str(value), formula)
        else:
            made = alike if formula is None else number_formats.cell_of
            found[place] = made(value, formula, styles.get(style, ""))
    if holding != grid.holding:  # never a shorter budget
        raise Unreadable("file_corrupt", part=grid.part)
    return _exact(found, grid)


def _exact(found: dict[Place, Cell], grid: Grid) -> dict[Place, Cell]:
    """Long numbers as they are written; what a formula says without the escapes of its file."""
    for place, raw in grid.long.items():
        if found[place].kind is Kind.NUMBER:
            found[place] = found[place]._replace(raw=raw.strip())
    for place in grid.formulas:
        if (cell := found.get(place)) and "_x" in cell.raw:
            found[place] = cell._replace(raw=unescaped(cell.raw))
    return found


def _by_calamine(data: bytes, kind: str, beside: list[Beside], styles: Callable[[int], str]) -> Workbook:
    """.xls and .ods, by native code: only ever in the child."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            known = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            if len(known) != len(beside):
                raise Unreadable("file_corrupt", part=kind)
            sheets = [_native_sheet(book, one, other, styles) for one, other in zip(known, beside, strict=True)]
    except PasswordError as error:
        raise Unreadable("file_encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("file_encrypted" if "password" in str(error).lower() else "file_corrupt", part=kind) from error
    asides = [each._replace(sheet=one.name) for one, other in zip(sheets, beside, strict=True) for each in other.asides]
    return Workbook(kind=kind, sheets=sheets, asides=asides)


def _native_sheet(book: CalamineWorkbook, known: SheetMetadata, beside: Beside, styles: Callable[[int], str]) -> Sheet:
    """The values that the library found, with what it does not tell; a number it lost is a refusal."""
    formulas = dict.fromkeys(beside.formulas, "")
    cells = {
        place: number_formats.cell_of(value, formulas.get(place), styles(beside.numbers.get(place, 0)))
        for place, value in _native_values(book.get_sheet_by_name(known.name))
    }
    if any(place not in cells for place in beside.numbers):
        raise Unreadable("file_corrupt", part=known.name)
    for place in formulas.keys() - cells.keys():
        cells[place] = Cell(Kind.EMPTY if place in beside.valueless else Kind.TEXT, "", "")
    for place, error in beside.errors.items():
        cells[place] = Cell(Kind.ERROR, error, formulas.get(place))
    for place in beside.spans & cells.keys():
        if span := number_formats.of_text(cells[place].raw):
            cells[place] = cells[place]._replace(kind=Kind.DATE, raw=span)
    state = STATES.get(str(known.visible), "visible")
    return Sheet(known.name, state, cells, beside.hidden_rows, beside.hidden_columns, beside.merges)


def _native_values(sheet: CalamineSheet) -> Iterator[tuple[Place, object]]:
    """From the first cell that says something: a cell far out on an empty sheet makes no room for the others."""
    top, left = sheet.start or (0, 0)
    found = 0
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        for column, value in enumerate(values, left + 1):
            if value != "":
                found += 1
                yield (row, column), value
        if found > CELLS:
            raise Unreadable("file_unpacks_too_big")
