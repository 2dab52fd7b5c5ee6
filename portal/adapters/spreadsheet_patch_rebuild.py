"""A workbook written anew from what was read: values only, with the marks and the report."""

import io
import math
import re
import warnings
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from portal.adapters.spreadsheet_form import Cell, Kind, Place, Sheet, Workbook, address
from portal.adapters.spreadsheet_patch_form import (
    LONGEST_TEXT,
    REPORT_NAME,
    TONES,
    Marks,
    Report,
    ReportLine,
    free_name,
    target_of,
)
from portal.adapters.spreadsheet_patch_xml import FORBIDDEN

LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
DURATION = re.compile(r"(?:(-?\d+) days?, )?(\d+):(\d\d):(\d\d)(?:\.\d+)?")
FORMATS = {"percent": "0.00%", "scaled": "#,##0,", "date": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm", "time": "[h]:mm"}
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
WIDTH = 14
REPORT_STYLES: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#0f4c58"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#0f4c58", "font_color": "#ffffff"},
    "words": {"text_wrap": True, "valign": "top"},
    "link": {"text_wrap": True, "valign": "top", "underline": 1, "font_color": "#0b5394"},
}


def rebuilt(book: Workbook, marks: Marks, report: Report) -> bytes:
    """The report stands last. Names of sheets that Excel does not allow are made so that it does."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fresh = xlsxwriter.Workbook(target, options)
        _Writer(fresh, book, marks).write(report)
        fresh.close()
    return target.getvalue()


class _Writer:
    def __init__(self, fresh: Any, book: Workbook, marks: Marks) -> None:
        self.fresh, self.book, self.marks = fresh, book, marks
        self.sheets = [each for each in book.sheets if each.name != _earlier(book)]
        self.names: dict[str, str] = {}
        self.formats: dict[tuple[str, str], Any] = {}
        for each in self.sheets:
            self.names[each.name] = _allowed(each.name, set(self.names.values()))

    def write(self, report: Report) -> None:
        pages = [(each, self.fresh.add_worksheet(self.names[each.name])) for each in self.sheets]
        last = self.fresh.add_worksheet(free_name(report.name, set(self.names.values())))
        _open_on_what_is_seen(pages, last)
        for sheet, page in pages:
            self._sheet(sheet, page)
        self._report(report, last)
        for name, (where, row, column) in self.book.names.items():
            if where in self.names and name != REPORT_NAME:
                self.fresh.define_name(name, f"={target_of(self.names[where], _fixed(row, column))}")
        self.fresh.define_name(REPORT_NAME, f"={target_of(last.get_name(), '$A$1')}")

    def _sheet(self, sheet: Sheet, page: Any) -> None:
        marks = self.marks.get(sheet.name, {})
        columns = {column for _row, column in sheet.cells} | sheet.hidden_columns
        for column in columns:
            page.set_column(column - 1, column - 1, WIDTH, None, {"hidden": column in sheet.hidden_columns})
        for row in sheet.hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
        for place, cell in sheet.cells.items():
            self._cell(page, place, cell, marks.get(place, ""))
        for place in marks.keys() - sheet.cells.keys():
            page.write_blank(place[0] - 1, place[1] - 1, None, self._format("", marks[place]))

    def _cell(self, page: Any, place: Place, cell: Cell, mark: str) -> None:
        row, column = place[0] - 1, place[1] - 1
        match cell.kind:
            case Kind.NUMBER if (number := _finite(cell.raw)) is not None:
                page.write_number(row, column, number, self._format(cell.style, mark))
            case Kind.BOOL:
                page.write_boolean(row, column, cell.raw == "1", self._format("", mark))
            case Kind.DATE if (moment := _moment(cell.raw)) is not None:
                page.write_datetime(row, column, moment, self._format(_date_style(moment), mark))
            case Kind.DATE if (days := _days(cell.raw)) is not None:
                page.write_number(row, column, days, self._format("time", mark))
            case Kind.ERROR if cell.raw in ERRORS:
                page.write_formula(row, column, f"={cell.raw}", self._format("", mark), cell.raw)
            case Kind.EMPTY:
                page.write_blank(row, column, None, self._format("", mark))
            case _:
                page.write_string(row, column, _text(cell.raw), self._format("", mark))

    def _format(self, style: str, mark: str) -> Any:
        """None where nothing is special."""
        if not style and not mark:
            return None
        if (style, mark) not in self.formats:
            facts = {"num_format": FORMATS[style]} if style else {}
            colour = {"bg_color": f"#{TONES[mark].light[2:]}"} if mark else {}
            self.formats[style, mark] = self.fresh.add_format(facts | colour)
        return self.formats[style, mark]

    def _report(self, report: Report, page: Any) -> None:
        styles = {name: self.fresh.add_format(facts) for name, facts in REPORT_STYLES.items()}
        for severity, tone in TONES.items():
            look = {"text_wrap": True, "valign": "top", "bg_color": f"#{tone.light[2:]}"}
            styles[severity] = self.fresh.add_format(look)
        for column, width in enumerate(report.widths):
            page.set_column(column, column, width)
        for row, words in enumerate((report.title, *report.words)):
            page.write_string(row, 0, _text(words), None if row else styles["title"])
        for column, words in enumerate(report.headings):
            page.write_string(report.head_row - 1, column, words, styles["head"])
        for row, line in enumerate(report.lines, report.head_row):
            self._line(page, row, line, report.linked, styles)
        page.freeze_panes(report.head_row, 0)
        page.hide_gridlines(2)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _line(self, page: Any, row: int, line: ReportLine, linked: int, styles: Mapping[str, Any]) -> None:
        for column, words in enumerate(line.texts):
            style = styles["words" if column else line.severity]
            if column == linked and line.sheet in self.names:
                place = target_of(self.names[line.sheet], line.cell)
                page.write_url(row, column, f"internal:{place}", styles["link"], _text(words))
            else:
                page.write_string(row, column, _text(words), style)


def _earlier(book: Workbook) -> str:
    """The report of an earlier time is written anew."""
    return book.names[REPORT_NAME][0] if REPORT_NAME in book.names else ""


def _open_on_what_is_seen(pages: list[tuple[Sheet, Any]], last: Any) -> None:
    for sheet, page in pages:
        if sheet.state != "visible":
            {"hidden": page.hide}.get(sheet.state, page.very_hidden)()
    first = next((page for sheet, page in pages if sheet.state == "visible"), last)
    first.activate()
    first.set_first_sheet()


def _allowed(name: str, taken: set[str]) -> str:
    """The name as Excel allows it, and as no other sheet has it."""
    clean = NOT_IN_NAMES.sub("_", FORBIDDEN.sub("", name)).strip().strip("'")[:LONGEST_NAME].rstrip() or "Ark"
    used = {each.casefold() for each in taken} | {"history"}
    return clean if clean.casefold() not in used else free_name(clean[: LONGEST_NAME - 4].rstrip(), used)


def _fixed(row: int, column: int) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address(row, column))


def _finite(raw: str) -> float | None:
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _moment(raw: str) -> datetime | date | time | None:
    readers: tuple[Callable[[str], datetime | date | time], ...] = (datetime.fromisoformat, time.fromisoformat)
    for reader in readers:
        try:
            moment = reader(raw)
        except ValueError:
            continue
        return moment if not isinstance(moment, datetime) or moment.year >= 1900 else None
    return None


def _date_style(moment: datetime | date | time) -> str:
    if isinstance(moment, time):
        return "time"
    return "moment" if isinstance(moment, datetime) and (moment.hour or moment.minute or moment.second) else "date"


def _days(raw: str) -> float | None:
    """A span of time as Excel counts it."""
    match = DURATION.fullmatch(raw)
    if not match:
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    return days + (hours * 3600 + minutes * 60 + seconds) / 86_400


def _text(raw: str) -> str:
    return FORBIDDEN.sub("", raw)[:LONGEST_TEXT]
