"""No broken or hostile file harms the portal: each is read or refused with a code, and nothing else happens."""

import io
import zipfile

import pytest

from portal.adapters.spreadsheets import LARGEST_FILE
from tests.budgets.workbooks import codes, filled, funded, line, read, with_part

DATA = filled(funded(line(1), line(2)))
SHEET = "xl/worksheets/sheet3.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def laughing(xml: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    return xml[:end] + LAUGHS + xml[end:]


FILES = {
    "empty": (b"", "file_empty"),
    "too big": (b"PK\x03\x04" + b"x" * LARGEST_FILE, "file_too_big"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "file_wrong_kind"),
    "PDF": (b"%PDF-1.7 ...", "file_wrong_kind"),
    "HTML table": (b"<html><table><tr><td>1</td></tr></table></html>", "file_wrong_kind"),
    "CSV": ("nr;kategori;beløb\n1;20;5000\n".encode("latin-1"), "file_wrong_kind"),
    "XML 2003": (b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "file_wrong_kind"),
    "Word": (zipped(**{"[Content_Types]_xml": b"<a/>", "word__document_xml": b"<a/>"}), "file_wrong_kind"),
    "xlsb": (zipped(**{"[Content_Types]_xml": b"<a/>", "xl__workbook.bin": b"x"}), "file_wrong_kind"),
    "plain zip": (zipped(readme=b"hello"), "file_wrong_kind"),
    "noise": (bytes(range(256)) * 10, "file_wrong_kind"),
    "encrypted": (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
    "Word 97": (OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "file_wrong_kind"),
    "broken xls": (OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"), "file_corrupt"),
    "truncated": (DATA[: len(DATA) // 2], "file_corrupt"),
    "no workbook": (with_part(DATA, "xl/workbook.xml", lambda xml: xml, new="xl/book.xml"), "file_corrupt"),
    "no sheet": (with_part(DATA, SHEET, lambda xml: xml, new="xl/worksheets/other.xml"), "file_corrupt"),
    "bad XML": (with_part(DATA, SHEET, lambda xml: xml[:-50]), "file_corrupt"),
    "laughs in the workbook": (with_part(DATA, "xl/workbook.xml", laughing), "file_unsafe"),
    "laughs in the strings": (with_part(DATA, "xl/sharedStrings.xml", laughing), "file_unsafe"),
    "laughs in a part nobody reads": (with_part(DATA, "docProps/app.xml", laughing), "file_unsafe"),
    "blanks without end": (with_part(DATA, SHEET, lambda xml: xml + b" " * (33 << 20)), "file_unpacks_too_big"),
    "deep XML": (with_part(DATA, SHEET, lambda _: b"<a>" * 100 + b"</a>" * 100), "file_unsafe"),
    "a cell twice": (with_part(DATA, SHEET, lambda xml: xml.replace(b'r="B5"', b'r="C5"')), "duplicate_cell"),
    "a cell from nowhere": (with_part(DATA, SHEET, lambda xml: xml.replace(b'r="B5"', b'r="ZZZZ5"')), "file_corrupt"),
    "a string too far": (with_part(DATA, SHEET, lambda xml: xml.replace(b't="s"><v>', b't="s"><v>99')), "file_corrupt"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_workbook_is_refused_with_the_reason(name):
    data, code = FILES[name]
    found = read(data, "budget.xlsx")
    assert found.refused == code, found
    assert found.findings[0].text("da")
    assert found.findings[0].text("en")
    assert not found.budget.lines


def test_the_kind_is_named_in_words():
    assert "en HTML-tabel" in read(FILES["HTML table"][0], "budget.xls").findings[0].message()
    assert ".xls" in read(FILES["HTML table"][0], "budget.xls").findings[0].message()


def test_excels_lock_file_and_a_flat_open_document_are_called_what_they_are():
    lock, flat = (
        b"\x05Mette".ljust(165),
        b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office"/>',
    )
    assert "låsefil" in read(lock, "~$budget.xlsx").findings[0].message()
    assert "Excel-projektmappe" in (found := read(flat, "budget.fods").findings[0]).text()
    assert "fladt OpenDocument-regneark (.fods)" in found.message()


@pytest.mark.parametrize("name", ["truncated", "broken xls"])
def test_a_file_broken_as_a_whole_is_not_told_in_our_own_words_for_its_parts(name):
    assert "kan ikke læse indholdet" in read(FILES[name][0]).findings[0].message()


def test_two_parts_of_one_name_are_refused():
    target = io.BytesIO(DATA)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), b"<a/>")
    assert read(target.getvalue()).refused == "file_unsafe"


def test_a_merge_over_the_whole_sheet_costs_nothing():
    def merge(xml):
        return xml.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')

    assert len(read(with_part(DATA, SHEET, merge)).budget.lines) == 2


def test_macros_are_left_alone_and_told():
    found = read(with_part(DATA, "xl/vbaProject.bin", lambda _: b"macro"))
    assert (len(found.budget.lines), codes(found)) == (2, ["macros_ignored"])


def test_strict_open_xml_is_read_like_the_other():
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    data = DATA
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        for name in archive.namelist():
            data = with_part(data, name, lambda xml: xml.replace(old, new))
    assert read(data).budget == read(DATA).budget


def test_a_large_workbook_is_read_in_a_child_process():
    grown = with_part(DATA, "docProps/app.xml", lambda xml: xml + b"<!--" + b" " * (3 << 20) + b"-->")
    assert read(grown).budget == read(DATA).budget


def test_a_fault_of_ours_is_a_refusal_with_a_reference_and_no_word_of_the_file_in_the_log(monkeypatch, caplog):
    def fails(*_given, **_more):
        raise KeyError("Truckcertifikat")

    monkeypatch.setattr("portal.budgets.reading.read", fails)
    found = read(DATA)
    assert found.refused == "file_corrupt"
    assert found.findings[0].params["id"] in caplog.text
    assert "Truckcertifikat" not in caplog.text
