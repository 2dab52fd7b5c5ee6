"""The only place that reads the time, so that tests can set it. UTC inside; Copenhagen where people meet it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date on the wall in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()


def in_copenhagen(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment as a Danish clock says it, for deadlines."""
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)
