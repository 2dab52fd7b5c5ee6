"""Changes of the budget: written and asked for by the job centre; approved, they make the next approved budget."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.budgets import lines as budget_lines
from portal.budgets.lines import Line
from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, Refusal, refuse_if
from portal.core.money import Ore
from portal.core.text import _
from portal.identity.models import Person
from portal.projects import changing, figures, telling
from portal.projects.changing import Moved
from portal.projects.models import BudgetChange, Project, ProjectBudget
from portal.projects.rules import (
    APPROVE_CHANGE,
    ASK_CHANGE,
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
    """Keep the draft. Its arithmetic is judged when it is asked for, so that half a change can wait."""
    workflow.advance(change, WRITE_CHANGE, seen=seen)
    found = cpr.find(reason) or any(cpr.find(each["purpose"] + each["note"]) for each in content["lines"])
    if found:
        raise Refusal(Problem(_("A text contains a number that looks like a CPR number. Remove it."), "reason"))
    change.content, change.reason = dict(content), reason.strip()
    audit.record("change.saved", change, by=by, number=change.number)


def moved(change: BudgetChange) -> list[Moved]:
    """Line by line: the budget the change starts from, and the one it asks for. New lines start at nothing."""
    before = {each.number: each for each in budget_lines.from_json(_base(change).content).lines}
    after = {each.number: each for each in budget_lines.from_json(change.content).lines}
    return [_moved(number, before.get(number), after.get(number)) for number in sorted({*before, *after})]


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
    total = Ore(sum(each.was for each in moved(change)))
    lines = budget_lines.from_json(change.content).lines
    return [
        *changing.problems_with_a_change(moved(change), total=total, reason=change.reason),
        *changing.problems_with_the_grant(Ore(sum(each.sought for each in lines)), granted=change.project.granted),
        *_split_problems(lines),
        *_used_more(change),
    ]


def _split_problems(lines: Sequence[Line]) -> list[Problem]:
    return [
        Problem(
            _("Line %(number)s: the pool pays %(sought)s, which is more than the line's %(total)s.",
              number=each.number, sought=each.sought, total=each.total),
            f"line-{each.number}",
        )
        for each in lines
        if each.sought > each.total
    ]  # fmt: skip


def _used_more(change: BudgetChange) -> list[Problem]:
    """No line can be set below what the approved accounts have used of it already."""
    wanted = {each.number: each.wanted for each in moved(change)}
    return [
        Problem(
            _("Line %(number)s: %(used)s is used already, so the line cannot be lower.", number=number, used=amount),
            f"line-{number}",
        )
        for number, amount in figures.used(change.project).items()
        if amount > wanted.get(number, Ore(0))
    ]


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
