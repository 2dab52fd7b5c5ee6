"""Odd workbooks: what is marked all the same, what is rebuilt, and that nothing ends in a traceback."""

import io
import random
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Workbook
from portal.adapters.spreadsheet_patch import patched
from portal.adapters.spreadsheet_patch_form import TONES, Report, ReportLine
from portal.adapters.spreadsheet_patch_rebuild import rebuilt
from portal.adapters.spreadsheet_patch_xml import NotSound, utf8
from portal.budgets import annotating
from portal.budgets.annotating import annotated
from portal.budgets.findings import Finding
from tests.budgets import packages
from tests.budgets.packages import parts_of
from tests.budgets.test_annotated import FILES, THREE, WRONG, colours, marked, said, wanted
from tests.budgets.test_fuzz import KINDS
from tests.budgets.test_other_formats import as_ods
from tests.budgets.workbooks import changed, read, with_part

pytestmark = pytest.mark.slow

REPORT = Report("Fejlrapport", "Overskrift", ("Ord",), ("Hvad", "Ark", "Celle"), (), widths=(10, 10, 10))
SHEET = "xl/worksheets/sheet3.xml"


def grown(book) -> None:
    """What a person's own workbook may hold beside the tables."""
    sheet = book.create_sheet("Figur", 0)
    sheet.append(["Tal", "Navn"])
    sheet.append([2, "b"])
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "D1")
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Tabel", ref="A1:B2"))
    sheet.protection.sheet = True
    sheet["A9"].comment = openpyxl.comments.Comment("Husk", "Mig")
    sheet.print_area = "A1:B2"
    book["Udgifter"].print_title_rows = "4:4"
    book.active = 2
    book.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)


def test_drawings_tables_comments_protection_and_print_ranges_stay_as_they_are():
    data = changed(WRONG, grown)
    copy, _found = marked(data)
    assert not copy.rebuilt
    before, after = parts_of(data), parts_of(copy.data)
    kinds = ("charts/", "drawings/", "tables/", "comments", "docProps/", "theme/", "sharedStrings")
    kept = [name for name in before if any(kind in name for kind in kinds)]
    assert len(kept) >= 8
    assert all(before[name] == after[name] for name in kept)
    books = [openpyxl.load_workbook(io.BytesIO(each)) for each in (data, copy.data)]
    old, new = ({sheet.title: (sheet.print_area, sheet.print_title_rows) for sheet in book} for book in books)
    assert {title: ranges for title, ranges in new.items() if title in old} == old
    assert books[0].active.title == books[1].active.title


def test_parts_are_copied_packed_as_they_lay_there():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(WRONG).items():
            archive.writestr(name, content)
    copy, _found = marked(stored.getvalue())
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        assert archive.testzip() is None
        assert archive.getinfo("docProps/core.xml").compress_type == zipfile.ZIP_STORED
        assert archive.getinfo(SHEET).compress_type == zipfile.ZIP_DEFLATED


def test_an_entry_whose_sizes_come_later_is_copied():
    class Unseekable(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_to):
            raise OSError

        def tell(self):
            raise OSError

    streamed = Unseekable()
    with zipfile.ZipFile(streamed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(WRONG).items():
            archive.writestr(name, content)
    copy, _found = marked(streamed.getvalue())
    assert parts_of(copy.data)["docProps/core.xml"] == parts_of(WRONG)["docProps/core.xml"]


LINK = '<externalLink xmlns="{main}"><{kind} xmlns:r="r" r:id="rId1">{inside}</{kind}></externalLink>'


def linked(kind: str, inside: str = "") -> bytes:
    parts = parts_of(WRONG)
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    one = packages.relation(77, "externalLink", "externalLinks/externalLink1.xml")
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", f"{one}</Relationships>").encode()
    book = parts["xl/workbook.xml"].decode()
    reference = (
        f'<externalReferences xmlns:q="{packages.RELATIONS}"><externalReference q:id="r77"/></externalReferences>'
    )
    parts["xl/workbook.xml"] = re.sub("(<definedNames|<calcPr)", reference + r"\1", book, count=1).encode()
    text = LINK.format(main=packages.MAIN, kind=kind, inside=inside)
    parts["xl/externalLinks/externalLink1.xml"] = text.encode()
    return packages.zipped(parts)


def test_a_link_to_another_workbook_stays_as_it_is():
    data = linked("externalBook")
    copy, found = marked(data)
    assert not copy.rebuilt
    assert "external_links" in {each.code for each in found.findings}
    name = "xl/externalLinks/externalLink1.xml"
    assert parts_of(copy.data)[name] == parts_of(data)[name]


def test_a_link_to_a_program_is_not_in_the_copy():
    data = linked("ddeLink", "<ddeItems/>")
    found = read(data)
    copy = annotated(data, found, "da")
    assert copy.rebuilt
    assert not [name for name in parts_of(copy.data) if "external" in name]
    assert read(copy.data).budget == found.budget


def test_an_open_document_comes_back_as_a_new_workbook_that_says_so():
    data = as_ods(THREE)
    found = read(data, "budget.ods")
    copy = annotated(data, found, "da")
    assert copy.rebuilt
    again = read(copy.data)
    assert (again.budget, said(again)) == (found.budget, said(found))
    report = openpyxl.load_workbook(io.BytesIO(copy.data))["Fejlrapport"]
    assert report["A2"].value.startswith("Vi har skrevet arket om til en ny fil")
    assert colours(copy.data) == wanted(found)


BOOK = Workbook(
    "ods",
    [
        Sheet("Skjult", "hidden", {(1, 1): Cell(Kind.TEXT, "=1+1")}),
        Sheet(
            "Et navn, der er længere end 31 tegn [og mærkeligt]",
            cells={
                (1, 1): Cell(Kind.NUMBER, "1234.5"),
                (2, 1): Cell(Kind.TEXT, "=HYPERLINK(1)"),
                (3, 1): Cell(Kind.DATE, "2010-09-01T00:00:00"),
                (4, 1): Cell(Kind.DATE, "1 day, 2:00:00"),
                (5, 1): Cell(Kind.BOOL, "1"),
                (6, 1): Cell(Kind.ERROR, "#REF!"),
                (7, 1): Cell(Kind.NUMBER, "0.25", None, "percent"),
                (8, 1): Cell(Kind.EMPTY, "", "A1"),
                (9, 1): Cell(Kind.NUMBER, "1e999"),
                (10, 1): Cell(Kind.TEXT, "_x0041_ \x01 007"),
                (11, 1): Cell(Kind.NUMBER, "100000000", None, "ten digits"),
            },
            hidden_rows={3},
            hidden_columns={5},
        ),
        Sheet("Helt skjult", "very_hidden"),
    ],
    {"b_hdr": ("Et navn, der er længere end 31 tegn [og mærkeligt]", 1, 1)},
)


def test_a_rebuilt_workbook_holds_values_of_the_same_kinds():
    marks = {BOOK.sheets[1].name: {(1, 1): "block", (9, 9): "warn", (8, 1): "block"}}
    line = ReportLine("block", ("Skal rettes", BOOK.sheets[1].name, "A1"), BOOK.sheets[1].name, "A1")
    fresh = spreadsheets.read(rebuilt(BOOK, marks, Report("Fejlrapport", "T", (), ("a", "b", "c"), (line,))))
    first, second, third, report = fresh.sheets
    assert [each.state for each in fresh.sheets] == ["hidden", "visible", "very_hidden", "visible"]
    assert first.cells[1, 1] == Cell(Kind.TEXT, "=1+1")
    kinds = [second.cells[row, 1].kind.value for row in (1, 2, 3, 4, 5, 6, 7, 9, 10)]
    assert kinds == ["number", "text", "date", "date", "bool", "error", "number", "text", "text"]
    assert (second.cells[7, 1].style, second.hidden_rows, second.hidden_columns) == ("percent", {3}, {5})
    assert second.cells[10, 1].raw == "_x0041_  007"
    assert second.cells[11, 1] == Cell(Kind.NUMBER, "100000000", None, "ten digits")
    assert (second.name, fresh.names["b_hdr"]) == ("Et navn, der er længere end 31", (second.name, 1, 1))
    assert (third.name, report.name) == ("Helt skjult", "Fejlrapport")


def test_a_workbook_by_xlsxwriter_with_all_it_can_do():
    name, target = "Løn & 'så' mere", io.BytesIO()
    quoted = "'Løn & ''så'' mere'!"
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, [1, 2, 3], book.add_format({"bg_color": "red", "font_color": "white", "num_format": "0%"}))
    sheet.write_array_formula("A5:B5", "{=A1:B1*2}")
    sheet.conditional_format("A1:C1", {"type": "data_bar"})
    sheet.data_validation("A1", {"validate": "list", "source": ["a", "b"]})
    sheet.insert_textbox("E5", "Hej")
    sheet.write_comment("A1", "Husk")
    book.add_worksheet("Andet")
    book.define_name("Andet!lokal", "=Andet!$A$1")
    book.close()
    line = ReportLine("block", ("Skal rettes", name, "A1"), name, "A1")
    report = Report("Fejlrapport", "T", (), ("a", "b", "c"), (line,), widths=(10, 10, 10))
    fresh = patched(target.getvalue(), {name: {(1, 1): "block", (4, 2): "warn"}}, report)
    read_again = openpyxl.load_workbook(io.BytesIO(fresh))
    first, second, _report = read_again.worksheets
    assert (first["A1"].fill.fgColor.rgb, first["A1"].number_format) == (TONES["block"].dark, "0%")
    assert first["B4"].fill.fgColor.rgb == TONES["warn"].light
    assert list(second.defined_names) == ["lokal"]
    assert read_again["Fejlrapport"]["C4"].hyperlink.location == f"{quoted}A1"


def test_parts_in_other_encodings_are_understood():
    assert utf8("<?xml version='1.0' encoding='ISO-8859-1'?><a b='æ'/>".encode("latin-1")).endswith("b='æ'/>".encode())
    assert utf8("<a>æ</a>".encode("utf-16-le")) == "<a>æ</a>".encode()
    with pytest.raises(NotSound):
        utf8(b"<?xml version='1.0' encoding='klingon'?><a/>")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_has_a_copy_that_reads_the_same_or_none_and_nothing_else_happens(kind):
    places = [Finding("text_not_amount", "Udgifter", f"{letter}{row}", row) for letter in "AFZ" for row in (1, 7, 300)]
    for seed in range(40):
        data = kind(random.Random(f"copy {seed}"))  # noqa: S311 - a test must be the same each time
        found = read(data)
        copy = annotated(data, replace(found, findings=found.findings + places), "da")
        assert (copy is None) == (not annotating.can_be(found))
        if copy is not None:
            again = read(copy.data)
            assert (again.budget, again.refused) == (found.budget, found.refused), (kind, seed)


@pytest.mark.parametrize("name", ["Strict", "prefixed", "UTF-16"])
def test_an_odd_file_is_marked_twice_without_a_second_report(name):
    once, _found = marked(FILES[name])
    twice, _found = marked(once.data)
    assert [each.name for each in spreadsheets.read(twice.data).sheets].count("Fejlrapport") == 1


def test_a_part_that_will_not_be_changed_is_a_reason_to_rebuild():
    data = with_part(WRONG, "xl/styles.xml", lambda xml: xml.replace(b"</cellXfs>", b"</cellXfs><!--"))
    with pytest.raises(NotSound):
        patched(data, {}, REPORT)


def test_a_sheet_without_a_name_is_not_taken_for_the_report():
    data = with_part(WRONG, "xl/workbook.xml", lambda xml: xml.replace(b'name="Udgifter"', b'Name="Udgifter"'))
    assert len(spreadsheets.read(patched(data, {}, REPORT)).sheets) == len(spreadsheets.read(data).sheets) + 1
