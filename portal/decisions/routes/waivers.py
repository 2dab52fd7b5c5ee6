"""The director sets a rule aside for one application."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.decisions import WaiverForm, also
from portal.applications.models import Application
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.decisions import assessing, queries, reading, rules
from portal.decisions.routes import bp
from portal.decisions.rules import WAIVE
from portal.identity.models import Person


@bp.route("/desk/<int:application_id>/waivers", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE, queries.find_application)
def waive(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, WAIVE)
    form, known = WaiverForm(), reading.waivable(application.round.pool.code)
    form.offer(known)
    if form.is_submitted():
        if form.validate():
            with form.showing_refusals():
                assessing.waive(application, form.rule.data, form.reason.data or "", form.until.data, by=me)
                flash(_("The rule is set aside. Both sides can see it."), "success")
                return redirect(url_for("decisions.case", application_id=application.id))
        else:
            asked = (form.rule.data or "", known, form.reason.data or "", form.until.data)
            also(form, rules.problems_with_waiver(*asked, today=clock.today()))
    standing = queries.waivers_of(application)
    return render_template("decisions/waive.html", application=application, form=form, waivers=standing), form.status
