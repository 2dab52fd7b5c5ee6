"""What this room finds to do for a person: correct what was sent back, finish a draft, sign."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.menu import Task
from portal.core.permissions import Permission, Side, can, places
from portal.core.text import _
from portal.identity.models import Person
from portal.identity.start_blocks import Block

MOST_SHOWN = 10


def tasks(person: Person) -> Iterator[Task]:
    for application in queries.in_work(person):
        page = url_for("applications.show", application_id=application.id)
        done, total = sum(each.complete for each in application.sections), len(application.sections)
        if application.status is Status.RETURNED:
            words = _("Correct “%(title)s”", title=application.title)
            yield Task(words, _("The region has sent sections back."), page, _deadline(application))
        elif done == total and can(person, Permission.APPLICATION_SUBMIT, application):
            page = url_for("applications.submit", application_id=application.id)
            words = _("Sign and submit “%(title)s”", title=application.title)
            yield Task(words, _("All sections are complete."), page, _deadline(application))
        else:
            words = _("Write on “%(title)s”", title=application.title)
            why = _("%(done)s of %(all)s sections are complete.", done=done, all=total)
            yield Task(words, why, page, _deadline(application))


def _deadline(application: Application) -> datetime:
    if application.status is Status.RETURNED and application.correct_before is not None:
        return application.correct_before
    return application.round.closes_at


def cases(person: Person) -> Block | None:
    """The job centre's newest cases, for the start page."""
    if not places(person, Permission.APPLICATION_READ)[Side.APPLYING]:
        return None
    wanted = queries.Wanted(sort="reference", downwards=True)
    found, number, _asked = queries.listed(person, wanted)
    return Block("applications/_cases.html", {"cases": found[:MOST_SHOWN], "number": number})
