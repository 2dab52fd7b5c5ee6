"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.menu import EVENT_WORDS, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.labour_market.cli import labour_market
from portal.labour_market.routes import bp
from portal.labour_market.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (labour_market,)
WORDS: dict[str, Text] = {
    "balance.uploaded": _("A balance was uploaded"),
    "balance.imported": _("The balance was imported"),
    "balance.dropped": _("An uploaded balance was dropped"),
    "indicators.uploaded": _("A file of figures was uploaded"),
    "indicators.imported": _("Figures were imported"),
    "indicators.dropped": _("An uploaded file of figures was dropped"),
}


def init_app(app: Flask) -> None:
    menu.add(60, Item(_("Labour market"), "labour_market.index", Permission.LABOUR_MARKET_READ))
    EVENT_WORDS.update(WORDS)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
