"""One case on the desk: as it was submitted, what is said about it, and sending it back."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.decisions import CommentForm, also, return_form
from portal.applications import belonging
from portal.applications.models import Application
from portal.applications.rules import RETURN
from portal.applications.titles import TITLES
from portal.core import clock, menu, workdays, workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.decisions import assessing, coming_back, queries, rules
from portal.decisions.history import timeline
from portal.decisions.listing import STATES
from portal.decisions.routes import bp
from portal.identity.models import Person

USUAL_DEADLINE = timedelta(days=7)


@bp.get("/desk/<int:application_id>")
@requires(Permission.ASSESSMENT_READ, queries.find_application)
def case(application: Application, me: Person) -> ResponseReturnValue:
    return page(application, CommentForm(_keys(application)))


@bp.post("/desk/<int:application_id>/comments")
@requires(Permission.APPLICATION_ASSESS, queries.find_application)
def comment(application: Application, me: Person) -> ResponseReturnValue:
    form = CommentForm(_keys(application))
    if form.validate_on_submit():
        with form.showing_refusals():
            sent, section = form.sent.data == "sent", form.section.data or ""
            assessing.comment(application, form.words.data or "", sent=sent, section=section, by=me)
            flash(_("The comment is sent to the job centre.") if sent else _("The comment is kept."), "success")
            return redirect(url_for("decisions.case", application_id=application.id, _anchor="comments"))
    return page(application, form)


def _keys(application: Application) -> list[str]:
    return [each.key for each in belonging.sections_of(application)]


def page(application: Application, form: CommentForm) -> ResponseReturnValue:
    case, decision = queries.case_of(application), queries.find_decided(application.id)
    shown = render_template(
        "decisions/case.html",
        case=case,
        workbook=queries.submitted_workbook(application),
        ways=menu.links_to(decision),
        voided={} if case.is_scored else coming_back.given_before(application),
        comments=queries.comments(application),
        waivers=queries.waivers_of(application),
        decision=decision,
        form=form,
        section_titles=TITLES,
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
    keys, day = _keys(application), workdays.on_or_after(clock.today() + USUAL_DEADLINE)
    form = return_form(keys, version=application.version, day=day)
    if form.is_submitted():
        if form.validate() and form.before is not None and not form.unticked:
            with form.showing_refusals():
                assessing.ask_for_changes(application, form.reasons, form.before, seen=form.seen, by=me)
                flash(_("The application is sent back, and the job centre has been told by mail."), "success")
                return redirect(url_for("decisions.case", application_id=application.id))
        else:
            asked = rules.Asked(form.reasons, form.before, form.unticked, form.day.data)
            answer_at = application.round.answer_at
            also(form, rules.problems_with_changes(asked, answer_at=answer_at, now=clock.now()))
    shown = render_template("decisions/return.html", application=application, form=form, sections=keys)
    return shown, form.status
