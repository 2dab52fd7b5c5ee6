"""A small and plain sheet is gone through as a tree: it must say what a watcher says of the same bytes."""

import io
import zipfile

import pytest

from portal.adapters.spreadsheet_form import Unreadable
from portal.adapters.spreadsheet_grid import Grid, watched
from portal.adapters.spreadsheet_tree import MAIN, SMALL
from portal.adapters.spreadsheet_xml import DEPTH
from tests.budgets import consulting
from tests.budgets.workbooks import FORTY, blank_filled_by_hand, filled

SAID = ("holding", "odd", "formulas", "long", "hidden_rows", "hidden_columns", "merges", "cells_left")
MOST = 100


def sheet(cells: str, beside: str = "", before: str = "") -> bytes:
    rows = f"<sheetData>{cells}</sheetData>"
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}{rows}{beside}</worksheet>'.encode()


def by_watching(xml: bytes, most: int = MOST) -> Grid:
    grid = Grid("sheet", most)
    grid.watch(xml)
    return grid


def assert_same(xml: bytes, most: int = MOST) -> Grid:
    grid, other = watched("sheet", xml, most), by_watching(xml, most)
    assert {name: getattr(grid, name) for name in SAID} == {name: getattr(other, name) for name in SAID}
    return grid


def test_every_sheet_of_our_workbooks_is_plain_and_says_the_same_both_ways():
    for data in (filled(FORTY), blank_filled_by_hand(FORTY), consulting.filled(), consulting.by_hand(consulting.PLAN)):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    assert assert_same(book.read(name), 200_000).is_plain, name


@pytest.mark.parametrize(
    "xml",
    [
        sheet('<row r="2" hidden="1"><c r="A2" t="b"><v>1</v></c><c><v>12345678901234567</v></c></row>'),
        sheet('<row><c><f>A1*2</f><v></v></c><c><f/><v> </v></c><c><v/><v>7</v></c></row>'),
        sheet("", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', '<cols><col min="2" max="3" width="0"/></cols>'),
        sheet('<row r="1"><c t="inlineStr"><v>7</v></c><c t="inlineStr"><is><t/><t>to</t><t>tre</t></is></c></row>'),
        sheet('<row r="1"><c t="s"><is><t>to</t></is><v>1</v></c></row>'),
    ],
)  # fmt: skip
def test_what_is_plain_is_a_tree(xml):
    assert assert_same(xml).is_plain


@pytest.mark.parametrize(
    "xml",
    [
        sheet('<row r="1"><c r="A1" t="inlineStr"><is><r><t>ord</t></r><rPh><t>or</t></rPh></is></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1<!-- no --></v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v><extLst/></c><other/></row>'),
        sheet('<row r="1"><c r="A1"><v>1<c r="B1"/></v></c></row>'),
        sheet('<row r="1"><c r="A1"><f>1<v>1</v></f></c></row>'),
        sheet('<group><row r="1"><c r="A1"><v>1</v></c></row></group>'),
        sheet("", '<extLst><row r="4" hidden="1"/><x:c xmlns:x="urn:x" r="A4"/></extLst>'),
        sheet('<row r="1"><c r="A1" t="str"><v>' + "x" * SMALL + "</v></c></row>")[:-40],
        sheet('<row r="1.0"><c r="A1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(MAIN.encode(), b"urn:another"),
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>').decode().encode("utf-16"),
    ],
)
def test_what_is_odd_is_watched(xml):
    try:
        grid = assert_same(xml)
    except Unreadable as refused:
        with pytest.raises(Unreadable, match=refused.code):
            by_watching(xml)
    else:
        assert not grid.is_plain


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (sheet("<row>" + "<c/>" * (MOST + 1) + "</row>"), "file_unpacks_too_big"),
        (sheet('<row r="1"><c r="A1"/><c r="A1"/></row>'), "duplicate_cell"),
        (sheet('<row r="1"><c r="A0"/></row>'), "file_corrupt"),
        (sheet('<row r="1"><c r="$A$1"/></row>'), "file_corrupt"),
        (sheet("", "<a>" * DEPTH + "</a>" * DEPTH), "file_unsafe"),
        (sheet("<row>"), "file_corrupt"),
        (b'<!DOCTYPE worksheet [<!ENTITY a "b">]>' + sheet("")[21:], "file_unsafe"),
    ],
)
def test_what_is_refused_is_refused_both_ways(xml, code):
    for way in (lambda: watched("sheet", xml, MOST), lambda: by_watching(xml)):
        with pytest.raises(Unreadable) as refused:
            way()
        assert refused.value.code == code


@pytest.mark.parametrize("deep", [DEPTH - 2, DEPTH - 1, DEPTH])
def test_the_deepest_that_is_read_is_the_same_both_ways(deep):
    xml = sheet("", "<a>" * deep + "</a>" * deep)
    try:
        by_watching(xml)
    except Unreadable:
        with pytest.raises(Unreadable):
            watched("sheet", xml, MOST)
    else:
        assert_same(xml)
