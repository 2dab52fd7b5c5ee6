"""A person's own workbook with some cells marked and one sheet more; every other part as it was. Pure."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from xml.parsers import expat

from portal.adapters import spreadsheet_patch_cells as cells
from portal.adapters import spreadsheet_patch_report, spreadsheet_patch_styles
from portal.adapters.spreadsheet_patch_book import Book, SheetEntry
from portal.adapters.spreadsheet_patch_form import (
    MOST_STYLES,
    REPORT_NAME,
    Marks,
    Report,
    free_name,
    target_of,
)
from portal.adapters.spreadsheet_patch_parts import SPREADSHEETML, Parts, Types, links, rels_of, unlink
from portal.adapters.spreadsheet_patch_styles import Styles, TooManyStyles
from portal.adapters.spreadsheet_patch_xml import NotSound, tags
from portal.adapters.spreadsheet_patch_zip import rewritten

WRITER = "docProps/app.xml"
MACROS = {"vbaProject", "wordVbaData"}
MACRO_SHEETS = {"xlMacrosheet", "xlIntlMacrosheet"}


def patched(data: bytes, marks: Marks, report: Report) -> bytes:
    """The .xlsx with the marks and the report, without macros. NotSound when it is built in a way we leave alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = Parts(archive)
            _annotate(parts, marks, report)
        for xml in parts.changed.values():
            expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
        return rewritten(data, parts.changed, parts.removed)
    except NotSound:
        raise
    except Exception as error:  # whatever is odd in there, the person gets a rebuilt copy instead
        raise NotSound(type(error).__name__) from error


def _annotate(parts: Parts, marks: Marks, report: Report) -> None:
    book, types = Book(parts), Types(parts)
    _look_for_programs(parts, book)
    old = _earlier_report(book)
    try:
        looks = _mark(parts, book, types, old, marks)
    except TooManyStyles:  # the report says it all, only less nicely
        looks = {}
    _put_report(parts, book, types, report, looks, old)
    _without_macros(parts, book, types)
    types.set(book.part, f"{SPREADSHEETML}sheet.main+xml")
    book.save()
    types.save()


def _look_for_programs(parts: Parts, book: Book) -> None:
    """Sheets of macros and links to programs cannot be cut out: such a workbook is rebuilt from its values."""
    if any(each.kind in MACRO_SHEETS for each in book.links) or any("/macrosheets/" in each for each in parts.names):
        raise NotSound("macro sheets")
    for each in book.links:
        is_there = each.kind == "externalLink" and parts.has(each.part)
        if is_there and any(True for _tag in tags(parts.read(each.part), b"ddeLink", b"oleLink")):
            raise NotSound("links to programs")


def _earlier_report(book: Book) -> SheetEntry | None:
    place = book.name(REPORT_NAME).rpartition("!")[0]
    name = place[1:-1].replace("''", "'") if place.startswith("'") else place
    return next((each for each in book.sheets if name and each.name == name and each.kind == "worksheet"), None)


def _mark(parts: Parts, book: Book, types: Types, old: SheetEntry | None, marks: Marks) -> dict[str, int]:
    """Change styles and sheets, all or nothing; the styles of the report by name."""
    part = book.part_of("styles")
    xml = parts.read(part) if part else _first_styles(parts, book)
    styles = Styles(xml, trusted=not (parts.has(WRITER) and b"LibreOffice" in parts.read(WRITER)))
    looks = styles.report()
    found = {}
    for each in book.sheets:
        wanted = marks.get(each.name, {})
        if each.kind == "worksheet" and each != old and (wanted or styles.back):
            xml = parts.read(each.part)
            found[each.part] = cells.restyled(xml, wanted, styles.mark, styles.back)
    if not part:
        part = parts.free(book.beside("styles.xml"))
        types.set(part, f"{SPREADSHEETML}styles+xml")
        book.link(part, "styles")
    parts.write(part, styles.written())
    for name, xml in found.items():
        if xml != parts.read(name):
            parts.write(name, xml)
    return looks


def _first_styles(parts: Parts, book: Book) -> bytes:
    """For a workbook without styles: the numbers its cells name all look like nothing."""
    sheets = [each.part for each in book.sheets if each.kind == "worksheet"]
    highest = max((cells.highest_style(parts.read(each)) for each in sheets), default=0)
    return spreadsheet_patch_styles.fresh(book.namespace, min(highest, MOST_STYLES) + 1)


def _put_report(
    parts: Parts, book: Book, types: Types, report: Report, looks: Mapping[str, int], old: SheetEntry | None
) -> None:  # fmt: skip
    if old is not None:  # in the place of the earlier one
        parts.remove(rels_of(old.part))
        parts.write(old.part, spreadsheet_patch_report.sheet(report, looks, book.namespace))
        return
    name = free_name(report.name, {each.name for each in book.sheets})
    part = parts.free(book.beside("worksheets/fejlrapport.xml"))
    parts.write(part, spreadsheet_patch_report.sheet(replace(report, name=name), looks, book.namespace))
    types.set(part, f"{SPREADSHEETML}worksheet+xml")
    book.add_sheet(name, part)
    book.add_name(REPORT_NAME, target_of(name, "$A$1"))


def _without_macros(parts: Parts, book: Book, types: Types) -> None:
    stray = [each for each in parts.names if each.endswith("vbaproject.bin")]
    for part in (*unlink(parts, book.part, MACROS), *stray):
        for each in (*(link.part for link in links(parts, part)), rels_of(part), part):
            parts.remove(each)
            types.drop(each)
    types.no_macros()
