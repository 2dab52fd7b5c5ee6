"""Uploaded workbooks, with what was read from them, and every version a draft's budget has had."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.budgets.findings import Finding
from portal.budgets.lines import Budget, from_json
from portal.budgets.rules import ImportStatus, Origin
from portal.core.audit import append_only
from portal.core.db import Base
from portal.identity.models import Person


class BudgetImport(Base):
    """One workbook uploaded to one application. The same file again is the same import."""

    __tablename__ = "budget_import"
    __table_args__ = (UniqueConstraint("application_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    sha256: Mapped[str]
    size: Mapped[int]
    name: Mapped[str]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.RECEIVED)
    reference: Mapped[str]  # told to the person, for those who help
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    base_version: Mapped[int]  # of the draft's budget, when the workbook came
    corrections: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # by Sheet!A1
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # tables as we were shown
    submitted_at: Mapped[datetime | None]  # its budget is that of a submitted application
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[Person] = relationship()

    @property
    def budget(self) -> Budget:
        return from_json(self.result.get("content", {}))

    @property
    def found(self) -> list[Finding]:
        return [Finding.from_json(each) for each in self.findings]


class BudgetMapping(Base):
    """How a person showed us to read a kind of workbook: used again for files with the same headings."""

    __tablename__ = "budget_mapping"
    __table_args__ = (UniqueConstraint("application_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    signature: Mapped[str]  # SHA-256 of the headings
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[Person] = relationship()


class BudgetVersion(Base):
    """The draft's budget as it stood after one change. Never changed: undoing makes a new one."""

    __tablename__ = "budget_version"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    origin: Mapped[Origin]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("budget_import.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[Person] = relationship()
    from_import: Mapped[BudgetImport | None] = relationship()

    @property
    def budget(self) -> Budget:
        return from_json(self.content)


append_only(BudgetVersion)
