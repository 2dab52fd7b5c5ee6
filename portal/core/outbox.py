"""What must arrive: rows written in the same transaction as their cause, leased by a worker and tried again.

A mail is sent once or, when a worker dies between sending and noting it, twice; never not at all.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import JSON, ColumnElement, bindparam, case, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, db

Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}
PATIENT: set[str] = set()
MOST_ATTEMPTS = 8  # within some minutes: what fails that often fails for a reason of its own
MOST_PATIENT = 20  # over more than three days: a server that is down on a Friday is up again on Monday
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=2)
AT_ONCE = timedelta()


class OutboxRow(Base):
    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


WITH_THE_KEY = select(OutboxRow.id).where(OutboxRow.key == bindparam("key"))


def handles(name: str, *, patient: bool = False) -> Callable[[Handler], Handler]:
    """What is done for the rows of this name; `patient` when it waits for a server that somebody else looks after."""

    def register(function: Handler) -> Handler:
        HANDLERS[name] = function
        if patient:
            PATIENT.add(name)
        return function

    return register


def put(name: str, *, key: str, hold: timedelta = AT_ONCE, **payload: Any) -> None:
    """Queue one thing that must happen. The same `key` twice is one thing: the second is left out.

    Who does it himself right now holds it for a while, and the worker takes over only when he is gone.
    """
    if db.session.scalar(WITH_THE_KEY, {"key": key}) is None:
        now = clock.now()
        db.session.add(OutboxRow(key=key, name=name, payload=payload, queued_at=now, not_before=now + hold))
        db.session.flush()


def run_pending(most: int = 100) -> int:
    """Run what waits, one row at a time; say how many were done. Safe with several workers."""
    done = 0
    for _each in range(most):
        if (row := _lease()) is None:
            return done
        done += _run(*row)
    return done


def waiting() -> int:
    """How many rows have not arrived yet, for the status page."""
    return db.session.scalar(select(func.count()).where(OutboxRow.done_at.is_(None))) or 0


def _lease() -> tuple[int, str, dict[str, Any], int] | None:
    """Take the oldest waiting row for a while. Committed, so that no lock is held while a mail server thinks."""
    now = clock.now()
    ready = (OutboxRow.done_at.is_(None), OutboxRow.not_before <= now, OutboxRow.attempts < _most())
    chosen = db.session.scalar(
        select(OutboxRow).where(*ready).order_by(OutboxRow.id).limit(1).with_for_update(skip_locked=True)
    )
    if chosen is None:
        db.session.rollback()
        return None
    chosen.attempts += 1
    chosen.not_before = now + LEASE
    taken = (chosen.id, chosen.name, chosen.payload, chosen.attempts)
    db.session.commit()
    return taken


def _run(row_id: int, name: str, payload: dict[str, Any], attempt: int) -> int:
    try:
        HANDLERS[name](**payload)
    except Exception as error:
        db.session.rollback()
        current_app.logger.warning("outbox row %s (%s) failed: %s", row_id, name, type(error).__name__)
        later = clock.now() + wait_after(attempt, patient=name in PATIENT)
        _save(row_id, not_before=later, last_error=f"{type(error).__name__}: {error}"[:300])
        return 0
    _save(row_id, done_at=clock.now(), last_error="", payload={})  # what was sent may hold a link that lets one in
    return 1


def wait_after(attempt: int, *, patient: bool = False) -> timedelta:
    """How long a row rests after it has failed for the first time, the second …"""
    return min(timedelta(seconds=4**attempt), LONGEST_WAIT) if patient else timedelta(seconds=2**attempt)


def _most() -> ColumnElement[int]:
    """How often a row is tried at most."""
    return case((OutboxRow.name.in_(sorted(PATIENT)), MOST_PATIENT), else_=MOST_ATTEMPTS)


def _save(row_id: int, **facts: Any) -> None:
    db.session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**facts))
    db.session.commit()


def waits(key: str) -> bool:
    """Whether the row with this key has not arrived yet."""
    there = select(OutboxRow.id).where(OutboxRow.key == key, OutboxRow.done_at.is_(None))
    return db.session.scalar(there) is not None


def given_up(key: str) -> bool:
    """Whether the row with this key has been tried as often as we try."""
    tried = select(OutboxRow.id).where(OutboxRow.key == key, *_given_up())
    return db.session.scalar(tried) is not None


def failed() -> list[OutboxRow]:
    """What has been given up, oldest first, for the administrator."""
    return list(db.session.scalars(select(OutboxRow).where(*_given_up()).order_by(OutboxRow.id)))


def try_again() -> int:
    """Take up what was given up, when its reason is gone; say how many rows that was."""
    waiting = failed()
    for each in waiting:
        each.attempts, each.not_before = 0, clock.now()
    db.session.flush()
    return len(waiting)


def _given_up() -> tuple[ColumnElement[bool], ...]:
    return (OutboxRow.done_at.is_(None), OutboxRow.attempts >= _most())


def settle(key: str) -> None:
    """Somebody has taken care of it in another way: it is not tried again, and waits no longer."""
    done = update(OutboxRow).where(OutboxRow.key == key, OutboxRow.done_at.is_(None))
    db.session.execute(done.values(done_at=clock.now(), payload={}))
