"""A project that closes: what nobody has said about it yet, and what has been repaid."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.core.audit import Event
from portal.core.db import db
from portal.core.language import chosen
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.projects import figures, goal_words, goals
from portal.projects.following import Standing
from portal.projects.models import Instalment, Project
from portal.projects.rules import InstalmentStatus

REPAID = "project.repaid"
UNPAID = (InstalmentStatus.PLANNED, InstalmentStatus.RELEASED)
ALSO_OPEN: list[Callable[[Project], Iterable[Text]]] = []  # what higher rooms know to be unfinished


def still_open(project: Project) -> list[Text]:
    """Sentences for those who are about to close it: unmarked milestones, missing measurements, unanswered reports."""
    return [*_unmarked(project), *_unmeasured(project), *(words for find in ALSO_OPEN for words in find(project))]


def _unmarked(project: Project) -> Iterator[Text]:
    for each in project.milestones:
        if each.done_on is None:
            values = {"milestone": each.title, "day": each.due_on}
            yield _("The milestone “%(milestone)s” of %(day)s is not marked.", **values)


def _unmeasured(project: Project) -> Iterator[Text]:
    for goal in project.goals:
        for each in goals.compared(goal):
            if each.standing is Standing.UNKNOWN:
                values = {"goal": goal_words.title(goal, chosen()), "day": each.target.on}
                yield _("“%(goal)s” is not measured for %(day)s.", **values)


def ends_with(instalment: Instalment) -> bool:
    """Whether the project is closed as soon as this instalment is paid."""
    project = instalment.project
    others = any(each.status in UNPAID for each in project.instalments if each is not instalment)
    return project.settlement is not None and not others and not figures.money(project).owed


def is_even(project: Project) -> bool:
    """Settled, with nothing to pay and nothing owed: such a project is closed."""
    unpaid = any(each.status in UNPAID for each in project.instalments)
    return project.settlement is not None and not unpaid and not figures.money(project).owed


@dataclass(frozen=True)
class Repayment:
    """One amount that came back from the job centre, and who entered it."""

    amount: Ore
    on: date | None  # None only in events from before the day was kept
    by: str
    at: datetime


def repayments(project: Project) -> list[Repayment]:
    """Oldest first, as they were written down."""
    rows = (
        select(Event, Person.name)
        .outerjoin(Person, Person.id == Event.by_id)
        .where(Event.subject == project.reference, Event.what == REPAID)
        .order_by(Event.id)
    )
    return [_repayment(happened, name or "") for happened, name in db.session.execute(rows)]


def _repayment(happened: Event, name: str) -> Repayment:
    day = happened.details.get("on")
    amount = Ore(happened.details.get("amount") or 0)
    return Repayment(amount, date.fromisoformat(day) if day else None, name, happened.at)
