"""The same budget in other clothes: another dialect of XML, another zip, another program's habits, or in disguise."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from portal.adapters import spreadsheets
from tests.bench.odd.typed import CONSULTANTS, TEMPLATE
from tests.budgets import packages, raw
from tests.budgets.packages import parts_of, zipped
from tests.budgets.test_annotated_odd import LINK
from tests.budgets.test_hostile import FILES
from tests.budgets.test_other_formats import THREE
from tests.budgets.workbooks import with_part
from tests.budgets.writers import as_ods, as_openpyxl, as_xls

MACRO_TEMPLATE = "application/vnd.ms-excel.template.macroEnabled.main+xml"
SHEET = "xl/worksheets/sheet3.xml"
SLICE = 4_000


def files() -> Iterator[tuple[str, bytes]]:
    for pool, data in (("upskilling", TEMPLATE), ("consultants", CONSULTANTS)):
        for name, dress in CLOTHES.items():
            yield f"dressed {pool} {name}", dress(data)
    for kind, data in {"ods": as_ods(THREE), "xls": as_xls(THREE), "xlsx": as_openpyxl(THREE)}.items():
        for other in ("xls", "xlsx", "xlsm", "ods", "csv"):
            yield f"named {kind} as.{other}", data
    for name, (data, _code) in FILES.items():
        yield f"hostile {name}.xlsx", data
    for name, data in OTHERS.items():
        yield f"disguised {name}.xlsx", data
    for mark, kind, at in (("start", "xlsx", 0), ("middle", "xlsx", 2), ("end", "xlsx", 1)):
        junk = b"<html>" + b"x" * 100
        yield f"junk at the {mark}.{kind}", _with_junk(TEMPLATE, junk, at)


def _with_junk(data: bytes, junk: bytes, at: int) -> bytes:
    middle = len(data) // 2
    return {0: junk + data, 1: data + junk, 2: data[:middle] + junk + data[middle:]}[at]


def _part(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda data: with_part(data, name, lambda _old: content)


def _stored(data: bytes) -> bytes:
    return raw.zipped(parts_of(data), zipfile.ZIP_STORED)


def _backslashes(data: bytes) -> bytes:
    return zipped({name.replace("/", "\\"): content for name, content in parts_of(data).items()})


def _reversed(data: bytes) -> bytes:
    return zipped(dict(reversed(parts_of(data).items())))


def _sheet_xml(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: with_part(data, SHEET, change)


def _linked(kind: str) -> Callable[[bytes], bytes]:
    text = LINK.format(main=packages.MAIN, kind=kind, inside="").encode()
    return _part("xl/externalLinks/externalLink1.xml", text)


def _pivot(data: bytes) -> bytes:
    cache = f'<pivotCacheDefinition xmlns="{packages.MAIN}" refreshOnLoad="1"><cacheFields/></pivotCacheDefinition>'
    pivot = f'<pivotTableDefinition xmlns="{packages.MAIN}" cacheId="1"><location ref="A1:C9"/></pivotTableDefinition>'
    data = _part("xl/pivotCache/pivotCacheDefinition1.xml", cache.encode())(data)
    return _part("xl/pivotTables/pivotTable1.xml", pivot.encode())(data)


def _dimension(reference: str) -> Callable[[bytes], bytes]:
    return _sheet_xml(lambda xml: re.sub(rb'<dimension ref="[^"]*"/>', f'<dimension ref="{reference}"/>'.encode(), xml))


def _without(part: str) -> Callable[[bytes], bytes]:
    return lambda data: zipped({name: content for name, content in parts_of(data).items() if name != part})


def _as_template(xml: bytes) -> bytes:
    return xml.replace(b"spreadsheetml.sheet.main", b"spreadsheetml.template.main")


def _row_numbers_gone(xml: bytes) -> bytes:
    return re.sub(rb'(<row|<c) r="[^"]*"', rb"\1", xml)


CLOTHES: dict[str, Callable[[bytes], bytes]] = {
    "strict.xlsx": packages.strict,
    "prefixed.xlsx": packages.prefixed,
    "utf16.xlsx": packages.in_utf16,
    "macros.xlsm": packages.with_macros,
    "template.xltx": lambda data: with_part(data, "[Content_Types].xml", _as_template),
    "macro template.xltm": lambda data: packages.with_macros(data, MACRO_TEMPLATE),
    "bare.xlsx": lambda data: packages.raw(spreadsheets.read(data)),
    "bare without addresses.xlsx": lambda data: packages.raw(spreadsheets.read(data), addresses=False),
    "stored.xlsx": _stored,
    "backslashes.xlsx": _backslashes,
    "reversed.xlsx": _reversed,
    "external link.xlsx": _linked("externalBook"),
    "dde link.xlsx": _linked("ddeLink"),
    "ole link.xlsx": _linked("oleLink"),
    "pivot.xlsx": _pivot,
    "excel 4 macros.xlsm": _part("xl/macrosheets/sheet1.xml", b"<xm:macrosheet xmlns:xm='x'/>"),
    "activex.xlsx": _part("xl/activeX/activeX1.bin", b"\0" * 500),
    "embedded.xlsx": _part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" * 99),
    "script.xlsx": _part("xl/media/image1.svg", b"<svg><script>alert(1)</script></svg>"),
    "custom xml.xlsx": _part("customXml/item1.xml", b"<a xmlns='x'>" + b"<b/>" * 5_000 + b"</a>"),
    "all of the sheet.xlsx": _dimension("A1:XFD1048576"),
    "nonsense for a dimension.xlsx": _dimension("R1C1:R99C99"),
    "no styles.xlsx": _without("xl/styles.xml"),
    "no strings.xlsx": _without("xl/sharedStrings.xml"),
    "no content types.xlsx": _without("[Content_Types].xml"),
    "no relations.xlsx": _without("_rels/.rels"),
    "no numbers of rows.xlsx": _sheet_xml(_row_numbers_gone),
    "R1C1.xlsx": _sheet_xml(lambda xml: re.sub(rb'r="([A-Z]+)(\d+)"', rb'r="R\2C\1"', xml)),
    "lower case.xlsx": _sheet_xml(lambda xml: re.sub(rb'r="[A-Z]+\d+"', lambda found: found[0].lower(), xml)),
    "nul bytes.xlsx": _sheet_xml(lambda xml: xml[:SLICE] + b"\0" + xml[SLICE:]),
    "no values.xlsx": _sheet_xml(lambda xml: re.sub(rb"<v>[^<]*</v>", b"", xml)),
    "half of the sheet.xlsx": _sheet_xml(lambda xml: xml[: len(xml) // 2]),
    "half of the file.xlsx": lambda data: data[: len(data) // 2],
    "last bytes gone.xlsx": lambda data: data[:-30],
    "first bytes gone.xlsx": lambda data: data[4:],
    "twice.xlsx": lambda data: data + data,
    "within another.zip": lambda data: raw.zipped({"budget.xlsx": data}),
}


def _open_document(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return raw.zipped({"mimetype": mimetype, "content.xml": b"<a/>", "META-INF/manifest.xml": b"<a/>"})


def _compressed(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in raw.budget().items():
            archive.writestr(name, content)
    return target.getvalue()


OTHERS: dict[str, bytes] = {
    "csv in UTF-8": "Nr.;Kategori;Beløb\r\n1;21;5.000,00\r\n".encode(),
    "csv in UTF-16": "Nr.\tKategori\tBeløb\r\n1\t21\t5.000,00\r\n".encode("utf-16"),
    "json": b'{"lines": []}',
    "xml": b'<?xml version="1.0"?><budget/>',
    "xhtml": b'<?xml version="1.0"?><!DOCTYPE html><html><body><table/></body></html>',
    "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html xmlns:x='x'><table></table></html>",
    "sylk": b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K5\r\nE\r\n",
    "dif": b'TABLE\r\n0,1\r\n"EXCEL"\r\nDATA\r\n0,0\r\n""\r\n',
    "dbase": b"\x03\x6e\x0b\x16" + b"\0" * 100,
    "lotus": b"\x00\x00\x02\x00\x06\x04\x06\x00" + b"\0" * 60,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "pdf after a line": b"\r\n%PDF-1.7\n",
    "rtf": b"{\\rtf1\\ansi hej}",
    "gif": b"GIF89a" + b"\0" * 30,
    "jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 30,
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    "mail": b"From: a@example.dk\r\nTo: b@example.dk\r\nSubject: Budget\r\n\r\nHej\r\n",
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "tar": b"budget.xlsx".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0"),
    "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 30,
    "rar": b"Rar!\x1a\x07\0" + b"\0" * 30,
    "shortcut": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60,
    "web shortcut": b"[InternetShortcut]\r\nURL=https://example.dk/budget.xlsx\r\n",
    "lock file": b"\x0dMette Lindgaard".ljust(165, b" "),
    "program": b"MZ\x90\0" + b"\0" * 60,
    "blanks": b" " * 1_000,
    "zeros": b"\0" * 10_000,
    "one byte": b"P",
    "PK": b"PK",
    "only a signature": b"PK\x03\x04",
    "empty zip": b"PK\x05\x06" + b"\0" * 18,
    "text document": _open_document("text"),
    "presentation": _open_document("presentation"),
    "broken spreadsheet": _open_document("spreadsheet"),
    "database": _open_document("base"),
    "bzip2 inside": _compressed(zipfile.ZIP_BZIP2),
    "lzma inside": _compressed(zipfile.ZIP_LZMA),
    "pages": raw.zipped({"index.xml": b"<a/>", "preview.jpg": b"x"}),
    "epub": raw.zipped({"mimetype": b"application/epub+zip", "OEBPS/a.xhtml": b"<a/>"}),
    "visio": raw.zipped({"[Content_Types].xml": b"<a/>", "visio/document.xml": b"<a/>"}),
}
