"""The grant-letter round of 2010: amounts and addenda are invented, the rules and dates are those of the pool."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from portal.applications import actions as applications
from portal.applications import submitting
from portal.applications.models import Application
from portal.core import clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions import assessing
from portal.decisions import queries as cases
from portal.decisions.rules import Advice, Mark, Outcome, Ruling
from portal.demo import consultant_years, people, steps
from portal.demo.people import account, person
from portal.demo.rounds import Days, sign
from portal.pools import allotments, queries, rounds
from portal.pools.models import Pool, Round
from portal.pools.rules import RoundPlan
from portal.pools.settings import Settings
from portal.projects import actions as projects
from portal.projects.models import Project

ALLOTTED = {"0461": 1_450_000, "0540": 1_050_000, "0573": 700_000, "0621": 800_000}  # kroner, invented
SETTINGS = replace(Settings(), years=(2010, 2011, 2012, 2013), earliest_cost_date=date(2010, 9, 15),
                   require_sparring=False)  # fmt: skip
GROUP = "Langtidsledige på dagpenge og kontanthjælp"
ADOPTED = [
    {"year": 2010, "body": "council", "date": "2010-09-29", "status": "decided"},
    {"year": 2011, "body": "committee", "date": "2010-12-14", "status": "expected"},
]
FACTS = "Tillægget er indsendt inden fristen og besvarer alle punkter i bevillingsskrivelsen. (Opdigtet sag.)"


@dataclass(frozen=True)
class Plan:
    """One job centre's addendum: how many consultants, and persons in companies at first and in 2013."""

    centre: str
    town: str
    consultants: int
    sought: int  # kroner for each position
    before: tuple[int, int, int]  # placement, private and public wage subsidy, first half of 2010
    after: tuple[int, int, int]


class Signer(Protocol):
    """Who signs: somebody of the demonstration, as an account or as a person."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def email(self) -> str: ...


KOLDING = Plan("0621", "Kolding", 2, 400_000, (48, 12, 26), (96, 28, 34))
ODENSE = Plan("0461", "Odense", 3, 450_000, (130, 34, 62), (210, 60, 70))


def play() -> None:
    this_round = lay_out()
    submitted(this_round, ODENSE, _at(10, 6))
    consultant_years.play(granted(this_round, KOLDING, _at(9, 29)))


def prepare(days: Days) -> Round:
    """This year's round: the amounts are written, and the letters wait for the director."""
    plan = this_year(days)
    years = tuple(range(plan.year, plan.year + 4))
    settings = replace(
        SETTINGS, years=years, plan_years=years, addendum_years=years[:2], earliest_cost_date=plan.period_start
    )
    guideline = sign(_pool(), plan.year, settings, days.at(-12))
    with clock.at(plan.opens_at - timedelta(days=1)):
        this_round = rounds.create(guideline, plan, by=person(people.CASEWORKER), invented=True)
    with clock.at(days.at(-1)):
        allotments.allot(this_round, _amounts(), by=person(people.CASEWORKER))
    return this_round


def this_year(days: Days) -> RoundPlan:
    """The round whose grants begin on the first of the month after its answer, and are named after that year."""
    answer_at = days.noon(70)
    begins = (answer_at.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    year = begins.year
    return RoundPlan(
        title=f"Virksomhedskonsulenter, Syddanmark {year}",
        year=year,
        opens_at=days.morning(2),
        closes_at=days.noon(40),
        answer_at=answer_at,
        expected_grant_on=answer_at.date(),
        period_start=begins,
        period_end=date(year + 3, 12, 31),
        frame=Ore(5_000_000_00),
        largest_grant=Ore(2_000_000_00),
    )


def lay_out() -> Round:
    """The guideline signed, the round planned, the amounts written by the caseworker, the letters sent."""
    guideline = sign(_pool(), 2010, SETTINGS, _at(8, 23))
    by_id = _amounts()
    with clock.at(_at(9, 1)):
        this_round = rounds.create(guideline, of_2010(), by=person(people.CASEWORKER), invented=True)
    with clock.at(_at(9, 2)):
        allotments.allot(this_round, by_id, by=person(people.CASEWORKER))
    with clock.at(_at(9, 3)):
        allotments.send_letters(this_round, seen=by_id, by=person(people.DIRECTOR))
    return this_round


def _pool() -> Pool:
    pool = queries.pool_of("consultants")
    assert pool is not None  # noqa: S101 - ensure_pools made it
    return pool


def _amounts() -> dict[int, Ore]:
    """By the id of the job centre."""
    return {people.organisation(f"JC-{code}").id: Ore(kroner * 100) for code, kroner in ALLOTTED.items()}


def of_2010() -> RoundPlan:
    """The round of 2010: four years of wages from 15 September, 4.2 mio. kr. in Syddanmark."""
    return RoundPlan(
        title="Virksomhedskonsulenter, Syddanmark 2010",
        year=2010,
        opens_at=_at(9, 3),
        closes_at=clock.in_copenhagen(2010, 10, 15, 12),
        answer_at=clock.in_copenhagen(2010, 11, 12, 12),
        expected_grant_on=date(2010, 9, 15),
        period_start=date(2010, 9, 15),
        period_end=date(2013, 12, 31),
        frame=Ore(4_200_000_00),
        largest_grant=Ore(2_000_000_00),
    )


def draft(this_round: Round, plan: Plan, moment: datetime) -> Application:
    """Begun by the writer, and one section saved every quarter of an hour."""
    by, centre = person(account(Role.WRITER, f"JC-{plan.centre}")), people.organisation(f"JC-{plan.centre}")
    with clock.at(moment):
        application = applications.begin(this_round, centre, f"Virksomhedskonsulenter i {plan.town}", by=by)
    known = application.section("basis").answers
    signs = account(Role.MANAGER, f"JC-{plan.centre}")
    for number, (key, answers) in enumerate(answers_of(plan, known, signs).items(), 1):
        section = application.section(key)
        with clock.at(moment + timedelta(minutes=15 * number)):
            applications.save(section, answers, seen=section.version, complete=True, auto=False, by=by)
    return application


def submitted(this_round: Round, plan: Plan, moment: datetime) -> Application:
    application, by = draft(this_round, plan, moment), person(account(Role.MANAGER, f"JC-{plan.centre}"))
    with clock.at(moment + timedelta(hours=26)):
        submitting.submit(application, seen=application.version, name=by.name, title=by.title, by=by)
    return application


def granted(this_round: Round, plan: Plan, moment: datetime) -> Project:
    application, caseworker = submitted(this_round, plan, moment), person(people.CASEWORKER)
    marks = {each.code: Mark(4, steps.REMARKS[4]) for each in cases.criteria_of(application)}
    with clock.at(moment + timedelta(days=5)):
        assessing.score(application, marks, seen=application.version, by=caseworker)
    advice = Advice(Outcome.FULL, application.requested, "Målene er ambitiøse, og stillingerne kommer oveni.")
    with clock.at(moment + timedelta(days=5, hours=1)):
        assessing.recommend(application, advice, seen=application.version, by=caseworker)
    ruling = Ruling(Outcome.FULL, application.requested, FACTS, "Flere ledige kommer ud på virksomhederne.")
    with clock.at(moment + timedelta(days=9)):
        decision = decisions.decide(application, ruling, seen=application.version, by=person(people.DIRECTOR))
        db.session.flush()
    project = steps.project_of(decision)
    with clock.at(moment + timedelta(days=12)):
        projects.accept(project, seen=project.version, by=person(account(Role.MANAGER, f"JC-{plan.centre}")))
    steps.mark(project.milestones[0], "Begge konsulenter begyndte 1. oktober.", _at(12, 10))
    steps.see(project.milestones[0], _at(12, 14))
    return project


def answers_of(plan: Plan, known: dict[str, Any], signs: Signer) -> dict[str, dict[str, Any]]:
    """What the writer types, section by section; the figures are invented and say so."""
    words = (
        f"Jobcentret i {plan.town} vil have flere langtidsledige og svage kontanthjælpsmodtagere ud på virksomheder. "
        "Konsulenterne opsøger virksomhederne, aftaler praktik og løntilskud og holder kontakten under hele forløbet, "
        "så den ledige og virksomheden altid ved, hvem de skal ringe til. (Opdigtet sag.)"
    )
    manager = {"manager_name": signs.name, "manager_title": signs.title, "manager_email": signs.email}
    return {
        "basis": known | manager | {"period_start": "2010-09-15", "period_end": "2013-12-31"},
        "plan": {"overall_goals": words, "strategy": words},
        "plan_group": {"groups": ["long_term", "social_assistance"], "description": words},
        "number_goals": {"goals": _goals(plan), "explanation": ""},
        "results": {"requirements": words, "milestones": _milestones(plan)},
        "tasks": dict.fromkeys(("interviews", "contact", "mentors", "service"), words),
        "positions": {
            "consultants_before": "4",
            "consultants_after": str(4 + plan.consultants),
            "positions": [_position(plan) for _each in range(plan.consultants)],
        },
        "adoption": {"plans": ADOPTED, "council": "local", "council_on": "2010-09-21"},
        "declarations": {"vat_excluded": True, "no_double_cover": True, "performance_audit": True},
    }


def _goals(plan: Plan) -> list[dict[str, Any]]:
    names = ("placement", "private_subsidy", "public_subsidy")
    return [_goal(*each) for each in zip(names, plan.before, plan.after, strict=True)]


def _goal(instrument: str, before: int, after: int) -> dict[str, Any]:
    """From the baseline to the goal of 2013 in four steps."""
    climb = {f"goal_{2009 + step}": str(before + (after - before) * step // 4) for step in range(1, 5)}
    source = {"baseline_period": "1. halvår 2010", "baseline_source": "jobindsats.dk (opdigtet tal)"}
    return {"target_group": GROUP, "instrument": instrument, "baseline": str(before), **source, **climb}


def _milestones(plan: Plan) -> list[dict[str, Any]]:
    steps_of = (
        ("2010-12-15", "Konsulenterne er ansat", f"{plan.consultants} konsulenter er i arbejde"),
        ("2011-12-15", "Aftaler med virksomheder", "50 virksomheder har en aftale om praktik"),
        ("2012-12-14", "Mentorer", "Hver virksomhed med en aftale har en mentor"),
        ("2013-12-13", "Målene er nået", f"{sum(plan.after)} personer er i virksomhedsrettede forløb"),
    )
    return [
        {"title": title, "date": day, "responsible": "Teamlederen", "result": result} for day, title, result in steps_of
    ]


def _position(plan: Plan) -> dict[str, Any]:
    return {
        "job_centre": f"Jobcenter {plan.town}", "function": "Virksomhedskonsulent", "start": "2010-10-01", "end": None,
        "share": "1", "monthly_wage_ore": 3_400_000, "pension_percent": "17.3", "sought_ore": plan.sought * 100,
        "caseload": "40", "visits": "180",
    }  # fmt: skip


def _at(month: int, day: int) -> datetime:
    return clock.in_copenhagen(2010, month, day, 9)
