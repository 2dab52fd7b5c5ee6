"""What an addendum to the employment plans says beside its costs, as plain values. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import Ore

Day = date  # a decision has a field called date


@dataclass(frozen=True)
class PlanYear:
    year: int
    persons: Decimal | None


@dataclass(frozen=True)
class PlanGoal:
    """So many persons of a target group in an instrument: at the baseline, and in each year of the plan."""

    target_group: str
    instrument: str
    baseline: Decimal | None
    baseline_period: str
    baseline_source: str
    goals: tuple[PlanYear, ...]

    def goal(self, year: int) -> Decimal | None:
        return next((each.persons for each in self.goals if each.year == year), None)


@dataclass(frozen=True)
class YearlyGrant:
    year: int
    grant_ore: Ore
    allocation_ore: Ore | None


@dataclass(frozen=True)
class Plan:
    overall_goals: str
    strategy: str


@dataclass(frozen=True)
class PlanGroup:
    groups: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class NumberGoals:
    explanation: str


@dataclass(frozen=True)
class Results:
    requirements: str


@dataclass(frozen=True)
class Tasks:
    interviews: str
    contact: str
    mentors: str
    service: str


@dataclass(frozen=True)
class Positions:
    consultants_before: Decimal | None
    consultants_after: Decimal | None


@dataclass(frozen=True)
class PlanDecision:
    year: int | None
    body: str
    date: Day | None
    status: str


@dataclass(frozen=True)
class Adoption:
    plans: tuple[PlanDecision, ...]
    council: str
    council_on: Day | None
