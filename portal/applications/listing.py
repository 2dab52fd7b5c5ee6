"""One page of the list of applications, in every order: read off an index, so that it costs the same however long."""

from collections.abc import Sequence

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from portal.applications.models import Application
from portal.core.db import db

MOST_GROUPS = 200  # parts of one statement
Group = tuple[InstrumentedAttribute[int], Sequence[int]]  # a column, and its values in the order wanted


def page(chosen: Select[Application], group: Group, *, downwards: bool, first: int, size: int) -> list[int]:
    """Ids in the order of what lies in another table: the first of each value, and of those together the page."""
    column, values = group
    parts = [chosen.where(column == value) for value in values]
    return in_turn(parts, downwards=downwards, first=first, size=size)


def in_turn(chosen: Sequence[Select[Application]], *, downwards: bool, first: int, size: int) -> list[int]:
    """Ids of one page of these lists after each other, each by its numbers and read no further than the page."""
    reference = Application.reference.desc() if downwards else Application.reference.asc()
    parts = [
        each.with_only_columns(literal(place).label("place"), Application.id, Application.reference)
        .order_by(reference)
        .limit(first + size)
        .subquery()
        for place, each in enumerate(chosen)
    ]
    if not parts:
        return []
    together = union_all(*(select(part) for part in parts)).subquery()
    order = together.c.reference.desc() if downwards else together.c.reference.asc()
    rows = select(together.c.id).order_by(together.c.place, order).limit(size).offset(first)
    return list(db.session.scalars(rows))
