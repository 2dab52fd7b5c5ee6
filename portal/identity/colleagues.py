"""Inviting a colleague, and taking a role away again: what a manager, a director and the administrator do."""

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError

from portal.adapters import mail
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, refuse_if
from portal.core.language import DEFAULT
from portal.core.permissions import Role
from portal.core.text import _
from portal.identity import links, queries, sessions
from portal.identity.models import Membership, Organisation, Person
from portal.identity.rules import (
    Purpose,
    problems_with_taking_away,
    problems_with_the_numbers,
    problems_with_the_role,
)


def invite(*, name: str, email: str, role: Role, organisation: Organisation, by: Person | None) -> Membership:
    """Give a role to a colleague, known or new, and tell them. Who has no password yet gets a link to choose one.

    `by` is None for the first administrator, whom nobody is there to invite.
    """
    refuse_if(problems_with_inviting(email, role, organisation))
    person = queries.person_by_email(email) or _new_person(name, email, language=by.language if by else DEFAULT)
    given = Membership(person=person, organisation=organisation, role=role)
    _keep(given)
    happened = "role_given" if person.password_hash else "person_invited"
    audit.record(f"identity.{happened}", person, by=by, organisation=organisation.code, role=role.value)
    tell(given, by=by)
    return given


def problems_with_inviting(email: str, role: Role, organisation: Organisation) -> Iterator[Problem]:
    """Everything that keeps the owner of this address from getting this role here."""
    yield from problems_with_the_role(organisation.kind, role)
    person = queries.person_by_email(email)
    if person is None:
        return
    if person.closed_at is not None:
        yield Problem(_("This account is closed. Ask the administrator of the portal to open it."), "email")
    if any(each.organisation_id == organisation.id and each.role is role for each in person.memberships):
        yield Problem(_("%(name)s already has this role here.", name=person.name), "role")


def send_again(waiting: Membership, *, by: Person) -> None:
    """A new link; the one sent before no longer works."""
    if waiting.person.password_hash:
        raise Conflict(Problem(_("%(name)s has already accepted the invitation.", name=waiting.person.name)))
    audit.record("identity.invitation_sent_again", waiting.person, by=by, organisation=waiting.organisation.code)
    tell(waiting, by=by)


def take_away(held: Membership, *, by: Person) -> None:
    """The role ends now, also in browsers that are signed in: what a person may do is looked up on every page."""
    audit.wait_for_turn()  # two who take each other's role in the same instant come one after the other
    refuse_if(problems_with_taking_away(own=held.person_id == by.id, last=queries.is_the_last(held)))
    person, code, role = held.person, held.organisation.code, held.role
    person.memberships.remove(held)
    db.session.delete(held)
    if not person.memberships:
        links.revoke(person, Purpose.INVITATION)
    audit.record("identity.role_taken", person, by=by, organisation=code, role=role.value)


def save_numbers(organisation: Organisation, *, cvr: str, ean: str, by: Person) -> None:
    refuse_if(problems_with_the_numbers(cvr, ean))
    before, after = {"cvr": organisation.cvr, "ean": organisation.ean}, {"cvr": cvr, "ean": ean}
    if before != after:
        organisation.cvr, organisation.ean = cvr, ean
        audit.record("identity.organisation_changed", organisation, by=by, before=before, after=after)


def _new_person(name: str, email: str, *, language: str) -> Person:
    person = Person(
        email=email.strip().casefold(), name=name, language=language, created_at=clock.now(), memberships=[]
    )
    person.password_hash, person.title, person.telephone = "", "", ""
    db.session.add(person)
    return person


def _keep(given: Membership) -> None:
    """Two colleagues may invite the same person in the same instant."""
    try:
        db.session.add(given)
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Conflict(SAVED_BY_A_COLLEAGUE) from None


def tell(given: Membership, *, by: Person | None) -> None:
    """A mail about the role, with a new link for who has no password yet."""
    person, link, until = given.person, "", None
    if not person.password_hash:
        token = links.make(person, Purpose.INVITATION, by=by)
        link, until = links.address_of("identity.welcome", token=token), links.expiry_of(token)
    key = (
        sessions.hashed(link)
        if link
        else f"role:{person.id}:{given.organisation_id}:{given.role.value}:{clock.now().isoformat()}"
    )
    sign_in = links.address_of("identity.sign_in")
    mail.send_later(
        "invitation", to=person.email, key=key, language_code=person.language,
        membership=given, by=by, link=link, until=until, sign_in=sign_in,
    )  # fmt: skip
