"""Importing a balance: read and judged first, stored only when the person confirms, and only once."""

from dataclasses import dataclass
from typing import Any

from portal.adapters import row_files
from portal.core import audit, findings
from portal.core.db import db
from portal.identity.models import Organisation, Person
from portal.labour_market import queries, uploads
from portal.labour_market.models import BalanceEntry, BalanceImport, Occupation
from portal.labour_market.rules import COLUMNS, BalanceRow, Category, judge, starts_on


@dataclass(frozen=True)
class Counts:
    """What confirming would do to the balance."""

    new: int
    changed: int
    same: int
    occupations: int  # that the portal does not know yet


def preview(region: Organisation, file_name: str, data: bytes, *, by: Person) -> BalanceImport:
    """Keep the file as it came and show what is in it. A file with CPR numbers is not kept at all."""
    read = row_files.read(data, COLUMNS)
    row_files.refuse_cpr(read.findings)
    codes = {each.code for each in queries.areas()}
    good, found = judge(read.rows, own=region.code, areas=codes, titles=queries.occupations())
    uploaded = BalanceImport(region=region, file_name=file_name, rows=[_packed(each) for each in good])
    return uploads.keep(uploaded, data, read.also(found), by=by, rows=len(good))


def confirm(uploaded: BalanceImport, *, seen: int, by: Person) -> Counts:
    """Bring the rows into the balance, once."""
    findings.require_waiting(uploaded, seen)
    findings.require_ready(uploaded)
    audit.wait_for_turn()  # two imports of the same half-year wait for each other
    rows, counted = rows_of(uploaded), counts(uploaded)
    _add_occupations(rows)
    known = queries.stored(row.key for row in rows)
    for row in rows:
        entry = known.get(row.key) or BalanceEntry(
            period=row.period, area_code=row.area_code, occupation_code=row.occupation_code
        )
        entry.category, entry.import_id, entry.invented = row.category, uploaded.id, False
        db.session.add(entry)
    uploads.close_as_used(uploaded)
    uploaded.valid_from = min(starts_on(row.period) for row in rows)
    audit.record("balance.imported", uploaded, by=by, new=counted.new, changed=counted.changed, same=counted.same)
    return counted


def counts(uploaded: BalanceImport) -> Counts:
    rows = rows_of(uploaded)
    known, titles = queries.stored(row.key for row in rows), queries.occupations()
    same = sum(1 for row in rows if row.key in known and known[row.key].category is row.category)
    found = sum(1 for row in rows if row.key in known)
    unknown = {row.occupation_code for row in rows} - titles.keys()
    return Counts(new=len(rows) - found, changed=found - same, same=same, occupations=len(unknown))


def rows_of(uploaded: BalanceImport) -> list[BalanceRow]:
    return [BalanceRow(**{**each, "category": Category[each["category"]]}) for each in uploaded.rows]


def _add_occupations(rows: list[BalanceRow]) -> None:
    known = queries.occupations()
    titles = {row.occupation_code: row.occupation_title for row in rows if row.occupation_code not in known}
    db.session.add_all(Occupation(code=code, title=title) for code, title in titles.items())
    db.session.flush()


def _packed(row: BalanceRow) -> dict[str, Any]:
    return vars(row) | {"category": row.category.value}
