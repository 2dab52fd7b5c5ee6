"""The report as the XML of a sheet: every text is a string, whatever it begins with. Pure."""

from collections.abc import Mapping

from portal.adapters.spreadsheet_form import address
from portal.adapters.spreadsheet_patch_form import LONGEST_TEXT, Report, ReportLine, target_of
from portal.adapters.spreadsheet_patch_xml import escaped, said

TAB = b"FFB4231A"


def sheet(report: Report, styles: Mapping[str, int], namespace: str) -> bytes:
    """`styles` is empty when the workbook has no room for more of them."""
    head = report.head_row
    rows = [_row(1, [_text(1, 1, report.title, styles.get("title"))])]
    rows += [_row(at, [_text(at, 1, words, None)]) for at, words in enumerate(report.words, 2)]
    headings = enumerate(report.headings, 1)
    rows.append(_row(head, [_text(head, column, words, styles.get("head")) for column, words in headings]))
    rows += [_line(at, line, report, styles) for at, line in enumerate(report.lines, head + 1)]
    return b"".join(
        [
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            b'<worksheet xmlns="' + escaped(namespace) + b'">',
            b'<sheetPr><tabColor rgb="' + TAB + b'"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            _views(head),
            b'<sheetFormatPr defaultRowHeight="15"/>',
            _columns(report),
            b"<sheetData>" + b"".join(rows) + b"</sheetData>",
            _links(report),
            b'<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
            b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
        ]
    )


def _views(head: int) -> bytes:
    """What stands above the list, and its headings, stay in sight."""
    pane = b'<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>' % (head, head + 1)
    return (
        b'<sheetViews><sheetView showGridLines="0" workbookViewId="0">' + pane + b'<selection pane="bottomLeft"'
        b' activeCell="A%d" sqref="A%d"/></sheetView></sheetViews>' % (head + 1, head + 1)
    )


def _columns(report: Report) -> bytes:
    found = (
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (number, number, width)
        for number, width in enumerate(report.widths, 1)
    )
    return b"<cols>" + b"".join(found) + b"</cols>"


def _row(number: int, cells: list[bytes]) -> bytes:
    return b'<row r="%d">%b</row>' % (number, b"".join(cells))


def _line(row: int, line: ReportLine, report: Report, styles: Mapping[str, int]) -> bytes:
    cells = []
    for column, text in enumerate(line.texts):
        style = "words" if column else line.severity
        if column == report.linked and line.sheet:
            style = "link"
        cells.append(_text(row, column + 1, text, styles.get(style)))
    return _row(row, cells)


def _text(row: int, column: int, text: str, style: int | None) -> bytes:
    place = address(row, column).encode()
    looks = b"" if style is None else b' s="%d"' % style
    return b'<c r="%b"%b t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (
        place, looks, said(text[:LONGEST_TEXT]),
    )  # fmt: skip


def _links(report: Report) -> bytes:
    found = [
        b'<hyperlink ref="%b" location="%b"/>'
        % (address(row, report.linked + 1).encode(), escaped(target_of(line.sheet, line.cell)))
        for row, line in enumerate(report.lines, report.head_row + 1)
        if line.sheet
    ]
    return b"<hyperlinks>" + b"".join(found) + b"</hyperlinks>" if found else b""
