"""What happens to a project: it opens with the grant, is accepted, and its milestones are done and seen."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.text import Text, _
from portal.decisions.models import Decision
from portal.decisions.queries import latest_submission
from portal.identity.models import Person
from portal.projects import closed_years, goals, instalments, rules, telling
from portal.projects.following import Reached
from portal.projects.models import Milestone, MilestoneMove, Project, ProjectBudget
from portal.projects.rules import ACCEPT, MARK, SEE

MARKED = {Reached.YES: "milestone.done", Reached.PARTLY: "milestone.partly", Reached.NO: "milestone.missed"}


def open_project(decision: Decision, by: Person) -> Project:
    """From what was submitted and granted: period, budget and milestones, so that nobody types them again."""
    application = decision.application
    latest = latest_submission(application)
    sections: dict[str, Any] = (latest.content.get("document", {}) if latest else {}).get("sections", {})
    basis, budget, this_round = sections.get("basis", {}), sections.get("budget", {}), application.round
    project = Project(
        application=application,
        decision=decision,
        title=application.title,
        granted=decision.amount,
        starts_on=_day(basis.get("period_start")) or this_round.period_start,
        ends_on=_day(basis.get("period_end")) or this_round.period_end,
    )
    project.milestones = _milestones([*sections.get("phases", {}).get("lines", []), *budget.get("milestones", [])])
    project.goals = goals.of_the_application(sections)
    content = {"lines": budget.get("lines", []), "financing": budget.get("financing", [])}
    project.budgets = [ProjectBudget(number=1, content=content, approved_at=decision.decided_at, approved_by=by)]
    db.session.add(project)
    db.session.flush()
    audit.record("project.offered", project, by=by, granted=int(decision.amount), milestones=len(project.milestones))
    return project


def _milestones(written: Iterable[Mapping[str, Any]]) -> list[Milestone]:
    """Those with a day; the day first agreed stays beside every later one."""
    return [
        Milestone(title=each.get("title", ""), due_on=day, first_due_on=day, responsible=each.get("responsible", ""),
                  result=each.get("result", ""))
        for each in written
        if (day := _day(each.get("date")))
    ]  # fmt: skip


def opens_with(decision: Decision, by: Person) -> None:
    """What the decision calls when it grants."""
    open_project(decision, by)


def accept(project: Project, *, seen: int, by: Person) -> None:
    """The manager accepts the grant with its budget, milestones and conditions."""
    workflow.require(project, ACCEPT)
    now = clock.now()
    refuse_if(rules.problems_with_the_deadline(project.accept_before, now=now))
    workflow.advance(project, ACCEPT, seen=seen)
    project.accepted_at, project.accepted_by = now, by
    instalments.plan(project, by=by)
    audit.record("project.accepted", project, by=by, granted=int(project.granted))
    begins_on = project.starts_on if project.starts_on > clock.today() else None
    telling.the_region("grant_accepted", project, key=f"accepted-{project.id}", by=by, begins_on=begins_on)


def move(milestone: Milestone, after: date | None, reason: str, *, seen: int, by: Person) -> None:
    """The job centre gives a milestone another day, with a reason; the day first agreed stays beside it."""
    workflow.require(milestone.project, MARK)
    _refuse_other(milestone, seen)
    refuse_if(problems_with_the_move(milestone, after, reason))
    moved = MilestoneMove(before=milestone.due_on, after=after, reason=reason.strip(), at=clock.now(), by=by)
    milestone.moves.append(moved)
    milestone.due_on = moved.after
    days = {"before": str(moved.before), "after": str(moved.after)}
    event = audit.record("milestone.moved", milestone, by=by, milestone=milestone.title, reason=moved.reason, **days)
    telling.the_region(
        "milestone_moved", milestone.project, key=f"moved-{event.id}", by=by, milestone=milestone, moved=moved
    )


def problems_with_the_move(milestone: Milestone, after: date | None, reason: str) -> Iterator[Problem]:
    """Everything that keeps a milestone from being moved to that day."""
    yield from rules.problems_with_the_move(milestone.due_on, milestone.done_on, after, reason,
                                            ends_on=milestone.project.ends_on, today=clock.today())  # fmt: skip


def mark(
    milestone: Milestone, done_on: date | None, note: str, *, seen: int, by: Person, reached: Reached = Reached.YES
) -> None:
    """The job centre says that a milestone is done, and how far the result was what was required."""
    workflow.require(milestone.project, MARK)
    _refuse_other(milestone, seen)
    if milestone.done_on is not None:
        raise Conflict(Problem(_("The milestone is marked as done already.")))
    refuse_if(problems_with_done(milestone, done_on, note))
    milestone.done_on, milestone.done_note, milestone.done_by, milestone.reached = done_on, note.strip(), by, reached
    event = audit.record(MARKED[reached], milestone, by=by, milestone=milestone.title, done_on=str(done_on))
    telling.the_region("milestone_done", milestone.project, key=f"milestone-{event.id}", by=by, milestone=milestone)


def problems_with_done(milestone: Milestone, done_on: date | None, note: str) -> list[Problem]:
    return [
        *rules.problems_with_done(done_on, note, starts_on=milestone.markable_from, today=clock.today()),
        *closed_years.problems_with_the_day(milestone.project, done_on, "done_on"),
    ]


def unmark(milestone: Milestone, *, seen: int, by: Person) -> None:
    """Taken back while the region has not seen it yet."""
    workflow.require(milestone.project, MARK)
    _refuse_other(milestone, seen)
    if milestone.done_on is None or milestone.seen_at is not None:
        raise Conflict(Problem(_cannot_undo(milestone)))
    refuse_if(closed_years.problems_with_the_day(milestone.project, milestone.done_on, ""))
    milestone.done_on, milestone.done_note, milestone.done_by, milestone.reached = None, "", None, None
    audit.record("milestone.undone", milestone, by=by, milestone=milestone.title)


def see(milestone: Milestone, *, seen: int, by: Person) -> None:
    """The region has seen that the milestone is done. Seen twice is seen once."""
    workflow.require(milestone.project, SEE)
    if milestone.seen_at is not None:
        return
    _refuse_other(milestone, seen)
    if milestone.done_on is None:
        raise Conflict(Problem(_("The job centre has not marked the milestone as done.")))
    milestone.seen_at, milestone.seen_by = clock.now(), by
    audit.record("milestone.seen", milestone, by=by, milestone=milestone.title)


def _refuse_other(milestone: Milestone, seen: int) -> None:
    if milestone.version != seen:
        sentence = _("The milestone was changed by somebody else in the meantime. Look at the page again.")
        raise Conflict(Problem(sentence))


def _cannot_undo(milestone: Milestone) -> Text:
    if milestone.done_on is None:
        return _("The milestone is not marked as done.")
    return _("The region has seen the milestone, so it cannot be taken back. Write to the region.")


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
