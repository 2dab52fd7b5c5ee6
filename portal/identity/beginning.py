"""The first administrator of an empty portal, invited by nobody; after that people invite each other."""

from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from portal.core import cpr
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.permissions import Role
from portal.core.text import _
from portal.identity import colleagues, queries
from portal.identity.models import Membership, Organisation, Person
from portal.identity.places import OPERATOR


def invite_administrator(name: str, email: str) -> Membership:
    """Give the role in the operator's organisation, and mail a link; a second time a new link goes to the same person.

    Refused when somebody can sign in as administrator already, and for an address or a name that cannot be one.
    """
    refuse_if(_problems(name, email))
    waiting = _waiting(email)
    if waiting is not None:
        colleagues.tell(waiting, by=None)
        return waiting
    operator = db.session.scalars(select(Organisation).where(Organisation.code == OPERATOR[0])).one()
    return colleagues.invite(name=name, email=email, role=Role.ADMIN, organisation=operator, by=None)


def _problems(name: str, email: str) -> Iterator[Problem]:
    if not name.strip() or cpr.find(name):
        yield Problem(_("Write the name of the administrator."), "name")
    if cpr.find(email) or not _is_an_address(email):
        yield Problem(_("This does not look like an e-mail address. Write it as name@municipality.dk."), "email")
    answered = select(Person.id).join(Person.memberships)
    if db.session.scalar(answered.where(Membership.role == Role.ADMIN, Person.password_hash != "").limit(1)):
        yield Problem(_("There is an administrator already, who invites the others on the page People."))


def _is_an_address(email: str) -> bool:
    try:
        return bool(validate_email(email, check_deliverability=False))
    except EmailNotValidError:
        return False


def _waiting(email: str) -> Membership | None:
    person = queries.person_by_email(email)
    held = person.memberships if person else ()
    return next((each for each in held if each.role is Role.ADMIN), None)
