"""The reminders of results reviews that are not closed, sent once before the day and once after it."""

from datetime import date

from flask import current_app

from portal.adapters import mail
from portal.core.clock import COPENHAGEN
from portal.core.permissions import Role
from portal.identity.queries import people_with
from portal.results import queries
from portal.results.rules import reminder_on


def remind(today: date) -> None:
    """The manager and the writers of every job centre that owes the review of the year that is over."""
    year, deadlines = today.year - 1, queries.Deadlines()
    for centre, review in queries.not_closed(year):
        due = deadlines.of(centre, year).astimezone(COPENHAGEN).date()
        if not (which := reminder_on(due, today)):
            continue
        path = f"reviews/{review.id}" if review else "begin"
        for person in people_with((Role.MANAGER, Role.WRITER), centre.id):
            mail.send_later(
                f"review_{which}", to=person.email, key=f"review-{centre.code}-{year}-{which}-{due}",
                language_code=person.language, person=person, centre=centre, year=str(year), due_on=due,
                begun=review is not None, href=f"{current_app.config['BASE_URL']}/results/{path}",
            )  # fmt: skip
