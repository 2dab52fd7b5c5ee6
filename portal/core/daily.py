"""What is done once a day, such as reminding: rooms register functions that write outbox rows with keys of their own.

Each function is a row of the outbox with the day in its key, so that two workers or a restart do it once, a function
that fails is tried again alone, and one that dies halfway leaves nothing behind.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.core import outbox
from portal.core.db import db
from portal.core.outbox import handles

Daily = Callable[[date], None]
DAILY: list[Daily] = []


def every_day(function: Daily) -> Daily:
    """Register what is to be done each day. It may be called for a day it has seen already, and must not mind."""
    if function not in DAILY:
        DAILY.append(function)
    return function


def queue(day: date) -> None:
    """Queue the work of the day, unless it is queued or done already. Commits."""
    for each in list(DAILY):
        try:
            outbox.put("daily", key=f"daily-{day}-{name_of(each)}", work=name_of(each), day=day.isoformat())
            db.session.commit()
        except IntegrityError:  # another worker queued it in the same moment
            db.session.rollback()


def name_of(function: Daily) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@handles("daily")
def _run(work: str, day: str) -> None:
    """The row is committed together with what the function wrote."""
    for each in DAILY:
        if name_of(each) == work:
            each(date.fromisoformat(day))
