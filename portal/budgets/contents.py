"""The tables of a workbook as one budget, whichever tables the pool's specification has. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.budgets import checking, cost_rows, goal_rows, other_rows, position_checks, position_lines, position_rows
from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import Finding
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, Financing, Line, Wage
from portal.budgets.other_rows import SourceRow
from portal.budgets.plans import Goal, Milestone, YearlyGrant
from portal.budgets.position_rows import GrantRow, PositionRow
from portal.budgets.rows import TableRows
from portal.budgets.specification import Spec


@dataclass
class Contents:
    """What every table said, each in its own way."""

    tables: Mapping[str, TableRows]  # by kind
    costs: list[CostRow] = field(default_factory=list)
    wages: list[Wage] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    positions: list[PositionRow] = field(default_factory=list)
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    grants: list[GrantRow] | None = None  # None: the table is not there
    financing: tuple[Financing, ...] = ()  # what follows from the positions

    @property
    def budget(self) -> Budget:
        return Budget(
            lines=self.lines,
            financing=(*(each.source for each in self.sources), *self.financing),
            positions=tuple(each.position for each in self.positions),
            goals=self.goals,
            milestones=self.milestones,
            grants=self._grants or (),
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*(each.line for each in self.costs), *(each.line for each in self.positions))

    @property
    def _grants(self) -> tuple[YearlyGrant, ...] | None:
        return None if self.grants is None else tuple(each.grant for each in self.grants)

    @property
    def places(self) -> dict[int, tuple[str, int]]:
        """Of each line: its sheet and row."""
        rows = [*(each.row for each in self.costs), *(each.row for each in self.positions)]
        places = [(row.table.located.sheet.name, row.number) for row in rows]
        return {line.number: place for line, place in zip(self.lines, places, strict=True)}


def read(tables: Mapping[str, TableRows], spec: Spec, limits: Limits) -> Contents:
    """`tables` by their kind. What is wrong is written down at the tables."""
    found = Contents(tables)
    if "costs" in tables:
        _costs(found, limits)
    if "positions" in tables:
        _positions(found, spec, limits)
    if "goals" in tables:
        found.goals = goal_rows.kept(goal_rows.goals(tables["goals"]))
    if "milestones" in tables:
        found.milestones = tuple(goal_rows.milestones(tables["milestones"]))
    return found


def _costs(found: Contents, limits: Limits) -> None:
    tables = found.tables
    found.costs = cost_rows.read(tables["costs"])
    if "wages" in tables:
        found.wages = other_rows.wages(tables["wages"])
        if tables["costs"].whole and tables["wages"].whole:
            other_rows.joined(found.costs, found.wages, tables["wages"])
    cost_rows.with_facts(found.costs)
    found.sources = other_rows.financing(tables["financing"])
    checking.check(found.costs, found.sources, found.wages, tables, limits)


def _positions(found: Contents, spec: Spec, limits: Limits) -> None:
    table, known = found.tables["positions"], position_lines.layout(spec)
    years = _plan_years(table.located.years, spec, limits)
    found.positions = position_rows.positions(table, years, known)
    position_checks.check(found.positions, table, years, spec, known, limits)
    lines = [each.line for each in found.positions]
    if "yearly_grant" in found.tables:
        found.grants = position_rows.yearly_grants(found.tables["yearly_grant"], years)
        position_checks.check_years(found.grants, found.positions, found.tables)
    elif any(each.sought for each in lines):
        missing = next(each for each in spec.tables if each.kind == "yearly_grant")
        params = {"table": {"da": missing.sheet.da, "en": missing.sheet.en}}
        table.findings.append(Finding("grant_shared_out", table.located.sheet.name, params=params))
    found.financing = position_lines.sources(lines, found._grants, spec)
    if table.whole and not any(each.row.tainted for each in found.positions):
        position_checks.check_limits(found.budget, found.tables.get("yearly_grant", table), limits)


def _plan_years(headed: tuple[int, ...], spec: Spec, limits: Limits) -> list[int]:
    """Those of the round; without a round those of the headings, where none of them is of the template's own years."""
    alone = headed if not set(headed) & set(spec.years) else ()
    return sorted({*(limits.plan_years or alone or spec.years), *headed})
