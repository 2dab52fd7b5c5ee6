"""Which projects wait for something, and those whose money is followed, for the tasks of people."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.pools.models import Round
from portal.projects import figures, overdue, paying, queries, waits
from portal.projects.models import Account, Instalment, Project
from portal.projects.paying import Gate
from portal.projects.queries import Wanted
from portal.projects.rules import InstalmentStatus, ProjectStatus


def ids(person: Person, what: str) -> frozenset[int]:
    """The projects the person may see that wait for this."""
    return frozenset(queries.ids(person, Wanted(waits=what, only=waits.of(what))))


def late(person: Person) -> Iterable[int]:
    return ids(person, waits.LATE)


def with_overdue_accounts(person: Person) -> Iterable[int]:
    return ids(person, waits.OVERDUE)


def unsettled(person: Person, permission: Permission, *, settled_too: bool = False) -> list[Project]:
    """Running projects with what their money is reckoned from. A grant that is not settled holds money back for ever.

    `settled_too`: also those whose last payment or repayment is still to come.
    """
    case = joinedload(Project.application).options(
        joinedload(Application.job_centre),
        joinedload(Application.round).options(joinedload(Round.guideline), joinedload(Round.pool)),
    )
    parts = (
        selectinload(Project.accounts).selectinload(Account.vouchers),
        selectinload(Project.instalments),
        selectinload(Project.changes),
        joinedload(Project.settlement),
    )
    rows = _running(person, permission).options(case, *parts)
    if permission is Permission.PROJECT_EDIT:
        rows = rows.options(selectinload(Project.budgets))
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
            overdue.of(project)
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
