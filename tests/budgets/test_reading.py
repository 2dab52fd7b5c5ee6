"""What goes into a workbook comes out of it again, however it was filled in, moved about or renamed."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from portal.budgets.lines import Line, YearCost
from portal.core.money import Ore
from tests.budgets import workbooks
from tests.budgets.workbooks import blank_filled_by_hand, changed, codes, filled, funded, line, read

QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FORTY = funded(*(line(number) for number in range(1, 41)))


@QUIET
@given(workbooks.budgets())
def test_a_budget_written_by_the_portal_is_read_as_it_was(budget):
    found = read(filled(budget))
    assert found.budget == budget
    assert not found.blocked, found.findings


@QUIET
@given(workbooks.budgets())
def test_a_template_filled_in_by_openpyxl_is_read_as_it_was(budget):
    found = read(blank_filled_by_hand(budget))
    assert found.budget == budget
    assert not found.blocked, found.findings


def test_forty_lines_are_read_without_a_word():
    found = read(filled(FORTY))
    assert (found.budget, found.findings) == (FORTY, [])


def test_the_same_file_twice_in_one_process_gives_the_same_answer():
    data = filled(FORTY)
    assert read(data) == read(data)


def test_a_template_without_its_metadata_and_names_is_found_by_its_headings():
    def forget(book):
        del book["_meta"]
        book.defined_names.clear()

    found = read(changed(filled(FORTY), forget))
    assert found.budget == FORTY
    assert set(codes(found)) == {"found_by_headings"}


def test_a_renamed_sheet_with_rows_and_columns_inserted_gives_the_same_lines():
    def rearrange(book):
        for name in ("Udgifter", "Finansiering"):
            book[name].insert_rows(1, 3)
            book[name].insert_cols(1, 2)
            book[name].title = f"{name} 2010 (endelig)"
        book.defined_names.clear()

    found = read(changed(blank_filled_by_hand(FORTY), rearrange))
    assert found.budget == FORTY


def test_headings_with_odd_blanks_and_case_are_the_same_headings():
    def retype(book):
        for cell in book["Udgifter"][4]:
            cell.value = f" {str(cell.value).upper()}\u00a0\n(kr.)"

    assert read(changed(blank_filled_by_hand(FORTY), retype)).budget == FORTY


def test_blank_rows_and_a_subtotal_inside_the_table_are_no_lines():
    def interrupt(book):
        sheet = book["Udgifter"]
        sheet.insert_rows(10, 6)
        workbooks.write(sheet, 12, {"Aktivitet/formål": "Mellemsum", "Beløb 2010": 300_000})

    found = read(changed(blank_filled_by_hand(FORTY), interrupt))
    assert found.budget == FORTY
    assert codes(found) == ["subtotal_row"]


def test_a_hidden_row_counts_and_is_named():
    def hide(book):
        book["Udgifter"].row_dimensions[7].hidden = True

    found = read(changed(blank_filled_by_hand(FORTY), hide))
    assert (found.budget, codes(found)) == (FORTY, ["hidden_row_with_amount"])
    assert found.findings[0].message() == "Række 7 er skjult, men indeholder 60.000 kr. Den er regnet med."


def test_amounts_written_as_text_are_read_and_told():
    spellings = {"1.234,50": 123450, "kr. 1.234,50": 123450, "1\u00a0234,50": 123450, "1.234,-": 123400}
    for written, ore in spellings.items():
        budget = funded(line(years=(YearCost(2010, Decimal(1), Ore(ore), Ore(round(ore, -2))),)))

        def retype(book, written=written):
            workbooks.write(book["Udgifter"], 5, {"Pris 2010": written})

        found = read(changed(blank_filled_by_hand(budget), retype))
        assert found.budget.lines[0].years[0].unit_price == ore, written
        assert "text_number" in codes(found)
        assert not [each for each in found.findings if each.code == "text_not_amount"]


def test_own_notes_and_other_sheets_are_named_as_not_read():
    def add(book):
        book.create_sheet("Noter")["A1"] = "husk moms"
        workbooks.write(book["Udgifter"], 5, {"Egne noter (læses ikke)": "spørg Tove"})

    found = read(changed(blank_filled_by_hand(FORTY), add))
    assert codes(found) == ["not_read"]
    assert "Noter, Udgifter: Egne noter (læses ikke)" in found.findings[0].message()


def test_a_wage_line_takes_function_hours_and_rate_from_the_sheet_of_wages():
    wage = line(
        category="10", unit="hours", purpose="Projektleder", function="Projektleder", hours=Decimal(240),
        hourly_rate=Ore(300_00), years=(YearCost(2010, Decimal(240), Ore(300_00), Ore(72_000_00)),),
    )  # fmt: skip
    assert read(filled(funded(wage))).budget.lines == (wage,)


def test_a_wage_line_in_hours_speaks_for_itself():
    wage = line(
        category="11", unit="hours", purpose="Vejleder",
        years=(YearCost(2010, Decimal(10), Ore(300_00), Ore(3_000_00)),),
    )  # fmt: skip
    read_line = read(blank_filled_by_hand(funded(wage))).budget.lines[0]
    assert read_line == replace(wage, function="Vejleder", hours=Decimal(10), hourly_rate=Ore(300_00))


def test_a_formula_of_someones_own_without_a_saved_value_is_never_taken_for_nothing():
    def borrow(book):
        workbooks.write(book["Udgifter"], 5, {"Antal 2010": None, "Pris 2010": None})
        book["Udgifter"]["G5"] = "=Noter!B7"

    found = read(changed(blank_filled_by_hand(FORTY), borrow))
    assert "formula_no_value" in codes(found)
    assert isinstance(found.budget.lines[0], Line)
