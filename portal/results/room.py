"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

BLUEPRINTS: tuple[Blueprint, ...] = ()
COMMANDS: tuple[AppGroup, ...] = ()


def init_app(app: Flask) -> None:
    pass
