"""The yearly report of a project: its sections while it is written, and every signed version as it was."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.permissions import Side
from portal.identity.models import Person
from portal.projects.models import Project
from portal.results.report_rules import ReportStatus


class YearlyReport(Base):
    """What a project owes for one year. `due_on` moves when the region sends it back; the first day stays."""

    __tablename__ = "yearly_report"
    __table_args__ = (UniqueConstraint("project_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    year: Mapped[int] = mapped_column(index=True)
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.OPEN)
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    saves: Mapped[int] = mapped_column(default=0)  # so that a signature is told of every save since it was looked at
    claims: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)  # value, source and day by kind
    explanations: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)  # by the key of the difference
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")
    project: Mapped[Project] = relationship()
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    sections: Mapped[list["ReportSection"]] = relationship(back_populates="report", order_by="ReportSection.id")
    versions: Mapped[list["ReportVersion"]] = relationship(back_populates="report", order_by="ReportVersion.number")

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return self.project.parties

    @property
    def reference(self) -> str:
        return f"{self.project.reference}-{self.year}"

    @property
    def newest(self) -> "ReportVersion | None":
        return self.versions[-1] if self.versions else None

    @property
    def uncorrected(self) -> list["ReportSection"]:
        """The sections that the region sent back and nobody has saved since."""
        since = self.decided_at
        return [each for each in self.sections
                if each.returned_because and not (since and each.saved_at and each.saved_at > since)]  # fmt: skip

    def section(self, key: str) -> "ReportSection":
        return next(each for each in self.sections if each.key == key)


class ReportSection(Base):
    """The words of one section. Two who write in it are told of each other by its version."""

    __tablename__ = "report_section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    report_id: Mapped[int] = mapped_column(ForeignKey("yearly_report.id"))
    key: Mapped[str]
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by question
    returned_because: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    report: Mapped[YearlyReport] = relationship(back_populates="sections")
    saved_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return self.report.parties


class ReportVersion(Base):
    """A report as it was signed: words, figures with their sources, and differences. Never changed."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("yearly_report.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str]
    paper_sha256: Mapped[str]
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report: Mapped[YearlyReport] = relationship(back_populates="versions")
    signed_by: Mapped[Person] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.report.parties


append_only(ReportVersion)
