"""What each of two people changed in the budget, line by line, since the second of them opened it. Pure.

As in a section, the page carries a mark of each line and source as it was drawn, here by a key that its row keeps while
others come and go.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from portal.applications import merging
from portal.applications.merging import LENGTH, Marks
from portal.budgets import comparing
from portal.budgets.changes import FieldChange, differing, kroner
from portal.budgets.labels import plain
from portal.budgets.lines import Budget, Financing, Line, with_wage_facts

T = TypeVar("T")
Row = Line | Financing
Keyed = Mapping[str, Row]
WHOLE, WORDS = slice(None), slice(LENGTH)  # of a mark


@dataclass(frozen=True)
class Clash:
    """A line or a source that both have changed, differently; None for the one who took it out."""

    key: str
    mine: Row | None
    theirs: Row | None

    @property
    def row(self) -> Row:
        row = self.mine or self.theirs
        assert row is not None  # noqa: S101 - what both took out is no clash
        return row

    @property
    def fields(self) -> list[FieldChange]:
        """Where the two differ, old being the colleague's; nothing when one of them took it out."""
        if isinstance(self.mine, Line) and isinstance(self.theirs, Line):
            return list(_in_line(self.theirs, self.mine))
        if isinstance(self.mine, Financing) and isinstance(self.theirs, Financing):
            return list(_in_source(self.theirs, self.mine))
        return []


@dataclass(frozen=True)
class Merged:
    """The budget to be written, and what both have changed since, differently: there it has what the person typed.

    `chosen` when the person has seen both, and said which is to stand.
    """

    budget: Budget
    clashing: tuple[Clash, ...] = ()
    chosen: bool = False


def mark(row: Row | None) -> str:
    """A fingerprint of the words that a row is known by, and one of all that stands in it; of no row there is none."""
    if row is None:
        return ""
    whole = with_wage_facts(row) if isinstance(row, Line) else row
    return merging.mark(_words(row)) + merging.mark(whole.as_json() | {"number": None})


def marks_of(keyed: Keyed) -> Marks:
    return {key: mark(each) for key, each in keyed.items()}


def merge(mine: Keyed, stands: Budget, before: Marks, *, left: Iterable[str] = (), chosen: bool = False) -> Merged:
    """Line by line, what the person changed, else what stands. Those in `left` they have left to their colleague."""
    given = set(left)
    lines, clashing = _table("lines", mine, stands.lines, before, given)
    sources, also = _table("sources", mine, stands.financing, before, given)
    numbered = (replace(each, number=number) for number, each in enumerate(lines, 1) if isinstance(each, Line))
    financing = (each for each in sources if isinstance(each, Financing))
    budget = replace(stands, lines=tuple(numbered), financing=tuple(financing))
    return Merged(budget, (*clashing, *also), chosen)


def _table(kind: str, mine: Keyed, rows: Sequence[Row], before: Marks, left: set[str]) -> tuple[list[Row], list[Clash]]:
    own, was = _of(kind, mine), _of(kind, before)
    known = _known(kind, own, rows, was)
    clashing = [each for each in _clashes(own, known, was) if each.key not in left]
    return list(_together(own, known, was, left)), clashing


def _of(kind: str, keyed: Mapping[str, T]) -> dict[str, T]:
    return {key: each for key, each in keyed.items() if key.startswith(kind)}


def _clashes(mine: Keyed, stands: Keyed, before: Marks) -> Iterator[Clash]:
    for key in _in_order(mine, stands):
        own, other = mark(mine.get(key)), mark(stands.get(key))
        if before.get(key, "") not in {own, other} and own != other:
            yield Clash(key, mine.get(key), stands.get(key))


def _together(mine: Keyed, stands: Keyed, before: Marks, left: set[str]) -> Iterator[Row]:
    for key in _in_order(mine, stands):
        untouched = key in left or mark(mine.get(key)) == before.get(key, "")
        if row := (stands if untouched else mine).get(key):
            yield row


def _in_order(mine: Keyed, stands: Keyed) -> list[str]:
    """As the person has them; what only stands comes after what it stands after."""
    keys, place = list(mine), 0
    for key in stands:
        if key not in mine:
            keys.insert(place, key)
        place = keys.index(key) + 1
    return keys


def _known(kind: str, mine: Keyed, rows: Sequence[Row], before: Marks) -> dict[str, Row]:
    """What stands, by the keys of the page; what the page has not seen gets a key of its own."""
    marks = {place: mark(each) for place, each in enumerate(rows)}
    added = {key: mark(each) for key, each in mine.items() if key not in before and _name(each)}
    keys: dict[int, str] = {}
    for part in (WHOLE, WORDS):  # a line that is as it was, then one that is called what it was called
        for key, was in {**before, **added}.items():
            same = [place for place, each in marks.items() if place not in keys and each[part] == was[part]]
            if same and key not in keys.values():
                keys[same[0]] = key
    _by_neighbours(keys, before, len(rows))
    return {keys.get(place, f"{kind}-new-{place}"): each for place, each in enumerate(rows)}


def _by_neighbours(keys: dict[int, str], before: Marks, count: int) -> None:
    """A line that is called something else now stands where it stood: right after the one that stood before it."""
    place = -1
    for key in before:
        if key in keys.values():
            place = next(each for each, other in keys.items() if other == key)
        elif place + 1 < count and place + 1 not in keys:
            place += 1
            keys[place] = key


def _name(row: Row) -> str:
    return plain(row.purpose if isinstance(row, Line) else row.source)


def _words(row: Row) -> tuple[str, str]:
    return (row.category if isinstance(row, Line) else row.kind), _name(row)


def _in_line(old: Line, new: Line) -> Iterator[FieldChange]:
    alike = replace(old, number=new.number, category=new.category, purpose=new.purpose)
    (change,) = comparing.compare(Budget((alike,)), Budget((new,))).lines
    yield from differing("category", None, old.category, new.category)
    yield from differing("purpose", None, old.purpose, new.purpose)
    yield from change.fields


def _in_source(old: Financing, new: Financing) -> Iterator[FieldChange]:
    for name in ("source", "kind", "status"):
        yield from differing(name, None, getattr(old, name), getattr(new, name))
    for year in sorted({each.year for source in (old, new) for each in source.years}):
        yield from differing("amount", year, kroner(old.of_year(year)), kroner(new.of_year(year)))
