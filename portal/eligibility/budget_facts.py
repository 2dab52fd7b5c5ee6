"""The budget of an application as plain values, with what a plan keeps in it: positions, goals, milestones. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import Ore, total
from portal.eligibility.plan_facts import PlanGoal, YearlyGrant
from portal.pools.positions import Position

Day = date  # a milestone has a field called date


@dataclass(frozen=True)
class Milestone:
    title: str
    date: Day | None
    responsible: str
    result: str


@dataclass(frozen=True)
class CostYear:
    year: int
    units: Decimal | None
    unit_price_ore: Ore | None
    amount_ore: Ore | None

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.unit_price_ore or self.amount_ore)


@dataclass(frozen=True)
class BudgetLine:
    number: int
    category: str
    purpose: str
    unit: str
    years: tuple[CostYear, ...]
    sought_ore: Ore | None
    own_ore: Ore | None
    other_ore: Ore | None
    refund: bool
    note: str
    function: str
    hours: Decimal | None
    hourly_rate_ore: Ore | None

    @property
    def cost(self) -> Ore:
        return total(each.amount_ore or Ore(0) for each in self.years)

    @property
    def lacks_an_amount(self) -> bool:
        """Nobody has written what it costs, in any year or in one where units or a price stand. 0 is an amount."""
        if all(each.amount_ore is None for each in self.years):
            return True
        return any(each.amount_ore is None and not each.is_empty for each in self.years)

    @property
    def lacks_what_is_sought(self) -> bool:
        """The field is empty and others do not pay it all, so it cannot be read as 0."""
        return self.sought_ore is None and self.financed != self.cost

    @property
    def financed(self) -> Ore:
        return total(each or Ore(0) for each in (self.sought_ore, self.own_ore, self.other_ore))


@dataclass(frozen=True)
class FinanceYear:
    year: int
    amount_ore: Ore | None


@dataclass(frozen=True)
class Finance:
    source: str
    kind: str
    status: str
    years: tuple[FinanceYear, ...]

    @property
    def amount(self) -> Ore:
        return total(each.amount_ore or Ore(0) for each in self.years)


@dataclass(frozen=True)
class Budget:
    lines: tuple[BudgetLine, ...]
    financing: tuple[Finance, ...]
    early_cost_reason: str
    positions: tuple[Position, ...] = ()  # of a pool that pays for positions, as the next three
    goals: tuple[PlanGoal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    grants: tuple[YearlyGrant, ...] = ()

    @property
    def cost(self) -> Ore:
        return total(each.cost for each in self.lines)

    @property
    def sought(self) -> Ore:
        return total(each.sought_ore or Ore(0) for each in self.lines)

    def without_amount(self, *codes: str) -> list[int]:
        """The numbers of the lines that lack an amount; of all categories when none is named."""
        return [each.number for each in self.lines if each.lacks_an_amount and (not codes or each.category in codes)]

    @property
    def without_what_is_sought(self) -> list[int]:
        return [each.number for each in self.lines if each.lacks_what_is_sought]

    def in_category(self, *codes: str) -> Ore:
        return total(each.cost for each in self.lines if each.category in codes)
