"""Taking a workbook in: kept as it came, read at once or by the worker, read again when somebody helped."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from portal.adapters import files
from portal.budgets import cpr_places, judging, mapping, queries, rules, signing, specification
from portal.budgets.basics import Fact
from portal.budgets.findings import Finding
from portal.budgets.limits import Limits
from portal.budgets.mapping import Shown
from portal.budgets.models import BudgetImport, BudgetMapping
from portal.budgets.normalising import cleaned
from portal.budgets.reading import Reading
from portal.budgets.rules import ImportStatus
from portal.core import audit, clock, cpr, outbox
from portal.core.db import db
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.text import Both, Text
from portal.identity.models import Person

LONGEST_NAME = 255


@dataclass(frozen=True)
class Case:
    """What reading a workbook must know about its application."""

    application_id: int
    reference: str
    pool: str
    limits: Limits
    base_version: int
    facts: Mapping[str, Fact] = field(default_factory=dict)  # what Stamdata of the application's own workbook says

    @cached_property
    def mappings(self) -> list[BudgetMapping]:
        """What people of this application have shown us."""
        return queries.mappings(self.application_id)

    @property
    def basis(self) -> str:
        """Changes when the same file would be read in another way: other rules, another template, other mappings."""
        shown = [each.signature for each in self.mappings]
        said = [specification.of(self.pool).sha256, asdict(self.limits), shown, sorted(self.facts.items())]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def receive(data: bytes, name: str, *, by: Person, later: bool = False, **known: Any) -> BudgetImport:
    """Keep the workbook as it came, with what was read from it. The same file again is the same import."""
    case, sha256 = Case(**known), hashlib.sha256(data).hexdigest()
    if kept := queries.same_file(case.application_id, sha256):
        return refresh(kept, by=by, **known)
    found = None if later else _judged(data, name, case, {}, {})
    refuse_if(_cpr_in_the_name(name) if found is None else _cpr_problems(found.findings))
    sha256, size = files.store(io.BytesIO(data))
    kept = BudgetImport(
        application_id=case.application_id,
        sha256=sha256,
        size=size,
        name=file_name(name),
        reference=judging.reference_of(data),
        corrections={},
        mapping={},
        base_version=case.base_version,
        created_at=clock.now(),
        created_by_id=by.id,
    )
    _take(kept, found, case)
    _record("budget.uploaded", kept, case, by)
    return kept


def refresh(kept: BudgetImport, *, by: Person, **known: Any) -> BudgetImport:
    """Read it again if what it is read by has changed since; what the draft uses is left as it was read."""
    case = Case(**known)
    settled = kept.status in (ImportStatus.CONFIRMED, ImportStatus.RECEIVED) or kept.submitted_at
    if not settled and kept.result.get("basis") != case.basis:
        _read(kept, case, why="budget.read_again", by=by)
    return kept


def finish(kept: BudgetImport, *, shared: bool, **known: Any) -> None:
    """The worker's part. A file with a CPR number goes away again, unless it is also kept elsewhere (`shared`)."""
    case, data = Case(**known), files.read(kept.sha256)
    found = _judged(data, kept.name, case, kept.mapping, kept.corrections)
    if private := _cpr_problems(found.findings):  # what was read holds the number too
        found = Reading(found.pool, findings=found.findings, refused="cpr_number", version=found.version)
    _take(kept, found, case)
    if private:
        kept.result = {**kept.result, "removed": True}
        if not shared and len(queries.of_the_same_file(kept.sha256)) == 1:
            files.path_of(kept.sha256).unlink(missing_ok=True)
    _record("budget.read", kept, case, None)


def show_tables(kept: BudgetImport, shown: Sequence[Shown], *, by: Person, **known: Any) -> None:
    """Read it as the person showed us, and remember that for the next file with the same headings."""
    case = Case(**known)
    _refuse_settled(kept)
    kept.mapping = {each.table: each.as_json() for each in shown}
    signature = mapping.signature(shown)
    for old in queries.mappings(case.application_id):
        if old.signature == signature:
            db.session.delete(old)
    db.session.flush()
    db.session.add(
        BudgetMapping(
            application_id=case.application_id, signature=signature, tables=kept.mapping, created_at=clock.now(),
            created_by_id=by.id,
        )
    )  # fmt: skip
    db.session.flush()
    _read(kept, case, why="budget.shown", by=by)


def forget(kept: BudgetImport, *, by: Person, **known: Any) -> None:
    """Forget what we were shown for files like this one, and read it without."""
    case = Case(**known)
    _refuse_settled(kept)
    used = {each["sheet"] for each in kept.result.get("tables", ()) if each["by"] in ("shown", "remembered")}
    for old in queries.mappings(case.application_id):
        if old.tables == kept.mapping or used:
            db.session.delete(old)
    kept.mapping = {}
    db.session.flush()
    _read(kept, case, why="budget.mapping_forgotten", by=by)


def reread(kept: BudgetImport, *, reference: str, by: Person | None) -> None:
    """Have the worker read a file again that could not be read; `reference` is the application's."""
    if queued := kept.result.get("queued"):
        outbox.settle(queued)
    before = kept.result.get("refused") or "given_up"
    _wait(kept, large=bool(kept.result.get("large")))
    audit.record("budget.reread", reference, by=by, sha256=kept.sha256, before=before)


def correct(kept: BudgetImport, values: Mapping[str, Mapping[str, str]], *, by: Person, **known: Any) -> None:
    """Lay these values over the cells and judge the same original again. None of a cell takes its correction away."""
    _refuse_settled(kept)
    before, mine = kept.corrections, {"by": by.name, "at": clock.now().isoformat()}
    stood = {where: {"seen": each["seen"]} for where, each in before.items()}  # in the file, however often corrected
    changed = {where: {**each, **stood.get(where, {}), **mine} for where, each in values.items() if each}
    kept.corrections = {where: each for where, each in before.items() if where not in values} | changed
    _read(kept, Case(**known), why="budget.corrected", by=by, cells=sorted(values))


def _refuse_settled(kept: BudgetImport) -> None:
    if kept.status is ImportStatus.RECEIVED:
        raise Refusal(rules.BEING_READ)
    if kept.status is ImportStatus.CONFIRMED or kept.submitted_at:
        raise Refusal(rules.ALREADY_USED)


def _read(kept: BudgetImport, case: Case, *, why: str, by: Person, **details: Any) -> None:
    """Now when it is small; else by the worker, while the person sees that we are at it."""
    large = bool(kept.result.get("large"))
    found = None if large else _judged(files.read(kept.sha256), kept.name, case, kept.mapping, kept.corrections)
    _take(kept, found, case)
    _record(why, kept, case, by, **details)


def _judged(data: bytes, name: str, case: Case, here: dict[str, Any], corrections: Mapping[str, Any]) -> Reading:
    return judging.judge(
        data, name, pool=case.pool, limits=case.limits, reference=case.reference, key=signing.key(),
        mapping=queries.shown(case.mappings, here), corrections=corrections, facts=case.facts,
    )  # fmt: skip


def _take(kept: BudgetImport, found: Reading | None, case: Case) -> None:
    """What was read; without a reading the worker is asked for one."""
    if found is None:
        _wait(kept, large=True)
        return
    kept.status = rules.status_after(refused=bool(found.refused), blocked=found.blocked)
    kept.findings = [each.as_json() for each in found.sorted()]
    large = bool((kept.result or {}).get("large"))
    kept.result = {**_result(found), "basis": case.basis, "large": large}
    db.session.add(kept)  # only now: a question to the database in between would write it twice


def _wait(kept: BudgetImport, *, large: bool) -> None:
    """For the worker, which is asked by a row in the outbox."""
    kept.status, kept.findings, kept.result = ImportStatus.RECEIVED, [], {"large": large}
    db.session.add(kept)
    db.session.flush()
    key = f"budgets.read:{kept.id}:{clock.now().isoformat()}"
    kept.result = {"large": large, "queued": key}
    outbox.put("budgets.read", key=key, import_id=kept.id)


def _record(what: str, kept: BudgetImport, case: Case, by: Person | None, **details: Any) -> None:
    facts = {
        "sha256": kept.sha256,
        "template": kept.result.get("version"),
        "status": kept.status.value,
        "name": kept.name,
    }
    lines = len(kept.result.get("content", {}).get("lines", ()))
    audit.record(what, case.reference, by=by, **facts, lines=lines, found=kept.result.get("count", 0), **details)


def file_name(name: str) -> str:
    """What the person called the file, as words only: no folders, no control characters, not too long."""
    bare = PureWindowsPath(PurePosixPath(cleaned(name).replace("\n", " ")).name).name
    return bare[-LONGEST_NAME:] or "budget.xlsx"


def _cpr_in_the_name(name: str) -> list[Problem]:
    return _cpr_problems([Finding("cpr_in_file_name")] if cpr.find(name) else [])


def _cpr_problems(findings: Sequence[Finding]) -> list[Problem]:
    """Such a file is not kept at all, so the places are all that is told."""
    private = [each for each in findings if each.code in cpr_places.CODES][:20]
    danish, english = (", ".join(cpr_places.said(each, language) for each in private) for language in ("da", "en"))
    words = Text(rules.HOLDS_CPR.text.english, {"places": Both(danish, english)})
    return [Problem(words, rules.HOLDS_CPR.field)] if private else []


def _result(found: Reading) -> dict[str, Any]:
    return {
        "content": found.budget.as_json(),
        "tables": found.tables,
        "rows": {str(number): list(place) for number, place in found.rows.items()},
        "refused": found.refused,
        "version": found.version,
        "count": len(found.findings),
        "glimpse": found.glimpse,
    }
