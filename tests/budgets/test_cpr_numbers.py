"""CPR numbers that a program keeps as numbers: wherever they stand, but for the amounts of the budget itself."""

import json

import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import annotating, judging, reading
from tests.budgets.consulting import PLAN, by_hand
from tests.budgets.workbooks import FORTY, changed, codes, filled, read, refilled, told, write

LIKE_ONE = int("31" + "12" + "99" + "0000")
WITHOUT_ITS_NOUGHT = int("01" + "12" + "99" + "0000")
AS_TEN = "000000-0000"


def with_cell(sheet: str, cell: str, value: object, shown: str = "General") -> bytes:
    def put(book) -> None:
        page = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
        page[cell], page[cell].number_format = value, shown

    return refilled(put)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "shown"),
    [("Udgifter", "W5", LIKE_ONE, "General"), ("Deltagere", "A2", LIKE_ONE, "0"), ("Stamdata", "B10", LIKE_ONE, "0"),
     ("Deltagere", "A2", WITHOUT_ITS_NOUGHT, AS_TEN), ("Udgifter", "W200", WITHOUT_ITS_NOUGHT, "0000000000"),
     ("Udgifter", "F5", WITHOUT_ITS_NOUGHT, r"000000\-0000"), ("Udgifter", "C5", WITHOUT_ITS_NOUGHT, "General"),
     ("Udgifter", "A2", LIKE_ONE, "General")],
)  # fmt: skip
def test_a_number_that_looks_like_one_is_told_once_at_its_cell(sheet, cell, value, shown):
    found = told(read(with_cell(sheet, cell, value, shown)), "cpr_number")
    assert [(each.sheet, each.cell) for each in found] == [(sheet, cell)]
    assert str(value) not in found[0].text() + found[0].seen


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "shown"),
    [("Deltagere", "A2", WITHOUT_ITS_NOUGHT, "General"), ("Deltagere", "A2", LIKE_ONE + 0.5, "0"),
     ("Deltagere", "A2", int("32" + "12" + "99" + "0000"), "0"), ("Deltagere", "A2", LIKE_ONE * 10, "0"),
     ("Udgifter", "O5", LIKE_ONE, "General"), ("Finansiering", "D5", LIKE_ONE, "#,##0")],
)  # fmt: skip
def test_an_amount_is_an_amount(sheet, cell, value, shown):
    assert "cpr_number" not in codes(read(with_cell(sheet, cell, value, shown)))


def test_the_result_of_a_formula_is_nobodys_number():
    book = spreadsheets.read(filled(FORTY))
    book.sheet("Udgifter").cells[50, 30] = Cell(Kind.NUMBER, str(LIKE_ONE), "SUM(A1:A9)")
    assert "cpr_number" not in codes(reading.read(book))


def test_a_workbook_that_is_no_budget_is_searched_too():
    def empty(book) -> None:
        for name in book.sheetnames:
            book[name].delete_rows(1, 300)
        book.defined_names.clear()
        write(book.create_sheet("Andet"), 4, {})
        book["Andet"]["A1"] = LIKE_ONE

    found = read(refilled(empty))
    assert found.refused
    assert [(each.sheet, each.cell) for each in told(found, "cpr_number")] == [("Andet", "A1")]


def test_a_workbook_with_such_numbers_can_be_marked():
    data = with_cell("Deltagere", "A2", WITHOUT_ITS_NOUGHT, AS_TEN)
    copy = annotating.annotated(data, read(data), "da")
    assert [each.cell for each in told(read(copy.data), "cpr_number")] == ["A2"]


@pytest.mark.parametrize("sheet", ["Udgifter", "Stillinger"])
def test_no_sentence_and_no_name_of_a_sheet_shows_such_a_number_again(sheet):
    hidden = f"{LIKE_ONE:010}"[:6] + "-" + "1234"

    def write_it(book) -> None:
        if sheet == "Stillinger":
            write(book[sheet], 5, {"Funktion": f"Konsulent {hidden}"})
        else:
            write(book[sheet], 5, {"Kategori": hidden, "Aktivitet/formål": hidden, "Pris 2010": hidden})
        book[sheet].row_dimensions[6].hidden = True
        book[sheet].title = f"Ark {hidden}"

    data = refilled(write_it) if sheet == "Udgifter" else changed(by_hand(PLAN), write_it)
    answer = judging.as_json("fil.xlsx", read(data))
    assert any(each["code"] == "cpr_number" for each in answer["problems"])
    assert hidden not in json.dumps(answer, ensure_ascii=False)
    assert {each["sheet"] for each in answer["problems"]} >= {"Ark …"}


@pytest.mark.parametrize(
    ("text", "codes_told"),
    [
        (f"ab{LIKE_ONE}" + "cd" * 26, []),  # a signature of sixty-four, as the portal puts on its own templates
        (f"ab{LIKE_ONE}" + "cd" * 26 + " og lidt til", ["cpr_number"]),
        (f"ab{LIKE_ONE}cd", ["cpr_number"]),
    ],
)
def test_digits_within_a_fingerprint_are_an_accident(text, codes_told):
    found = told(read(with_cell("_meta", "F5", text)), "cpr_number")
    assert [each.code for each in found] == codes_told
