"""The consultants of Kolding from 2010 to 2013: measured, accounted for and paid. Only the final account is missing."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.core import clock
from portal.demo import spending, steps
from portal.projects import goals
from portal.projects.models import Milestone, Project

REACHED = {2010: 90, 2011: 97, 2012: 101, 2013: 104}  # percent of the year's goals
SPENT = 95  # percent of each year's wages
MONDAYS = {2011: 7, 2012: 5, 2013: 4}  # in March, when an instalment is released
SOURCE = "jobindsats.dk (opdigtet tal)"


def play(project: Project) -> None:
    spending.pay_next_of([project], _at(2010, 12, 14))
    for milestone in project.milestones[1:]:
        told(milestone)
    for year in REACHED:
        measured(project, year, _at(year + 1, 1, 17))
    for year in (2010, 2011, 2012):
        made = spending.sent(project, date(year, 12, 31), SPENT, _at(year + 1, 2, 8))
        spending.approve(made, _at(year + 1, 2, 21))
        spending.pay_next_of([project], _at(year + 1, 3, MONDAYS[year + 1]))


def told(milestone: Milestone) -> None:
    """Reached on the day that was agreed, and seen by the region in the week after."""
    done = datetime.combine(milestone.due_on, datetime.min.time(), clock.COPENHAGEN) + timedelta(hours=10)
    steps.mark(milestone, "Nået som planlagt.", done)
    steps.see(milestone, done + timedelta(days=4))


def measured(project: Project, year: int, moment: datetime) -> None:
    """Every goal of the year, at the same share of what was planned."""
    day, by = date(year, 12, 31), spending.writer(project)
    with clock.at(moment):
        for goal in project.goals:
            planned = dict(goal.targets)[day.isoformat()]
            goals.measure(goal, day, Decimal(int(planned) * REACHED[year] // 100), SOURCE, "", by=by)


def _at(year: int, month: int, day: int) -> datetime:
    return clock.in_copenhagen(year, month, day, 10)
