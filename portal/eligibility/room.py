"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.eligibility.verdicts import tallies

BLUEPRINTS: tuple[Blueprint, ...] = ()
COMMANDS: tuple[AppGroup, ...] = ()


def init_app(app: Flask) -> None:
    app.jinja_env.globals["tallies"] = tallies
