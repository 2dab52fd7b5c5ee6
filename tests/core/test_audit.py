"""The chain of events holds, and shows where somebody altered it."""

from contextlib import suppress

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from portal.core import audit
from portal.core.audit import Event
from portal.core.db import keep, kept


def test_each_event_carries_the_hash_of_the_one_before(chain):
    assert chain[0].previous_hash == audit.FIRST
    assert [each.previous_hash for each in chain[1:]] == [each.hash for each in chain[:-1]]
    assert audit.first_break(chain) is None


def without_guard(session) -> None:
    """What somebody with the keys to the database could do; undone with the test's transaction."""
    on_table = " ON event" if session.bind.dialect.name == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER event_no_update{on_table}"))


@pytest.mark.parametrize("verb", [update(Event).values(what="test.undone"), delete(Event)])
def test_the_database_itself_refuses_to_change_what_happened(chain, session, verb):
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(verb)


@pytest.mark.parametrize("forged", [{"what": "test.undone"}, {"details": {"number": 7}}, {"by_id": None}])
def test_an_altered_event_is_found(chain, session, forged):
    position = chain[1].id
    without_guard(session)
    session.execute(update(Event).where(Event.id == position).values(**forged))
    session.expire_all()
    events = session.scalars(select(Event).order_by(Event.id)).all()
    assert audit.first_break(events).id == position


def test_a_missing_event_is_found(chain):
    assert audit.first_break([chain[0], *chain[2:]]).id == chain[2].id


def test_an_event_that_is_undone_with_its_savepoint_is_before_no_other(chain, session):
    with suppress(LookupError), session.begin_nested():
        audit.record("test.undone", "CASE-1", by=None)
        raise LookupError
    with session.begin_nested():
        audit.record("test.done", "CASE-2", by=None)
    audit.record("test.done", "CASE-3", by=None)
    session.commit()
    audit.record("test.done", "CASE-4", by=None)
    events = session.scalars(select(Event).order_by(Event.id)).all()
    assert [each.what for each in events] == [*(each.what for each in chain), *["test.done"] * 3]
    assert audit.first_break(events) is None


def test_what_a_transaction_knows_ends_with_it_and_with_the_savepoint_in_which_it_was_learnt(session):
    session.connection()
    keep("outside", 2)
    with session.begin_nested() as savepoint:
        keep("inside", 3)
        assert (kept("outside"), kept("inside")) == (2, 3)
        savepoint.rollback()
    assert (kept("outside"), kept("inside")) == (2, None)
    session.commit()
    session.connection()
    assert kept("outside") is None


def test_no_code_of_ours_changes_an_event(chain, session):
    chain[0].what = "test.undone"
    with pytest.raises(RuntimeError, match="append-only"):
        session.flush()


def test_a_case_has_its_own_events_oldest_first(chain):
    assert [each.details.get("number") for each in audit.of("CASE-0")] == [0, None]
