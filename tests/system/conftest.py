"""A portal with the demonstration data, loaded once per process; each module looks at it and changes nothing.

Where TEST_MADE_ONCE names a folder of this run, the data on SQLite is loaded once for these tests and the browser's.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from portal import create_app
from portal.core.db import db
from portal.demo import loading
from tests.support.databases import own_database
from tests.support.site import alone


@contextmanager
def loaded_portal(folder: Path) -> Iterator[Flask]:
    address, shared = own_database("demo"), os.environ.get("TEST_MADE_ONCE")
    app = create_app(
        TESTING=True,
        SECRET_KEY="for tests only, and long enough to be taken",
        SQLALCHEMY_DATABASE_URI=address if address.startswith("postgresql") else f"sqlite:///{folder / 'portal.db'}",
        MAIL_FOLDER=str(folder / "mail"),
        FILES_FOLDER=str(folder / "files"),
        ARGON2_QUICK=True,
    )
    with app.app_context():
        if shared and not address.startswith("postgresql"):
            copied(folder, Path(shared) / "demonstration")
        else:
            load(db.create_all)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def load(make_tables: Callable[[], None]) -> None:
    make_tables()
    loading.load()
    db.session.commit()
    db.session.remove()
    db.engine.dispose()  # so that all of it lies in the file


def copied(folder: Path, made: Path) -> None:
    """The data from the folder `made`; the first that asks for it makes it, as a site for the browser would."""
    with alone(made):
        if made.exists():
            shutil.copytree(made, folder, dirs_exist_ok=True)
        else:
            load(upgrade)
            shutil.copytree(folder, made)


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
