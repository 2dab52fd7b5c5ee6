"""Plain tables out and in: what a list shows as CSV or XLSX, and the rows of an uploaded workbook."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from flask import Response

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Workbook
from portal.adapters.spreadsheet_plan import BookPlan, Put, SheetPlan
from portal.core import clock
from portal.core.language import shown
from portal.core.money import Ore

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # Excel takes a CSV file for UTF-8 only when it begins with this
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Value = object


def csv_bytes(header: Sequence[Value], rows: Iterable[Sequence[Value]]) -> bytes:
    """Semicolons and decimal commas, as Excel in Danish reads it. Text that would be a formula is disarmed."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_cell(value) for value in row] for row in (header, *rows))
    return (BOM + target.getvalue()).encode()


def xlsx_bytes(header: Sequence[Value], rows: Iterable[Sequence[Value]], title: str = "Puljeportalen") -> bytes:
    """One sheet with the header frozen. Text is written as text, so nothing in it can become a formula."""
    kept = [list(row) for row in rows]
    puts = [Put(1, column, str(shown(words)), "head") for column, words in enumerate(header, 1)]
    puts += [
        _put(number, column, value)
        for number, row in enumerate(kept, 2)
        for column, value in enumerate(row, 1)
        if value is not None
    ]
    widths = {column: (_width(column - 1, header, kept), "") for column in range(1, len(header) + 1)}
    name = "".join(" " if each in "[]:*?/\\'" else each for each in title)[:31]
    sheet = SheetPlan(name, puts=puts, columns=widths, freeze=(1, 0))
    return spreadsheets.write(BookPlan(title, clock.now(), [sheet]))


def download(kind: str, name: str, header: Sequence[Value], rows: Iterable[Sequence[Value]]) -> Response:
    """The answer that hands the table over as `name`.csv or `name`.xlsx, never shown in the browser."""
    content = xlsx_bytes(header, rows, name) if kind == "xlsx" else csv_bytes(header, rows)
    answer = Response(content, content_type=MEDIA_TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer


def sheet_of_rows(book: Workbook) -> Sheet | None:
    """The first visible sheet: that is the one whose rows we read."""
    return next((each for each in book.sheets if each.state == "visible"), None)


def rows_of_sheet(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The rows that say anything, each with its number, cell by cell as a Dane would have typed them."""
    found = []
    for number, cells in sheet.rows.items():
        words = [_word(cells.get(column)) for column in range(1, min(max(cells), 50) + 1)]
        if any(words):
            found.append((number, words))
    return found


def _word(cell: Cell | None) -> str:
    """What a Dane would have typed in a CSV file: 27,8, also for a cell that shows it as 27,8 %."""
    if cell is None:
        return ""
    return _typed(cell) if cell.kind is Kind.NUMBER else cell.raw.strip()


def _typed(cell: Cell) -> str:
    number = Decimal(cell.raw) * (100 if cell.style == "percent" else 1)
    rounded = Decimal(f"{number:.15g}")  # Excel itself keeps no more digits than these
    return f"{rounded.normalize():f}".replace(".", ",")


def _csv_cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool() | str():
            return _disarmed(str(shown(value)))
        case Ore():
            return f"{Decimal(value) / 100:.2f}".replace(".", ",")
        case int() | Decimal():
            return str(value).replace(".", ",")
        case datetime():
            return value.astimezone(clock.COPENHAGEN).strftime("%d-%m-%Y %H:%M")
        case date():
            return value.strftime("%d-%m-%Y")
        case _:
            return _disarmed(str(shown(value)))


def _disarmed(text: str) -> str:
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _put(row: int, column: int, value: Value) -> Put:
    if isinstance(value, Ore):
        return Put(row, column, Decimal(value) / 100, "amount")
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Put(row, column, value)
    return Put(row, column, _csv_cell(value) if isinstance(value, date) else str(shown(value)))


def _width(column: int, header: Sequence[Value], rows: list[list[Value]]) -> float:
    longest = max((len(str(shown(row[column]))) for row in (header, *rows) if column < len(row)), default=0)
    return float(min(max(longest + 2, 10), 60))
