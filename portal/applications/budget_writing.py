"""Writing the budget on its page: kept while somebody types, and what to compare when two have written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.applications import saving
from portal.applications.budget_desk import Desk
from portal.applications.models import Application, Section
from portal.applications.rules import SectionKey
from portal.budgets import comparing, totals
from portal.budgets.comparing import Change, Comparison
from portal.budgets.lines import Budget, Financing
from portal.budgets.specification import plain
from portal.budgets.totals import Totals
from portal.core.db import db
from portal.identity.models import Person


def section(application: Application) -> Section:
    return application.section(SectionKey.BUDGET)


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
    def changed(self) -> list[comparing.LineChange]:
        return self.comparison.of(Change.REMOVED, Change.ADDED, Change.CHANGED, Change.MOVED)

    @cached_property
    def sources(self) -> list[SourceChange]:
        return [each for each in _paired(self.theirs.financing, self.mine.financing) if each.old != each.new]

    def sums(self, budget: Budget) -> Totals:
        return totals.of(budget, self.desk.years)


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
