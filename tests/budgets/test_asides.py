"""CPR numbers beside the cells: in comments, text boxes, headers, properties and the like no file is kept either."""

import io
import json
import struct
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from portal.adapters import spreadsheet_asides, spreadsheet_asides_xls, spreadsheet_biff, spreadsheets
from portal.adapters.spreadsheet_child import apart
from portal.budgets import cpr_places, queries
from portal.budgets.reading import Reading
from portal.core import audit, outbox
from portal.core.permissions import Role
from tests.budgets.packages import MAIN, RELATIONS, STRICT, STRICT_RELATIONS, every_part, parts_of, zipped
from tests.budgets.test_pages import THREE, upload
from tests.budgets.workbooks import blank_filled_by_hand, changed, codes, filled, read, with_part, write
from tests.budgets.writers import as_ods

NUMBER, WRITTEN = "010180-1234", "ring til 010180-1234"
CORE, CONTENT = "docProps/core.xml", "content.xml"
LEGACY = "xl/comments/comment1.xml"


def private(found: Reading) -> list[str]:
    assert NUMBER not in json.dumps([each.as_json() for each in found.findings])
    return [cpr_places.said(each, "da") for each in found.findings if each.code in cpr_places.CODES]


def commented(book):
    book["Udgifter"]["C7"].comment = Comment(WRITTEN, "Mette")


def headed(book):
    book["Udgifter"].oddHeader.left.text = WRITTEN
    book["Udgifter"].oddHeader.left.size = 10


def footed(book):
    book["Udgifter"].evenFooter.right.text = WRITTEN


def titled(book):
    book.properties.keywords = WRITTEN


def with_own_property(book):
    book.custom_doc_props.append(StringProperty(name="Kontakt", value=WRITTEN))


def named(book):
    book.defined_names["kontakt"] = DefinedName("kontakt", attr_text=f'"{WRITTEN}"')


def validated(book):
    rule = DataValidation(type="list", formula1='"a,b"', promptTitle="Hjælp", prompt=WRITTEN)
    rule.add("Z9")
    book["Udgifter"].add_data_validation(rule)


def listed(book):
    rule = DataValidation(type="list", formula1=f'"a,{NUMBER}"')
    rule.add("Z9")
    book["Udgifter"].add_data_validation(rule)


def computed(book):
    book["Udgifter"]["Z9"] = f'=IF(A1="{NUMBER}",1,2)'


def linked(book):
    cell = book["Udgifter"]["Z9"]
    cell.hyperlink, cell.value = f"https://region.example.dk/sag/{NUMBER}", "sagen"


BY_OPENPYXL = {
    "link": (linked, "et link på arket Udgifter"),
    "comment": (commented, "Udgifter C7 (kommentar)"),
    "header": (headed, "sidehoved eller sidefod på arket Udgifter"),
    "footer": (footed, "sidehoved eller sidefod på arket Udgifter"),
    "properties": (titled, "dokumentets egenskaber"),
    "own property": (with_own_property, "dokumentets egenskaber"),
    "defined name": (named, "et defineret navn"),
    "prompt": (validated, "datavalideringen på arket Udgifter"),
    "list": (listed, "datavalideringen på arket Udgifter"),
    "formula": (computed, "Udgifter Z9"),
}


def by_hand(change) -> bytes:
    return changed(blank_filled_by_hand(THREE), change)


def drawn(draw) -> bytes:
    """By XlsxWriter, which draws what openpyxl does not."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Udgifter")
        sheet.write_row(0, 0, ["Nr.", 1, 2, 3])
        draw(book, sheet)
    return target.getvalue()


def charted(book, sheet, words: str = WRITTEN):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Udgifter!$B$1:$D$1"})
    chart.set_title({"name": words})
    sheet.insert_chart("F9", chart)


BY_XLSXWRITER = {
    "comment": (lambda _book, sheet: sheet.write_comment("C3", WRITTEN), "Udgifter C3 (kommentar)"),
    "its author": (
        lambda _book, sheet: sheet.write_comment("C3", "se", {"author": WRITTEN}),
        "en kommentar eller navnet på den, der skrev den på arket Udgifter",
    ),
    "text box": (
        lambda _book, sheet: sheet.insert_textbox(3, 3, WRITTEN),
        "en tekstboks, figur eller graf på arket Udgifter",
    ),
    "other words of a text box": (
        lambda _book, sheet: sheet.insert_textbox(3, 3, "se", {"description": WRITTEN}),
        "en tekstboks, figur eller graf på arket Udgifter",
    ),
    "chart": (charted, "en tekstboks, figur eller graf på arket Udgifter"),
    "tip": (
        lambda _book, sheet: sheet.write_url("A9", "https://x.dk", tip=WRITTEN, string="x"),
        "et link på arket Udgifter",
    ),
    "company": (lambda book, _sheet: book.set_properties({"company": WRITTEN}), "dokumentets egenskaber"),
}


@pytest.mark.parametrize("way", BY_OPENPYXL)
def test_a_number_beside_the_cells_is_found_and_its_place_is_said(way):
    change, place = BY_OPENPYXL[way]
    assert private(read(by_hand(change))) == [place]


@pytest.mark.parametrize("way", BY_XLSXWRITER)
def test_a_number_in_what_is_drawn_or_told_by_xlsxwriter_is_found(way):
    draw, place = BY_XLSXWRITER[way]
    assert private(read(drawn(draw))) == [place]


@pytest.mark.parametrize("way", BY_OPENPYXL)
def test_it_is_found_in_strict_open_xml_too(way):
    def strict(_name: str, xml: bytes) -> bytes:
        relations = xml.replace(RELATIONS.encode(), STRICT_RELATIONS.encode())
        return relations.replace(MAIN.encode(), STRICT.encode())

    change, place = BY_OPENPYXL[way]
    assert private(read(every_part(by_hand(change), strict))) == [place]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"010180-1234", b"010180</t><t>-1234"),
        (b"010180-1234", b"0101</t>\n<t>801234"),
        (b"010180-1234", b"&#48;10180-123&#x34;"),
        (b"010180-1234", "010180\u20131234".encode()),
    ],
)
def test_a_number_in_pieces_or_in_other_letters_is_found(old, new):
    data = with_part(by_hand(commented), LEGACY, lambda xml: xml.replace(old, new))
    assert private(read(data)) == ["Udgifter C7 (kommentar)"]


def test_a_part_in_utf_16_is_looked_through():
    def wide(xml: bytes) -> bytes:
        return b"\xff\xfe" + xml.decode().encode("utf-16-le")

    assert private(read(with_part(by_hand(commented), LEGACY, wide))) == ["Udgifter C7 (kommentar)"]


def test_a_comment_with_answers_is_found():
    def threaded(name: str, xml: bytes) -> bytes:
        if name != LEGACY:
            return xml
        return f'<ThreadedComments><threadedComment ref="D8" id="x"><text>{WRITTEN}</text></threadedComment>' \
               "</ThreadedComments>".encode()  # fmt: skip

    assert private(read(every_part(by_hand(commented), threaded))) == ["Udgifter D8 (kommentar)"]


@pytest.mark.parametrize(
    ("xml", "place"),
    [
        ('<externalLink><sheetData><cell r="A1" t="str"><v>{}</v></cell></sheetData></externalLink>',
         "gemte værdier fra en anden projektmappe"),
        ('<pivotCacheRecords><r><s v="{}"/></r></pivotCacheRecords>', "de gemte data bag en pivottabel"),
        ("<revisions><rcc><nc><is><t>{}</t></is></nc></rcc></revisions>", "de sporede ændringer"),
        ('<xml xmlns:v="v"><v:shape><v:textbox><div>linje<br>{}</div></v:textbox></v:shape></xml>',
         "en tekstboks, figur eller graf"),
    ],
)  # fmt: skip
def test_what_excel_saves_besides_is_looked_through(xml, place):
    name = "xl/drawings/vmlDrawing7.vml" if "textbox" in xml else "xl/more7.xml"
    assert private(read(zipped({**parts_of(filled(THREE)), name: xml.format(WRITTEN).encode()}))) == [place]


def numbered(book):
    """Digits as a CPR number has them, that nobody wrote as text."""
    rule = DataValidation(type="decimal", operator="lessThan", formula1="101801234", prompt="højst")
    rule.add("Z9")
    book["Udgifter"].add_data_validation(rule)
    book["Udgifter"]["Z8"].hyperlink = "https://example.dk/sag?id=0101801234"
    book["Udgifter"]["Z8"] = "sagen"
    book["Udgifter"].oddHeader.left.text = "Tlf. 12345678"
    book["Udgifter"].oddFooter.left.text = "12345678"
    book["Udgifter"].oddFooter.left.size = 10
    book.custom_doc_props.append(StringProperty(name="ContentTypeId", value="0x0101801234"))
    book.custom_doc_props.append(StringProperty(name="Id", value="0101801234abcdef0101801234abcdef"))
    book.custom_doc_props.append(StringProperty(name="Id2", value="a0101801-1234-4abc-8def-010180123456"[1:]))
    book.defined_names["beløb"] = DefinedName("beløb", attr_text="101801234")
    commented(book)
    book["Udgifter"]["C7"].comment.text = "ring til os"


def test_numbers_that_nobody_wrote_as_text_raise_no_alarm():
    def with_ids(name: str, xml: bytes) -> bytes:
        return xml.replace(b"<comment ", b'<comment shapeId="0101801234" ') if name == LEGACY else xml

    assert private(read(every_part(by_hand(numbered), with_ids))) == []
    assert private(read(drawn(lambda book, sheet: charted(book, sheet, "Udgifter")))) == []


def test_our_own_template_has_nothing_beside_the_cells_to_look_at():
    assert spreadsheets.read(filled(THREE)).asides == []


def test_no_part_is_gone_through_without_such_digits(monkeypatch):
    def never(*_part):
        raise AssertionError

    monkeypatch.setattr(spreadsheet_asides, "Listener", never)
    assert codes(read(filled(THREE))) == codes(read(filled(THREE)))


def test_what_was_found_crosses_from_the_child():
    data = by_hand(commented)
    here = spreadsheets.read(data)
    assert here.asides
    assert apart(lambda: here).asides == here.asides


# --- OpenDocument and the old Excel -------------------------------------------------------------------------------

OFFICE = 'xmlns:office="o" xmlns:text="t" xmlns:dc="d" xmlns:style="s" xmlns:draw="w" xmlns:table="tb" xmlns:meta="m"'
ANNOTATION = (
    f"<office:annotation><dc:creator>M</dc:creator><text:p>ring</text:p><text:p>{NUMBER}</text:p></office:annotation>"
)
BOX = f"<draw:frame><draw:text-box><text:p>{NUMBER}</text:p></draw:text-box></draw:frame>"


def in_the_first_cell(more: str):
    return lambda xml: xml.replace(b"</table:table-cell>", f"{more}</table:table-cell>".encode(), 1)


def ods(content=lambda xml: xml, **parts: str) -> bytes:
    written = parts_of(with_part(as_ods(THREE), CONTENT, content))
    return zipped({**written, **{f"{name}.xml": xml.encode() for name, xml in parts.items()}})


def first_cell() -> tuple[str, str]:
    sheet = spreadsheets.read(as_ods(THREE)).sheets[0]
    return sheet.name, "A1"


@pytest.mark.slow
class TestOpenDocument:
    def test_an_annotation_is_found_by_its_cell(self):
        name, cell = first_cell()
        assert private(read(ods(in_the_first_cell(ANNOTATION)), "budget.ods")) == [f"{name} {cell} (kommentar)"]

    def test_a_text_box_is_found_by_its_sheet(self):
        name, _cell = first_cell()
        found = private(read(ods(in_the_first_cell(BOX)), "budget.ods"))
        assert f"en tekstboks, figur eller graf på arket {name}" in found

    def test_an_address_that_a_link_leads_to_is_found_by_its_sheet(self):
        name, _cell = first_cell()
        link = f'<text:p><text:a xlink:href="https://region.example.dk/{NUMBER}">sagen</text:a></text:p>'
        assert f"et link på arket {name}" in private(read(ods(in_the_first_cell(link)), "budget.ods"))

    def test_headers_and_properties_are_found(self):
        header = f"<style:header><text:p>{WRITTEN}</text:p></style:header>"
        styles = f"<office:document-styles {OFFICE}>{header}</office:document-styles>"
        meta = f"<office:document-meta {OFFICE}><dc:subject>{WRITTEN}</dc:subject></office:document-meta>"
        assert private(read(ods(styles=styles), "budget.ods")) == ["sidehoved eller sidefod"]
        assert private(read(ods(meta=meta), "budget.ods")) == ["dokumentets egenskaber"]

    def test_a_document_without_is_as_before(self):
        assert private(read(as_ods(THREE), "budget.ods")) == []


@pytest.mark.slow
class TestOldExcel:
    def test_headers_and_properties_are_found(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("Udgifter")
        sheet.write(0, 0, "Nr.")
        sheet.header_str = f"&L{WRITTEN}".encode()
        target = io.BytesIO()
        book.save(target)
        assert private(read(target.getvalue(), "budget.xls")) == ["sidehoved eller sidefod på arket Udgifter"]

    @pytest.mark.parametrize("wide", [False, True])
    def test_a_note_is_found_by_its_cell_and_a_text_box_by_its_sheet(self, wide):
        text = bytes([wide]) + WRITTEN.encode("utf-16-le" if wide else "latin-1")
        drawn_text = struct.pack("<5HH6x", 0, 0, 0, 0, 0, len(WRITTEN))
        records = [
            (0x5D, struct.pack("<4H", 0x15, 18, 0x19, 7)), (0x1B6, drawn_text), (0x3C, text), (0x3C, b"\0" * 16),
            (0x5D, struct.pack("<4H", 0x15, 18, 0x06, 8)), (0x1B6, drawn_text), (0x3C, text[:11]),
            (0x3C, text[:1] + text[11:]), (0x1C, struct.pack("<4H", 6, 2, 0, 7)),
        ]  # fmt: skip
        found = spreadsheet_asides_xls.of_sheet(records, old=False)
        assert [(each.kind, each.cell, WRITTEN in each.text) for each in found] == [
            ("comment", "C7", True), ("drawing", "", True),
        ]  # fmt: skip

    @pytest.mark.parametrize(("kind", "place"), [(0x1B8, "link"), (0x800, "link"), (0x1BE, "validation")])
    def test_a_link_with_its_address_and_its_tip_is_searched(self, kind, place):
        records = [(kind, b"\x01\x02\0\0\0\0" + f"sag/{NUMBER}".encode("utf-16-le") + b"\0\0")]
        assert [each.kind for each in spreadsheet_asides_xls.of_sheet(records, old=False)] == [place]

    def test_what_a_program_calls_a_page_by_is_no_persons_number(self):
        records = [(0x1B8, b"\x01\x02\0\0\0\0" + "sag?id=0101801234".encode("utf-16-le") + b"\0\0")]
        assert spreadsheet_asides_xls.of_sheet(records, old=False) == []

    def test_the_words_of_a_chart_are_searched(self):
        title = (0x100D, struct.pack("<HBB", 0, len(WRITTEN), 1) + WRITTEN.encode("utf-16-le"))
        found = spreadsheet_asides_xls.of_charts([title, (0x203, WRITTEN.encode()), (0x100D, b"\0\0\x03\0Sum")])
        assert [each.kind for each in found] == ["drawing"]

    def test_what_is_put_inside_a_sheet_is_told_apart_from_the_sheet(self):
        parts = [(0x809, b""), (1, b"sheet"), (0x809, b""), (2, b"chart"), (0x0A, b""), (3, b"sheet"), (0x0A, b"")]
        stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in parts)
        assert [data for _kind, data in spreadsheet_biff._records(stream, 0)][1:] == [b"sheet", b"", b"sheet"]
        assert b"chart" in [data for _kind, data in spreadsheet_biff._records(stream, 0, inside=True)]

    def test_excel_5_writes_its_notes_otherwise(self):
        records = [(0x1C, struct.pack("<3H", 6, 2, len(WRITTEN)) + WRITTEN.encode())]
        assert [each.cell for each in spreadsheet_asides_xls.of_sheet(records, old=True)] == ["C7"]


# --- such a file is not kept --------------------------------------------------------------------------------------


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def kept_files(app) -> set:
    return {each for each in Path(app.config["FILES_FOLDER"]).rglob("*") if each.is_file()}


@pytest.mark.parametrize("way", ["comment", "header", "properties", "prompt"])
def test_such_a_file_is_not_kept_and_the_number_is_nowhere(app, case, writer, caplog, way):
    change, place = BY_OPENPYXL[way]
    before = kept_files(app)
    page = upload(writer, case, by_hand(change))
    assert page.status == 422
    assert page.errors == [
        f"Filen indeholder noget, der ligner et CPR-nummer, så den er ikke gemt. Slet det her: {place}."
    ]
    assert not queries.imports(case.id)
    assert kept_files(app) == before
    assert NUMBER not in page.soup.text + caplog.text + str([each.details for each in audit.of(case.reference)])


def test_a_large_such_file_goes_away_again(app, monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    before = kept_files(app)
    page = upload(writer, case, by_hand(commented))
    outbox.run_pending()
    shown = writer.get(page.path).soup.text
    assert "I en kommentar til cellen står der noget, der ligner et CPR-nummer." in shown
    assert kept_files(app) == before
    kept = queries.imports(case.id)[0]
    assert NUMBER not in shown + str(kept.result) + str(kept.findings)


def test_a_large_file_with_a_number_in_a_cell_leaves_nothing_of_it_either(monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    upload(writer, case, by_hand(lambda book: write(book["Udgifter"], 5, {"Note": WRITTEN})))
    outbox.run_pending()
    kept = queries.imports(case.id)[0]
    assert kept.result["removed"]
    assert NUMBER not in str(kept.result) + str(kept.findings)
