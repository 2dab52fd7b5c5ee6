"""What must arrive is a row: nothing happens before the commit, and a failure is kept for another try."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock, outbox
from portal.core.outbox import MOST_ATTEMPTS, OutboxRow


@pytest.fixture
def calls(monkeypatch):
    """A handler that fails for every amount but 7, and the amounts it was called with."""
    seen: list[int] = []

    def handle(amount: int) -> None:
        seen.append(amount)
        if amount != 7:
            raise RuntimeError("no answer")

    monkeypatch.setitem(outbox.HANDLERS, "test.try", handle)
    return seen


@pytest.fixture
def later(monkeypatch):
    """`later(minutes)` moves the clock."""
    real = clock.now

    def move(minutes: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=minutes))

    return move


def test_a_row_is_done_once(session, calls):
    outbox.put("test.try", key="a", amount=7)
    assert [outbox.run_pending(), outbox.run_pending()] == [1, 0]
    assert calls == [7]


def test_the_same_key_is_the_same_thing(session, calls):
    for _again in range(2):
        outbox.put("test.try", key="a", amount=7)
    outbox.run_pending()
    assert calls == [7]


def test_a_failing_row_waits_stops_no_other_and_is_given_up_at_last(session, calls, later):
    outbox.put("test.try", key="bad", amount=1)
    outbox.put("test.try", key="good", amount=7)
    outbox.run_pending()
    assert calls == [1, 7]
    for hour in range(1, MOST_ATTEMPTS + 3):
        later(hour * 60)
        outbox.run_pending()
    assert calls.count(1) == MOST_ATTEMPTS
    assert [each.key for each in outbox.failed()] == ["bad"]
    assert outbox.failed()[0].last_error == "RuntimeError: no answer"


def test_a_row_of_an_undone_transaction_is_never_run(session, calls):
    outbox.put("test.try", key="a", amount=7)
    session.rollback()
    outbox.run_pending()
    assert calls == []


def test_what_a_killed_worker_had_taken_is_taken_again_when_its_lease_ends(session, calls, later):
    outbox.put("test.try", key="a", amount=7)
    session.commit()
    assert outbox._lease() is not None  # a worker takes it and dies
    assert outbox.run_pending() == 0
    later(3)
    assert outbox.run_pending() == 1
    assert session.scalars(select(OutboxRow.attempts)).all() == [2]
