"""What goals are called: their own words, or the target group and the instrument as the pool's workbook has them."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from portal.applications import codes
from portal.budgets import specification
from portal.core.language import DEFAULT
from portal.core.text import Text, _
from portal.projects.goal_models import Goal
from portal.projects.models import Project

IN_ALL = _("In all")
EVERYBODY = _("All target groups")


def of_the_list(project: Project, name: str, code: str, language: str) -> str:
    """A code of the pool's workbook as people read it; what is no code was written by the job centre itself."""
    return specification.called(project.application.round.pool.code, name, code, language)


def group(goal: Goal, language: str) -> str:
    return of_the_list(goal.project, "target_groups", goal.target_group, language)


def instrument(goal: Goal, language: str) -> str:
    return of_the_list(goal.project, "instruments", goal.instrument, language)


def title(goal: Goal, language: str) -> str:
    """Andel i ordinært arbejde; or, for a goal of a plan, Langtidsledige: Virksomhedspraktik."""
    if goal.words:
        return goal.words
    return ": ".join(each for each in (group(goal, language), instrument(goal, language)) if each)


def unit(goal: Goal) -> Text | str:
    return dict(codes.UNITS).get(goal.unit, goal.unit)


def when(goal: Goal) -> date | str:
    """The day of the baseline, or the words for its time."""
    try:
        return date.fromisoformat(goal.baseline_when)
    except ValueError:
        return goal.baseline_when


def figure(value: Decimal | None, language: str = DEFAULT) -> str:
    """1.234,5 in Danish and 1,234.5 in English; a dash for what is not known."""
    return "–" if value is None else format_decimal(value, "#,##0.###", locale=language)
