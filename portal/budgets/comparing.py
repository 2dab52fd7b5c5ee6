"""The differences between two budgets: added, removed, changed and moved lines, and what they cost. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.budgets.lines import Budget, Line, written
from portal.budgets.normalising import danish
from portal.budgets.specification import plain
from portal.core.money import Ore, total

Pair = tuple[Line, Line]


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class FieldChange:
    """One field of a line: its name, its year where it has one, and both values as people read them."""

    name: str
    year: int | None
    old: str
    new: str


@dataclass(frozen=True)
class LineChange:
    change: Change
    old: Line | None = None
    new: Line | None = None
    fields: tuple[FieldChange, ...] = ()

    @property
    def line(self) -> Line:
        line = self.new or self.old
        assert line is not None  # noqa: S101 - there is always one of the two
        return line

    @property
    def difference(self) -> Ore:
        return Ore((self.new.total if self.new else 0) - (self.old.total if self.old else 0))


@dataclass(frozen=True)
class Comparison:
    lines: tuple[LineChange, ...] = ()
    financing_changed: bool = False
    counts: dict[Change, int] = field(default_factory=dict)

    def of(self, *changes: Change) -> list[LineChange]:
        return [each for each in self.lines if each.change in changes]

    @property
    def removed(self) -> list[LineChange]:
        return self.of(Change.REMOVED)

    @property
    def difference(self) -> Ore:
        return total(each.difference for each in self.lines)

    @property
    def nothing(self) -> bool:
        return not self.financing_changed and all(each.change is Change.SAME for each in self.lines)


def compare(old: Budget, new: Budget) -> Comparison:
    """Removed lines come first, then the new budget's lines in their order."""
    pairs = _pairs(old.lines, new.lines)
    moved = _moved(pairs, old.lines, new.lines)
    partner = {id(after): before for before, after in pairs}
    kept = {id(before) for before, _after in pairs}
    changes = [LineChange(Change.REMOVED, old=each) for each in old.lines if id(each) not in kept]
    for each in new.lines:
        before = partner.get(id(each))
        if before is None:
            changes.append(LineChange(Change.ADDED, new=each))
        else:
            changes.append(_changed(before, each, id(each) in moved))
    counts = Counter(each.change for each in changes)
    return Comparison(tuple(changes), old.financing != new.financing, {each: counts[each] for each in Change})


def _changed(before: Line, after: Line, moved: bool) -> LineChange:
    fields = tuple(_fields(before, after))
    change = Change.CHANGED if fields else Change.MOVED if moved else Change.SAME
    return LineChange(change, before, after, fields)


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Which line is which: by category and words; else by number, when all figures are the same."""
    pairs: list[Pair] = []
    left, right = list(old), list(new)
    for key in (_by_words, _by_figures):
        before, after = _unique(left, key), _unique(right, key)
        found = [(before[each], after[each]) for each in before if each in after]
        pairs += found
        taken = {id(each) for pair in found for each in pair}
        left = [each for each in left if id(each) not in taken]
        right = [each for each in right if id(each) not in taken]
    return pairs + _in_order(left, right)


def _unique(lines: Sequence[Line], key: object) -> dict[object, Line]:
    """The lines whose key no other line has."""
    assert callable(key)  # noqa: S101
    counts = Counter(key(each) for each in lines)
    return {key(each): each for each in lines if counts[key(each)] == 1}


def _by_words(line: Line) -> object:
    return line.category, plain(line.purpose)


def _by_figures(line: Line) -> object:
    return line.number, line.category, line.unit, line.years, line.sought, line.own, line.other


def _in_order(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Lines that are alike in every way pair off in the order they stand."""
    waiting: dict[object, list[Line]] = {}
    for each in new:
        waiting.setdefault(_by_words(each), []).append(each)
    return [(each, queue.pop(0)) for each in old if (queue := waiting.get(_by_words(each)))]


def _moved(pairs: Sequence[Pair], old: Sequence[Line], new: Sequence[Line]) -> set[int]:
    """The fewest lines that must have been moved: all but the longest run that kept its order."""
    places = {id(each): place for place, each in enumerate(old)}
    now = {id(each): place for place, each in enumerate(new)}
    ordered = sorted(pairs, key=lambda pair: now[id(pair[1])])
    run = longest_run([places[id(before)] for before, _after in ordered])
    return {id(after) for place, (_before, after) in enumerate(ordered) if place not in run}


def longest_run(places: Sequence[int]) -> set[int]:
    """Which positions form the longest increasing run."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for position, place in enumerate(places):
        slot = bisect_left(ends, place)
        before.append(at[slot - 1] if slot else None)
        ends[slot:], at[slot:] = [place, *ends[slot + 1 :]], [position, *at[slot + 1 :]]
    run: set[int] = set()
    step = at[-1] if at else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def _fields(old: Line, new: Line) -> Iterator[FieldChange]:
    for name in ("category", "purpose", "unit", "note", "function"):
        yield from _field(name, None, getattr(old, name), getattr(new, name))
    for name in ("sought", "own", "other"):
        yield from _field(name, None, getattr(old, name).digits, getattr(new, name).digits)
    yield from _field("refund", None, "yes" if old.refund else "no", "yes" if new.refund else "no")
    for year in sorted({each.year for line in (old, new) for each in line.years}):
        for name in ("units", "unit_price", "amount"):
            yield from _field(name, year, _figure(old, year, name), _figure(new, year, name))


def _field(name: str, year: int | None, old: str, new: str) -> Iterator[FieldChange]:
    if old != new:
        yield FieldChange(name, year, old, new)


def _figure(line: Line, year: int, name: str) -> str:
    cost = next((each for each in line.years if each.year == year), None)
    value = getattr(cost, name) if cost else None
    if value is None:
        return ""
    return value.digits if isinstance(value, Ore) else danish(value) if written(value) != "0" else ""
