"""The annotated copy: the same file, with marks and a report, whichever program wrote it."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.adapters.spreadsheet_patch_form import TONES
from portal.budgets import annotating
from portal.budgets.annotating import annotated, marks_of
from portal.budgets.findings import Finding
from portal.budgets.reading import Reading
from tests.budgets import packages
from tests.budgets.packages import parts_of
from tests.budgets.workbooks import (
    SPEC,
    blank_filled_by_hand,
    changed,
    filled,
    funded,
    line,
    read,
    with_part,
    write,
)

THREE = funded(*(line(number) for number in range(1, 4)))
SHEET = "xl/worksheets/sheet3.xml"
AT = datetime(2010, 9, 3, 8, 5, tzinfo=UTC)
SAME = {"macros_ignored"}  # the copy has no macros, so nothing is said of them


def misfilled(book) -> None:
    """Four kinds of mistakes, one of them in a cell that is empty, and a hidden row."""
    costs = book["Udgifter"]
    write(costs, 5, {"Pris 2010": "ca. 300", "Note": '=HYPERLINK("http://x") & <b>'})
    write(costs, 6, {"Kategori": "Diverse", "Heraf søgt": "60.000"})
    costs.row_dimensions[7].hidden = True
    costs.delete_cols(costs.max_column)
    costs["C7"].value = None


WRONG = changed(blank_filled_by_hand(THREE), misfilled)
PLAIN = spreadsheets.read(WRONG)
FILES = {
    "blank": filled(),
    "filled in": filled(THREE),
    "with mistakes, by openpyxl": WRONG,
    "with mistakes, in raw XML": packages.raw(PLAIN),
    "without addresses": packages.raw(PLAIN, addresses=False),
    "prefixed": packages.prefixed(WRONG),
    "Strict": packages.strict(WRONG),
    "UTF-16": packages.in_utf16(WRONG),
    "macros": packages.with_macros(WRONG),
    "template": packages.with_macros(
        WRONG, "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    ),
    "English": filled(THREE, language="en"),
}


def said(found: Reading) -> list[dict]:
    return [each.as_json() for each in found.findings if each.code not in SAME]


def marked(data: bytes, language: str = "da"):
    """The copy, after what must hold of every copy has been looked at."""
    found = read(data)
    copy = annotated(data, found, language, at=AT)
    assert copy is not None
    again = read(copy.data)
    assert (again.budget, said(again)) == (found.budget, said(found))
    return copy, found


def colours(data: bytes) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    ours = {colour: severity for severity, tone in TONES.items() for colour in (tone.light, tone.dark)}
    return {
        (sheet.title, cell.coordinate): ours[cell.fill.fgColor.rgb]
        for sheet in book.worksheets
        if sheet.title not in ("Fejlrapport", "Error report")
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in ours
    }


def wanted(found: Reading) -> dict[tuple[str, str], str]:
    marks = marks_of(found.findings)
    return {
        (sheet, f"{openpyxl.utils.get_column_letter(column)}{row}"): severity
        for sheet, cells in marks.items()
        for (row, column), severity in cells.items()
    }


@pytest.mark.parametrize("name", FILES)
def test_the_copy_reads_the_same_and_its_cells_are_marked(name):
    data = FILES[name]
    copy, found = marked(data)
    assert not copy.rebuilt
    cells = colours(packages.every_part(copy.data, transitional))
    assert cells == wanted(found)
    assert name not in ("UTF-16", "prefixed", "macros") or set(cells.values()) == {"block", "info"}


def transitional(_name: str, xml: bytes) -> bytes:
    """openpyxl reads neither Strict files nor a UTF-16 declaration over other bytes."""
    old = packages.STRICT_RELATIONS.encode()
    return xml.replace(packages.STRICT.encode(), packages.MAIN.encode()).replace(old, packages.RELATIONS.encode())


@pytest.mark.parametrize("name", FILES)
def test_every_other_part_is_byte_for_byte_as_it_was(name):
    data = FILES[name]
    copy, found = marked(data)
    before, after = parts_of(data), parts_of(copy.data)
    touched = {each for each in before if before[each] != after.get(each)}
    sheets = {each for each in touched if "worksheets/" in each or "sheets/s" in each}
    assert len(sheets) == len(marks_of(found.findings))
    others = {each.rpartition("/")[2] for each in touched - sheets}
    macros = {"vbaProject.bin", "vbaData.xml", "vbaProject.bin.rels"}
    named = {"[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml", "the workbook.xml"}
    assert others <= named | {"the workbook.xml.rels"} | macros
    assert len(after.keys() - before.keys()) == (2 if "raw" in name or "addresses" in name else 1)


@pytest.mark.parametrize("name", FILES)
def test_no_cell_is_changed_and_no_sheet_moves(name):
    data = FILES[name]
    before, after = spreadsheets.read(data), spreadsheets.read(marked(data)[0].data)
    assert [replace(each) for each in after.sheets[: len(before.sheets)]] == before.sheets
    assert [each.name for each in after.sheets[len(before.sheets) :]] == ["Fejlrapport"]
    assert {key: place for key, place in after.names.items() if key != "b_report"} == before.names


def test_only_the_style_of_a_cell_changes_in_its_sheet():
    copy, _found = marked(WRONG)
    before, after = parts_of(WRONG)[SHEET], parts_of(copy.data)[SHEET]
    style, fresh = re.compile(rb' s="\d+"'), re.compile(rb'<c r="C7" s="\d+"/>')
    assert style.sub(b"", fresh.sub(b"", after)) == style.sub(b"", before)
    assert fresh.search(after)


def test_the_report_says_what_where_and_what_to_do():
    copy, found = marked(WRONG)
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["Fejlrapport"]
    assert sheet["A1"].value == "3 ting skal rettes, før budgettet kan bruges"
    assert "3.9.2010 kl. 10.05" in sheet["A2"].value
    assert "version 2" in sheet["A2"].value
    assert sheet.freeze_panes == "A6"
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert head == ["Hvad", "Ark", "Celle", "Kolonne", "Der stod", "Det fandt vi", "Sådan retter du"]
    assert len(lines) == len(found.findings)
    (first,) = [line for line in lines if line[2] == "F5"]
    assert first[:5] == ["Skal rettes", "Udgifter", "F5", "Pris 2010", "ca. 300"]
    assert first[5].startswith("Der står")
    assert first[6]
    links = {
        cell.value: cell.hyperlink.location for row in sheet.iter_rows(min_row=6) for cell in row if cell.hyperlink
    }
    assert links["F5"] == "'Udgifter'!F5"
    assert links["C7"] == "'Udgifter'!C7"


def test_the_report_speaks_english_too():
    copy, _found = marked(WRONG, "en")
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["Error report"]
    assert sheet["A1"].value == "3 things must be corrected before the budget can be used"
    assert copy.name_suffix == "_annotated.xlsx"


def test_what_a_person_wrote_never_becomes_a_formula():
    found = read(WRONG)
    evil = Finding("text_not_amount", "Udgifter", "F5", 5, '=cmd|"/c calc"!A0', '=1+1 <&"')
    copy = annotated(WRONG, replace(found, findings=[evil]), "da", at=AT)
    report = spreadsheets.read(copy.data).sheets[-1]
    assert report.cells[6, 5] == Cell(Kind.TEXT, '=1+1 <&"')
    assert report.cells[6, 4] == Cell(Kind.TEXT, '=cmd|"/c calc"!A0')
    assert b"<f>" not in parts_of(copy.data)["xl/worksheets/fejlrapport.xml"]


def test_a_copy_of_a_copy_has_one_report_and_no_mark_of_yesterday():
    once, _found = marked(WRONG)
    twice, _found = marked(once.data)
    assert len(openpyxl.load_workbook(io.BytesIO(twice.data)).sheetnames) == len(PLAIN.sheets) + 1
    assert parts_of(twice.data)["xl/styles.xml"] == parts_of(once.data)["xl/styles.xml"]

    def correct(book):
        write(book["Udgifter"], 5, {"Pris 2010": 6000})

    better = changed(once.data, correct)
    copy, found = marked(better)
    assert ("Udgifter", "F5") in colours(better)
    assert colours(copy.data) == wanted(found)
    own = openpyxl.load_workbook(io.BytesIO(WRONG))["Udgifter"]["F5"].fill.fgColor.rgb
    assert openpyxl.load_workbook(io.BytesIO(copy.data))["Udgifter"]["F5"].fill.fgColor.rgb == own


def test_the_report_is_not_read_as_data_and_another_sheet_of_its_name_is_left_alone():
    def own(book):
        book.create_sheet("fejlrapport")["A1"] = "Vores egen"

    copy, found = marked(changed(WRONG, own))
    names = openpyxl.load_workbook(io.BytesIO(copy.data)).sheetnames
    assert names[-2:] == ["fejlrapport", "Fejlrapport 2"]
    assert "not_read" in {each.code for each in found.findings}


def test_the_copy_of_a_workbook_with_macros_has_none():
    parts = parts_of(marked(FILES["macros"])[0].data)
    assert not [name for name in parts if "vba" in name.lower()]
    everything = b"".join(parts.values())
    assert b"vbaProject" not in everything
    assert b"macroEnabled" not in everything
    assert b"vbaData" not in everything
    assert f"{packages.SPREADSHEETML}.sheet.main+xml".encode() in parts["[Content_Types].xml"]


def test_a_template_becomes_a_plain_workbook():
    assert b"template.main" not in parts_of(marked(FILES["template"])[0].data)["[Content_Types].xml"]


def test_two_thousand_marks_of_many_styles_share_few_styles():
    many = [
        Finding("text_not_amount", "Udgifter", f"{letter}{row}", row) for row in range(5, 90) for letter in "BCDEFG"
    ]
    copy = annotated(filled(THREE), Reading("upskilling", findings=many, version=SPEC.version), "da", at=AT)
    before, after = (parts_of(each)["xl/styles.xml"].count(b"<xf ") for each in (filled(THREE), copy.data))
    assert after - before < 20
    assert len(colours(copy.data)) == len(many)


def test_a_workbook_with_all_the_styles_there_may_be_gets_the_report_only():
    def fill(xml):
        count = int(re.search(rb'<cellXfs count="(\d+)"', xml)[1])
        more = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * (65_488 - count)
        return xml.replace(b"</cellXfs>", more + b"</cellXfs>")

    full = with_part(WRONG, "xl/styles.xml", fill)
    copy, found = marked(full)
    assert not copy.rebuilt
    assert found.blocked
    assert parts_of(copy.data)["xl/styles.xml"] == parts_of(full)["xl/styles.xml"]
    assert spreadsheets.read(copy.data).sheets[-1].name == "Fejlrapport"


def test_a_file_that_could_not_be_read_has_no_copy():
    for data in (b"", b"%PDF-1.4", WRONG[:-500]):
        found = read(data)
        assert not annotating.can_be(found)
        assert annotated(data, found, "da") is None


def test_a_workbook_in_which_no_table_was_found_gets_the_report():
    book = openpyxl.Workbook()
    book.active["A1"] = "Hej"
    target = io.BytesIO()
    book.save(target)
    copy, found = marked(target.getvalue())
    assert found.refused == "template_unknown"
    assert not copy.rebuilt
