"""What this room finds to do: accept a grant, reach milestones, see those that are reached."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from flask import url_for

from portal.core import clock, workdays
from portal.core.language import chosen
from portal.core.menu import Task
from portal.core.permissions import Permission, can_anywhere
from portal.core.text import _
from portal.identity.models import Person
from portal.projects import goal_words, goals, money_tasks, queries, rules, waiting, waits
from portal.projects.following import Reached, Standing
from portal.projects.goal_models import Goal
from portal.projects.models import Milestone, Project
from portal.projects.money_tasks import end_of

AHEAD = timedelta(days=30)


def tasks(person: Person) -> Iterator[Task]:
    if not person.memberships:
        return
    yield from _to_accept(person)
    yield from _to_extend(person)
    yield from _to_reach(person)
    yield from _to_see(person)
    yield from _to_measure(person)
    yield from money_tasks.of(person)
    yield from _to_look_at(person)


def _to_accept(person: Person) -> Iterator[Task]:
    for project in queries.offers_to(person):
        why = _("The region has granted %(amount)s. The project starts when you accept.", amount=project.granted)
        if project.starts_on > clock.today():
            why = _("The region has granted %(amount)s. The project begins on %(day)s.", amount=project.granted,
                    day=project.starts_on)  # fmt: skip
        href = url_for("projects.accept", project_id=project.id)
        yield Task(_("Accept the grant to %(title)s", title=project.title), why, href, project.accept_before)


def _to_extend(person: Person) -> Iterator[Task]:
    """Grants that were not accepted in time: only the director can give a new deadline."""
    if not can_anywhere(person, Permission.APPLICATION_DECIDE):
        return
    for project in queries.offers_from(person):
        if rules.is_too_late(project.accept_before, now=clock.now()):
            why = _("%(centre)s had to accept it before %(deadline)s. Give a new deadline if the grant still stands.",
                    centre=project.application.job_centre.name, deadline=project.accept_before)  # fmt: skip
            href = url_for("projects.extend", project_id=project.id)
            yield Task(_("The grant to %(title)s is not accepted", title=project.title), why, href)


def _to_reach(person: Person) -> Iterator[Task]:
    """Each milestone by itself; those of a project that ended more than a year ago are one task."""
    today = clock.today()
    waiting_ones = [
        each for each in queries.milestones_waiting(person, Permission.PROJECT_EDIT, done=False)
        if each.due_on <= today + AHEAD and each.markable_from <= today
    ]  # fmt: skip
    ended = [each for each in waiting_ones if each.project.ends_on < today - queries.STILL_ASKS]
    yield from (_to_mark(each) for each in waiting_ones if each not in ended)
    for _id, of_one in groupby(sorted(ended, key=lambda each: each.project_id), key=lambda each: each.project_id):
        late = list(of_one)
        yield _to_mark(late[0]) if len(late) == 1 else _to_mark_many(late)


def _to_mark(milestone: Milestone) -> Task:
    why = _("%(title)s. Responsible: %(who)s.", title=milestone.project.title, who=milestone.responsible)
    href = url_for("projects.done", project_id=milestone.project_id, milestone_id=milestone.id)
    words = _("Mark the milestone “%(milestone)s” as done", milestone=milestone.title)
    return Task(words, why, href, end_of(workdays.on_or_after(milestone.due_on)))


def _to_mark_many(late: list[Milestone]) -> Task:
    """`late` are of one project, the first due first."""
    project = late[0].project
    why = _("%(title)s ended on %(day)s, and nobody has said whether they were reached.", title=project.title,
            day=project.ends_on)  # fmt: skip
    words = _("Mark %(number)s milestones that are late", number=len(late))
    href = url_for("projects.plan", project_id=project.id)
    return Task(words, why, href, end_of(workdays.on_or_after(late[0].due_on)))


def _to_see(person: Person) -> Iterator[Task]:
    for milestone in queries.milestones_waiting(person, Permission.PROJECT_FOLLOW, done=True):
        why = _("%(title)s. The job centre has marked it as done: %(how)s.", title=milestone.project.title,
                how=(milestone.reached or Reached.YES).label)  # fmt: skip
        href = url_for("projects.show", project_id=milestone.project_id, _anchor="milestones")
        yield Task(_("See the milestone “%(milestone)s”", milestone=milestone.title), why, href)


def _to_measure(person: Person) -> Iterator[Task]:
    """Goals whose day has passed without a figure; several of one project are one task."""
    for project, missing in _unmeasured(person):
        goal, target = missing[0]
        href = url_for("projects.measure", project_id=project.id, number=goal.number)
        words = _("Write down what was measured for “%(goal)s”", goal=goal_words.title(goal, chosen()))
        why = _("%(title)s. The target was for %(day)s.", title=project.title, day=target)
        if len(missing) > 1:
            href = url_for("projects.show_goals", project_id=project.id)
            words = _("Write down what was measured for %(number)s targets", number=len(missing))
            why = _("%(title)s. The first of them was for %(day)s.", title=project.title, day=target)
        yield Task(words, why, href, end_of(target))


def _unmeasured(person: Person) -> Iterator[tuple[Project, list[tuple[Goal, date]]]]:
    for project in queries.with_goals(person, Permission.PROJECT_EDIT):
        missing = [
            (goal, each.target.on)
            for goal in project.goals
            for each in goals.compared(goal)
            if each.standing is Standing.UNKNOWN
        ]
        if missing:
            yield project, sorted(missing, key=lambda each: (each[1], each[0].number))


def _to_look_at(person: Person) -> Iterator[Task]:
    """Those who do not write themselves see where something is late, one click from the list of exactly these."""
    if can_anywhere(person, Permission.PROJECT_EDIT):
        return
    if number := len(list(waiting.late(person))):
        words = (
            _("See the project whose milestones are late")
            if number == 1
            else _("See the %(number)s projects whose milestones are late", number=number)
        )
        yield Task(words, _("The job centres are reminded by mail."), url_for("projects.index", waits=waits.LATE),
                   others=True)  # fmt: skip
    if number := len(list(waiting.with_overdue_accounts(person))):
        words, why = (
            _("See the project whose account is overdue"),
            _("Its instalments wait until it is in and approved."),
        )
        if number > 1:
            words = _("See the %(number)s projects whose accounts are overdue", number=number)
            why = _("Their instalments wait until the accounts are in and approved.")
        yield Task(words, why, url_for("projects.index", waits=waits.OVERDUE), others=True)
