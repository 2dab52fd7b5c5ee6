"""Which projects wait for something: late milestones, overdue accounts, and instalments that can be released."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import Select, exists
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.core import clock, workdays
from portal.core.db import db
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.pools.models import Round
from portal.projects import figures, instalments, paying, queries
from portal.projects.models import Account, Instalment, Milestone, Project
from portal.projects.paying import Gate
from portal.projects.queries import STILL_ASKS
from portal.projects.rules import InstalmentStatus, ProjectStatus

LATE, OVERDUE, TO_RELEASE = "late_milestones", "overdue_accounts", "to_release"
FILTERS: Mapping[str, Text] = {
    LATE: _("Late milestones"),
    OVERDUE: _("Overdue accounts"),
    TO_RELEASE: _("Instalments to release"),
}


def ids(person: Person, what: str) -> frozenset[int] | None:
    """The projects the person may see that wait for this; None for what is no filter."""
    find = FINDERS.get(what)
    return None if find is None else frozenset(find(person))


def late(person: Person) -> Iterable[int]:
    """A project that ended more than a year ago is late with nothing."""
    passed = exists().where(
        Milestone.project_id == Project.id, Milestone.done_on.is_(None), Milestone.due_on <= _missed(clock.today())
    )
    lately = clock.today() - STILL_ASKS
    rows = _running(person, Permission.PROJECT_READ).where(passed, Project.ends_on >= lately)
    return db.session.scalars(rows.with_only_columns(Project.id))


def _missed(today: date) -> date:
    """The last day that has passed with all the days off that followed it."""
    day = today
    while workdays.on_or_after(day) >= today:
        day = date.fromordinal(day.toordinal() - 1)
    return day


def overdue(person: Person) -> Iterable[int]:
    today = clock.today()
    return [each.id for each in unsettled(person, Permission.PROJECT_READ) if figures.overdue_accounts(each, today)]


def to_release(person: Person) -> Iterable[int]:
    found = unsettled(person, Permission.PROJECT_READ, settled_too=True)
    return [each.id for each in found if any(True for _each in releasable(each))]


def unsettled(person: Person, permission: Permission, *, settled_too: bool = False) -> list[Project]:
    """Running projects with what their money is reckoned from. A grant that is not settled holds money back for ever.

    `settled_too`: also those whose last payment or repayment is still to come.
    """
    case = joinedload(Project.application).options(
        joinedload(Application.job_centre), joinedload(Application.round).joinedload(Round.guideline)
    )
    parts = (
        selectinload(Project.accounts).selectinload(Account.vouchers),
        selectinload(Project.instalments),
        selectinload(Project.changes),
        joinedload(Project.settlement),
    )
    rows = _running(person, permission).options(case, *parts)
    if not settled_too:
        rows = rows.where(~Project.settlement.has())
    return list(db.session.scalars(rows.order_by(Project.id)).unique())


def _running(person: Person, permission: Permission) -> Select[Project]:
    return queries.visible_to(person, permission).where(Project.status == ProjectStatus.RUNNING)


def releasable(project: Project) -> Iterator[Instalment]:
    """Planned instalments whose day has come and whose conditions are met; the ledger is asked when one is released."""
    today = clock.today()
    planned = [each for each in project.instalments if each.status is InstalmentStatus.PLANNED]
    for each in planned:
        if not any(paying.problems_with_the_release(_gate(each, project), today=today)) and not any(
            instalments.overdue(project)
        ):
            yield each


def _gate(instalment: Instalment, project: Project) -> Gate:
    return Gate(
        due_on=instalment.due_on,
        condition=instalment.condition,
        accepted=True,
        accounted_until=figures.accounted_until(project),
        final_approved=figures.final_account(project) is not None,
        overdue=(),
        amount=instalment.amount,
        to_release=instalment.amount,
    )


FINDERS: Mapping[str, Callable[[Person], Iterable[int]]] = {LATE: late, OVERDUE: overdue, TO_RELEASE: to_release}
