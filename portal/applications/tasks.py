"""What this room finds to do for a person: correct what was sent back, finish a draft, sign."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from portal.applications import correcting, queries
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.lists import MOST
from portal.core.menu import Task
from portal.core.permissions import Permission, Side, can, places
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.identity.start_blocks import Block

MOST_SHOWN = 10


def tasks(person: Person) -> Iterator[Task]:
    for application in queries.in_work(person):
        yield _task(application, signs=can(person, Permission.APPLICATION_SUBMIT, application))


def _task(application: Application, *, signs: bool) -> Task:
    """What comes next: correct, sign, or write. Who signs is told when everything else is done."""
    done, total = sum(each.complete for each in application.sections), len(application.sections)
    returned, title = application.status is Status.RETURNED, application.title
    page = url_for("applications.show", application_id=application.id)
    if returned and correcting.left(application):
        words, why = _("Correct “%(title)s”", title=title), _("The region has sent sections back.")
    elif signs and (returned or done == total):
        page = url_for("applications.submit", application_id=application.id)
        words, why = (
            _("Sign and submit “%(title)s”", title=title),
            _("All sections are complete. The page says if a must stands in the way."),
        )
    elif returned or done == total:
        words = _("“%(title)s” waits for the manager's signature", title=title)
        return Task(words, _("All sections are complete."), page, _deadline(application), others=True)
    else:
        words = _("Write on “%(title)s”", title=title)
        why = _so_far(done, total)
    return Task(words, why, page, _deadline(application))


def _so_far(done: int, total: int) -> Text:
    if done == 1:
        return _("One of %(all)s sections is complete.", all=total)
    return _("%(done)s of %(all)s sections are complete.", done=done, all=total)


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
    return Block("applications/_cases.html", {"cases": found[:MOST_SHOWN], "number": number, "most": MOST})
