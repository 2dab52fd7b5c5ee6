"""What belongs to a project is reached by the same people, under the same reference; how a project stands today."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from portal.core.permissions import Side
from portal.core.text import Text
from portal.projects import rules
from portal.projects.rules import ChangeStatus, ProjectState, ProjectStatus

if TYPE_CHECKING:
    from portal.projects.models import Project


class OfAProject:
    project: "Mapped[Project]"

    @property
    def parties(self) -> dict[Side, int]:
        return self.project.parties

    @property
    def reference(self) -> str:
        return self.project.reference


class DraftOfAProject(OfAProject):
    """A draft is the job centre's alone until it is sent to the region."""

    status: Mapped[ChangeStatus]

    @property
    def parties(self) -> dict[Side, int]:
        unsent = self.status is ChangeStatus.DRAFT
        sides = self.project.parties.items()
        return {side: place for side, place in sides if side is Side.APPLYING or not unsent}


class WithAPeriod:
    """How a project stands on a day, which is not kept with it."""

    status: Mapped[ProjectStatus]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    def state(self, today: date) -> ProjectState:
        return rules.project_state(self.status, self.starts_on, self.ends_on, today=today)

    def state_words(self, today: date) -> Text:
        return rules.state_words(self.state(today), self.starts_on)
