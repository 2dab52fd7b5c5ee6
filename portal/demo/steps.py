"""What people do with a case, each step by the right person at its own time, through the same actions as the pages."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from portal.adapters import tables
from portal.applications import actions as applications
from portal.applications import attaching, budget_desk, sparring, submitting
from portal.applications.models import Application
from portal.applications.rules import SectionKey
from portal.budgets import actions as budgets
from portal.budgets.rules import Origin
from portal.core import clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions, assessing, queries
from portal.decisions.models import Decision
from portal.decisions.rules import Advice, Mark, Ruling
from portal.demo import people
from portal.demo.people import account, person
from portal.demo.texts import Answers, Case, sections
from portal.identity.models import Person
from portal.pools.models import Round
from portal.projects import actions as projects
from portal.projects.models import Milestone, Project

REMARKS: Mapping[int, str] = MappingProxyType(
    {
        1: "Beskrivelsen mangler næsten helt.",
        2: "Der er en idé, men virksomheder og tal mangler.",
        3: "Beskrivelsen er rimelig; flere steder er den almindelig og kunne gælde ethvert forløb.",
        4: "God sammenhæng mellem målgruppe, forløb og job, med tal der kan efterprøves.",
        5: "Aftalerne med virksomhederne er på plads, og sammenhængen er tydelig hele vejen til job.",
    }
)
KEYS = {each.value: each for each in SectionKey}
Change = Callable[[Answers], Answers]


def writer(case: Case) -> Person:
    return person(account(Role.WRITER, f"JC-{case.centre}"))


def manager(case: Case) -> Person:
    return person(account(Role.MANAGER, f"JC-{case.centre}"))


def answers_of(case: Case) -> Answers:
    write, sign = account(Role.WRITER, f"JC-{case.centre}"), account(Role.MANAGER, f"JC-{case.centre}")
    return sections(case, write.name, write.email, sign.name, sign.email) | {"attachments": {}}


def draft(
    this_round: Round,
    case: Case,
    moment: datetime,
    *,
    change: Change = lambda answers: answers,
    only: Collection[str] = (),
) -> Application:
    """Begun by the writer, and one section saved every quarter of an hour; with `only`, just those sections."""
    by = writer(case)
    with clock.at(moment):
        application = applications.begin(this_round, people.organisation(f"JC-{case.centre}"), case.title, by=by)
    for number, (key, answers) in enumerate(change(answers_of(case)).items(), 1):
        if not only or key in only:
            with clock.at(moment + timedelta(minutes=15 * number)):
                save(application, KEYS[key], answers, by, complete=not only)
    return application


def save(application: Application, key: SectionKey, answers: dict[str, Any], by: Person, *, complete: bool) -> None:
    section = application.section(key)
    if key is SectionKey.BUDGET:
        budget_desk.save(application, answers, Origin.FORM, seen=section.version, by=by)
    elif key is SectionKey.ATTACHMENTS:
        attaching.mark(section, complete=complete, by=by)
    else:
        applications.save(section, answers, seen=section.version, complete=complete, auto=False, by=by)


def attach(application: Application, case: Case, moment: datetime) -> None:
    """A workbook beside the application, as people attach them."""
    data = budget_desk.written(budget_desk.of(application), "da", blank=False)
    with clock.at(moment):
        attaching.attach(application, "overslag-over-holdene.xlsx", data, by=writer(case))


def upload_budget(application: Application, case: Case, moment: datetime) -> None:
    """The draft's own lines as a workbook that came back from Excel."""
    data = budget_desk.written(budget_desk.of(application), "da", blank=False)
    with clock.at(moment):
        budgets.receive(data, "budget.xlsx", by=writer(case), **budget_desk.known(application))


def upload_own_sheet(application: Application, case: Case, moment: datetime) -> None:
    """A budget in the school's own sheet, whose headings the portal cannot know: the writer must point at them."""
    header = ("Udgiftstype", "Hvad det er til", "Stk.", "Kr. pr. stk.", "Sum")
    rows = [("Kursus", "Svejsekursus", 30, Ore(21_000_00), Ore(630_000_00)),
            ("Arbejdstimer", "Projektleder", 240, Ore(350_00), Ore(84_000_00))]  # fmt: skip
    with clock.at(moment):
        data = tables.xlsx_bytes(header, rows, "Skolens overslag")
        budgets.receive(data, "skolens overslag.xlsx", by=writer(case), **budget_desk.known(application))


def ready(this_round: Round, case: Case, moment: datetime, change: Change = lambda answers: answers) -> Application:
    """Written to the end, and talked over with the region: only the signature is missing."""
    application = draft(this_round, case, moment, change=change)
    with clock.at(moment + timedelta(hours=5)):
        note = "Vi talte målgruppe, virksomheder og budget igennem. Regionen bad om tal på de tidligere hold."
        sparring.log(application, on=clock.today(), note=note, by=writer(case))
    return application


def submitted(this_round: Round, case: Case, moment: datetime) -> Application:
    application = ready(this_round, case, moment)
    sign(application, case, moment + timedelta(hours=26))
    return application


def sign(application: Application, case: Case, moment: datetime) -> None:
    by = manager(case)
    with clock.at(moment):
        submitting.submit(application, seen=application.version, name=by.name, title=by.title, by=by)


def withdraw(application: Application, case: Case, moment: datetime) -> None:
    with clock.at(moment):
        submitting.withdraw(application, seen=application.version, by=manager(case))


def returned(
    this_round: Round, case: Case, moment: datetime, reasons: dict[str, str], *, correct_before: datetime
) -> Application:
    application = submitted(this_round, case, moment)
    with clock.at(moment + timedelta(days=4)):
        assessing.ask_for_changes(application, reasons, correct_before, seen=application.version, by=caseworker())
    return application


def recommended(
    this_round: Round, case: Case, moment: datetime, ruling: Ruling, *, points: tuple[int, ...]
) -> Application:
    """Scored the day after the submission, and recommended an hour later."""
    application = submitted(this_round, case, moment)
    asked = queries.criteria_of(application)
    marks = {each.code: Mark(given, REMARKS[given]) for each, given in zip(asked, points, strict=True)}
    with clock.at(moment + timedelta(days=2)):
        assessing.score(application, marks, seen=application.version, by=caseworker())
    advice = Advice(ruling.outcome, ruling.amount, ruling.considerations, ruling.conditions)
    with clock.at(moment + timedelta(days=2, hours=1)):
        assessing.recommend(application, advice, seen=application.version, by=caseworker())
    return application


def decided(this_round: Round, case: Case, moment: datetime, ruling: Ruling, *, points: tuple[int, ...]) -> Decision:
    application = recommended(this_round, case, moment, ruling, points=points)
    with clock.at(moment + timedelta(days=9)):
        return actions.decide(application, ruling, seen=application.version, by=person(people.DIRECTOR))


def granted(this_round: Round, case: Case, moment: datetime, ruling: Ruling, *, points: tuple[int, ...]) -> Project:
    """Decided, and accepted by the manager the day after."""
    decision = decided(this_round, case, moment, ruling, points=points)
    project = project_of(decision)
    with clock.at(moment + timedelta(days=10)):
        projects.accept(project, seen=project.version, by=manager(case))
    return project


def mark(milestone: Milestone, note: str, moment: datetime) -> None:
    code = milestone.project.application.job_centre.code
    with clock.at(moment):
        by = person(account(Role.WRITER, code))
        projects.mark(milestone, clock.today(), note, seen=milestone.version, by=by)


def see(milestone: Milestone, moment: datetime) -> None:
    with clock.at(moment):
        projects.see(milestone, seen=milestone.version, by=caseworker())


def caseworker() -> Person:
    return person(people.CASEWORKER)


def project_of(decision: Decision) -> Project:
    return db.session.scalars(select(Project).where(Project.decision_id == decision.id)).one()
