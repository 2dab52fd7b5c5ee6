"""The budget's pages: what it is, the lines typed on the page, the workbook to download, and going back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms import budget_lines
from forms.budget_lines import Typed
from forms.budgets import BudgetForm, UseVersionForm
from portal.applications import budget_desk, queries, rules
from portal.applications.budget_blueprint import XLSX, bp, download
from portal.applications.budget_desk import VersionPage
from portal.applications.models import Application
from portal.budgets import totals
from portal.budgets.rules import Origin
from portal.core import workflow
from portal.core.access import requires
from portal.core.permissions import Permission, can
from portal.identity.models import Person


@bp.get("/")
@requires(Permission.APPLICATION_READ, queries.find)
def show(application: Application, me: Person) -> ResponseReturnValue:
    desk = budget_desk.of(application)
    may_edit = application.status in rules.EDIT.source and can(me, Permission.APPLICATION_EDIT, application)
    sums = totals.of(desk.draft, desk.years)
    return render_template("budgets/show.html", application=application, desk=desk, sums=sums, may_edit=may_edit)


@bp.route("/edit", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, queries.find)
def edit(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, rules.EDIT)
    desk, form = budget_desk.of(application), BudgetForm(data={"version": budget_desk.version(application)})
    if not form.is_submitted():
        return _edit_page(desk, form, budget_lines.shown(desk.draft, desk.years))
    typed = budget_lines.read(request.form, desk.spec, desk.years, desk.draft)
    if budget_lines.changed_rows(typed, request.form.get("do", "")):
        typed.findings.clear()
        return _edit_page(desk, form, typed)
    if form.validate() and not typed.findings:
        with form.showing_refusals():
            budget_desk.save(application, typed.budget.as_json(), Origin.FORM, seen=form.seen, by=me)
            flash(_("The budget is saved."), "success")
            return redirect(url_for("budgets.show", application_id=application.id))
    return _edit_page(desk, form, typed)


def _edit_page(desk: budget_desk.Desk, form: BudgetForm, typed: Typed) -> ResponseReturnValue:
    if not typed.lines:
        typed.lines.append({})
    if not typed.sources:
        typed.sources.append({})
    sums = totals.of(desk.draft, desk.years)
    page = render_template(
        "budgets/edit.html", desk=desk, form=form, typed=typed, sums=sums, application=desk.application
    )
    return page, 422 if typed.findings else form.status


@bp.get("/template.xlsx")
@requires(Permission.APPLICATION_READ, queries.find)
def template(application: Application, me: Person) -> ResponseReturnValue:
    """The workbook with the draft's lines in it, or a blank one."""
    desk = budget_desk.of(application)
    data = budget_desk.written(desk, str(get_locale()), blank="blank" in request.args)
    return download(data, f"budget_{application.reference}.xlsx", XLSX)


@bp.post("/versions/<int:number>/use")
@requires(Permission.APPLICATION_EDIT, budget_desk.find_version)
def use_version(page: VersionPage, me: Person) -> ResponseReturnValue:
    application, form = page.application, UseVersionForm()
    workflow.require(application, rules.EDIT)
    if not form.validate_on_submit():
        abort(400)
    budget_desk.save(application, page.version.content, Origin.UNDO, seen=form.seen, by=me)
    flash(_("The budget is again as it was in version %(number)s.", number=page.version.number), "success")
    return redirect(url_for("budgets.show", application_id=application.id))
