"""What this room finds to do: accept a grant, reach milestones, see those that are reached."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission
from portal.core.text import _
from portal.identity.models import Person
from portal.projects import queries

AHEAD = timedelta(days=30)


def tasks(person: Person) -> Iterator[Task]:
    if not person.memberships:
        return
    yield from _to_accept(person)
    yield from _to_reach(person)
    yield from _to_see(person)


def _to_accept(person: Person) -> Iterator[Task]:
    for project in queries.offers_to(person):
        why = _("The region has granted %(amount)s. The project starts when you accept.", amount=project.granted)
        href = url_for("projects.accept", project_id=project.id)
        yield Task(_("Accept the grant to %(title)s", title=project.title), why, href, project.decision.accept_before)


def _to_reach(person: Person) -> Iterator[Task]:
    for milestone in queries.milestones_waiting(person, Permission.PROJECT_EDIT, done=False):
        if milestone.due_on <= clock.today() + AHEAD:
            why = _("%(title)s. Responsible: %(who)s.", title=milestone.project.title, who=milestone.responsible)
            href = url_for("projects.done", project_id=milestone.project_id, milestone_id=milestone.id)
            words = _("Reach the milestone “%(milestone)s”", milestone=milestone.title)
            yield Task(words, why, href, _end_of(milestone.due_on))


def _to_see(person: Person) -> Iterator[Task]:
    for milestone in queries.milestones_waiting(person, Permission.PROJECT_FOLLOW, done=True):
        why = _("%(title)s. The job centre has marked it as done.", title=milestone.project.title)
        href = url_for("projects.show", project_id=milestone.project_id, _anchor="milestones")
        yield Task(_("See the milestone “%(milestone)s”", milestone=milestone.title), why, href)


def _end_of(day: date) -> datetime:
    """A milestone may be reached all day long."""
    return clock.in_copenhagen(day.year, day.month, day.day, 23, 59)
