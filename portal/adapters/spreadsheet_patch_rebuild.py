"""A workbook written anew from what was read: values only, with the marks and the report."""

import io
import math
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from portal.adapters.spreadsheet_form import IN_CURRENCY, Cell, Kind, Place, Sheet, Workbook, address
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
FORMATS = {
    "percent": "0.00%", "scaled": "#,##0,", "ten digits": "000000-0000", "date": "dd.mm.yyyy",
    "moment": "dd.mm.yyyy hh:mm", "time": "[h]:mm",
}  # fmt: skip
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
WIDTH, DAY = 14, 86_400
LONGEST_LITERAL = 255  # of a text inside a formula
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no time zones
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
        value, style = _value(cell)
        looks = self._format(style, mark)
        if cell.kind is Kind.EMPTY:
            page.write_blank(row, column, None, looks)
        elif cell.formula is not None and (formula := _constant(value)):
            page.write_formula(row, column, formula, looks, value)
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, looks)
        elif isinstance(value, float):
            page.write_number(row, column, value, looks)
        elif cell.kind is Kind.ERROR and value in ERRORS:
            page.write_formula(row, column, f"={value}", looks, value)
        elif value:
            page.write_string(row, column, value, looks)
        else:
            page.write_blank(row, column, None, looks)

    def _format(self, style: str, mark: str) -> Any:
        """None where nothing is special."""
        if not style and not mark:
            return None
        if (style, mark) not in self.formats:
            facts = {"num_format": FORMATS.get(style) or _money(style)} if style else {}
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


def _value(cell: Cell) -> tuple[bool | float | str, str]:
    """What is written for a cell, and how it is shown."""
    if cell.kind is Kind.BOOL:
        return cell.raw == "1", ""
    if cell.kind is Kind.NUMBER and (number := _finite(cell.raw)) is not None:
        return number, cell.style
    if cell.kind is Kind.DATE and (days := _days(cell.raw)) is not None:
        return days, _date_style(cell.raw)
    return _text(cell.raw), ""


def _constant(value: bool | float | str) -> str:
    """A result that nobody typed stays one that nobody typed; how it came about is not known for every format."""
    if isinstance(value, bool):
        return "=TRUE" if value else "=FALSE"
    if isinstance(value, float):
        return f"={value!r}".upper()
    if value in ERRORS:
        return f"={value}"
    return '="' + value.replace('"', '""') + '"' if len(value) <= LONGEST_LITERAL else ""


def _finite(raw: str) -> float | None:
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _money(style: str) -> str:
    """Foreign money stays foreign."""
    return f'#,##0.00 "{style.removeprefix(IN_CURRENCY)}"'


def _date_style(raw: str) -> str:
    if "-" not in raw[1:]:
        return "time"
    return "date" if "T" not in raw or raw.endswith("T00:00:00") else "moment"


def _days(raw: str) -> float | None:
    """A day, a time of day or a span of time as Excel counts them."""
    if match := DURATION.fullmatch(raw):
        days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
        return days + (hours * 3600 + minutes * 60 + seconds) / DAY
    try:
        moment = datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        return None
    since = moment - EPOCH
    return since.days + since.seconds / DAY if moment.year >= 1900 else None


def _text(raw: str) -> str:
    return FORBIDDEN.sub("", raw)[:LONGEST_TEXT]
