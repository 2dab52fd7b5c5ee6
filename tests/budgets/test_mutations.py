"""Whatever a person's hand does to a filled workbook: the same lines, or a finding that says what happened."""

import random
import re

import pytest

from portal.budgets import totals
from portal.budgets.findings import catalogue
from portal.budgets.lines import Budget
from tests.budgets.workbooks import (
    blank_filled_by_hand,
    codes,
    filled,
    funded,
    line,
    opened,
    read,
    saved,
    with_part,
    write,
)

TEN = funded(*(line(number) for number in range(1, 11)))
BY_HAND = blank_filled_by_hand(TEN)
COSTS = "xl/worksheets/sheet3.xml"
FIRST, LAST = 5, 14


def insert_rows_above(book, draw):
    for name in ("Udgifter", "Finansiering", "Løn"):
        book[name].insert_rows(1, draw.randint(1, 5))
    book.defined_names.clear()


def insert_rows_within(book, draw):
    book["Udgifter"].insert_rows(draw.randint(FIRST + 1, LAST), draw.randint(1, 8))


def insert_columns(book, draw):
    for name in ("Udgifter", "Finansiering"):
        book[name].insert_cols(draw.randint(1, 6), draw.randint(1, 3))
    book.defined_names.clear()


def hide_rows(book, draw):
    for row in draw.sample(range(FIRST, LAST + 1), 3):
        book["Udgifter"].row_dimensions[row].hidden = True


def hide_columns(book, draw):
    book["Udgifter"].column_dimensions[draw.choice("EF")].hidden = True


def rename_sheets(book, draw):
    for sheet in book.worksheets:
        if not sheet.title.startswith("_"):
            sheet.title = f"{sheet.title} v{draw.randint(2, 9)}"


def reorder_sheets(book, draw):
    draw.shuffle(book._sheets)


def merge_purposes(book, draw):
    row = draw.randint(FIRST, LAST)
    book["Udgifter"].merge_cells(start_row=row, end_row=row, start_column=20, end_column=21)


def retype_as_text(book, draw):
    for row in draw.sample(range(FIRST, LAST + 1), 4):
        write(
            book["Udgifter"], row, {"Pris 2010": draw.choice(["6.000", "6.000,00", "kr. 6.000", "6 000,-", "6000 kr."])}
        )


def delete_metadata(book, draw):
    del book["_meta"]


def delete_names(book, draw):
    book.defined_names.clear()


def delete_lists(book, draw):
    del book["_lister"]


def reorder_columns(book, draw):
    sheet = book["Udgifter"]
    order = list(range(1, 21))
    draw.shuffle(order)
    rows = [[sheet.cell(row, column).value for column in range(1, 21)] for row in range(4, LAST + 1)]
    for row, values in enumerate(rows, 4):
        for column, old in enumerate(order, 1):
            value = values[old - 1]
            sheet.cell(row, column).value = None if str(value).startswith("=") else value
    sheet.delete_rows(LAST + 1, 500)
    book.defined_names.clear()


def unknown_columns(book, draw):
    sheet = book["Udgifter"]
    sheet.cell(4, 30).value = "Vores kontonummer"
    sheet.cell(draw.randint(FIRST, LAST), 30).value = "4711"


def copy_into_a_new_book(book, draw):
    """Values only, as when people paste into a file of their own: ours are gone with names and hidden sheets."""
    for name in [each for each in book.sheetnames if each.startswith("_")]:
        del book[name]
    book.defined_names.clear()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = None


def subtotals(book, draw):
    row = draw.randint(FIRST + 1, LAST)
    book["Udgifter"].insert_rows(row)
    write(book["Udgifter"], row, {"Aktivitet/formål": draw.choice(["I alt", "Mellemsum", "Sum:", "Subtotal"])})


KINDLY = {
    insert_rows_above: set(), insert_rows_within: set(), insert_columns: set(), hide_rows: {"hidden_row_with_amount"},
    hide_columns: {"hidden_column_with_amount"}, rename_sheets: set(), reorder_sheets: set(), merge_purposes: set(),
    retype_as_text: {"text_number"}, delete_metadata: set(), delete_names: set(), delete_lists: set(),
    reorder_columns: set(), unknown_columns: {"not_read"}, copy_into_a_new_book: set(), subtotals: {"subtotal_row"},
}  # fmt: skip
SAID = {"found_by_headings", "template_unsigned", "not_read"}  # how it was found, and what else the file holds


def mutated(seed: int, *ways) -> bytes:
    draw = random.Random(seed)  # noqa: S311 - the same mutations in every run
    book = opened(BY_HAND)
    for way in sorted(ways, key=lambda way: way is rename_sheets):  # the others know the sheets by their names
        way(book, draw)
    return saved(book)


@pytest.mark.parametrize("way", KINDLY, ids=lambda way: way.__name__)
def test_a_change_that_keeps_the_figures_keeps_the_lines(way):
    found = read(mutated(1, way))
    assert found.budget == TEN
    assert KINDLY[way] <= set(codes(found)) <= KINDLY[way] | SAID
    assert not found.blocked


@pytest.mark.parametrize("seed", range(8))
def test_several_changes_at_once_keep_the_lines(seed):
    draw = random.Random(seed)  # noqa: S311
    ways = draw.sample([each for each in KINDLY if each is not reorder_columns], 3)
    data = mutated(seed, *ways)
    found = read(data)
    assert found.budget == TEN, [each.__name__ for each in ways]
    assert not found.blocked


def test_a_deleted_row_is_one_line_less_and_the_sums_say_so():
    def delete(book, draw):
        book["Udgifter"].delete_rows(9)

    found = read(mutated(0, delete))
    assert [each.purpose for each in found.budget.lines] == [each.purpose for each in TEN.lines if each.number != 5]
    assert "financing_surplus" in codes(found)


def test_values_under_a_merge_are_read_and_told():
    def merge(xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="C5:C7"/></mergeCells>')

    found = read(with_part(filled(TEN), COSTS, merge))
    assert found.budget == TEN
    assert [each.cell for each in found.findings if each.code == "merged_values"] == ["C6", "C7"]


def test_formulas_without_their_saved_results_are_computed_anew():
    def forget(xml: bytes) -> bytes:
        return re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", xml)

    found = read(with_part(filled(TEN), COSTS, forget))
    assert (found.budget, found.findings) == (TEN, [])


def test_stale_results_of_formulas_are_told_by_their_cells():
    def age(xml: bytes) -> bytes:
        return re.sub(rb"</f><v>600000(\.0)?</v>", rb"</f><v>540000</v>", xml)

    found = read(with_part(filled(TEN), COSTS, age))
    told = {(each.code, each.severity.value) for each in found.findings}
    assert told == {("column_total", "warn")}
    assert "Excel har ikke regnet arket om" in found.findings[0].message()


@pytest.mark.parametrize("seed", range(12))
def test_a_careless_hand_is_answered_with_lines_or_typed_findings(seed):
    """Cells overwritten with whatever people type: nothing is lost without a word, and nothing else happens."""
    draw = random.Random(seed)  # noqa: S311
    book = opened(BY_HAND)
    for _time in range(draw.randint(1, 6)):
        sheet = book[draw.choice(["Udgifter", "Finansiering", "Løn"])]
        cell = sheet.cell(draw.randint(1, 16), draw.randint(1, 20))
        cell.value = draw.choice(
            ["x", "", -5, 1e15, True, "=1/0", "i alt", "12.34", 0.001, "2010", None, "Nr.", "ja", "#N/A"]
        )
    found = read(saved(book))
    assert all(each.code in catalogue() for each in found.findings)
    assert found.refused or found.findings or same_money(found.budget)
    assert read(saved(book)).findings == found.findings


def same_money(budget: Budget) -> bool:
    return totals.of(budget).total == totals.of(TEN).total
