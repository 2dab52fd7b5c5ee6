"""One of many projects up to its grant: the application as it was signed, its weighing, the decision, the project.

The rows are made at once instead of page by page and nobody is mailed. What is signed is judged by the same rules,
the money is bound by the ledger's own function, and the project is opened from what was submitted as always.
"""

from datetime import datetime, timedelta
from typing import Any

from portal.applications import belonging, sharing, submitting
from portal.applications.models import Application, Section, Submission
from portal.applications.rules import SectionKey, Status
from portal.applications.titles import Key
from portal.core import audit, clock
from portal.core.db import db
from portal.core.money import Ore, total
from portal.core.permissions import Role
from portal.decisions import queries, rules
from portal.decisions.models import Decision, Recommendation, Score
from portal.decisions.rules import Outcome
from portal.demo import consultants, scale_papers, texts
from portal.demo.scale_papers import Paper
from portal.demo.scale_plan import CONSULTANTS, Planned, moved
from portal.demo.scale_rounds import Cast
from portal.demo.steps import REMARKS
from portal.identity.models import Person
from portal.pools import ledger
from portal.pools.models import Round
from portal.projects import actions, instalments
from portal.projects.models import Project
from portal.projects.rules import ProjectStatus

FACTS = "Ansøgningen er indsendt inden fristen og opfylder alle krav. (Opdigtet sag.)"
REASONS = "Vejen fra kursus til ansættelse er kort, og målene kan efterprøves. (Opdigtet sag.)"


def granted(plan: Planned, number: int, this_round: Round, cast: Cast) -> Project:
    """From the draft to the accepted grant, each step at its own time."""
    application = _begun(plan, number, this_round, cast)
    submission = _submitted(application, clock.in_copenhagen(plan.year, 10, 8, 10), cast)
    _weighed(application, submission, plan, cast)
    decision = _decided(application, submission, plan, cast)
    with clock.at(decision.decided_at):
        project = actions.open_project(decision, decision.decided_by)
    _accepted(project, decision.decided_at + timedelta(days=5), cast)
    return project


def _begun(plan: Planned, number: int, this_round: Round, cast: Cast) -> Application:
    centre = cast.organisations[f"JC-{plan.centre}"]
    writer, at = cast.of(Role.WRITER, centre.code), clock.in_copenhagen(plan.year, 9, 20, 9)
    application = Application(
        reference=f"{this_round.reference}-{number:03}", title=plan.title, round=this_round, job_centre=centre,
        begun_at=at, begun_by_id=writer.id,
    )  # fmt: skip
    application.sections = [
        Section(key=Key(each.key), answers={}, complete=True, saved_at=at, saved_by_id=writer.id)
        for each in belonging.sections_of(application)
    ]
    with clock.at(at):
        _fill(application, _answers(plan, cast), writer)
        db.session.add(application)
        db.session.flush()
        audit.record("application.begun", application, by=writer, title=application.title)
    return application


def _fill(application: Application, answers: dict[str, dict[str, Any]], writer: Person) -> None:
    for key, said in answers.items():
        section = application.section(key)
        section.answers = dict(said if key == SectionKey.BUDGET else sharing.keep(section, said, writer))
    lines = application.section(SectionKey.BUDGET).answers["lines"]
    application.requested = total(Ore(each["sought_ore"]) for each in lines)
    application.places = belonging.places(application)


def _answers(plan: Planned, cast: Cast) -> dict[str, dict[str, Any]]:
    code = f"JC-{plan.centre}"
    writer, manager = cast.of(Role.WRITER, code), cast.of(Role.MANAGER, code)
    known = texts.sections(plan.case, writer.name, writer.email, manager.name, manager.email)
    if plan.pool != CONSULTANTS:
        return known
    answers = moved(consultants.answers_of(plan.plan, known["basis"], manager), plan.year - 2010)
    answers["basis"] |= {"title": plan.title}
    return dict(answers)


def _submitted(application: Application, at: datetime, cast: Cast) -> Submission:
    manager = cast.of(Role.MANAGER, application.job_centre.code)
    with clock.at(at):
        content = submitting.snapshot_of(application, manager.name, manager.title, clock.now())
    submission = Submission(
        application_id=application.id, number=1, content=content, sha256=submitting.digest(content), submitted_at=at,
        receipt_sha256=scale_papers.paper(Paper.RECEIPT), submitted_by_id=manager.id, signed_name=manager.name,
        signed_title=manager.title,
    )  # fmt: skip
    db.session.add(submission)
    application.submitted_at, application.status = at, Status.GRANTED
    with clock.at(at):
        audit.record("application.submitted", application, by=manager, number=1, sha256=submission.sha256,
                     receipt_sha256=submission.receipt_sha256)  # fmt: skip
    return submission


def _weighed(application: Application, submission: Submission, plan: Planned, cast: Cast) -> None:
    by, at = _of_the_region(application, Role.CASEWORKER, cast), submission.submitted_at + timedelta(days=12)
    common = {"application_id": application.id, "submission_sha256": submission.sha256, "at": at, "by_id": by.id}
    asked = [each.code for each in queries.criteria_of(application)]
    given = {code: 3 + (plan.number + place) % 3 for place, code in enumerate(asked)}
    for code, points in given.items():
        db.session.add(Score(criterion=code, points=points, justification=REMARKS[points], **common))
    application.points_in_tenths = rules.in_tenths(given, queries.weights_of(application))
    outcome, amount = _ruled(application, plan)
    db.session.add(Recommendation(outcome=outcome, amount=amount, words=REASONS, conditions=[], **common))


def _ruled(application: Application, plan: Planned) -> tuple[Outcome, Ore]:
    if plan.share == 100:
        return Outcome.FULL, application.requested
    return Outcome.PARTIAL, Ore(application.requested * plan.share // 100)


def _decided(application: Application, submission: Submission, plan: Planned, cast: Cast) -> Decision:
    by, at = _of_the_region(application, Role.DIRECTOR, cast), submission.submitted_at + timedelta(days=38)
    outcome, amount = _ruled(application, plan)
    pool = application.round.pool
    with clock.at(at):
        ledger.commit(application.round, amount, case=application.reference, by=by, note=application.title)
        decision = Decision(
            application=application, submission_sha256=submission.sha256, outcome=outcome, amount=amount, facts=FACTS,
            considerations=REASONS, legal_basis=pool.legal_basis, conditions=[], appeal_text=pool.appeal_text,
            accept_before=rules.accept_before(at), letter_sha256=scale_papers.paper(Paper.DECISION), decided_at=at,
            decided_by=by,
        )  # fmt: skip
        db.session.add(decision)
        audit.record("decision.made", application, by=by, outcome=outcome.value, amount=int(amount),
                     submission=submission.sha256, letter=decision.letter_sha256)  # fmt: skip
    return decision


def _accepted(project: Project, at: datetime, cast: Cast) -> None:
    manager = cast.of(Role.MANAGER, project.application.job_centre.code)
    project.status, project.accepted_at, project.accepted_by = ProjectStatus.RUNNING, at, manager
    with clock.at(at):
        instalments.plan(project, by=manager)
        audit.record("project.accepted", project, by=manager, granted=int(project.granted))


def _of_the_region(application: Application, role: Role, cast: Cast) -> Person:
    return cast.of(role, application.round.region.code)
