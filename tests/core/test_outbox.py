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


def test_what_waits_for_a_server_of_others_is_tried_for_more_than_a_weekend(session, monkeypatch, later):
    tried = []
    monkeypatch.setitem(outbox.HANDLERS, "mail.send", lambda: tried.append(1) or 1 / 0)
    outbox.put("mail.send", key="a")
    outbox.run_pending()
    for hour in range(64):  # from Friday afternoon to Monday morning
        later(hour * 60)
        outbox.run_pending()
    assert len(tried) > 8
    assert outbox.failed() == []
    for hour in range(64, 200):
        later(hour * 60)
        outbox.run_pending()
    assert len(tried) == outbox.MOST_PATIENT
    assert [each.key for each in outbox.failed()] == ["a"]


def test_the_first_waits_are_short_and_none_is_longer_than_six_hours():
    waits = [outbox.wait_after(each, patient=True) for each in range(1, outbox.MOST_PATIENT)]
    assert waits[0] <= timedelta(seconds=10)
    assert max(waits) == timedelta(hours=6)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=5)


def test_what_was_given_up_is_taken_up_again_by_a_command(app, session, calls, later):
    outbox.put("test.try", key="bad", amount=1)
    for hour in range(MOST_ATTEMPTS + 1):
        later(hour * 60)
        outbox.run_pending()
    assert len(outbox.failed()) == 1
    answer = app.test_cli_runner().invoke(args=["worker", "retry"])
    assert (answer.exit_code, answer.output) == (0, "Taget op igen fra udbakken: 1.\n")
    assert outbox.failed() == []
    outbox.run_pending()
    assert calls.count(1) == MOST_ATTEMPTS + 1
