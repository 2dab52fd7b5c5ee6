"""Small workbooks written by hand, XML and zip, so that a test can say exactly what stands in the file."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0,"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
COSTS = [
    ["Nr.", "Kategori", "Aktivitet/formål", "Enhed", "Antal 2010", "Pris 2010", "Beløb 2010", "I alt", "Heraf søgt",
     "Heraf egenfinansiering", "Heraf andre", "Også refusion?", "Note"],
    [1, "21", "Truckcertifikat", "kurser", 10, 500, 5000, 5000, 5000, 0, 0, "nej", ""],
    [2, "20", "Rådgivning & mere", "timer", "10", 500, "5.000,00", 5000, 5000, 0, 0, "nej", "note"],
]  # fmt: skip
SOURCES = [["Kilde", "Type", "Status", "2010"], ["Puljen", "Søgt tilskud", "søgt", 10000]]


def sheet(*rows: str, after: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def table(rows: list[list[object]]) -> str:
    """Rows of values, texts in the cells themselves."""
    return sheet(
        *(
            f'<row r="{number}">{"".join(_cell(number, at, value) for at, value in enumerate(row))}</row>'
            for number, row in enumerate(rows, 1)
        )
    )


def _cell(row: int, at: int, value: object) -> str:
    place = f'r="{chr(65 + at)}{row}"'
    if isinstance(value, str):
        return f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else f"<c {place}/>"
    return f"<c {place}><v>{value}</v></c>"


def parts(sheets: Mapping[str, str], strings: str = "", workbook: str = "") -> dict[str, bytes]:
    """The parts of a workbook with these sheets, in order."""
    names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{REL}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/>'
    if strings:
        links += f'<Relationship Id="t" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    top = f'<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{top}</Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{workbook}<sheets>{names}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    if strings:
        made["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    made |= {f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), 1)}
    return {name: xml.encode() for name, xml in made.items()}


def zipped(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target.getvalue()


def one_sheet(*rows: str, after: str = "", **more: str) -> bytes:
    """A workbook of one sheet with these rows as they are written."""
    return zipped(parts({"Ark": sheet(*rows, after=after)}, **more))


def budget() -> dict[str, bytes]:
    """The parts of the smallest budget: two lines and one source."""
    return parts({"Udgifter": table(COSTS), "Finansiering": table(SOURCES)})
