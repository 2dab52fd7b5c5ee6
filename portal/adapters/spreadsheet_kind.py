"""What a file is, told by its first bytes and its parts, never by its name. Pure."""

import re
from collections.abc import Collection

from portal.adapters.spreadsheet_ole import MAGIC as OLE
from portal.adapters.spreadsheet_ole import stream_names

ZIP = b"PK\x03\x04"
MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"<svg", "image"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gnumeric_or_gzip"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08", "old_excel"),
)
PHOTO = re.compile(rb".{4}ftyp(heic|heix|mif1|avif|jpeg)", re.DOTALL)  # as telephones take them
HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "powerpoint"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
WORKBOOK_BEGINS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
FILEPASS, FIRST_RECORDS = b"\x2f\x00", 6
LOCK_FILE, LONGEST_USER = 165, 55  # bytes: what Excel lays beside an open workbook begins with its user's name


def of(data: bytes) -> str:
    """empty, zip, xls, encrypted, or a word for something that is no workbook."""
    if not data:
        return "empty"
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(OLE):
        return _of_ole(data)
    if PHOTO.match(data):
        return "image"
    if len(data) == LOCK_FILE and data[0] < LONGEST_USER:
        return "lock_file"
    return next((kind for magic, kind in MAGIC if data.startswith(magic)), "") or _of_text(data[:65536])


def _of_ole(data: bytes) -> str:
    """By the container's directory; where that is broken, by what stands in it in UTF-16."""
    names = stream_names(data)
    for name, kind in STREAMS:
        if name in names or (not names and name.encode("utf-16-le") in data):
            return "encrypted" if kind == "xls" and _has_password(data) else kind
    return "ole"


def _has_password(data: bytes) -> bool:
    """FILEPASS is among the first records of an .xls that needs a password; the reader takes such a file for broken."""
    for match in WORKBOOK_BEGINS.finditer(data):
        at = match.start()
        for _record in range(FIRST_RECORDS):
            kind, length = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4], "little")
            if kind == FILEPASS:
                return True
            at += 4 + length
    return False


def _of_text(start: bytes) -> str:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "replace").encode()
    trimmed = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in trimmed:
        return "xml_2003"
    if trimmed.startswith(b"<") and b"urn:oasis:names:tc:opendocument" in trimmed[:4096]:
        return "fods"
    if HTML.search(trimmed[:4096]):
        return "html"
    if trimmed.startswith(b"<?xml"):
        return "xml"
    odd = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in start)
    return "unknown" if odd else "text"


def of_parts(names: Collection[str], mimetype: bytes) -> str:
    """What a zip is, by the names of its entries."""
    known = {name.lower().replace("\\", "/").lstrip("/") for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "ods" if b"spreadsheet" in mimetype else "open_document"
    if "xl/workbook.bin" in known:
        return "xlsb"
    if any(name.startswith("word/") for name in known):
        return "word"
    if any(name.startswith("ppt/") for name in known):
        return "powerpoint"
    if "index.zip" in known or any(name.startswith("index/") and name.endswith(".iwa") for name in known):
        return "numbers"
    is_package = "[content_types].xml" in known or any(name.startswith("xl/") for name in known)
    return "xlsx" if is_package else "archive"
