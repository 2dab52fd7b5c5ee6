"""Pools, their guidelines and rounds, who was invited, and the ledger of the frame."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.money import Ore
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person
from portal.pools import criteria
from portal.pools.criteria import Criterion
from portal.pools.rules import OF_THE_FRAME, Entry, GuidelineStatus


class Pool(Base):
    """`code` is "upskilling" or "consultants"; `prefix` stands first in every reference: OPK, VIRK."""

    __tablename__ = "pool"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    prefix: Mapped[str] = mapped_column(unique=True)
    title_da: Mapped[str]
    title_en: Mapped[str]
    purpose_da: Mapped[str]
    purpose_en: Mapped[str]
    legal_basis: Mapped[str]  # printed in every letter
    appeal_text: Mapped[str]  # printed in every letter
    allots: Mapped[bool] = mapped_column(default=False)  # the region allots amounts and sends grant letters
    own_criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # beside the common ones

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_da

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What its applications can be scored on; a guideline gives the weights."""
        return criteria.of(self.own_criteria)


class Guideline(Base):
    """One version of a region's guidelines: the settings of the rules, and their words. Signed means immutable."""

    __tablename__ = "guideline"
    __table_args__ = (UniqueConstraint("pool_id", "region_id", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    number: Mapped[int]  # version 3 of 2010
    status: Mapped[GuidelineStatus] = mapped_column(default=GuidelineStatus.DRAFT)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(default="")  # of settings and words, when signed
    pool: Mapped[Pool] = relationship()
    region: Mapped[Organisation] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.GRANTING: self.region_id}

    @property
    def reference(self) -> str:
        return f"{self.pool.prefix}-{self.region.code}-{self.year}-v{self.number}"


@event.listens_for(Guideline, "before_update")
@event.listens_for(Guideline, "before_delete")
def _signed_means_immutable(_mapper: Any, _connection: Any, guideline: Guideline) -> None:
    """Whatever our code does, a version that was signed is never written again, nor taken away."""
    status = inspect(guideline).attrs.status.history
    was = status.deleted[0] if status.deleted else guideline.status
    if was is GuidelineStatus.SIGNED:
        raise RuntimeError(f"{guideline.reference} is signed and cannot change")


class Round(Base):
    """One year's money of one pool in one region. `committed` never passes `frame`: the database says so too."""

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("committed >= 0 AND committed <= frame", name="frame_not_overspent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(unique=True)  # OPK-2010-SYD
    title: Mapped[str]
    year: Mapped[int]
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    guideline_id: Mapped[int] = mapped_column(ForeignKey("guideline.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answer_at: Mapped[datetime]  # when the answer is promised
    expected_grant_on: Mapped[date]
    period_start: Mapped[date]
    period_end: Mapped[date]
    frame: Mapped[Ore]
    committed: Mapped[Ore] = mapped_column(default=Ore(0))
    largest_grant: Mapped[Ore]
    by_invitation: Mapped[bool] = mapped_column(default=True)
    invented: Mapped[bool] = mapped_column(default=False)  # demonstration data says that it is invented
    cancelled_at: Mapped[datetime | None]
    pool: Mapped[Pool] = relationship()
    region: Mapped[Organisation] = relationship()
    guideline: Mapped[Guideline] = relationship()
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="round", order_by="Invitation.id")

    __mapper_args__ = {"version_id_col": version}  # the ledger moves money without counting: it asks the figures

    @property
    def left(self) -> Ore:
        return Ore(self.frame - self.committed)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.GRANTING: self.region_id}


class Invitation(Base):
    """A job centre asked to apply, with the reason and the indicator it rests on."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("round_id", "job_centre_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str]
    indicator: Mapped[str]
    indicator_value: Mapped[str]
    indicator_period: Mapped[str]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    round: Mapped[Round] = relationship(back_populates="invitations")
    job_centre: Mapped[Organisation] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.APPLYING: self.job_centre_id, Side.GRANTING: self.round.region_id}


class Allotment(Base):
    """What a job centre can have of a round at most. The grant letter says so, once; then it stands."""

    __tablename__ = "allotment"
    __table_args__ = (
        UniqueConstraint("round_id", "job_centre_id"),
        CheckConstraint("amount > 0", name="something_allotted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Ore]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    letter_sha256: Mapped[str] = mapped_column(default="")  # of the PDF in the file store
    round: Mapped[Round] = relationship()
    job_centre: Mapped[Organisation] = relationship()
    sent_by: Mapped[Person | None] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        """The job centre's business once the letter is sent."""
        parties = {Side.GRANTING: self.round.region_id}
        return parties | {Side.APPLYING: self.job_centre_id} if self.sent_at else parties


class RiskGroup(Base):
    """A group the region has judged at special risk of long-term unemployment, with the date of judgement."""

    __tablename__ = "risk_group"
    __table_args__ = (UniqueConstraint("region_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    judged_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    region: Mapped[Organisation] = relationship()


class LedgerEntry(Base):
    """One movement of money in øre. Positive comes to the region or is owed to it; what it binds or pays is negative.

    A released instalment is negative, and positive when it is taken back before it was paid.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("left_after >= 0", name="nothing_overspent"),
        CheckConstraint(
            "kind IN ('frame', 'instalment') OR (kind IN ('commitment', 'payment') AND amount < 0) "
            "OR (kind IN ('release', 'claim', 'unclaimed', 'repayment') AND amount > 0)",
            name="sign_fits_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[Entry]
    amount: Mapped[Ore]
    left_after: Mapped[Ore]
    case: Mapped[str] = mapped_column(default="")  # the reference of the application
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    round: Mapped[Round] = relationship()
    by: Mapped[Person | None] = relationship()

    @property
    def left_of_frame(self) -> Ore | None:
        """What the movement left of the frame; nothing for money to and from the job centre, which leaves it alone."""
        return self.left_after if self.kind in OF_THE_FRAME else None


append_only(LedgerEntry)
