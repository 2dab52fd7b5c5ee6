"""A granted project: its approved budgets, milestones, accounts, instalments and settlement."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Connection, ForeignKey, Index, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.audit import append_only
from portal.core.db import Base
from portal.core.money import Ore
from portal.core.permissions import Side
from portal.decisions.models import Decision
from portal.identity.models import Person
from portal.projects import rules
from portal.projects.following import Reached
from portal.projects.goal_models import Goal
from portal.projects.parts import DraftOfAProject, OfAProject, WithAPeriod
from portal.projects.paying import Condition
from portal.projects.rules import AccountStatus, ChangeStatus, InstalmentStatus, ProjectStatus, VoucherKind


class Project(WithAPeriod, Base):
    """`region_id` and `job_centre_id` are those of the application: each side's list is read off an index."""

    __tablename__ = "project"
    __table_args__ = tuple(
        Index(None, side, *order)
        for side in ("region_id", "job_centre_id")
        for order in (("ends_on",), ("status", "ends_on"))
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    status: Mapped[ProjectStatus] = mapped_column(default=ProjectStatus.OFFERED)
    title: Mapped[str]
    granted: Mapped[Ore]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    extended_to: Mapped[datetime | None]  # a later deadline for accepting than that of the letter
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    application: Mapped[Application] = relationship()
    decision: Mapped[Decision] = relationship()
    accepted_by: Mapped[Person | None] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(back_populates="project", order_by="Milestone.due_on")
    goals: Mapped[list[Goal]] = relationship(back_populates="project", order_by="Goal.number")
    budgets: Mapped[list["ProjectBudget"]] = relationship(back_populates="project", order_by="ProjectBudget.number")
    instalments: Mapped[list["Instalment"]] = relationship(back_populates="project", order_by="Instalment.number")
    accounts: Mapped[list["Account"]] = relationship(back_populates="project", order_by="Account.starts_on")
    changes: Mapped[list["BudgetChange"]] = relationship(back_populates="project", order_by="BudgetChange.number")
    settlement: Mapped["Settled | None"] = relationship(back_populates="project")

    __mapper_args__ = {"version_id_col": version}

    @property
    def budget(self) -> dict[str, Any]:
        """Lines and financing as they were last approved."""
        return self.budgets[-1].content if self.budgets else {}

    @property
    def accept_before(self) -> datetime | None:
        """The deadline that holds: of the letter, or the later one that the director has given."""
        return self.extended_to or self.decision.accept_before

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties

    @property
    def reference(self) -> str:
        return self.application.reference


@event.listens_for(Project, "before_insert")
def _where_its_application_is(_mapper: Any, connection: Connection, project: Project) -> None:
    if (known := project.__dict__.get("application")) is not None:
        project.region_id, project.job_centre_id = known.region_id, known.job_centre_id
        return
    places = select(Application.region_id, Application.job_centre_id).where(Application.id == project.application_id)
    project.region_id, project.job_centre_id = connection.execute(places).one()


class Milestone(OfAProject, Base):
    """A dated partial result: done by the job centre, seen by the region."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str]
    due_on: Mapped[date]
    first_due_on: Mapped[date]  # as agreed with the grant; a move never changes it
    responsible: Mapped[str]
    result: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(default="")
    reached: Mapped[Reached | None]  # the result against what was required
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    project: Mapped[Project] = relationship(back_populates="milestones")
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    seen_by: Mapped[Person | None] = relationship(foreign_keys=[seen_by_id])
    moves: Mapped[list["MilestoneMove"]] = relationship(back_populates="milestone", order_by="MilestoneMove.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def markable_from(self) -> date:
        """The project's first day; the first of its own year for one that was agreed for a day before that."""
        return rules.first_day(self.first_due_on, self.project.starts_on)


class MilestoneMove(Base):
    """A milestone was given another day, and why. Never changed."""

    __tablename__ = "milestone_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    milestone: Mapped[Milestone] = relationship(back_populates="moves")
    by: Mapped[Person] = relationship()


append_only(MilestoneMove)


class ProjectBudget(OfAProject, Base):
    """One approved budget. The first comes with the grant; each approved change makes the next. Never changed."""

    __tablename__ = "project_budget"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # lines and financing as approved
    approved_at: Mapped[datetime]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    project: Mapped[Project] = relationship(back_populates="budgets")
    approved_by: Mapped[Person] = relationship()


append_only(ProjectBudget)


class BudgetChange(DraftOfAProject, Base):
    """The job centre asks for another budget; approved, it becomes the project's next one."""

    __tablename__ = "budget_change"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    status: Mapped[ChangeStatus] = mapped_column(default=ChangeStatus.DRAFT)
    from_number: Mapped[int]  # the approved budget it starts from
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")
    project: Mapped[Project] = relationship(back_populates="changes")
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}


class Account(OfAProject, Base):
    """What a period cost, line by line of the approved budget. Signed by the manager, approved by the region."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    final: Mapped[bool] = mapped_column(default=False)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.DRAFT)
    amounts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # øre by the number of the line
    other_income: Mapped[Ore] = mapped_column(default=Ore(0))
    note: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")  # why it was returned, or a word with the approval
    project: Mapped[Project] = relationship(back_populates="accounts")
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    vouchers: Mapped[list["Voucher"]] = relationship(back_populates="account", order_by="Voucher.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def cost(self) -> Ore:
        return Ore(sum(self.amounts.values()))

    @property
    def by_line(self) -> dict[int, Ore]:
        return {int(number): Ore(amount) for number, amount in self.amounts.items()}


class Voucher(Base):
    """A file that shows a cost: an invoice, a wage list, the auditor's declaration. Kept byte for byte."""

    __tablename__ = "voucher"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[VoucherKind] = mapped_column(default=VoucherKind.VOUCHER)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(back_populates="vouchers")
    added_by: Mapped[Person] = relationship()

    @property
    def parties(self) -> dict[Side, int]:
        return self.account.parties


class Instalment(OfAProject, Base):
    """One part of the grant: planned, released by the finance officer, paid by the bank."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("amount > 0", name="above_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    due_on: Mapped[date]
    amount: Mapped[Ore]
    condition: Mapped[Condition]
    status: Mapped[InstalmentStatus] = mapped_column(default=InstalmentStatus.PLANNED)
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paid_on: Mapped[date | None]
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who entered it
    project: Mapped[Project] = relationship(back_populates="instalments")
    released_by: Mapped[Person | None] = relationship(foreign_keys=[released_by_id])
    paid_by: Mapped[Person | None] = relationship(foreign_keys=[paid_by_id])

    __mapper_args__ = {"version_id_col": version}


class Settled(OfAProject, Base):
    """How the grant was settled: the figures as they were then. Never changed."""

    __tablename__ = "settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    granted: Mapped[Ore]
    cost: Mapped[Ore]
    other_income: Mapped[Ore]
    paid: Mapped[Ore]
    smallest_claim: Mapped[Ore]
    final: Mapped[Ore]
    repay: Mapped[Ore]
    words: Mapped[str] = mapped_column(default="")
    letter_sha256: Mapped[str]
    settled_at: Mapped[datetime]
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    project: Mapped[Project] = relationship(back_populates="settlement")
    settled_by: Mapped[Person] = relationship()


append_only(Settled)
