"""What a project waits for, as conditions that the database checks: the same that `waiting` and `figures` reckon."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, and_, exists, false, not_, or_, select
from sqlalchemy.sql.functions import GenericFunction

from portal.applications.models import Application
from portal.core import clock, workdays
from portal.core.db import db
from portal.core.functions import writes
from portal.core.text import Text, _
from portal.pools.models import Guideline, Round
from portal.pools.settings import Settings
from portal.projects.figures import WITH_THE_REGION
from portal.projects.models import Account, Instalment, Milestone, Project
from portal.projects.paying import Condition
from portal.projects.rules import AccountStatus, InstalmentStatus, ProjectStatus

Conditions = tuple[ColumnElement[bool], ...]
LATE, OVERDUE, TO_RELEASE = "late_milestones", "overdue_accounts", "to_release"
FILTERS: Mapping[str, Text] = {
    LATE: _("Late milestones"),
    OVERDUE: _("Overdue accounts"),
    TO_RELEASE: _("Instalments to release"),
}
RUNS = Project.status == ProjectStatus.RUNNING
ALSO_HELD_BACK: list[Callable[[date], ColumnElement[bool]]] = []  # what higher rooms know to be overdue


class eve(GenericFunction[date]):  # noqa: N801 - the name in a statement
    """The day before."""

    type = Date()
    inherit_cache = True


writes(eve, "(%s - 1)", sqlite="date(%s, '-1 day')")


def of(what: str) -> Conditions:
    """What holds for every project that waits for this; nothing for what is no filter."""
    find = FINDERS.get(what)
    return find(clock.today()) if find else ()


def late(today: date) -> Conditions:
    """A milestone that nobody has marked stays late until the project is closed, however long ago it ended."""
    passed = exists().where(
        Milestone.project_id == Project.id, Milestone.done_on.is_(None), Milestone.due_on <= _passed(today)
    )
    return RUNS, passed


def _passed(today: date) -> date:
    """The last day that has passed with all the days off that followed it."""
    day = today
    while workdays.on_or_after(day) >= today:
        day -= timedelta(days=1)
    return day


def overdue(today: date) -> Conditions:
    return RUNS, not_(Project.settlement.has()), _lacks_an_account(today)


def to_release(today: date) -> Conditions:
    """Planned instalments whose day has come and whose conditions are met; the ledger is asked when one is released."""
    approved = exists().where(Account.project_id == Project.id, Account.status == AccountStatus.APPROVED)
    met = or_(
        Instalment.condition == Condition.ACCEPTED,
        and_(Instalment.condition == Condition.ACCOUNT, approved.where(Account.ends_on >= eve(Instalment.due_on))),
        and_(Instalment.condition == Condition.FINAL, approved.where(Account.final)),
    )
    ready = exists().where(
        Instalment.project_id == Project.id, Instalment.status == InstalmentStatus.PLANNED, Instalment.due_on <= today,
        met,
    )  # fmt: skip
    return RUNS, ready, not_(_lacks_an_account(today)), *(not_(find(today)) for find in ALSO_HELD_BACK)


def _lacks_an_account(today: date) -> ColumnElement[bool]:
    """The guidelines say how long after a period its account is due; usually all of them say the same."""
    kinds = _guidelines_by_days()
    return or_(false(), *(and_(_lacks_one(today, days), _under(ids, of=len(kinds))) for days, ids in kinds.items()))


def _guidelines_by_days() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for guideline_id, settings in db.session.execute(select(Guideline.id, Guideline.settings).order_by(Guideline.id)):
        found.setdefault(Settings.from_json(settings).account_within_days, []).append(guideline_id)
    return found


def _under(guidelines: list[int], *, of: int) -> ColumnElement[bool]:
    if of == 1:
        return Project.id.is_not(None)
    cases = select(Application.id).join(Application.round).where(Round.guideline_id.in_(guidelines))
    return Project.application_id.in_(cases)


def _lacks_one(today: date, days: int) -> ColumnElement[bool]:
    """The final account, or that of the last calendar year that is due: who lacks an earlier one lacks this too."""
    due = _passed(today) - timedelta(days=days)  # what ended on this day or before it is due
    ended = date(due.year, 12, 31) if (due.month, due.day) == (12, 31) else date(due.year - 1, 12, 31)
    sent = exists().where(Account.project_id == Project.id, Account.status.in_(WITH_THE_REGION))
    lacks_the_final = and_(Project.ends_on <= due, not_(sent.where(Account.final)))
    of_the_year = and_(Project.starts_on <= ended, Project.ends_on > ended, not_(sent.where(Account.ends_on >= ended)))
    return or_(lacks_the_final, of_the_year)


FINDERS: Mapping[str, Callable[[date], Conditions]] = {LATE: late, OVERDUE: overdue, TO_RELEASE: to_release}
