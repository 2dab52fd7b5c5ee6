"""How the portal is: one page for the process, one for all it stands on. No personal data in either."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from portal.core import clock, outbox
from portal.core.access import public
from portal.core.db import db, migrate

HEARTBEAT = "worker-seen"  # in the folder of files, which web and worker share
BEATS_EVERY = timedelta(seconds=30)
LATE = timedelta(minutes=10)  # one large workbook or report may keep the worker for some minutes


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", public(healthz))
    app.add_url_rule("/readyz", "readyz", public(readyz))


def healthz() -> Response:
    """The process answers."""
    return jsonify(alive=True)


def readyz() -> tuple[Response, int]:
    """Database, migrations, storage, and a worker that was seen lately; 503 as long as one of them is not ready."""
    try:
        found = {"database": True, "migrations": _migrated(), "storage": _writable(), "worker": _works()}
        numbers = {"waiting": outbox.waiting(), "given_up": len(outbox.failed())}
    except SQLAlchemyError:
        found, numbers = {"database": False}, {}
    ready = all(found.values())
    return jsonify(ready=ready, **found, **numbers), 200 if ready else 503


def beat() -> None:
    """The worker notes that it works; not at every look, which are seconds apart."""
    seen = _seen()
    if seen is None or not timedelta(0) <= clock.now() - seen < BEATS_EVERY:
        _folder().joinpath(HEARTBEAT).write_text(clock.now().isoformat(), "ascii")


def _works() -> bool:
    seen = _seen()
    return seen is not None and clock.now() - seen < LATE


def _seen() -> datetime | None:
    """When the worker was seen last; None when it never was, or just writes it."""
    try:
        return datetime.fromisoformat(_folder().joinpath(HEARTBEAT).read_text("ascii"))
    except (OSError, ValueError):
        return None


def _migrated() -> bool:
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory(migrate.directory).get_current_head()


def _writable() -> bool:
    return os.access(_folder(), os.W_OK)


def _folder() -> Path:
    folder = Path(current_app.config["FILES_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder
