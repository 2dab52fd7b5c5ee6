"""Which sections an application has, by its pool and the plan years of its guideline."""

from collections.abc import Mapping
from typing import Any

from portal.applications import catalogue
from portal.applications.fields import SectionSpec
from portal.applications.models import Application, Section
from portal.budgets import plans
from portal.pools.settings import Settings


def sections_of(application: Application) -> tuple[SectionSpec, ...]:
    settings = Settings.from_json(application.round.guideline.settings)
    return catalogue.of_pool(application.round.pool.code, settings.plan_years)


def spec_of(section: Section) -> SectionSpec:
    return next(each for each in sections_of(section.application) if each.key == section.key)


def places(application: Application) -> int:
    """How many people it is for: the places of the target group, or a plan's goal for its last year."""
    held = {str(each.key): each.answers for each in application.sections}
    if "target_group" in held:
        return sum(line.get("number") or 0 for line in held["target_group"].get("lines", []))
    goals = plans_of(held.get("budget", {}))
    last = max((year for each in goals for year, _number in each.goals), default=None)
    return int(plans.persons(goals, last)) if last else 0


def plans_of(budget: Mapping[str, Any]) -> list[plans.Goal]:
    return [plans.goal(each) for each in budget.get("goals") or []]
