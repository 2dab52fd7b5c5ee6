"""The pages a section is written on: the form, its autosave, and the choice between two versions."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.applications import belonging, checking, position_sums, queries, reading, rules, saving, sharing
from portal.applications.choices import options_for
from portal.applications.drawing import Edited, differing, draw
from portal.applications.models import Section
from portal.applications.routes.blueprint import bp
from portal.core import clock, language, workflow
from portal.core.access import requires
from portal.core.errors import Conflict, Problem
from portal.core.permissions import Permission
from portal.identity.models import Person

BUTTONS = ("add", "copy", "remove")  # what changes the lines that the page shows
ELSEWHERE = {"budget": "budgets.show", "attachments": "applications.attachments"}


@bp.get("/<int:application_id>/sections/<key>")
@requires(Permission.APPLICATION_EDIT, queries.find_section)
def section(found: Section, me: Person) -> ResponseReturnValue:
    workflow.require(found.application, rules.EDIT)
    if found.key.value in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[found.key.value], application_id=found.application_id))
    spec = belonging.spec_of(found)
    return page(
        found, reading.as_typed(spec, sharing.answers_of(found)), (), seen=found.version, complete=found.complete
    )


@bp.post("/<int:application_id>/sections/<key>")
@requires(Permission.APPLICATION_EDIT, queries.find_section)
def save_section(found: Section, me: Person) -> ResponseReturnValue:
    workflow.require(found.application, rules.EDIT)
    spec = belonging.spec_of(found)
    auto = request.headers.get("X-Autosave") == "1"
    typed, complete, seen = request.form, bool(request.form.get("complete")), _seen()
    if any(typed.get(each) for each in (*BUTTONS, "redraw")):
        return _changed(found, seen=seen, complete=complete)
    read = reading.read(spec, typed, options_for(found.application, spec.key), complete=complete and not auto)
    if read.problems:
        return _refused(found, typed, read.problems, seen=seen, complete=complete, auto=auto)
    try:
        saving.save(found, read.answers, seen=seen, complete=complete, auto=auto, by=me)
    except Conflict as conflict:
        return _overtaken(found, read.answers, conflict, auto=auto)
    return _saved(found, auto=auto)


def _changed(found: Section, *, seen: int, complete: bool) -> ResponseReturnValue:
    """What is typed with a line more or less, or only what it adds up to, for a page that has the rest."""
    spec, application = belonging.spec_of(found), found.application
    typed = Edited(spec, request.form, **{each: request.form.get(each, "") for each in BUTTONS})
    if request.headers.get("X-Sums") == "1":
        sums = position_sums.of(application, spec, typed, options_for(application, spec.key))
        return render_template("budgets/typed_sums.html", sums=sums, application=application)
    return page(found, typed, (), seen=seen, complete=complete, status=200, unsaved=True)


def _seen() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else 0


def _saved(found: Section, *, auto: bool) -> ResponseReturnValue:
    if auto:
        at = _("Saved at %(time)s", time=language.clock_time(clock.now()))
        return jsonify(version=found.version, words=at)
    flash(_("“%(section)s” is saved.", section=language.shown(found.key.label)), "success")
    if request.form.get("next"):
        return redirect(_after(found))
    return redirect(url_for(".show", application_id=found.application_id))


def _after(found: Section) -> str:
    """The page of the next section, or of the application after the last."""
    keys = [each.key for each in belonging.sections_of(found.application)]
    place = keys.index(found.key.value) + 1
    if place < len(keys):
        return url_for(".section", application_id=found.application_id, key=keys[place])
    return url_for(".show", application_id=found.application_id)


def _refused(
    found: Section, typed: Any, problems: tuple[Problem, ...], *, seen: int, complete: bool, auto: bool
) -> ResponseReturnValue:
    if auto:
        words = _("Not saved: %(what)s", what=language.shown(problems[0].text))
        return jsonify(words=words, problems=[str(language.shown(each.text)) for each in problems]), 422
    return page(found, typed, problems, seen=seen, complete=complete, status=422)


def _overtaken(found: Section, mine: dict[str, Any], conflict: Conflict, *, auto: bool) -> ResponseReturnValue:
    """A colleague was first: both versions are shown, and the person chooses."""
    words = str(language.shown(conflict.problems[0].text)) if conflict.problems else ""
    if auto:
        return jsonify(words=words, conflict=True), 409
    spec = belonging.spec_of(found)
    return render_template(
        "applications/conflict.html", section=found, application=found.application, spec=spec, words=words,
        mine=mine, differing=differing(spec, mine, sharing.answers_of(found)), typed=request.form, form=FlaskForm(),
    ), 409  # fmt: skip


def page(
    found: Section, typed: Any, problems: tuple[Problem, ...], *, seen: int, complete: bool, status: int = 200,
    unsaved: bool = False,
) -> ResponseReturnValue:  # fmt: skip
    application, spec = found.application, belonging.spec_of(found)
    keys, options = [each.key for each in belonging.sections_of(application)], options_for(application, spec.key)
    asked = [each for each in application.changes_asked if each.section_key == found.key and not each.answered_at]
    return render_template(
        "applications/section.html", section=found, application=application, spec=spec, asked=asked,
        verdicts=checking.in_section(application, spec),
        drawn=draw(spec, typed, options, problems), problems=problems, seen=seen,
        sums=position_sums.of(application, spec, typed, options),
        complete=complete, unsaved=unsaved, form=FlaskForm(),
        number=keys.index(spec.key) + 1, total=len(keys),
    ), status  # fmt: skip


@bp.get("/<int:application_id>/sections/<key>/versions")
@requires(Permission.APPLICATION_READ, queries.find_section)
def versions(found: Section, me: Person) -> str:
    return render_template(
        "applications/versions.html", section=found, application=found.application, form=FlaskForm(),
        spec=belonging.spec_of(found), versions=queries.versions(found),
    )  # fmt: skip


@bp.post("/<int:application_id>/sections/<key>/versions/<int:number>")
@requires(Permission.APPLICATION_EDIT, queries.find_section)
def bring_back(found: Section, me: Person) -> ResponseReturnValue:
    number = (request.view_args or {}).get("number", 0)
    kept = queries.version(found, number)
    if kept is None:
        flash(_("There is no such version."), "error")
    else:
        saving.bring_back(found, kept, seen=_seen(), by=me)
        flash(_("The version is brought back. The one it replaces is still in the list."), "success")
    return redirect(url_for(".versions", application_id=found.application_id, key=found.key.value))
