"""The time plan: every milestone with the day first agreed, as a picture and as a table, and giving one another day."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.projects import MoveForm
from portal.adapters import charts, tables
from portal.adapters.time_plans import PlanRow, PlanWords, TimePlan
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.language import chosen
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import actions, queries
from portal.projects.following import Bar
from portal.projects.models import Milestone, Project
from portal.projects.routes.blueprint import bp
from portal.projects.routes.projects import standing
from portal.projects.rules import MARK, MilestoneState, ProjectStatus

DRAWN_AS = {
    MilestoneState.TO_COME: "to_come", MilestoneState.LATE: "late", MilestoneState.DONE: "done",
    MilestoneState.SEEN: "done", MilestoneState.PARTLY: "partly", MilestoneState.MISSED: "missed",
    MilestoneState.UNMARKED: "to_come",  # a closed project has nothing to come: the mark says this there
}  # fmt: skip


@bp.get("/<int:project_id>/plan")
@requires(Permission.PROJECT_READ, queries.find_followed)
def plan(project: Project, me: Person) -> ResponseReturnValue:
    bars = {each.id: bar(each) for each in project.milestones}
    states = [standing(each) for each in project.milestones]
    facts = {state.value: states.count(state) for state in MilestoneState}
    moved = sum(1 for each in bars.values() if each.moved_days)
    return render_template(
        "projects/plan.html", project=project, standing=standing, bars=bars, facts=facts, moved=moved,
        today=clock.today(),
    )  # fmt: skip


def bar(milestone: Milestone) -> Bar:
    return Bar(milestone.title, milestone.first_due_on, milestone.due_on, milestone.done_on)


@bp.get("/<int:project_id>/plan.svg")
@requires(Permission.PROJECT_READ, queries.find_followed)
def plan_svg(project: Project, me: Person) -> ResponseReturnValue:
    rows = tuple(
        PlanRow(each.title, each.first_due_on, each.due_on, each.done_on, DRAWN_AS[standing(each)])
        for each in project.milestones
    )
    not_done = _("Not marked as reached") if project.status is ProjectStatus.CLOSED else _("To come")
    words = PlanWords(
        _("First agreed"), not_done, _("Late"), _("Reached"), _("Partly reached"), _("Not reached"), _("Today")
    )
    days = (project.starts_on, project.ends_on, clock.today())
    return charts.answer(TimePlan(rows, words, *days, "narrow" in request.args, language=chosen()))


def download(project: Project, me: Person, kind: str) -> ResponseReturnValue:
    header = [
        _("Case"), _("Number"), _("Milestone"), _("Responsible"), _("Promised result"), _("First agreed"),
        _("Agreed now"), _("Days moved"), _("Done on"), _("Days late"), _("The result beside what was required"),
        _("What was reached"), _("State"),
    ]  # fmt: skip
    rows = [
        (
            project.reference, number, each.title, each.responsible, each.result, each.first_due_on, each.due_on,
            bar(each).moved_days, each.done_on, bar(each).late_days, each.reached, each.done_note, standing(each),
        )
        for number, each in enumerate(project.milestones, 1)
    ]  # fmt: skip
    return tables.download(kind, f"tidsplan-{project.reference}", header, rows)


for each in ("csv", "xlsx"):
    view = requires(Permission.PROJECT_READ, queries.find_followed)(partial(download, kind=each))
    bp.add_url_rule(f"/<int:project_id>/plan.{each}", f"plan_{each}", view, methods=["GET"])


@bp.route("/<int:project_id>/milestones/<int:milestone_id>/move", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_milestone)
def move(milestone: Milestone, me: Person) -> ResponseReturnValue:
    workflow.require(milestone.project, MARK)
    form = MoveForm(data={"version": milestone.version})
    if form.fits(lambda: actions.problems_with_the_move(milestone, form.after.data, form.reason.data or "")):
        with form.showing_refusals():
            actions.move(milestone, form.after.data, form.reason.data or "", seen=form.seen, by=me)
            flash(_("The milestone is moved, and the region is told."), "success")
            return redirect(url_for("projects.plan", project_id=milestone.project_id))
    return render_template("projects/move.html", milestone=milestone, form=form), form.status
