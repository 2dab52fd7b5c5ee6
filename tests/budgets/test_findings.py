"""Every way of misfilling a workbook is told by sheet and cell, with a code that stays the same."""

import json
import string

import pytest

from portal.budgets.findings import Finding, catalogue, grouped
from portal.budgets.limits import Limits
from portal.core.money import Ore
from tests.budgets.workbooks import blank_filled_by_hand, changed, codes, filled, funded, line, read, write

THREE = funded(*(line(number) for number in range(1, 4)))

MISFILLED = {
    "a category nobody knows": ({"Kategori": "Bananer"}, "unknown_category", "B5"),
    "a category with a slip": ({"Kategori": "Revison"}, "unknown_category", "B5"),
    "a category no pool pays": ({"Kategori": "Overhead"}, "ineligible_category", "B5"),
    "no category": ({"Kategori": None}, "required_blank", "B5"),
    "no purpose": ({"Aktivitet/formål": None}, "required_blank", "C5"),
    "no price": ({"Pris 2010": None}, "required_blank", "F5"),
    "a unit nobody knows": ({"Enhed": "dusin"}, "unknown_choice", "D5"),
    "words in an amount": ({"Pris 2010": "ca. 5.000"}, "text_not_amount", "F5"),
    "a range": ({"Pris 2010": "5-6.000"}, "text_not_amount", "F5"),
    "millions": ({"Heraf søgt": "2 mio."}, "text_not_amount", None),
    "words in a number": ({"Antal 2010": "mange"}, "text_not_number", "E5"),
    "an amount of two readings": ({"Pris 2010": "1,234"}, "ambiguous_number", "F5"),
    "another amount of two readings": ({"Pris 2010": "12.34"}, "ambiguous_number", "F5"),
    "a foreign currency": ({"Pris 2010": "€ 500"}, "foreign_currency", "F5"),
    "an error": ({"Pris 2010": "#REF!"}, "error_cell", "F5"),
    "true": ({"Pris 2010": True}, "bool_in_amount", "F5"),
    "a formula without a value": ({"Heraf søgt": "=1+1"}, "formula_no_value", None),
    "a negative price": ({"Pris 2010": -600}, "negative_amount", "F5"),
    "a number too large": ({"Pris 2010": 10**14}, "number_too_large", "F5"),
    "English thousands": ({"Pris 2010": "6,000.00"}, "english_number", "F5"),
    "an amount without units": ({"Antal 2010": None, "Pris 2010": None, "Beløb 2010": 60_000}, "units_missing", "G5"),
    "a product that is not the amount": ({"Beløb 2010": 70_000}, "units_times_price", "G5"),
    "a total that is not the sum": ({"I alt": 60_001.5}, "line_total", None),
    "a split that is not the line": ({"Heraf søgt": 1}, "funding_split", None),
    "category 95 without a note": ({"Kategori": "95 Øvrige udgifter"}, "note_missing", None),
    "a CPR number": ({"Note": "ring til 010180-1234"}, "cpr_number", None),
    "a long text": ({"Note": "x" * 4001}, "text_too_long", None),
    "the same line twice": ({"Aktivitet/formål": "Truckcertifikat, hold 2"}, "duplicate_line", None),
    "an unknown answer about refusion": ({"Også refusion?": "måske"}, "unknown_choice", "S5"),
    "no answer about refusion": ({"Også refusion?": "?"}, "unknown_choice", "S5"),
}  # fmt: skip


@pytest.mark.parametrize("way", MISFILLED)
def test_a_misfilled_cell_is_told_by_its_place(way):
    values, code, cell = MISFILLED[way]

    def misfill(book):
        write(book["Udgifter"], 5, values)
        for value in values.values():
            if isinstance(value, str) and value.startswith(("=", "#")):
                place = next(each for each in book["Udgifter"][5] if each.value == value)
                place.data_type = "f" if value.startswith("=") else "e"

    found = read(changed(blank_filled_by_hand(THREE), misfill))
    told = [each for each in found.findings if each.code == code]
    assert told, found.findings
    assert told[0].sheet == "Udgifter"
    assert told[0].cell == cell or cell is None
    assert "–" not in told[0].text("da").replace("2010–2012", ""), "every gap of the sentence is filled"


def test_a_date_and_a_percentage_are_no_amounts():
    def misfill(book):
        book["Udgifter"]["F5"].number_format = "dd-mm-yyyy"
        book["Udgifter"]["F6"].number_format = "0 %"

    found = read(changed(blank_filled_by_hand(THREE), misfill))
    assert {(each.code, each.cell) for each in found.findings} >= {
        ("date_in_amount", "F5"),
        ("percent_in_amount", "F6"),
    }


def test_a_number_that_english_excel_made_small_is_asked_about():
    def misfill(book):
        write(book["Udgifter"], 5, {"Pris 2010": 1.234})

    found = read(changed(blank_filled_by_hand(THREE), misfill))
    assert (
        "Mente du 1.234 kr.?" in next(each for each in found.findings if each.code == "thousands_suspected").message()
    )


def test_financing_that_falls_short_is_told_with_the_year_and_the_difference():
    def misfill(book):
        write(book["Finansiering"], 5, {"2010": 170_000})

    found = read(changed(blank_filled_by_hand(THREE), misfill))
    gap = next(each for each in found.findings if each.code == "financing_gap")
    assert (gap.sheet, gap.cell) == ("Finansiering", "D3")
    assert (
        gap.message()
        == "D3: 2010: Udgifter 180.000 kr. og finansiering 170.000 kr. skal være ens. Der mangler 10.000 kr."
    )


def test_too_much_financing_is_told_too():
    def misfill(book):
        write(book["Finansiering"], 5, {"2011": 5_000})

    assert "financing_surplus" in codes(read(changed(blank_filled_by_hand(THREE), misfill)))


def test_an_amount_outside_the_period_is_told():
    found = read(filled(THREE), limits=Limits(first_year=2011, last_year=2012))
    outside = [each for each in found.findings if each.code == "year_outside_period"]
    assert [each.cell for each in outside] == ["G5", "G6", "G7"]
    assert outside[0].message() == "G5: 2010 ligger uden for projektperioden 2011–2012."


def test_a_year_of_ones_own_is_outside_the_period():
    def rename(book):
        for cell in book["Udgifter"][4]:
            cell.value = str(cell.value).replace("2010", "2031")

    assert "year_outside_period" in codes(read(changed(blank_filled_by_hand(THREE), rename)))


def test_the_pools_limits_are_asked():
    wage = line(1, category="10", unit="hours", purpose="Leder")
    found = read(filled(funded(wage)), limits=Limits(own_percent=10, largest_grant=Ore(1)))
    assert {"rate_above_ceiling", "own_financing_low", "grant_above_max"} <= set(codes(found))


def test_a_missing_heading_and_one_that_stands_twice_are_named():
    def rename(book):
        sheet = book["Udgifter"]
        sheet["F4"], sheet["H4"] = "Stykpris", "Antal 2010"

    found = read(changed(filled(THREE), rename))
    told = {(each.code, each.column) for each in found.findings}
    assert {
        ("header_missing", "Pris 2010"),
        ("header_missing", "Antal 2011"),
        ("header_duplicate", "Antal 2010"),
    } <= told


def test_a_workbook_without_the_table_is_refused_by_name():
    def empty(book):
        for name in ("Udgifter", "Løn", "Finansiering"):
            del book[name]

    found = read(changed(filled(THREE), empty))
    assert (found.refused, codes(found)) == ("template_unknown", ["template_unknown"])


def test_two_tables_that_look_like_the_budget_are_asked_about():
    def twice(book):
        book.defined_names.clear()
        for number in (1, 2):
            book.copy_worksheet(book["Udgifter"]).title = f"Budget {number}"
        del book["Udgifter"]

    found = read(changed(filled(THREE), twice))
    assert (found.refused, codes(found)) == ("template_ambiguous", ["template_ambiguous"])


def test_two_tables_of_financing_are_asked_about():
    def twice(book):
        book.defined_names.clear()
        for number in (1, 2):
            book.copy_worksheet(book["Finansiering"]).title = f"Kilder {number}"
        del book["Finansiering"]

    found = read(changed(filled(THREE), twice))
    assert "template_ambiguous" in codes(found)
    assert found.blocked


def test_the_template_of_another_pool_is_refused_with_both_names():
    found = read(filled(THREE), pool="consultants")
    assert found.refused == "template_other_pool"
    assert "Jobrettet opkvalificering" in found.findings[-1].message()


def test_a_template_downloaded_for_another_application_is_asked_about():
    found = read(filled(THREE, reference="OPK-2010-SYD-001"), reference="OPK-2010-SYD-002")
    assert codes(found) == ["template_other_application"]
    assert "OPK-2010-SYD-001" in found.findings[0].message()


def test_a_missing_sheet_of_financing_is_told():
    def drop(book):
        del book["Finansiering"]

    assert "table_missing" in codes(read(changed(filled(THREE), drop)))


def test_wages_that_are_not_among_the_costs_block():
    def pay(book):
        write(book["Løn"], 5, {"Person/funktion": "Leder", "Timer pr. år": 100, "Timesats": 300, "Beløb 2010": 30_000})

    found = codes(read(changed(blank_filled_by_hand(THREE), pay)))
    assert {"wage_total", "wage_without_line"} <= set(found)


def test_a_rate_above_the_ceiling_on_the_sheet_of_wages_is_told_there():
    wage = line(1, category="10", unit="hours", purpose="Leder")

    def pay(book):
        write(book["Løn"], 5, {"Person/funktion": "Leder", "Timer pr. år": 10, "Timesats": 451, "Beløb 2010": 60_000})

    found = read(changed(blank_filled_by_hand(funded(wage)), pay))
    assert ("Løn", "D5") in {(each.sheet, each.cell) for each in found.findings if each.code == "rate_above_ceiling"}


def test_a_cpr_number_that_excel_made_a_number_is_found():
    found = read(changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Note": 101801234})))
    assert "cpr_number" in codes(found)
    assert "101801234" not in str([each.text() for each in found.findings])


def test_hidden_columns_and_merged_cells_are_read_and_told():
    def hide(book):
        book["Udgifter"].column_dimensions["F"].hidden = True

    assert "hidden_column_with_amount" in codes(read(changed(blank_filled_by_hand(THREE), hide)))


def test_a_typed_sum_that_is_wrong_blocks_and_a_stale_one_warns():
    def type_over(book):
        book["Udgifter"]["G3"] = 1

    told = next(
        each for each in read(changed(blank_filled_by_hand(THREE), type_over)).findings if each.code == "column_total"
    )
    assert (told.cell, told.severity) == ("G3", "block")


@pytest.mark.parametrize("code", catalogue())
def test_every_code_has_its_sentences_in_both_languages_with_the_same_gaps(code):
    entry = catalogue()[code]
    assert entry["severity"] in {"block", "warn", "info"}
    assert entry["level"] in {"file", "template", "table", "row", "cell", "sum"}
    assert entry["da"]
    assert entry["en"]
    assert bool(entry["fix_da"]) == bool(entry["fix_en"])
    assert entry["fix_da"] or entry["severity"] != "block", "what blocks says what to do"
    gaps = [{name for _, name, _, _ in string.Formatter().parse(entry[key])} - {None} for key in ("da", "en")]
    assert gaps[1] <= gaps[0] | {"cell"}
    assert "ugyldig" not in entry["da"].lower()


def test_findings_survive_being_kept_as_json():
    found = read(changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Pris 2010": "x"})))
    kept = [Finding.from_json(json.loads(json.dumps(each.as_json()))) for each in found.findings]
    assert [each.text("en") for each in kept] == [each.text("en") for each in found.findings]


def test_a_sentence_in_a_table_does_not_say_the_cell_again():
    finding = Finding("financing_gap", "Finansiering", "D3", params={"year": 2010, "a": "2", "b": "1", "diff": "1"})
    assert finding.beside("en").startswith("2010: expenses DKK 2")


def test_findings_of_one_kind_in_one_column_are_one_thing_to_do():
    def misfill(book):
        for row in (5, 6, 7):
            write(book["Udgifter"], row, {"Pris 2010": "ca. 5"})

    groups = grouped(read(changed(blank_filled_by_hand(THREE), misfill)).findings)
    assert [len(each.findings) for each in groups if each.code == "text_not_amount"] == [3]
