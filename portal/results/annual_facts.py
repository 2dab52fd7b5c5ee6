"""Gathering the facts of the annual report, round by round: sums by the database, projects a few at a time.

Every function gives plain rows (`annual_sums.Tables`) and keeps nothing, so memory does not grow with the projects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.applications.models import Application
from portal.core.clock import COPENHAGEN
from portal.core.db import db
from portal.core.money import Ore
from portal.decisions.models import Decision, Waiver
from portal.identity.models import Organisation
from portal.pools.models import LedgerEntry, Pool, Round
from portal.pools.rules import OF_THE_FRAME, Entry, Money
from portal.pools.standing import end_of
from portal.projects.models import BudgetChange, Project, Settled
from portal.projects.rules import ChangeStatus
from portal.results import annual_tables as t
from portal.results.annual_sums import Tables, add, row_key
from portal.results.report_models import YearlyReport
from portal.results.report_rules import WITH_THE_CENTRE

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
AT_ONCE = 200  # rows that are read from the database before they are added up
STEPS = ("committed", "released", "paid", "claimed", "unclaimed", "repaid")


@dataclass(frozen=True)
class Year:
    """The year as the database must ask for it."""

    number: int

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        return date(self.number, 12, 31)

    @property
    def begins(self) -> datetime:
        return end_of(date(self.number - 1, 12, 31))

    @property
    def ends(self) -> datetime:
        return end_of(self.last)

    def has(
        self, column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    ) -> ColumnElement[bool]:
        return and_(column >= self.begins, column < self.ends)

    def saw(self, moment: datetime) -> bool:
        return moment.astimezone(COPENHAGEN).year == self.number


def rounds_of(region_id: int, year: int, scope: str) -> list[int]:
    """The region's rounds up to the year, those of one pool or of all, in the order they are gathered."""
    rows = select(Round.id).join(Round.pool).where(Round.region_id == region_id, Round.year <= year)
    if scope:
        rows = rows.where(Pool.code == scope)
    return list(db.session.scalars(rows.order_by(Round.year, Round.id)))


def projects_of(round_id: int, year: Year) -> Select[Project]:
    """Projects that ran in the year, and those granted or settled in it."""
    ran = and_(Project.starts_on <= year.last, Project.ends_on >= year.first)
    rows = select(Project).join(Project.application).join(Project.decision).outerjoin(Project.settlement)
    return rows.where(
        Application.round_id == round_id,
        or_(ran, year.has(Decision.decided_at), year.has(Settled.settled_at)),
    )


def number_of_projects(rounds: list[int], year: Year) -> int:
    return sum(
        db.session.scalar(select(func.count()).select_from(projects_of(each, year).subquery())) or 0 for each in rounds
    )


def of_the_round(this_round: Round, year: Year, as_of: date) -> Tables:
    """What the database adds up by itself: money, changes, waivers, and the state of the yearly reports."""
    tables: Tables = {}
    _frame(tables, this_round, year)
    _money(tables, this_round, year)
    _changes(tables, this_round, year)
    _waivers(tables, this_round, year)
    _reports(tables, this_round, year, as_of)
    return tables


def _frame(tables: Tables, this_round: Round, year: Year) -> None:
    frame, left = (
        db.session.scalar(_sum().where(LedgerEntry.kind.in_(kinds), *_until(this_round, year.ends))) or 0
        for kinds in ((Entry.FRAME,), OF_THE_FRAME)
    )
    if frame:
        key = row_key(this_round.pool.code, this_round.reference)
        add(tables, t.ROUNDS, key, frame=int(frame), left=int(left), **dict.fromkeys(STEPS, 0))


def _sum() -> Select[Ore]:
    return select(func.sum(LedgerEntry.amount))


def _until(this_round: Round, moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return LedgerEntry.round_id == this_round.id, LedgerEntry.at < moment


def _money(tables: Tables, this_round: Round, year: Year) -> None:
    now, before = (_by_centre(this_round, each) for each in (year.ends, year.begins))
    pool, reference = this_round.pool.code, this_round.reference
    for centre, money in now.items():
        earlier = before.get(centre, Money())
        figures = {step: int(getattr(money, step)) for step in STEPS}
        in_year = {f"{step}_in_year": figures[step] - int(getattr(earlier, step))
                   for step in ("committed", "paid", "repaid")}  # fmt: skip
        add(tables, t.MONEY, row_key(pool, reference, centre), **figures, **in_year)
        add(tables, t.ROUNDS, row_key(pool, reference), **figures)


def _by_centre(this_round: Round, until: datetime) -> dict[str, Money]:
    rows = (
        select(Organisation.code, LedgerEntry.kind, func.sum(LedgerEntry.amount))
        .join(Application, Application.reference == LedgerEntry.case)
        .join(Organisation, Organisation.id == Application.job_centre_id)
        .where(*_until(this_round, until))
        .group_by(Organisation.code, LedgerEntry.kind)
    )
    moved: dict[str, dict[Entry, int]] = {}
    for centre, kind, amount in db.session.execute(rows):
        moved.setdefault(centre, {})[kind] = int(amount)
    return {centre: Money.of(kinds) for centre, kinds in sorted(moved.items())}


def _changes(tables: Tables, this_round: Round, year: Year) -> None:
    decided = _of_changes(this_round, year.has(BudgetChange.decided_at))
    waiting = _of_changes(this_round, and_(year.has(BudgetChange.asked_at), BudgetChange.status == ChangeStatus.ASKED))
    names = {ChangeStatus.APPROVED: "approved", ChangeStatus.REFUSED: "refused", ChangeStatus.ASKED: "waiting"}
    for centre, status, number in [*decided, *waiting]:
        none = dict.fromkeys(names.values(), 0)
        add(tables, t.CHANGES, row_key(this_round.pool.code, centre), **none | {names[status]: number})


def _of_changes(this_round: Round, which: ColumnElement[bool]) -> list[tuple[str, ChangeStatus, int]]:
    rows = (
        select(Organisation.code, BudgetChange.status, func.count())
        .join(BudgetChange.project)
        .join(Project.application)
        .join(Application.job_centre)
        .where(Application.round_id == this_round.id, which)
        .group_by(Organisation.code, BudgetChange.status)
        .order_by(Organisation.code, BudgetChange.status)
    )
    return [(centre, status, number) for centre, status, number in db.session.execute(rows)]


def _waivers(tables: Tables, this_round: Round, year: Year) -> None:
    rows = (
        select(Waiver, Application.reference)
        .join(Application, Application.id == Waiver.application_id)
        .where(Application.round_id == this_round.id, year.has(Waiver.at))
        .order_by(Application.reference, Waiver.id)
    )
    for waiver, reference in db.session.execute(rows):
        key = row_key(this_round.pool.code, reference, waiver.rule)
        tables.setdefault(t.WAIVERS.key, {})[key] = {"until": waiver.until.isoformat(), "reason": waiver.reason}


def _reports(tables: Tables, this_round: Round, year: Year, as_of: date) -> None:
    rows = (
        select(Organisation.code, YearlyReport.status, YearlyReport.due_on, Application.reference)
        .join(YearlyReport.project)
        .join(Project.application)
        .join(Application.job_centre)
        .where(Application.round_id == this_round.id, YearlyReport.year == year.number)
        .order_by(Application.reference)
    )
    pool = this_round.pool.code
    for centre, status, due_on, reference in db.session.execute(rows.execution_options(yield_per=AT_ONCE)):
        states = dict.fromkeys(("approved", "signed", "returned", "open"), 0) | {status.value: 1}
        add(tables, t.REPORTS, row_key(pool, centre), owed=1, **states)
        if status in WITH_THE_CENTRE and due_on < as_of:
            add(tables, t.LACKING, row_key(pool, centre, t.Missing.REPORT), number=1, cases=reference)


def names(codes: Iterable[str]) -> dict[str, str]:
    """What the job centres and regions are called now."""
    rows = select(Organisation.code, Organisation.name).where(Organisation.code.in_(sorted(set(codes))))
    return {each.code: each.name for each in db.session.execute(rows.order_by(Organisation.code))}


def pools() -> dict[str, dict[str, str]]:
    """The titles of the pools, so that an edition keeps those it was frozen with."""
    rows = db.session.scalars(select(Pool).order_by(Pool.id))
    return {each.code: {"da": each.title_da, "en": each.title_en, "prefix": each.prefix} for each in rows}
