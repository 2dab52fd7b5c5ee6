"""Reminders: before a milestone or an account is due, and after its day has passed; each of them once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.core import workdays
from portal.core.db import db
from portal.pools.models import Round
from portal.projects import figures, telling
from portal.projects.dues import Due
from portal.projects.models import Milestone, Project
from portal.projects.queries import STILL_ASKS
from portal.projects.rules import ProjectStatus

BEFORE, AFTER = (14, 3), (1, 14)  # days
TOLD_TOO_LATE = 28  # days after the deadline; later than that a reminder helps nobody
AT_A_TIME = 200
NEVER_LONGER = timedelta(days=TOLD_TOO_LATE + 7)  # no row of days off is longer than a week


def stage(deadline: date, day: date) -> str:
    """Which reminder the day asks for, the last that is due; "" for none. A missed day is made up for on the next."""
    left = (deadline - day).days
    if left >= 0:
        waiting = [f"before-{days}" for days in BEFORE if left <= days]
    else:
        waiting = [f"after-{days}" for days in AFTER if -left >= days and -left < TOLD_TOO_LATE]
    return waiting[-1] if waiting else ""


def remind(day: date) -> None:
    """Write the mails of the day. Projects that are closed, or ended more than a year ago, are left in peace."""
    for milestone in _milestones(day):
        _about_a_milestone(milestone, day)
    for project in _projects(day):
        for due in figures.owed_accounts(project):
            _about_an_account(project, due, day)


def _about_a_milestone(milestone: Milestone, day: date) -> None:
    deadline = workdays.on_or_after(milestone.due_on)
    if now := stage(deadline, day):
        key = f"reminder-milestone-{milestone.id}-{milestone.due_on}-{now}"
        path = f"/milestones/{milestone.id}"
        _tell("milestone", milestone.project, now, key=key, path=path, milestone=milestone, deadline=deadline)


def _about_an_account(project: Project, due: Due, day: date) -> None:
    if now := stage(due.due_on, day):
        key = f"reminder-account-{project.id}-{due.starts_on}-{due.due_on}-{now}"
        _tell("account", project, now, key=key, path="/accounts", due=due, deadline=due.due_on)


def _tell(subject: str, project: Project, now: str, *, key: str, path: str, **facts: Any) -> None:
    """The job centre's writers and manager; at the end the caseworkers of the region as well."""
    template = f"{subject}_{now.split('-')[0]}"
    telling.the_job_centre(template, project, key=key, path=path, for_the_region=False, **facts)
    if now == f"after-{AFTER[-1]}":
        telling.the_region(template, project, key=key, for_the_region=True, **facts)


def _milestones(day: date) -> Iterator[Milestone]:
    ids = (
        select(Milestone.id)
        .join(Milestone.project)
        .where(*_running(day), Milestone.done_on.is_(None))
        .where(Milestone.due_on >= day - NEVER_LONGER, Milestone.due_on <= day + timedelta(days=BEFORE[0]))
        .order_by(Milestone.id)
    )
    case = joinedload(Milestone.project).joinedload(Project.application).joinedload(Application.round)
    for some in _portions(list(db.session.scalars(ids))):
        yield from db.session.scalars(select(Milestone).where(Milestone.id.in_(some)).options(case))


def _projects(day: date) -> Iterator[Project]:
    ids = select(Project.id).where(*_running(day), ~Project.settlement.has()).order_by(Project.id)
    case = joinedload(Project.application).joinedload(Application.round).joinedload(Round.guideline)
    for some in _portions(list(db.session.scalars(ids))):
        rows = select(Project).where(Project.id.in_(some)).options(case, selectinload(Project.accounts))
        yield from db.session.scalars(rows)


def _running(day: date) -> tuple[ColumnElement[bool], ...]:
    return Project.status == ProjectStatus.RUNNING, Project.ends_on >= day - STILL_ASKS


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """A few at a time, so that memory does not grow with the number of projects."""
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
