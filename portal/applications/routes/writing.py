"""The pages a section is written on: the form, its autosave, and the choice between two versions."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.applications import belonging, checking, merging, position_sums, queries, reading, rules, saving, sharing
from portal.applications.choices import options_for
from portal.applications.drawing import Edited, draw
from portal.applications.merging import Merged
from portal.applications.models import Section
from portal.applications.routes.blueprint import bp
from portal.core import clock, cpr, language, workflow
from portal.core.access import requires
from portal.core.errors import Conflict, Problem
from portal.core.permissions import Permission, Role
from portal.identity.models import Person

BUTTONS = ("add", "copy", "remove")  # what changes the lines that the page shows
BESIDE = "beside"  # the hidden field with the colleague who was told to have saved as well
BEFORE = "before"  # the hidden field with the marks of the answers the page began with
WRITERS = (Role.WRITER, Role.MANAGER)
CHOICE, THEIRS = "choose-", "theirs"
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
    merged = _merged(found, read.answers)
    try:
        other = saving.save_merged(found, merged, seen=seen, complete=complete, auto=auto, by=me)
    except Conflict as conflict:
        return _overtaken(found, read.answers, merged, _words_of(conflict, found, me), auto=auto)
    return _saved(found, read.answers, other, seen=seen, auto=auto)


def _merged(found: Section, mine: dict[str, Any]) -> Merged:
    """What the person changed; without the questions for which they chose a colleague's answer."""
    spec, chosen = belonging.spec_of(found), request.form
    left = {each.key for each in spec.fields if chosen.get(f"{CHOICE}{each.key}") == THEIRS}
    merged = merging.merge(spec, mine, _standing(found), merging.parsed(chosen.get(BEFORE, "")))
    answers = {key: each for key, each in merged.answers.items() if key not in left}
    return Merged(answers, merged.clashing, chosen=any(each.startswith(CHOICE) for each in chosen))


def _standing(found: Section) -> dict[str, Any]:
    """The answers that are kept, as the form would send them back untouched."""
    spec = belonging.spec_of(found)
    return merging.as_read(spec, sharing.answers_of(found), options_for(found.application, spec.key))


def _changed(found: Section, *, seen: int, complete: bool) -> ResponseReturnValue:
    """What is typed with a line more or less, or only what it adds up to, for a page that has the rest."""
    spec, application = belonging.spec_of(found), found.application
    typed = Edited(spec, request.form, **{each: request.form.get(each, "") for each in BUTTONS})
    if request.headers.get("X-Sums") == "1":
        sums = position_sums.of(application, spec, typed, options_for(application, spec.key))
        return render_template("budgets/typed_sums.html", sums=sums, application=application)
    if typed.is_full:
        flash(_("There is room for %(most)s lines. Put some of them together.", most=reading.MOST_LINES), "warning")
    before = request.form.get(BEFORE, "")
    return page(found, typed, (), seen=seen, complete=complete, unsaved=True, before=before, here=typed.here)


def _seen() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else 0


def _saved(found: Section, mine: dict[str, Any], other: Person | None, *, seen: int, auto: bool) -> ResponseReturnValue:
    known = merging.marks_of(belonging.spec_of(found), mine)
    lacks = other is not None and known != merging.marks_of(belonging.spec_of(found), _standing(found))
    beside = []
    if other and lacks and other.id != found.saved_by_id:  # one's own name after that is no news
        beside = [_("%(who)s has also saved in this section; both are kept.", who=other.name)]
    if auto:
        at = _("Saved at %(time)s", time=language.clock_time(clock.now()))
        version = seen if lacks and request.form.get(BEFORE) else found.version  # of a page without the other's words
        told = other.id if other and beside else None
        return jsonify(version=version, before=merging.written(known), words=". ".join([at, *beside]), beside=told)
    flash(" ".join([_("“%(section)s” is saved.", section=language.shown(found.key.label)), *beside]), "success")
    if request.form.get("next"):
        return redirect(_after(found))
    return redirect(url_for(".section", application_id=found.application_id, key=found.key))


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
        if not any(cpr.find(each) for each in request.form.values()):  # those are kept nowhere
            words = _("%(what)s What you typed is kept in this browser.", what=words)
        return jsonify(words=words, problems=[str(language.shown(each.text)) for each in problems]), 422
    before = request.form.get(BEFORE, "")
    return page(found, typed, problems, seen=seen, complete=complete, status=422, before=before)


def _words_of(conflict: Conflict, found: Section, me: Person) -> str:
    """Who has saved meanwhile. Whose words one's own autosave stands beside is known from the page that was told so."""
    given = request.form.get(BESIDE, "")
    writers = (
        queries.people_of(found.application.job_centre_id, WRITERS) if given and found.saved_by_id == me.id else []
    )
    for each in writers:
        if str(each.id) == given:
            return str(_("%(who)s has also saved in this section. Compare the two versions and choose.", who=each.name))
    return str(language.shown(conflict.problems[0].text))


def _overtaken(found: Section, mine: dict[str, Any], merged: Merged, words: str, *, auto: bool) -> ResponseReturnValue:
    """Both have changed the same questions: the two answers to each are shown, and the person chooses."""
    if auto:
        return jsonify(words=words, conflict=True), 409
    spec = belonging.spec_of(found)
    theirs = _standing(found)
    seen_here = {each.key: merging.mark(theirs[each.key]) for each in merged.clashing}
    before = merging.written({**merging.parsed(request.form.get(BEFORE, "")), **seen_here})
    return render_template(
        "applications/conflict.html", section=found, application=found.application, spec=spec, words=words,
        mine=mine, theirs=theirs, clashing=merged.clashing, before=before, typed=request.form, form=FlaskForm(),
        not_again=("csrf_token", "version", BEFORE), choice=CHOICE, THEIRS=THEIRS,
    ), 409  # fmt: skip


def page(
    found: Section, typed: Any, problems: tuple[Problem, ...], *, seen: int, complete: bool, status: int = 200,
    unsaved: bool = False, before: str | None = None, here: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """The form of one section. `before` marks the answers it began with, when it is not drawn for the first time.

    `here` is the id of the field that a person who changed the lines goes on in.
    """
    application, spec = found.application, belonging.spec_of(found)
    keys, options = [each.key for each in belonging.sections_of(application)], options_for(application, spec.key)
    if before is None:
        before = merging.written(merging.marks_of(spec, merging.as_read(spec, sharing.answers_of(found), options)))
    return render_template(
        "applications/section.html", section=found, application=application, spec=spec,
        verdicts=checking.in_section(application, spec),
        drawn=draw(spec, typed, options, problems), problems=problems, seen=seen, before=before,
        beside=request.form.get(BESIDE, ""), sums=position_sums.of(application, spec, typed, options),
        complete=complete, unsaved=unsaved, here=here, form=FlaskForm(),
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
