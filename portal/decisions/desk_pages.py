"""One page of the desk, found by the database: a case is only opened when it is shown.

Few cases are looked up and then sorted. Of many no more is read than the page shows, in the order of an index; there
the conditions are written so that they tempt the database to no other index than the one that has the order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from portal.applications.listing import MOST_GROUPS, in_turn
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.lists import danish
from portal.decisions.desk_counts import REGION, ROUND, Asked, Conditions, Tally
from portal.eligibility.verdicts import GRAVEST_FIRST
from portal.identity.models import Organisation
from portal.pools.models import Round

Order = tuple[ColumnElement[Any], ...]
Cases = Select[Application]
IN_NO_INDEX = (REGION + 0, ROUND + 0)
GROUPS: Mapping[str, InstrumentedAttribute[int]] = {
    "days": Application.round_id,
    "centre": Application.job_centre_id,
}  # an order that lies in another table, whose rows come in turn, and the cases of each by their numbers
ORDERS: Mapping[str, Order] = {
    "title": (danish(Application.title),),
    "centre": (danish(Organisation.name), Organisation.id.expression),
    "requested": (Application.requested.expression,),
    "state": (case({each: place for place, each in enumerate(Status)}, value=Application.status),),
    "must": (case({each: place for place, each in enumerate(GRAVEST_FIRST)}, value=Application.worst_must),),
    "points": (Application.points_in_tenths.expression,),
    "days": (Round.answer_at.expression, Round.reference.expression),
}


@dataclass(frozen=True)
class Page:
    """A part of the list in its order. What is alike stands by its number, or the other way round with all the rest."""

    sort: str
    down: bool
    first: int
    size: int

    @property
    def last(self) -> int:
        return self.first + self.size

    def turned(self, *order: ColumnElement[Any]) -> Order:
        return tuple(each.desc() if self.down else each.asc() for each in order)


def page(asked: Asked, found: Tally, wanted: Page) -> list[int]:
    """The ids of one page, in its order. States without cases are not asked for."""
    asked = replace(asked, states=[each for each in asked.states if each in found])
    if wanted.sort == "days":
        return _by_day(asked, found, wanted)
    return _sorted(asked, found, wanted)


def _by_day(asked: Asked, found: Tally, wanted: Page) -> list[int]:
    """Open cases first, and of each kind those whose answer is promised first: two lists, one after the other."""
    ids: list[int] = []
    first = wanted.first
    for states in (asked.decided, asked.open) if wanted.down else (asked.open, asked.decided):
        these, left = replace(asked, states=states), wanted.size - len(ids)
        if left:
            ids += _sorted(these, found, replace(wanted, first=first, size=left))
        if len(ids) < wanted.size:
            first = max(0, first - _number(these, found))
    return ids


def _sorted(asked: Asked, found: Tally, wanted: Page) -> list[int]:
    if not asked.states:
        return []
    if not _are_many(asked, found):
        few = select(Application.id).where(*asked.looked_up, Application.status.in_(asked.states))
        return _at_once(select(Application).where(Application.id.in_(few)), wanted)
    if wanted.sort in GROUPS and len(groups := _groups(asked, wanted)) <= MOST_GROUPS:
        many = _many(asked, asked.those(*IN_NO_INDEX))
        return _in_turn([many.where(GROUPS[wanted.sort] == each) for each in groups], wanted)
    many = _many(asked, asked.those())
    states = [many.where(Application.status == each) for each in asked.states]
    if wanted.sort == "state":
        return _in_turn(states[::-1] if wanted.down else states, wanted)
    if wanted.sort == "must":
        musts = [many.where(Application.worst_must == each) for each in GRAVEST_FIRST]
        return _in_turn(musts[::-1] if wanted.down else musts, wanted)
    return _merged(states, wanted) if wanted.sort == "points" else _at_once(many, wanted)


def _many(asked: Asked, those: Conditions) -> Cases:
    """That the other states and musts are ruled out says the same, and is looked up in no index."""
    states = [each for each in Status if each not in asked.states]
    musts = [each for each in GRAVEST_FIRST if asked.must not in {None, each}]
    return select(Application).where(
        *those, Application.status.not_in(states), *([Application.worst_must.not_in(musts)] if musts else [])
    )


def _are_many(asked: Asked, found: Tally) -> bool:
    return any(found[each].more for each in asked.states if each in found)


def _groups(asked: Asked, wanted: Page) -> Sequence[int]:
    if wanted.sort == "days":
        return asked.turns[::-1] if wanted.down else asked.turns
    region, _round = IN_NO_INDEX
    here = (Application.job_centre_id == Organisation.id, region.in_(asked.regions))
    centres = select(Organisation.id).where(exists().where(*here))
    return db.session.scalars(centres.order_by(*wanted.turned(*ORDERS["centre"]))).all()


def _in_turn(parts: Sequence[Cases], wanted: Page) -> list[int]:
    return in_turn(parts, downwards=wanted.down, first=wanted.first, size=wanted.size)


def _at_once(cases: Cases, wanted: Page) -> list[int]:
    joined = {"days": Application.round, "centre": Application.job_centre}
    rows = cases.join(joined[wanted.sort]) if wanted.sort in joined else cases
    order = wanted.turned(*ORDERS[wanted.sort], Application.reference.expression)
    ids = rows.with_only_columns(Application.id).order_by(*order)
    return list(db.session.scalars(ids.limit(wanted.size).offset(wanted.first)))


def _merged(states: Sequence[Cases], wanted: Page) -> list[int]:
    """By points: of each state no more is read than the page can show."""
    by = (*ORDERS["points"], Application.reference.expression)
    firsts = (
        each.with_only_columns(Application.id, *by).order_by(*wanted.turned(*by)).limit(wanted.last).subquery()
        for each in states
    )
    found = union_all(*(select(each) for each in firsts)).subquery()
    rows = select(found.c.id).order_by(*wanted.turned(found.c.points_in_tenths, found.c.reference))
    return list(db.session.scalars(rows.limit(wanted.size).offset(wanted.first)))


def _number(asked: Asked, found: Tally) -> int:
    """How many there are; only who reads past the last of more than a thousand has them counted to the end."""
    if _are_many(asked, found):
        rows = select(func.count()).select_from(Application)
        return db.session.scalar(rows.where(*asked.looked_up, Application.status.in_(asked.states))) or 0
    return sum(found[each].number for each in asked.states)
