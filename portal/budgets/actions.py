"""Using a workbook's budget, and keeping the versions of a draft's budget."""

from collections.abc import Mapping
from typing import Any

from portal.budgets import queries, rules
from portal.budgets.importing import correct, file_name, finish, forget, receive, refresh, reread, show_tables
from portal.budgets.lines import KEPT
from portal.budgets.models import BudgetImport, BudgetVersion
from portal.budgets.rules import ImportStatus, Origin
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.identity.models import Person

__all__ = [
    "confirm", "correct", "file_name", "finish", "forget", "keep_version", "mark_submitted", "receive", "refresh",
    "reread", "show_tables",
]  # fmt: skip


def confirm(kept: BudgetImport, *, reference: str, by: Person) -> dict[str, Any]:
    """Take the workbook's budget into use; the caller saves the answer in the draft."""
    if kept.status not in rules.USABLE:
        raise Refusal(rules.NOT_USABLE)
    kept.status = ImportStatus.CONFIRMED
    audit.record("budget.confirmed", reference, by=by, **_facts(kept))
    return dict(kept.result["content"])


def mark_submitted(application_id: int, *, reference: str, by: Person) -> None:
    """The workbook that the submitted budget came from, when it did not come from the page."""
    last = next(iter(queries.versions(application_id)), None)
    kept = last.from_import if last else None
    if kept is not None:
        kept.submitted_at = clock.now()
        audit.record("budget.frozen", reference, by=by, **_facts(kept))


def _facts(kept: BudgetImport) -> dict[str, Any]:
    """What is worth knowing of a workbook years later."""
    return {
        "sha256": kept.sha256,
        "name": kept.name,
        "template": kept.result.get("version"),
        "lines": len(kept.result.get("content", {}).get("lines", ())),
        "corrected": len(kept.corrections),
        "found": kept.result.get("count"),
    }


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
