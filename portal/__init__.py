"""The grant portal. `create_app()` is the only way to build it; read it top to bottom."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask

from portal import config
from portal.core import access, db, health, language, web

ROOMS = (
    "identity",
    "pools",
    "labour_market",
    "eligibility",
    "budgets",
    "applications",
    "decisions",
    "projects",
    "results",
)  # from the lowest to the highest: a room may use only those before it


def create_app(**given: Any) -> Flask:
    app = Flask(__name__, instance_relative_config=True, template_folder="../templates")
    config.load(app, given)
    app.jinja_options = {**app.jinja_options, "bytecode_cache": config.CompiledTemplates(app)}
    db.init_app(app)
    language.init_app(app)
    access.init_app(app)
    web.init_app(app)
    health.init_app(app)
    open_the_rooms(app)
    return app


def open_the_rooms(app: Flask) -> None:
    """Each room says in `room.py` what it adds: `BLUEPRINTS`, `COMMANDS`, and `init_app` where it has to prepare."""
    for name in ROOMS:
        if find_spec(f"portal.{name}.models"):
            import_module(f"portal.{name}.models")  # so that every table is known, also where no page uses it yet
        room = import_module(f"portal.{name}.room")
        for blueprint in room.BLUEPRINTS:
            app.register_blueprint(blueprint)
        for command in room.COMMANDS:
            app.cli.add_command(command)
        room.init_app(app)
    from portal import cli

    cli.init_app(app)
