"""What has happened to a case, in words, for its timeline."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import audit
from portal.core.db import db
from portal.core.menu import Told, about, words_of
from portal.core.text import Text
from portal.identity.models import Person

WRITING = frozenset(
    {
        "section.saved", "section.brought_back", "budget.saved", "budget.uploaded", "budget.confirmed",
        "attachment.added", "attachment.removed", "attachment.restored",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Happening:
    at: datetime
    words: Text | str
    by: str
    in_the_draft: bool = False
    about: Told = ()


def timeline(reference: str, leave_out: Collection[str] = ()) -> list[Happening]:
    """Newest first, with the names of those who did it; `leave_out` names what the reader's side does not see."""
    events = [each for each in audit.of(reference) if each.what not in leave_out]
    known = {each.by_id for each in events if each.by_id}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(known))).all())
    return [
        Happening(
            each.at, words_of(each.what), names.get(each.by_id or 0, ""), each.what in WRITING,
            about(each.what, each.details),
        )
        for each in reversed(events)
    ]  # fmt: skip
