"""Colleagues: inviting one, and taking a role away. And the organisations they sit in."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.base import PortalForm
from forms.identity import InviteForm, NumbersForm
from portal.core.access import holds, requires
from portal.core.errors import Problem
from portal.core.permissions import Permission, Role
from portal.identity import colleagues, queries
from portal.identity.models import Membership, Organisation, Person
from portal.identity.routes import bp
from portal.identity.rules import ROLES, problems_with_the_numbers

ONE_ROLE = "/people/<int:person_id>/<int:organisation_id>/<role>"


@bp.route("/people/invite", methods=["GET", "POST"])
@holds(Permission.PEOPLE_INVITE)
def invite(me: Person) -> ResponseReturnValue:
    own = {str(each.id): each for each in queries.organisations_of(me, Permission.PEOPLE_INVITE)}
    form = _invite_form(own)
    if form.fits(lambda: _problems(form, own)):
        with form.showing_refusals():
            colleagues.invite(
                name=form.name.data,
                email=form.email.data,
                role=Role(form.role.data),  # type: ignore[call-arg]  # mypy takes __new__ for the lookup
                organisation=own[form.organisation.data],
                by=me,
            )
            flash(_("A mail has been sent to %(email)s.", email=form.email.data), "success")
            return redirect(url_for("identity.people"))
    return render_template("identity/invite.html", form=form), form.status


@bp.route(f"{ONE_ROLE}/take-away", methods=["GET", "POST"])
@requires(Permission.PEOPLE_INVITE, queries.membership)
def take_away(held: Membership, me: Person) -> ResponseReturnValue:
    form = PortalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            name = held.person.name
            colleagues.take_away(held, by=me)
            flash(_("The role has been taken away from %(name)s.", name=name), "success")
            return redirect(url_for("identity.people"))
    return render_template("identity/take_away.html", form=form, held=held), form.status


@bp.post(f"{ONE_ROLE}/send-again")
@requires(Permission.PEOPLE_INVITE, queries.membership)
def send_again(waiting: Membership, me: Person) -> ResponseReturnValue:
    colleagues.send_again(waiting, by=me)
    flash(_("A mail has been sent to %(email)s.", email=waiting.person.email), "success")
    return redirect(url_for("identity.people"))


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_INVITE, queries.organisation)
def organisation(organisation: Organisation, me: Person) -> ResponseReturnValue:
    form = NumbersForm(obj=organisation)
    if form.fits(lambda: problems_with_the_numbers(form.cvr.data or "", form.ean.data or "")):
        with form.showing_refusals():
            colleagues.save_numbers(organisation, cvr=form.cvr.data, ean=form.ean.data, by=me)
            flash(_("The numbers are saved."), "success")
            return redirect(url_for("identity.organisations"))
    return render_template("identity/organisation.html", form=form, organisation=organisation), form.status


def _problems(form: InviteForm, own: dict[str, Organisation]) -> Iterable[Problem]:
    """What the rules say once place and role are chosen."""
    if form.organisation.errors or form.role.errors:
        return ()
    return colleagues.problems_with_inviting(
        form.email.data or "", Role.of(form.role.data), own[form.organisation.data]
    )


def _invite_form(own: dict[str, Organisation]) -> InviteForm:
    kinds = {each.kind for each in own.values()}
    roles = [role for role in Role if any(role in ROLES[kind] for kind in kinds)]
    asked = request.args.get("organisation", "")
    return InviteForm([(key, each.name) for key, each in own.items()], roles, data={"organisation": asked})
