"""Odd workbooks that are none the less workbooks: each is read for what it says."""

import io
import zipfile
from functools import partial

import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Unreadable
from tests.budgets import raw
from tests.budgets.raw import MAIN, budget, one_sheet, parts, sheet, zipped
from tests.budgets.workbooks import read

A1 = '<c r="A1"><v>1</v></c>'
RUNS = (
    '<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><t xml:space="preserve">b</t></r>'
    '<rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
)


def cells(data: bytes) -> dict:
    return spreadsheets.read(data).sheets[0].cells


def said(*inside: str, **more: str) -> dict[str, tuple[str, str]]:
    """What the cells of one row say, by column: kind and text."""
    found = cells(one_sheet(f'<row r="1">{"".join(inside)}</row>', **more))
    return {"ABCDEF"[column - 1]: (cell.kind.value, cell.raw) for (_row, column), cell in found.items()}


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        spreadsheets.read(data)
    return refused.value.code


def value(text: str, kind: str = "n", more: str = "", place: str = "A1") -> str:
    return f'<c r="{place}" t="{kind}" {more}><v>{text}</v></c>'


@pytest.mark.parametrize(
    ("written", "kind", "raw_text"),
    [
        (value("-0"), "number", "0"), (value("-0.0"), "number", "0"), (value("1E+5"), "number", "100000"),
        (value("1e-3"), "number", "0.001"), (value("0.30000000000000004"), "number", "0.30000000000000004"),
        (value("12345678901234567"), "number", "12345678901234567"), (value("1.5"), "number", "1.5"),
        (value("1", "b"), "bool", "1"), (value("true", "b"), "bool", "1"), (value("0", "b"), "bool", "0"),
        (value("#DIV/0!", "e"), "error", "#DIV/0!"), (value("tekst", "str"), "text", "tekst"),
        (value("2010-09-15", "d"), "date", "2010-09-15"),
        (value("2010-09-15T00:00:00Z", "d"), "date", "2010-09-15T00:00:00"),
        (value("40436", more='s="1"'), "date", "2010-09-15T00:00:00"),
        (value("1e12", more='s="1"'), "error", "#VALUE!"),
        (value("7", more='s="99"'), "number", "7"), ("<c><v>3</v></c>", "number", "3"),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', "text", "a"),
        (RUNS, "text", "a b"),
        ('<c r="A1" t="inlineStr"><is><t>_x0041_&amp;_x005F_x0041_</t></is></c>', "text", "A&_x0041_"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "number", "2"), ('<c r="A1"><f>1+1</f></c>', "empty", ""),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', "text", ""), ('<c r="A1" t="str"><f>""</f><v/></c>', "text", ""),
        ('<c r="A1"><f>1+1</f><v></v></c>', "empty", ""),
        ('<c r="A1" t="str"><f>x</f><v>_x000D_</v></c>', "text", "\r"),
        ('<c r="A1"><f t="array" ref="A1:A2">B1</f><v>4</v></c>', "number", "4"),
        ('<c r="A1"><f t="shared" si="0"/><v>5</v></c>', "number", "5"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_says(written, kind, raw_text):
    assert said(written) == {"A": (kind, raw_text)}


def test_shared_strings_are_read_without_reading_aids_and_with_runs():
    strings = (
        "<si><t>en</t></si><si><r><t>to </t></r><r><rPr><b/></rPr><t>dele</t></r></si>"
        '<si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></si><si/><si><t>_x000D_</t></si>'
    )
    row = "".join(f'<c r="{"ABCDE"[at]}1" t="s"><v>{at}</v></c>' for at in range(5))
    read_strings = {place: each[1] for place, each in said(row, strings=strings).items()}
    assert read_strings == {"A": "en", "B": "to dele", "C": "漢字", "E": "\r"}


def test_rows_out_of_order_and_without_numbers_stand_where_they_stand():
    rows = ('<row r="5"><c r="B5"><v>5</v></c><c><v>6</v></c></row>', '<row r="2">' + value("2", place="A2") + "</row>",
            "<row><c><v>3</v></c></row>", '<row r="9"/>')  # fmt: skip
    assert {place: cell.raw for place, cell in cells(one_sheet(*rows)).items()} == {
        (5, 2): "5", (5, 3): "6", (2, 1): "2", (3, 1): "3",
    }  # fmt: skip


def test_the_corners_of_the_sheet():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"
    assert list(cells(one_sheet(far))) == [(1_048_576, 16_384)]
    assert len(cells(one_sheet(wide))) == 16_384
    assert refusal(one_sheet("<row>" + "<c/>" * 16_385 + "</row>")) == "file_corrupt"
    assert refusal(one_sheet('<row r="1048577"><c><v>1</v></c></row>')) == "file_corrupt"


def same(change) -> bytes:
    """The small budget in other clothes."""
    return zipped({name: change(name, xml) for name, xml in budget().items()})


def in_utf_16(_name: str, xml: bytes) -> bytes:
    return xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def with_prefixes(name: str, xml: bytes) -> bytes:
    if not name.startswith("xl/worksheets"):
        return xml
    text = xml.decode().split("?>", 1)[1]
    return text.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=").encode()


def strict(_name: str, xml: bytes) -> bytes:
    return xml.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")


CLOTHES = {
    "as it is": lambda _name, xml: xml,
    "byte order mark": lambda _name, xml: b"\xef\xbb\xbf" + xml,
    "UTF-16": in_utf_16,
    "prefixes": with_prefixes,
    "strict": strict,
    "strict in UTF-16": lambda name, xml: in_utf_16(name, strict(name, xml)),
    "absolute names": lambda _name, xml: xml.replace(b'Target="worksheets', b'Target="/xl/worksheets'),
    "dots in names": lambda _name, xml: xml.replace(b'Target="worksheets', b'Target="./../xl/worksheets'),
    "names in capitals": lambda _name, xml: xml.replace(b'Target="worksheets', b'Target="Worksheets'),
    "names with backslashes": lambda _name, xml: xml.replace(b"worksheets/sheet", b"worksheets\\sheet"),
    "a dimension that lies": lambda _name, xml: xml.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>'),
    "a processing instruction": lambda _name, xml: xml.replace(b"?>", b"?><?odd thing?><!-- word -->"),
}


@pytest.mark.parametrize("clothes", CLOTHES)
def test_the_same_budget_in_other_clothes(clothes):
    found = read(same(CLOTHES[clothes]))
    assert (found.refused, found.budget) == ("", read(zipped(budget())).budget)
    assert len(found.budget.lines) == 2


def streamed() -> bytes:
    """Written to a pipe: sizes stand behind the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.kept = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.kept += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in budget().items():
            archive.writestr(name, xml)
    return bytes(pipe.kept)


def zip64() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in budget().items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(xml)
    return target.getvalue()


def commented() -> bytes:
    target = io.BytesIO(zipped(budget()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"PK\x05\x06 a word" * 100
    return target.getvalue()


ZIPS = {
    "stored": partial(zipped, budget(), zipfile.ZIP_STORED),
    "streamed": streamed,
    "zip64": zip64,
    "something behind": lambda: zipped(budget()) + b"\r\n",
    "part names in backslashes": lambda: zipped({name.replace("/", "\\"): xml for name, xml in budget().items()}),
    "part names in capitals": lambda: zipped({name.upper(): xml for name, xml in budget().items()}),
    "no styles": lambda: zipped({name: xml for name, xml in budget().items() if "styles" not in name}),
    "a hundred sheets": lambda: zipped(parts({"Udgifter": raw.table(raw.COSTS), "Finansiering": raw.table(raw.SOURCES)}
                                             | {f"Ark{number}": sheet() for number in range(98)})),
}  # fmt: skip


@pytest.mark.parametrize("kind", ZIPS)
def test_the_same_budget_in_another_zip(kind):
    found = read(ZIPS[kind]())
    assert (found.refused, len(found.budget.lines)) == ("", 2)


def no_budget(*rows: str, after: str = "") -> str:
    found = read(one_sheet(*rows, after=after))
    return found.refused


@pytest.mark.parametrize("rows", [(), ("<row/>",), (f"<row>{A1}</row>",), ('<row r="1" spans="1:1" ht="15"/>',)])
def test_a_workbook_that_is_no_budget_is_read_and_not_called_broken(rows):
    assert no_budget(*rows) == "template_unknown"


def test_a_chart_sheet_has_no_cells_and_breaks_nothing():
    content = parts({"Ark": sheet(f"<row>{A1}</row>"), "Diagram": "<chartsheet/>"})
    rels = content["xl/_rels/workbook.xml.rels"]
    content["xl/_rels/workbook.xml.rels"] = rels.replace(
        b'/worksheet" Target="worksheets/sheet2', b'/chartsheet" Target="worksheets/sheet2'
    )
    assert [each.name for each in spreadsheets.read(zipped(content)).sheets] == ["Ark"]
