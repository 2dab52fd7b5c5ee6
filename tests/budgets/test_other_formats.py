"""The other ways a workbook comes: .ods and .xls, which the child process reads."""

import io
import os
import random
import zipfile

import pytest
import xlwt

from portal.adapters import spreadsheet_biff, spreadsheet_child, spreadsheets
from portal.adapters.spreadsheet_form import Kind, Unreadable
from tests.budgets.workbooks import codes, funded, line, read
from tests.budgets.writers import HEAD, ODS, TAIL, as_ods, as_xls

pytestmark = pytest.mark.slow

THREE = funded(*(line(number) for number in range(1, 4)))
TABLE = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods(*rows: str) -> bytes:
    """One table with these rows as they are written."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        table = f'<table:table table:name="Ark">{"".join(rows)}</table:table>'
        archive.writestr(
            "content.xml", HEAD.replace("<office:document-content", f"<office:document-content {TABLE}") + table + TAIL
        )
    return target.getvalue()


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def number(value: str, kind: str = "float", more: str = "") -> str:
    value_type = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {value_type} {more}><text:p>{value}</text:p></table:table-cell>"


ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
OLD_ERROR = (
    '<table:table-cell table:formula="of:=x" office:value-type="float" office:value="0">'
    "<text:p>Err:502</text:p></table:table-cell>"
)


def cells(data: bytes):
    return spreadsheets.read(data).sheets[0].cells


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        spreadsheets.read(data)
    return refused.value.code


@pytest.mark.parametrize(("write", "name"), [(as_ods, "budget.ods"), (as_xls, "budget.xls")])
def test_another_format_gives_the_same_lines(write, name):
    found = read(write(THREE), name)
    assert (found.budget, found.refused) == (THREE, "")
    assert set(codes(found)) == {"found_by_headings"}


def test_an_encrypted_open_document_is_refused():
    assert read(as_ods(THREE, "<manifest:encryption-data/>"), "budget.ods").refused == "file_encrypted"


def test_a_broken_open_document_is_refused():
    assert read(as_ods(THREE)[:-400], "budget.ods").refused == "file_corrupt"


def test_an_open_document_tells_errors_percentages_and_formulas_apart():
    read_cells = cells(
        ods(
            row(number("1.5"), ERROR, number("0.25", "percentage"), OLD_ERROR),
            row(number("7", more='table:formula="of:=3+4"')),
        )
    )
    assert [(cell.kind, cell.raw, cell.style) for cell in read_cells.values() if cell.kind is Kind.NUMBER] == [
        (Kind.NUMBER, "1.5", ""), (Kind.NUMBER, "0.25", "percent"), (Kind.NUMBER, "7", ""),
    ]  # fmt: skip
    assert (read_cells[1, 2].kind, read_cells[1, 2].raw) == (Kind.ERROR, "#DIV/0!")
    assert (read_cells[1, 4].kind, read_cells[1, 4].raw) == (Kind.ERROR, "Err:502")
    assert read_cells[2, 1].formula is not None


def test_an_open_document_tells_what_is_hidden_and_merged():
    merged = number("5", more='table:number-columns-spanned="2" table:number-rows-spanned="3"')
    sheet = spreadsheets.read(
        ods(
            '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>',
            row(number("1"), more='table:number-rows-repeated="2"'),
            row(number("2"), more='table:visibility="filter"'),
            row(merged),
        )
    ).sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({3}, {2, 3}, ["A4:B6"])
    assert {place: cell.raw for place, cell in sheet.cells.items()} == {
        (1, 1): "1",
        (2, 1): "1",
        (3, 1): "2",
        (4, 1): "5",
    }


def test_a_cell_that_is_repeated_beyond_the_limit_is_refused_before_anything_makes_room_for_it():
    many = number("1", more='table:number-columns-repeated="16384"')
    assert refusal(ods(row(many, more='table:number-rows-repeated="1048576"'))) == "file_unpacks_too_big"
    assert len(cells(ods(row(many)))) == 16_384


def test_declarations_and_depth_in_an_open_document_are_refused():
    deep = "<text:p>" * 70 + "x" + "</text:p>" * 70
    assert refusal(ods(row(f'<table:table-cell office:value-type="string">{deep}</table:table-cell>'))) == "file_unsafe"


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Ark")
    sheet.write(0, 0, 1.5)
    sheet.row(0).set_cell_error(1, "#REF!")
    sheet.write(0, 2, 0.25, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(0, 3, 12345, xlwt.easyxf(num_format_str="#,##0,"))
    sheet.write(1, 0, "skjult")
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    sheet.write_merge(3, 4, 0, 1, "flettet")
    sheet.write(5, 0, xlwt.Formula("1+1"))
    book.add_sheet("Gemt").visibility = 2
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_old_workbook_tells_errors_formats_and_what_is_hidden():
    book = spreadsheets.read(old_workbook())
    sheet = book.sheets[0]
    assert [each.state for each in book.sheets] == ["visible", "very_hidden"]
    assert {place: (cell.kind, cell.raw, cell.style) for place, cell in sheet.cells.items() if place[0] == 1} == {
        (1, 1): (Kind.NUMBER, "1.5", ""), (1, 2): (Kind.ERROR, "#REF!", ""), (1, 3): (Kind.NUMBER, "0.25", "percent"),
        (1, 4): (Kind.NUMBER, "12345", "scaled"),
    }  # fmt: skip
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merges) == ({2}, {3}, ["A4:B5"])
    assert sheet.cells[6, 1].formula is not None


def test_a_number_that_the_library_loses_is_a_refusal(monkeypatch):
    beside = spreadsheet_biff.book(old_workbook())
    beside.sheets[0].numbers[500, 1] = 0
    monkeypatch.setattr(spreadsheet_biff, "book", lambda _data: beside)
    assert refusal(old_workbook()) == "file_corrupt"


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_old_workbook_is_read_or_refused(seed):
    chance = random.Random(seed)  # noqa: S311 - the same each time
    data = bytearray(old_workbook())
    for _each in range(chance.choice([1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert read(bytes(data), "budget.xls").refused in (
        "template_unknown", "file_corrupt", "file_wrong_kind", "file_encrypted", "file_too_heavy",
        "file_unpacks_too_big",
    )  # fmt: skip


def test_native_code_that_dies_is_a_refusal(monkeypatch):
    """What a panic of the library does: the process ends without a word."""
    monkeypatch.setattr(spreadsheets, "_by_calamine", lambda *_given: os.abort())
    assert read(old_workbook(), "budget.xls").refused == "file_too_heavy"
    assert spreadsheet_child.CPU_SECONDS < spreadsheet_child.WALL_SECONDS < 8, "what was read must be judged too"
