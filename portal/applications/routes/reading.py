"""The pages an application is found and followed on: the list, the task list of its sections, and its beginning."""

from collections.abc import Callable, Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.applications import BeginForm
from portal.adapters import tables
from portal.applications import belonging, checking, correcting, documents, queries, rules, saving, showing, wording
from portal.applications.models import Application
from portal.applications.routes.blueprint import bp
from portal.applications.rules import SectionKey, Status
from portal.applications.states import SENT_BACK, WRITTEN, State, section_state, unmet_in
from portal.core import audit, language, lists, menu, workflow
from portal.core.access import holds, requires
from portal.core.errors import Conflict, Problem
from portal.core.permissions import Permission, Side, can, places
from portal.eligibility.verdicts import Verdict
from portal.identity.models import Organisation, Person
from portal.identity.start_blocks import Block
from portal.pools import queries as pools
from portal.pools.models import Round
from portal.pools.wording import of_a_round


@bp.get("/")
@holds(Permission.APPLICATION_READ)
def index(me: Person) -> ResponseReturnValue:
    wanted = asked_for()
    if request.args.get("download") in {"xlsx", "csv"}:
        return _download(request.args["download"], me, wanted)
    found, number, asked = queries.listed(me, wanted)
    return render_template(
        "applications/index.html", applications=found, number=number, asked=asked, wanted=wanted, statuses=Status,
        rounds=queries.attended_rounds(me), pages=max(1, -(-number // queries.PAGE_SIZE)), most=lists.MOST,
        more=lists.more(number, wanted.page, queries.PAGE_SIZE, len(found)),
    )  # fmt: skip


def asked_for() -> queries.Wanted:
    """The list's filter and order out of the address."""
    given = request.args
    status = given.get("status", "")
    return queries.Wanted(
        words=given.get("words", "").strip()[:100],
        status=status if status in {each.value for each in Status} else "",
        round_id=given.get("round", type=lists.number),
        sort=given.get("sort", "reference"),
        downwards=given.get("down") == "1",
        page=min(max(1, given.get("page", 1, type=int)), 100_000),
    )


def _download(kind: str, me: Person, wanted: queries.Wanted) -> ResponseReturnValue:
    header = [
        _("Reference"), _("Title"), _("Job centre"), _("Round"), _("Places or persons"),
        _("Amount sought, kr."), _("Status"),
    ]  # fmt: skip
    rows = [
        [
            each.reference, each.title, each.job_centre.name, each.round.title, each.places, each.requested,
            str(language.shown(each.status)),
        ]
        for each in queries.everything(me, wanted)
    ]  # fmt: skip
    return tables.download(kind, _("applications"), header, rows)


@bp.get("/<int:application_id>")
@requires(Permission.APPLICATION_READ, queries.find)
def show(application: Application, me: Person) -> str:
    steps = workflow.open_steps(rules.STEPS, application.status)
    verdicts = checking.verdicts(application)
    unmet = {each.key.value: unmet_in(verdicts, each.key.value) for each in application.sections}
    states = _states(application, unmet)
    return render_template(
        "applications/show.html", application=application, steps=steps, verdicts=verdicts, unmet=unmet,
        specs=belonging.sections_of(application), states=states, history=history(application, me),
        asked=correcting.asked_of(application), left=correcting.left(application), SENT_BACK=SENT_BACK, WRITTEN=WRITTEN,
        done=sum(state.name in WRITTEN for state in states.values()), EDIT=rules.EDIT, SUBMIT=rules.SUBMIT,
        WITHDRAW=rules.WITHDRAW, said=wording.of(allots=application.round.pool.allots),
        cost=showing.cost_per_place(application),
        allotted=pools.allotted(application.round, application.job_centre.code),
        partners=showing.partner_names(application), extras=[extra(application) for extra in SHOWN_WITH],
    )  # fmt: skip


def _states(application: Application, unmet: Mapping[str, Sequence[Verdict]]) -> dict[str, State]:
    return {
        each.key.value: section_state(
            complete=each.complete, begun=each.saved_at is not None, unmet=len(unmet[each.key.value]),
            correction=correcting.of_section(application, each.key),
        )
        for each in application.sections
    }  # fmt: skip


SHOWN_WITH: list[Callable[[Application], Block]] = []  # higher rooms add what both sides may read: sent comments


def history(application: Application, reader: Person) -> list[dict[str, object]]:
    """The events of the case in words, newest first; what the region keeps to itself is told to the region alone."""
    hidden = set() if can(reader, Permission.ASSESSMENT_READ, application) else menu.INSIDE
    told = (each for each in audit.of(application.reference) if each.what not in hidden)
    events = [each for each in told if not _is_told_by_another(each)]
    names = pools.names_of(events)
    return [
        {"at": each.at, "words": menu.words_of(each.what), "by": names.get(each.by_id or 0, ""),
         "about": menu.about(each.what, each.details)}
        for each in reversed(events)
    ]  # fmt: skip


def _is_told_by_another(event: audit.Event) -> bool:
    """A budget that is saved is an event of its own beside that of its section."""
    return event.what == "section.saved" and event.details.get("section") == SectionKey.BUDGET


@bp.route("/begin/<int:round_id>", methods=["GET", "POST"])
@holds(Permission.APPLICATION_EDIT)
def begin(me: Person, round_id: int) -> ResponseReturnValue:
    this_round = pools.readable_round(me, round_id) or abort(404)
    centres = _centres(me, this_round)
    if why := saving.closed_to(this_round, centres):
        return _cannot_begin(me, this_round, why)
    form = BeginForm()
    form.job_centre.choices = [(each.id, each.name) for each in centres]
    if form.validate_on_submit():
        with form.showing_refusals():
            centre = next(each for each in centres if each.id == form.job_centre.data)
            application = saving.begin(this_round, centre, (form.title.data or "").strip(), by=me)
            flash(str(language.shown(wording.of(allots=this_round.pool.allots).begun)), "success")
            return redirect(url_for(".show", application_id=application.id))
    allotted = pools.allotted(this_round, centres[0].code) if len(centres) == 1 else None
    said = of_a_round(allots=this_round.pool.allots)
    page = render_template("applications/begin.html", form=form, round=this_round, allotted=allotted, said=said)
    return page, form.status


def _cannot_begin(me: Person, this_round: Round, why: Sequence[Problem]) -> ResponseReturnValue:
    """Why, and what can be done instead: other rounds, or what has been written for this one."""
    others = [each for each in pools.open_rounds_for(me) if each.id != this_round.id]
    own, number, _asked = queries.listed(me, queries.Wanted(round_id=this_round.id))
    page = render_template(
        "applications/cannot_begin.html", round=this_round, why=why, others=others, own=own, number=number
    )
    return page, Conflict.status if request.method == "POST" else 200


def _centres(me: Person, this_round: Round) -> list[Organisation]:
    """The job centres for which this person may begin an application in the round."""
    mine = places(me, Permission.APPLICATION_EDIT)[Side.APPLYING]
    if this_round.by_invitation:
        return [each.job_centre for each in this_round.invitations if each.job_centre_id in mine]
    return [
        each.organisation
        for each in me.memberships
        if each.organisation_id in mine and each.organisation.region_id == this_round.region_id
    ]


@bp.get("/<int:application_id>/answers")
@requires(Permission.APPLICATION_READ, queries.find)
def answers(application: Application, me: Person) -> str:
    document = documents.document_of(application)
    return render_template(
        "applications/all_answers.html",
        application=application,
        specs=belonging.sections_of(application),
        document=document,
    )
