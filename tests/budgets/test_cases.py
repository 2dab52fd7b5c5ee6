"""The table of cases of the workbook's specification, by number: what stands in the sheets.

The files as files (4 to 19) stand beside this; the colleague of number 60 is a matter of the pages.
"""

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from portal.adapters import spreadsheets
from portal.budgets import editions, specification, template, totals
from portal.budgets.comparing import Change, compare
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, Financing, YearAmount, YearCost, in_whole_kroner
from portal.core.money import Ore
from tests.budgets.workbooks import (
    FORTY,
    MADE,
    answer,
    codes,
    filled,
    funded,
    line,
    read,
    refilled,
    told,
    with_part,
    write,
)

WHOLE = filled(FORTY)
COSTS = "xl/worksheets/sheet3.xml"


def test_case_1_the_untouched_template():
    found = read(WHOLE)
    assert (answer(WHOLE), found.budget, found.findings) == ("OK", FORTY, [])
    assert totals.of(found.budget).total == Ore(40 * 60_000_00)


def test_case_28_links_and_dde():
    dde = "=cmd|'/c calc'!A0"
    data = with_part(
        filled(funded(*(replace(each, note=dde) for each in FORTY.lines))),
        "xl/externalLinks/externalLink1.xml",
        lambda _: b"<externalLink/>",
    )
    found = read(data)
    assert (answer(data), codes(found)) == ("W", ["external_links"])
    assert {each.note for each in found.budget.lines} == {dde}
    again = openpyxl.load_workbook(io.BytesIO(filled(found.budget)))["Udgifter"]
    notes = [cell for row in again.iter_rows() for cell in row if cell.value == dde]
    assert len(notes) == 40
    assert {each.data_type for each in notes} == {"s"}


def test_case_29_a_formula_typed_as_text():
    link = '=HYPERLINK("http://x")'
    budget = funded(replace(FORTY.lines[0], note=link))
    assert answer(filled(budget)) == "OK"
    found = read(filled(budget))
    assert found.budget == budget
    with zipfile.ZipFile(io.BytesIO(filled(found.budget))) as archive:
        sheet = archive.read(COSTS)
    assert b"HYPERLINK" not in sheet  # a shared string, and no formula


def test_case_30_the_template_of_another_pool():
    found = read(WHOLE, pool="consultants")
    assert found.refused == "template_other_pool"
    assert "Jobrettet opkvalificering" in found.findings[-1].message()
    assert "irksomhedskonsulenter" in found.findings[-1].message()


def test_case_31_the_template_of_last_time(tmp_path, monkeypatch):
    data = json.loads(editions.path("upskilling", 1).read_text("utf-8"))
    (tmp_path / "upskilling_1.json").write_text(json.dumps(data), "utf-8")
    data["version"] = 2
    data["facts"]["fields"].append({"key": "auditor", "da": "Revisor", "en": "Auditor"})
    (tmp_path / "upskilling_2.json").write_text(json.dumps(data), "utf-8")
    key = b"k" * 32
    monkeypatch.setattr(editions, "FOLDER", tmp_path)
    old = specification.of("upskilling", 1)
    written = spreadsheets.write(template.plan(old, template.Request(MADE, budget=FORTY, key=key)))
    found = read(written, key=key)
    assert (codes(found), found.budget, found.version) == (["template_old"], FORTY, 1)
    assert "Revisor" in found.findings[0].message()
    assert found.findings[0].severity.value == "warn"


def test_case_33_the_metadata_is_gone():
    def forget(book):
        del book["_meta"]

    without = read(refilled(forget))
    assert (answer(refilled(forget)), without.budget) == ("OK", FORTY)

    def forget_names(book):
        forget(book)
        book.defined_names.clear()

    bare = read(refilled(forget_names))
    assert (answer(refilled(forget_names)), bare.budget) == ("OK", FORTY)
    assert {each.severity.value for each in told(bare, "found_by_headings")} == {"info"}
    assert "overskrifter" in told(bare, "found_by_headings")[0].message()


def test_case_35_a_renamed_sheet():
    def rename(book):
        book["Udgifter"].title = "Udgifter 2026 (endelig)"

    assert (answer(refilled(rename)), read(refilled(rename)).budget) == ("OK", FORTY)


def test_case_38_rows_and_columns_inserted_and_columns_in_another_order():
    def rearrange(book):
        sheet = book["Udgifter"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=20)]
        sheet.delete_rows(4, len(rows))
        for row, values in enumerate(rows, 7):
            for column, value in enumerate([values[19], *values[2:19], *values[:2]], 3):
                sheet.cell(row, column).value = None if str(value).startswith("=") else value
        book.defined_names.clear()
        write_at(sheet, 8, "Pris 2010", "ca. 5")

    def write_at(sheet, row, title, value):
        column = next(cell.column for cell in sheet[7] if cell.value == title)
        sheet.cell(row, column).value = value

    found = read(refilled(rearrange))
    (wrong,) = told(found, "text_not_amount")
    assert (wrong.cell, wrong.row) == ("G8", 8)
    assert found.budget.lines[1:] == FORTY.lines[1:]


def test_case_39_blank_rows_and_a_subtotal_inside():
    def interrupt(book):
        sheet = book["Udgifter"]
        sheet.insert_rows(12, 6)
        write(sheet, 14, {"Aktivitet/formål": "Mellemsum", "Beløb 2010": 7 * 60_000})

    found = read(refilled(interrupt))
    assert (answer(refilled(interrupt)), found.budget) == ("OK", FORTY)
    assert [each.severity.value for each in told(found, "subtotal_row")] == ["info"]


def test_case_40_headings_with_odd_blanks_and_case():
    def retype(book):
        for cell in book["Udgifter"][4]:
            if str(cell.value).startswith("Pris"):
                cell.value = f"PRIS\u00a0pr. enhed\n{cell.value[-4:]} "
        book.defined_names.clear()

    assert (answer(refilled(retype)), read(refilled(retype)).budget) == ("OK", FORTY)


def test_case_41_a_heading_missing_and_one_twice():
    def rename(book):
        sheet = book["Udgifter"]
        sheet["F4"], sheet["H4"] = "Stykpris", "Antal 2010"

    data = refilled(rename)
    found = read(data)
    assert answer(data) == "B"
    assert "Pris 2010" in {each.column for each in told(found, "header_missing")}
    (twice,) = told(found, "header_duplicate")
    assert "(E og H)" in twice.message()


@pytest.mark.parametrize(
    ("written", "ore"),
    [("1.234,50", 123450), ("kr. 1.234,50", 123450), ("1\u00a0234,50", 123450), ("1.234,-", 123400)],
)
def test_case_43_amounts_as_text(written, ore):
    whole = in_whole_kroner(Decimal(ore)) // 100

    def retype(book):
        write(book["Udgifter"], 5, {"Pris 2010": written, "Antal 2010": 1, "Heraf søgt": whole})
        write(book["Finansiering"], 5, {"2010": 39 * 60_000 + whole})

    found = read(refilled(retype))
    assert (answer(refilled(retype)), found.budget.lines[0].years[0].unit_price) == ("OK", ore)
    assert [(each.cell, each.severity.value) for each in told(found, "text_number")] == [("F5", "info")]


@pytest.mark.parametrize(("written", "one", "other"), [("1,234", "1.234", "1,234"), ("12.34", "1.234", "12,34")])
def test_case_44_numbers_of_two_readings(written, one, other):
    data = refilled(lambda book: write(book["Udgifter"], 5, {"Pris 2010": written}))
    (found,) = told(read(data), "ambiguous_number")
    assert (answer(data), found.cell) == ("B", "F5")
    assert f"kan være {one} kr. eller {other} kr." in found.message()


@pytest.mark.parametrize("written", ["ca. 5.000", "2 mio.", "5-6.000", "12,"])
def test_case_46_words_in_an_amount(written):
    data = refilled(lambda book: write(book["Udgifter"], 5, {"Pris 2010": written}))
    (found,) = told(read(data), "text_not_amount")
    assert (answer(data), found.cell, found.seen, written in found.message()) == ("B", "F5", written, True)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_case_52_error_cells(error):
    def err(book):
        book["Udgifter"]["F5"].value = error
        book["Udgifter"]["F5"].data_type = "e"

    (found,) = told(read(refilled(err)), "error_cell")
    assert (answer(refilled(err)), found.cell, error in found.message()) == ("B", "F5", True)


def test_case_55_hidden_and_filtered_rows_and_a_very_hidden_sheet():
    def hide(book):
        sheet = book["Udgifter"]
        write(sheet, 7, {"Pris 2010": 4_500, "Heraf søgt": 45_000})
        sheet.row_dimensions[7].hidden = True
        sheet.auto_filter.ref = "A4:T44"
        sheet.auto_filter.add_filter_column(1, ["21 Køb af kursusforløb"])
        sheet.row_dimensions[8].hidden = True  # what a filter leaves out is a hidden row
        write(book["Finansiering"], 5, {"2010": 39 * 60_000 + 45_000})
        copied = book.copy_worksheet(sheet)
        copied.title, copied.sheet_state = "Gammelt budget", "veryHidden"

    found = read(refilled(hide))
    assert answer(refilled(hide)) == "W"
    hidden = told(found, "hidden_row_with_amount")
    assert [each.row for each in hidden] == [7, 8]
    assert hidden[0].message() == "Række 7 er skjult, men indeholder 45.000 kr. Den er regnet med."
    assert found.budget.lines[2].total == Ore(45_000_00)
    assert len(found.budget.lines) == 40
    (unread,) = told(found, "not_read")
    assert "Gammelt budget (helt skjult)" in unread.message()


ONE_KRONE_OFF = {"I alt": 60_001}
SUMS = {
    "a line's total off by one krone": ("line_total", "N5", "1 kr."),
    "financing 10.000 short": ("financing_gap", "D3", "10.000 kr."),
    "own financing of 8 %": ("own_financing_low", None, "10 %"),
    "an hourly rate above the ceiling": ("rate_above_ceiling", "F7", "450 kr."),
    "overhead": ("ineligible_category", "B8", "G-12"),
    "the year 2031": ("year_outside_period", "J9", "2031"),
}


def test_case_59_sums_that_do_not_fit():
    def spoil(book):
        costs, sources = book["Udgifter"], book["Finansiering"]
        for sheet in (costs, sources):
            for cell in sheet[4]:
                cell.value = str(cell.value).replace("2011", "2031") if cell.value else None
        write(costs, 5, ONE_KRONE_OFF)
        write(costs, 7, {"Kategori": "10 Løn, projektledelse", "Enhed": "time", "Antal 2010": 100, "Pris 2010": 600})
        write(costs, 8, {"Kategori": "Overhead"})
        write(costs, 9, {"Antal 2031": 1, "Pris 2031": 1})
        write(sources, 5, {"2010": 40 * 60_000 - 10_000})

    found = read(refilled(spoil), limits=Limits(2010, 2012))
    for code, cell, says in (SUMS[way] for way in SUMS if SUMS[way][0] != "own_financing_low"):
        first = told(found, code)[0]
        assert cell is None or first.cell.rstrip("0123456789") == cell.rstrip("0123456789"), code
        assert says in first.message(), (code, first.message())
    assert found.blocked


def test_case_59_own_financing():
    own = Financing("Kommunen", "own", "granted", (YearAmount(2010, Ore(8_00)),))
    budget = Budget(
        (line(1, years=(YearCost(2010, Decimal(1), Ore(100_00), Ore(100_00)),), sought=Ore(92_00), own=Ore(8_00)),),
        (Financing("Puljen", "grant", "applied", (YearAmount(2010, Ore(92_00)),)), own),
    )
    found = read(filled(budget), limits=Limits(own_percent=10))
    (low,) = told(found, "own_financing_low")
    assert "Egenfinansieringen er 8,0 %. Puljen kræver mindst 10 % (10 kr.)." in low.message()
    assert found.blocked
    assert not told(read(filled(budget), limits=Limits(own_percent=8)), "own_financing_low")


def dearer(one, by: int):
    cost = one.years[0]
    return replace(one, years=(YearCost(cost.year, cost.units, cost.unit_price, Ore(cost.amount + by)),))


def test_case_60_the_second_version():
    old = FORTY.lines
    new = [dearer(old[0], 100_00), *old[1:5], dearer(old[5], -50_00), *old[6:9], *old[10:40]]  # one removed
    new = [*new[:20], *new[23:30], *new[20:23], *new[30:]]  # three moved
    written = read(filled(Budget((*new, line(99, purpose="Et nyt hold")), FORTY.financing))).budget
    found = compare(FORTY, written)
    assert found.counts == {Change.CHANGED: 2, Change.ADDED: 1, Change.REMOVED: 1, Change.MOVED: 3, Change.SAME: 34}
    first = found.of(Change.CHANGED)[0].fields[0]
    assert (first.name, first.year, first.old, first.new) == ("amount", 2010, "60.000", "60.100")
