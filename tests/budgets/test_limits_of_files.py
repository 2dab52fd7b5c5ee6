"""The limits, each kept to the last one and refused one beyond; and what a zip or an XML may not say."""

import struct
import zipfile

import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind, Unreadable
from portal.adapters.spreadsheet_xml import Watcher
from tests.budgets import raw
from tests.budgets.raw import MAIN, budget, one_sheet, parts, sheet, zipped
from tests.budgets.test_odd import A1, cells, refusal, value
from tests.budgets.workbooks import read

MERGE = '<mergeCell ref="B1:C1"/>'


def many(element: str, count: int) -> str:
    return element * count


def with_styles(count: int) -> bytes:
    content = parts({"Ark": sheet(f"<row>{A1}</row>")})
    content["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs>{many("<xf/>", count)}</cellXfs></styleSheet>'.encode()
    )
    return zipped(content)


def with_strings(count: int) -> bytes:
    return one_sheet(f"<row>{A1}</row>", strings=many("<si><t/></si>", count))


def with_merges(count: int) -> bytes:
    return one_sheet(f"<row>{A1}</row>", after=f"<mergeCells>{many(MERGE, count)}</mergeCells>")


def with_cells(count: int) -> bytes:
    full, rest = divmod(count, 16_000)
    rows = [f"<row>{'<c/>' * 16_000}</row>"] * full + [f"<row>{'<c/>' * rest}</row>"]
    return one_sheet(*rows)


def with_sheets(count: int) -> bytes:
    return zipped(parts({f"Ark{number}": sheet() for number in range(count)}))


def with_entries(count: int) -> bytes:
    content = parts({"Ark": sheet(f"<row>{A1}</row>")})
    return zipped(
        content | {f"xl/media/{number}.png": b"" for number in range(count - len(content))}, zipfile.ZIP_STORED
    )


def with_unpacked(size: int) -> bytes:
    content = parts({"Ark": sheet(f"<row>{A1}</row>")})
    content["xl/media/image.bin"] = b"\0" * (size - sum(map(len, content.values())))
    return zipped(content)


def with_depth(depth: int) -> bytes:
    inside = depth - 1
    return one_sheet(f"<row>{A1}</row>", after="<x>" * inside + "</x>" * inside)


def with_text(length: int) -> bytes:
    return one_sheet(f"<row>{value('x' * length, 'str')}</row>")


def with_attribute(length: int) -> bytes:
    return one_sheet(f"<row>{A1}</row>", after=f'<x y="{"x" * length}"/>')


LIMITS = [
    (with_styles, 65_490, "file_unpacks_too_big"), (with_strings, 200_000, "file_unpacks_too_big"),
    (with_merges, 20_000, "file_unpacks_too_big"), (with_cells, 200_000, "file_unpacks_too_big"),
    (with_sheets, 100, "file_unpacks_too_big"), (with_entries, 1_000, "file_unpacks_too_big"),
    (with_unpacked, 32 << 20, "file_unpacks_too_big"), (with_depth, 64, "file_unsafe"),
    (with_text, 32_767 * 4, "file_unsafe"), (with_attribute, 32_767 * 4, "file_unsafe"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "limit", "code"), LIMITS, ids=[make.__name__ for make, _limit, _code in LIMITS])
def test_a_limit_is_kept_to_the_last_one(make, limit, code):
    spreadsheets.read(make(limit))
    assert refusal(make(limit + 1)) == code


PIECE = "x" * 1_000
IN_PIECES = {
    "comments": lambda count: f"<v>{(PIECE + '<!-- -->') * count}</v>",
    "instructions": lambda count: f"<v>{(PIECE + '<?y z?>') * count}</v>",
    "sections": lambda count: f"<v>{f'<![CDATA[{PIECE}]]>' * count}</v>",
    "brackets": lambda count: f"<v><![CDATA[{('<' + PIECE[1:]) * count}]]></v>",
    "ends": lambda count: "<v>" * 44 + f"{PIECE * 3}</v>" * 43 + f"{PIECE * (count - 129)}</v>",
    "attributes": lambda count: f"<v {' '.join(f'a{each}={PIECE!r}' for each in range(count))}/>",
    "references": lambda count: f"<v>{'&#120;' * 1_000 * count}</v>",
}


@pytest.mark.parametrize("written", IN_PIECES.values(), ids=IN_PIECES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_text_in_many_pieces_is_measured_as_one(written, encoding):
    """Each piece is short; 131 of them are allowed, 132 are too many."""

    def watch(count):
        xml = f'<?xml version="1.0" encoding="{encoding}"?><x>{written(count)}</x>'
        Watcher("part").watch(xml.encode(encoding))

    watch(131)
    with pytest.raises(Unreadable) as refused:
        watch(132)
    assert refused.value.params == {"what": "long_text"}


@pytest.mark.parametrize(
    ("field", "number", "code"),
    [(8, 0x1, "file_encrypted"), (8, 0x41, "file_encrypted"), (10, 12, "file_unsafe"), (10, 14, "file_unsafe"),
     (24, 0x7FFFFFFF, "file_unpacks_too_big")],
)  # fmt: skip
def test_what_the_directory_of_the_zip_says_is_believed_first(field, number, code):
    data = bytearray(zipped(budget()))
    place = data.index(b"PK\x01\x02") + field
    size = 4 if field == 24 else 2
    data[place : place + size] = struct.pack("<I", number)[:size]
    assert refusal(bytes(data)) == code


def test_a_directory_that_says_too_little_gives_no_more_than_it_says():
    data = bytearray(zipped(parts({"Ark": sheet(many("<row/>", 100_000))})))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 500)
    assert refusal(bytes(data)) == "file_corrupt"


def test_entries_that_share_their_bytes_are_refused():
    data = bytearray(zipped(budget()))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refusal(bytes(data)) == "file_corrupt"


@pytest.mark.parametrize(
    "part", [*budget(), "xl/theme/theme1.xml", "xl/drawings/vmlDrawing1.vml", "customXml/item1.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_is_refused_in_every_part(part, encoding):
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
    )
    assert refusal(zipped(budget() | {part: declared.encode(encoding)})) == "file_unsafe"


def test_overlapping_columns_are_refused():
    assert (
        refusal(one_sheet(f"<row>{A1}</row>", after=many('<col min="1" max="16384" hidden="1"/>', 20)))
        == "file_corrupt"
    )


def test_numbers_beyond_the_limits_are_refused_by_cell():
    for written in ("1000000000000.01", "1E+13", "123456.789012345678901"):
        costs = [raw.COSTS[0], [*raw.COSTS[1][:6], 0, *raw.COSTS[1][7:]]]
        xml = raw.table(costs).replace('<c r="G2"><v>0</v></c>', f'<c r="G2"><v>{written}</v></c>')
        found = read(zipped(parts({"Udgifter": xml, "Finansiering": raw.table(raw.SOURCES)})))
        assert [each.code for each in found.findings if each.cell == "G2"] == ["number_too_large"], written


def test_the_exact_digits_of_a_long_number_are_kept():
    assert cells(one_sheet(f"<row>{value('1234567890123.4567')}</row>"))[1, 1] == Cell(
        Kind.NUMBER, "1234567890123.4567"
    )


def test_prefixed_by_a_page_it_is_a_page():
    assert read(b"<html><body>" + zipped(budget()), "budget.xlsx").refused == "file_wrong_kind"
