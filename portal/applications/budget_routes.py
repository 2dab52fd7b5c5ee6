"""The budget's pages: what it is, the lines typed on the page, the workbook to download, and going back."""

from collections.abc import Mapping

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forms import budget_fields, budget_lines, budget_rows
from forms.budget_fields import Typed
from forms.budget_rows import Gone
from forms.budgets import BudgetForm, UseVersionForm
from portal.applications import budget_desk, budget_merging, budget_writing, merging, position_sums, queries, rules
from portal.applications.budget_blueprint import XLSX, bp, download
from portal.applications.budget_desk import Desk, VersionPage
from portal.applications.budget_merging import Merged
from portal.applications.models import Application
from portal.budgets import misfits, totals
from portal.budgets.rules import Origin
from portal.core import clock, language, workflow
from portal.core.access import requires
from portal.core.errors import Conflict
from portal.core.permissions import Permission, can
from portal.identity.models import Person

CHOICE, THEIRS = "choose-", "theirs"


@bp.get("/")
@requires(Permission.APPLICATION_READ, queries.find)
def show(application: Application, me: Person) -> ResponseReturnValue:
    desk = budget_desk.of(application)
    may_edit = application.status in rules.EDIT.source and can(me, Permission.APPLICATION_EDIT, application)
    sums = totals.of(desk.draft, desk.years)
    known = {"sums": sums, "may_edit": may_edit, "misfits": misfits.findings(desk.draft, desk.spec, desk.limits)}
    known["source"] = budget_desk.source(application)
    return render_template("budgets/show.html", application=application, desk=desk, **known)


@bp.get("/edit")
@requires(Permission.APPLICATION_EDIT, queries.find)
def edit(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, rules.EDIT)
    if key := position_sums.section_of(application):  # its lines follow from the positions
        return redirect(url_for("applications.section", application_id=application.id, key=key))
    desk = budget_desk.of(application)
    if reason := budget_writing.only_in_excel(desk, most=budget_fields.MOST_ROWS):
        flash(str(language.shown(reason)), "info")
        return redirect(url_for("budgets.workbook", application_id=application.id))
    form = BudgetForm(formdata=None, data={"version": budget_desk.version(application)})
    typed = budget_fields.shown(desk.draft, desk.years)
    typed.before = _marks(budget_lines.as_read(desk.draft, desk.years, desk.spec))
    return _edit_page(desk, form, typed)


@bp.post("/edit")
@requires(Permission.APPLICATION_EDIT, queries.find)
def save(application: Application, me: Person) -> ResponseReturnValue:
    """Pressing Save, the autosave, or one of the buttons that only change what the page shows."""
    workflow.require(application, rules.EDIT)
    desk, form = budget_desk.of(application), BudgetForm()
    auto = request.headers.get("X-Autosave") == "1"
    typed = budget_fields.fields(request.form, desk.years)
    if not auto and (request.form.get("do") or request.form.get("redraw")):
        return _changed_page(desk, form, typed)
    choices = {name.removeprefix(CHOICE): each for name, each in request.form.items() if name.startswith(CHOICE)}
    budget_lines.read(typed, desk.spec, desk.draft, complete=not auto and not choices)  # a choice is kept as it is
    merged = _merged(desk, typed, choices, auto=auto)
    if not form.validate() or typed.unreadable or (typed.findings and not merged.clashing):
        return _not_saved(typed, form) if auto else _edit_page(desk, form, typed)
    try:
        unfinished = _unfinished(desk, typed, merged)
        other = budget_writing.save(desk, merged, unfinished=unfinished, seen=form.seen, auto=auto, by=me)
    except Conflict as conflict:
        return _overtaken(desk, typed, merged, conflict, auto=auto)
    return _saved(application, typed, merged, other, seen=form.seen, auto=auto)


def _unfinished(desk: Desk, typed: Typed, merged: Merged) -> bool:
    if merged.budget == typed.budget:
        return typed.unfinished
    return budget_lines.as_read(merged.budget, desk.years, desk.spec).unfinished


def _merged(desk: Desk, typed: Typed, choices: Mapping[str, str], *, auto: bool) -> Merged:
    """What the person changed, beside what was saved since; without the rows they have left to their colleague."""
    stands = budget_lines.as_read(desk.draft, desk.years, desk.spec, complete=not auto).budget
    left, before = [key for key, each in choices.items() if each == THEIRS], merging.parsed(typed.before)
    return budget_merging.merge(typed.keyed, stands, before, left=left, chosen=bool(choices))


def _marks(typed: Typed) -> str:
    return merging.written(budget_merging.marks_of(typed.keyed))


def _changed_page(desk: Desk, form: BudgetForm, typed: Typed) -> ResponseReturnValue:
    """What is typed, with a row more or less and the sums anew. Nothing is stored."""
    gone = budget_rows.changed(typed, request.form)
    budget_lines.read(typed, desk.spec, desk.draft, complete=False)
    return _edit_page(desk, form, typed, unsaved=True, gone=gone, fresh=budget_rows.fresh(request.form))


def _saved(
    application: Application, typed: Typed, merged: Merged, other: Person | None, *, seen: int, auto: bool
) -> ResponseReturnValue:
    lacks = merged.budget != typed.budget
    beside = []
    if other and lacks:
        beside = [_("%(who)s has also saved in the budget; what you both wrote is kept.", who=other.name)]
    if auto:
        version = seen if lacks else budget_desk.version(application)  # of a page without the other's lines
        at = _("Saved at %(time)s", time=language.clock_time(clock.now()))
        return jsonify(version=version, before=_marks(typed), words=". ".join([at, *beside]))
    flash(" ".join([_("The budget is saved."), *beside]), "success")
    return redirect(url_for("budgets.show", application_id=application.id))


def _not_saved(typed: Typed, form: BudgetForm) -> ResponseReturnValue:
    """The answer to an autosave that could not be read: the first thing to put right, and how many there are."""
    said = [typed.said(name, str(get_locale())) for name in typed.findings]
    said += [str(message) for messages in form.errors.values() for message in messages]
    return jsonify(words=_("Not saved: %(what)s", what=said[0]), problems=said), 422


def _overtaken(desk: Desk, typed: Typed, merged: Merged, conflict: Conflict, *, auto: bool) -> ResponseReturnValue:
    """Both have changed the same lines: the two of each are shown, and the person chooses."""
    words = " ".join(str(language.shown(each.text)) for each in conflict.problems)
    if auto:
        return jsonify(words=words, conflict=True), 409
    seen_here = {each.key: budget_merging.mark(each.theirs) for each in merged.clashing}
    before = {key: each for key, each in {**merging.parsed(typed.before), **seen_here}.items() if each}
    return render_template(
        "budgets/conflict.html", desk=desk, application=desk.application, words=words, typed=request.form,
        clashing=merged.clashing, before=merging.written(before), form=FlaskForm(), choice=CHOICE, THEIRS=THEIRS,
        section=budget_writing.section(desk.application), not_again=("csrf_token", "version", "before", "do", "redraw"),
    ), 409  # fmt: skip


def _edit_page(
    desk: Desk, form: BudgetForm, typed: Typed, *, unsaved: bool = False, gone: Gone | None = None,
    fresh: tuple[str, int] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    if not typed.lines:
        typed.lines.append({})
    if not typed.sources:
        typed.sources.append({})
    budget_fields.name_rows(typed)
    page = render_template(
        "budgets/edit.html", desk=desk, form=form, typed=typed, sums=totals.of(typed.budget, desk.years), gone=gone,
        fresh=fresh, unsaved=unsaved, application=desk.application, section=budget_writing.section(desk.application),
        sought=totals.sought(typed.budget), most=budget_fields.MOST_ROWS,
    )  # fmt: skip
    return page, 422 if typed.findings and not unsaved else form.status


@bp.get("/template.xlsx")
@requires(Permission.APPLICATION_READ, queries.find)
def template(application: Application, me: Person) -> ResponseReturnValue:
    """The workbook with the draft's lines in it, or a blank one."""
    desk, blank = budget_desk.of(application), "blank" in request.args
    data = budget_desk.written(desk, str(get_locale()), blank=blank)
    end = _("blank") if blank else _("draft")
    return download(data, f"budget_{application.reference}_{end}.xlsx", XLSX)


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
