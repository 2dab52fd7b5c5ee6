"""One page of the desk, found by the database: a case is only opened when it is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from portal.applications.listing import MOST_GROUPS, in_turn
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.lists import MOST, TO_MOST, danish, holds
from portal.core.money import Ore
from portal.identity.models import Organisation
from portal.pools.models import Round

Conditions = tuple[ColumnElement[bool], ...]
Order = tuple[ColumnElement[Any], ...]
DECIDED = (Status.GRANTED, Status.REFUSED)
STATUSES = {each.value: each for each in Status}


@dataclass(frozen=True)
class Count:
    """How many cases are in a state, and what they ask for together.

    `more`: there are more than a thousand decided ones, so that neither figure is the whole.
    """

    number: int
    requested: Ore
    more: bool = False


Tally = Mapping[Status, Count]


@dataclass(frozen=True)
class Asked:
    """Which cases: of these regions, in these states, in these rounds or in all of them, and with these words."""

    regions: Collection[int]
    states: Sequence[Status]
    rounds: Sequence[int] | None = None
    words: str = ""
    turns: Sequence[int] = ()  # the rounds in which they may lie, in the order in which answers are promised

    @property
    def where(self) -> Conditions:
        here = Application.region_id.in_(self.regions)
        return (here,) if self.rounds is None else (here, Application.round_id.in_(self.rounds))

    @property
    def those(self) -> Conditions:
        """What holds for each of them but its state, which says that it was submitted."""
        if not self.words:
            return self.where
        centres = select(Organisation.id).where(holds(Organisation.name, self.words))
        own = holds(Application.title, self.words) | holds(Application.reference, self.words)
        return (*self.where, own | Application.job_centre_id.in_(centres))

    @property
    def decided(self) -> tuple[Status, ...]:
        return tuple(each for each in self.states if each in DECIDED)

    @property
    def open(self) -> tuple[Status, ...]:
        return tuple(each for each in self.states if each not in DECIDED)


@dataclass(frozen=True)
class Elsewhere:
    """An order that lies in another table, whose rows come in turn, and the cases of each by their numbers."""

    column: InstrumentedAttribute[int]
    there: InstrumentedAttribute[Any]
    by: Order


ROUNDS = Elsewhere(Application.round_id, Application.round, (Round.answer_at.expression, Round.reference.expression))
CENTRES = Elsewhere(Application.job_centre_id, Application.job_centre, (danish(Organisation.name),))
ORDERS: dict[str, ColumnElement[str] | ColumnElement[Ore]] = {
    "title": danish(Application.title),
    "requested": Application.requested.expression,
}


def tally(asked: Asked) -> dict[Status, Count]:
    """The states that occur. Decided cases grow with the years and are counted to a thousand, all others to the end."""
    rows = union_all(*(_counted(asked, status) for status in asked.states))
    found = ((STATUSES[status], number, Ore(int(sought))) for status, number, sought in db.session.execute(rows))
    return {
        status: Count(number, sought, more=status in DECIDED and number > MOST)
        for status, number, sought in found
        if number
    }


def _counted(asked: Asked, status: Status) -> Select[str, int, int]:
    """Once the rounds are named, region, round, state and amount are read off one index."""
    rows = select(Application.requested).where(*asked.those, Application.status == status)
    if asked.rounds is None and not asked.words:
        rows = rows.where(Application.round_id.in_(select(Round.id).where(Round.region_id.in_(asked.regions))))
    kept = (rows.limit(TO_MOST) if status in DECIDED else rows).subquery()
    together = func.coalesce(func.sum(kept.c.requested), 0)
    return select(literal(status.value), func.count(), together).select_from(kept)


def page(asked: Asked, found: Tally, *, sort: str, down: bool, first: int, size: int) -> list[int]:
    """The ids of one page, in its order. States without cases are not asked for."""
    asked = replace(asked, states=[each for each in asked.states if each in found])
    if sort == "days":
        return _by_day(asked, found, down=down, first=first, size=size)
    if sort == "centre":
        return _elsewhere(asked, found, asked.states, CENTRES, down=down, first=first, size=size)
    if sort == "state":
        states = asked.states[::-1] if down else asked.states
        return in_turn([_those(asked, found, (each,)) for each in states], downwards=False, first=first, size=size)
    return _sorted(_those(asked, found, asked.states), (ORDERS[sort],), down=down, first=first, size=size)


def _by_day(asked: Asked, found: Tally, *, down: bool, first: int, size: int) -> list[int]:
    """Open cases first, and of each kind those whose answer is promised first: two lists, one after the other."""
    ids: list[int] = []
    for states in (asked.decided, asked.open) if down else (asked.open, asked.decided):
        if states and len(ids) < size:
            ids += _elsewhere(asked, found, states, ROUNDS, down=down, first=first, size=size - len(ids))
        if len(ids) < size:
            first = max(0, first - _number(asked, found, states))
    return ids


def _elsewhere(
    asked: Asked, found: Tally, states: Sequence[Status], order: Elsewhere, *, down: bool, first: int, size: int
) -> list[int]:
    """Of many no more is read than the page shows."""
    rows = _those(asked, found, states)
    keys = _turns(asked, order, down=down) if _are_many(found, states) else ()
    if keys and len(keys) <= MOST_GROUPS:
        parts = [rows.where(order.column == each) for each in keys]
        return in_turn(parts, downwards=False, first=first, size=size)
    return _sorted(rows.join(order.there), order.by, down=down, first=first, size=size)


def _turns(asked: Asked, order: Elsewhere, *, down: bool) -> Sequence[int]:
    if order is ROUNDS:
        return asked.turns[::-1] if down else asked.turns
    here = (Application.job_centre_id == Organisation.id, Application.region_id.in_(asked.regions))
    centres = select(Organisation.id).where(exists().where(*here))
    return db.session.scalars(centres.order_by(*_turned(order.by, down=down), Organisation.id)).all()


def _those(asked: Asked, found: Tally, states: Sequence[Status]) -> Select[Application]:
    """Few are looked up by their state, to be sorted; many are read in the order of an index."""
    rows = select(Application).where(*asked.those, Application.status.in_(states))
    if _are_many(found, states):
        return rows
    return select(Application).where(Application.id.in_(rows.with_only_columns(Application.id)))


def _are_many(found: Tally, states: Sequence[Status]) -> bool:
    return any(found[each].more for each in states if each in found)


def _sorted(rows: Select[Application], by: Order, *, down: bool, first: int, size: int) -> list[int]:
    page = rows.with_only_columns(Application.id).order_by(*_turned(by, down=down), Application.reference)
    return list(db.session.scalars(page.limit(size).offset(first)))


def _turned(by: Order, *, down: bool) -> Order:
    return tuple(each.desc() if down else each.asc() for each in by)


def _number(asked: Asked, found: Tally, states: Sequence[Status]) -> int:
    """How many there are; only who reads past the last of more than a thousand has them counted to the end."""
    if _are_many(found, states):
        return db.session.scalar(_those(asked, found, states).with_only_columns(func.count())) or 0
    return sum(found[each].number for each in states if each in found)
