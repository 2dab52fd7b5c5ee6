"""The annual reports of the demonstration: 2010 frozen and later corrected, 2011 waiting for the director."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.demo import people, reports, steps
from portal.demo.people import person
from portal.projects import actions
from portal.projects.models import Milestone
from portal.results import annual
from portal.results.annual_models import AnnualReport
from portal.results.report_models import YearlyReport

WORDS = (
    "2010 var puljernes første år. Projekterne fik tilsagn inden jul, og de første rater er betalt.\n\n"
    "Alle tal er opdigtede til demonstration."
)
CORRECTION = "Et jobcenter rettede sine tal for 2010, efter at den første udgave var låst. Tallene er opdigtede."
UNTOLD = "Blev milepælen i december nået? I har ikke meldt den."
COMMENT = "Svejs og CNC mangler stadig godkendelse af det sidste regnskab. Skal vi vente på det?"


def play() -> None:
    """The region compiles both years. The director has signed the first, and signed it again when it was corrected."""
    freeze(compiled(2010, _at(2011, 5, 16)), WORDS, _at(2011, 5, 18))
    told_late(_at(2011, 5, 24))
    freeze(compiled(2010, _at(2011, 6, 6)), CORRECTION, _at(2011, 6, 8))
    waiting = compiled(2011, _at(2012, 5, 14))
    with clock.at(_at(2012, 5, 15)):
        annual.comment(waiting, COMMENT, by=person(people.CASEWORKER))


def told_late(moment: datetime) -> None:
    """A milestone of 2010 was reached in time, and nobody had said so: the region opens the closed year for it."""
    milestone = db.session.scalars(
        select(Milestone).where(Milestone.first_due_on < date(2011, 1, 1), Milestone.done_on.is_(None))
    ).one()
    report = db.session.scalars(select(YearlyReport).filter_by(project=milestone.project, year=2010)).one()
    reports.give_back(report, {"milestones": UNTOLD}, date(2011, 6, 3), moment - timedelta(days=1))
    writer = person(people.account(Role.WRITER, milestone.project.application.job_centre.code))
    with clock.at(moment):
        actions.mark(milestone, date(2010, 12, 10), "Nået som planlagt.", seen=milestone.version, by=writer)
    reports.correct(report, "milestones", "well", "Også den sidste milepæl i 2010 blev nået.", moment)
    reports.sign(report, moment + timedelta(days=1))
    reports.approve(report, moment + timedelta(days=3))
    steps.see(milestone, moment + timedelta(days=3))


def compiled(year: int, moment: datetime) -> AnnualReport:
    """All pools in one report, gathered at once."""
    with clock.at(moment):
        report = annual.begin(people.organisation(people.REGION), year, None, by=person(people.CASEWORKER))
        while annual.gather(report):
            pass
    return report


def freeze(report: AnnualReport, words: str, moment: datetime) -> None:
    with clock.at(moment):
        annual.freeze(report, words, seen=report.version, by=person(people.DIRECTOR))


def _at(year: int, month: int, day: int) -> datetime:
    return clock.in_copenhagen(year, month, day, 10)
