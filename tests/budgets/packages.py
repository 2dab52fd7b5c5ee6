"""Open XML files as other programs write them: the same cells in other words, for the tests of the annotated copy."""

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from portal.adapters.spreadsheet_form import Kind, Sheet, Workbook, address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORDS = {Kind.TEXT, Kind.EMPTY, Kind.ERROR, Kind.DATE}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def every_part(data: bytes, change) -> bytes:
    """The file with each of its XML parts changed; `change` is given the name too."""
    return zipped({name: change(name, xml) for name, xml in parts_of(data).items()})


def raw(book: Workbook, *, addresses: bool = True) -> bytes:
    """The smallest file that holds these sheets: no styles, no shared strings, and no addresses if so wished."""
    numbered = list(enumerate(book.sheets, 1))
    sheets = "".join(
        f'<sheet name={quoteattr(each.name)} sheetId="{n}" r:id="r{n}" state="{state(each)}"/>' for n, each in numbered
    )
    rels = "".join(relation(n, "worksheet", f"sheets/s{n}.xml") for n, _each in numbered)
    overrides = "".join(override(f"/xl/sheets/s{n}.xml", "worksheet") for n, _each in numbered)
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{override('/xl/the workbook.xml', 'sheet.main')}{overrides}</Types>",
        "_rels/.rels": relations(relation(1, "officeDocument", "xl/the workbook.xml")),
        "xl/the workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets>'
        f"</workbook>",
        "xl/_rels/the workbook.xml.rels": relations(rels),
    }
    for n, each in numbered:
        parts[f"xl/sheets/s{n}.xml"] = f'{HEAD}<worksheet xmlns="{MAIN}">{table(each, addresses)}</worksheet>'
    return zipped({name: xml.encode() for name, xml in parts.items()})


def state(sheet: Sheet) -> str:
    return {"very_hidden": "veryHidden"}.get(sheet.state, sheet.state)


def override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{SPREADSHEETML}.{kind}+xml"/>'


def relations(inside: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def table(sheet: Sheet, addresses: bool) -> str:
    last = max((row for row, _column in sheet.cells), default=0)
    rows = "".join(row_of(sheet, number, addresses) for number in range(1, last + 1))
    return f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>"


def row_of(sheet: Sheet, number: int, addresses: bool) -> str:
    """Without addresses the empty cells must be there too."""
    cells = {column: cell for (row, column), cell in sheet.cells.items() if row == number}
    hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
    opening = f'<row r="{number}"{hidden}' if addresses else f"<row{hidden}"
    if not cells:
        return f"{opening}/>"
    columns = sorted(cells) if addresses else range(1, max(cells) + 1)
    return f"{opening}>{''.join(written(cells.get(each), number, each, addresses) for each in columns)}</row>"


def written(cell, row: int, column: int, addresses: bool) -> str:
    at = f' r="{address(row, column)}"' if addresses else ""
    if cell is None:
        return f"<c{at}/>"
    if cell.kind is Kind.TEXT:
        return f'<c{at} t="inlineStr"><is><t xml:space="preserve">{escape(cell.raw)}</t></is></c>'
    return f"<c{at}><v>{escape(cell.raw)}</v></c>"


def strict(data: bytes) -> bytes:
    def change(_name: str, xml: bytes) -> bytes:
        return xml.replace(MAIN.encode(), STRICT.encode()).replace(RELATIONS.encode(), STRICT_RELATIONS.encode())

    return every_part(data, change)


def prefixed(data: bytes) -> bytes:
    """As some programs write it: every element of the spreadsheet with a prefix."""

    def change(_name: str, xml: bytes) -> bytes:
        if MAIN.encode() not in xml[:600]:
            return xml
        named = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", xml)
        return named.replace(b' xmlns="' + MAIN.encode(), b' xmlns:x="' + MAIN.encode())

    return every_part(data, change)


def in_utf16(data: bytes, *, but: tuple[str, ...] = ()) -> bytes:
    def change(name: str, xml: bytes) -> bytes:
        if name in but or not xml.lstrip().startswith(b"<"):
            return xml
        text = xml.decode().replace("UTF-8", "UTF-16").replace("utf-8", "UTF-16")
        return text.encode("utf-16")

    return every_part(data, change)


def with_macros(data: bytes, kind: str = "application/vnd.ms-excel.sheet.macroEnabled.main+xml") -> bytes:
    """As Excel saves an .xlsm: the project of macros, what it points to, and the types of both."""
    parts = parts_of(data)
    types = parts["[Content_Types].xml"].decode().replace(f"{SPREADSHEETML}.sheet.main+xml", kind)
    binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    data_type = '<Override PartName="/xl/vbaData.xml" ContentType="application/vnd.ms-office.vbaData+xml"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{binary}{data_type}</Types>").encode()
    office = "http://schemas.microsoft.com/office/2006/relationships"
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    project = f'<Relationship Id="rId99" Type="{office}/vbaProject" Target="vbaProject.bin"/>'
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", f"{project}</Relationships>").encode()
    parts["xl/vbaProject.bin"] = b"macro"
    parts["xl/vbaData.xml"] = b"<data/>"
    inner = f'<Relationship Id="r1" Type="{office}/wordVbaData" Target="vbaData.xml"/>'
    parts["xl/_rels/vbaProject.bin.rels"] = relations(inner).encode()
    return zipped(parts)
