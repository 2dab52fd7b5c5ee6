"""Formulas that fail because a figure is written as text: the figure is told, and what follows from it is computed."""

import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import reading
from tests.budgets.workbooks import FORTY, codes, filled, read, refilled, told, write

PRODUCT = 'IF(OR(E5="",F5=""),"",ROUND(E5*F5,0))'
UNITS, PRICE, AMOUNT, TOTAL = (5, 5), (5, 6), (5, 7), (5, 14)


def judged(**cells: Cell) -> reading.Reading:
    """Forty lines as a spreadsheet program has computed them, with other cells in the first."""
    book = spreadsheets.read(filled(FORTY))
    places = {"units": UNITS, "price": PRICE, "amount": AMOUNT, "total": TOTAL}
    for name, cell in cells.items():
        book.sheet("Udgifter").cells[places[name]] = cell
    return reading.read(book)


def failed(formula: str, error: str = "#VALUE!") -> Cell:
    return Cell(Kind.ERROR, error, formula)


@pytest.mark.parametrize("formula", [PRODUCT, "E5*F5", "", "#VALUE!"])
def test_a_price_that_excel_cannot_multiply_is_multiplied_by_us(formula):
    found = judged(price=Cell(Kind.TEXT, "6.000,- kr."), amount=failed(formula), total=failed("SUM(G5,J5,M5)"))
    assert (found.budget, codes(found)) == (FORTY, ["text_number"])


def test_of_a_price_that_nobody_can_read_only_the_price_is_told():
    found = judged(price=Cell(Kind.TEXT, "ca. 6.000"), amount=failed(PRODUCT), total=failed("SUM(G5,J5,M5)"))
    assert [(each.code, each.cell) for each in found.findings] == [("text_not_amount", "F5")]


def test_an_error_that_the_price_itself_has_is_told_once():
    found = judged(price=failed("Priser!B2", "#REF!"), amount=failed(PRODUCT, "#REF!"))
    assert [(each.code, each.cell) for each in found.findings] == [("error_cell", "F5")]


@pytest.mark.parametrize("formula", ["Priser!B2", "ROUND(#REF!*F5,0)", ""])
def test_an_error_that_no_factor_explains_is_told_where_it_stands(formula):
    found = judged(amount=failed(formula, "#REF!"))
    assert [(each.code, each.cell) for each in found.findings] == [("error_cell", "G5")]


def test_an_error_typed_over_the_total_is_told():
    assert told(judged(total=Cell(Kind.ERROR, "#REF!")), "error_cell")[0].cell == "N5"


def test_a_price_without_a_number_asks_for_the_number():
    found = read(refilled(lambda book: write(book["Udgifter"], 5, {"Antal 2010": None})))
    assert [(each.code, each.cell) for each in found.findings] == [("required_blank", "E5")]
    assert found.findings[0].fix() == "Skriv et tal. Skriv 0, hvis der ingen udgift er."


def test_a_price_for_a_year_in_which_nothing_is_bought_asks_for_nothing():
    found = read(refilled(lambda book: write(book["Udgifter"], 5, {"Pris 2011": 6_100, "Pris 2012": 6_200})))
    assert (found.budget, codes(found)) == (FORTY, [])


def test_a_sum_that_leaves_out_a_number_stored_as_text_is_only_told_and_why():
    """As a spreadsheet program saves it: the lines add up to 2.400.000, and its formulas to 60.000 less."""
    book = spreadsheets.read(filled(FORTY))
    costs = book.sheet("Udgifter").cells
    costs[AMOUNT], costs[TOTAL] = Cell(Kind.TEXT, "60.000,00"), Cell(Kind.NUMBER, "0", "SUM(G5,J5,M5)")
    costs[3, 7] = Cell(Kind.NUMBER, "2340000", "SUM(G5:G104)")
    found = reading.read(book)
    said = {each.code: each for each in found.findings}
    assert (found.budget, {each.severity.value for each in found.findings}) == (FORTY, {"info"})
    assert {"text_number", "line_total", "column_total"} == set(said)
    assert all("gemt som tekst" in said[code].message() for code in ("line_total", "column_total"))
