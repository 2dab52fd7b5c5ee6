"""The table of cases of the workbook's specification, by number: the files as files, and who wrote them.

Number 2 is a matter of the pages, and number 3 (re-saved by LibreOffice) of the browser stage.
"""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from portal.adapters.spreadsheets import LARGEST_FILE
from tests.budgets.workbooks import FORTY, answer, codes, filled, read, with_part
from tests.budgets.writers import as_ods, as_openpyxl, as_xls

WHOLE = filled(FORTY)
COSTS = "xl/worksheets/sheet3.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return target.getvalue()


def test_case_4_the_same_as_ods():
    found = read(as_ods(FORTY), "budget.ods")
    assert (answer(as_ods(FORTY), "budget.ods"), found.budget) == ("OK", FORTY)


def test_case_5_the_same_as_old_xls():
    data = as_xls(FORTY)
    assert data.startswith(OLE)
    assert (answer(data, "budget.xls"), read(data, "budget.xls").budget) == ("OK", FORTY)


def test_case_7_macros():
    data = with_part(WHOLE, "xl/vbaProject.bin", lambda _: b"Attribute VB_Name")
    found = read(data, "budget.xlsm")
    assert (answer(data, "budget.xlsm"), codes(found), found.budget) == ("W", ["macros_ignored"], FORTY)


def test_case_9_the_empty_file():
    assert answer(b"") == "R file_empty"


def test_case_10_one_byte_too_many():
    assert answer(b"PK\x03\x04" + b"x" * (LARGEST_FILE - 3)) == "R file_too_big"


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "et billede"), (b"%PDF-1.7\n", "en PDF-fil"),
     (zipped(**{"[Content_Types]_DOT_xml": CONTENT_TYPES, "word__document_DOT_xml": b"<a/>"}), "et Word-dokument")],
    ids=["PNG", "PDF", "DOCX"],
)  # fmt: skip
def test_case_11_something_else_renamed(data, kind):
    assert answer(data) == "R file_wrong_kind"
    assert kind in read(data, "budget.xlsx").findings[0].message()


@pytest.mark.parametrize(
    "data",
    [b"\0\0\0\x18ftypheic" + b"\0" * 64, b"RIFF\x24\0\0\0WEBPVP8 ", b'<svg xmlns="x"/>'],
    ids=["HEIC", "WEBP", "SVG"],
)
def test_case_11_a_photo_from_a_telephone(data):
    assert read(data, "budget.xlsx").findings[0].message() == "Filen hedder .xlsx, men indholdet er et billede."


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [(b"<html><table><tr><td>1</td></tr></table></html>", "budget.xls", "HTML-tabel"),
     (b"nr;kategori;pris\n1;20;5000\n", "budget.xlsx", "tekstfil")],
    ids=["HTML", "CSV"],
)  # fmt: skip
def test_case_12_a_table_that_is_no_workbook(data, name, kind):
    found = read(data, name)
    assert (found.refused, kind in found.findings[0].message()) == ("file_wrong_kind", True)


def test_case_13_passwords():
    encrypted = OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    ods = as_ods(FORTY, "<manifest:encryption-data/>")
    texts = set()
    for data, name in ((encrypted, "a.xlsx"), (with_filepass(as_xls(FORTY)), "a.xls"), (ods, "a.ods")):
        assert answer(data, name) == "R file_encrypted", name
        texts.add(read(data, name).findings[0].text("da"))
    assert len(texts) == 1


def with_filepass(xls: bytes) -> bytes:
    """The record FILEPASS after the first BOF: what an .xls with a password to open begins with."""
    begin = xls.index(b"\x09\x08\x10\x00")
    length = struct.unpack_from("<H", xls, begin + 2)[0]
    at = begin + 4 + length
    return xls[:at] + struct.pack("<HHHH", 0x2F, 4, 0, 0x1234) + xls[at + 8 :]


def test_case_14_damaged_files():
    wrong_sum = bytearray(WHOLE)
    entry = WHOLE.rindex(COSTS.encode()) - 46  # in the directory at the end
    wrong_sum[entry + 16] ^= 0xFF
    for data in (
        WHOLE[: len(WHOLE) // 2],
        bytes(wrong_sum),
        with_part(WHOLE, "xl/workbook.xml", lambda xml: xml, new="xl/other.xml"),
    ):
        assert answer(data) == "R file_corrupt"
        message = read(data).findings[0].text("da")
        assert "Referencen er" in message


@pytest.mark.parametrize(
    ("data", "name"),
    [(zipped(**{"[Content_Types]_DOT_xml": CONTENT_TYPES, "xl__workbook_DOT_bin": b"x"}), "budget.xlsb"),
     (zipped(Index__Document_DOT_iwa=b"x"), "budget.numbers"),
     (b"\x1f\x8b\x08\0" + b"\0" * 60, "budget.gnumeric")],
    ids=["xlsb", "numbers", "gnumeric"],
)  # fmt: skip
def test_case_15_spreadsheets_of_other_programs(data, name):
    assert answer(data, name) == "R file_wrong_kind"
    assert "Gem som" in read(data, name).findings[0].text("da")


def blanks(size: int, *, told_size: int | None = None) -> bytes:
    """A zip whose sheet unpacks to `size` blanks; a megabyte of them is packed once and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = once * (size // 2**20) + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    name, stated = COSTS.encode(), told_size or size
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, 0, len(packed), stated, len(name), 0) + name
    central = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, 0, len(packed), stated, len(name), 0, 0, 0, 0, 0, 0
    )
    body = local + packed
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central) + len(name), len(body), 0)
    return body + central + name + end


def test_case_16_a_gigabyte_of_blanks():
    data = blanks(2**30)
    assert len(data) < 2 * 2**20
    tracemalloc.start()
    try:
        assert answer(data) == "R file_unpacks_too_big"
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_case_16_a_gigabyte_of_blanks_that_says_it_is_small():
    assert answer(blanks(2**30, told_size=1000)).startswith("R file_")


DOCTYPES = {
    "billion laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "quadratic": b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 50_000 + b'">]>',
    "a local file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "the network": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
}


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", COSTS])
@pytest.mark.parametrize("way", DOCTYPES)
def test_case_19_entities(part, way):
    def declare(xml: bytes) -> bytes:
        end = xml.index(b"?>") + 2
        return xml[:end] + DOCTYPES[way] + xml[end:]

    data = with_part(WHOLE, part, declare)
    assert answer(data) == "R file_unsafe"
    assert "DOCTYPE" in read(data).findings[0].message()


def test_the_same_cells_in_a_book_of_another_program_are_the_same_lines():
    data = as_openpyxl(FORTY)
    assert (answer(data), read(data).budget) == ("OK", FORTY)
