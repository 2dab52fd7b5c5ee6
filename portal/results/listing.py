"""What the lists of results reviews and of yearly reports have in common: filtered, sorted and paged in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, select

from portal.core.db import db
from portal.core.lists import TO_MOST
from portal.core.text import Choice

PAGE = 25
T = TypeVar("T")
Columns = tuple[Any, ...]  # as they stand in an ORDER BY


@dataclass(frozen=True)
class Wanted:
    """What the reader of a list asks for; empty means everything, newest year first."""

    words: str = ""
    year: str = ""
    status: str = ""
    sort: str = ""
    downwards: bool = False
    page: int = 1

    @property
    def one_year(self) -> int | None:
        return int(self.year) if self.year.isdecimal() and len(self.year) == 4 else None

    @property
    def first(self) -> int:
        """How many rows stand before the page."""
        return (self.page - 1) * PAGE


def ordered(rows: Select[T], wanted: Wanted, sorts: Mapping[str, Columns], usual: Columns) -> Select[T]:
    """As asked; what is alike there stands as it usually does."""
    first = (each.desc() if wanted.downwards else each.asc() for each in sorts.get(wanted.sort, ()))
    return rows.order_by(*first, *usual)


def page(rows: Select[T], wanted: Wanted) -> Sequence[T]:
    """The rows of one page, of a query with its order."""
    return db.session.scalars(rows.limit(PAGE).offset(wanted.first)).all()


def counted(rows: Select[Any], key: Any) -> int:
    """How many rows there are, counted to a thousand and one. `key` is the column that tells one from another."""
    few = rows.with_only_columns(key).order_by(None).limit(TO_MOST).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def in_turn(column: Any, states: type[Choice]) -> ColumnElement[int]:
    """A state's place in the order in which the states come, rather than in the alphabet."""
    return case({each: place for place, each in enumerate(states)}, value=column)
