"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.text import _
from portal.identity import sessions
from portal.identity.routes import bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = ()


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    menu.add(0, menu.Item(_("Start"), "identity.start", None))
