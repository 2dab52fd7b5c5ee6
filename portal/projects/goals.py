"""Goals: taken from what was granted, measured by the job centre, and shown beside baseline and target."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.text import _
from portal.decisions.queries import latest_submission
from portal.eligibility import goals as eligible
from portal.identity.models import Person
from portal.projects import closed_years, following, goal_tables, rules
from portal.projects.following import Compared
from portal.projects.goal_models import Goal, Measurement
from portal.projects.goal_tables import Line, PlanGoal
from portal.projects.models import Project
from portal.projects.rules import MEASURE

LARGEST = Decimal(10) ** 9
HUNDRED = Decimal(100)


def of_the_application(sections: Mapping[str, Any]) -> list[Goal]:
    """The goals of the application, and those of a plan by target group and instrument."""
    lines = sections.get("goals", {}).get("lines", [])
    plans = sections.get("budget", {}).get("goals", [])
    made = [_goal(each) for each in lines] + [_plan(each) for each in plans]
    for number, goal in enumerate(made, 1):
        goal.number = number
    return made


def _goal(line: Mapping[str, Any]) -> Goal:
    target = [[line["target_date"], line["target"]]] if line.get("target_date") and line.get("target") else []
    return Goal(
        words=line.get("indicator", ""), unit=line.get("unit") or "", higher_is_better=line.get("better") != "lower",
        baseline=line.get("baseline") or "", baseline_when=line.get("baseline_date") or "",
        baseline_source=line.get("baseline_source") or "", method=line.get("method") or "", targets=target,
    )  # fmt: skip


def _plan(row: Mapping[str, Any]) -> Goal:
    years = [[f"{each['year']}-12-31", each["persons"]] for each in row.get("goals", []) if each.get("persons")]
    return Goal(
        words="", target_group=row.get("target_group", ""), instrument=row.get("instrument", ""), unit="persons",
        baseline=row.get("baseline") or "", baseline_when=row.get("baseline_period", ""),
        baseline_source=row.get("baseline_source", ""), targets=years,
    )  # fmt: skip


def compared(goal: Goal) -> list[Compared]:
    """Each target beside what was measured for it, as it stands today."""
    return following.compared(
        goal.targets_by_day, goal.measured, higher_is_better=goal.higher_is_better, today=clock.today()
    )


def is_planned(goal: Goal) -> bool:
    """A goal of a plan by target group and instrument, which has its place in a table of years."""
    return bool(goal.target_group or goal.instrument)


def plan(project: Project) -> list[Line]:
    """What was planned beside what came of it, by target group, instrument and year."""
    return goal_tables.lines([
        PlanGoal(each.number, each.target_group, each.instrument, number(each.baseline), tuple(compared(each)))
        for each in project.goals if is_planned(each)
    ])  # fmt: skip


def number(written: str) -> Decimal | None:
    """Digits with a dot; None where nothing, or something else, is written."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def is_share(goal: Goal) -> bool:
    """Percent of people, as the application counted the goal: it ends at 100."""
    latest = latest_submission(goal.project.application)
    lines = (latest.content.get("document", {}) if latest else {}).get("sections", {}).get("goals", {}).get("lines", [])
    counted = lines[goal.number - 1] if 0 < goal.number <= len(lines) else {}
    return eligible.is_share(goal.unit, counted.get("counts_in", ""))


def asks_about(goal: Goal, value: Decimal | None) -> bool:
    """Above 100 percent where the goal has no such figure itself: it may be a growth, or a slip of the hand."""
    own = [number(goal.baseline) or Decimal(), *(each.value for each in goal.targets_by_day)]
    return goal.unit == "percent" and value is not None and value > HUNDRED >= max(own) and not is_share(goal)


def measure(
    goal: Goal, on: date | None, value: Decimal | None, source: str, note: str, *, by: Person, sure: bool = False
) -> Measurement:  # fmt: skip
    """Write down what was measured. The same day again is a correction; both stay.

    `sure`: the person has said that a figure above 100 percent is right.
    """
    workflow.require(goal.project, MEASURE)
    refuse_if(problems(goal, on, value, source, note, sure=sure))
    if _is_there(goal, on, f"{value:f}", source.strip(), note.strip()):
        raise Conflict(Problem(_("This figure is written down already.")))
    kept = Measurement(
        goal=goal,
        on=on or clock.today(),
        value=f"{value:f}",
        source=source.strip(),
        note=note.strip(),
        at=clock.now(),
        by=by,
    )
    db.session.add(kept)
    audit.record("goal.measured", goal, by=by, number=goal.number, on=str(on), value=kept.value, source=kept.source)
    return kept


def problems(
    goal: Goal, on: date | None, value: Decimal | None, source: str, note: str, *, sure: bool = False
) -> list[Problem]:
    """Everything that must be put right before the figure can be written down."""
    return [
        *_problems_with_the_day(goal, on),
        *_problems_with_the_figure(goal, value, sure),
        *_problems_with_the_words(source, note),
    ]


def earliest(goal: Goal) -> date:
    """Figures are measured after the baseline or, where its day is not a date, from the start of the project.

    A goal for a year before the project is measured in that year, so its first target can be met or missed.
    """
    try:
        first = date.fromisoformat(goal.baseline_when)
    except ValueError:
        first = goal.project.starts_on
    return rules.first_day(min([first, *(each.on for each in goal.targets_by_day)]), first)


def _is_there(goal: Goal, on: date | None, *said: str) -> bool:
    """Whether the newest measurement of the day says exactly this: the button was pressed twice."""
    same_day = [each for each in goal.measurements if each.on == on]
    return bool(same_day) and (same_day[-1].value, same_day[-1].source, same_day[-1].note) == said


def _problems_with_the_day(goal: Goal, on: date | None) -> Iterator[Problem]:
    if on is None:
        yield Problem(_("Write the day the figure holds for."), "on")
    elif on > clock.today():
        yield Problem(_("%(day)s is still to come.", day=on), "on")
    elif on < earliest(goal):
        values = {"day": on, "start": earliest(goal)}
        yield Problem(_("%(day)s is before %(start)s. What is known from before that day is the baseline.",
                        **values), "on")  # fmt: skip
    else:
        yield from closed_years.problems_with_the_day(goal.project, on, "on")


def _problems_with_the_figure(goal: Goal, value: Decimal | None, sure: bool) -> Iterator[Problem]:
    """A share of people above 100 percent is refused; another percent above 100 asks once whether it is right."""
    if value is None:
        yield Problem(_("Write the figure, such as 12 or 45,5."), "value")
    elif not 0 <= value < LARGEST:
        yield Problem(_("Write a figure of 0 or more."), "value")
    elif goal.unit == "persons" and value != value.to_integral_value():
        yield Problem(_("The goal counts persons. Write a whole number, such as 12."), "value")
    elif goal.unit == "percent" and value > HUNDRED and is_share(goal):
        yield Problem(_("The goal is a share of people, so it cannot be above 100 percent. Write the share."), "value")
    elif asks_about(goal, value) and not sure:
        yield Problem(_("The figure is above 100 percent. Tick that it is right, or correct it."), "sure")


def _problems_with_the_words(source: str, note: str) -> Iterator[Problem]:
    if not source.strip():
        yield Problem(
            _("Write where the figure comes from, such as jobindsats.dk with the day you fetched it."), "source"
        )
    for name, words in (("source", source), ("note", note)):
        if cpr.find(words):
            yield Problem(_("The text contains a number that looks like a CPR number. Remove it."), name)
