"""The time of a workbook import, beside openpyxl reading the same file in the same process."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from portal import create_app

LINES = 40
ROUNDS = 7
VALUES: dict[str, str | int] = {
    "kategori": "20 Eksterne konsulenter og undervisere",
    "formål": "Kursus",
    "enhed": "timer",
    "antal": 10,
    "pris": 500,
}


def import_and_floor(folder: Path) -> tuple[float, float, int]:
    """Milliseconds of `flask budgets check`, of openpyxl alone, and the number of lines read."""
    runner = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'portal.db'}").test_cli_runner()
    file = folder / "budget.xlsx"
    made = runner.invoke(args=["budgets", "template", "--pool", "upskilling", "-o", str(file)])
    assert made.exit_code == 0, made.output
    fill(file)
    judge = ["budgets", "check", str(file), "--json"]
    judged = runner.invoke(args=judge)
    assert judged.exit_code == 0, judged.output
    lines = json.loads(judged.output.strip().splitlines()[-1])["lines"]
    return best(lambda: runner.invoke(args=judge)), best(lambda: read(file)), lines


def best(action: Callable[[], object]) -> float:
    """The median of several, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - began))
    return sorted(times)[ROUNDS // 2]


def read(file: Path) -> int:
    book = load_workbook(file, data_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row if value)


def fill(file: Path) -> None:
    """Ordinary lines under whatever the cost sheet calls its columns."""
    book = load_workbook(file)
    sheet = book["Udgifter"] if "Udgifter" in book.sheetnames else book.worksheets[1]
    header, columns = headings(sheet)
    for row in range(header + 1, header + 1 + LINES):
        for column, label in columns.items():
            value = next((value for word, value in VALUES.items() if word in label), None)
            if value is not None:
                sheet.cell(row, column, value)
    book.save(file)


def headings(sheet: Worksheet) -> tuple[int, dict[int, str]]:
    for row in sheet.iter_rows(max_row=100):
        labels = {cell.column: str(cell.value).casefold() for cell in row if cell.value}
        if any("kategori" in label for label in labels.values()) and len(labels) > 3:
            return row[0].row or 0, labels
    raise AssertionError(f"{sheet.title} has no row of headings with a category")
