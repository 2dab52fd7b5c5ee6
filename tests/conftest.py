"""Fixtures: one app and one migrated database per run, one rolled-back transaction per test."""

import gc
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from hypothesis import settings

from portal import create_app
from portal.core import outbox
from portal.core.db import db
from portal.core.permissions import Role
from portal.identity.models import Organisation, Person
from tests.support.databases import own_database
from tests.support.factories import Factories
from tests.support.pages import Browser
from tests.support.standing import Ground, lying_under, recipes_for

DATABASE = own_database()
settings.register_profile("portal", deadline=None)  # how long an example takes says something of the machine only
settings.load_profile("portal")
GROUND = pytest.StashKey[Ground]()
KEY = "for tests only, and long enough to be taken"


MADE_ONCE = {"loaded": "the demonstration data", "scaled": "many projects"}  # by one worker, for all who look at it
ASKS_THE_DATABASE = {"app", "busy_app", "demo", "session"}


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Content has no place in the name of a test: each worker makes its own, and they must agree on the names."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 80) else None


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database runs once, and not on each. The tests of the whole system see to their own databases."""
    for item in items:
        asks = ASKS_THE_DATABASE & set(getattr(item, "fixturenames", ()))
        if not asks and "tests/system/" not in item.path.as_posix():
            item.add_marker("no_database")
        for fixture, group in MADE_ONCE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(group))
    items.sort(
        key=lambda item: item.get_closest_marker("xdist_group") is None
    )  # what one worker does alone comes first


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector of garbage need not look at it again after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """What is left is looked through once; pytest would look through all of it five times more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    kept = tmp_path_factory.mktemp("instance")
    app = create_app(
        TESTING=True,
        SECRET_KEY=KEY,
        SQLALCHEMY_DATABASE_URI=DATABASE,
        MAIL_FOLDER=str(kept / "mail"),
        FILES_FOLDER=str(kept / "files"),
        ARGON2_QUICK=True,
    )
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        request.config.stash[GROUND].clear()
        downgrade(revision="base")
        db.engine.dispose()


@pytest.fixture
def ground(request: pytest.FixtureRequest) -> Ground:
    """What stands under this test and the next."""
    return request.config.stash[GROUND]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if not recipes_for(item):
        item.config.stash[GROUND].clear()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[GROUND] = Ground()


@pytest.fixture
def session(app, request, ground):
    """The database on one connection, in one transaction that is undone at the end, whatever was committed inside."""
    with app.app_context():
        connection = ground.under(recipes_for(request.node))
        everything = connection.begin_nested()
        db.session.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield db.session
        db.session.remove()
        db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
        everything.rollback()
        if not ground.built:
            ground.clear()


@pytest.fixture
def make(session) -> Factories:
    return Factories(session)


@lying_under
def region(make) -> Organisation:
    return make.region()


@lying_under
def caseworker(make, region) -> Person:
    return make.person(Role.CASEWORKER, region)


@pytest.fixture
def browse(app, session) -> Callable[[Person | None], Browser]:
    """`browse(person)` is that person's browser; `browse(None)` has not signed in."""
    return lambda person: Browser(app.test_client(), person)


@pytest.fixture
def mails(app, session, tmp_path, monkeypatch) -> Callable[[], list[EmailMessage]]:
    """`mails()` runs what waits in the outbox and returns every mail sent so far, oldest first."""
    monkeypatch.setitem(app.config, "MAIL_FOLDER", str(tmp_path))

    def run() -> list[EmailMessage]:
        outbox.run_pending()
        read = BytesParser(policy=policy.default)
        return [read.parsebytes(each.read_bytes()) for each in sorted(tmp_path.glob("*.eml"))]

    return run
