"""Every finding about a sheet names the cell at which the person looks; and prices with more decimals than øre."""

from decimal import Decimal

import pytest

from portal.budgets.limits import Limits
from portal.core.money import Ore
from tests.budgets.workbooks import (
    FORTY,
    blank_filled_by_hand,
    changed,
    codes,
    filled,
    funded,
    line,
    read,
    refilled,
    told,
    write,
)


def rename(book) -> None:
    book["Udgifter"]["F4"] = "Stykpris"


def forget(book) -> None:
    book["Udgifter"]["F4"] = None


def forget_names_too(book) -> None:
    rename(book)
    book.defined_names.clear()
    del book["_meta"]


def hide_a_row(book) -> None:
    book["Udgifter"].row_dimensions[7].hidden = True


def hide_a_column(book) -> None:
    book["Udgifter"].column_dimensions["F"].hidden = True


def far_below(book) -> None:
    write(book["Udgifter"], 90, {"Aktivitet/formål": "glemt", "Heraf søgt": 5})


def ask_for_less(book) -> None:
    write(book["Udgifter"], 5, {"Heraf søgt": 50_000, "Heraf andre": 10_000})


def headings_again(book) -> None:
    sheet = book["Udgifter"]
    for cell in sheet[4]:
        sheet.cell(45, cell.column).value = cell.value


@pytest.mark.parametrize(
    ("change", "code", "sheet", "cell"),
    [(rename, "header_missing", "Udgifter", "F4"), (forget, "header_missing", "Udgifter", "F4"),
     (forget_names_too, "header_missing", "Udgifter", "V4"), (hide_a_row, "hidden_row_with_amount", "Udgifter", "C7"),
     (hide_a_column, "hidden_column_with_amount", "Udgifter", "F4"), (far_below, "rows_not_read", "Udgifter", "C90"),
     (ask_for_less, "grant_differs", "Udgifter", "O3"), (headings_again, "heading_row", "Udgifter", "A45"),
     (lambda book: book.defined_names.clear(), "found_by_headings", "Udgifter", "A4")],
)  # fmt: skip
def test_a_finding_names_its_cell(change, code, sheet, cell):
    first = told(read(refilled(change)), code)[0]
    assert (first.sheet, first.cell) == (sheet, cell)


@pytest.mark.parametrize(
    ("limits", "code", "sheet", "cell"),
    [(Limits(own_percent=10), "own_financing_low", "Finansiering", "G3"),
     (Limits(largest_grant=Ore(1_00)), "grant_above_max", "Udgifter", "O3"),
     (Limits(smallest_grant=Ore(9_000_000_00)), "grant_below_min", "Udgifter", "O3"),
     (Limits(shares={"21": 1}), "share_above_max", "Udgifter", "N3")],
)  # fmt: skip
def test_what_the_pool_asks_of_the_sums_is_told_where_the_sums_stand(limits, code, sheet, cell):
    (only,) = told(read(filled(FORTY), limits=limits), code)
    assert (only.sheet, only.cell) == (sheet, cell)


def test_too_many_lines_are_told_at_the_headings():
    (only,) = told(read(filled(FORTY), limits=Limits(lines=39)), "too_many_lines")
    assert only.cell == "A4"


def refilled_one(change) -> bytes:
    return changed(blank_filled_by_hand(funded(line(1))), change)


YEARLY_WAGE, HOURS = 411_000, 1_924


def paid_by_the_hour(book) -> None:
    """As wages are reckoned: a year's pay by the hours of a year has many decimals."""
    rate = YEARLY_WAGE / HOURS
    write(book["Udgifter"], 5, {"Antal 2010": HOURS, "Pris 2010": rate, "Heraf søgt": YEARLY_WAGE})
    write(book["Finansiering"], 5, {"2010": YEARLY_WAGE})


def test_an_amount_without_a_saved_result_is_what_excel_would_show_by_all_decimals_of_the_price():
    found = read(refilled_one(paid_by_the_hour))
    (only,) = found.budget.lines
    assert (only.total, only.years[0].unit_price) == (Ore(411_000_00), Ore(213_62))
    assert only.years[0].units == Decimal(HOURS)
    assert sorted(codes(found)) == ["rounded", "units_times_price"]


def test_a_price_that_was_rounded_is_told_where_it_makes_a_difference():
    found = read(refilled_one(paid_by_the_hour))
    said = told(found, "rounded")[0]
    assert said.message() == "F5: Der står 213,617464. Vi har læst det som 213,62 kr."
    assert said.fix() == "Vi regner i hele ører, så skriv højst to decimaler."
    assert told(found, "units_times_price")[0].params["calc"] == "411.004,88"


def test_a_price_that_was_rounded_without_a_difference_is_nothing_to_tell():
    def by_the_piece(book) -> None:
        write(book["Udgifter"], 5, {"Pris 2010": 6_000.0012})

    assert codes(read(refilled_one(by_the_piece))) == []


def test_what_is_rounded_by_half_an_ore_says_what_stood_there():
    def half(book) -> None:
        write(book["Udgifter"], 5, {"Pris 2010": 6_000.005})

    (said,) = told(read(refilled_one(half)), "rounded")
    assert said.message() == "F5: Der står 6.000,005. Vi har læst det som 6.000,01 kr."


def test_a_period_of_one_year_is_called_by_that_year():
    found = read(filled(FORTY), limits=Limits(first_year=2011, last_year=2011))
    assert "uden for projektperioden 2011." in told(found, "year_outside_period")[0].message()
