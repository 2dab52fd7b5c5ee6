"""Taking a workbook in, and keeping the versions of a draft's budget."""

import io
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from portal.adapters import files
from portal.budgets import judging, queries, rules, signing
from portal.budgets.limits import Limits
from portal.budgets.lines import KEPT
from portal.budgets.models import BudgetImport, BudgetVersion
from portal.budgets.normalising import cleaned
from portal.budgets.reading import Reading
from portal.budgets.rules import ImportStatus, Origin
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.text import Text
from portal.identity.models import Person

LONGEST_NAME = 255
CPR = {"cpr_number", "cpr_in_file_name"}


def receive(
    data: bytes, name: str, *, application_id: int, reference: str, pool: str, limits: Limits, base_version: int,
    by: Person,
) -> BudgetImport:  # fmt: skip
    """Keep the workbook as it came, with what was read from it. The same file again is the same import."""
    found = judging.judge(data, name, pool=pool, limits=limits, reference=reference, key=signing.key())
    refuse_if(_cpr_problems(found))
    sha256, size = files.store(io.BytesIO(data))
    if kept := queries.same_file(application_id, sha256):
        return kept
    kept = BudgetImport(
        application_id=application_id,
        sha256=sha256,
        size=size,
        name=file_name(name),
        reference=judging.reference_of(data),
        status=rules.status_after(refused=bool(found.refused), blocked=found.blocked),
        findings=[each.as_json() for each in found.sorted()],
        result=_result(found),
        base_version=base_version,
        created_at=clock.now(),
        created_by_id=by.id,
    )
    db.session.add(kept)
    details = {"sha256": sha256, "status": kept.status.value, "lines": len(found.budget.lines)}
    audit.record("budget.uploaded", reference, by=by, **details)
    return kept


def confirm(kept: BudgetImport, *, reference: str, by: Person) -> dict[str, Any]:
    """Take the workbook's budget into use; the caller saves the answer in the draft."""
    if kept.status not in rules.USABLE:
        raise Refusal(rules.NOT_USABLE)
    kept.status = ImportStatus.CONFIRMED
    audit.record("budget.confirmed", reference, by=by, sha256=kept.sha256, template=kept.result.get("version"))
    return dict(kept.result["content"])


def keep_version(
    content: Mapping[str, Any], origin: Origin, *, application_id: int, by: Person, kept: BudgetImport | None = None
) -> BudgetVersion:
    """Remember how the budget stands now, so that it can be brought back."""
    version = BudgetVersion(
        application_id=application_id,
        number=queries.next_number(application_id),
        origin=origin,
        content={name: content[name] for name in KEPT if name in content},
        import_id=kept.id if kept else None,
        created_at=clock.now(),
        created_by_id=by.id,
    )
    db.session.add(version)
    return version


def file_name(name: str) -> str:
    """What the person called the file, as words only: no folders, no control characters, not too long."""
    bare = PureWindowsPath(PurePosixPath(cleaned(name).replace("\n", " ")).name).name
    return bare[-LONGEST_NAME:] or "budget.xlsx"


def _cpr_problems(found: Reading) -> list[Problem]:
    """Such a file is not kept at all, so the places are all that is told."""
    places = [f"{each.sheet} {each.cell}" if each.cell else "–" for each in found.findings if each.code in CPR]
    if not places:
        return []
    words = Text(rules.HOLDS_CPR.text.english, {"places": ", ".join(places[:20])})
    return [Problem(words, rules.HOLDS_CPR.field)]


def _result(found: Reading) -> dict[str, Any]:
    return {
        "content": found.budget.as_json(),
        "tables": found.tables,
        "rows": {str(number): list(place) for number, place in found.rows.items()},
        "refused": found.refused,
        "version": found.version,
        "count": len(found.findings),
    }
