"""From a workbook to a budget, with everything that was found on the way. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.adapters.spreadsheet_form import Cell, Kind, Place, Workbook
from portal.adapters.spreadsheet_xml import place_of
from portal.budgets import basics, contents, cpr_places, heading_years, leftovers, locating, recognising
from portal.budgets.findings import MOST_KEPT, Finding, Severity, blocks, in_order
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, Wage
from portal.budgets.locating import Located
from portal.budgets.mapping import NOTHING, Known
from portal.budgets.provenance import Provenance
from portal.budgets.rows import TableRows
from portal.budgets.specification import Spec

DAY = re.compile(r"(?:(\d{4})-\d\d-\d\d.*)|(?:\d{1,2}[./-]\s?\d{1,2}[./ -]\s?(\d{4}))")
UNSURE = {"template_unknown", "template_ambiguous", "table_missing", "header_missing", "header_duplicate"}


@dataclass
class Reading:
    """What a workbook said."""

    pool: str
    budget: Budget = field(default_factory=Budget)
    findings: list[Finding] = field(default_factory=list)
    refused: str = ""
    version: int | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    rows: Mapping[int, tuple[str, int]] = field(default_factory=dict)  # of each line: its sheet and row
    wages: list[Wage] = field(default_factory=list)
    glimpse: list[dict[str, Any]] = field(default_factory=list)  # for the page on which people show us the tables

    @property
    def can_be_shown(self) -> bool:
        """Whether somebody who points at the tables would help, or has done so."""
        codes = {each.code for each in self.findings}
        return bool(codes & UNSURE) or any(each["by"] in ("shown", "remembered") for each in self.tables)

    @property
    def blocked(self) -> bool:
        return bool(blocks(self.findings))

    def sorted(self) -> list[Finding]:
        """What blocks comes first; within that, by sheet, row and column."""
        return in_order(self.findings)[:MOST_KEPT]


def read(
    book: Workbook, limits: Limits | None = None, *, pool: str | None = None, file_name: str = "", reference: str = "",
    key: bytes = b"", mapping: Known = NOTHING,
) -> Reading:  # fmt: skip
    """Read every table; `pool` and `reference` are those the budget should belong to, `key` signed our templates,
    `mapping` is where people showed us the tables."""
    known = recognising.of(book, pool=pool, reference=reference, key=key)
    found = Reading(pool=known.pool)
    found.findings += [Finding(code) for holds, code in leftovers.HOLDS.items() if holds in book.holds]
    found.findings += cpr_places.findings(book, file_name) + known.findings
    if known.spec is None:
        found.refused = known.refused
        found.findings += cpr_places.in_numbers(book, lambda _sheet, _place: False, found.findings)
        return found
    found.version = known.spec.version
    found = _tables(book, known.spec, known.said, limits or Limits(), found, mapping)
    found.findings += cpr_places.in_numbers(book, _figures(found, known.spec), found.findings)
    return found


def _figures(found: Reading, spec: Spec) -> Callable[[str, Place], bool]:
    """Whether a place on a sheet is one for a figure of the budget."""
    columns: dict[str, dict[int, int]] = {}
    for table in found.tables:
        known = spec.table(table["table"])
        for each in table["columns"]:
            if known.column(each["key"]).is_figure:
                columns.setdefault(table["sheet"], {})[place_of(f"{each['column']}1")[1]] = table["row"]
    return lambda sheet, place: place[0] > columns.get(sheet, {}).get(place[1], place[0])


def _refused(found: Reading, finding: Finding) -> Reading:
    found.findings.append(finding)
    found.refused = finding.code
    return found


def _unknown(pool: str) -> Finding:
    return Finding("template_unknown", params={"pool": leftovers.POOLS.get(pool, pool)})


def _years(book: Workbook, spec: Spec, said: Provenance, headed: tuple[int, ...]) -> tuple[int, int]:
    """The first and last year money may be spent, as far as the workbook itself says.

    Without a period and without the hidden sheet the headings say it, when none of them is of the specification's
    years: then it is another round's template, and not one strange year among the right ones.
    """
    said_there = basics.facts(book, spec)
    start, end = (_year_of(said_there.get(key)) for key in ("period_start", "period_end"))
    if start and end and start <= end:
        return start, end
    alone = book.sheet("_meta") is None and not set(headed) & set(spec.years)
    elsewhere = headed if alone else ()
    years = said.years or elsewhere or spec.years
    return min(years), max(years)


def _year_of(cell: Cell | None) -> int | None:
    match = DAY.fullmatch(cell.raw.strip()) if cell and cell.kind in (Kind.DATE, Kind.TEXT) else None
    return int(match[1] or match[2]) if match else None


def _tables(book: Workbook, spec: Spec, said: Provenance, limits: Limits, found: Reading, mapping: Known) -> Reading:
    """Where the tables are. Without the pool's main table nothing else is worth saying."""
    places = {table.key: locating.locate(book, table, mapping) for table in spec.tables}
    located = {key: where for key, (where, _problems) in places.items() if where}
    if spec.main.key not in located:
        problems = places[spec.main.key][1]
        found.findings += locating.out_of_sight(book, spec.main)
        return _refused(found, problems[0] if problems else _unknown(spec.pool))
    within = limits.within(_years(book, spec, said, located[spec.main.key].years))
    for table in spec.tables:
        where, problems = places[table.key]
        costs = located[spec.main.key].years
        found.findings += _with_years(where, problems, within, costs, said.years) if where else problems
        if where is None and not problems and not table.optional:
            name = {"da": table.sheet.da, "en": table.sheet.en}
            found.findings.append(Finding("table_missing", params={"table": name}))
    found.findings += leftovers.how_found(located)
    found.tables = [_said(each) for each in located.values()]
    if any(each.level == "table" and each.severity is Severity.BLOCK for each in found.findings):
        return found
    if any(table.key not in located and not table.optional for table in spec.tables):  # two tables look like it
        return found
    return _lines(book, spec, within, located, found)


def _with_years(
    located: Located, problems: list[Finding], limits: Limits, costs: tuple[int, ...], signed: tuple[int, ...]
) -> list[Finding]:  # fmt: skip
    """What is wrong with the headings; a year that is not one of the round's is told as that."""
    own = heading_years.own(located, limits.years or signed)
    strange = heading_years.strange(located, limits.allows, costs, own)
    if not strange or located.by in ("shown", "remembered"):
        return problems
    told = [*heading_years.told(located, strange, own, (limits.first_year or 0, limits.last_year or 0))]
    there = {each.cell for each in told}
    return [*(each for each in locating.problems(located, strange) if each.cell not in there), *told]


def _said(located: Located) -> dict[str, Any]:
    return {
        "table": located.table.key,
        "sheet": located.sheet.name,
        "row": located.row,
        "by": located.by,
        "lines": 0,
        "columns": locating.columns_found(located),
    }


def _lines(book: Workbook, spec: Spec, limits: Limits, located: Mapping[str, Located], found: Reading) -> Reading:
    most = {spec.main.key: min(limits.lines, spec.limits.get("lines", limits.lines))}
    tables = {key: TableRows(where, spec, most.get(key, limits.lines)) for key, where in located.items()}
    read = contents.read({each.located.table.kind: each for each in tables.values()}, spec, limits)
    found.budget, found.wages, found.rows = read.budget, read.wages, read.places
    for said in found.tables:
        said["lines"] = len(tables[said["table"]].used)
    for table in tables.values():
        found.findings += table.findings
    found.findings += leftovers.found(book, spec, tables)
    return found
