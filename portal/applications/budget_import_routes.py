"""A workbook on its way into the draft: uploaded, judged, shown, confirmed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.budgets import ConfirmForm, UploadForm
from portal.adapters.spreadsheets import LARGEST_FILE, is_large
from portal.applications import budget_desk, budget_fixing, queries, rules
from portal.applications.budget_blueprint import bp
from portal.applications.budget_desk import ImportPage
from portal.applications.budget_fixing import Fix
from portal.applications.models import Application
from portal.budgets import actions, previewing
from portal.budgets.rules import NOT_ACKNOWLEDGED, USABLE, ImportStatus, Origin
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import Problem, refuse_if
from portal.core.permissions import Permission
from portal.core.web import SENTENCES
from portal.identity.models import Person


@bp.route("/workbook", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, queries.find)
def workbook(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, rules.EDIT)
    form = UploadForm()
    if form.validate_on_submit():
        data = form.workbook.data.read(LARGEST_FILE + 1)
        with form.showing_refusals():
            refuse_if([Problem(SENTENCES[413], "workbook")] if len(data) > LARGEST_FILE else [])
            name, later = form.workbook.data.filename or "", is_large(data)
            kept = actions.receive(data, name, by=me, later=later, **budget_desk.known(application))
            answer = url_for("budgets.show_import", application_id=application.id, import_id=kept.id)
            return redirect(answer, code=303)
    page = render_template("budgets/workbook.html", form=form, **budget_desk.history(application))
    return page, form.status


@bp.get("/imports/<int:import_id>")
@requires(Permission.APPLICATION_READ, budget_desk.find_import)
def show_import(page: ImportPage, me: Person) -> ResponseReturnValue:
    return import_page(page)


@bp.post("/imports/<int:import_id>/confirm")
@requires(Permission.APPLICATION_EDIT, budget_desk.find_import)
def confirm(page: ImportPage, me: Person) -> ResponseReturnValue:
    application, form = page.application, ConfirmForm()
    workflow.require(application, rules.EDIT)
    if form.validate_on_submit():
        with form.showing_refusals():
            needed = previewing.acknowledgements(page.preview, page.todo)
            refuse_if([NOT_ACKNOWLEDGED] if needed - set(request.form.getlist("ack")) else [])
            content = actions.confirm(page.kept, reference=application.reference, by=me)
            budget_desk.save(application, content, Origin.WORKBOOK, seen=form.seen, by=me, kept=page.kept)
            flash(_("The budget of the draft is now the one from the workbook."), "success")
            return redirect(url_for("budgets.show", application_id=application.id))
    return _preview(page, form), form.status


def _fresh_form(page: ImportPage) -> ConfirmForm:
    return ConfirmForm(formdata=None, data={"version": budget_desk.version(page.application)})


def import_page(page: ImportPage, fixes: dict[str, Fix] | None = None) -> str:
    """Waiting for the worker; or problems, with fields to correct them; or the preview with the button that uses it."""
    kept = page.kept
    if kept.status is ImportStatus.RECEIVED:
        return render_template("budgets/reading.html", page=page, application=page.application)
    if kept.status in USABLE:
        return _preview(page, _fresh_form(page))
    fixes = budget_fixing.fixes(page, str(get_locale())) if fixes is None else fixes
    upload = UploadForm(formdata=None)
    return render_template(
        "budgets/problems.html", page=page, upload=upload, fixes=fixes, application=page.application,
        desk=budget_desk.of(page.application),
    )  # fmt: skip


def _preview(page: ImportPage, form: ConfirmForm) -> str:
    if page.kept.status not in USABLE:
        return import_page(page)
    return render_template(
        "budgets/preview.html", page=page, form=form, fresh=_fresh_form(page) if form.errors else form,
        needed=previewing.acknowledgements(page.preview, page.todo), ticked=set(request.form.getlist("ack")),
        desk=budget_desk.of(page.application), application=page.application,
    )  # fmt: skip
