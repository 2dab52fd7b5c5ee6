"""What people do to a sheet: each is read for what it says, or told in a sentence that helps."""

import io
import zipfile

import pytest
import xlwt

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.findings import Finding
from portal.budgets.reading import Reading
from tests.budgets import raw, writers
from tests.budgets.workbooks import (
    changed,
    codes,
    filled,
    funded,
    line,
    read,
    refilled,
    saved,
    told,
)

THREE = funded(*(line(number) for number in (1, 2, 3)))


def typed(values: dict[str, object], formats: dict[str, str] | None = None) -> Reading:
    """Forty lines with some cells of the first one typed anew, in a format of their own."""

    def change(book) -> None:
        sheet = book["Udgifter"]
        for place, value in values.items():
            sheet[place] = value
            sheet[place].number_format = (formats or {}).get(place, "General")

    return read(refilled(change))


def only(found: Reading, code: str) -> Finding:
    (finding,) = told(found, code)
    return finding


@pytest.mark.parametrize(
    ("shown", "currency"),
    [("[$€-2]\\ #,##0.00", "€"), ("#,##0.00\\ [$EUR]", "EUR"), ("[$$-409]#,##0.00", "$"), ('#,##0 "USD"', "USD")],
)
def test_an_amount_shown_in_foreign_money_is_not_taken_for_kroner(shown, currency):
    finding = only(typed({"F5": 6000}, {"F5": shown}), "foreign_currency")
    assert (finding.cell, finding.message()) == ("F5", f"F5: Beløbet er i {currency}.")


@pytest.mark.parametrize("shown", ["#,##0.00\\ [$kr.-406]", '#,##0.00 "kr."', "[$-406]#,##0.00", "#,##0 [$DKK]"])
def test_an_amount_shown_in_kroner_is_read(shown):
    assert "foreign_currency" not in codes(typed({"F5": 6000}, {"F5": shown}))


def test_a_built_in_format_shows_the_money_of_whoever_opens_the_file():
    content = raw.budget()
    content["xl/styles.xml"] = content["xl/styles.xml"].replace(
        b'numFmtId="164"/></cellXfs>', b'numFmtId="44"/></cellXfs>'
    )
    costs = content["xl/worksheets/sheet1.xml"].replace(b'r="F2">', b'r="F2" s="3">')
    assert (
        read(raw.zipped({**content, "xl/worksheets/sheet1.xml": costs})).findings == read(raw.zipped(content)).findings
    )


def test_foreign_money_in_an_old_workbook_and_in_an_opendocument():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Ark")
    for row, shown in enumerate(["#,##0.00 [$€-2]", "#,##0.00 \\k\\r.", "$#,##0"]):
        sheet.write(row, 0, 5, xlwt.easyxf(num_format_str=shown))
    old = spreadsheets.read(saved(book)).sheets[0].cells
    assert [old[row, 1].style for row in (1, 2, 3)] == ["currency €", "", "currency $"]
    content = writers.HEAD + '<table:table table:name="Ark"><table:table-row>' + "".join(
        f'<table:table-cell office:value-type="currency" office:currency="{each}" office:value="5"/>'
        for each in ("EUR", "DKK")
    ) + "</table:table-row></table:table>" + writers.TAIL  # fmt: skip
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", writers.ODS)
        archive.writestr("META-INF/manifest.xml", writers.MANIFEST.format(more=""))
        archive.writestr("content.xml", content)
    new = spreadsheets.read(target.getvalue()).sheets[0].cells
    assert [new[1, column].style for column in (1, 2)] == ["currency EUR", ""]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""), (Cell(Kind.EMPTY, ""), ""), (Cell(Kind.NUMBER, "-6000.5"), "-6.000,5"),
        (Cell(Kind.NUMBER, "0.25", style="percent"), "25 %"), (Cell(Kind.NUMBER, "1e300"), "1e300"),
        (Cell(Kind.DATE, "2010-06-01T00:00:00"), "1.6.2010"), (Cell(Kind.TEXT, "x" * 99), "x" * 59 + "…"),
        (Cell(Kind.TEXT, "ring til 010180-1234"), "ring til …"),
    ],
)  # fmt: skip
def test_what_a_cell_says_in_few_words(cell, said):
    assert normalising.glimpse(cell) == said


@pytest.mark.parametrize(("written", "ore"), [("'6000", 600_000), ("’6.000,50", 600_050), ("'-20", -2_000)])
def test_the_mark_of_a_number_kept_as_text_is_no_part_of_it(written, ore):
    read_amount = normalising.amount(Cell(Kind.TEXT, written))
    assert (read_amount.value, read_amount.code) == (ore, "text_number")


def test_a_time_is_shown_as_the_sheet_shows_it():
    found = typed({"E5": 10, "E6": 0.4166}, {"E5": "[h]:mm", "E6": "hh:mm"})
    assert [(each.cell, each.seen) for each in told(found, "date_in_amount")] == [("E5", "240:00"), ("E6", "9:59")]


def test_a_percentage_is_told_apart_from_an_amount():
    found = typed({"E5": 0.5, "F6": "25 %"}, {"E5": "0%"})
    assert [each.message() for each in told(found, "percent_in_amount")] == [
        "E5: Der står en procent (50 %). Her skal stå et tal uden procent.",
        "F6: Der står en procent (25 %). Her skal stå et beløb i kroner.",
    ]


def test_what_is_missing_under_a_merge_is_told_as_that():
    def merge(book) -> None:
        sheet = book["Udgifter"]
        sheet["B6"] = sheet["B7"] = None
        sheet.merge_cells("B5:B7")

    found = read(refilled(merge))
    assert [(each.cell, each.params["anchor"]) for each in told(found, "merged_blank")] == [("B6", "B5"), ("B7", "B5")]
    assert "required_blank" not in codes(found)


def test_the_first_cell_of_a_merge_is_missing_like_others():
    def merge(book) -> None:
        book["Udgifter"]["B5"] = None
        book["Udgifter"].merge_cells("B5:C5")

    assert told(read(refilled(merge)), "merged_blank")[0].cell == "C5"
    assert told(read(refilled(merge)), "required_blank")[0].cell == "B5"


@pytest.mark.parametrize("named", [True, False])
def test_a_second_table_beside_the_first_is_asked_about(named):
    def beside(book) -> None:
        sheet = book["Udgifter"]
        for row in range(4, 8):
            for column in range(1, 21):
                sheet.cell(row, 30 + column).value = sheet.cell(row, column).value
        if not named:
            book.defined_names.clear()

    found = read(changed(filled(THREE), beside))
    assert found.refused == "template_ambiguous"
    assert "Udgifter!A4 og Udgifter!AE4" in only(found, "template_ambiguous").message()


def test_a_heading_that_stands_in_every_column_is_one_thing_to_do():
    def everywhere(book) -> None:
        for column in range(30, 16_385):
            book["Udgifter"].cell(4, column).value = "Note"

    finding = only(read(changed(filled(THREE), everywhere)), "header_duplicate")
    assert "16356 kolonner" in finding.message()
    assert finding.message().endswith("(T, AD, AE, AF, AG, AH, … og XFD).")


def test_headings_repeated_further_down_are_no_cost():
    def again(book) -> None:
        sheet = book["Udgifter"]
        for cell in sheet[4]:
            sheet.cell(45, cell.column).value = cell.value

    found = read(refilled(again))
    assert len(found.budget.lines) == 40
    assert only(found, "heading_row").message() == "Række 45 gentager overskrifterne. Den er ikke læst som en udgift."
    assert not found.blocked


def test_a_table_nobody_can_see_is_not_read_and_named():
    def hide(book) -> None:
        book["Udgifter"].sheet_state = "veryHidden"

    found = read(changed(filled(THREE), hide))
    assert found.refused == "template_unknown"
    assert only(found, "sheet_very_hidden").sheet == "Udgifter"


def test_parts_named_from_the_root_of_the_zip_are_the_same_parts():
    content = {f"/{name}": data for name, data in raw.budget().items()}
    assert len(read(raw.zipped(content)).budget.lines) == 2


def test_a_formula_that_says_nothing_has_a_saved_result():
    content = raw.budget()
    costs = content["xl/worksheets/sheet1.xml"].decode()
    emptied = costs.replace('<c r="F2"><v>500</v></c>', '<c r="F2" t="str"><f>IF(1,"")</f><v></v></c>')
    assert emptied != costs
    found = read(raw.zipped({**content, "xl/worksheets/sheet1.xml": emptied.encode()}))
    assert "formula_no_value" not in codes(found)
    assert only(found, "units_missing").row == 2


def test_rows_far_below_the_table_must_be_looked_at():
    def move(book) -> None:
        book["Udgifter"].move_range("A7:U7", rows=60)

    found = read(changed(filled(THREE), move))
    assert only(found, "rows_not_read").message() == (
        "Række 67 på arket Udgifter står mere end 20 tomme rækker under tabellen og er ikke læst."
    )
    assert only(found, "rows_not_read").severity == "warn"


@pytest.mark.parametrize("size", ["0", "0.0"])
def test_rows_and_columns_without_size_are_hidden(size):
    content = raw.budget()
    costs = content["xl/worksheets/sheet1.xml"].decode()
    rows = costs.replace('<row r="2">', f'<row r="2" ht="{size}" customHeight="1">')
    both = rows.replace("<sheetData>", f'<cols><col min="6" max="6" width="{size}" customWidth="1"/></cols><sheetData>')
    found = read(raw.zipped({**content, "xl/worksheets/sheet1.xml": both.encode()}))
    assert {"hidden_row_with_amount", "hidden_column_with_amount"} <= set(codes(found))


def test_a_sum_that_is_named_only_beside_its_figure_is_no_line():
    def add(book) -> None:
        sheet = book["Udgifter"]
        sheet["A45"], sheet["M45"], sheet["N45"], sheet["O45"] = None, "I alt", 2_400_000, 2_400_000

    found = read(refilled(add))
    assert (len(found.budget.lines), only(found, "subtotal_row").row) == (40, 45)


def test_a_line_without_a_name_whose_note_speaks_of_a_total_is_no_sum():
    def forget(book) -> None:
        sheet = book["Udgifter"]
        sheet["B44"] = sheet["C44"] = None
        sheet["T44"] = "Total for tre hold"

    found = read(refilled(forget))
    assert (len(found.budget.lines), codes(found).count("required_blank")) == (40, 2)


def test_a_span_of_time_in_an_opendocument_is_told_as_a_time():
    table = writers.HEAD + '<table:table table:name="Ark"><table:table-row><table:table-cell office:value-type="time" '
    content = table + 'office:time-value="PT240H05M00S"/></table:table-row></table:table>' + writers.TAIL
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", writers.ODS)
        archive.writestr("META-INF/manifest.xml", writers.MANIFEST.format(more=""))
        archive.writestr("content.xml", content)
    (cell,) = spreadsheets.read(target.getvalue()).sheets[0].cells.values()
    assert (cell.kind, normalising.amount(cell).seen) == (Kind.DATE, "240:05")
