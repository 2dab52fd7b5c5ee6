"""What the program relies on in its database, on both kinds; and what only SQLite must be told."""

import sqlite3
from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from portal import create_app
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.identity.models import Membership, Organisation
from portal.identity.rules import Kind
from portal.pools.models import Round


@pytest.mark.parametrize("_time", [1, 2])
def test_each_test_starts_empty_even_after_a_commit(session, _time):
    assert session.scalars(select(Organisation)).all() == []
    session.add(Organisation(kind=Kind.JOB_CENTRE, code="JC-0001", name="Only one may have this name"))
    session.commit()


def test_large_amounts_and_moments_come_back_as_they_went_in(make, session):
    made = make.round(frame=Ore(204_000_000_00))
    amount, opening = session.execute(select(Round.frame, Round.opens_at)).one()
    assert (type(amount), amount, opening) == (Ore, 204_000_000_00, made.opens_at)
    assert str(opening.tzinfo) == "UTC"


def test_a_sum_of_amounts_is_the_same_number_on_both_databases(make, session):
    for kroner in (1, 2):
        make.round(frame=Ore(kroner * 100_000_000_00))
    assert int(session.scalar(select(func.sum(Round.frame)))) == 300_000_000_00


@pytest.mark.parametrize("facts", [{"frame": 12.5}, {"opens_at": datetime(2010, 9, 1)}])  # noqa: DTZ001
def test_bare_numbers_and_naive_times_are_not_stored(make, facts):
    with pytest.raises(StatementError):
        make.round(**facts)


def test_foreign_keys_are_enforced(make, session):
    person = make.person(Role.MANAGER, make.job_centre())
    session.add(Membership(person_id=person.id, organisation_id=0, role=Role.READER))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        session.flush()


@pytest.mark.parametrize("committed", [Ore(100_01), Ore(-1)])
def test_the_database_itself_refuses_to_overspend_a_frame(make, committed):
    with pytest.raises(IntegrityError, match="frame_not_overspent"):
        make.round(frame=Ore(100_00), committed=committed)


@pytest.fixture
def on_file(tmp_path):
    app = create_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/portal.db",
        SECRET_KEY="for tests only, and long enough to be taken",
    )
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_sqlite_is_told_to_behave(on_file):
    with on_file.app_context():
        told = [db.session.scalar(text(f"PRAGMA {each}")) for each in ("journal_mode", "busy_timeout", "foreign_keys")]
    assert told == ["wal", 5000, 1]


@pytest.mark.parametrize(("method", "locks"), [("GET", False), ("POST", True)])
def test_sqlite_requests_that_write_take_their_turn_from_the_start(on_file, tmp_path, method, locks):
    with on_file.test_request_context(method=method):
        db.session.execute(text("SELECT 1"))
        other = sqlite3.connect(tmp_path / "portal.db", timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
            locked = False
        except sqlite3.OperationalError:
            locked = True
        other.close()
    assert locked is locks
