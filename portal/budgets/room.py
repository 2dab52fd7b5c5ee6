"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.budgets import commands_upkeep  # noqa: F401  (it hangs its commands on budgets_cli)
from portal.budgets.commands import budgets_cli
from portal.budgets.routes import bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (budgets_cli,)


def init_app(app: Flask) -> None:
    """Nothing to prepare yet."""
