"""Tables out as CSV and XLSX, and the rows of a workbook in."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.adapters import row_files, spreadsheets, tables
from portal.adapters.spreadsheet_form import Unreadable
from portal.core.money import Ore
from portal.core.text import _


@pytest.fixture(autouse=True)
def a_reader(app):
    with app.test_request_context("/?language=da"):
        yield


def read_csv(*row):
    text = tables.csv_bytes(["A"], [row]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_be_a_formula_is_disarmed_in_both_kinds_of_file(begins):
    dangerous = f"{begins}1+1"
    assert read_csv(dangerous) == [f"'{dangerous}"]
    cell = spreadsheets.read(tables.xlsx_bytes(["A"], [[dangerous]])).sheets[0].row(2)[1]
    assert cell.formula is None
    assert cell.raw.strip().endswith("1+1")


def test_amounts_numbers_and_days_are_written_as_excel_in_danish_reads_them():
    noon = datetime(2010, 11, 12, 11, tzinfo=UTC)
    row = read_csv(Ore(-62_050), 7, Decimal("1.5"), date(2010, 11, 12), noon, None, _("Signed"))
    assert row == ["-620,50", "7", "1,5", "12-11-2010", "12-11-2010 12:00", "", "Underskrevet"]


def test_a_csv_file_begins_with_the_mark_by_which_excel_knows_utf_8():
    assert tables.csv_bytes(["Æ"], []).startswith(b"\xef\xbb\xbf\xc3\x86")


def test_what_is_written_as_a_workbook_is_read_back_row_by_row():
    data = tables.xlsx_bytes(["Kode", "Titel"], [["7212", "Svejser"], [5120, None]], "Stillinger: alle")
    assert row_files.lines_of(data)[0] == [(1, ["Kode", "Titel"]), (2, ["7212", "Svejser"]), (3, ["5120"])]


def test_what_is_no_workbook_is_unreadable():
    with pytest.raises(Unreadable):
        row_files.lines_of(b"PK\x03\x04 not really")


def test_a_download_is_never_shown_in_the_browser():
    answer = tables.download("csv", "runder", ["A"], [["b"]])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content_type == "text/csv; charset=utf-8"
