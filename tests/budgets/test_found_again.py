"""A workbook is found however people treat it: each numbered case of the specification that is about finding."""

import pytest

from tests.budgets import workbooks
from tests.budgets.workbooks import blank_filled_by_hand, changed, codes, filled, funded, line, read

FORTY = funded(*(line(number) for number in range(1, 41)))


def forget(book):
    del book["_meta"]
    book.defined_names.clear()


def rename(book):
    book["Udgifter"].title = "Udgifter 2026 (endelig)"


def rearrange(book):
    """Three rows above the headings, two columns to the left, and the columns turned round."""
    book.defined_names.clear()
    sheet = book["Udgifter"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=44)]
    fresh = book.create_sheet("Vendt")
    for number, values in enumerate(rows, 8):
        for column, value in enumerate(reversed(values), 3):
            if not str(value or "").startswith("="):
                fresh.cell(number, column).value = value
    del book["Udgifter"]


def interrupt(book):
    sheet = book["Udgifter"]
    sheet.insert_rows(10, 6)
    workbooks.write(sheet, 12, {"Aktivitet/formål": "Mellemsum", "Beløb 2010": 300_000})


def retype(book):
    for cell in book["Udgifter"][4]:
        cell.value = f"{str(cell.value).upper()}\u00a0\n"


TREATED = {
    "33 metadata deleted": (forget, {"found_by_headings"}),
    "35 sheet renamed": (rename, set()),
    "38 rows and columns inserted, columns reordered": (rearrange, {"found_by_headings"}),
    "39 blank rows and a subtotal": (interrupt, {"subtotal_row"}),
    "40 headings in another case with odd blanks": (retype, set()),
}


@pytest.mark.parametrize("case", TREATED)
def test_the_same_lines_are_found(case):
    treat, told = TREATED[case]
    found = read(changed(blank_filled_by_hand(FORTY), treat))
    assert found.budget.lines == FORTY.lines
    assert not found.blocked, found.findings
    assert told <= set(codes(found))


def test_cell_references_are_those_of_the_file_as_it_is_now():
    def misfill(book):
        rearrange(book)
        sheet = book["Vendt"]
        heading = next(cell for cell in sheet[8] if cell.value == "Pris 2010")
        sheet.cell(9, heading.column).value = "ca. 300"

    found = read(changed(blank_filled_by_hand(FORTY), misfill))
    told = next(each for each in found.findings if each.code == "text_not_amount")
    assert (told.sheet, told.row) == ("Vendt", 9)


def test_41_a_missing_and_a_doubled_heading_are_named():
    def spoil(book):
        heads = {str(cell.value): cell for cell in book["Udgifter"][4]}
        heads["Pris 2010"].value = "Noget andet"
        heads["Antal 2012"].value = "Antal 2011"

    found = read(changed(filled(FORTY), spoil))
    assert {"header_missing", "header_duplicate"} <= set(codes(found))
    twice = next(each for each in found.findings if each.code == "header_duplicate")
    assert len({twice.params["a"], twice.params["b"]}) == 2


def test_55_hidden_rows_count_and_a_very_hidden_sheet_is_not_read():
    def hide(book):
        book["Udgifter"].row_dimensions[7].hidden = True
        book.copy_worksheet(book["Udgifter"]).title = "Gemt"
        book["Gemt"].sheet_state = "veryHidden"

    found = read(changed(blank_filled_by_hand(FORTY), hide))
    assert found.budget == FORTY
    assert {"hidden_row_with_amount", "not_read"} <= set(codes(found))
    assert "Gemt" in next(each for each in found.findings if each.code == "not_read").message()


def test_a_user_who_deletes_the_metadata_renames_inserts_types_text_and_hides_a_row_gets_the_same_lines():
    def treat(book):
        forget(book)
        sheet = book["Udgifter"]
        workbooks.write(sheet, 5, {"Pris 2010": "6.000,00"})
        sheet.row_dimensions[6].hidden = True
        rename(book)
        sheet.insert_cols(1, 2)

    found = read(changed(blank_filled_by_hand(FORTY), treat))
    assert found.budget == FORTY
    assert not found.blocked, found.findings
    assert "hidden_row_with_amount" in codes(found)


def test_a_blank_copy_of_the_table_is_no_question_and_a_filled_one_is():
    def copy(book):
        forget(book)
        book.copy_worksheet(book["Udgifter"]).title = "Kopi"

    def blank(book):
        copy(book)
        book["Kopi"].delete_rows(5, 300)

    assert read(changed(blank_filled_by_hand(FORTY), blank)).budget == FORTY
    assert read(changed(blank_filled_by_hand(FORTY), copy)).refused == "template_ambiguous"


def test_how_each_column_was_found_is_recorded():
    def one(book):
        next(cell for cell in book["Udgifter"][4] if cell.value == "Note").value = "Bemærkninger"

    found = read(changed(filled(FORTY), one))
    columns = {each["key"]: each for each in found.tables[0]["columns"]}
    assert columns["category"]["by"] == "names"
    assert columns["category"]["column"] == "B"
    assert columns["note"]["heading"] == "Bemærkninger"
    by_headings = read(changed(filled(FORTY), forget)).tables[0]["columns"]
    assert {each["by"] for each in by_headings} == {"headings"}


def with_the_heading(sheet: str, old: str, new: str) -> bytes:
    def retype(book):
        next(cell for cell in book[sheet][4] if str(cell.value) == old).value = new

    return changed(filled(funded(line(1), line(2))), retype)


@pytest.mark.parametrize(
    ("sheet", "old", "new", "cell"),
    [("Udgifter", "Pris 2011", "Pris 2031", "I4"), ("Udgifter", "Beløb 2010", "Beløb 2031", "G4"),
     ("Finansiering", "2010", "2031", "D4")],
)  # fmt: skip
def test_a_year_that_is_none_of_the_rounds_is_told_at_its_heading_and_not_as_columns_that_are_missing(
    sheet, old, new, cell
):
    (finding,) = read(with_the_heading(sheet, old, new)).findings
    assert (finding.code, finding.sheet, finding.cell) == ("year_unknown", sheet, cell)
    assert f"»{new}« nævner 2031, men budgettets år er 2010–2012. Ret overskriften til »{old}«." in finding.text("da")


def test_a_column_of_another_year_that_nobody_uses_is_nothing_to_tell():
    assert not read(with_the_heading("Finansiering", "2012", "2013")).findings


def test_a_sheet_that_was_copied_and_written_on_is_asked_about_though_the_names_point_to_the_first():
    def copy(book, price: object) -> None:
        book.copy_worksheet(book["Udgifter"]).title = "Udgifter (2)"
        book["Udgifter (2)"]["F5"] = price

    same = read(changed(blank_filled_by_hand(FORTY), lambda book: copy(book, 6_000)))
    other = read(changed(blank_filled_by_hand(FORTY), lambda book: copy(book, 6_500)))
    assert (same.budget, codes(same)) == (FORTY, ["not_read"])
    assert (other.refused, other.findings[-1].params) == (
        "template_ambiguous", {"a": "Udgifter!4", "b": "Udgifter (2)!4"},
    )  # fmt: skip
