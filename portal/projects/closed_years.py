"""Years whose report is approved: nothing dated in them changes, until the region opens the year again."""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from portal.core.errors import Problem
from portal.core.text import _
from portal.projects.models import Account, Project

CLOSED: list[Callable[[Project], Collection[int]]] = []  # higher rooms know which years of a project are closed


def problems_with_the_day(project: Project, on: date | None, field: str) -> Iterator[Problem]:
    """What happened after the project's last day belongs to its last year."""
    if on is not None:
        yield from _problems(project, {min(on, project.ends_on).year}, field)


def problems_with_the_period(project: Project, starts_on: date, ends_on: date) -> Iterator[Problem]:
    yield from _problems(project, range(starts_on.year, ends_on.year + 1), "starts_on")


def problems_with_the_account(account: Account) -> Iterator[Problem]:
    """An account that the region itself has sent back is put right, also when the year is closed."""
    if not account.answer:
        for each in problems_with_the_period(account.project, account.starts_on, account.ends_on):
            yield Problem(each.text)


def _problems(project: Project, years: Collection[int], field: str) -> Iterator[Problem]:
    closed = {year for find in CLOSED for year in find(project)}
    for year in sorted(closed.intersection(years)):
        text = _("The yearly report for %(year)s is approved, so the year is closed. Ask a caseworker of the region to "
                 "send the report back: that opens the year again.", year=str(year))  # fmt: skip
        yield Problem(text, field)
