"""Uploaded files of rows: CSV in whichever way Windows writes it, workbooks, and what cannot be read at all."""

import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment

from portal.adapters import row_files, tables
from portal.core.errors import Refusal
from portal.core.findings import Finding, kept, read_back

HEADING = "period;area_code;occupation_code;occupation_title;category"
COLUMNS = tuple(HEADING.split(";"))
WELDER, COOK = "2010H2;BR-SD;7212;Svejser;MANG", "2010H2;BR-SD;5120;Kok på værtshus;Mangel på arbejdskraft"


def a_file(*rows, heading=HEADING):
    return "\r\n".join([heading, *rows])


@pytest.fixture(autouse=True)
def a_reader(app):
    with app.test_request_context("/?language=da"):
        yield


def read(data):
    return row_files.read(data, COLUMNS)[:2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(encoding):
    rows, findings = read(a_file(COOK).encode(encoding))
    assert rows == [(2, {"period": "2010H2", "area_code": "BR-SD", "occupation_code": "5120",
                         "occupation_title": "Kok på værtshus", "category": "Mangel på arbejdskraft"})]  # fmt: skip
    assert findings == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_what_excel_calls_unicode_text_is_read(encoding):
    mark = b"" if encoding == "utf-16" else "\N{ZERO WIDTH NO-BREAK SPACE}".encode(encoding)
    rows, findings = read(mark + a_file(COOK).replace(";", "\t").encode(encoding))
    assert (rows[0][0], rows[0][1]["occupation_title"], findings) == (2, "Kok på værtshus", [])


def test_half_a_letter_of_utf_16_is_no_file():
    assert read(b"\xff\xfe\x00")[1][0].blocks


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_cells_are_separated_as_in_the_heading(separator):
    title = f'"Kok{separator} på\r\n""værtshus"""'
    data = f"\r\n{HEADING}\r\n2010H2;BR-SD;5120;TITLE;MANG\r\n{WELDER}".replace(";", separator)
    rows, findings = read(data.replace("TITLE", title).encode())
    assert findings == []
    assert [(number, row["category"]) for number, row in rows] == [(3, "MANG"), (4, "MANG")]
    assert rows[0][1]["occupation_title"] == f'Kok{separator} på\r\n"værtshus"'


def test_a_line_in_which_excel_says_the_separator_is_not_the_heading():
    rows, findings = read(f"sep=,\r\n{a_file(WELDER).replace(';', ',')}".encode())
    assert (rows[0][0], rows[0][1]["category"], findings) == (3, "MANG", [])


def test_a_column_that_stands_twice_is_named():
    rows, findings = read(f"{HEADING};Category\r\n{WELDER};OVER".encode())
    assert rows == []
    assert [(each.row, each.column) for each in findings] == [(1, "category")]
    assert "Keep the column that counts" in str(findings[0].text)


@pytest.mark.parametrize(("number", "blocks"), [(row_files.MOST_ROWS, False), (row_files.MOST_ROWS + 1, True)])
def test_a_file_that_is_too_long_says_how_long_it_is_and_may_be(number, blocks):
    rows, findings = read(a_file(*[WELDER] * number).encode())
    assert len(rows) == (0 if blocks else number)
    said = [str(each.text) for each in findings]
    words = "The file has 20.001 rows below the heading. Split it into files of at most 20.000."
    assert said == ([words] if blocks else [])


def test_windows_1252_is_recognised_and_said():
    rows, findings = read(a_file(COOK).encode("cp1252"))
    assert rows[0][1]["occupation_title"] == "Kok på værtshus"
    assert [(each.blocks, "Windows-1252" in str(each.text)) for each in findings] == [(False, True)]


def test_a_workbook_is_read_with_the_numbers_of_its_rows():
    data = tables.xlsx_bytes(HEADING.split(";"), [["2010H2", "BR-SD", 7212, "Svejser", "MANG"]])
    rows, findings = read(data)
    assert [(number, row["occupation_code"]) for number, row in rows] == [(2, "7212")]
    assert findings == []


def test_a_formula_without_a_saved_result_is_named_by_its_cell():
    book = openpyxl.Workbook()
    book.active.append(HEADING.split(";"))
    book.active.append(['="2010H"&"2"', "BR-SD", "7212", "Svejser", '=UPPER("mang")'])
    target = io.BytesIO()
    book.save(target)
    rows, findings = read(target.getvalue())
    assert rows == []
    assert [(each.row, each.column, each.blocks) for each in findings] == [(2, "A", True), (2, "E", True)]
    assert "result is not saved" in str(findings[0].text)


def test_columns_may_stand_in_another_order_and_empty_rows_are_passed():
    data = b"category;occupation_title;occupation_code;area_code;period\n;;;;\nMANG;Svejser;7212;BR-SD;2010H2\n"
    rows, _findings = read(data)
    assert [(number, row["category"]) for number, row in rows] == [(3, "MANG")]


def test_a_missing_column_is_named():
    rows, findings = read(b"period,area_code\n2010H2,BR-SD\n")
    assert rows == []
    assert "semicolons" in str(findings[0].text)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"\x00\x01\x02", b"\x81\xff\x00"]
)
def test_what_cannot_be_read_is_answered_with_what_to_do(data):
    rows, findings = read(data)
    assert rows == []
    assert findings[0].blocks
    assert findings[0].row == 0


def test_a_quote_that_never_ends_does_not_break_the_reading():
    rows, findings = read(f'{HEADING}\n2010H2;BR-SD;7212;"Svejser;MANG\n'.encode())
    assert len(rows) + len(findings) >= 1


def test_numbers_of_a_workbook_are_read_as_a_dane_would_type_them():
    data = tables.xlsx_bytes(
        ["period", "area_code"], [["2010", Decimal("0.30000000000000004")], ["2010", Decimal("27.8")], ["2010", 1234]]
    )
    rows = row_files.read(data, ("period", "area_code")).rows
    assert [row["area_code"] for _number, row in rows] == ["0,3", "27,8", "1234"]


def test_a_column_may_be_called_by_another_word():
    read = row_files.read("Måneder;Beløb\n2010;7".encode(), ("period",), {"måneder": "period"})
    assert read.rows == [(2, {"period": "2010"})]


@pytest.mark.parametrize("heading", ["Område", "area"])
def test_what_is_found_stands_beside_the_heading_as_the_file_writes_it(heading):
    read = row_files.read(f"{heading}\nX".encode(), {"area": "område"})
    assert read.rows == [(2, {"area": "X"})]
    assert [each.column for each in read.also([Finding(2, "area", row_files.CPR)])] == [heading]


def test_a_missing_column_is_named_as_it_is_asked_for():
    read = row_files.read(b"area\nX", {"area": "område", "unit": "enhed"})
    assert [each.column for each in read.findings] == ["enhed"]
    assert "område;enhed" in str(read.findings[0].text)


def test_a_heading_without_rows_is_told_once():
    said = [str(each.text) for each in row_files.read(b"area\n", ("area",)).also([])]
    assert said == ["There are no rows below the heading."]


def test_a_cpr_shaped_number_refuses_the_file_and_is_not_repeated():
    _rows, findings = read(a_file(WELDER.replace("7212", "010190-1234")).encode())
    with pytest.raises(Refusal) as refused:
        row_files.refuse_cpr(findings)
    assert "Row 2, column 3" in str(refused.value)
    assert "1234" not in str(refused.value)


def a_workbook(change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx_bytes(COLUMNS, [WELDER.split(";")])))
    change(book, book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def in_a_comment(_book, sheet):
    sheet["C2"].comment = Comment("se 010190-1234", "M")


def in_the_header(_book, sheet):
    sheet.oddHeader.left.text = "010190-1234"


def in_the_properties(book, _sheet):
    book.properties.title = "010190-1234"


def on_another_sheet(book, _sheet):
    book.create_sheet("Noter")["B3"] = "010190-1234"
    book["Noter"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (in_a_comment, "Puljeportalen C2: a comment on the cell"),
        (in_the_header, "a header"),
        (in_the_properties, "the properties of the document"),
        (on_another_sheet, "Row 3, column Noter, B"),
    ],
)
def test_a_workbook_with_a_number_beside_its_rows_is_refused_too(change, told):
    findings = read(a_workbook(change))[1]
    with pytest.raises(Refusal) as refused:
        row_files.refuse_cpr(findings)
    assert told in str(refused.value)
    assert "1234" not in str(refused.value)


def test_a_workbook_with_nothing_beside_its_rows_is_read():
    rows, findings = read(a_workbook(lambda _book, sheet: sheet.sheet_properties))
    assert (len(rows), findings) == (1, [])


def test_findings_survive_being_kept():
    found = [Finding(3, "unit", row_files.CPR, blocks=False)]
    assert read_back(kept(found)) == found
