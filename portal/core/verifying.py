"""Whether what happened still stands: the chain of events, its ends as they were noted outside, and what was signed.

Who may write in the database can cut the end off the chain, or make all of it anew, and it holds. So its end is noted
beside the uploaded files each day, and can be noted anywhere else: it is printed whenever the chain is walked.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from portal.core import audit, clock
from portal.core.audit import Event
from portal.core.db import db
from portal.core.text import Text, _

NOTES = "audit-ends.csv"
Signed = Callable[[], Mapping[str, str]]  # reference → SHA-256 over what stands there now
SIGNED: dict[str, Signed] = {}


class Note(NamedTuple):
    """The end of a chain at a moment. A chain is known by the hash of its first event."""

    chain: str
    number: int
    hash: str
    at: datetime


class Walked(NamedTuple):
    """What there was to walk through, and everything that does not stand any more."""

    number: int
    end: Event | None
    noted: int
    problems: list[Text]


def signs(what: str, now: Signed) -> None:
    """Register what a room signs: the events of this name carry its `sha256`, which `now` makes anew from the rows."""
    SIGNED[what] = now


def walk(*, end: str = "") -> Walked:
    """Everything there is to know about the chain. `end` is a hash that somebody has noted elsewhere."""
    events, unreadable = _readable()
    notes = [each for each in noted() if events and each.chain == events[0].hash]
    problems = [*_break(events), *unreadable]
    if not problems:
        problems = [*_lost(events, notes), *_unknown(events, end), *_not_as_signed(events)]
    return Walked(len(events), events[-1] if events else None, len(notes), problems)


def note_the_end() -> None:
    """Write down how far the chain has come, unless the last note says so already."""
    first, last = (db.session.scalar(select(Event).order_by(each).limit(1)) for each in (Event.id, Event.id.desc()))
    if first is None or last is None:
        return
    note = Note(first.hash, last.id, last.hash, clock.now())
    if not any(each[:3] == note[:3] for each in noted()[-1:]):
        path = _path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{note.chain};{note.number};{note.hash};{note.at.isoformat()}\n")


def noted() -> list[Note]:
    """Every end that was noted, oldest first; also of other chains that kept their files in the same folder."""
    if not _path().exists():
        return []
    lines = [line.split(";") for line in _path().read_text("ascii").splitlines()]
    return [Note(chain, int(number), hash_, datetime.fromisoformat(at)) for chain, number, hash_, at in lines]


def _path() -> Path:
    return Path(current_app.config["FILES_FOLDER"]) / NOTES


def _readable() -> tuple[list[Event], list[Text]]:
    """The events in order, up to one that cannot even be read: its cells do not hold what they must."""
    try:
        return list(db.session.scalars(select(Event).order_by(Event.id))), []
    except (ValueError, TypeError):
        return _up_to_the_unreadable()


def _up_to_the_unreadable() -> tuple[list[Event], list[Text]]:
    found: list[Event] = []
    for number in db.session.scalars(select(Event.id).order_by(Event.id)).all():
        try:
            found.append(db.session.get_one(Event, number))
        except (ValueError, TypeError):
            return found, [_("The chain breaks at event %(id)s: it cannot be read.", id=number)]
    return found, []


def _break(events: list[Event]) -> Iterator[Text]:
    if (broken := audit.first_break(events)) is not None:
        values = {"id": broken.id, "what": broken.what, "subject": broken.subject, "at": broken.at.isoformat()}
        yield _("The chain breaks at event %(id)s (%(what)s, %(subject)s, %(at)s).", **values)


def _lost(events: list[Event], notes: list[Note]) -> Iterator[Text]:
    """The first end that was noted and stands there no more. When all is gone, every note is of a chain that was."""
    there = {(each.id, each.hash) for each in events}
    for each in notes if events else noted()[-1:]:
        if (each.number, each.hash) not in there:
            values = {"id": each.number, "hash": each.hash, "at": each.at}
            yield _("The chain ended with event %(id)s (%(hash)s) on %(at)s. That event is no longer there.", **values)
            return


def _unknown(events: list[Event], end: str) -> Iterator[Text]:
    if end and end not in {each.hash for each in events}:
        yield _("No event has the hash %(hash)s.", hash=end)


def _not_as_signed(events: list[Event]) -> Iterator[Text]:
    """What was signed and stands there in other words, or not at all; and what claims to be signed and never was."""
    for what, now in SIGNED.items():
        signed = {each.subject: each.details.get("sha256") for each in events if each.what == what}
        stands = now()
        for reference in sorted(signed.keys() | stands.keys()):
            if signed.get(reference) != stands.get(reference):
                yield _("%(reference)s is not what was signed.", reference=reference)
