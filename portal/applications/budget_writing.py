"""Writing the budget on its page: kept while somebody types, and what to compare when two have written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portal.applications import saving
from portal.applications.budget_desk import Desk
from portal.applications.models import Application, Section
from portal.applications.rules import SectionKey
from portal.budgets import comparing, totals
from portal.budgets.comparing import Change, Comparison, FieldChange, LineChange
from portal.budgets.lines import Budget, Financing, Line
from portal.budgets.specification import plain
from portal.budgets.totals import Totals
from portal.core.db import db
from portal.core.text import Text, _
from portal.identity.models import Person


def section(application: Application) -> Section:
    return application.section(SectionKey.BUDGET)


def only_in_excel(desk: Desk, *, most: int) -> Text | None:
    """Why this budget cannot be written on the page, if it cannot."""
    if not any(each.key == "costs" for each in desk.spec.tables):
        return _("The budget of this pool is filled in in Excel.")
    rows = max(len(desk.draft.lines), len(desk.draft.financing))
    if rows > most:
        return _("The budget has %(rows)s lines. The page has room for %(most)s, so go on in Excel.",
                 rows=rows, most=most)  # fmt: skip
    return None


def keep(application: Application, budget: Budget, *, unfinished: bool, seen: int, by: Person) -> int:
    """What is typed so far, into the draft but not among the versions; the section's new version.

    A section that was complete is so no longer when something is missing in what is typed.
    """
    kept = section(application)
    complete = kept.complete and not unfinished
    saving.save(kept, budget.as_json(), seen=seen, complete=complete, auto=True, by=by)
    kept.complete = complete
    db.session.flush()
    return kept.version


@dataclass(frozen=True)
class SourceChange:
    """A source of money as the one and the other wrote it; None where it is missing."""

    old: Financing | None
    new: Financing | None

    @property
    def source(self) -> Financing:
        source = self.new or self.old
        assert source is not None  # noqa: S101 - there is always one of the two
        return source


@dataclass(frozen=True)
class Clash:
    """A colleague's budget, saved meanwhile, beside what this person typed."""

    desk: Desk
    mine: Budget

    @property
    def theirs(self) -> Budget:
        return self.desk.draft

    @cached_property
    def comparison(self) -> Comparison:
        return comparing.compare(self.theirs, self.mine)

    @property
    def changed(self) -> list[LineChange]:
        """What differs. A line that both wrote new words for is one line that differs, not one less and one more."""
        less = {_place(each): each for each in self.comparison.of(Change.REMOVED)}
        more = {_place(each): each for each in self.comparison.of(Change.ADDED)}
        both = less.keys() & more.keys()
        alone = [each for place, each in (*less.items(), *more.items()) if place not in both]
        together = [_one(less[place].line, more[place].line) for place in both]
        found = [*together, *alone, *self.comparison.of(Change.CHANGED, Change.MOVED)]
        return sorted(found, key=lambda each: each.line.number)

    @cached_property
    def sources(self) -> list[SourceChange]:
        return [each for each in _paired(self.theirs.financing, self.mine.financing) if each.old != each.new]

    def sums(self, budget: Budget) -> Totals:
        return totals.of(budget, self.desk.years)


def _place(change: LineChange) -> tuple[int, str]:
    return change.line.number, change.line.category


def _one(old: Line, new: Line) -> LineChange:
    (change,) = comparing.compare(Budget((replace(old, purpose=new.purpose),)), Budget((new,))).lines
    words = FieldChange("purpose", None, old.purpose, new.purpose)
    return LineChange(Change.CHANGED, old, new, (words, *change.fields))


def _paired(old: Sequence[Financing], new: Sequence[Financing]) -> Iterator[SourceChange]:
    """Sources of the same name belong together, the first with the first; the old order, then what is new."""
    left = list(zip(_names(new), new, strict=True))
    for name, each in zip(_names(old), old, strict=True):
        partner = next((one for one in left if one[0] == name), None)
        if partner:
            left.remove(partner)
        yield SourceChange(each, partner[1] if partner else None)
    yield from (SourceChange(None, each) for _name, each in left)


def _names(sources: Sequence[Financing]) -> list[tuple[str, int]]:
    """What each is called, and how many before it are called the same."""
    seen: Counter[str] = Counter()
    names = []
    for each in sources:
        name = plain(each.source)
        names.append((name, seen[name]))
        seen[name] += 1
    return names
