"""Adding up the facts of the annual report, and telling two of them apart, figure by figure. Pure.

Facts are plain rows: tables[table][row][column], where the row is its key's parts with a bar between them. Amounts
are whole øre; other figures are whole numbers, or words.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.results.annual_tables import BY_KEY, TABLES, Table, Unit

Value = int | str
Row = dict[str, Value]
Tables = dict[str, dict[str, Row]]
BAR = "|"
MOST_NAMED = 10  # cases in one cell
MORE = "…"


def row_key(*parts: str) -> str:
    return BAR.join(each.replace(BAR, "/") for each in parts)


def parts_of(key: str) -> list[str]:
    return key.split(BAR)


def add(tables: Tables, table: Table, key: str, **values: Value) -> None:
    """Add these values to one row. Numbers are summed; words are listed, the first ten of them."""
    row = tables.setdefault(table.key, {}).setdefault(key, {})
    for name, value in values.items():
        row[name] = _together(row.get(name), value)


def _together(there: Value | None, more: Value) -> Value:
    if there is None:
        return more
    if isinstance(there, int) and isinstance(more, int):
        return there + more
    named = list(dict.fromkeys([*str(there).split(", "), *str(more).split(", ")]))
    return ", ".join(named if len(named) <= MOST_NAMED else [*named[:MOST_NAMED], MORE])


def merge(tables: Tables, piece: Tables) -> None:
    """Add what was gathered in one piece to what stands already."""
    for name, rows in piece.items():
        for key, row in rows.items():
            add(tables, BY_KEY[name], key, **row)


def totals(table: Table, rows: Iterable[Row]) -> dict[str, int]:
    """The sum of every column of figures; one that no row has is left out, for nobody knows it."""
    figures = [each.key for each in table.columns if each.unit is not Unit.WORDS]
    sums: dict[str, int] = {}
    for row in rows:
        for name in figures:
            if isinstance(value := row.get(name), int):
                sums[name] = sums.get(name, 0) + value
    return sums


@dataclass(frozen=True)
class Difference:
    """One figure of two reports. None: the row is not there, or nobody knows its figure."""

    table: str
    row: str
    column: str
    before: Value | None
    now: Value | None

    def as_json(self) -> dict[str, Any]:
        return {"table": self.table, "row": self.row, "column": self.column, "before": self.before, "now": self.now}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Difference":
        return cls(data["table"], data["row"], data["column"], data["before"], data["now"])


def differences(before: Tables, now: Tables) -> Iterator[Difference]:
    """Every figure that is another one now, table by table, in the order of the report."""
    for table in TABLES:
        old, new = before.get(table.key, {}), now.get(table.key, {})
        for key in sorted({*old, *new}):
            for column in table.columns:
                was, is_now = (rows.get(key, {}).get(column.key) for rows in (old, new))
                unknown = column.may_lack and key in old and key in new and was != is_now
                if unknown or (was or 0) != (is_now or 0):
                    yield Difference(table.key, key, column.key, was, is_now)


def by_pool(tables: Tables) -> dict[tuple[str, str, str], int]:
    """The region's sums: table, pool and column → figure."""
    found: dict[tuple[str, str, str], int] = {}
    for table in TABLES:
        pools: dict[str, list[Row]] = {}
        for key, row in tables.get(table.key, {}).items():
            pools.setdefault(parts_of(key)[0], []).append(row)
        for pool, rows in sorted(pools.items()):
            found |= {(table.key, pool, name): value for name, value in totals(table, rows).items()}
    return found


def since_last_year(before: Tables, now: Tables) -> list[Difference]:
    """The sums of the region that are others than a year ago. A pool without rows in a table has 0 of everything."""
    old, new = _with_noughts(before, now, counted=before), _with_noughts(now, before, counted=BY_KEY)
    keys = sorted(
        dict.fromkeys([*new, *old]), key=lambda each: ([table.key for table in TABLES].index(each[0]), each[1])
    )
    return [
        Difference(table, pool, column, old.get((table, pool, column)), new.get((table, pool, column)))
        for table, pool, column in keys
        if old.get((table, pool, column), 0) != new.get((table, pool, column), 0)
    ]


def _with_noughts(tables: Tables, other: Tables, counted: Container[str]) -> dict[tuple[str, str, str], int]:
    """The sums by pool, and 0 for a pool that has rows in the other report alone: there it is known to be nothing.

    `counted` are the tables that the report has, with rows or without: of others an older edition knows nothing.
    """
    found = by_pool(tables)
    there = {(table, pool) for table, pool, _column in found}
    for table, pool, column in by_pool(other):
        if table in counted and (table, pool) not in there and not BY_KEY[table].column(column).may_lack:
            found[table, pool, column] = 0
    return found


def sha256(content: Mapping[str, Any]) -> str:
    """Of the content as canonical JSON: the same figures in the same words have the same fingerprint."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
