"""Applications, their sections with every saved version, and what was submitted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from portal.applications.rules import Status
from portal.applications.titles import Key
from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.money import Ore
from portal.core.permissions import Side
from portal.eligibility.verdicts import Outcome, worst_must
from portal.identity.models import Organisation, Person
from portal.pools.models import Round


class SectionName(TypeDecorator[Key]):
    """Kept as text: which sections there are is the data of each pool, not the database's business."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Key | None:
        return None if value is None else Key(value)


ORDERS = (("reference",), ("title",), ("requested",), ("status", "reference"))


class Application(Base):
    """`requested` and `places` are read from the sections at each save, so that lists need not open them.

    `worst_must` is read from the verdicts at each submission, and `points_in_tenths` is written with the scores.
    `region_id` is that of the round. Each order of the lists has an index for either side, so that a page costs the
    same however many applications there are.
    """

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("requested >= 0", name="requested_not_negative"),
        *(Index(None, side, *order) for side in ("region_id", "job_centre_id") for order in ORDERS),
        Index(None, "round_id", "reference"),
        Index(None, "job_centre_id", "round_id"),
        Index(None, "job_centre_id", "submitted_at"),  # the start page shows the newest
        Index(None, "region_id", "round_id", "status", "worst_must", "requested"),  # the desk counts and adds up
        Index(None, "worst_must", "region_id", "reference"),  # and sorts
        Index(None, "status", "region_id", "points_in_tenths", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(unique=True)  # OPK-2010-SYD-007
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    title: Mapped[str]
    requested: Mapped[Ore] = mapped_column(default=Ore(0))
    places: Mapped[int] = mapped_column(default=0)
    worst_must: Mapped[Outcome] = mapped_column(default=Outcome.MET)  # of what was submitted last
    points_in_tenths: Mapped[int] = mapped_column(default=0)  # 0: not scored
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]  # the last time
    correct_before: Mapped[datetime | None]  # the deadline of a returned application
    round: Mapped[Round] = relationship()
    job_centre: Mapped[Organisation] = relationship(foreign_keys=[job_centre_id])
    sections: Mapped[list["Section"]] = relationship(back_populates="application", order_by="Section.id")
    submissions: Mapped[list["Submission"]] = relationship(back_populates="application", order_by="Submission.number")
    changes_asked: Mapped[list["ChangeAsked"]] = relationship(back_populates="application", order_by="ChangeAsked.id")
    sparrings: Mapped[list["Sparring"]] = relationship(order_by="Sparring.on")

    __mapper_args__ = {"version_id_col": version}  # counts every change of the row; see workflow.advance

    @property
    def parties(self) -> dict[Side, int]:
        """Whose business this is. A draft is the job centre's alone until it is first submitted."""
        parties = {Side.APPLYING: self.job_centre_id}
        if self.submitted_at is not None:
            parties[Side.GRANTING] = self.round.region_id
        return parties

    def section(self, key: str) -> "Section":
        return next(each for each in self.sections if each.key == key)


@event.listens_for(Application, "before_insert")
def _in_the_region_of_its_round(_mapper: Any, connection: Connection, application: Application) -> None:
    if (known := application.__dict__.get("round")) is not None:
        application.region_id = known.region_id
        return
    region = select(Round.region_id).where(Round.id == application.round_id)
    application.region_id = connection.execute(region).scalar_one()


class Section(Base):
    """One section's answers as they stand. `version` counts saves; the form carries the one the person saw."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("application_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    key: Mapped[Key] = mapped_column(SectionName())
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    complete: Mapped[bool] = mapped_column(default=False)  # the writers say they are done
    saved_at: Mapped[datetime | None]  # None: not begun
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    application: Mapped[Application] = relationship(back_populates="sections")
    saved_by: Mapped[Person | None] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties

    __mapper_args__ = {"version_id_col": version}


class SectionVersion(Base):
    """Every save that somebody made by hand, so that it can be compared and brought back."""

    __tablename__ = "section_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    number: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_by: Mapped[Person] = relationship()
    section: Mapped[Section] = relationship()


class Attachment(Base):
    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    scan: Mapped[str] = mapped_column(default="not_scanned")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties


class Sparring(Base):
    """A talk with the region about the draft, logged by either side."""

    __tablename__ = "sparring"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    on: Mapped[date]
    note: Mapped[str]
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    logged_by: Mapped[Person] = relationship()


class Submission(Base):
    """What was signed: the whole document with verdicts as canonical JSON text, and its SHA-256. Never changed."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # {"document": …, "verdicts": […]}
    sha256: Mapped[str]
    receipt_sha256: Mapped[str] = mapped_column(default="")  # of the PDF in the file store
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_name: Mapped[str]
    signed_title: Mapped[str]
    application: Mapped[Application] = relationship(back_populates="submissions")
    submitted_by: Mapped[Person] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties


append_only(Submission)


@event.listens_for(Submission, "after_insert")
def _judged(_mapper: Any, connection: Connection, submission: Submission) -> None:
    """However it was submitted, the lists know the worst of its verdicts. That is no change that others must see."""
    worst = worst_must(submission.content.get("verdicts", []))
    own = Application.id == submission.application_id
    connection.execute(update(Application).where(own).values(worst_must=worst))


class ChangeAsked(Base):
    """A change the region asks for in one section, with the reason; answered by the next submission."""

    __tablename__ = "change_asked"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    section_key: Mapped[Key] = mapped_column(SectionName())
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship(back_populates="changes_asked")
    asked_by: Mapped[Person] = relationship()
