"""Changes of the budget: written and asked for by the job centre; approved, they make the next approved budget."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.budgets import lines as budget_lines
from portal.budgets.lines import Line
from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.money import Ore
from portal.core.text import _
from portal.identity.models import Person
from portal.projects import budgets, changing, figures, telling
from portal.projects.changing import Moved
from portal.projects.models import BudgetChange, Project, ProjectBudget
from portal.projects.rules import (
    APPROVE_CHANGE,
    ASK_CHANGE,
    DISCARD_CHANGE,
    REFUSE_CHANGE,
    WRITE_CHANGE,
    ChangeStatus,
    ProjectStatus,
)

OPEN = (ChangeStatus.DRAFT, ChangeStatus.ASKED)
NOT_RUNNING = Problem(_("The budget is changed while the project runs. It is not running now."))
ONE_AT_A_TIME = Problem(_("There is a change that is not answered yet. Finish it before you begin the next."))
OVERTAKEN = Problem(_("Another change was approved meanwhile. Begin a new one from the budget that holds now."))


def begin(project: Project, *, by: Person) -> BudgetChange:
    """A change that starts from the approved budget as it is."""
    if project.status is not ProjectStatus.RUNNING or project.settlement is not None:
        raise Conflict(NOT_RUNNING)
    if any(each.status in OPEN for each in project.changes):
        raise Conflict(ONE_AT_A_TIME)
    change = BudgetChange(
        project=project,
        number=len(project.changes) + 1,
        from_number=project.budgets[-1].number,
        content=project.budget,
    )
    db.session.add(change)
    db.session.flush()
    audit.record("change.begun", change, by=by, number=change.number, budget=change.from_number)
    return change


def save(change: BudgetChange, content: Mapping[str, Any], reason: str, *, seen: int, by: Person) -> None:
    """Keep the draft. What no budget can say is refused; what is only unfinished waits until it is asked for."""
    workflow.advance(change, WRITE_CHANGE, seen=seen)
    refuse_if(impossible(change, content, reason))
    change.content, change.reason = dict(content), reason.strip()
    audit.record("change.saved", change, by=by, number=change.number)


def discard(change: BudgetChange, *, seen: int, by: Person) -> None:
    """A draft that nobody has sent goes away; what was written as its reason stays in the event."""
    workflow.advance(change, DISCARD_CHANGE, seen=seen)
    audit.record("change.discarded", change, by=by, number=change.number, reason=change.reason)
    change.project.changes.remove(change)
    db.session.delete(change)


def impossible(change: BudgetChange, content: Mapping[str, Any], reason: str) -> list[Problem]:
    """Everything that keeps this content from being kept, even as a draft."""
    lines = _moved_to(change, content)
    found = [
        *changing.problems_with_the_lines(lines),
        *changing.problems_with_what_is_used(lines, figures.used(change.project)),
        *_nameless(change, content),
    ]
    if cpr.find(reason) or any(cpr.find(each["purpose"] + each["note"]) for each in content["lines"]):
        found.append(Problem(_("A text contains a number that looks like a CPR number. Remove it."), "reason"))
    return found


def _nameless(change: BudgetChange, content: Mapping[str, Any]) -> Iterator[Problem]:
    """A new line says what it is for, in which category."""
    there = {each["number"] for each in _base(change).content.get("lines", [])}
    for each in content["lines"]:
        if each["number"] not in there and not each["category"]:
            text = _("Line %(number)s: choose its category.", number=each["number"])
            yield Problem(text, f"line-{each['number']}-category")
        if each["number"] not in there and not each["purpose"]:
            text = _("Line %(number)s: write what it is for.", number=each["number"])
            yield Problem(text, f"line-{each['number']}-purpose")


def moved(change: BudgetChange) -> list[Moved]:
    """Line by line: the budget the change starts from, and the one it asks for. New lines start at nothing."""
    return _moved_to(change, change.content)


def _moved_to(change: BudgetChange, content: Mapping[str, Any]) -> list[Moved]:
    before = {each.number: each for each in budget_lines.from_json(_base(change).content).lines}
    after = {each.number: each for each in budget_lines.from_json(content).lines}
    return [_moved(number, before.get(number), after.get(number)) for number in sorted({*before, *after})]


def starts_above_the_grant(change: BudgetChange) -> bool:
    """True when the budget it starts from is as applied for after a partial grant, and so was never approved."""
    return bool(budgets.read(_base(change).content, change.project.granted, {}).above)


def _base(change: BudgetChange) -> ProjectBudget:
    return next(each for each in change.project.budgets if each.number == change.from_number)


def _moved(number: int, before: Line | None, after: Line | None) -> Moved:
    named = after or before
    sought = (each.sought if each else Ore(0) for each in (before, after))
    return Moved(number, named.purpose if named else "", _by_year(before), _by_year(after), *sought)


def _by_year(line: Line | None) -> dict[int, Ore]:
    return {each.year: each.amount or Ore(0) for each in line.years} if line else {}


def must_be_asked_for(change: BudgetChange) -> list[Moved]:
    """The lines for which P-01 asks for approval."""
    limits = figures.limits(change.project)
    return [each for each in moved(change) if each.must_be_asked_for(limits)]


def ask(change: BudgetChange, *, seen: int, by: Person) -> None:
    """The manager sends the change to the region."""
    workflow.require(change, ASK_CHANGE)
    refuse_if(problems(change))
    workflow.advance(change, ASK_CHANGE, seen=seen)
    change.asked_at, change.asked_by = clock.now(), by
    event = audit.record("change.asked", change, by=by, number=change.number, reason=change.reason)
    telling.the_region(
        "change_asked", change.project, key=f"change-{event.id}", path=f"/changes/{change.id}", by=by, change=change
    )


def problems(change: BudgetChange) -> list[Problem]:
    """What must be put right before the change can be asked for; for the page while it is written as well."""
    (_wanted, total), (sought, granted) = sums(change)
    return [
        *impossible(change, change.content, change.reason),
        *changing.problems_with_a_change(moved(change), total=total, reason=change.reason),
        *changing.problems_with_the_grant(sought, granted=granted),
    ]


def sums(change: BudgetChange) -> tuple[tuple[Ore, Ore], tuple[Ore, Ore]]:
    """What the lines add up to as last saved, and what they may at most: in all, and from the pool."""
    lines = moved(change)
    was, wanted, sought = (Ore(sum(getattr(each, of) for each in lines)) for of in ("was", "wanted", "sought_after"))
    return (wanted, was), (sought, change.project.granted)


def approve(change: BudgetChange, words: str, *, seen: int, by: Person) -> ProjectBudget:
    """The next approved budget; the one before stays as it was."""
    workflow.require(change, APPROVE_CHANGE)
    last = change.project.budgets[-1].number
    if change.from_number != last:
        raise Conflict(OVERTAKEN)
    workflow.advance(change, APPROVE_CHANGE, seen=seen)
    approved = ProjectBudget(
        project=change.project, number=last + 1, content=change.content, approved_at=clock.now(), approved_by=by
    )
    db.session.add(approved)
    _answered(change, words, "change.approved", by)
    return approved


def refuse(change: BudgetChange, words: str, *, seen: int, by: Person) -> None:
    workflow.require(change, REFUSE_CHANGE)
    refuse_if([] if words.strip() else [Problem(_("Write why the change is not approved."), "answer")])
    workflow.advance(change, REFUSE_CHANGE, seen=seen)
    _answered(change, words, "change.refused", by)


def _answered(change: BudgetChange, words: str, what: str, by: Person) -> None:
    change.decided_at, change.decided_by, change.answer = clock.now(), by, words.strip()
    event = audit.record(what, change, by=by, number=change.number, answer=change.answer)
    telling.the_job_centre(
        "change_answered", change.project, key=f"change-{event.id}", path=f"/changes/{change.id}", by=by, change=change
    )
