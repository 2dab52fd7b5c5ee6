"""Finding projects and their milestones, and what has happened to a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from portal.applications.models import Application
from portal.core import clock
from portal.core.db import db
from portal.core.lists import TO_MOST, danish, holds
from portal.core.permissions import Permission, Side, places
from portal.decisions.models import Decision
from portal.identity.models import Organisation, Person
from portal.pools.models import Round
from portal.projects.goal_models import Goal, Measurement
from portal.projects.models import Account, BudgetChange, Instalment, Milestone, MilestoneMove, Project, Voucher
from portal.projects.rules import ProjectState, ProjectStatus

PAGE = 25
STILL_ASKS = timedelta(days=365)
ORDERS: Mapping[str, ColumnElement[Any]] = {
    "title": danish(Project.title),
    "centre": danish(Organisation.name),
    "granted": Project.granted.expression,
    "state": case({each: place for place, each in enumerate(ProjectStatus)}, value=Project.status),
    "ends": Project.ends_on.expression,
}
STATES = {each.value: each for each in ProjectState}
BY_DAY: Mapping[ProjectState, Callable[[date], ColumnElement[bool]]] = {  # what of the running ones holds on a day
    ProjectState.TO_BEGIN: lambda today: Project.starts_on > today,
    ProjectState.RUNNING: lambda today: and_(Project.starts_on <= today, Project.ends_on >= today),
    ProjectState.OVER: lambda today: and_(Project.starts_on <= today, Project.ends_on < today),
}


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asks for; empty means everything."""

    words: str = ""
    status: str = ""
    page: int = 1
    waits: str = ""
    sort: str = "ends"
    downwards: bool = True
    only: tuple[ColumnElement[bool], ...] = ()  # what holds for those that wait for it


def within(person: Person, permission: Permission) -> ColumnElement[bool]:
    """The cases in which the person has the permission, on the side they stand on."""
    held = places(person, permission)
    if held[Side.OPERATING]:
        return true()
    own = Application.job_centre_id.in_(held[Side.APPLYING])
    return or_(own, Round.region_id.in_(held[Side.GRANTING]))


def visible_to(person: Person, permission: Permission = Permission.PROJECT_READ) -> Select[Project]:
    return select(Project).where(_in_sight(person, permission))


def listed(person: Person, wanted: Wanted) -> tuple[list[Project], int]:
    """One page of projects in the order that is asked for; and how many there are, counted to a thousand and one."""
    chosen = _chosen(person, wanted)
    number = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Project.id).limit(TO_MOST)
                                                                .subquery()))  # fmt: skip
    page = _ordered(chosen, wanted).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return list(db.session.scalars(page.options(*_shown()))), number or 0


def everything(person: Person, wanted: Wanted) -> list[Project]:
    return list(db.session.scalars(_ordered(_chosen(person, wanted), wanted).options(*_shown())))


def ids(person: Person, wanted: Wanted) -> list[int]:
    return list(db.session.scalars(_chosen(person, wanted).with_only_columns(Project.id)))


def _chosen(person: Person, wanted: Wanted) -> Select[Project]:
    """Without joins, so that the database reads one index."""
    rows = visible_to(person).where(*wanted.only)
    if wanted.status in STATES:
        rows = rows.where(*_has(STATES[wanted.status]))
    if words := wanted.words.strip():
        centres = select(Organisation.id).where(holds(Organisation.name, words))
        cases = select(Application.id).where(holds(Application.reference, words))
        rows = rows.where(or_(holds(Project.title, words), Project.job_centre_id.in_(centres),
                              Project.application_id.in_(cases)))  # fmt: skip
    return rows


def _has(state: ProjectState) -> tuple[ColumnElement[bool], ...]:
    """The state as pages show it: `rules.project_state` as a condition."""
    if state in BY_DAY:
        return Project.status == ProjectStatus.RUNNING, BY_DAY[state](clock.today())
    return (Project.status == ProjectStatus.of(state.value),)


def _in_sight(person: Person, permission: Permission) -> ColumnElement[bool]:
    """Only the sides on which the person stands are named, so that the database reads one index."""
    held = places(person, permission)
    if held[Side.OPERATING]:
        return true()
    sides = ((Project.job_centre_id, held[Side.APPLYING]), (Project.region_id, held[Side.GRANTING]))
    return or_(false(), *(column.in_(theirs) for column, theirs in sides if theirs))


def _ordered(rows: Select[Project], wanted: Wanted) -> Select[Project]:
    """Those that end last first, unless something else is asked for. Names are joined only where they sort."""
    if wanted.sort == "centre":
        rows = rows.join(Organisation, Organisation.id == Project.job_centre_id)
    by = (ORDERS.get(wanted.sort, ORDERS["ends"]), Project.id.expression)
    return rows.order_by(*(each.desc() if wanted.downwards else each.asc() for each in by))


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Project.application).joinedload(Application.job_centre),
        joinedload(Project.application).joinedload(Application.round),
        selectinload(Project.milestones),
    )


ITS_NUMBER = select(Project).where(Project.id == bindparam("project"))
FOUND = ITS_NUMBER.options(
    joinedload(Project.application).joinedload(Application.job_centre),
    joinedload(Project.application).joinedload(Application.round).joinedload(Round.region),
    joinedload(Project.decision).joinedload(Decision.decided_by),
    joinedload(Project.accepted_by),
    selectinload(Project.budgets),
    selectinload(Project.milestones).options(joinedload(Milestone.done_by), joinedload(Milestone.seen_by)),
)
FOLLOWED = ITS_NUMBER.options(
    joinedload(Project.application).joinedload(Application.job_centre),
    joinedload(Project.application).joinedload(Application.round).joinedload(Round.pool),
    selectinload(Project.milestones).options(
        joinedload(Milestone.done_by),
        joinedload(Milestone.seen_by),
        selectinload(Milestone.moves).joinedload(MilestoneMove.by),
    ),
    selectinload(Project.goals).selectinload(Goal.measurements).joinedload(Measurement.by),
)  # put together once: every page of a project asks them


def find(project_id: int) -> Project | None:
    return db.session.scalar(FOUND, {"project": project_id})


def find_granted(decision: Decision) -> Project | None:
    """The project that a decision opened."""
    rows = select(Project).where(Project.decision_id == decision.id)
    return db.session.scalar(rows.options(joinedload(Project.application).joinedload(Application.round)))


def _whole_project(to_project: Any) -> Any:
    """The project with what its money is reckoned from."""
    case = joinedload(Project.application).options(
        joinedload(Application.job_centre),
        joinedload(Application.round).options(joinedload(Round.region), joinedload(Round.guideline)),
    )
    parts = (Project.budgets, Project.accounts, Project.instalments)
    return joinedload(to_project).options(case, *(selectinload(each) for each in parts))


ACCOUNT = (
    select(Account)
    .where(Account.id == bindparam("account"), Account.project_id == bindparam("project"))
    .options(_whole_project(Account.project), selectinload(Account.vouchers))
    .options(joinedload(Account.signed_by), joinedload(Account.decided_by))
)
VOUCHER = (
    select(Voucher)
    .join(Voucher.account)
    .where(Voucher.id == bindparam("voucher"), Account.project_id == bindparam("project"))
    .options(joinedload(Voucher.account).options(_whole_project(Account.project)))
)
CHANGE = (
    select(BudgetChange)
    .where(BudgetChange.id == bindparam("change"), BudgetChange.project_id == bindparam("project"))
    .options(_whole_project(BudgetChange.project))
    .options(joinedload(BudgetChange.asked_by), joinedload(BudgetChange.decided_by))
)
INSTALMENT = (
    select(Instalment)
    .where(Instalment.id == bindparam("instalment"), Instalment.project_id == bindparam("project"))
    .options(_whole_project(Instalment.project))
)


def find_account(project_id: int, account_id: int) -> Account | None:
    return db.session.scalar(ACCOUNT, {"project": project_id, "account": account_id})


def find_voucher(project_id: int, voucher_id: int) -> Voucher | None:
    return db.session.scalar(VOUCHER, {"project": project_id, "voucher": voucher_id})


def find_change(project_id: int, change_id: int) -> BudgetChange | None:
    return db.session.scalar(CHANGE, {"project": project_id, "change": change_id})


def find_instalment(project_id: int, instalment_id: int) -> Instalment | None:
    return db.session.scalar(INSTALMENT, {"project": project_id, "instalment": instalment_id})


def find_settled(project_id: int) -> Project | None:
    """The project, once its grant is settled."""
    project = find(project_id)
    return project if project is not None and project.settlement is not None else None


def find_milestone(project_id: int, milestone_id: int) -> Milestone | None:
    rows = select(Milestone).where(Milestone.id == milestone_id, Milestone.project_id == project_id)
    path = joinedload(Milestone.project).joinedload(Project.application)
    return db.session.scalar(rows.options(path.joinedload(Application.round), path.joinedload(Application.job_centre)))


def find_followed(project_id: int) -> Project | None:
    """The project with its milestones, their moves, its goals and what was measured."""
    return db.session.scalar(FOLLOWED, {"project": project_id})


def with_goals(person: Person, permission: Permission) -> list[Project]:
    """Running projects with their goals, also those that have ended and are not settled yet."""
    rows = visible_to(person, permission).where(Project.status == ProjectStatus.RUNNING)
    case = joinedload(Project.application).joinedload(Application.round).joinedload(Round.pool)
    figures = selectinload(Project.goals).selectinload(Goal.measurements)
    return list(db.session.scalars(rows.options(case, figures).order_by(Project.id)))


def find_goal(project_id: int, number: int) -> Goal | None:
    project = find_followed(project_id)
    return next((each for each in project.goals if each.number == number), None) if project else None


def offers_to(person: Person) -> list[Project]:
    """Grants the person may accept."""
    rows = visible_to(person, Permission.PROJECT_ACCEPT).where(Project.status == ProjectStatus.OFFERED)
    return list(db.session.scalars(rows.options(joinedload(Project.decision)).order_by(Project.id)))


def offers_from(person: Person) -> list[Project]:
    """Grants of the person's region that wait to be accepted."""
    rows = visible_to(person, Permission.APPLICATION_DECIDE).where(Project.status == ProjectStatus.OFFERED)
    loaded = (joinedload(Project.decision), joinedload(Project.application).joinedload(Application.job_centre))
    return list(db.session.scalars(rows.options(*loaded).order_by(Project.id)))


def milestones_waiting(person: Person, permission: Permission, *, done: bool) -> list[Milestone]:
    """Of running projects in which the person has the permission: not done yet, or done and not seen yet.

    What was done in a project that ended more than a year ago need not be seen any more.
    """
    still = Project.ends_on >= clock.today() - STILL_ASKS
    waits = (Milestone.done_on.is_not(None), still) if done else (Milestone.done_on.is_(None),)
    rows = (
        select(Milestone)
        .join(Milestone.project)
        .where(_in_sight(person, permission), Project.status == ProjectStatus.RUNNING)
        .where(*waits, Milestone.seen_at.is_(None))
        .options(joinedload(Milestone.project))
        .order_by(Milestone.due_on, Milestone.id)
    )
    return list(db.session.scalars(rows))
