"""One case on the desk: as it was submitted, what is said about it, and sending it back."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.decisions import CommentForm, ReturnForm, also
from portal.applications.models import Application
from portal.applications.rules import RETURN, SectionKey
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.decisions import assessing, queries, rules
from portal.decisions.history import timeline
from portal.decisions.listing import STATES
from portal.decisions.routes import bp
from portal.identity.models import Person

USUAL_DEADLINE = timedelta(days=7)


@bp.get("/desk/<int:application_id>")
@requires(Permission.ASSESSMENT_READ, queries.find_application)
def case(application: Application, me: Person) -> ResponseReturnValue:
    return page(application, CommentForm())


@bp.post("/desk/<int:application_id>/comments")
@requires(Permission.APPLICATION_ASSESS, queries.find_application)
def comment(application: Application, me: Person) -> ResponseReturnValue:
    form = CommentForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            sent, section = form.sent.data == "sent", form.section.data or ""
            assessing.comment(application, form.words.data or "", sent=sent, section=section, by=me)
            flash(_("The comment is sent to the job centre.") if sent else _("The comment is kept."), "success")
            return redirect(url_for("decisions.case", application_id=application.id, _anchor="comments"))
    return page(application, form)


def page(application: Application, form: CommentForm) -> ResponseReturnValue:
    shown = render_template(
        "decisions/case.html",
        case=queries.case_of(application),
        comments=queries.comments(application),
        waivers=queries.waivers_of(application),
        decision=queries.find_decided(application.id),
        form=form,
        section_titles={each.value: each.label for each in SectionKey},
        state_words=STATES.get(application.status, application.status.label),
        score_words=rules.SCORE_WORDS,
        timeline=timeline(application.reference),
        today=clock.today(),
    )
    return shown, form.status


@bp.route("/desk/<int:application_id>/return", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ASSESS, queries.find_application)
def send_back(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, RETURN)
    form = ReturnForm(data={"version": application.version, "day": clock.today() + USUAL_DEADLINE})
    if form.is_submitted():
        if form.validate() and form.before is not None:
            with form.showing_refusals():
                assessing.ask_for_changes(application, form.reasons, form.before, seen=form.seen, by=me)
                flash(_("The application is sent back, and the job centre has been told by mail."), "success")
                return redirect(url_for("decisions.case", application_id=application.id))
        else:
            reasons = {key.value: why for key, why in form.reasons.items()}
            answer_at = application.round.answer_at
            also(form, rules.problems_with_changes(reasons, form.before, answer_at=answer_at, now=clock.now()))
    shown = render_template("decisions/return.html", application=application, form=form, sections=list(SectionKey))
    return shown, form.status
