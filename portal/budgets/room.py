"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.budgets.commands import budgets_cli

BLUEPRINTS: tuple[Blueprint, ...] = ()
COMMANDS: tuple[AppGroup, ...] = (budgets_cli,)


def init_app(app: Flask) -> None:
    """Nothing to prepare yet."""
