"""What the pages about an uploaded workbook show: things to do, and what will happen on confirming. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.budgets import comparing, totals
from portal.budgets.comparing import Comparison
from portal.budgets.findings import Finding, Group, Severity, grouped
from portal.budgets.lines import Budget
from portal.budgets.totals import Totals
from portal.core.money import Ore

REMOVED = "removed"


@dataclass(frozen=True)
class Todo:
    """The findings of a workbook as people work through them."""

    blocks: list[Group]
    warnings: list[Group]
    infos: list[Group]

    @property
    def cells(self) -> int:
        return len({(each.sheet, each.cell) for group in self.blocks for each in group.findings})


@dataclass(frozen=True)
class Preview:
    comparison: Comparison
    sums: Totals
    sought: Ore
    sought_before: Ore
    share: float
    places: int

    @property
    def per_place(self) -> Ore | None:
        return Ore(self.sums.total // self.places) if self.places else None


def todo(findings: Iterable[Finding]) -> Todo:
    found = list(findings)
    by = {each: grouped(one for one in found if one.severity is each) for each in Severity}
    return Todo(by[Severity.BLOCK], by[Severity.WARN], by[Severity.INFO])


def preview(draft: Budget, new: Budget, places: int) -> Preview:
    sums, sought = totals.of(new), totals.sought(new)
    return Preview(
        comparison=comparing.compare(draft, new),
        sums=sums,
        sought=sought,
        sought_before=totals.sought(draft),
        share=totals.share(sought, sums.total),
        places=places,
    )


def acknowledgements(shown: Preview, things: Todo) -> set[str]:
    """What the person must tick: every kind of warning, and that lines of the draft go away."""
    codes = {group.code for group in things.warnings}
    return codes | ({REMOVED} if shown.comparison.removed else set())
