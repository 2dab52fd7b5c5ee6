"""The pages on which talks about a draft are noted: the job centre's own, and the region's list of drafts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.sparring import RegionSparringForm, SparringForm
from portal.applications import queries, rules
from portal.applications import sparring as talks
from portal.applications.models import Application
from portal.applications.routes.blueprint import bp
from portal.core import clock
from portal.core.access import holds, requires
from portal.core.permissions import Permission
from portal.identity.models import Person


@bp.get("/<int:application_id>/sparring")
@requires(Permission.APPLICATION_READ, queries.find)
def sparring(application: Application, me: Person) -> ResponseReturnValue:
    return _page(application, SparringForm(data={"on": clock.today()}))


@bp.post("/<int:application_id>/sparring")
@requires(Permission.APPLICATION_EDIT, queries.find)
def log_sparring(application: Application, me: Person) -> ResponseReturnValue:
    form = SparringForm()
    if form.fits(lambda: talks.problems(form.on.data, form.note.data or "")):
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
    if form.fits(lambda: talks.problems(form.on.data, form.note.data or "")):
        with form.showing_refusals():
            chosen = next(each for each in drafts if each.id == form.application.data)
            talks.log(chosen, on=form.on.data, note=form.note.data or "", by=me)
            flash(_("The talk about %(reference)s is noted.", reference=chosen.reference), "success")
            return redirect(url_for(".region_sparring"))
    return render_template("applications/region_sparring.html", drafts=drafts, form=form), form.status
