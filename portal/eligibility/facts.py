"""What an application says, as plain values: the document of `docs/application.schema.json`, name for name. Pure.

A section that the application's pool does not have is there too, and empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.core.money import Ore
from portal.eligibility.budget_facts import Budget, BudgetLine, CostYear, Finance, FinanceYear, Milestone
from portal.eligibility.plan_facts import (
    Adoption,
    NumberGoals,
    Plan,
    PlanGroup,
    Positions,
    Results,
    Tasks,
)

__all__ = ["Budget", "BudgetLine", "CostYear", "Facts", "Finance", "FinanceYear", "Milestone", "Sections"]


@dataclass(frozen=True)
class Partner:
    municipality_code: str
    places: int | None
    amount_ore: Ore | None


@dataclass(frozen=True)
class Basis:
    title: str
    period_start: date | None
    period_end: date | None
    early_start_reason: str
    grant_responsible: str
    cvr: str
    ean: str
    partners: tuple[Partner, ...]
    contact_name: str
    contact_role: str
    contact_email: str
    contact_phone: str
    manager_name: str
    manager_title: str
    manager_email: str


@dataclass(frozen=True)
class Background:
    background: str
    purpose: str
    project_type: str
    project_type_other: str


@dataclass(frozen=True)
class TargetLine:
    benefit_type: str
    match_group: str
    number: int | None
    long_term_share: int | None


@dataclass(frozen=True)
class TargetGroup:
    groups: tuple[str, ...]
    risk_group: str
    description: str
    match_reason: str
    lines: tuple[TargetLine, ...]


@dataclass(frozen=True)
class Occupation:
    occupation_code: str
    title: str
    places: int | None


@dataclass(frozen=True)
class Occupations:
    lines: tuple[Occupation, ...]
    choice_reason: str


@dataclass(frozen=True)
class Activity:
    title: str
    instrument: str
    weeks: int | None
    places: int | None
    leads_to: str
    provider_type: str
    provider: str
    hours: int | None
    price_per_week_ore: Ore | None
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Activities:
    lines: tuple[Activity, ...]
    company_share_today: int | None
    job_search_note: str


@dataclass(frozen=True)
class Goal:
    indicator: str
    counts_in: str
    unit: str
    baseline: Decimal | None
    baseline_date: date | None
    baseline_source: str
    target: Decimal | None
    target_date: date | None
    method: str
    better: str
    comparison: Decimal | None
    best_quarter: Decimal | None


@dataclass(frozen=True)
class Goals:
    lines: tuple[Goal, ...]
    realism_reason: str


@dataclass(frozen=True)
class ShouldElement:
    element: str
    text: str


@dataclass(frozen=True)
class ShouldElements:
    lines: tuple[ShouldElement, ...]


@dataclass(frozen=True)
class Organisation:
    description: str
    steering_needed: str
    steering_members: str
    no_steering_reason: str


@dataclass(frozen=True)
class Phases:
    lines: tuple[Milestone, ...]
    plan: str


@dataclass(frozen=True)
class FollowUp:
    follow_up: str
    evaluation: str


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    size: int
    sha256: str
    scan: str


@dataclass(frozen=True)
class Attachments:
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class Declarations:
    vat_excluded: bool
    no_double_cover: bool
    performance_audit: bool
    confirmed_name: str
    confirmed_title: str
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Sparring:
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Sections:
    basis: Basis
    background: Background
    target_group: TargetGroup
    occupations: Occupations
    activities: Activities
    goals: Goals
    should_elements: ShouldElements
    organisation: Organisation
    phases: Phases
    budget: Budget
    follow_up: FollowUp
    attachments: Attachments
    declarations: Declarations
    sparring: Sparring
    plan: Plan
    plan_group: PlanGroup
    number_goals: NumberGoals
    results: Results
    tasks: Tasks
    positions: Positions
    adoption: Adoption


@dataclass(frozen=True)
class Facts(Sections):
    """All sections, what the document says about itself, and where in it a CPR-shaped number stands."""

    reference: str
    judged_at: datetime
    job_centre: str
    cpr_places: tuple[str, ...] = field(default=())
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # every sentence, with its place
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)  # sections only their pool knows

    def answer(self, section: str, name: str) -> Any:
        """What stands in a field, also of a section that has no class of its own here."""
        if section in self.more:
            return self.more[section].get(name)
        return getattr(getattr(self, section, None), name, None)
