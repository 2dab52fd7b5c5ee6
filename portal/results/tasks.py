"""What this room finds to do: a results review that is due, or that nobody has begun though the day is near."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission
from portal.core.text import _
from portal.identity.models import Person
from portal.results import queries

AHEAD = timedelta(days=60)
STILL_ASKS = timedelta(days=365)


def tasks(person: Person) -> Iterator[Task]:
    """For those who close reviews: the managers."""
    centres = queries.centres_of(person, Permission.RESULTS_CLOSE) if person.memberships else []
    if not centres:
        return
    deadlines, now, last_year = queries.Deadlines(), clock.now(), clock.today().year - 1
    for review in queries.open_reviews(person, Permission.RESULTS_CLOSE):
        due = deadlines.of(review.job_centre, review.year)
        if due - AHEAD <= now < due + STILL_ASKS:
            words = _("Close the results review %(year)s", year=str(review.year))
            why = _("%(centre)s. The figures must be read and closed before the day.", centre=review.job_centre.name)
            yield Task(words, why, url_for("results.show", review_id=review.id), due)
    for centre in centres:
        due = deadlines.of(centre, last_year)
        if due - AHEAD <= now <= due and last_year not in queries.begun_years(centre.id):
            words = _("Begin the results review %(year)s", year=str(last_year))
            why = _("%(centre)s. Nobody has begun it yet.", centre=centre.name)
            yield Task(words, why, url_for("results.begin"), due)
