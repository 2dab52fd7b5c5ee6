"""By which day what was paid above the final grant must be repaid: reckoned once, for the letter, and kept with it."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.core import clock, workdays
from portal.core.audit import Event
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.projects import figures, queries
from portal.projects.models import Project, Settled
from portal.projects.rules import ProjectStatus

SETTLED = "project.settled"


def last_day(project: Project, on: date) -> date:
    """For a letter of this day: what the guideline says, or the first working day after it."""
    return workdays.on_or_after(on + timedelta(days=figures.settings_of(project).repay_within_days))


def told(project: Project) -> date | None:
    """The day that the letter named; None when nothing is claimed, and for letters from before they named one."""
    found = select(Event.details).where(Event.subject == project.reference, Event.what == SETTLED)
    details = db.session.scalar(found.order_by(Event.id.desc()).limit(1)) or {}
    return date.fromisoformat(details["repay_by"]) if details.get("repay_by") else None


def waiting(person: Person) -> Iterator[tuple[Project, Ore]]:
    """Settled projects of which the person answers for the money, with what they still owe."""
    claimed = Project.settlement.has(Settled.repay > Ore(0))
    rows = queries.visible_to(person, Permission.PROJECT_SIGN).where(Project.status == ProjectStatus.RUNNING, claimed)
    case = joinedload(Project.application).joinedload(Application.round)
    for project in db.session.scalars(rows.options(case).order_by(Project.id)):
        if owed := figures.money(project).owed:
            yield project, owed


def words(owed: Ore, by: date | None) -> Text:
    """What is owed now, with its day, for the page of the settlement."""
    if by is None:
        return _("%(amount)s is claimed and not repaid yet.", amount=owed)
    if by < clock.today():
        return _("%(amount)s is claimed and not repaid yet. The last day was %(day)s.", amount=owed, day=by)
    return _("%(amount)s is claimed and must be repaid no later than %(day)s.", amount=owed, day=by)
