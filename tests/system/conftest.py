"""A portal with the demonstration data, loaded once per process; each module looks at it and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.core.db import db
from portal.demo import loading
from tests.support.databases import own_database


@contextmanager
def loaded_portal(folder: Path) -> Iterator[Flask]:
    address = own_database("demo")
    app = create_app(
        TESTING=True,
        SECRET_KEY="for tests only, and long enough to be taken",
        SQLALCHEMY_DATABASE_URI=address if address.startswith("postgresql") else f"sqlite:///{folder / 'portal.db'}",
        MAIL_FOLDER=str(folder / "mail"),
        FILES_FOLDER=str(folder / "files"),
        ARGON2_QUICK=True,
    )
    with app.app_context():
        db.create_all()
        loading.load()
        db.session.commit()
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def on_one_connection(app: Flask) -> Iterator[Flask]:
    """All sessions in one transaction that is undone at the end, whatever was committed inside."""
    with app.app_context(), db.engine.connect() as connection:
        everything = connection.begin()
        db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
        app.extensions["one connection"] = connection
        yield app
        db.session.remove()
        db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
        everything.rollback()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with loaded_portal(tmp_path_factory.mktemp("demonstration")) as app:
        yield app


@pytest.fixture(scope="module")
def demo(loaded: Flask) -> Iterator[Flask]:
    with on_one_connection(loaded) as app:
        yield app
