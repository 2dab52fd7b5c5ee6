"""Showing us the tables of a workbook, correcting its cells on the page, and forgetting what was shown."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from forms.budgets import HelpingForm
from portal.adapters.spreadsheet_form import letters
from portal.applications import budget_desk, budget_fixing, budget_showing, rules
from portal.applications.budget_blueprint import bp
from portal.applications.budget_desk import ImportPage
from portal.applications.budget_import_routes import import_page
from portal.budgets import actions
from portal.core import workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person


@bp.route("/imports/<int:import_id>/tables", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, budget_desk.find_import)
def show_tables(page: ImportPage, me: Person) -> ResponseReturnValue:
    """The page on which the person points at the sheet, the headings and the columns."""
    workflow.require(page.application, rules.EDIT)
    if not page.can_be_shown:
        abort(404)
    form, found = HelpingForm(), budget_showing.asked(page)
    if form.validate_on_submit() and budget_showing.answered(request.form, found, str(get_locale())):
        with form.showing_refusals():
            shown = [each.shown for each in found if each.sheet]
            actions.show_tables(page.kept, shown, by=me, **budget_desk.known(page.application))
            return redirect(_address(page), code=303)
    wrong = any(each.errors for each in found)
    known = {"page": page, "application": page.application, "letters": letters}
    return render_template("budgets/tables.html", found=found, form=form, **known), 422 if wrong else form.status


@bp.post("/imports/<int:import_id>/forget")
@requires(Permission.APPLICATION_EDIT, budget_desk.find_import)
def forget_tables(page: ImportPage, me: Person) -> ResponseReturnValue:
    workflow.require(page.application, rules.EDIT)
    if not HelpingForm().validate_on_submit():
        abort(400)
    actions.forget(page.kept, by=me, **budget_desk.known(page.application))
    flash(_("We have forgotten what you showed us, and have read the file without it."), "success")
    return redirect(_address(page), code=303)


@bp.post("/imports/<int:import_id>/corrections")
@requires(Permission.APPLICATION_EDIT, budget_desk.find_import)
def correct(page: ImportPage, me: Person) -> ResponseReturnValue:
    """Judge the same file with these values laid over its cells."""
    workflow.require(page.application, rules.EDIT)
    form, known = HelpingForm(), budget_desk.known(page.application)
    if not form.validate_on_submit():
        abort(400)
    if dropped := request.form.get("drop"):
        actions.correct(page.kept, {dropped: {}}, by=me, **known)
        flash(_("The cell is read as it stands in the file again."), "success")
        return redirect(_address(page), code=303)
    shown = budget_fixing.fixes(page, str(get_locale()))
    written = budget_fixing.read(request.form, shown)
    if any(each.error for each in shown.values()):
        return import_page(page, fixes=shown), 422
    if written:
        actions.correct(page.kept, written, by=me, **known)
        flash(ngettext("One correction is used.", "%(num)d corrections are used.", len(written)), "success")
    else:
        flash(_("No field was changed. Write the right value in at least one of them."), "warning")
    return redirect(_address(page), code=303)


def _address(page: ImportPage) -> str:
    return url_for("budgets.show_import", application_id=page.application.id, import_id=page.kept.id)
