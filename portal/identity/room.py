"""What this room adds to the program."""

from collections.abc import Iterator

from flask import Blueprint, Flask, url_for
from flask.cli import AppGroup

from portal.core import clock, menu
from portal.core.daily import every_day
from portal.core.permissions import Permission, can_anywhere
from portal.core.text import _
from portal.identity import actions, queries, sessions
from portal.identity.cli import places
from portal.identity.models import Person
from portal.identity.routes import again, bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (places,)


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    every_day(sessions.forget_old)
    app.extensions["asks_for_password"] = again.with_the_form
    menu.add(0, menu.Item(_("Start"), "identity.start", None))
    menu.add(80, menu.Item(_("People"), "identity.people", Permission.PEOPLE_READ))
    menu.EVENT_WORDS.update(actions.WORDS)
    if unanswered not in menu.FINDERS:
        menu.finds_tasks(unanswered)


def unanswered(person: Person) -> Iterator[menu.Task]:
    """Invitations that ran out: the colleague still waits to get in."""
    if not can_anywhere(person, Permission.PEOPLE_INVITE):
        return
    for each in queries.unanswered(person, clock.now()):
        words = _("Send the invitation to %(name)s again", name=each.person.name)
        why = _("It ran out before it was answered. %(place)s.", place=each.organisation.name)
        yield menu.Task(words, why, url_for("identity.people", words=each.person.email))
