"""A workbook to be written, as data: what stands where, and how the writer is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

STYLES: Mapping[str, dict[str, Any]] = {
    "": {},
    "title": {"bold": True, "font_size": 16, "font_color": "#0f4c58"},
    "words": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#0f4c58", "font_color": "#ffffff"},
    "label": {"bold": True},
    "amount": {"num_format": "#,##0.00"},
    "input_amount": {"num_format": "#,##0.00", "bg_color": "#eef4f5"},
    "input": {"bg_color": "#eef4f5"},
    "number": {"num_format": "0.######"},
    "input_number": {"num_format": "0.######", "bg_color": "#eef4f5"},
    "percent": {"num_format": "0.0%"},
    "input_percent": {"num_format": "0.0%", "bg_color": "#eef4f5"},
    "input_date": {"num_format": "dd-mm-yyyy", "bg_color": "#eef4f5"},
    "total": {"num_format": "#,##0.00", "bold": True, "top": 1},
}


LINE = 15  # points


@dataclass(frozen=True)
class Put:
    """One cell. A formula carries its result, so that previewers and readers never see an empty cell."""

    row: int
    column: int
    value: str | int | Decimal | date
    style: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Choices:
    """A list to choose from, or a lowest number, for a column of rows, with its help and its error message."""

    first_row: int
    last_row: int
    column: int
    source: str  # a range of the list sheet; empty: a number of at least 0, or a date
    title: str
    message: str
    earliest: date | None = None  # the first date that fits, in a column of dates


@dataclass
class SheetPlan:
    name: str
    puts: list[Put] = field(default_factory=list)
    columns: dict[int, tuple[float, str]] = field(default_factory=dict)  # width and style
    choices: list[Choices] = field(default_factory=list)
    freeze: tuple[int, int] | None = None
    state: str = "visible"


@dataclass
class BookPlan:
    title: str
    made_at: datetime
    sheets: list[SheetPlan] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def build(plan: BookPlan, book: Any) -> None:
    """Tell the writer. Text is always written as text: nothing a person typed becomes a formula."""
    book.set_properties({"title": plan.title, "created": plan.made_at.replace(tzinfo=None)})
    styles = {name: book.add_format(facts) for name, facts in STYLES.items()}
    for each in plan.sheets:
        _sheet(each, book.add_worksheet(each.name), styles)
    for name, place in plan.names.items():
        book.define_name(name, f"={place}")


def _sheet(plan: SheetPlan, sheet: Any, styles: Mapping[str, Any]) -> None:
    for column, (width, style) in plan.columns.items():
        sheet.set_column(column - 1, column - 1, width, styles[style] if style else None)
    for put in plan.puts:
        _put(put, sheet, styles[put.style] if put.style else None)
    for choices in plan.choices:
        _choices(choices, sheet)
    if plan.freeze:
        _headings(plan, plan.freeze[0], sheet)
        sheet.freeze_panes(*plan.freeze)
    if plan.state == "hidden":
        sheet.hide()
    elif plan.state == "very_hidden":
        sheet.very_hidden()
    if plan.state != "visible":
        sheet.protect()
    else:
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


def _headings(plan: SheetPlan, row: int, sheet: Any) -> None:
    """High enough for all their words, whichever program opens the file, and again on every page of paper."""
    heads = {put.column: str(put.value) for put in plan.puts if put.row == row}
    lines = [lines_of(words, plan.columns[column][0]) for column, words in heads.items() if column in plan.columns]
    sheet.set_row(row - 1, LINE * max(lines, default=1))
    sheet.repeat_rows(0, row - 1)


def lines_of(words: str, width: float) -> int:
    """How many lines the words take in a column so many characters wide; a long word is never divided."""
    lines, used = 1, 0
    for length in map(len, words.split()):
        if used and used + 1 + length > width:
            lines, used = lines + 1, length
        else:
            used += length + (1 if used else 0)
    return lines


def _put(put: Put, sheet: Any, style: Any) -> None:
    at = (put.row - 1, put.column - 1)
    if put.formula:
        result = put.value if isinstance(put.value, str | date) else float(put.value)
        sheet.write_formula(*at, f"={put.formula}", style, result)
    elif isinstance(put.value, str):
        sheet.write_string(*at, put.value, style)
    elif isinstance(put.value, date):
        sheet.write_datetime(*at, put.value, style)
    else:
        sheet.write_number(*at, put.value if isinstance(put.value, int) else float(put.value), style)


def _choices(choices: Choices, sheet: Any) -> None:
    rule: dict[str, Any] = {
        "error_title": choices.title[:32],
        "error_message": choices.message[:255],
        "input_title": choices.title[:32],
        "input_message": choices.message[:255],
        "error_type": "warning",
    }
    if choices.source:
        rule |= {"validate": "list", "source": f"={choices.source}"}
    elif choices.earliest:
        rule |= {"validate": "date", "criteria": ">=", "value": choices.earliest}
    else:
        rule |= {"validate": "decimal", "criteria": ">=", "value": 0}
    at = (choices.first_row - 1, choices.column - 1, choices.last_row - 1, choices.column - 1)
    sheet.data_validation(*at, rule)
