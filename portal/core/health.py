"""How the portal is: one page for the process, one for all it stands on. No personal data in either."""

import os
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from portal.core import outbox
from portal.core.access import public
from portal.core.db import db, migrate


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", public(healthz))
    app.add_url_rule("/readyz", "readyz", public(readyz))


def healthz() -> Response:
    """The process answers."""
    return jsonify(alive=True)


def readyz() -> tuple[Response, int]:
    """Database, migrations and storage; 503 as long as one of them is not ready."""
    try:
        found = {"database": True, "migrations": _migrated(), "storage": _writable(), "waiting": outbox.waiting()}
    except SQLAlchemyError:
        found = {"database": False}
    ready = all(value for name, value in found.items() if name != "waiting")
    return jsonify(ready=ready, **found), 200 if ready else 503


def _migrated() -> bool:
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory(migrate.directory).get_current_head()


def _writable() -> bool:
    folder = Path(current_app.config["FILES_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    return os.access(folder, os.W_OK)
