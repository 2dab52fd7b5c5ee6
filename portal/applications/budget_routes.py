"""The budget's pages: the lines typed on the page, the workbook down and up, confirming, and going back."""

import io
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms import budget_lines
from forms.budget_lines import Typed
from forms.budgets import BudgetForm, ConfirmForm, UploadForm, UseVersionForm
from portal.adapters import files
from portal.adapters.spreadsheets import LARGEST_FILE
from portal.applications import budget_desk, queries, rules
from portal.applications.budget_desk import ImportPage, VersionPage
from portal.applications.models import Application
from portal.budgets import actions, previewing, totals
from portal.budgets.rules import NOT_ACKNOWLEDGED, ImportStatus, Origin
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import refuse_if
from portal.core.permissions import Permission, can
from portal.identity.models import Person

bp = Blueprint("budgets", __name__, url_prefix="/applications/<int:application_id>/budget")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLIND = "application/octet-stream"  # what people uploaded is handed back, never shown


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


@bp.route("/workbook", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, queries.find)
def workbook(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, rules.EDIT)
    form = UploadForm()
    if form.validate_on_submit():
        data = form.workbook.data.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            abort(413)
        with form.showing_refusals():
            kept = actions.receive(data, form.workbook.data.filename or "", by=me, **budget_desk.known(application))
            answer = url_for("budgets.show_import", application_id=application.id, import_id=kept.id)
            return redirect(answer, code=303)
    page = render_template("budgets/workbook.html", form=form, **budget_desk.history(application))
    return page, form.status


@bp.get("/template.xlsx")
@requires(Permission.APPLICATION_READ, queries.find)
def template(application: Application, me: Person) -> ResponseReturnValue:
    """The workbook with the draft's lines in it, or a blank one."""
    desk = budget_desk.of(application)
    data = budget_desk.written(desk, str(get_locale()), blank="blank" in request.args)
    return _download(data, f"budget_{application.reference}.xlsx", XLSX)


@bp.get("/imports/<int:import_id>")
@requires(Permission.APPLICATION_READ, budget_desk.find_import)
def show_import(page: ImportPage, me: Person) -> ResponseReturnValue:
    return _import_page(page, _fresh_form(page))


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
    return _import_page(page, form)


def _fresh_form(page: ImportPage) -> ConfirmForm:
    return ConfirmForm(formdata=None, data={"version": budget_desk.version(page.application)})


def _import_page(page: ImportPage, form: ConfirmForm) -> ResponseReturnValue:
    """Problems with a field to upload the next file, or the preview with the button that uses it."""
    usable = page.kept.status in (ImportStatus.PREVIEW, ImportStatus.CONFIRMED)
    known: dict[str, Any] = {"desk": budget_desk.of(page.application), "application": page.application}
    if not usable:
        return render_template("budgets/problems.html", page=page, upload=UploadForm(formdata=None), **known)
    needed = previewing.acknowledgements(page.preview, page.todo)
    ticked = set(request.form.getlist("ack"))
    fresh = _fresh_form(page) if form.errors else form
    shown = render_template(
        "budgets/preview.html", page=page, form=form, fresh=fresh, needed=needed, ticked=ticked, **known
    )
    return shown, form.status


@bp.get("/imports/<int:import_id>/original")
@requires(Permission.APPLICATION_READ, budget_desk.find_import)
def original(page: ImportPage, me: Person) -> ResponseReturnValue:
    """The file as it came. Never shown in the browser, whatever it holds."""
    return _download(files.read(page.kept.sha256), page.kept.name, BLIND)


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


def _download(data: bytes, name: str, media_type: str) -> ResponseReturnValue:
    answer = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
