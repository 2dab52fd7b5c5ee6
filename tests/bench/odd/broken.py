"""Workbooks damaged at random, the same each time: the kinds of damage that the tests do ten thousand times."""

import random
import zipfile
from collections.abc import Iterator

from tests.bench.odd.typed import CONSULTANTS, TEMPLATE
from tests.budgets import raw
from tests.budgets.packages import parts_of
from tests.budgets.test_fuzz import KINDS, flipped, misread
from tests.budgets.test_other_formats import THREE
from tests.budgets.writers import as_ods, as_xls

EACH = 8
OTHERS = {"ods": as_ods(THREE), "xls": as_xls(THREE)}


def files() -> Iterator[tuple[str, bytes]]:
    for kind in KINDS:
        for number in range(EACH):
            yield f"broken {kind.__name__} {number}.xlsx", kind(_chance(kind.__name__, number))
    for number in range(4 * EACH):
        pool, data = ("upskilling", TEMPLATE) if number % 2 else ("consultants", CONSULTANTS)
        yield f"broken {pool} {number}.xlsx", _one_part(data, _chance(pool, number))
    for name, data in OTHERS.items():
        for number in range(2 * EACH):
            yield f"broken {name} {number}.{name}", _other(name, data, _chance(name, number))


def _chance(*seed: object) -> random.Random:
    return random.Random(" ".join(map(str, seed)))  # noqa: S311 - the same files each time


def _one_part(data: bytes, chance: random.Random) -> bytes:
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    change = chance.choice([flipped, misread])
    return raw.zipped(parts | {name: change(parts[name], chance)})


def _other(name: str, data: bytes, chance: random.Random) -> bytes:
    if name == "xls":
        return flipped(data, chance)
    parts = parts_of(data)
    return raw.zipped(parts | {"content.xml": misread(parts["content.xml"], chance)}, zipfile.ZIP_DEFLATED)
