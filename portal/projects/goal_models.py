"""The goals of a project with their yearly targets, and what was measured. Measurements are never changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.identity.models import Person
from portal.projects.following import Measured, Target
from portal.projects.parts import OfAProject

if TYPE_CHECKING:
    from portal.projects.models import Project


class Goal(OfAProject, Base):
    """One goal as it was granted. `target_group` and `instrument` say which persons and offers a plan counts."""

    __tablename__ = "project_goal"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    words: Mapped[str]
    target_group: Mapped[str] = mapped_column(default="")
    instrument: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    higher_is_better: Mapped[bool] = mapped_column(default=True)
    baseline: Mapped[str] = mapped_column(default="")  # digits with a dot, as in the document
    baseline_when: Mapped[str] = mapped_column(default="")
    baseline_source: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    targets: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # day and figure
    project: Mapped["Project"] = relationship(back_populates="goals")
    measurements: Mapped[list["Measurement"]] = relationship(back_populates="goal", order_by="Measurement.id")

    @property
    def targets_by_day(self) -> list[Target]:
        return [Target(date.fromisoformat(day), Decimal(value)) for day, value in self.targets]

    @property
    def measured(self) -> list[Measured]:
        """The newest measurement of each day: a later one corrects an earlier of the same day."""
        newest = {each.on: Measured(each.on, Decimal(each.value), each.source) for each in self.measurements}
        return sorted(newest.values(), key=lambda each: each.on)


class Measurement(Base):
    """What was measured for a goal on a day, with its source. A correction is a new measurement of the same day."""

    __tablename__ = "goal_measurement"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("project_goal.id"), index=True)
    on: Mapped[date]
    value: Mapped[str]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    goal: Mapped[Goal] = relationship(back_populates="measurements")
    by: Mapped[Person] = relationship()


append_only(Measurement)
