"""Long lists: counted no further than to a thousand, and searched for words that Danes type in small or capitals."""

from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.sql.functions import GenericFunction

from portal.core.functions import writes
from portal.core.sqlite import AFTER_Z, LAST

MOST = 1_000
CAPITALS = "ÆØÅÄÖÜÉ"
SMALL = f"translate(lower(%s), '{CAPITALS}', '{CAPITALS.lower()}')"
GREATEST = 2**31  # no row has this number: it does not fit in the column
TO_MOST = MOST + 1  # one more than that is read, to know that there are more


def number(said: str) -> int:
    """The number of a row as an address says it. Raises ValueError where no row can have it."""
    asked = int(said)
    if not 0 < asked < GREATEST:
        raise ValueError(said)
    return asked


def kept(words: str) -> str:
    """What an address asks for, without what PostgreSQL takes in no question."""
    return words.replace("\x00", "").strip()[:100]


def more(number: int, page: int, size: int, shown: int) -> bool:
    """Whether there is a next page. What is not counted to its end has one when this page is full."""
    return page * size < number if number <= MOST else shown == size


class folded(GenericFunction[str]):  # noqa: N801 - the name in the database
    """In small letters; a database's own `lower` need not know that Æ and æ are the same letter."""

    inherit_cache = True


class danish(GenericFunction[str]):  # noqa: N801 - the name in the database
    """What sorts as the Danish alphabet does, which ends with æ, ø, å."""

    inherit_cache = True


writes(folded, SMALL, sqlite="casefold(%s)")
writes(danish, f"(translate({SMALL}, '{LAST}', '{AFTER_Z}') COLLATE \"C\")", sqlite="danish(%s)")


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """Whether the column holds these words, in small letters or capitals.

    What the database folds by itself comes first, with any letter where there is a Danish one: it is quick.
    """
    quick: ColumnElement[bool] = column.ilike(_pattern(words, other="_"), escape="\\")
    if words.isascii():
        return quick
    return and_(quick, folded(column).like(_pattern(words.casefold()), escape="\\"))


def _pattern(words: str, other: str = "") -> str:
    """People search for % and _ as they stand. `other` takes the place of letters outside of ASCII."""
    words = words.replace("\x00", "")  # PostgreSQL takes no such character, also not in a question
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{''.join(each if each.isascii() else other or each for each in escaped)}%"
