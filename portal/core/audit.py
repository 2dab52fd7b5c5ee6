"""What happened, to what, by whom: one append-only table in which each event carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import JSON, ForeignKey, event, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, db, keep, kept
from portal.core.permissions import Actor

FIRST = "0" * 64
LOCK = 20100527  # any fixed number: PostgreSQL's advisory lock that lets one event in at a time


class Event(Base):
    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


END = select(Event.hash).order_by(Event.id.desc()).limit(1).execution_options(autoflush=False)
TAKE_THE_CHAIN = text("SELECT pg_advisory_xact_lock(:key)")


class Referenced(Protocol):
    @property
    def reference(self) -> str: ...


def record(what: str, subject: Referenced | str, *, by: Actor | None, **details: Any) -> Event:
    """Write it down, and flush: if the database objects, it does so while the page can still say it.

    `subject` is a case or its reference; `by` is None for what the portal does by itself; `details` are plain
    JSON values (before and after). The chain is extended under a lock, so two events never share a predecessor.
    """
    reference = subject if isinstance(subject, str) else subject.reference
    wait_for_turn()
    if by is not None and by.id is None:
        db.session.flush()
    happened = Event(at=clock.now(), what=what, subject=reference, by_id=by.id if by else None, details=details)
    happened.previous_hash = kept(Event) or db.session.scalar(END) or FIRST
    happened.hash = digest(happened)
    db.session.add(happened)
    db.session.flush()
    keep(Event, happened.hash)
    return happened


def wait_for_turn() -> None:
    """Hold the chain until the transaction ends. Who locks rows as well takes the chain first, and nobody deadlocks."""
    if kept(LOCK) or db.engine.dialect.name != "postgresql":
        return
    db.session.execute(TAKE_THE_CHAIN, {"key": LOCK})
    keep(LOCK, True)


def digest(happened: Event) -> str:
    """SHA-256 over everything the event says and the hash of the one before."""
    said = [
        happened.previous_hash, happened.at.isoformat(), happened.what, happened.subject, happened.by_id,
        happened.details,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_break(events: Iterable[Event]) -> Event | None:
    """The first event whose words or whose link to the one before have been altered; None when the chain holds."""
    previous = FIRST
    for happened in events:
        if happened.previous_hash != previous or happened.hash != digest(happened):
            return happened
        previous = happened.hash
    return None


def of(reference: str) -> list[Event]:
    """The events of one case, oldest first."""
    return list(db.session.scalars(select(Event).where(Event.subject == reference).order_by(Event.id)))


def _refuse(_mapper: Any, _connection: Any, target: Any) -> None:
    raise RuntimeError(f"{target.__tablename__} is append-only")


def append_only(model: type[Base]) -> None:
    """Let no code of ours change or delete a row of this table; the migration tells the database the same."""
    event.listen(model, "before_update", _refuse)
    event.listen(model, "before_delete", _refuse)


append_only(Event)
