"""Marks in the XML of one sheet and in the styles: in the right place, and to be seen."""

import io
import re

import openpyxl
import pytest

from portal.adapters.spreadsheet_patch import patched
from portal.adapters.spreadsheet_patch_cells import restyled
from portal.adapters.spreadsheet_patch_form import TONES, Report
from portal.adapters.spreadsheet_patch_styles import Styles

REPORT = Report("Fejlrapport", "Overskrift", ("Ord",), ("Hvad", "Ark", "Celle"), (), widths=(10, 10, 10))
MARKS = {(2, 2): "block", (2, 4): "warn", (5, 1): "info"}
ROWS = {
    "every cell is there": (
        b'<row r="2"><c r="B2" s="1"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="5"><c r="A5"/></row>',
        b'<row r="2"><c r="B2" s="101"><v>1</v></c><c s="200" r="D2"><v>2</v></c></row>'
        b'<row r="5"><c s="300" r="A5"/></row>',
    ),
    "rows are missing": (
        b'<row r="1"/><row r="3"><c r="A3"/></row>',
        b'<row r="1"/><row r="2"><c r="B2" s="100"/><c r="D2" s="200"/></row><row r="3"><c r="A3"/></row>'
        b'<row r="5"><c r="A5" s="300"/></row>',
    ),
    "rows are empty": (
        b'<row r="2" spans="1:4"/><row r="5"></row>',
        b'<row r="2" spans="1:4"><c r="B2" s="100"/><c r="D2" s="200"/></row><row r="5"><c r="A5" s="300"/></row>',
    ),
    "cells are missing": (
        b'<row r="2"><c r="A2"/><c r="C2"><f>A1</f><v>3</v></c></row>',
        b'<row r="2"><c r="A2"/><c r="B2" s="100"/><c r="C2"><f>A1</f><v>3</v></c><c r="D2" s="200"/></row>'
        b'<row r="5"><c r="A5" s="300"/></row>',
    ),
    "no addresses": (
        b"<row/><row><c/><c s='7' t=\"b\"><v>1</v></c><c/></row>",
        b'<row/><row><c/><c s="107" t="b"><v>1</v></c><c/><c r="D2" s="200"/></row>'
        b'<row r="5"><c r="A5" s="300"/></row>',
    ),
    "a row has a style": (
        b'<row r="2" s="4" customFormat="1"></row>',
        b'<row r="2" s="4" customFormat="1"><c r="B2" s="104"/><c r="D2" s="204"/></row>'
        b'<row r="5"><c r="A5" s="300"/></row>',
    ),
    "comments and CDATA look like cells": (
        b'<!--<row r="2">--><row r="2"><c r="B2" t="inlineStr"><is><t><![CDATA[<c r="D2"/>]]></t></is></c></row>',
        b'<!--<row r="2">--><row r="2"><c s="100" r="B2" t="inlineStr"><is><t><![CDATA[<c r="D2"/>]]></t></is></c>'
        b'<c r="D2" s="200"/></row><row r="5"><c r="A5" s="300"/></row>',
    ),
    "rows out of order get no new cells": (
        b'<row r="5"><c r="A5"/></row><row r="2"><c r="B2"/></row>',
        b'<row r="5"><c s="300" r="A5"/></row><row r="2"><c s="100" r="B2"/></row>',
    ),
}


def style_of(base: int, severity: str) -> int:
    return {"block": 100, "warn": 200, "info": 300}[severity] + base


@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("name", ROWS)
def test_cells_are_marked_in_their_place(name, prefix):
    def sheet(rows: bytes) -> bytes:
        rows = re.sub(rb"<(/?)(row|c|v|f|is|t)(?=[\s/>])", rb"<\1" + prefix + rb"\2", rows)
        return b'<%bworksheet xmlns:x="y"><%bsheetData>%b</%bsheetData></%bworksheet>' % (
            prefix, prefix, rows, prefix, prefix,
        )  # fmt: skip

    before, after = ROWS[name]
    assert restyled(sheet(before), MARKS, style_of, {}) == sheet(after)


def test_a_sheet_without_cells_gets_some_and_a_column_gives_its_style():
    before = b'<worksheet><cols><col min="1" max="3" style="6"/></cols><sheetData/></worksheet>'
    after = restyled(before, {(2, 2): "block", (1, 9): "warn"}, style_of, {})
    assert b'<sheetData><row r="1"><c r="I1" s="200"/></row><row r="2"><c r="B2" s="106"/></row></sheetData>' in after
    assert restyled(b"<worksheet/>", MARKS, style_of, {}) == b"<worksheet/>"


def test_light_writing_gets_a_dark_colour_behind_it_and_both_can_be_read():
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.font = openpyxl.styles.Font(color="FFFFFFFF")
    target = io.BytesIO()
    book.save(target)
    fresh = patched(target.getvalue(), {"Sheet": {(1, 1): "block", (2, 1): "block"}}, REPORT)
    sheet = openpyxl.load_workbook(io.BytesIO(fresh)).active
    assert sheet["A1"].fill.fgColor.rgb == TONES["block"].dark
    assert sheet["A2"].fill.fgColor.rgb == TONES["block"].light
    assert sheet["A1"].font.color.rgb == "FFFFFFFF"
    for tone in TONES.values():
        assert contrast(tone.dark, "FFFFFFFF") >= 4.5
        assert contrast(tone.light, "FF000000") >= 7


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(each) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6))
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_styles_without_their_lists_get_them_in_the_right_order():
    styles = Styles(
        b'<s:styleSheet xmlns:s="x"><s:numFmts/><s:borders count="1"><s:border/></s:borders></s:styleSheet>'
    )
    number = styles.mark(0, "warn")
    xml = styles.written()
    order = [xml.index(b"<s:" + name) for name in (b"numFmts", b"fonts", b"fills", b"borders", b"cellXfs")]
    assert order == sorted(order)
    assert number == 1
    assert b'<s:cellXfs count="2">' in xml
