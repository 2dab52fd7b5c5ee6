"""The director's page: the money, the case, the decision and its letter."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.decisions import DecisionForm, also
from portal.applications.models import Application
from portal.applications.rules import GRANT
from portal.core import clock, workflow
from portal.core.access import requires
from portal.core.money import Ore
from portal.core.permissions import Permission, Role
from portal.decisions import actions, known_facts, letters, money, queries, rules
from portal.decisions.queries import Case
from portal.decisions.routes import bp
from portal.decisions.routes.scoring import recommended
from portal.decisions.rules import Ruling
from portal.identity.models import Person
from portal.identity.queries import people_with


@bp.route("/desk/<int:application_id>/decision", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE, queries.find_application, fresh=True)
def decide(application: Application, me: Person) -> ResponseReturnValue:
    case = queries.case_of(application)
    form = DecisionForm(data=_prefilled(case))
    if form.is_submitted():
        ruling = form.ruling(application.requested)
        if form.validate():
            with form.showing_refusals():
                made = actions.decide(application, ruling, seen=form.seen, by=me)
                flash(_("The decision is made, and the letter is on its way."), "success")
                return redirect(url_for("decisions.case", application_id=made.application_id))
        else:
            also(form, rules.problems_with_ruling(ruling, application.requested))
            also(form, case.problems_with_the_words(ruling))
            also(form, money.problems_with_the_frame(application.round, ruling.amount))
    workflow.require(application, GRANT)
    return _page(case, form), form.status


def _page(case: Case, form: DecisionForm) -> str:
    application = case.application
    now = clock.now()
    refused = form.outcome.data == rules.Outcome.REFUSED
    amount = Ore(0) if refused else form.ruling(application.requested).amount
    form.read.data = False  # whatever is wrong, the letter will be another one
    return render_template(
        "decisions/decision.html",
        case=case,
        form=form,
        picture=money.picture(application, Ore(min(amount, application.round.left))),
        notes=money.notes(application),
        waivers=queries.waivers_of(application),
        amount=amount,
        left=Ore(application.round.left - amount),
        short_of=money.problems_with_the_frame(application.round, amount),
        sentences=money.sentences(application.round),
        refused=refused,
        told=people_with((Role.MANAGER, Role.WRITER), application.job_centre_id),
        score_words=rules.SCORE_WORDS,
        belongs=rules.BELONGS,
        accept_before=rules.accept_before(now),
        today=clock.today(),
    )


@bp.get("/desk/<int:application_id>/decision/letter.pdf")
@requires(Permission.APPLICATION_DECIDE, queries.find_application)
def recommended_letter(application: Application, me: Person) -> ResponseReturnValue:
    """The letter as it would read if the director followed the recommendation."""
    form = DecisionForm(formdata=None, data=_prefilled(queries.case_of(application)))
    return _preview(application, form.ruling(application.requested), me)


@bp.post("/desk/<int:application_id>/decision/letter.pdf")
@requires(Permission.APPLICATION_DECIDE, queries.find_application)
def typed_letter(application: Application, me: Person) -> ResponseReturnValue:
    """The letter with what stands in the form now. Nothing is stored."""
    form = DecisionForm(data=_prefilled(queries.case_of(application)))
    return _preview(application, form.ruling(application.requested), me)


def _preview(application: Application, ruling: Ruling, me: Person) -> Response:
    standing = queries.waivers_of(application)
    paper = letters.letter(application, ruling, standing, by=me, at=clock.now(), draft=True)
    return letters.inline(paper, f"{application.reference}-udkast.pdf")


def _prefilled(case: Case) -> dict[str, Any]:
    """From the recommendation and what is known, so that the director corrects instead of typing."""
    given = recommended(case) | {"facts": known_facts.told(case)}
    if found := case.recommendation:
        given["considerations"] = found.words
    return given
