"""The director gives a later deadline for accepting a grant."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.projects import ExtendForm
from portal.core import clock, workdays, workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import extending, queries, rules
from portal.projects.models import Project
from portal.projects.routes.blueprint import bp
from portal.projects.rules import EXTEND

USUAL = timedelta(days=14)


@bp.route("/<int:project_id>/deadline", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE, queries.find)
def extend(project: Project, me: Person) -> ResponseReturnValue:
    workflow.require(project, EXTEND)
    now, before = clock.now(), project.accept_before
    form = ExtendForm(data={"version": project.version, "day": workdays.on_or_after(clock.today() + USUAL)})
    if form.fits(lambda: rules.problems_with_a_new_deadline(form.after, _words(form), before=before, now=now)):
        with form.showing_refusals():
            if form.after is not None:
                extending.extend(project, form.after, _words(form), seen=form.seen, by=me)
                flash(_("The job centre has a new deadline, and has been told by mail."), "success")
                return redirect(url_for("projects.show", project_id=project.id))
    return render_template("projects/extend.html", project=project, form=form), form.status


def _words(form: ExtendForm) -> str:
    return form.reason.data or ""
