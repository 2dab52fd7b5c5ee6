"""Rounds: the list, the page with the frame, and planning one before it opens."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.pools import RoundForm, fields_of, usual_round
from portal.adapters import tables
from portal.core import audit, clock, menu
from portal.core.access import holds, requires
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.money import total
from portal.core.permissions import Permission
from portal.core.text import Text
from portal.identity.models import Person
from portal.pools import invitations, queries, rounds, wording
from portal.pools.models import Guideline, Round
from portal.pools.routes import bp
from portal.pools.rules import Phase, RoundPlan


@bp.get("/")
@holds(Permission.POOL_READ)
def index(me: Person) -> ResponseReturnValue:
    seen = [(each, queries.phase_of(each)) for each in queries.rounds_for(me)]
    return render_template("pools/index.html", rounds=seen, phases=Phase)


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
        may_begin=this_round in queries.open_rounds_for(me),
        begin=invitations.where_to_begin(this_round),
        allotted=allotted,
        said=wording.of_a_round(allots=this_round.pool.allots),
        allotted_in_all=total(each.amount for each in allotted),
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
    if form.fits(lambda: _problems(choices, form)):
        with form.showing_refusals():
            rounds.edit(this_round, _chosen(choices, form), form.plan, seen=form.seen, by=me)
            return _done(this_round, _("Your changes are saved."))
    return render_template("pools/round_form.html", form=form, round=this_round), form.status


@bp.get("/rounds/<int:round_id>/events")
@requires(Permission.LEDGER_READ, queries.find_round)
def events(this_round: Round, me: Person) -> ResponseReturnValue:
    happened = audit.of(this_round.reference)
    people = queries.names_of(happened)
    centres = queries.names_of_centres(happened)
    told = [{"at": each.at, "words": _words_of(each, centres), "by": people.get(each.by_id or 0)} for each in happened]
    return render_template("pools/events.html", round=this_round, events=told)


def _words_of(event: audit.Event, centres: dict[str, str]) -> Text | str:
    """An invitation names the job centre it went to."""
    if centre := centres.get(event.details.get("job_centre", "")):
        return str(_("%(centre)s was invited", centre=centre))
    return menu.words_of(event.what)


@bp.get("/rounds.csv", endpoint="rounds_csv", defaults={"kind": "csv"})
@bp.get("/rounds.xlsx", endpoint="rounds_xlsx", defaults={"kind": "xlsx"})
@holds(Permission.POOL_READ)
def download(me: Person, kind: str) -> ResponseReturnValue:
    header = [
        _("Reference"), _("Title"), _("Pool"), _("Region"), _("State"), _("Opens"), _("Deadline"), _("Frame, kr."),
        _("Decided, kr."), _("Left, kr."),
    ]  # fmt: skip
    rows = [
        (each.reference, each.title, each.pool.title(str(get_locale())), each.region.name, queries.phase_of(each),
         each.opens_at, each.closes_at, each.frame, each.committed, each.left)
        for each in queries.rounds_for(me)
    ]  # fmt: skip
    return tables.download(kind, "runder", header, rows)


def _form(choices: list[Guideline], stands: dict[str, object]) -> RoundForm:
    form = RoundForm(data=stands)
    language = str(get_locale())
    form.guideline.choices = [
        (each.id, _("%(pool)s, %(region)s, %(year)s version %(number)s", pool=each.pool.title(language),
                    region=each.region.name, year=each.year, number=each.number))
        for each in choices
    ]  # fmt: skip
    return form


def _chosen(choices: list[Guideline], form: RoundForm) -> Guideline:
    return next(each for each in choices if each.id == form.guideline.data)


def _problems(choices: list[Guideline], form: RoundForm) -> list[Problem]:
    """What the rules say of a plan that can be read, though its title may have to be written anew."""
    return rounds.problems(_chosen(choices, form), form.plan) if form.errors.keys() <= {"title"} else []


def _plan_of(this_round: Round) -> RoundPlan:
    names = RoundPlan.__dataclass_fields__
    return RoundPlan(**{name: getattr(this_round, name) for name in names})


def _done(this_round: Round, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("pools.show", round_id=this_round.id))
