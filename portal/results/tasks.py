"""What this room finds to do: a results review that is due, or that nobody has begun though the day is near."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission, can
from portal.core.text import _
from portal.identity.models import Person
from portal.results import queries, reviewing
from portal.results.models import ResultsReview
from portal.results.rules import is_asked_for


def tasks(person: Person) -> Iterator[Task]:
    """For those who write reviews, and for the managers, who close them."""
    centres = queries.centres_of(person, Permission.RESULTS_EDIT) if person.memberships else []
    if not centres:
        return
    deadlines, now, last_year = queries.Deadlines(), clock.now(), clock.today().year - 1
    for review in queries.open_reviews(person, Permission.RESULTS_EDIT):
        due = deadlines.of(review.job_centre, review.year)
        if review.reopened_because:
            yield _opened_again(review)
        elif is_asked_for(due, now):
            yield _open_one(review, person, due)
    for centre in centres:
        due = deadlines.of(centre, last_year)
        if is_asked_for(due, now) and last_year not in queries.begun_years(centre.id):
            words = _("Begin the results review %(year)s", year=str(last_year))
            why = _("%(centre)s. Nobody has begun it yet.", centre=centre.name)
            yield Task(words, why, url_for("results.begin", job_centre=centre.id, year=last_year), due)


def _opened_again(review: ResultsReview) -> Task:
    """However long ago its day was: the region waits for the correction."""
    words = _("Correct the results review %(year)s, so that it can be closed again", year=str(review.year))
    why = _("%(centre)s. The region has opened it again: %(reason)s", centre=review.job_centre.name,
            reason=review.reopened_because)  # fmt: skip
    return Task(words, why, url_for("results.show", review_id=review.id))


def _open_one(review: ResultsReview, person: Person, due: datetime) -> Task:
    """The manager closes; a writer fills in what is missing, and then knows whom it waits for."""
    year, centre = str(review.year), review.job_centre.name
    href = url_for("results.show", review_id=review.id)
    if can(person, Permission.RESULTS_CLOSE, review):
        why = (
            _("%(centre)s. The figures must be read and closed before the day.", centre=centre)
            if clock.now() <= due
            else _("%(centre)s. The day has passed. Read the figures, and close it.", centre=centre)
        )
        return Task(_("Close the results review %(year)s", year=year), why, href, due)
    if any(reviewing.problems_with_closing(review)):
        why = (
            _("%(centre)s. Figures are missing, and the manager must close it before the day.", centre=centre)
            if clock.now() <= due
            else _("%(centre)s. The day has passed, and figures are missing.", centre=centre)
        )
        return Task(_("Write the figures of the results review %(year)s", year=year), why, href, due)
    why = _("%(centre)s. All figures are there.", centre=centre)
    words = _("The results review %(year)s waits for the manager to close it", year=year)
    return Task(words, why, href, due, others=True)
