"""What many projects reached: milestones, measured goals and yearly reports. Every figure is invented."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.core import audit, clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.demo import scale_papers
from portal.demo.reports import OWN, WORDS
from portal.demo.scale_papers import Paper
from portal.demo.scale_plan import END, Planned
from portal.demo.scale_rounds import Cast
from portal.identity.models import Person
from portal.labour_market.numbers import Figure
from portal.projects.following import Reached
from portal.projects.goal_models import Goal, Measurement
from portal.projects.models import Project
from portal.results import report_claims, report_content, report_rules
from portal.results.report_blocks import digest
from portal.results.report_claims import Claim
from portal.results.report_models import ReportSection, ReportVersion, YearlyReport
from portal.results.report_rules import SECTIONS, ReportStatus

DUE = "15-04"


def reached(project: Project, plan: Planned, cast: Cast) -> None:
    """Milestones some days before or after their date; the last of every seventh project is never reached."""
    writer, caseworker = _writer(project, cast), cast.of(Role.CASEWORKER, project.application.round.region.code)
    for place, milestone in enumerate(project.milestones):
        done = max(milestone.due_on + timedelta(days=plan.slow), project.starts_on)
        forgotten = plan.number % 7 == 0 and place == len(project.milestones) - 1
        if done < END and not forgotten:
            milestone.done_on, milestone.done_note, milestone.done_by = done, "Nået. (Opdigtet.)", writer
            milestone.reached, milestone.seen_by = Reached.YES, caseworker
            milestone.seen_at = _at(done + timedelta(days=4))
    if not plan.silent:
        for goal in project.goals:
            _measure(goal, plan, writer)


def _measure(goal: Goal, plan: Planned, by: Person) -> None:
    """Near the target: some reach it, some do not."""
    for target in goal.targets_by_day:
        if target.on < END:
            value = Decimal(int(target.value * (plan.used + 15) / 100))
            at = _at(target.on + timedelta(days=20))
            goal.measurements.append(Measurement(on=target.on, value=str(value), source=OWN, at=at, by=by))


def report(project: Project, plan: Planned, cast: Cast) -> None:
    """A report for each year that is over: approved, but for some that wait, and those of the silent ones."""
    for year in _years(project):
        due_on = report_rules.deadline(year, DUE)
        made = YearlyReport(
            project=project, year=year, first_due_on=due_on, due_on=due_on, opened_at=_at(date(year + 1, 2, 1)),
            claims={}, explanations={}, status=ReportStatus.OPEN,
        )  # fmt: skip
        made.sections = [ReportSection(key=each.key, words={}) for each in SECTIONS]
        db.session.add(made)
        db.session.flush()
        with clock.at(made.opened_at):
            audit.record("report.opened", made, by=None, year=year, due_on=str(due_on))
        if not plan.silent:
            _write(made, plan, cast)
            _sign(made, plan, cast)


def _years(project: Project) -> Iterator[int]:
    last = min(project.ends_on.year, END.year - 1)
    return iter(range(project.starts_on.year, last + 1))


def _write(made: YearlyReport, plan: Planned, cast: Cast) -> None:
    writer, at = _writer(made.project, cast), _at(date(made.year + 1, 3, 25))
    people = plan.places
    counted = {"participants": people, "completed": people * 4 // 5, "in_work": people * plan.used // 250}
    made.claims = report_claims.kept(
        Claim(report_claims.CODES[code], Figure(number * 1000), OWN, date(made.year, 12, 31))
        for code, number in counted.items()
    )
    for each in made.sections:
        each.words, each.saved_at, each.saved_by = dict(WORDS[each.key]), at, writer
    made.saves = len(made.sections)


def _sign(made: YearlyReport, plan: Planned, cast: Cast) -> None:
    application = made.project.application
    manager, at = cast.of(Role.MANAGER, application.job_centre.code), _at(date(made.year + 1, 4, 8))
    with clock.at(at):
        content = report_content.content(made)
        made.versions.append(ReportVersion(number=1, content=content, sha256=digest(content), signed_at=at,
                             signed_by=manager, paper_sha256=scale_papers.paper(Paper.REPORT)))  # fmt: skip
        made.signed_at, made.signed_by, made.status = at, manager, ReportStatus.SIGNED
        audit.record("report.signed", made, by=manager, number=1, sha256=digest(content))
    if plan.number % 13:
        caseworker, decided = cast.of(Role.CASEWORKER, application.round.region.code), at + timedelta(days=14)
        made.status, made.decided_at, made.decided_by = ReportStatus.APPROVED, decided, caseworker
        made.answer = "Tak for en klar rapport. (Opdigtet.)"
        with clock.at(decided):
            audit.record("report.approved", made, by=caseworker, answer=made.answer)


def _writer(project: Project, cast: Cast) -> Person:
    return cast.of(Role.WRITER, project.application.job_centre.code)


def _at(day: date) -> datetime:
    return clock.in_copenhagen(day.year, day.month, day.day, 10)
