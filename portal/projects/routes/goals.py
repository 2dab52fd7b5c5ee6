"""Goals: the list with the plan by year, each goal with its figures, and writing down what was measured."""

from collections.abc import Iterator
from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.projects import MeasureForm
from portal.adapters import charts, tables
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.language import chosen
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import goal_words, goals, queries
from portal.projects.goal_models import Goal
from portal.projects.models import Project
from portal.projects.routes.blueprint import bp
from portal.projects.rules import MEASURE


@bp.context_processor
def _words_of_goals() -> dict[str, object]:
    return {"goal_words": goal_words}


@bp.get("/<int:project_id>/goals")
@requires(Permission.PROJECT_READ, queries.find_followed)
def show_goals(project: Project, me: Person) -> ResponseReturnValue:
    plan = goals.plan(project)
    return render_template(
        "projects/goals.html",
        project=project,
        apart=[(each, goals.compared(each)) for each in project.goals if not goals.is_planned(each)],
        plan=plan,
        planned={each.number: each for each in project.goals if goals.is_planned(each)},
        years=sorted({year for line in plan for year in line.cells}),
        number=goals.number,
    )


@bp.get("/<int:project_id>/goals/<int:number>")
@requires(Permission.PROJECT_READ, queries.find_goal)
def show_goal(goal: Goal, me: Person) -> ResponseReturnValue:
    return render_template(
        "projects/goal.html",
        project=goal.project,
        goal=goal,
        compared=goals.compared(goal),
        drawn=_chart(goal) is not None,
        history=list(reversed(goal.measurements)),
        counts={each.on: each.id for each in goal.measurements},  # a later one corrects an earlier of the same day
        number=goals.number,
        may_measure=goal.project.status in MEASURE.source,
    )


@bp.get("/<int:project_id>/goals/<int:number>/figures.svg")
@requires(Permission.PROJECT_READ, queries.find_goal)
def goal_svg(goal: Goal, me: Person) -> ResponseReturnValue:
    chart = _chart(goal)
    if chart is None:
        abort(404)
    return charts.answer(chart)


def _chart(goal: Goal) -> charts.Lines | None:
    """Targets and measurements from the baseline on; nothing while there is only one point to draw."""
    points = [(_("Target"), each.on, each.value) for each in goal.targets_by_day]
    points += [(_("Measured"), each.on, each.value) for each in goal.measured]
    days = sorted({day for _series, day, _value in points})
    drawn = [(series, f"{day:%d.%m.%Y}", value) for series, day, value in points]
    begins, baseline = _("Baseline"), goals.number(goal.baseline)
    if baseline is not None:
        drawn = [(_("Target"), begins, baseline), (_("Measured"), begins, baseline), *drawn]
    periods = ([begins] if baseline is not None else []) + [f"{day:%d.%m.%Y}" for day in days]
    return charts.Lines(tuple(drawn), tuple(periods), language=chosen()) if len(periods) > 1 else None


@bp.route("/<int:project_id>/goals/<int:number>/measure", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_goal)
def measure(goal: Goal, me: Person) -> ResponseReturnValue:
    workflow.require(goal.project, MEASURE)
    form = MeasureForm(data={"on": _usual_day(goal)})
    if form.is_submitted():
        form.validate()
        said = (form.on.data, form.value.data, form.source.data or "", form.note.data or "")
        form.also(goals.problems(goal, *said, sure=form.sure.data))
        with form.showing_refusals():
            if not form.errors:
                goals.measure(goal, *said, by=me, sure=form.sure.data)
                flash(_("The figure is written down."), "success")
                return redirect(url_for("projects.show_goal", project_id=goal.project_id, number=goal.number))
    if not goals.asks_about(goal, form.value.data):
        del form.sure
    return render_template("projects/measure.html", project=goal.project, goal=goal, form=form), form.status


def _usual_day(goal: Goal) -> object:
    """The last target day that has passed without a measurement; else today."""
    missing = [each.target.on for each in goals.compared(goal) if each.measured is None]
    passed = [day for day in missing if day <= clock.today()]
    return passed[-1] if passed else clock.today()


def download(project: Project, me: Person, kind: str) -> ResponseReturnValue:
    header = [
        _("Case"), _("Number"), _("Goal"), _("Target group"), _("Instrument"), _("Unit"), _("Baseline"),
        _("When the baseline was measured"), _("Source of the baseline"), _("Target date"), _("Target"), _("Measured"),
        _("Measured on"), _("Source"), _("Per cent"), _("Status"),
    ]  # fmt: skip
    rows = [row for each in project.goals for row in _rows(each)]
    return tables.download(kind, f"maal-{project.reference}", header, rows)


def _rows(goal: Goal) -> Iterator[tuple[object, ...]]:
    reader = chosen()
    known = (
        goal.reference, goal.number, goal_words.title(goal, reader), goal_words.group(goal, reader),
        goal_words.instrument(goal, reader), goal_words.unit(goal), goals.number(goal.baseline), goal.baseline_when,
        goal.baseline_source,
    )  # fmt: skip
    for each in goals.compared(goal):
        last = each.measured
        figures = (last.value, last.on, last.source) if last else (None, None, "")
        yield (*known, each.target.on, each.target.value, *figures, each.percent, each.standing)


for each in ("csv", "xlsx"):
    view = requires(Permission.PROJECT_READ, queries.find_followed)(partial(download, kind=each))
    bp.add_url_rule(f"/<int:project_id>/goals.{each}", f"goals_{each}", view, methods=["GET"])
