"""Rows that are no line: sums under any name or none, noughts drawn downwards, headings; and rows that are."""

import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import reading
from tests.budgets.workbooks import FORTY, answer, codes, read, refilled, told, write

BELOW = 45  # the row under the forty lines
IN_ALL = {"Beløb 2010": 2_400_000, "I alt": 2_400_000, "Heraf søgt": 2_400_000}


def with_row(row: int = BELOW, sheet: str = "Udgifter", **values) -> bytes:
    return refilled(lambda book: write(book[sheet], row, values))


@pytest.mark.parametrize(
    "words",
    ["I alt", "Udgifter i alt", "Total:", "TOTALT", "Summen", "Samlede udgifter", "Samlet budget", "Hovedtotal",
     "Budget total", "Total (DKK)", "Tilsammen", "Ialt kr."],
)  # fmt: skip
@pytest.mark.parametrize("column", ["Kategori", "Aktivitet/formål"])
def test_a_sum_is_no_line_whatever_it_is_called(words, column):
    found = read(with_row(**{column: words}, **IN_ALL))
    assert (found.budget, codes(found)) == (FORTY, ["subtotal_row"])
    assert told(found, "subtotal_row")[0].cell == ("B45" if column == "Kategori" else "C45")


@pytest.mark.parametrize("words", ["Samlet kursuspakke", "Total Teknik, svejsning", "Sum af alle hold", "Kurser i alt"])
def test_a_line_with_a_price_of_its_own_is_a_line_whatever_it_is_called(words):
    """Its category is misspelt, and it must not be lost for that."""
    change = {"Kategori": "Kurser", "Aktivitet/formål": words}
    found = read(with_row(5, **change))
    assert (len(found.budget.lines), codes(found)) == (40, ["unknown_category"])


@pytest.mark.parametrize("words", ["Samlet indsats i Varde", "Total Teknik A/S", "Kommunen i alt"])
def test_a_source_with_a_kind_of_its_own_is_a_source_whatever_it_is_called(words):
    found = read(with_row(5, "Finansiering", Kilde=words))
    assert [each.source for each in found.budget.financing] == [words]
    assert codes(found) == []


@pytest.mark.parametrize("named", [{"Kilde": "Finansiering i alt"}, {"Kilde": "I alt"}])
def test_the_sum_of_the_financing_is_no_source(named):
    found = read(with_row(7, "Finansiering", **named, **{"2010": 2_400_000}))
    assert (found.budget, codes(found)) == (FORTY, ["subtotal_row"])


def test_a_row_without_a_name_that_adds_up_the_others_is_a_sum():
    found = read(with_row(**{"Nr.": None}, **IN_ALL))
    assert (found.budget, codes(found)) == (FORTY, ["subtotal_row"])


def test_a_formula_that_adds_up_is_a_sum_also_of_one_source():
    book = spreadsheets.read(refilled(lambda _book: None))
    book.sheet("Finansiering").cells[7, 4] = Cell(Kind.NUMBER, "2400000", "SUM(D5:D6)")
    found = reading.read(book)
    assert (found.budget, codes(found)) == (FORTY, ["subtotal_row"])


def test_a_row_without_a_name_that_adds_up_nothing_is_an_unfinished_line():
    found = read(with_row(**IN_ALL | {"Heraf søgt": 2_399_999}))
    assert len(found.budget.lines) == 41
    assert {each.cell for each in told(found, "required_blank")} == {"B45", "C45"}


def test_a_sum_that_is_wrong_is_told():
    found = read(with_row(**{"Aktivitet/formål": "Udgifter i alt"}, **IN_ALL | {"Beløb 2010": 2_000_000}))
    assert [(each.cell, each.severity.value) for each in told(found, "column_total")] == [("G45", "block")]


def test_a_sum_between_the_lines_is_not_asked_to_be_the_sum_of_all():
    def interrupt(book) -> None:
        book["Udgifter"].insert_rows(7)
        write(book["Udgifter"], 7, {"Aktivitet/formål": "I alt for de første", "Beløb 2010": 120_000, "I alt": 120_000})

    assert (read(refilled(interrupt)).budget, answer(refilled(interrupt))) == (FORTY, "OK")


@pytest.mark.parametrize("nothing", [0, 0.0, "0", "-", "–"])
def test_noughts_drawn_to_the_end_of_the_sheet_are_no_lines(nothing):
    def draw(book) -> None:
        for row in range(BELOW, 105):
            empty = ("Antal 2010", "Pris 2010", "Antal 2011", "Heraf søgt", "Heraf egenfinansiering", "Heraf andre")
            write(book["Udgifter"], row, dict.fromkeys(empty, nothing))

    found = read(refilled(draw))
    assert (found.budget, codes(found)) == (FORTY, [])


def test_a_nought_with_a_name_is_a_line():
    found = read(with_row(**{"Kategori": "50", "Aktivitet/formål": "Lokaler stilles til rådighed", "Antal 2010": 0}))
    assert (len(found.budget.lines), codes(found)) == (41, ["line_without_amount"])


@pytest.mark.parametrize(("column", "cell"), [("Kategori", "B5"), ("Aktivitet/formål", "C5")])
def test_a_heading_over_a_group_of_lines_is_told_and_no_line(column, cell):
    def add(book) -> None:
        book["Udgifter"].insert_rows(5)
        write(book["Udgifter"], 5, {column: "Lønninger og kurser"})

    found = read(refilled(add))
    assert found.budget == FORTY
    assert [(each.code, each.cell, each.seen) for each in found.findings] == [("text_row", cell, "Lønninger og kurser")]


def test_a_category_alone_is_a_line_that_somebody_began():
    found = read(with_row(Kategori="Husleje"))
    assert (len(found.budget.lines), sorted(codes(found))) == (41, ["line_without_amount", "required_blank"])


def test_words_among_and_under_the_lines_are_named_as_not_read():
    def remark(book) -> None:
        book["Udgifter"]["A50"] = "Alle priser er uden moms"
        book["Udgifter"]["W52"] = "husk tilbuddet"

    found = read(refilled(remark))
    assert (found.budget, codes(found)) == (FORTY, ["not_read"])
    assert told(found, "not_read")[0].params["list"] == "Udgifter!A50, Udgifter!W52"
