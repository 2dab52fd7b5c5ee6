"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.menu import EVENT_WORDS, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.results.cli import results
from portal.results.routes import bp
from portal.results.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (results,)
WORDS: dict[str, Text] = {
    "indicators.uploaded": _("A file of figures was uploaded"),
    "indicators.imported": _("Figures were imported"),
    "indicators.dropped": _("An uploaded file of figures was dropped"),
    "review.begun": _("The results review was begun"),
    "review.uploaded": _("A file with the results review was uploaded"),
    "review.dropped": _("An uploaded results review was dropped"),
    "review.saved": _("The figures of the results review were saved"),
    "review.closed": _("The results review was closed"),
    "review.reopened": _("The results review was opened again"),
}


def init_app(app: Flask) -> None:
    menu.add(50, Item(_("Results"), "results.index", Permission.RESULTS_READ))
    EVENT_WORDS.update(WORDS)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
