"""Inviting job centres: choose, see who gets a mail, confirm."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forms.pools import InvitationForm
from portal.core import cpr
from portal.core.access import requires
from portal.core.errors import Problem, refuse_if
from portal.core.permissions import Permission
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.pools import invitations, queries
from portal.pools.invitations import Grounds
from portal.pools.models import Round
from portal.pools.routes import bp


@bp.route("/rounds/<int:round_id>/invite", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_round)
def invite(this_round: Round, me: Person) -> ResponseReturnValue:
    invitations.refuse_when_closed(this_round)
    centres = queries.not_invited(this_round)
    form, values, typed = InvitationForm(), _chosen(centres), _typed(centres)
    if "back" not in request.form and form.fits(lambda: _problems(centres, values, form)):
        with form.showing_refusals():
            grounds = _grounds(form)
            refuse_if(_problems(centres, values, form))
            if "confirmed" in request.form:
                return _done(this_round, len(invitations.invite(this_round, values, grounds, by=me)))
            return _confirm(this_round, form, {centre: values[centre.id] for centre in centres if centre.id in values})
    page = render_template(
        "pools/invite.html", round=this_round, form=form, centres=centres, chosen=values.keys(), typed=typed
    )
    return page, form.status


def _confirm(this_round: Round, form: InvitationForm, chosen: dict[Organisation, str]) -> ResponseReturnValue:
    managers = queries.managers([centre.id for centre in chosen])
    return render_template("pools/invite_confirm.html", round=this_round, form=form, chosen=chosen, managers=managers)


def _chosen(centres: list[Organisation]) -> dict[int, str]:
    """The ticked job centres of this page, each with its figure. What is not in the list cannot be chosen."""
    ticked = {centre.id for centre in centres if f"centre-{centre.id}" in request.form}
    return {each: request.form.get(f"value-{each}", "").strip()[:100] for each in sorted(ticked)}


def _typed(centres: list[Organisation]) -> dict[int, str]:
    return {centre.id: request.form.get(f"value-{centre.id}", "") for centre in centres}


def _problems(centres: list[Organisation], values: dict[int, str], form: InvitationForm) -> list[Problem]:
    """Everything at once; a figure that looks like a CPR number is not repeated in another sentence."""
    harmless = {each: "0" if cpr.find(value) else value for each, value in values.items()}
    names = {centre.id: centre.name for centre in centres}
    found = [Problem(_("A value looks like a CPR number. Remove it."), "job_centres")] if harmless != values else []
    return [*found, *invitations.problems_with(harmless, _grounds(form), names)]


def _grounds(form: InvitationForm) -> Grounds:
    return Grounds(form.reason.data or "", form.indicator.data or "", form.period.data or "")


def _done(this_round: Round, number: int) -> ResponseReturnValue:
    flash(ngettext("One job centre is invited.", "%(num)d job centres are invited.", number), "success")
    return redirect(url_for("pools.show", round_id=this_round.id))
