"""Indicator figures with every revision of them, results reviews with every version, and the uploads of both."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.findings import ImportStatus
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person
from portal.results.numbers import Figure
from portal.results.rules import Origin, ReviewStatus


class IndicatorImport(Base):
    """An uploaded file of figures: shown first, stored only when the person confirms."""

    __tablename__ = "indicator_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    file_name: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.PREVIEW)
    source: Mapped[str]
    retrieved_on: Mapped[date]
    invented: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    region: Mapped[Organisation] = relationship()
    uploaded_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.GRANTING: self.region_id}

    @property
    def reference(self) -> str:
        return f"indicators-{self.id}"


class IndicatorFigure(Base):
    """One figure as it was imported. A later figure is a new revision; the earlier one is never altered."""

    __tablename__ = "indicator_figure"
    __table_args__ = (UniqueConstraint("indicator", "area", "period", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str]
    area: Mapped[str]
    period: Mapped[str]
    revision: Mapped[int]
    thousandths: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int] = mapped_column(ForeignKey("indicator_import.id"))
    stored_at: Mapped[datetime]
    stored_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported: Mapped[IndicatorImport] = relationship()
    stored_by: Mapped[Person] = relationship()

    @property
    def figure(self) -> Figure:
        return Figure(self.thousandths)

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.indicator, self.area, self.period)


class ResultsReview(Base):
    """The results review of one job centre and year. Its figures stand in the newest version."""

    __tablename__ = "results_review"
    __table_args__ = (UniqueConstraint("job_centre_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    status: Mapped[ReviewStatus] = mapped_column(default=ReviewStatus.OPEN)
    saved_number: Mapped[int] = mapped_column(default=0)  # of the newest version
    invented: Mapped[bool] = mapped_column(default=False)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reopened_because: Mapped[str] = mapped_column(default="")
    job_centre: Mapped[Organisation] = relationship()
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    versions: Mapped[list["ReviewVersion"]] = relationship(back_populates="review", order_by="ReviewVersion.number")

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        sides = {Side.APPLYING: self.job_centre_id}
        return sides | ({Side.GRANTING: self.job_centre.region_id} if self.job_centre.region_id else {})

    @property
    def reference(self) -> str:
        return f"RR-{self.year}-{self.job_centre.code.removeprefix('JC-')}"

    @property
    def newest(self) -> "ReviewVersion | None":
        return self.versions[-1] if self.versions else None


class ReviewVersion(Base):
    """All figures of a results review as they were saved. A change is a new version."""

    __tablename__ = "review_version"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("results_review.id"))
    number: Mapped[int]
    origin: Mapped[Origin]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    file_name: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    review: Mapped[ResultsReview] = relationship(back_populates="versions")
    saved_by: Mapped[Person] = relationship()


class ReviewImport(Base):
    """An uploaded results review that waits to be confirmed."""

    __tablename__ = "review_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    review_id: Mapped[int] = mapped_column(ForeignKey("results_review.id"))
    file_name: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.PREVIEW)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    review: Mapped[ResultsReview] = relationship()
    uploaded_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return self.review.parties

    @property
    def reference(self) -> str:
        return self.review.reference


append_only(IndicatorFigure)
append_only(ReviewVersion)
