"""Inviting job centres: choose, see who gets a mail, confirm. What is chosen has an address until it is confirmed."""

import io
import json
from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.base import PortalForm
from forms.pools import InvitationForm, invitation_form
from portal.adapters import files
from portal.core import cpr
from portal.core.access import requires
from portal.core.errors import Problem, refuse_if
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.pools import invitations, queries
from portal.pools.invitations import Grounds
from portal.pools.models import Round
from portal.pools.routes import bp
from portal.pools.rules import centre_of, figure_of

NOBODY = "job_centres"
COMMON = ("indicator", "period", "reason")


@bp.route("/rounds/<int:round_id>/invite", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_round)
def invite(this_round: Round, me: Person) -> ResponseReturnValue:
    invitations.refuse_when_closed(this_round)
    form = invitation_form([(each.id, each.name) for each in queries.not_invited(this_round)], **_draft())
    if form.fits(lambda: _problems(form)):
        with form.showing_refusals():
            refuse_if(_problems(form))
            return redirect(url_for("pools.confirm_invitations", round_id=this_round.id, draft=_kept(form)))
    return render_template("pools/invite.html", round=this_round, form=form), form.status


@bp.route("/rounds/<int:round_id>/invite/confirm", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_round)
def confirm_invitations(this_round: Round, me: Person) -> ResponseReturnValue:
    """Who gets a mail. With Back from what came after, it says that the invitations are sent."""
    invitations.refuse_when_closed(this_round)
    if not (draft := _draft()):
        return redirect(url_for("pools.invite", round_id=this_round.id))
    free = {each.id: each for each in queries.not_invited(this_round)}
    values = {int(each): value for each, value in draft["values"].items()}
    if request.method == "GET" and not values.keys() <= free.keys():
        flash(gettext("One of these job centres is invited already. Look at the list before you go on."), "info")
        return redirect(url_for("pools.show", round_id=this_round.id))
    form = PortalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            grounds = Grounds(draft["reason"], draft["indicator"], draft["period"])
            return _done(this_round, len(invitations.invite(this_round, values, grounds, by=me)))
    chosen = {free[each]: value for each, value in values.items() if each in free}
    managers = queries.managers([centre.id for centre in chosen])
    page = {"draft": draft, "address": request.args["draft"], "chosen": chosen, "managers": managers}
    return render_template("pools/invite_confirm.html", round=this_round, form=form, **page), form.status


def _kept(form: InvitationForm) -> str:
    """Keep what was chosen, as any file, and answer its address: nothing is sent by looking at it."""
    draft = {name: form[name].data for name in COMMON}
    draft["values"] = {str(each): value for each, value in form.chosen.items()}
    return files.store(io.BytesIO(json.dumps(draft, sort_keys=True).encode()))[0]


def _draft() -> dict[str, Any]:
    """What the address names, as the fields show it; nothing when it names nothing of ours."""
    try:
        found = json.loads(files.read(request.args["draft"]))
        if cpr.find(str(found)):  # a file of somebody's own making has not been through the form
            return {}
        figures = {int(each): str(value) for each, value in found["values"].items()}
        kept: dict[str, Any] = {name: str(found[name]) for name in COMMON}
    except (KeyError, TypeError, ValueError, AttributeError, FileNotFoundError):
        return {}
    fields = {name: value for each, text in figures.items() for name, value in _fields(each, text)}
    return kept | {"values": figures} | fields


def _fields(centre: int, figure: str) -> Iterator[tuple[str, Any]]:
    yield centre_of(centre), True
    yield figure_of(centre), figure


def _problems(form: InvitationForm) -> list[Problem]:
    """Everything at once, each beside its field; that nobody is chosen stands beside the first who could be."""
    names, grounds = form.names, Grounds(form.reason.data or "", form.indicator.data or "", form.period.data or "")
    found = list(invitations.left_over(form.typed, form.chosen, names))
    found += [
        each for each in invitations.problems_with(form.chosen, grounds, names) if each.field != NOBODY or not found
    ]
    first = centre_of(next(iter(names), 0))
    return [Problem(each.text, first) if each.field == NOBODY else each for each in found]


def _done(this_round: Round, number: int) -> ResponseReturnValue:
    flash(ngettext("One job centre is invited.", "%(num)d job centres are invited.", number), "success")
    return redirect(url_for("pools.show", round_id=this_round.id))
