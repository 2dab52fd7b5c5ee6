"""Mails about yearly reports, both ways, and the reminders that are sent once before and once after the day."""

from datetime import date
from typing import Any

from flask import current_app

from portal.adapters import mail
from portal.core.permissions import Role
from portal.identity.models import Person
from portal.identity.queries import people_with
from portal.results import report_queries as queries
from portal.results.report_models import ReportVersion, YearlyReport
from portal.results.report_rules import reminder


def the_region(template: str, report: YearlyReport, *, key: str, by: Person, version: ReportVersion) -> None:
    """Every caseworker of the region, with the report as PDF."""
    people = people_with((Role.CASEWORKER,), report.project.application.round.region_id)
    _tell(template, report, people, key=key, by=by, version=version,
          attachments=((file_name(report, version), version.paper_sha256),))  # fmt: skip


def the_job_centre(template: str, report: YearlyReport, *, key: str, **context: Any) -> None:
    """The manager and the writers."""
    people = people_with((Role.MANAGER, Role.WRITER), report.project.application.job_centre_id)
    _tell(template, report, people, key=key, **context)


def file_name(report: YearlyReport, version: ReportVersion) -> str:
    return f"aarsrapport-{report.reference}-v{version.number}.pdf"


def _tell(template: str, report: YearlyReport, people: list[Person], *, key: str, **context: Any) -> None:
    href = f"{current_app.config['BASE_URL']}/results/reports/{report.id}"
    for person in people:
        mail.send_later(
            template, to=person.email, key=key, language_code=person.language, report=report, project=report.project,
            person=person, href=href, **context,
        )  # fmt: skip


def remind(today: date) -> None:
    """Once in the two weeks before the day and once after it; a new day after a return is reminded of anew."""
    for report in queries.with_the_centres():
        if which := reminder(report.status, report.due_on, today):
            key = f"report-{report.id}-{which}-{report.due_on}"
            the_job_centre(f"report_{which}", report, key=key)
