"""The director gives a job centre a later deadline for accepting its grant, also when the first one has passed."""

from datetime import datetime

from portal.core import audit, clock, workflow
from portal.core.errors import refuse_if
from portal.identity.models import Person
from portal.projects import rules, telling
from portal.projects.models import Project
from portal.projects.rules import EXTEND


def extend(project: Project, after: datetime, reason: str, *, seen: int, by: Person) -> None:
    """The letter stays as it is; the new deadline and why it was given go to the job centre by mail."""
    workflow.require(project, EXTEND)
    before = project.accept_before
    refuse_if(rules.problems_with_a_new_deadline(after, reason, before=before, now=clock.now()))
    workflow.advance(project, EXTEND, seen=seen)
    project.extended_to = after
    said = {"before": before.isoformat() if before else "", "after": after.isoformat(), "reason": reason.strip()}
    event = audit.record("project.deadline_moved", project, by=by, **said)
    telling.the_job_centre(
        "acceptance_extended", project, key=f"extended-{event.id}", by=by, reason=reason.strip(), path="/accept"
    )
