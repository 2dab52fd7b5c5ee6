"""The other ways a workbook comes: .ods, which the child process reads."""

import io
import zipfile
from xml.sax.saxutils import escape

from portal.budgets import specification, template
from portal.budgets.lines import Budget
from tests.budgets import workbooks
from tests.budgets.workbooks import codes, funded, line, read

THREE = funded(*(line(number) for number in range(1, 4)))
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>{more}</manifest:manifest>'
)


def as_ods(budget: Budget, manifest: str = "") -> bytes:
    """The template's cells as an OpenDocument spreadsheet, written by hand."""
    plan = template.plan(specification.of("upskilling"), template.Request(workbooks.MADE, budget=budget))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(more=manifest))
        archive.writestr("content.xml", HEAD + "".join(table(sheet) for sheet in plan.sheets) + TAIL)
    return target.getvalue()


def table(sheet) -> str:
    cells = {(put.row, put.column): put.value for put in sheet.puts}
    rows = []
    for row in range(1, max(row for row, _column in cells) + 1):
        last = max((column for at, column in cells if at == row), default=1)
        rows.append(
            "<table:table-row>"
            + "".join(cell(cells.get((row, c), "")) for c in range(1, last + 1))
            + "</table:table-row>"
        )
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def cell(value) -> str:
    if value == "":
        return "<table:table-cell/>"
    kind = (
        'office:value-type="string"' if isinstance(value, str) else f'office:value-type="float" office:value="{value}"'
    )
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def test_an_open_document_gives_the_same_lines():
    found = read(as_ods(THREE), "budget.ods")
    assert (found.budget, found.refused) == (THREE, "")
    assert set(codes(found)) == {"found_by_headings"}


def test_an_encrypted_open_document_is_refused():
    assert read(as_ods(THREE, "<manifest:encryption-data/>"), "budget.ods").refused == "file_encrypted"


def test_a_broken_open_document_is_refused():
    assert read(as_ods(THREE)[:-400], "budget.ods").refused == "file_corrupt"
