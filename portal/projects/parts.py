"""What belongs to a project is reached by the same people, under the same reference."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from portal.core.permissions import Side

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
