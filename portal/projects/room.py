"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.menu import EVENT_WORDS, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.decisions.actions import WHEN_GRANTED
from portal.projects.actions import opens_with
from portal.projects.routes import bp
from portal.projects.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = ()
WORDS: dict[str, Text] = {
    "project.offered": _("The grant was offered to the job centre"),
    "project.accepted": _("The job centre accepted the grant"),
    "milestone.done": _("The job centre marked a milestone as done"),
    "milestone.undone": _("The job centre took a milestone back"),
    "milestone.seen": _("The region saw a milestone"),
}


def init_app(app: Flask) -> None:
    menu.add(40, Item(_("Projects"), "projects.index", Permission.PROJECT_READ))
    EVENT_WORDS.update(WORDS)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
        WHEN_GRANTED.append(opens_with)
