"""The region's annual report: the draft that is compiled and talked about, and every edition as it was frozen."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person
from portal.results.annual_rules import AnnualStatus


class AnnualReport(Base):
    """One region's report on one year: of one pool, or of all of them. `facts` grow while it is compiled.

    A figure that changes later is seen when it is compiled anew; editions stay as they are.
    """

    __tablename__ = "annual_report"
    __table_args__ = (UniqueConstraint("region_id", "year", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    scope: Mapped[str]  # the code of a pool; empty: all pools together
    reference: Mapped[str] = mapped_column(unique=True)  # AAR-2010-SYD or AAR-2010-SYD-OPK
    status: Mapped[AnnualStatus] = mapped_column(default=AnnualStatus.COMPILING)
    invented: Mapped[bool] = mapped_column(default=False)
    run: Mapped[int] = mapped_column(default=0)  # counts how often it has been compiled
    todo: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # rounds still to gather, and how far the first is
    done: Mapped[int] = mapped_column(default=0)  # projects gathered in this run
    total: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    as_of: Mapped[date]  # the day this run began
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    compiled_at: Mapped[datetime | None]
    region: Mapped[Organisation] = relationship()
    begun_by: Mapped[Person | None] = relationship()
    comments: Mapped[list["AnnualComment"]] = relationship(back_populates="report", order_by="AnnualComment.id")
    editions: Mapped[list["AnnualEdition"]] = relationship(back_populates="report", order_by="AnnualEdition.number")

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        """The draft is the region's own; job centres see the editions."""
        return {Side.GRANTING: self.region_id}

    @property
    def newest(self) -> "AnnualEdition | None":
        return self.editions[-1] if self.editions else None


class AnnualComment(Base):
    """What somebody of the region said about the draft."""

    __tablename__ = "annual_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id"), index=True)
    run: Mapped[int]  # the compilation it was said about
    words: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report: Mapped[AnnualReport] = relationship(back_populates="comments")
    by: Mapped[Person] = relationship()


class AnnualEdition(Base):
    """What the director signed: every figure, with the SHA-256 of all of it. Never changed."""

    __tablename__ = "annual_edition"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # the facts, the director's words, and what changed
    sha256: Mapped[str]
    paper_sha256: Mapped[str]  # of the Danish PDF in the file store
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report: Mapped[AnnualReport] = relationship(back_populates="editions")
    signed_by: Mapped[Person] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.report.parties

    @property
    def reference(self) -> str:
        return f"{self.report.reference}-{self.number}"


append_only(AnnualComment)
append_only(AnnualEdition)
