"""A portal on a database of its own, for tests in which several connections really commit at the same time."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from portal import create_app
from portal.core.db import db
from tests.conftest import DATABASE, KEY


@pytest.fixture
def busy_app(tmp_path) -> Iterator[Flask]:
    """On a file when the run is on SQLite, in a fresh database on the server when it is on PostgreSQL."""
    address = _beside(DATABASE) if DATABASE.startswith("postgresql") else f"sqlite:///{tmp_path / 'busy.db'}"
    app = create_app(
        TESTING=True, SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI=address, MAIL_FOLDER=str(tmp_path / "mail"),
        FILES_FOLDER=str(tmp_path / "files"), ARGON2_QUICK=True,
    )  # fmt: skip
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
    if address.startswith("postgresql"):
        _on_the_server(address, f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


def _beside(address: str) -> str:
    own = make_url(address).set(database=f"{make_url(address).database}_busy")
    _on_the_server(address, f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)')
    _on_the_server(address, f"CREATE DATABASE \"{own.database}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    return own.render_as_string(hide_password=False)


def _on_the_server(address: str, statement: str) -> None:
    server = create_engine(make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(statement))
    server.dispose()
