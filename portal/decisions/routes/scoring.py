"""Scores with justification, and the recommendation to the director."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.decisions import MarksForm, RecommendForm, also, score_form
from portal.applications.models import Application
from portal.applications.rules import RECOMMEND
from portal.core import workflow
from portal.core.access import requires
from portal.core.language import shown, together
from portal.core.permissions import Permission
from portal.core.text import Both
from portal.decisions import assessing, coming_back, queries, rules
from portal.decisions.queries import Case
from portal.decisions.routes import bp
from portal.decisions.rules import SCORE
from portal.identity.models import Person


@bp.route("/desk/<int:application_id>/scores", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ASSESS, queries.find_application)
def score(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, SCORE)
    case = queries.case_of(application)
    form = score_form(case.criteria, **_given(case))
    if form.is_submitted():
        if form.validate():
            with form.showing_refusals():
                return redirect(_saved(case, form, me))
        else:
            also(form, rules.problems_with_part(form.marks, case.criteria))
    words = {points: (rules.SCORE_WORDS[points], rules.SCORE_MEANINGS[points]) for points in sorted(rules.SCORE_WORDS)}
    before = {} if case.is_scored else coming_back.given_before(application)
    return render_template("decisions/scores.html", case=case, form=form, words=words, before=before), form.status


def _saved(case: Case, form: MarksForm, me: Person) -> str:
    """Where it goes on: to the recommendation when every criterion has its points and words, else the same page."""
    application, lacking = case.application, rules.lacking(form.marks, case.criteria)
    if lacking:
        assessing.score_in_part(application, form.marks, seen=form.seen, by=me)
        flash(_("What you have filled in is saved. Still missing: %(what)s.", what=_named(lacking)), "success")
        return url_for("decisions.score", application_id=application.id)
    assessing.score(application, form.marks, seen=form.seen, by=me)
    flash(_("The scores are saved. Now write the recommendation."), "success")
    return url_for("decisions.recommend", application_id=application.id)


def _named(titles: Sequence[Both]) -> str:
    return together(str(shown(each)) for each in titles)


@bp.route("/desk/<int:application_id>/recommendation", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ASSESS, queries.find_application)
def recommend(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, RECOMMEND)
    case = queries.case_of(application)
    form = RecommendForm(data=recommended(case))
    if form.is_submitted():
        advice = form.advice(application.requested) if form.validate() else None
        if advice:
            with form.showing_refusals():
                assessing.recommend(application, advice, seen=form.seen, by=me)
                flash(_("The recommendation is written. The director can decide now."), "success")
                return redirect(url_for("decisions.case", application_id=application.id))
        else:
            asked = form.advice(application.requested)
            also(form, rules.problems_with_advice(asked, application.requested, is_scored=case.is_scored))
    return render_template("decisions/recommend.html", case=case, form=form, belongs=rules.BELONGS), form.status


def _given(case: Case) -> dict[str, Any]:
    given: dict[str, Any] = {"version": case.application.version}
    for code, found in case.scores.items():
        given |= {f"points_{code}": str(found.points), f"why_{code}": found.justification}
    return given


def recommended(case: Case) -> dict[str, Any]:
    given: dict[str, Any] = {"version": case.application.version}
    if found := case.recommendation:
        given |= {"outcome": found.outcome.value, "amount": found.amount, "words": found.words}
        given["conditions"] = "\n".join(found.conditions)
    return given
