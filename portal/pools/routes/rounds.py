"""Rounds: the page with the frame, and planning one before it opens."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.base import ButtonForm
from forms.pools import RoundForm, fields_of, usual_round
from portal.core import audit, clock, menu, money
from portal.core.access import holds, requires
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.permissions import Permission, can
from portal.core.text import Text
from portal.identity.models import Person
from portal.pools import cancelling, invitations, queries, rounds, wording
from portal.pools.models import Guideline, Round
from portal.pools.routes import bp
from portal.pools.rules import RoundPlan

AMOUNTS = {"frame", "largest_grant"}


@bp.get("/rounds/<int:round_id>")
@holds(Permission.POOL_READ)
def show(me: Person, round_id: int) -> ResponseReturnValue:
    this_round = queries.readable_round(me, round_id) or abort(404)
    allotted = queries.allotments_seen_by(me, this_round)
    return render_template(
        "pools/round.html",
        round=this_round,
        phase=queries.phase_of(this_round),
        picture=queries.picture(this_round),
        invited=queries.invitations_seen_by(me, this_round),
        may_cancel=can(me, Permission.POOL_DRAFT, this_round) and not cancelling.problems(this_round),
        may_begin=this_round in queries.open_rounds_for(me),
        begin=invitations.where_to_begin(this_round),
        allotted=allotted,
        said=wording.of_a_round(allots=this_round.pool.allots),
        allotted_in_all=money.total(each.amount for each in allotted),
    )


@bp.route("/rounds/new", methods=["GET", "POST"])
@holds(Permission.POOL_DRAFT)
def new_round(me: Person) -> ResponseReturnValue:
    choices = queries.signed_guidelines({each.id for each in queries.regions_drafted_by(me)})
    form = _form(choices, usual_round(clock.today()))
    if form.fits(lambda: _problems(choices, form)):
        with form.showing_refusals():
            made = rounds.create(_chosen(choices, form), form.plan, by=me)
            return _done(made, str(shown(wording.of_a_round(allots=made.pool.allots).planned)))
    return render_template("pools/round_form.html", form=form, round=None), form.status


@bp.route("/rounds/<int:round_id>/edit", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_round)
def edit_round(this_round: Round, me: Person) -> ResponseReturnValue:
    rounds.refuse_when_open(this_round)
    choices = [each for each in queries.signed_guidelines({this_round.region_id}) if each.pool_id == this_round.pool_id]
    stands = fields_of(_plan_of(this_round)) | {"guideline": this_round.guideline_id, "version": this_round.version}
    form = _form(choices, stands)
    if form.fits(lambda: _problems(choices, form, this_round)):
        with form.showing_refusals():
            rounds.edit(this_round, _chosen(choices, form), form.plan, seen=form.seen, by=me)
            return _done(this_round, _("Your changes are saved."))
    return render_template("pools/round_form.html", form=form, round=this_round), form.status


@bp.route("/rounds/<int:round_id>/cancel", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_round)
def cancel_round(this_round: Round, me: Person) -> ResponseReturnValue:
    cancelling.refuse_when_not_to_be_cancelled(this_round)
    form = ButtonForm(data={"version": this_round.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            cancelling.cancel(this_round, seen=form.seen, by=me)
            return _done(this_round, _("The round is cancelled."))
    return render_template("pools/cancel_round.html", form=form, round=this_round), form.status


@bp.get("/rounds/<int:round_id>/events")
@requires(Permission.LEDGER_READ, queries.find_round)
def events(this_round: Round, me: Person) -> ResponseReturnValue:
    happened = audit.of(this_round.reference)
    people = queries.names_of(happened)
    centres = queries.names_of_centres(happened)
    told = [
        {"at": each.at, "words": _words_of(each, centres), "about": _about(each, centres),
         "by": people.get(each.by_id or 0)}
        for each in reversed(happened)
    ]  # fmt: skip
    return render_template("pools/events.html", round=this_round, events=told)


def _words_of(event: audit.Event, centres: dict[str, str]) -> Text | str:
    """An invitation names the job centre it went to."""
    centre = centres.get(event.details.get("job_centre", ""))
    if centre and event.what == "invitation.sent":
        return str(_("%(centre)s was invited", centre=centre))
    return menu.words_of(event.what)


def _about(event: audit.Event, centres: dict[str, str]) -> menu.Told:
    """The case and the amount, and the job centre that a grant letter went to."""
    centre = centres.get(event.details.get("job_centre", ""), "") if event.what != "invitation.sent" else ""
    return tuple(each for each in (centre, *menu.about(event.what, event.details)) if each)


def _form(choices: list[Guideline], stands: dict[str, object]) -> RoundForm:
    form = RoundForm(data=stands)
    language = str(get_locale())
    form.guideline.choices = [
        (each.id, _("%(year)s version %(number)s: %(pool)s, %(region)s", pool=each.pool.title(language),
                    region=each.region.name, year=each.year, number=each.number))
        for each in choices
    ]  # fmt: skip
    return form


def _chosen(choices: list[Guideline], form: RoundForm) -> Guideline:
    return next(each for each in choices if each.id == form.guideline.data)


def _problems(choices: list[Guideline], form: RoundForm, but: Round | None = None) -> list[Problem]:
    """What the rules say of a plan whose days can be read, though title and amounts may have to be written anew."""
    if not form.errors.keys() <= {"title", *AMOUNTS}:
        return []
    plan = form.plan
    if form.errors.keys() & AMOUNTS:  # an amount that cannot be read keeps the sentence it has
        plan = replace(plan, frame=plan.frame or money.MOST, largest_grant=plan.largest_grant or money.MOST)
    return rounds.problems(_chosen(choices, form), plan, but=but)


def _plan_of(this_round: Round) -> RoundPlan:
    names = RoundPlan.__dataclass_fields__
    return RoundPlan(**{name: getattr(this_round, name) for name in names})


def _done(this_round: Round, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("pools.show", round_id=this_round.id))
