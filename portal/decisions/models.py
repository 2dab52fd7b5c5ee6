"""The region's desk: comments, scores, recommendation, waivers, and the decision with its letter."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.money import Ore
from portal.core.permissions import Side
from portal.decisions.rules import Mark, Outcome
from portal.identity.models import Person


class Comment(Base):
    """A remark about a case, kept inside the region or sent to the job centre."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    section_key: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    sent: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[Person] = relationship()


class Score(Base):
    """1 to 5 on one criterion of one submission. A change after it voids it.

    With its justification it counts; without, it is half a job that the caseworker has saved.
    """

    __tablename__ = "score"
    __table_args__ = (CheckConstraint("points BETWEEN 1 AND 5", name="points_1_to_5"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    submission_sha256: Mapped[str]
    criterion: Mapped[str] = mapped_column(String(40))  # a code of the pool's criteria
    points: Mapped[int]
    justification: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime | None]
    by: Mapped[Person] = relationship()

    @property
    def mark(self) -> Mark:
        return Mark(self.points, self.justification)


class Recommendation(Base):
    """What the caseworker tells the director, about one submission."""

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    submission_sha256: Mapped[str]
    outcome: Mapped[Outcome]
    amount: Mapped[Ore]
    words: Mapped[str]
    conditions: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime | None]
    by: Mapped[Person] = relationship()


class Waiver(Base):
    """The director sets one rule aside for one application, until a date, for a reason both sides can read."""

    __tablename__ = "waiver"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    rule: Mapped[str]
    reason: Mapped[str]
    until: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[Person] = relationship()
    application: Mapped[Application] = relationship(viewonly=True)


class Decision(Base):
    """The director's decision on exactly one submission, and the letter that says so. Never changed."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    submission_sha256: Mapped[str]
    outcome: Mapped[Outcome]
    amount: Mapped[Ore]
    facts: Mapped[str]
    considerations: Mapped[str]
    legal_basis: Mapped[str]
    conditions: Mapped[list[str]] = mapped_column(JSON)
    appeal_text: Mapped[str]
    accept_before: Mapped[datetime | None]
    letter_sha256: Mapped[str]  # of the PDF in the file store
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    application: Mapped[Application] = relationship()
    decided_by: Mapped[Person] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties


append_only(Decision)
