"""Results reviews with every version of their figures, and the files they were uploaded in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person
from portal.labour_market.uploads import Uploaded
from portal.results.rules import Origin, ReviewStatus


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


class ReviewImport(Uploaded, Base):
    """An uploaded results review that waits to be confirmed."""

    __tablename__ = "review_import"

    KIND = "review"

    review_id: Mapped[int] = mapped_column(ForeignKey("results_review.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    review: Mapped[ResultsReview] = relationship()

    @property
    def says_something(self) -> bool:
        """An empty workbook says something only where there are figures that it would take away."""
        cells = [
            value for lines in self.content["tables"].values() for line in lines.values() for value in line.values()
        ]
        said = [*cells, *self.content["facts"].values()]
        return self.review.newest is not None or any(value not in (None, "") for value in said)

    @property
    def parties(self) -> dict[Side, int]:
        return self.review.parties

    @property
    def reference(self) -> str:
        return self.review.reference


append_only(ReviewVersion)
