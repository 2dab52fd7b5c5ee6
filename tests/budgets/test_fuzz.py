"""Ten thousand damaged workbooks, the same each time: each is read or refused with a code, and nothing else happens."""

import os
import random
import struct
import zipfile
from collections.abc import Callable

import pytest

from portal.budgets.findings import catalogue
from tests.budgets import raw
from tests.budgets.test_other_formats import THREE, as_ods
from tests.budgets.workbooks import read

pytestmark = pytest.mark.slow
SHARDS, EACH = 20, 500
PARTS = raw.budget()
WHOLE = raw.zipped(PARTS)
ODS = as_ods(THREE)
ODD = [
    b"0", b"-1", b"1E+400", b"NaN", b"inf", b"9" * 400, b"0." + b"3" * 40, b"1048577", b"XFE1", b"A0", b"", b" ",
    b"&lt;", b"s", b"str", b"e", b"b", b"d", b"n", b"inlineStr", b"#REF!", b"2010-02-30", b"true", b"../../x", b"rId9",
    b"_x0000_",
    b"\xff\xfe", b"]]>", b"<![CDATA[x]]>", b"<!-- -->", b"<?x?>", b"&a;", b"<c/>", b"</row>", b"<f/>", b"<f>1/0</f>",
]  # fmt: skip


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Bytes turned over, taken out or said twice."""
    turned = bytearray(content)
    for _each in range(chance.choice([1, 1, 3, 20])):
        place = chance.randrange(len(turned) + 1)
        match chance.randrange(4):
            case 0 if place < len(turned):
                turned[place] ^= 1 << chance.randrange(8)
            case 1:
                del turned[place : place + chance.randrange(1, 40)]
            case 2:
                turned[place:place] = turned[place : place + chance.randrange(1, 40)]
            case _:
                turned[place:place] = chance.choice(ODD)
    return bytes(turned)


def misread(content: bytes, chance: random.Random) -> bytes:
    """XML that is still XML: one value, attribute or element exchanged for something odd."""
    start = chance.randrange(len(content))
    opens, closes = chance.choice([(b'"', b'"'), (b">", b"<"), (b"<", b">")])
    begins = content.find(opens, start) + 1
    ends = content.find(closes, begins)
    return content[:begins] + chance.choice(ODD) + content[ends:] if 0 < begins <= ends else content


def file_flipped(chance: random.Random) -> bytes:
    return flipped(WHOLE, chance)


def truncated(chance: random.Random) -> bytes:
    return WHOLE[: chance.randrange(len(WHOLE))]


def part_flipped(chance: random.Random) -> bytes:
    part = chance.choice(list(PARTS))
    return raw.zipped(PARTS | {part: flipped(PARTS[part], chance)}, _method(chance))


def part_misread(chance: random.Random) -> bytes:
    changed = dict(PARTS)
    for _each in range(chance.choice([1, 1, 2, 5])):
        part = chance.choice(list(PARTS))
        changed[part] = misread(changed[part], chance)
    return raw.zipped(changed, _method(chance))


def _method(chance: random.Random) -> int:
    return chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])


def parts_swapped(chance: random.Random) -> bytes:
    one, other = chance.sample(list(PARTS), 2)
    return raw.zipped(PARTS | {one: PARTS[other], other: PARTS[one]})


def part_lost(chance: random.Random) -> bytes:
    lost = chance.choice(list(PARTS))
    return raw.zipped({name: content for name, content in PARTS.items() if name != lost})


def part_renamed(chance: random.Random) -> bytes:
    old = chance.choice(list(PARTS))
    new = chance.choice([old.upper(), "/" + old, old.replace("/", "\\"), f"../{old}", "xl/workbook.bin", "mimetype"])
    return raw.zipped({new if name == old else name: content for name, content in PARTS.items()})


def directory_lies(chance: random.Random) -> bytes:
    """Another method, flag, sum, size or place in the directory than in the file."""
    lying = bytearray(WHOLE)
    entries = [place for place in range(len(lying) - 4) if lying[place : place + 4] == b"PK\x01\x02"]
    field, size = chance.choice([(8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4)])
    value = chance.choice([0, 1, 12, 64, 255, 65535, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 16)])
    place = chance.choice(entries) + field
    lying[place : place + size] = struct.pack("<I", value)[:size]
    return bytes(lying)


def surrounded(chance: random.Random) -> bytes:
    junk = chance.randbytes(chance.randrange(1, 200))
    return chance.choice([junk + WHOLE, WHOLE + junk, WHOLE + WHOLE, b"PK\x03\x04" + WHOLE])


def open_document(chance: random.Random) -> bytes:
    return flipped(ODS, chance)


KINDS: dict[Callable[[random.Random], bytes], int] = {
    file_flipped: 20, truncated: 5, part_flipped: 30, part_misread: 30, parts_swapped: 3, part_lost: 1, part_renamed: 3,
    directory_lies: 5, surrounded: 2, open_document: 1,
}  # fmt: skip


@pytest.mark.parametrize("shard", range(SHARDS))
def test_damaged_workbooks_are_read_or_refused_and_nothing_else(shard):
    kinds, weights = list(KINDS), list(KINDS.values())
    known, refused = catalogue(), 0
    for number in range(EACH):
        chance = random.Random(f"{shard} {number}")  # noqa: S311 - a test must be the same each time
        kind = chance.choices(kinds, weights)[0]
        found = read(kind(chance))
        assert not found.refused or found.refused in known, (shard, number, kind.__name__, found.refused)
        assert all(each.text("da") and each.text("en") for each in found.findings[:20]), (shard, number)
        refused += bool(found.refused)
    assert EACH * 0.2 < refused < EACH, "either nothing was damaged or nothing was read"
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_no_damaged_workbook_makes_us_fail_inside(caplog):
    """A fault of ours is caught and logged; over a thousand files there is none."""
    for number in range(1000):
        chance = random.Random(f"inside {number}")  # noqa: S311
        read(part_misread(chance))
    assert not caplog.records
