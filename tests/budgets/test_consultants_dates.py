"""Days and percentages as people write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.adapters.spreadsheet_formats import cell_of
from portal.budgets import dates

DAY = date(2010, 9, 15)
ANY_DAY = st.dates(date(1900, 1, 1), date(2199, 12, 31))
DANISH = [
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
]  # fmt: skip
ENGLISH = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


def read(text: str):
    return dates.day(Cell(Kind.TEXT, text))


@pytest.mark.parametrize(
    "written",
    ["15.9.2010", "15-09-2010", "15/9 2010", "15/9/2010", "15/09-2010", "15. 9. 2010", "2010-09-15",
     "2010-09-15T00:00:00", "15-09-2010 00:00", "15. september 2010", "15 sept. 2010", "15. sep 2010", "15-sep-2010",
     "SEPTEMBER 15, 2010", "15 September 2010", "15th September 2010", "Onsdag den 15. september 2010",
     "\u00a015.9.2010 ", "d. 15. september 2010"],
)  # fmt: skip
def test_one_day_is_read_however_it_is_written(written):
    found = read(written)
    assert (found.value, found.code) == (DAY, "")


@given(ANY_DAY)
def test_every_day_is_read_back_from_every_way_of_writing_it(when):
    d, m, y = when.day, when.month, when.year
    for written in (
        f"{d}.{m}.{y}", f"{d:02}-{m:02}-{y}", f"{d}/{m} {y}", when.isoformat(), f"{d}. {DANISH[m - 1]} {y}",
        f"{d} {DANISH[m - 1][:3]} {y}", f"{ENGLISH[m - 1]} {d}, {y}", f"{d} {ENGLISH[m - 1]} {y}",
    ):  # fmt: skip
        assert read(written).value == when, written


@given(ANY_DAY, st.times())
def test_a_date_of_the_programs_own_is_that_day(when, hour):
    assert dates.day(cell_of(datetime.combine(when, hour))).value == when
    assert dates.day(cell_of(when)).value == when


@given(ANY_DAY.filter(lambda day: 2000 <= day.year <= 2099))
def test_two_figures_for_the_year_are_this_century_and_told(when):
    found = read(f"{when.day}.{when.month}.{when.year % 100:02}")
    assert (found.value, found.code, found.params) == (when, "two_digit_year", {"value": dates.shown(when)})


def test_a_day_that_could_be_a_month_is_danish_and_told():
    found = read("03/04/2026")
    assert (found.value, found.code, found.params) == (date(2026, 4, 3), "danish_date", {"value": "3.4.2026"})
    assert read("04/04/2026").code == ""
    assert read("13/04/2026").code == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [("31.2.2010", "no_such_date"), ("29.2.2011", "no_such_date"), ("15.13.2010", "no_such_date"),
     ("1.1.1850", "no_such_date"), ("snarest", "text_not_date"), ("2010", "text_not_date"), ("9.2010", "text_not_date"),
     ("uge 37 2010", "text_not_date"), ("15. brumaire 2010", "text_not_date"),
     ("1.9.2010 - 1.10.2010", "text_not_date")],
)  # fmt: skip
def test_what_is_no_day_is_said_so(written, code):
    found = read(written)
    assert (found.value, found.code, found.seen) == (None, code, written)


@given(st.text(max_size=30))
def test_no_text_is_too_odd(written):
    found = read(written)
    assert found.value is None or isinstance(found.value, date)
    assert found.value or found.code or not written.strip() or found.blank


def test_numbers_times_errors_and_formulas_without_a_result_are_no_days():
    cells = {
        "text_not_date": (Cell(Kind.NUMBER, "40436"), Cell(Kind.BOOL, "1"), Cell(Kind.DATE, "12:30:00")),
        "error_cell": (Cell(Kind.ERROR, "#REF!", "A1"),),
        "formula_no_value": (Cell(Kind.EMPTY, "", "A1"),),
    }
    for code, found in cells.items():
        assert {dates.day(each).code for each in found} == {code}
    assert dates.day(None).blank


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (Cell(Kind.NUMBER, "0.173", None, "percent"), Decimal("17.3"), ""),
        (Cell(Kind.NUMBER, "15"), Decimal(15), ""),
        (Cell(Kind.NUMBER, "0"), Decimal(0), ""),
        (Cell(Kind.NUMBER, "0.15"), None, "ambiguous_percent"),
        (Cell(Kind.TEXT, "17,3 %"), Decimal("17.3"), ""),
        (Cell(Kind.TEXT, "0,5%"), Decimal("0.5"), ""),
        (Cell(Kind.TEXT, "0,15"), None, "ambiguous_percent"),
        (Cell(Kind.TEXT, "15"), Decimal(15), "text_number"),
        (Cell(Kind.TEXT, "ca. 15 %"), None, "text_not_number"),
        (Cell(Kind.DATE, "2010-01-15T00:00:00"), None, "date_in_amount"),
        (Cell(Kind.ERROR, "#N/A"), None, "error_cell"),
    ],
)
def test_a_percentage_is_read_as_it_is_shown(cell, value, code):
    found = dates.percent(cell)
    assert (found.value, found.code) == (value, code)


def test_an_ambiguous_percentage_offers_both_readings():
    assert dates.percent(Cell(Kind.NUMBER, "0.15")).params == {"a": "15 %", "b": "0,15 %"}
    assert dates.percent(None).blank
