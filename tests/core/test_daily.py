"""The work of a day is done once, by whichever worker comes first; what fails is tried again alone."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core import clock, daily, outbox
from portal.core.outbox import OutboxRow

DAY = date(2026, 3, 2)


@pytest.fixture
def calls(monkeypatch):
    """The days for which the only registered function was called."""
    seen: list[date] = []
    monkeypatch.setattr(daily, "DAILY", [])

    @daily.every_day
    def work(day: date) -> None:
        seen.append(day)

    return seen


def test_a_day_is_done_once_however_often_it_is_asked_for(session, calls):
    for _worker in range(2):
        daily.queue(DAY)
    outbox.run_pending()
    daily.queue(DAY)
    outbox.run_pending()
    assert calls == [DAY]


def test_the_next_day_is_another_day(session, calls):
    for day in (DAY, DAY + timedelta(days=1)):
        daily.queue(day)
        outbox.run_pending()
    assert calls == [DAY, DAY + timedelta(days=1)]


def test_what_fails_is_undone_and_tried_again_without_holding_up_the_others(session, calls, monkeypatch):
    tries = []

    @daily.every_day
    def fails_once(day: date) -> None:
        outbox.put("test.never", key=f"half-{day}")
        tries.append(day)
        if len(tries) == 1:
            raise RuntimeError("the disk was full")

    daily.DAILY.reverse()
    monkeypatch.setitem(outbox.HANDLERS, "test.never", lambda: None)
    daily.queue(DAY)
    outbox.run_pending()
    assert calls == [DAY]
    assert session.scalar(select(OutboxRow.id).where(OutboxRow.key == f"half-{DAY}")) is None
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        outbox.run_pending()
    assert tries == [DAY, DAY]
    assert session.scalar(select(OutboxRow.done_at).where(OutboxRow.key == f"half-{DAY}")) is not None


def test_a_function_is_registered_once(calls):
    daily.every_day(daily.DAILY[0])
    assert len(daily.DAILY) == 1


def test_the_command_does_the_work_of_the_day_it_is_told(app, session, calls):
    result = app.test_cli_runner().invoke(args=["worker", "daily", "--on", "2026-03-02"])
    assert (result.exit_code, calls) == (0, [DAY])
    assert "Sendt eller udført fra udbakken: 1. Venter: 0." in result.output


def test_the_worker_does_the_work_of_today(app, session, calls):
    with time_machine.travel("2026-03-02 08:00 +0100", tick=False):
        for _run in range(2):
            assert app.test_cli_runner().invoke(args=["worker", "run", "--once"]).exit_code == 0
    assert calls == [DAY]
