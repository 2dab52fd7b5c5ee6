"""The only place that reads the time, so that tests can set it. UTC inside; Copenhagen where people meet it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_SET: ContextVar[datetime | None] = ContextVar("set_clock", default=None)


def now() -> datetime:
    return _SET.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this moment, for demonstration data that was made "earlier" and for tests. Never in a request."""
    before = _SET.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _SET.reset(before)


def today() -> date:
    """The date on the wall in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()


def in_copenhagen(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment as a Danish clock says it, for deadlines."""
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


def day_of(written: str) -> date:
    """2010-11-12, 12.11.2010, 12-11-2010 or 12/11 2010. ValueError for anything else."""
    if danish := re.fullmatch(r"(\d{1,2})[./-] ?(\d{1,2})[./-]? ?(\d{4})", written, re.ASCII):
        day, month, year = map(int, danish.groups())
        return date(year, month, day)
    return date.fromisoformat(written)


def is_picked(written: str) -> bool:
    """2010-11-12, a day in the calendar: the one way of writing that a browser's date picker shows."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
