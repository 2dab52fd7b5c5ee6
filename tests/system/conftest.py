"""A portal with the demonstration data, loaded once per process; each module looks at it and changes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import create_app
from portal.core.db import db
from portal.demo import loading
from tests.support.databases import own_database


@pytest.fixture(scope="session")
def loaded(tmp_path_factory) -> Iterator[Flask]:
    kept = tmp_path_factory.mktemp("demonstration")
    address = own_database("demo")
    app = create_app(
        TESTING=True,
        SECRET_KEY="for tests only, and long enough to be taken",
        SQLALCHEMY_DATABASE_URI=address if address.startswith("postgresql") else f"sqlite:///{kept / 'portal.db'}",
        MAIL_FOLDER=str(kept / "mail"),
        FILES_FOLDER=str(kept / "files"),
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


@pytest.fixture(scope="module")
def demo(loaded) -> Iterator[Flask]:
    """The loaded portal with all its sessions on one connection, in one transaction that is undone at the end."""
    with loaded.app_context(), db.engine.connect() as connection:
        everything = connection.begin()
        db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
        loaded.extensions["one connection"] = connection
        yield loaded
        db.session.remove()
        db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
        everything.rollback()
