"""Finding yearly reports: one's own list, those that are owed, overdue or waiting, and those of a job centre."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.core.db import db
from portal.core.lists import danish, holds
from portal.core.permissions import Permission, Side, places
from portal.identity.models import Organisation, Person
from portal.identity.rules import Kind
from portal.projects.goal_models import Goal
from portal.projects.models import Milestone, Project
from portal.projects.queries import within
from portal.projects.rules import ProjectStatus
from portal.results import listing
from portal.results.listing import Columns, Wanted
from portal.results.report_models import ReportSection, ReportVersion, YearlyReport
from portal.results.report_rules import WITH_THE_CENTRE, ReportStatus

STATUSES = {each.value: each for each in ReportStatus}
RUNS = (ProjectStatus.RUNNING, ProjectStatus.CLOSED)
USUALLY = (YearlyReport.year.desc(), danish(Organisation.name), danish(Project.title), YearlyReport.id)
REFERENCE = Application.reference + "-" + cast(YearlyReport.year, String)
SORTS: Mapping[str, Columns] = {
    "project": (danish(Project.title),),
    "job_centre": (danish(Organisation.name),),
    "status": (listing.in_turn(YearlyReport.status, ReportStatus),),
    "due": (YearlyReport.due_on,),
}


def _rows() -> Select[YearlyReport]:
    rows = select(YearlyReport).join(YearlyReport.project).join(Project.application).join(Application.round)
    return rows.join(Application.job_centre)


def _case() -> Any:
    application = joinedload(YearlyReport.project).joinedload(Project.application)
    region = application.joinedload(Application.job_centre).joinedload(Organisation.region)
    return region, application.joinedload(Application.round)


def visible_to(person: Person, permission: Permission = Permission.RESULTS_READ) -> Select[YearlyReport]:
    rows = _rows().where(within(person, permission)).options(*_case(), selectinload(YearlyReport.sections))
    return rows.order_by(*USUALLY)


def listed(person: Person, wanted: Wanted) -> tuple[list[YearlyReport], int]:
    """One page of reports, and how many there are, counted to a thousand and one."""
    rows = _chosen(person, wanted)
    return list(listing.page(rows, wanted)), listing.counted(rows, YearlyReport.id)


def everything(person: Person, wanted: Wanted) -> list[YearlyReport]:
    """The whole list, for downloads."""
    return list(db.session.scalars(_chosen(person, wanted)))


def _chosen(person: Person, wanted: Wanted) -> Select[YearlyReport]:
    rows = visible_to(person).order_by(None)
    if wanted.one_year:
        rows = rows.where(YearlyReport.year == wanted.one_year)
    if wanted.status in STATUSES:
        rows = rows.where(YearlyReport.status == STATUSES[wanted.status])
    if words := wanted.words.strip():
        said = (Project.title, REFERENCE, Organisation.name)
        rows = rows.where(or_(*(holds(each, words) for each in said)))
    return listing.ordered(rows, wanted, SORTS, USUALLY)


def years(person: Person) -> list[int]:
    rows = _rows().where(within(person, Permission.RESULTS_READ)).with_only_columns(YearlyReport.year).distinct()
    return sorted(db.session.scalars(rows), reverse=True)


def find(report_id: int) -> YearlyReport | None:
    """With all that its page is gathered from."""
    project = joinedload(YearlyReport.project)
    parts = (
        selectinload(Project.budgets), selectinload(Project.accounts), selectinload(Project.instalments),
        selectinload(Project.milestones).selectinload(Milestone.moves),
        selectinload(Project.goals).selectinload(Goal.measurements), selectinload(Project.changes),
        joinedload(Project.decision),
    )  # fmt: skip
    own = (
        selectinload(YearlyReport.sections).joinedload(ReportSection.saved_by),
        selectinload(YearlyReport.versions).joinedload(ReportVersion.signed_by),
        joinedload(YearlyReport.signed_by), joinedload(YearlyReport.decided_by),
    )  # fmt: skip
    rows = select(YearlyReport).where(YearlyReport.id == report_id)
    return db.session.scalar(rows.options(*_case(), project.options(*parts), *own))


def find_section(report_id: int, section: str) -> ReportSection | None:
    """With its whole report: asked for while that is here, so that it is not read once more."""
    report = find(report_id)
    sections = report.sections if report else []
    return next((each for each in sections if each.report is report and each.key == section), None)


def find_version(report_id: int, number: int) -> ReportVersion | None:
    report = find(report_id)
    versions = report.versions if report else []
    return next((each for each in versions if each.report is report and each.number == number), None)


@dataclass(frozen=True)
class CentreYear:
    """A job centre in one year, for those who may read its results."""

    centre: Organisation
    year: int

    @property
    def parties(self) -> dict[Side, int]:
        sides = {Side.APPLYING: self.centre.id}
        return sides | ({Side.GRANTING: self.centre.region_id} if self.centre.region_id else {})


def find_centre(organisation_id: int, year: int) -> CentreYear | None:
    rows = select(Organisation).where(Organisation.id == organisation_id, Organisation.kind == Kind.JOB_CENTRE)
    centre = db.session.scalar(rows.options(joinedload(Organisation.region)))
    return CentreYear(centre, year) if centre and 2000 <= year < 2100 else None


def of_project(project_id: int) -> list[YearlyReport]:
    rows = select(YearlyReport).where(YearlyReport.project_id == project_id).order_by(YearlyReport.year)
    return list(db.session.scalars(rows.options(joinedload(YearlyReport.project).joinedload(Project.application))))


def of_centre(person: Person, asked: CentreYear) -> list[YearlyReport]:
    """The job centre's reports of the year that the person may read, with what their sums are made of."""
    accounts = joinedload(YearlyReport.project).selectinload(Project.accounts)
    rows = visible_to(person).where(Application.job_centre_id == asked.centre.id, YearlyReport.year == asked.year)
    return list(db.session.scalars(rows.options(accounts, selectinload(YearlyReport.versions))))


def owing(year: int, region_ids: Iterable[int] | None = None) -> list[Project]:
    """Accepted projects that touch the year and have no report for it; only of these regions, when they are named."""
    centre = joinedload(Project.application).joinedload(Application.job_centre)
    rows = _owing(year, region_ids).options(centre).order_by(Organisation.name, Project.title, Project.id)
    return list(db.session.scalars(rows))


def number_owing(year: int, region_ids: Iterable[int]) -> int:
    return listing.counted(_owing(year, region_ids), Project.id)


def _owing(year: int, region_ids: Iterable[int] | None) -> Select[Project]:
    there = select(YearlyReport.project_id).where(YearlyReport.year == year)
    rows = (
        select(Project)
        .join(Project.application)
        .join(Application.job_centre)
        .where(Project.status.in_(RUNS), Project.id.not_in(there))
        .where(Project.starts_on <= date(year, 12, 31), Project.ends_on >= date(year, 1, 1))
    )
    if region_ids is not None:
        rows = rows.where(Project.region_id.in_(list(region_ids)))  # as an index has it
    return rows


def regions_of(person: Person) -> set[int]:
    """Where the person may open reports."""
    return places(person, Permission.RESULTS_FOLLOW)[Side.GRANTING]


def in_state(person: Person, permission: Permission, *states: ReportStatus) -> list[YearlyReport]:
    return list(db.session.scalars(visible_to(person, permission).where(YearlyReport.status.in_(states))))


def with_the_centres() -> list[YearlyReport]:
    """Every report that is not with the region, in all regions, for the reminders."""
    rows = _rows().where(YearlyReport.status.in_(WITH_THE_CENTRE)).options(*_case()).order_by(YearlyReport.id)
    return list(db.session.scalars(rows))
