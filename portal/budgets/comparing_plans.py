"""The differences between two plans: financing, positions, goals, milestones and the grant of each year. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from portal.budgets import dates
from portal.budgets.changes import Change, FieldChange, PlanChange, answer, differing, kroner
from portal.budgets.labels import plain
from portal.budgets.lines import Budget, Financing, Line
from portal.budgets.plans import Figures, Goal, Milestone, YearlyGrant
from portal.core.money import Ore
from portal.pools.positions import Position

T = TypeVar("T")
Key = Callable[[Any], Hashable]
Fields = Callable[[Any, Any], Iterator[FieldChange]]


def of_position(lines: tuple[Line, Line], old: Position, new: Position) -> Iterator[FieldChange]:
    """What a position says, and the amounts that follow; its months and rates follow from the rest."""
    for name in ("job_centre", "function"):
        yield from differing(name, None, getattr(old, name), getattr(new, name))
    for name in ("start", "end"):
        yield from differing(name, None, _day(getattr(old, name)), _day(getattr(new, name)))
    yield from differing("share", None, answer(old.share), answer(new.share))
    yield from differing("monthly_wage", None, kroner(old.monthly_wage), kroner(new.monthly_wage))
    yield from differing("pension", None, answer(old.pension), answer(new.pension))
    before, after = lines
    for year in sorted({each.year for line in lines for each in line.years}):
        yield from differing("amount", year, kroner(before.of_year(year)), kroner(after.of_year(year)))
    for name in ("sought", "own"):
        yield from differing(name, None, kroner(getattr(before, name)), kroner(getattr(after, name)))
    for name in ("caseload", "visits"):
        yield from differing(name, None, answer(getattr(old, name)), answer(getattr(new, name)))


def of(old: Budget, new: Budget) -> tuple[PlanChange, ...]:
    """Sheet by sheet: what is gone, then the new plan's rows in their order."""
    follows = old.positions or new.positions  # from the grant of each year
    financing = [] if follows else _changes("financing", (old.financing, new.financing), (_source, _kind), _financing)
    goals = _changes("goals", (old.goals, new.goals), (_goal_key,), _goal)
    milestones = _changes("milestones", (old.milestones, new.milestones), (_title, _number), _milestone)
    return (*financing, *goals, *milestones, *_changes("yearly_grant", (old.grants, new.grants), (_year,), _grant))


def _changes(kind: str, rows: tuple[Sequence[T], Sequence[T]], keys: Sequence[Key], fields: Fields) -> list[PlanChange]:
    old, new = rows
    pairs = _pairs(old, new, keys)
    kept = {before for before, _after in pairs}
    partner = {after: before for before, after in pairs}
    found = [_said(kind, Change.REMOVED, each) for place, each in enumerate(old) if place not in kept]
    for place, each in enumerate(new):
        if place not in partner:
            found.append(_said(kind, Change.ADDED, each))
        elif differences := tuple(fields(old[partner[place]], each)):
            said = _said(kind, Change.CHANGED, each, differences)
            found.append(replace(said, difference=_more(old[partner[place]], each)))
    return found


def _more(old: Any, new: Any) -> Ore | None:
    """How much more a source pays; nothing is added up of what is no money."""
    paid = [each.total for each in (new, old) if isinstance(each, Financing)]
    return Ore(paid[0] - paid[1]) if len(paid) == 2 else None


def _pairs(old: Sequence[Any], new: Sequence[Any], keys: Sequence[Key]) -> list[tuple[int, int]]:
    """By place: rows of the same key belong together, the first with the first; what is left tries the next key."""
    pairs: list[tuple[int, int]] = []
    for key in keys:
        taken_old, taken_new = {before for before, _ in pairs}, {after for _, after in pairs}
        left = {each: place for place, each in _named(old, key, taken_old)}
        pairs += [(left[each], place) for place, each in _named(new, key, taken_new) if each in left]
    return pairs


def _named(rows: Sequence[Any], key: Key, taken: set[int]) -> Iterator[tuple[int, Hashable]]:
    """Each free row's place, and its key with how many of that key came before it."""
    seen: Counter[Hashable] = Counter()
    for place, each in enumerate(rows):
        if place not in taken:
            name = key(each)
            yield place, (name, seen[name])
            seen[name] += 1


def _said(kind: str, change: Change, row: Any, fields: tuple[FieldChange, ...] = ()) -> PlanChange:
    match row:
        case Goal():
            return PlanChange(kind, change, row.target_group, row.instrument, fields)
        case Milestone():
            return PlanChange(kind, change, row.title or str(row.number), "", fields)
        case Financing():
            whole = None if fields else Ore(row.total if change is Change.ADDED else -row.total)
            return PlanChange(kind, change, row.source, "", fields or _whole(change, row), whole)
    return PlanChange(kind, change, str(row.year), "", fields)


def _whole(change: Change, row: Financing) -> tuple[FieldChange, ...]:
    """A source that came or went, by its amount."""
    amount = kroner(row.total)
    return (FieldChange("total", None, *(("", amount) if change is Change.ADDED else (amount, ""))),)


def _goal_key(row: Goal) -> Hashable:
    return plain(row.target_group), row.instrument


def _title(row: Milestone) -> Hashable:
    return plain(row.title)


def _number(row: Milestone) -> Hashable:
    return row.number


def _year(row: YearlyGrant) -> Hashable:
    return row.year


def _source(row: Financing) -> Hashable:
    return plain(row.source)


def _kind(row: Financing) -> Hashable:
    return row.kind


def _financing(old: Financing, new: Financing) -> Iterator[FieldChange]:
    for name in ("source", "kind", "status"):
        yield from differing(name, None, getattr(old, name), getattr(new, name))
    for year in sorted({each.year for row in (old, new) for each in row.years}):
        yield from differing("amount", year, kroner(old.of_year(year)), kroner(new.of_year(year)))


def _goal(old: Goal, new: Goal) -> Iterator[FieldChange]:
    yield from differing("baseline", None, answer(old.baseline), answer(new.baseline))
    for name in ("baseline_period", "baseline_source"):
        yield from differing(name, None, getattr(old, name), getattr(new, name))
    yield from _figures("goal", old.goals, new.goals)
    yield from _figures("actual", old.actual, new.actual)


def _figures(name: str, old: Figures, new: Figures) -> Iterator[FieldChange]:
    before, after = dict(old), dict(new)
    for year in sorted(before.keys() | after.keys()):
        yield from differing(name, year, answer(before.get(year)), answer(after.get(year)))


def _milestone(old: Milestone, new: Milestone) -> Iterator[FieldChange]:
    yield from differing("date", None, _day(old.date), _day(new.date))
    for name in ("title", "responsible", "result", "status"):
        yield from differing(name, None, getattr(old, name), getattr(new, name))


def _grant(old: YearlyGrant, new: YearlyGrant) -> Iterator[FieldChange]:
    yield from differing("grant", None, kroner(old.grant), kroner(new.grant))
    yield from differing("allocation", None, kroner(old.allocation), kroner(new.allocation))


def _day(when: date | None) -> str:
    return dates.shown(when) if when else ""
