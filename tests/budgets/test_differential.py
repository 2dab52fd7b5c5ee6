"""What we read is what another program reads, and what the guard counted; and the same each time we are asked."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal.adapters import spreadsheet_guard, spreadsheets
from portal.adapters.spreadsheet_form import Kind, Workbook
from portal.adapters.spreadsheet_grid import Grid
from portal.budgets import judging
from tests.budgets import workbooks
from tests.budgets.workbooks import budgets, filled, funded, line

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: float(f"{number:.15g}"))
)
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans())
PLACES = st.tuples(st.integers(0, 60), st.integers(0, 30))
GRIDS = st.lists(st.dictionaries(PLACES, VALUES, max_size=25), min_size=1, max_size=3)
SLOW = [HealthCheck.too_slow]


def by_xlsxwriter(grids) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for grid in grids:
            sheet = book.add_worksheet()
            for (row, column), value in grid.items():
                _put(sheet, row, column, value)
    return target.getvalue()


def _put(sheet, row: int, column: int, value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)


def by_openpyxl(grids) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet()
        for (row, column), value in grid.items():
            cell = sheet.cell(row + 1, column + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"
    return workbooks.saved(book)


def ours(book: Workbook) -> list[dict]:
    return [
        {(row - 1, column - 1): _value(cell) for (row, column), cell in sheet.cells.items()} for sheet in book.sheets
    ]


def _value(cell):
    match cell.kind:
        case Kind.NUMBER:
            return float(cell.raw)
        case Kind.BOOL:
            return cell.raw == "1"
        case _:
            return cell.raw


def by_calamine(data: bytes) -> list[dict]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [_cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]


def _cells(rows) -> dict:
    filled_in = {(row, column): value for row, values in enumerate(rows) for column, value in enumerate(values)}
    return {place: value for place, value in filled_in.items() if value != ""}


def guards_count(data: bytes) -> int:
    with spreadsheet_guard.opened(data) as archive:
        return sum(grid.holding for _name, _state, _part, grid in spreadsheet_guard.package(archive).grids)


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl])
@given(grids=GRIDS)
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_we_read_what_another_program_reads_and_the_guard_counts_it(write, grids):
    data = write(grids)
    read = ours(spreadsheets.read(data))
    assert read == by_calamine(data)
    assert sum(map(len, read)) == guards_count(data) == sum(map(len, grids))


@given(days=st.lists(st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)), min_size=1, max_size=5))  # noqa: DTZ001
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("first", [1900, 1904])
def test_days_are_the_same_days_by_both_calendars(first, days):
    whole = [day.replace(hour=0, minute=0, second=0, microsecond=0) for day in days]
    whole = [day if first == 1900 else max(day, datetime(1904, 1, 2)) for day in whole]  # noqa: DTZ001
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": first == 1904}) as book:
        style, sheet = book.add_format({"num_format": "d.m.yyyy"}), book.add_worksheet()
        for row, day in enumerate(whole):
            sheet.write_datetime(row, 0, day, style)
    cells = spreadsheets.read(target.getvalue()).sheets[0].cells
    assert [(cell.kind, cell.raw[:10]) for cell in cells.values()] == [
        (Kind.DATE, day.date().isoformat()) for day in whole
    ]


@given(budget=budgets())
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_a_check_says_the_same_twice_and_after_other_files(budget):
    data, other = filled(budget), filled(funded(line(1), line(1)))
    first = judging.as_json("a.xlsx", judging.judge(data, "a.xlsx"))
    judging.judge(other, "b.xlsx")
    judging.judge(data[:-100], "c.xlsx")
    assert judging.as_json("a.xlsx", judging.judge(data, "a.xlsx")) == first


def test_a_cell_that_the_library_loses_is_a_refusal(monkeypatch):
    read_row = spreadsheets.WorkSheetParser.parse_row
    monkeypatch.setattr(spreadsheets.WorkSheetParser, "parse_row", lambda self, row: _shorter(read_row(self, row)))
    watched = workbooks.with_part(
        filled(funded(line(1))),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData>", b"<!-- --><sheetData>"),
    )
    found = workbooks.read(watched)
    assert found.refused == "file_corrupt"
    assert len(found.findings[0].params["id"]) == 8


def _shorter(row):
    return row[0], row[1][:-1]


def test_a_cell_that_is_lost_between_the_guard_and_the_reading_is_a_refusal(monkeypatch):
    elements = Grid.elements
    monkeypatch.setattr(Grid, "elements", lambda self: list(elements(self))[1:])
    found = workbooks.read(filled(funded(line(1))))
    assert found.refused == "file_corrupt"
    assert len(found.findings[0].params["id"]) == 8


def test_a_formula_that_shows_nothing_and_one_without_a_value_are_told_apart():
    made = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=1)
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "=B1*2", made.date()
    read = spreadsheets.read(workbooks.saved(book)).sheets[0].cells
    assert (read[1, 1].kind, read[1, 1].formula) == (Kind.EMPTY, "B1*2")
    assert (read[2, 1].kind, read[2, 1].raw[:10]) == (Kind.DATE, "2010-01-02")


def test_the_guard_opens_what_it_says_it_opens():
    with zipfile.ZipFile(io.BytesIO(filled(funded(line(1))))) as archive:
        parts = {name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")}
        assert {part for _name, _state, part, _grid in spreadsheet_guard.package(archive).grids} == parts
