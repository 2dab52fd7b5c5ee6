"""Instalments: the plan, releasing with a fresh sign-in, the payment file, and what the bank has paid."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.project_money import PaidForm, PlanForm, plan_form
from forms.projects import PressForm
from portal.adapters import files, tables
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.errors import Problem
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import closing, figures, instalments, overdue, payment_files, queries
from portal.projects.models import Instalment, Project
from portal.projects.paying import Condition, Planned
from portal.projects.routes.blueprint import bp
from portal.projects.rules import ENTER_PAID, RELEASE, InstalmentStatus

PLANNED = InstalmentStatus.PLANNED


@bp.get("/<int:project_id>/instalments")
@requires(Permission.PROJECT_READ, queries.find)
def show_instalments(project: Project, me: Person) -> ResponseReturnValue:
    return render_template(
        "projects/instalments.html",
        project=project,
        money=figures.money(project),
        held={each.id: instalments.own_obstacles(each) for each in project.instalments},
        overdue=overdue.of(project) if any(each.status is PLANNED for each in project.instalments) else (),
    )


@bp.route("/<int:project_id>/instalments/<int:instalment_id>/release", methods=["GET", "POST"])
@requires(Permission.PROJECT_RELEASE, queries.find_instalment, fresh=True)
def release_instalment(instalment: Instalment, me: Person) -> ResponseReturnValue:
    workflow.require(instalment, RELEASE)
    form = PressForm(data={"version": instalment.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            instalments.release(instalment, seen=form.seen, by=me)
            flash(_("The instalment is released. The payment file is being written."), "success")
            return back(instalment.project)
    page = render_template(
        "projects/release_instalment.html", instalment=instalment, project=instalment.project, form=form,
        held=[] if form.errors else instalments.own_obstacles(instalment),
        overdue=() if form.errors else overdue.of(instalment.project), money=figures.money(instalment.project),
    )  # fmt: skip
    return page, form.status


@bp.post("/<int:project_id>/instalments/<int:instalment_id>/take-back")
@requires(Permission.PROJECT_RELEASE, queries.find_instalment)
def take_back_instalment(instalment: Instalment, me: Person) -> ResponseReturnValue:
    instalments.take_back(instalment, seen=PressForm().seen, by=me)
    sentence = _("The release is taken back, and its payment file is removed. If the file is with the bank, stop the "
                 "payment there as well.")  # fmt: skip
    flash(sentence, "success")
    return back(instalment.project)


@bp.route("/<int:project_id>/instalments/<int:instalment_id>/paid", methods=["GET", "POST"])
@requires(Permission.PROJECT_RELEASE, queries.find_instalment)
def paid_instalment(instalment: Instalment, me: Person) -> ResponseReturnValue:
    workflow.require(instalment, ENTER_PAID)
    form = PaidForm(data={"version": instalment.version, "paid_on": clock.today()})
    if form.validate_on_submit():
        with form.showing_refusals():
            instalments.enter_paid(instalment, form.paid_on.data, seen=form.seen, by=me)
            flash(_("The instalment is entered as paid."), "success")
            return back(instalment.project)
    project = instalment.project
    page = render_template(
        "projects/paid_instalment.html", instalment=instalment, project=project, form=form,
        still_open=closing.still_open(project) if closing.ends_with(instalment) else None,
    )  # fmt: skip
    return page, form.status


@bp.get("/<int:project_id>/instalments/<int:instalment_id>/payment.csv")
@requires(Permission.PROJECT_RELEASE, queries.find_instalment)
def payment_file(instalment: Instalment, me: Person) -> ResponseReturnValue:
    """The same file that the worker has put in the folder for payments."""
    workflow.require(instalment, ENTER_PAID)
    name = payment_files.name_of(instalment)
    return files.handed_over(payment_files.content(instalment), name, tables.MEDIA_TYPES["csv"])


@bp.route("/<int:project_id>/instalments/plan", methods=["GET", "POST"])
@requires(Permission.PROJECT_RELEASE, queries.find)
def plan_instalments(project: Project, me: Person) -> ResponseReturnValue:
    planned = [each for each in project.instalments if each.status is InstalmentStatus.PLANNED]
    rows = [{"due_on": each.due_on, "amount": each.amount, "condition": each.condition.value} for each in planned]
    form = plan_form(rows)
    if form.fits(lambda: _problems(project, form)):
        with form.showing_refusals():
            instalments.change_plan(project, list(_wanted(form)), by=me)
            flash(_("The plan is saved."), "success")
            return back(project)
    page = render_template("projects/plan_instalments.html", project=project, form=form, money=figures.money(project))
    return page, form.status


def _problems(project: Project, form: PlanForm) -> list[Problem]:
    """The sum is told only when every amount can be read: else it would be a sum of something else."""
    unread = any(each.errors for each in form if each.name.endswith("-amount"))
    found = instalments.problems_with_the_plan(project, list(_wanted(form)))
    return [each for each in found if not unread or each.field != "rows"]


def _wanted(form: PlanForm) -> Iterator[Planned]:
    """The rows that say something; a row without an amount is left out, and so is taken off the plan."""
    row = 0
    while f"rows-{row}-amount" in form:
        day, amount, condition = (form[f"rows-{row}-{name}"].data for name in ("due_on", "amount", "condition"))
        if amount:
            yield Planned(row, day, amount, Condition.of(condition))
        row += 1


def back(project: Project) -> ResponseReturnValue:
    return redirect(url_for("projects.show_instalments", project_id=project.id))
