"""The differences between two budgets: added, removed, changed and moved lines, and what they cost. Pure."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from portal.budgets import comparing_plans
from portal.budgets.changes import Change as Change
from portal.budgets.changes import FieldChange as FieldChange
from portal.budgets.changes import PlanChange, differing, kroner, quantity
from portal.budgets.labels import plain
from portal.budgets.lines import Budget, Line, YearCost
from portal.core.money import Ore, total

K = TypeVar("K", bound=Hashable)
Pair = tuple[Line, Line]
Key = Callable[[Line], Hashable]


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
    plan: tuple[PlanChange, ...] = ()  # what is promised beside the lines

    def of(self, *changes: Change) -> list[LineChange]:
        return [each for each in self.lines if each.change in changes]

    @property
    def removed(self) -> list[LineChange]:
        return self.of(Change.REMOVED)

    @property
    def difference(self) -> Ore:
        return total(each.difference for each in self.lines)

    @property
    def by_year(self) -> dict[int, Ore]:
        """How much more each year costs, for the years that any line names."""
        return _summed((cost.year, amount) for each in self.lines for cost, amount in _movements(each))

    @property
    def by_category(self) -> dict[str, Ore]:
        """How much more each category costs; a line that changed category leaves one and enters the other."""
        amounts = [(each.old.category, -each.old.total) for each in self.lines if each.old]
        return _summed([*amounts, *((each.new.category, each.new.total) for each in self.lines if each.new)])

    @property
    def nothing(self) -> bool:
        same = all(each.change is Change.SAME for each in self.lines)
        return same and not self.financing_changed and not self.plan


def _movements(change: LineChange) -> Iterator[tuple[YearCost, int]]:
    yield from ((cost, -(cost.amount or 0)) for cost in (change.old.years if change.old else ()))
    yield from ((cost, cost.amount or 0) for cost in (change.new.years if change.new else ()))


def _summed(amounts: Iterable[tuple[K, int]]) -> dict[K, Ore]:
    sums: dict[K, Ore] = {}
    for key, amount in amounts:
        sums[key] = Ore(sums.get(key, 0) + amount)
    return sums


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
            changes.append(_changed(before, each, id(each) in moved, tuple(_differences((before, each), old, new))))
    counts = {kind: sum(each.change is kind for each in changes) for kind in Change}
    return Comparison(tuple(changes), old.financing != new.financing, counts, comparing_plans.of(old, new))


def _differences(lines: Pair, old: Budget, new: Budget) -> Iterator[FieldChange]:
    """A line that is a position differs where the position does."""
    before, after = old.position(lines[0].number), new.position(lines[1].number)
    if before and after:
        return comparing_plans.of_position(lines, before, after)
    return _fields(*lines)


def _changed(before: Line, after: Line, moved: bool, fields: tuple[FieldChange, ...]) -> LineChange:
    change = Change.CHANGED if fields else Change.MOVED if moved else Change.SAME
    return LineChange(change, before, after, fields)


def _pairs(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Which line is which: by category and words where no other line has them, or by number and figures.

    Lines that are alike pair off in the order they stand: first those with the same figures, then the others. What is
    left pairs off by number and category, where the numbers have been kept.
    """
    pairs: list[Pair] = []
    left, right = list(old), list(new)
    for key, alone in KEYS:
        if key is _number and not _numbered_alike(pairs):
            continue
        found = _by(key, left, right, alone=alone)
        pairs += found
        taken = {id(each) for pair in found for each in pair}
        left = [each for each in left if id(each) not in taken]
        right = [each for each in right if id(each) not in taken]
    return pairs


def _numbered_alike(pairs: Sequence[Pair]) -> bool:
    """The numbers are those of the old budget, as in a workbook made from it: no line that is known has another."""
    return bool(pairs) and all(before.number == after.number for before, after in pairs)


def _by(key: Key, old: Sequence[Line], new: Sequence[Line], *, alone: bool) -> list[Pair]:
    """The lines of one key, in order; with `alone`, only where one line on either side has it."""
    before, after = _keyed(key, old), _keyed(key, new)
    shared = [each for each in before if each in after]
    if alone:
        shared = [each for each in shared if len(before[each]) == len(after[each]) == 1]
    return [pair for each in shared for pair in zip(before[each], after[each], strict=False)]


def _keyed(key: Key, lines: Sequence[Line]) -> dict[Hashable, list[Line]]:
    found: dict[Hashable, list[Line]] = {}
    for each in lines:
        found.setdefault(key(each), []).append(each)
    return found


def _words(line: Line) -> Hashable:
    return line.category, plain(line.purpose)


def _figures(line: Line) -> Hashable:
    return line.category, line.unit, line.years, line.sought, line.own, line.other


def _place_and_figures(line: Line) -> Hashable:
    return line.number, _figures(line)


def _words_and_figures(line: Line) -> Hashable:
    return _words(line), _figures(line)


def _number(line: Line) -> Hashable:
    return line.number, line.category


KEYS: tuple[tuple[Key, bool], ...] = (  # whether the key must belong to one line alone
    (_words, True),
    (_place_and_figures, True),
    (_words_and_figures, False),
    (_words, False),
    (_number, True),
)


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
        yield from differing(name, None, getattr(old, name), getattr(new, name))
    for name in ("sought", "own", "other"):
        yield from differing(name, None, kroner(getattr(old, name)), kroner(getattr(new, name)))
    yield from differing("hours", None, quantity(old.hours), quantity(new.hours))
    yield from differing("hourly_rate", None, kroner(old.hourly_rate), kroner(new.hourly_rate))
    yield from differing("refund", None, "yes" if old.refund else "no", "yes" if new.refund else "no")
    for year in sorted({each.year for line in (old, new) for each in line.years}):
        for name in ("units", "unit_price", "amount"):
            yield from differing(name, year, _figure(old, year, name), _figure(new, year, name))


def _figure(line: Line, year: int, name: str) -> str:
    cost = next((each for each in line.years if each.year == year), None)
    value = getattr(cost, name) if cost else None
    return kroner(value) if isinstance(value, Ore) else quantity(value)
