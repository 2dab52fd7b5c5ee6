"""A portal with a few of the many projects, made once for the module; the tests look at them and change nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.core.db import db
from portal.demo import scale
from portal.projects.models import Project
from tests.support.databases import own_database
from tests.system.conftest import on_one_connection

NUMBER = 8


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder, address = tmp_path_factory.mktemp("scaled"), own_database("scale")
    if not address.startswith("postgresql"):
        address = f"sqlite:///{folder / 'portal.db'}"
    app = create_app(TESTING=True, SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI=address, ARGON2_QUICK=True,
                     FILES_FOLDER=str(folder / "files"), MAIL_FOLDER=str(folder / "mail"))  # fmt: skip
    with app.app_context():
        db.create_all()
        scale.make(NUMBER, db.session.commit)
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def demo(scaled: Flask) -> Iterator[Flask]:
    with on_one_connection(scaled) as app:
        yield app


@pytest.fixture
def many(demo: Flask) -> list[Project]:
    return list(db.session.scalars(select(Project).order_by(Project.id)))
