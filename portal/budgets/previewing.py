"""What the pages about an uploaded workbook show: things to do, and what will happen on confirming. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.adapters.spreadsheet_form import address
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets import comparing, totals
from portal.budgets.comparing import Comparison
from portal.budgets.findings import Finding, Group, Severity, grouped
from portal.budgets.lines import Budget
from portal.budgets.totals import Totals
from portal.core.money import Ore, per_head

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
    full_time: Decimal  # the positions together, 1 for each full-time position

    @property
    def per_place(self) -> Ore | None:
        return per_head(self.sums.total, self.places) if self.places else None


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
        full_time=sum((each.share or Decimal(0) for each in new.positions), Decimal(0)),
    )


def acknowledgements(shown: Preview, things: Todo) -> set[str]:
    """What the person must tick: every warning with its column, and that lines of the draft go away."""
    return {key(each) for each in things.warnings} | ({REMOVED} if shown.comparison.removed else set())


def key(group: Group) -> str:
    """What a thing to tick is known by, also when the page is loaded again."""
    return f"{group.code}/{group.first.sheet or ''}/{group.first.column}"


def cells(group: Group) -> str:
    """The cells of a group in few words, neighbours as one run; empty when they have none."""
    found = sorted({place_of(each.cell)[::-1] for each in group.findings if each.cell and ADDRESS.fullmatch(each.cell)})
    runs: list[list[tuple[int, int]]] = []
    for column, row in found:
        if runs and runs[-1][-1] == (column, row - 1):
            runs[-1].append((column, row))
        else:
            runs.append([(column, row)])
    return ", ".join("–".join(dict.fromkeys(address(row, column) for column, row in (run[0], run[-1]))) for run in runs)
