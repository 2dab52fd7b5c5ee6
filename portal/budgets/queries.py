"""Reading uploaded workbooks and versions of budgets."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.budgets.models import BudgetImport, BudgetVersion
from portal.core.db import db


def find_import(application_id: int, import_id: int) -> BudgetImport | None:
    """One upload of this application; another application's is not found."""
    kept = db.session.get(BudgetImport, import_id, options=[joinedload(BudgetImport.created_by)])
    return kept if kept is not None and kept.application_id == application_id else None


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
