"""The states of a results review, who may do what with it, and when it is due. Pure."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from portal.core.clock import COPENHAGEN, in_copenhagen
from portal.core.errors import Problem
from portal.core.permissions import Permission as P
from portal.core.text import Choice, _, write_a_year
from portal.core.workflow import Step

FIRST_YEAR = 2010
REMIND = timedelta(days=14)
AHEAD = timedelta(days=60)  # so long before its day a review is asked for
STILL_ASKS = timedelta(days=365)  # and so long after it
STILL = timedelta(days=60)  # after the day; what is older than that is no news to anybody


class ReviewStatus(Choice):
    OPEN = "open", _("In progress")
    CLOSED = "closed", _("Closed")


class Origin(Choice):
    FORM = "form", _("typed on the page")
    FILE = "file", _("uploaded file")


S = ReviewStatus
WRITE = Step("write", _("Write the figures"), (S.OPEN,), None, P.RESULTS_EDIT)
CLOSE = Step("close", _("Close the results review"), (S.OPEN,), S.CLOSED, P.RESULTS_CLOSE)
REOPEN = Step("reopen", _("Open the results review again"), (S.CLOSED,), S.OPEN, P.RESULTS_REOPEN)
REMOVE = Step("remove", _("Remove the results review"), (S.OPEN,), None, P.RESULTS_EDIT)
STEPS = (WRITE, CLOSE, REOPEN, REMOVE)


def due_on(year: int, day: str) -> date:
    """The review of a year is due in the next one, on a day written as 15-04."""
    return date(year + 1, int(day[3:]), int(day[:2]))


def due_at(year: int, day: str) -> datetime:
    """The whole day may be used."""
    due = due_on(year, day)
    return in_copenhagen(due.year, due.month, due.day, 23, 59)


def reminder_on(due: date, today: date) -> str:
    """Which reminder it is time for of what is not in yet: "before", "after", or none."""
    if due < today:
        return "after" if today - STILL <= due else ""
    return "before" if due - REMIND <= today else ""


def problems_with_beginning(year: int | None, begun: Collection[int], today: date) -> Iterator[Problem]:
    """The review compares December with December, so the year must be over."""
    if year == today.year:
        sentence = _("%(year)s is not over. Its results review can be begun from 1 January %(next)s.", year=str(year),
                     next=str(year + 1))  # fmt: skip
        yield Problem(sentence, "year")
    elif year is None or not FIRST_YEAR <= year < today.year:
        yield Problem(write_a_year(FIRST_YEAR, today.year - 1), "year")
    elif year in begun:
        yield Problem(
            _("The results review of %(year)s is begun already. Open it in the list.", year=str(year)), "year"
        )


def is_asked_for(due: datetime, now: datetime) -> bool:
    """Near its day, or not long past it. What is older can be begun, but nobody waits for it."""
    return due - AHEAD <= now < due + STILL_ASKS


def doubts_about_beginning(year: int, due: datetime, now: datetime) -> Iterator[Problem]:
    """A year whose day is long past is most often a slip."""
    if due + STILL_ASKS <= now:
        values = {"year": str(year), "due": due.astimezone(COPENHAGEN).date()}
        yield Problem(
            _("Nobody asks for the results review of %(year)s any more: it was due on %(due)s. Choose another year, "
              "or press “Begin” once more if you mean this one.", **values), "year"
        )  # fmt: skip


def problems_with_removing(saved: int, uploaded: int) -> Iterator[Problem]:
    """What somebody has written or sent is kept."""
    if saved:
        yield Problem(_("Figures have been saved in the results review, so it cannot be removed."))
    elif uploaded:
        yield Problem(_("A file has been uploaded to the results review, so it cannot be removed."))


def problems_with_reopening(reason: str) -> Iterator[Problem]:
    if len(reason.strip()) < 10:
        yield Problem(_("Write in a sentence why it must be opened again."), "reason")
