"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.menu import EVENT_WORDS, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.identity.start_blocks import shows_at_start
from portal.pools import start
from portal.pools.cli import pools
from portal.pools.routes import bp
from portal.pools.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (pools,)
WORDS: dict[str, Text] = {
    "guideline.drafted": _("The guideline was drafted"),
    "guideline.edited": _("The draft of the guideline was changed"),
    "guideline.signed": _("The guideline was signed"),
    "round.created": _("The round was planned"),
    "round.edited": _("The round was changed"),
    "invitation.sent": _("A job centre was invited"),
    "allotment.written": _("Amounts were allotted to job centres"),
    "grant_letter.sent": _("A grant letter was sent"),
    "risk_group.judged": _("A group was judged at special risk"),
    "frame.opened": _("The frame was entered in the ledger"),
    "frame.changed": _("The frame was changed"),
    "frame.committed": _("Money was committed to a case"),
    "frame.given_back": _("Committed money was given back"),
}


def init_app(app: Flask) -> None:
    menu.add(20, Item(_("Rounds"), "pools.index", Permission.POOL_READ))
    shows_at_start(20, start.frames)
    EVENT_WORDS.update(WORDS)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
