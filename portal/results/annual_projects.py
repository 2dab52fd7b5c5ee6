"""What a few projects at a time add to the annual report: goals, places, milestones, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application, Submission
from portal.core import workdays
from portal.core.db import db
from portal.decisions.models import Decision
from portal.labour_market import queries as labour_market
from portal.pools.models import Round
from portal.pools.settings import Settings
from portal.projects import dues, following, rules
from portal.projects.dues import Sent
from portal.projects.figures import WITH_THE_REGION
from portal.projects.following import Compared, Reached, Standing
from portal.projects.goal_models import Goal
from portal.projects.models import Milestone, Project
from portal.projects.rules import MilestoneState
from portal.results import annual_facts
from portal.results import annual_tables as t
from portal.results.annual_facts import Year
from portal.results.annual_sums import Tables, add, parts_of, row_key

CHUNK = 25
GOOD = frozenset({"RG", "G"})
TARGETS = {Standing.REACHED: "reached", Standing.BEHIND: "behind", Standing.UNKNOWN: "unknown"}


@dataclass
class Piece:
    """What a chunk of projects added; `last` is where the next one begins."""

    tables: Tables = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of occupations
    last: int = 0
    number: int = 0

    @property
    def ended(self) -> bool:
        return self.number < CHUNK


def of_the_next(this_round: Round, after: int, year: Year, as_of: date) -> Piece:
    """The projects after `after`. The same number of queries for every chunk."""
    found = _projects(this_round, after, year)
    piece = Piece(last=found[-1].id if found else after, number=len(found))
    settings = Settings.from_json(this_round.guideline.settings)
    for project in found:
        key = row_key(this_round.pool.code, project.application.job_centre.code)
        _count(piece.tables, key, project, year)
        _goals(piece.tables, key, project, year, as_of)
        _milestones(piece.tables, key, project.milestones, year, as_of)
        _accounts(piece.tables, key, project, settings.account_within_days, year, as_of)
    granted = [each for each in found if year.saw(each.decision.decided_at)]
    _places(piece, this_round, granted)
    return piece


def _projects(this_round: Round, after: int, year: Year) -> list[Project]:
    rows = annual_facts.projects_of(this_round.id, year).where(Project.id > after)
    return list(
        db.session.scalars(
            rows.order_by(Project.id)
            .limit(CHUNK)
            .options(
                joinedload(Project.application).joinedload(Application.job_centre),
                joinedload(Project.decision),
                joinedload(Project.settlement),
                selectinload(Project.milestones),
                selectinload(Project.accounts),
                selectinload(Project.goals).selectinload(Goal.measurements),
            )
        )
    )


def _count(tables: Tables, key: str, project: Project, year: Year) -> None:
    ran = project.starts_on <= year.last and project.ends_on >= year.first
    settled = project.settlement is not None and year.saw(project.settlement.settled_at)
    granted = year.saw(project.decision.decided_at)
    add(tables, t.PROJECTS, key, running=int(ran), granted=int(granted), settled=int(settled))


def _goals(tables: Tables, key: str, project: Project, year: Year, as_of: date) -> None:
    for goal in project.goals:
        compared = following.compared(
            goal.targets_by_day, goal.measured, higher_is_better=goal.higher_is_better, today=as_of
        )
        for each in compared:
            if each.target.on.year == year.number and each.standing is not Standing.TO_COME:
                _target(tables, key, project, goal, each)


def _target(tables: Tables, key: str, project: Project, goal: Goal, each: Compared) -> None:
    states = dict.fromkeys(TARGETS.values(), 0) | {TARGETS[each.standing]: 1}
    add(tables, t.GOALS, key, targets=1, **states)
    if each.standing is Standing.UNKNOWN:
        missing = row_key(*parts_of(key), t.Missing.MEASUREMENT)
        add(tables, t.LACKING, missing, number=1, cases=project.reference)
    if goal.instrument:
        plan = row_key(parts_of(key)[0], goal.target_group, goal.instrument)
        actual = {"actual": int(each.measured.value)} if each.measured else {}
        add(tables, t.PLANS, plan, planned=int(each.target.value), unmeasured=int(not each.measured), **actual)


def _milestones(tables: Tables, key: str, milestones: Iterable[Milestone], year: Year, as_of: date) -> None:
    for each in milestones:
        if each.first_due_on.year == year.number:
            states = dict.fromkeys(("on_time", "moved", "late", "open", "missed", "to_come"), 0)
            state = kept(each.first_due_on, each.due_on, each.done_on, as_of, each.reached)
            add(tables, t.MILESTONES, key, milestones=1, **states | {state: 1})


def kept(first: date, due_on: date, done_on: date | None, as_of: date, reached: Reached | None = None) -> str:
    """Which one of the columns a milestone counts in: as the project's plan shows it, and on which of its days."""
    match rules.state(due_on, done_on, None, reached, today=as_of):
        case MilestoneState.PARTLY | MilestoneState.MISSED:
            return "missed"
        case MilestoneState.LATE:
            return "open"
        case MilestoneState.TO_COME:
            return "moved" if due_on > first else "to_come"
        case _:
            return _on_which_day(first, due_on, done_on or as_of)


def _on_which_day(first: date, due_on: date, done_on: date) -> str:
    if done_on <= workdays.on_or_after(first):
        return "on_time"
    return "moved" if done_on <= workdays.on_or_after(due_on) else "late"


def _accounts(tables: Tables, key: str, project: Project, within: int, year: Year, as_of: date) -> None:
    there = [each for each in project.accounts if each.status in WITH_THE_REGION]
    sent = Sent(max((each.ends_on for each in there), default=None), any(each.final for each in there))
    owed = dues.of(project.starts_on, project.ends_on, within=within)
    for each in dues.overdue(owed, sent, today=as_of):
        if each.ends_on <= year.last:
            missing = row_key(*parts_of(key), t.Missing.ACCOUNT)
            add(tables, t.LACKING, missing, number=1, cases=project.reference)


def _places(piece: Piece, this_round: Round, granted: list[Project]) -> None:
    """As the submission that was decided has them, judged by the balance that was in force then."""
    known: dict[str, dict[str, str]] = {}
    for project, document in _documents(granted):
        period = document.get("balance_period") or "–"
        if period not in known:
            known[period] = labour_market.chances(this_round.region.code, period)
        key = row_key(this_round.pool.code, project.application.job_centre.code, period)
        for line in document["sections"].get("occupations", {}).get("lines", ()):
            _line(piece, key, line, known[period])


def _line(piece: Piece, key: str, line: Mapping[str, Any], chances: Mapping[str, str]) -> None:
    code = str(line.get("occupation_code") or "–")
    chance = chances.get(code, "")
    counted = judged(line.get("places"), chance)
    add(piece.tables, t.PLACES, key, **counted)
    known = {name: value for name, value in counted.items() if name == "places"}
    add(piece.tables, t.OCCUPATIONS, row_key(parts_of(key)[0], code, chance or "–"), **known)
    piece.names[code] = str(line.get("title") or code)


def judged(places: int | None, chance: str) -> dict[str, int]:
    """The places of one occupation in their column; nothing where the submission does not say how many there are."""
    if places is None:
        return {}
    good, found = chance in GOOD, bool(chance)
    return {"places": places, "good": places * good, "other": places * (found and not good),
            "unjudged": places * (not found)}  # fmt: skip


def _documents(projects: list[Project]) -> list[tuple[Project, dict[str, Any]]]:
    by_application = {each.application_id: each for each in projects}
    rows = (
        select(Submission.application_id, Submission.content)
        .join(Decision, Decision.application_id == Submission.application_id)
        .where(Submission.sha256 == Decision.submission_sha256, Submission.application_id.in_(by_application))
        .order_by(Submission.application_id, Submission.number)
    )
    found = {application_id: content["document"] for application_id, content in db.session.execute(rows)}
    return [(by_application[application_id], document) for application_id, document in found.items()]
