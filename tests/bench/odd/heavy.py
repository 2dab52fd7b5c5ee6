"""Workbooks at the limits and beyond them: as much work as a file can ask for."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from portal.adapters.spreadsheet_form import address, letters
from tests.bench.odd.typed import TEMPLATE
from tests.budgets import raw, test_limits_of_files
from tests.budgets.raw import COSTS, SOURCES, one_sheet, parts, sheet, table, zipped
from tests.budgets.test_hostile import LAUGHS
from tests.budgets.test_other_formats import ods
from tests.budgets.test_other_formats import row as ods_row
from tests.budgets.workbooks import filled, funded, line, with_part

COLUMNS = 19
MIB = 1 << 20
MERGE = '<mergeCells><mergeCell ref="{}"/></mergeCells>'


def files() -> Iterator[tuple[str, bytes]]:
    for name, make in HEAVY.items():
        yield f"heavy {name}", make()


def _inline(row: int, column: int, text: str) -> str:
    return f'<c r="{address(row, column)}" t="inlineStr"><is><t>{text}</t></is></c>'


def _rows(rows: int, columns: int, cell: Callable[[int, int], str], above: list[object] | None = None) -> str:
    """A sheet of the table of costs with so many rows below its headings."""
    head = "".join(_inline(1, at, str(text)) for at, text in enumerate(above or _headings(columns), 1))
    body = "".join(
        f'<row r="{row}">{"".join(cell(row, column) for column in range(1, columns + 1))}</row>'
        for row in range(2, rows + 2)
    )
    return sheet(f'<row r="1">{head}</row>{body}')


def _headings(columns: int) -> list[object]:
    return [*COSTS[0], *(f"Ekstra {letters(number)}" for number in range(1, columns - len(COSTS[0]) + 1))]


def _budget(costs: str, strings: str = "") -> bytes:
    return zipped(parts({"Udgifter": costs, "Finansiering": table(SOURCES)}, strings=strings))


def _texts(rows: int, columns: int, text: str = "tekst") -> bytes:
    return _budget(_rows(rows, columns, lambda row, column: _inline(row, column, f"{text} {row} {column}")))


def _numbers(rows: int, columns: int, value: str) -> bytes:
    return _budget(_rows(rows, columns, lambda row, column: f'<c r="{address(row, column)}"><v>{value}</v></c>'))


def _lines(rows: int) -> bytes:
    """So many lines that are all in order."""
    costs = [COSTS[0], *([row, *COSTS[1][1:]] for row in range(1, rows + 1))]
    sources = [SOURCES[0], ["Puljen", "Søgt tilskud", "søgt", 5_000 * rows]]
    return zipped(parts({"Udgifter": table(costs), "Finansiering": table(sources)}))


def _sources(rows: int) -> bytes:
    sources = [SOURCES[0], *([f"Kilde {row}", "Noget andet", "måske", "1,234"] for row in range(rows))]
    return zipped(parts({"Udgifter": table(COSTS), "Finansiering": table(sources)}))


def _shared(rows: int, columns: int, length: int) -> bytes:
    """One long text in every cell."""
    costs = _rows(rows, columns, lambda row, column: f'<c r="{address(row, column)}" t="s"><v>0</v></c>')
    return _budget(costs, strings=f"<si><t>{'x' * length}</t></si>")


def _formulas(rows: int, columns: int) -> bytes:
    def cell(row: int, column: int) -> str:
        return f'<c r="{address(row, column)}"><f>SUM(A{row}:XFD{row})*1.25</f></c>'

    return _budget(_rows(rows, columns, cell))


def _empty_rows(rows: int) -> bytes:
    return one_sheet("".join(f'<row r="{row}" s="1" customFormat="1" ht="15"/>' for row in range(1, rows + 1)))


def _styled_cells(rows: int) -> bytes:
    return one_sheet("".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1, rows + 1)))


def _hidden_rows(rows: int) -> bytes:
    return one_sheet("".join(f'<row r="{row}" hidden="1"/>' for row in range(1, rows + 1)))


def _headings_everywhere(sheets: int) -> bytes:
    head = [COSTS[0]] * 99
    return zipped(parts({f"Ark {number}": table(head) for number in range(sheets)}))


def _merged(merge: str) -> bytes:
    made = raw.budget()
    name = "xl/worksheets/sheet1.xml"
    made[name] = made[name].replace(b"</sheetData>", b"</sheetData>" + merge.encode())
    return zipped(made)


def _merges(count: int) -> bytes:
    """Each over the whole table."""
    return _merged("<mergeCells>" + '<mergeCell ref="A1:M3"/>' * count + "</mergeCells>")


def _merges_over(rows: int, merges: int) -> bytes:
    """Many lines, and each of many merges over all of them."""
    after = "</sheetData><mergeCells>" + f'<mergeCell ref="A1:M{rows}"/>' * merges + "</mergeCells>"
    part = "xl/worksheets/sheet1.xml"
    return with_part(_lines(rows), part, lambda xml: xml.replace(b"</sheetData>", after.encode()))


def _names(count: int) -> bytes:
    made = raw.budget()
    name = '<definedName name="b_hdr_costs_{0}">Udgifter!$A${0}</definedName>'
    names = "".join(name.format(number) for number in range(1, count + 1))
    book = made["xl/workbook.xml"].replace(b"</sheets>", f"</sheets><definedNames>{names}</definedNames>".encode())
    return zipped(made | {"xl/workbook.xml": book})


def _bomb(part: str, size: int, byte: bytes = b" ") -> bytes:
    return with_part(TEMPLATE, part, lambda xml: xml + byte * size)


def _quadratic(xml: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    return xml[:end] + b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]>' + xml[end:]


def _cyclic(xml: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    return xml[:end] + b'<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + xml[end:].replace(b"<v>", b"<v>&a;", 1)


def _outside(xml: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    declared = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return xml[:end] + declared + xml[end:].replace(b"<v>", b"<v>&a;", 1)


def _laughing(xml: bytes) -> bytes:
    end = xml.index(b"?>") + 2
    return xml[:end] + LAUGHS + xml[end:]


def _within_itself(depth: int) -> bytes:
    data = b"x" * MIB
    for _each in range(depth):
        data = zipped({"budget.xlsx": data})
    return data


def _pictures(count: int, size: int) -> bytes:
    """Photographs: they cannot be packed any tighter."""
    target = io.BytesIO(TEMPLATE)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(f"xl/media/image{number}.png", b"\x89PNG" + bytes(range(256)) * (size // 256))
    return target.getvalue()


def _wide(columns: int) -> bytes:
    cells = "".join(f'<c r="{letters(column)}1"><v>1</v></c>' for column in range(1, columns))
    return one_sheet(f"<row>{cells}</row>")


def _ods_repeated(rows: int, columns: int, value: str = 'office:value-type="float" office:value="1"') -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" {value}><text:p>1</text:p></table:table-cell>'
    return ods(ods_row(cell, more=f'table:number-rows-repeated="{rows}"'))


LAST = f"XFD{2**20}"
HEAVY: dict[str, Callable[[], bytes]] = {
    "10,000 rows of 19 texts.xlsx": partial(_texts, 10_000, COLUMNS),
    "10,000 rows of 13 texts.xlsx": partial(_texts, 10_000, 13),
    "10,000 rows of ambiguous numbers.xlsx": partial(_texts, 10_000, COLUMNS, "1,234"),
    "10,000 rows of long texts.xlsx": partial(_shared, 10_000, COLUMNS, 4_000),
    "2,000 rows of 19 texts.xlsx": partial(_texts, 2_000, COLUMNS),
    "2,000 rows of the longest text.xlsx": partial(_shared, 2_000, 13, 32_767),
    "10,000 rows of zeros.xlsx": partial(_numbers, 10_000, COLUMNS, "0"),
    "10,000 rows of ones.xlsx": partial(_numbers, 10_000, COLUMNS, "1"),
    "10,000 rows of long numbers.xlsx": partial(_numbers, 10_000, COLUMNS, "0.1234567890123456789"),
    "10,000 rows of exponents.xlsx": partial(_numbers, 10_000, COLUMNS, "1E+300"),
    "10,000 rows of formulas.xlsx": partial(_formulas, 10_000, COLUMNS),
    "2,000 lines.xlsx": partial(_lines, 2_000),
    "2,001 lines.xlsx": partial(_lines, 2_001),
    "10,000 lines.xlsx": partial(_lines, 10_000),
    "15,000 lines.xlsx": partial(_lines, 15_000),
    "10,000 sources.xlsx": partial(_sources, 10_000),
    "49,000 sources.xlsx": partial(_sources, 49_000),
    "a template of 2,000 lines.xlsx": lambda: filled(funded(*map(line, range(1, 2_001)))),
    "a template of 6,000 lines.xlsx": lambda: filled(funded(*map(line, range(1, 6_001)))),
    "1,048,576 empty rows.xlsx": partial(_empty_rows, 2**20),
    "400,000 empty rows.xlsx": partial(_empty_rows, 400_000),
    "300,000 cells of style only.xlsx": partial(_styled_cells, 300_000),
    "199,000 cells of style only.xlsx": partial(_styled_cells, 199_000),
    "400,000 hidden rows.xlsx": partial(_hidden_rows, 400_000),
    "200,000 cells.xlsx": partial(test_limits_of_files.with_cells, 200_000),
    "200,001 cells.xlsx": partial(test_limits_of_files.with_cells, 200_001),
    "200,000 strings.xlsx": partial(test_limits_of_files.with_strings, 200_000),
    "1,000,000 strings.xlsx": partial(test_limits_of_files.with_strings, 1_000_000),
    "65,490 styles.xlsx": partial(test_limits_of_files.with_styles, 65_490),
    "100,000 styles.xlsx": partial(test_limits_of_files.with_styles, 100_000),
    "20,000 merges.xlsx": partial(test_limits_of_files.with_merges, 20_000),
    "100 sheets.xlsx": partial(test_limits_of_files.with_sheets, 100),
    "200 sheets.xlsx": partial(test_limits_of_files.with_sheets, 200),
    "2,000 parts.xlsx": partial(test_limits_of_files.with_entries, 2_000),
    "headings on every row of 90 sheets.xlsx": partial(_headings_everywhere, 90),
    "one merge over all.xlsx": partial(_merged, MERGE.format(f"A1:{LAST}")),
    "20,000 merges over the table.xlsx": partial(_merges, 20_000),
    "20,000 merges over 2,000 lines.xlsx": partial(_merges_over, 2_000, 20_000),
    "19,000 names.xlsx": partial(_names, 19_000),
    "100,000 names.xlsx": partial(_names, 100_000),
    "16,000 columns.xlsx": partial(_wide, 16_000),
    "30 MB of blanks in a sheet.xlsx": partial(_bomb, "xl/worksheets/sheet3.xml", 31 * MIB),
    "200 MB of blanks in a sheet.xlsx": partial(_bomb, "xl/worksheets/sheet3.xml", 200 * MIB),
    "30 MB of blanks in the strings.xlsx": partial(_bomb, "xl/sharedStrings.xml", 31 * MIB),
    "30 MB in a part nobody reads.xlsx": partial(_bomb, "xl/media/a.bin", 31 * MIB, b"\0"),
    "30 MB of open brackets.xlsx": partial(_bomb, "docProps/app.xml", 31 * MIB, b"<"),
    "laughs.xlsx": lambda: with_part(TEMPLATE, "xl/sharedStrings.xml", _laughing),
    "quadratic entities.xlsx": lambda: with_part(TEMPLATE, "xl/workbook.xml", _quadratic),
    "cyclic entities.xlsx": lambda: with_part(TEMPLATE, "xl/worksheets/sheet3.xml", _cyclic),
    "entities from outside.xlsx": lambda: with_part(TEMPLATE, "xl/worksheets/sheet3.xml", _outside),
    "zip within zip.xlsx": partial(_within_itself, 9),
    "9 MB of pictures.xlsx": partial(_pictures, 9, MIB),
    "40 MB of pictures.xlsx": partial(_pictures, 40, MIB),
    "a row of a million.ods": partial(_ods_repeated, 2**20, 1),
    "everything filled.ods": partial(_ods_repeated, 2**20, 16_384),
    "everything styled.ods": partial(_ods_repeated, 2**20, 16_384, ""),
    "200,000 cells.ods": partial(_ods_repeated, 2_000, 100),
    "the last corner.ods": lambda: ods(ods_row(more=f'table:number-rows-repeated="{2**20 - 1}"'), ods_row(
        '<table:table-cell table:number-columns-repeated="16383"/>', '<table:table-cell office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell>')),
}  # fmt: skip
