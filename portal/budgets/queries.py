"""Reading uploaded workbooks and versions of budgets."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.budgets.mapping import Known, Shown
from portal.budgets.models import BudgetImport, BudgetMapping, BudgetVersion
from portal.budgets.rules import PERHAPS_OURS, ImportStatus
from portal.core import outbox
from portal.core.db import db


def find_import(application_id: int, import_id: int) -> BudgetImport | None:
    """One upload of this application; another application's is not found."""
    kept = db.session.get(BudgetImport, import_id, options=[joinedload(BudgetImport.created_by)])
    return kept if kept is not None and kept.application_id == application_id else None


def by_id(import_id: int) -> BudgetImport | None:
    return db.session.get(BudgetImport, import_id)


def same_file(application_id: int, sha256: str) -> BudgetImport | None:
    uploaded = select(BudgetImport).where(BudgetImport.application_id == application_id, BudgetImport.sha256 == sha256)
    return db.session.scalar(uploaded)


def imports(application_id: int) -> list[BudgetImport]:
    """Every upload, newest first."""
    uploaded = select(BudgetImport).where(BudgetImport.application_id == application_id)
    return list(
        db.session.scalars(uploaded.options(joinedload(BudgetImport.created_by)).order_by(BudgetImport.id.desc()))
    )


def versions(application_id: int) -> list[BudgetVersion]:
    """Every version of the draft's budget, newest first."""
    kept = select(BudgetVersion).where(BudgetVersion.application_id == application_id)
    shown = kept.options(joinedload(BudgetVersion.created_by), joinedload(BudgetVersion.from_import))
    return list(db.session.scalars(shown.order_by(BudgetVersion.number.desc())))


def find_version(application_id: int, number: int) -> BudgetVersion | None:
    kept = select(BudgetVersion).where(BudgetVersion.application_id == application_id, BudgetVersion.number == number)
    return db.session.scalar(kept)


def next_number(application_id: int) -> int:
    last = select(func.max(BudgetVersion.number)).where(BudgetVersion.application_id == application_id)
    return (db.session.scalar(last) or 0) + 1


def mappings(application_id: int) -> list[BudgetMapping]:
    """What people of this application have shown us, newest first."""
    kept = select(BudgetMapping).where(BudgetMapping.application_id == application_id)
    return list(
        db.session.scalars(kept.options(joinedload(BudgetMapping.created_by)).order_by(BudgetMapping.id.desc()))
    )


def shown(earlier: Iterable[BudgetMapping], here: dict[str, Any] | None = None) -> Known:
    """Where the tables are, as far as people told us: in this file, and in the earlier ones."""
    before = [each for kept in earlier for each in kept.tables.values()]
    return Known(_shown((here or {}).values()), _shown(before))


def _shown(tables: Iterable[dict[str, Any]]) -> list[Shown]:
    return [Shown.from_json(each) for each in tables]


def of_the_same_file(sha256: str) -> list[BudgetImport]:
    return list(db.session.scalars(select(BudgetImport).where(BudgetImport.sha256 == sha256)))


def unread() -> list[BudgetImport]:
    """Files that we may have failed to read for a reason of our own: refused so, or given up. Oldest first."""
    given_up = {each.key for each in outbox.failed()}
    statuses = (ImportStatus.REFUSED, ImportStatus.RECEIVED)
    kept = db.session.scalars(select(BudgetImport).where(BudgetImport.status.in_(statuses)).order_by(BudgetImport.id))
    return [each for each in kept if _is_unread(each, given_up)]


def _is_unread(kept: BudgetImport, given_up: set[str]) -> bool:
    if kept.status is ImportStatus.RECEIVED:
        return kept.result.get("queued") in given_up
    return kept.result.get("refused") in PERHAPS_OURS and not kept.result.get("removed")
