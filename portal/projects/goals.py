"""Goals: taken from what was granted, measured by the job centre, and shown beside baseline and target."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.text import _
from portal.identity.models import Person
from portal.projects import following
from portal.projects.following import Compared
from portal.projects.goal_models import Goal, Measurement
from portal.projects.models import Project
from portal.projects.rules import MARK

LARGEST = Decimal(10) ** 9


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


def measure(
    goal: Goal, on: date | None, value: Decimal | None, source: str, note: str, *, by: Person
) -> Measurement:  # fmt: skip
    """Write down what was measured. The same day again is a correction; both stay."""
    workflow.require(goal.project, MARK)
    refuse_if([*_problems_with_the_figure(goal.project, on, value), *_problems_with_the_words(source, note)])
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


def _problems_with_the_figure(project: Project, on: date | None, value: Decimal | None) -> Iterator[Problem]:
    if on is None:
        yield Problem(_("Write the day the figure holds for."), "on")
    elif on > clock.today():
        yield Problem(_("%(day)s is still to come.", day=on), "on")
    elif on < project.starts_on:
        values = {"day": on, "start": project.starts_on}
        yield Problem(_("%(day)s is before the project began on %(start)s. Figures from before are the baseline.",
                        **values), "on")  # fmt: skip
    if value is None:
        yield Problem(_("Write the figure, such as 12 or 45,5."), "value")
    elif not 0 <= value < LARGEST:
        yield Problem(_("Write a figure of 0 or more."), "value")


def _problems_with_the_words(source: str, note: str) -> Iterator[Problem]:
    if not source.strip():
        yield Problem(
            _("Write where the figure comes from, such as jobindsats.dk with the day you fetched it."), "source"
        )
    for name, words in (("source", source), ("note", note)):
        if cpr.find(words):
            yield Problem(_("The text contains a number that looks like a CPR number. Remove it."), name)
