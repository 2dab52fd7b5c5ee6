"""The pages on which talks about a draft are noted: the job centre's own, and the region's list of drafts."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.sparring import RegionSparringForm, SparringForm
from portal.applications import queries, rules
from portal.applications import sparring as talks
from portal.applications.models import Application, Sparring
from portal.applications.routes.blueprint import bp
from portal.core import clock
from portal.core.access import holds, requires, signed_in
from portal.core.permissions import Permission, Side, places
from portal.identity.models import Person


@bp.get("/<int:application_id>/sparring")
@requires(Permission.APPLICATION_READ, queries.find)
def sparring(application: Application, me: Person) -> ResponseReturnValue:
    return _page(application, SparringForm(data={"on": clock.today()}))


@bp.post("/<int:application_id>/sparring")
@requires(Permission.APPLICATION_EDIT, queries.find)
def log_sparring(application: Application, me: Person) -> ResponseReturnValue:
    form = SparringForm()
    if form.fits(lambda: talks.problems(form.on.data, form.note.data or "", application)):
        with form.showing_refusals():
            talks.log(application, on=form.on.data, note=form.note.data or "", by=me)
            flash(_("The talk is noted."), "success")
            return redirect(url_for(".sparring", application_id=application.id))
    return _page(application, form)


def _page(application: Application, form: SparringForm) -> ResponseReturnValue:
    return render_template(
        "applications/sparring.html",
        application=application,
        form=form,
        noted=talks.noted(application),
        is_open=application.status in rules.OPEN,
    ), form.status


@bp.route("/sparring", methods=["GET", "POST"])
@holds(Permission.APPLICATION_ASSESS)
def region_sparring(me: Person) -> ResponseReturnValue:
    drafts = talks.begun_in_the_region_of(me)
    form = RegionSparringForm(data={"on": clock.today()})
    form.application.choices = [(each.id, f"{each.reference} · {each.job_centre.name}") for each in drafts]
    chosen = next((each for each in drafts if each.id == form.application.data), None)
    if form.fits(lambda: talks.problems(form.on.data, form.note.data or "", chosen)) and chosen is not None:
        with form.showing_refusals():
            talks.log(chosen, on=form.on.data, note=form.note.data or "", by=me)
            flash(_("The talk about %(reference)s is noted.", reference=chosen.reference), "success")
            return redirect(url_for(".region_sparring"))
    own = talks.noted_by(me, drafts)
    page = render_template("applications/region_sparring.html", drafts=drafts, form=form, own=own)
    return page, form.status


@bp.route("/sparring/<int:talk_id>", methods=["GET", "POST"])
@signed_in
def talk(me: Person, talk_id: int) -> ResponseReturnValue:
    """Only for the person who noted it."""
    found = talks.own(me, talk_id) or abort(404)
    application = talks.open_application(found)
    form = SparringForm(data={"on": found.on, "note": found.note})
    if form.fits(lambda: talks.problems(form.on.data, form.note.data or "", application)):
        with form.showing_refusals():
            talks.correct(found, on=form.on.data, note=form.note.data or "", by=me)
            flash(_("The talk is corrected."), "success")
            return redirect(_back(me, found))
    page = render_template(
        "applications/sparring_talk.html", talk=found, application=application, form=form, back=_back(me, found)
    )
    return page, form.status


@bp.post("/sparring/<int:talk_id>/remove")
@signed_in
def remove_talk(me: Person, talk_id: int) -> ResponseReturnValue:
    found = talks.own(me, talk_id) or abort(404)
    back = _back(me, found)
    talks.remove(found, by=me)
    flash(_("The talk is removed."), "success")
    return redirect(back)


def _back(me: Person, found: Sparring) -> str:
    """The page on which the person noted it: the job centre's own, or the region's list."""
    application = talks.application_of(found)
    if application.job_centre_id in places(me, Permission.APPLICATION_READ)[Side.APPLYING]:
        return url_for(".sparring", application_id=application.id)
    return url_for(".region_sparring")
