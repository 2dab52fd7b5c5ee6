"""One page of the desk, found by the database: a case is only opened when it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.lists import danish, holds
from portal.core.money import Ore
from portal.core.permissions import Permission, Side, places
from portal.identity.models import Organisation, Person
from portal.pools.models import Round

Conditions = tuple[ColumnElement[bool], ...]
DECIDED = (Status.GRANTED, Status.REFUSED)


@dataclass(frozen=True)
class Count:
    """How many cases of a round are in a state, and what they ask for together."""

    round_id: int
    reference: str  # of the round
    answer_at: datetime
    status: Status
    number: int
    requested: Ore

    @property
    def is_open(self) -> bool:
        return self.status not in DECIDED


def asked(person: Person, states: Iterable[Status], words: str, round_reference: str) -> Conditions:
    """What holds for every case on the list that is asked for. Its state says that it was submitted."""
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    found: list[ColumnElement[bool]] = [Application.region_id.in_(regions), Application.status.in_(list(states))]
    if round_reference:
        found.append(Application.round_id.in_(select(Round.id).where(Round.reference == round_reference)))
    if words:
        centres = select(Organisation.id).where(holds(Organisation.name, words))
        own = holds(Application.title, words) | holds(Application.reference, words)
        found.append(own | Application.job_centre_id.in_(centres))
    return tuple(found)


def counts(those: Conditions) -> list[Count]:
    """By round and state, in the order in which answers are promised."""
    number, together = func.count().label("number"), func.sum(Application.requested).label("together")
    tally = select(Application.round_id, Application.status, number, together).where(*those)
    kept = tally.group_by(Application.round_id, Application.status).subquery()
    rows = select(Round.id, Round.reference, Round.answer_at, kept.c.status, kept.c.number, kept.c.together)
    rows = rows.join(kept, kept.c.round_id == Round.id).order_by(Round.answer_at, Round.reference, kept.c.status)
    return [
        Count(round_id, reference, answer_at, status, many, Ore(int(sought)))
        for round_id, reference, answer_at, status, many, sought in db.session.execute(rows)
    ]


def page(
    those: Conditions, found: Sequence[Count], *, sort: str, states: Sequence[Status], down: bool, first: int, size: int
) -> list[int]:
    """The ids of one page, in its order."""
    if sort in ORDERS:
        return list(db.session.scalars(_ordered(those, sort, down=down).limit(size).offset(first)))
    groups = list(_by_state(found, states) if sort == "state" else _by_day(found))
    return list(_through(those, groups[::-1] if down else groups, first, size))


def _ordered(those: Conditions, sort: str, *, down: bool) -> Select[int]:
    rows = select(Application.id).join(Application.job_centre) if sort == "centre" else select(Application.id)
    by = ORDERS[sort]
    return rows.where(*those).order_by(by.desc() if down else by.asc(), Application.reference)


Group = tuple[Conditions, int]  # what its cases have in common, and how many they are


def _by_state(found: Sequence[Count], states: Sequence[Status]) -> Iterator[Group]:
    for status in states:
        yield (Application.status == status,), sum(each.number for each in found if each.status is status)


def _by_day(found: Sequence[Count]) -> Iterator[Group]:
    """Open cases first, those whose answer is promised first before the others."""
    for is_open in (True, False):
        for round_id in dict.fromkeys(each.round_id for each in found):
            part = [each for each in found if (each.round_id, each.is_open) == (round_id, is_open)]
            statuses = [each.status for each in part]
            if part:
                here = (Application.round_id == round_id, Application.status.in_(statuses))
                yield here, sum(each.number for each in part)


def _through(those: Conditions, groups: Sequence[Group], first: int, size: int) -> Iterator[int]:
    """The groups are counted, so only those that the page touches are read."""
    for common, number in groups:
        if first < number and size > 0:
            rows = select(Application.id).where(*those, *common).order_by(Application.reference)
            yield from db.session.scalars(rows.limit(size).offset(first))
            size -= min(size, number - first)
        first = max(0, first - number)


ORDERS: dict[str, ColumnElement[str] | ColumnElement[Ore]] = {
    "title": danish(Application.title),
    "centre": danish(Organisation.name),
    "requested": Application.requested.expression,
}
