"""A granted project with its approved budget and its milestones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.db import Base
from portal.core.money import Ore
from portal.core.permissions import Side
from portal.decisions.models import Decision
from portal.identity.models import Person
from portal.projects.rules import ProjectStatus


class Project(Base):
    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    status: Mapped[ProjectStatus] = mapped_column(default=ProjectStatus.OFFERED)
    title: Mapped[str]
    granted: Mapped[Ore]
    budget: Mapped[dict[str, Any]] = mapped_column(JSON)  # lines and financing as approved
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    application: Mapped[Application] = relationship()
    decision: Mapped[Decision] = relationship()
    accepted_by: Mapped[Person | None] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(back_populates="project", order_by="Milestone.due_on")

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties

    @property
    def reference(self) -> str:
        return self.application.reference


class Milestone(Base):
    """A dated partial result: done by the job centre, seen by the region."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    title: Mapped[str]
    due_on: Mapped[date]
    responsible: Mapped[str]
    result: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    project: Mapped[Project] = relationship(back_populates="milestones")
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    seen_by: Mapped[Person | None] = relationship(foreign_keys=[seen_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return self.project.parties

    @property
    def reference(self) -> str:
        return self.project.reference
