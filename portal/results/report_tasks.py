"""What yearly reports ask of people: write, sign, approve."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, exists

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission, can
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.projects.models import Project
from portal.results import report_queries as queries
from portal.results.report_centres import unwritten
from portal.results.report_models import YearlyReport
from portal.results.report_rules import WITH_THE_CENTRE, ReportStatus, is_overdue, missing_words

AHEAD = timedelta(days=120)


def tasks(person: Person) -> Iterator[Task]:
    if not person.memberships:
        return
    for report in queries.in_state(person, Permission.RESULTS_EDIT, *WITH_THE_CENTRE):
        if report.due_on <= clock.today() + AHEAD:
            yield _to_do(report, person)
    for report in queries.in_state(person, Permission.RESULTS_FOLLOW, ReportStatus.SIGNED):
        words = _("Answer the report %(year)s of %(title)s", year=str(report.year), title=report.project.title)
        why = _("%(centre)s has signed it.", centre=report.project.application.job_centre.name)
        yield Task(words, why, url_for("results.answer_report", report_id=report.id))
    yield from _to_open(person)


def _to_open(person: Person) -> Iterator[Task]:
    """When the year is over, the region opens its reports: what is not open is neither written nor overdue."""
    year, regions = clock.today().year - 1, queries.regions_of(person)
    if number := queries.number_owing(year, regions) if regions else 0:
        why = _("%(number)s projects owe one that is not open.", number=number)
        why = why if number > 1 else _("One project owes a report that is not open.")
        yield Task(_("Open the yearly reports for %(year)s", year=str(year)), why,
                   url_for("results.open_reports", year=year))  # fmt: skip


def overdue_reports(project: Project, today: date) -> list[Text]:
    """What stops the project's instalments (P-04)."""
    return [
        _("The yearly report for %(year)s was due on %(due)s", year=str(each.year), due=each.due_on)
        for each in queries.of_project(project.id)
        if is_overdue(each.status, each.due_on, today)
    ]


def closed_years(project: Project) -> list[int]:
    """The years whose report is approved; sent back, the report opens its year again."""
    return [each.year for each in queries.of_project(project.id) if each.status is ReportStatus.APPROVED]


def not_approved(project: Project) -> list[Text]:
    """The reports that somebody still has to send or answer, for those who are about to close the project."""
    return [
        _("The yearly report for %(year)s is not approved: %(state)s.", year=str(each.year), state=each.status.label)
        for each in queries.of_project(project.id)
        if each.status is not ReportStatus.APPROVED
    ]


def lacks_a_report(today: date) -> ColumnElement[bool]:
    """The same as a condition for lists."""
    late = (YearlyReport.status.in_(WITH_THE_CENTRE), YearlyReport.due_on < today)
    return exists().where(YearlyReport.project_id == Project.id, *late)


def _to_do(report: YearlyReport, person: Person) -> Task:
    values = {"year": str(report.year), "title": report.project.title}
    due = clock.in_copenhagen(report.due_on.year, report.due_on.month, report.due_on.day, 23, 59)
    lacking = missing_words({each.key: each.words for each in report.sections})
    href = url_for("results.show_report", report_id=report.id)
    if report.status is ReportStatus.RETURNED and report.uncorrected:
        return Task(_("Correct the report %(year)s of %(title)s", **values), _returned(report), href, due)
    if not lacking and can(person, Permission.RESULTS_SIGN, report):
        href = url_for("results.sign_report", report_id=report.id)
        return Task(_("Sign the report %(year)s of %(title)s", **values), _("All sections are written."), href, due)
    if not lacking:
        words = _("The report %(year)s of %(title)s waits for the manager's signature", **values)
        return Task(words, _("All sections are written."), href, due, others=True)
    why = unwritten(len(lacking), len(report.sections))
    return Task(_("Write the report %(year)s of %(title)s", **values), why, href, due)


def _returned(report: YearlyReport) -> Text:
    number = sum(1 for each in report.sections if each.returned_because)
    if number == 1:
        return _("The region has sent it back with a reason at one section.")
    return _("The region has sent it back with reasons at %(number)s sections.", number=number)
