"""What this room adds to the program."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu, verifying
from portal.core.menu import EVENT_WORDS, Item
from portal.core.money import Ore
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.identity.start_blocks import shows_at_start
from portal.pools import guidelines, start
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
    "round.cancelled": _("The round was cancelled"),
    "invitation.sent": _("A job centre was invited"),
    "allotment.written": _("Amounts were allotted to job centres"),
    "grant_letter.sent": _("A grant letter was sent"),
    "risk_group.judged": _("A group was judged at special risk"),
    "frame.opened": _("The frame was entered in the ledger"),
    "frame.changed": _("The frame was changed"),
    "frame.committed": _("Money was committed to a case"),
    "frame.given_back": _("Committed money was given back"),
}


def _amount(details: Mapping[str, Any], key: str = "amount") -> Ore | None:
    return Ore(details[key]) if key in details else None


def _of_a_case(details: Mapping[str, Any]) -> menu.Told:
    """Which case the money was bound to or came back from, and how much."""
    return details.get("case", ""), _amount(details)


def _from_to(details: Mapping[str, Any]) -> menu.Told:
    before, after = _amount(details, "before"), _amount(details, "after")
    return () if before is None or after is None else (_("from %(before)s to %(after)s", before=before, after=after),)


ABOUT: dict[str, Callable[[Mapping[str, Any]], menu.Told]] = {
    "frame.opened": lambda details: (_amount(details, "frame"),),
    "frame.changed": _from_to,
    "frame.committed": _of_a_case,
    "frame.given_back": _of_a_case,
    "grant_letter.sent": lambda details: (_amount(details),),
}


def init_app(app: Flask) -> None:
    menu.add(20, Item(_("Rounds"), "pools.index", Permission.POOL_READ))
    shows_at_start(20, start.frames)
    EVENT_WORDS.update(WORDS)
    menu.EVENT_ABOUT.update(ABOUT)
    verifying.signs("guideline.signed", guidelines.signed_now)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
