"""Workbooks made to cost as much as they can: read as far as a budget goes, and then said to be too much."""

import time

import pytest

from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Workbook, packed, unpacked
from portal.adapters.spreadsheet_formats import cell_of
from portal.adapters.spreadsheets import read as read_whole
from portal.budgets.choosing import distance
from tests.bench.odd import heavy
from tests.budgets import consulting
from tests.budgets.test_odd import cells, value
from tests.budgets.workbooks import codes, read, told


def test_the_rows_beyond_what_is_read_are_counted_and_told_once():
    found = read(heavy._lines(2_003))
    assert len(found.budget.lines) == 2_000
    assert [each.params for each in told(found, "too_many_lines")] == [{"count": 2_003, "max": 2_000}]
    assert not {"financing_surplus", "column_total"} & set(codes(found)), "nothing is summed that was not all read"


def test_as_many_rows_as_are_read_are_read_without_a_word():
    assert set(codes(read(heavy._lines(2_000)))) == set(codes(read(heavy._lines(2))))


def test_sources_beyond_what_is_read_are_told_at_their_own_table():
    (finding,) = told(read(heavy._sources(2_001)), "too_many_lines")
    assert (finding.sheet, finding.params["count"]) == ("Finansiering", 2_001)


def test_the_positions_of_a_plan_have_a_limit_of_their_own():
    found = read(consulting.filled(consulting.budget(*map(consulting.position, range(1, 203)))))
    assert told(found, "too_many_lines")[0].params == {"count": 202, "max": 200}
    assert not told(found, "yearly_grant_differs")


@pytest.mark.parametrize(
    "make",
    [
        lambda: heavy._merges_over(2_000, 20_000),
        lambda: heavy._shared(1_900, 13, 32_767),
        lambda: heavy._texts(1_900, 13),
    ],
)
def test_a_file_made_to_cost_work_costs_little(make):
    data = make()
    before = time.process_time()
    assert len(read(data).budget.lines) > 1_000
    assert time.process_time() - before < 5


def test_a_text_in_many_cells_crosses_from_the_child_once():
    book = Workbook("xlsx", [Sheet("Ark", cells={(row, 1): Cell(Kind.TEXT, "længe" * 99) for row in range(1, 50)})])
    assert packed(book)["sheets"][0]["cells"]["texts"] == ["længe" * 99]
    assert unpacked(packed(book)) == book


def test_a_number_beyond_all_counting_stays_short():
    assert cell_of(1e300).raw == "1e+300"
    assert cells(heavy.one_sheet(f"<row>{value('1E+15')}</row>"))[1, 1].raw == "1000000000000000"


def test_words_that_have_nothing_in_common_are_far_apart_at_once():
    assert distance("abcdefgh", "stuvwxyz") > 2
    assert (distance("kursus", "kurser"), distance("", "ab")) == (2, 2)


def test_a_cell_far_out_on_an_empty_sheet_makes_no_room_for_the_others():
    sheet = read_whole(heavy.HEAVY["the last corner.ods"]()).sheets[0]
    assert {place: cell.raw for place, cell in sheet.cells.items()} == {(2**20, 16_384): "1"}
