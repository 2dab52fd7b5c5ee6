"""What people type into the template, and what they do to it: one change in each file."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter

from tests.budgets import consulting
from tests.budgets.workbooks import changed, filled, funded, line

TEMPLATE = filled(funded(*(line(number) for number in range(1, 6))))
CONSULTANTS = consulting.filled()
HEADINGS, FIRST = 4, 5
VALUES: list[Any] = [
    "1.234,50", "kr. 1.234,50", "1 234,50", "1\xa0234,50", "1.234,-", "(1.234)", "1,234.50", "1,234", "12.34",
    "1.23.4", "ca. 5.000", "2 mio.", "5-6.000", "½", "-", "–", "0,-", "-5", "−5", "5-", "12%", "1e5", "1E+400",
    "NaN", "inf", "∞", "٣٤٥", "１２３", "€ 5", "5 EUR", "5.000 kr.", "DKK 5.000", "=1+1", "@SUM(1)", "+5", "'5", "TRUE",
    "#N/A", "2026-01-31", "31/12 2010", "3. marts", "jan-12", " ", "\t", "\n", "\u200b", "\u00ad5", "5\u202f000",
    "x" * 4_001, "x" * 32_767, "_x0041_", "_x005F_x0041_", "\ud7ff", "😀", "<b>5</b>", "&amp;", "{{7*7}}", "%s%n",
    "../../etc", "010190-1234", "0101901234", 1.234, 0.1 + 0.2, 1e12, 1e13, 1e300, 5e-324, -1, 12345678901234567890,
    True, False, datetime.date(2010, 9, 15), datetime.date(1900, 1, 1), datetime.time(12, 30),
    datetime.timedelta(days=400),
    "=1/0", "=NA()", "=Udgifter!A1", "=SUM(A1:XFD1048576)", '=HYPERLINK("http://x.example","x")',
    "=cmd|'/c calc'!A0", '=WEBSERVICE("http://x.example")', "=[1]Ark1!A1", "=INDIRECT(ADDRESS(1,1))",
]  # fmt: skip
COLUMNS = ("Kategori", "Pris 2010", "Heraf søgt", "Nr.")


def files() -> Iterator[tuple[str, bytes]]:
    for number, value in enumerate(VALUES):
        for title in COLUMNS if number % 4 == 0 else COLUMNS[1:2]:
            yield f"typed {number:02} {title.replace('.', '')}.xlsx", changed(TEMPLATE, _typing(title, value))
    for name, change in CHANGES.items():
        yield f"changed {name}.xlsx", changed(TEMPLATE, change)
    for name, change in ANY.items():
        yield f"consultants {name}.xlsx", changed(CONSULTANTS, change)
    yield "template blank.xlsx", filled()
    yield "template filled.xlsx", TEMPLATE
    yield "consultants blank.xlsx", consulting.filled(consulting.budget())
    yield "consultants filled.xlsx", CONSULTANTS


def _typing(title: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        sheet = book["Udgifter"]
        column = next(cell.column for cell in sheet[HEADINGS] if cell.value == title)
        cell = sheet.cell(FIRST, column)
        try:
            cell.value = value
        except ValueError:  # a character that openpyxl will not write
            cell.value = repr(value)

    return change


def _every(action: Callable[[Any], object]) -> Callable[[Any], None]:
    """Done to each sheet of the book."""

    def change(book: Any) -> None:
        for sheet in book.worksheets:
            action(sheet)

    return change


def _hide_rows(sheet: Any) -> None:
    for row in range(1, sheet.max_row + 1, 2):
        sheet.row_dimensions[row].hidden = True


def _hide_columns(sheet: Any) -> None:
    for column in range(1, sheet.max_column + 1, 2):
        sheet.column_dimensions[get_column_letter(column)].hidden = True


def _merge(sheet: Any) -> None:
    for row in range(1, 40):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)


def _everything_is_text(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                cell.value = f"{cell.value:,.2f}".replace(",", " ").replace(".", ",")


def _comments(sheet: Any) -> None:
    for row in range(1, 30):
        sheet.cell(row, 2).comment = Comment("Husk moms", "Mette")


def _dates(sheet: Any) -> None:
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            cell.number_format = "dd-mm-yyyy"


def _percent(sheet: Any) -> None:
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            cell.number_format = "0,00 %"


def _unlocked(sheet: Any) -> None:
    sheet.protection.set_password("hemmeligt")
    for row in sheet.iter_rows():
        for cell in row:
            cell.protection = Protection(locked=False, hidden=True)


def _hidden_sheets(book: Any) -> None:
    for at, sheet in enumerate(book.worksheets[1:]):
        sheet.sheet_state = "veryHidden" if at % 2 else "hidden"


def _no_meta(book: Any) -> None:
    del book["_meta"]


def _renamed(book: Any) -> None:
    book["Udgifter"].title = "Udgifter 2026 (endelig)"


def _twice(book: Any) -> None:
    book.copy_worksheet(book["Udgifter"])


def _names_gone(book: Any) -> None:
    book.defined_names.clear()


def _names_lost(book: Any) -> None:
    for name in book.defined_names.values():
        name.attr_text = "#REF!"


def _other_years(book: Any) -> None:
    for cell in book["Udgifter"][HEADINGS]:
        if isinstance(cell.value, str):
            cell.value = cell.value.replace("2011", "2031")


def _sheet_gone(book: Any) -> None:
    del book["Finansiering"]


def _only_one(book: Any) -> None:
    for sheet in book.worksheets[1:]:
        book.remove(sheet)


def _calendar(book: Any) -> None:
    book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001 - as openpyxl has it


ANY: dict[str, Callable[[Any], None]] = {
    "hidden rows": _every(_hide_rows),
    "hidden columns": _every(_hide_columns),
    "merged": _every(_merge),
    "all text": _every(_everything_is_text),
    "comments": _every(_comments),
    "all dates": _every(_dates),
    "all percent": _every(_percent),
    "password on the sheet": _every(_unlocked),
    "a row on top": _every(lambda sheet: sheet.insert_rows(1, 3)),
    "columns to the left": _every(lambda sheet: sheet.insert_cols(1, 2)),
    "rows between": _every(lambda sheet: sheet.insert_rows(6, 5)),
    "headings gone": _every(lambda sheet: sheet.delete_rows(HEADINGS)),
    "a column gone": _every(lambda sheet: sheet.delete_cols(3)),
    "everything gone": _every(lambda sheet: sheet.delete_rows(1, 1000)),
    "hidden sheets": _hidden_sheets,
    "odd titles": _every(lambda sheet: setattr(sheet, "title", f"»{sheet.title}«'; DROP --"[:31])),
    "no metadata": _no_meta,
    "no names": _names_gone,
    "names lost": _names_lost,
    "one sheet": _only_one,
    "1904": _calendar,
}
CHANGES = ANY | {
    "renamed": _renamed,
    "twice": _twice,
    "no financing": _sheet_gone,
    "other years": _other_years,
}
