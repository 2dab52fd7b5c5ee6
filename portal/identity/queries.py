"""Finding people, their organisations and what waits between them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.core.permissions import Permission, Role, Side, places
from portal.identity.models import Membership, OneTimeLink, Organisation, Person
from portal.identity.rules import Kind, Purpose

PAGE = 50
KINDS = {each.value: each for each in Kind}
ROLES = {each.value: each for each in Role}


class Credentials(NamedTuple):
    person_id: int
    password_hash: str


class Search(NamedTuple):
    """What the reader of a list asks for; empty means everything."""

    words: str = ""
    organisation: str = ""
    role: str = ""
    page: int = 1


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def credentials(email: str) -> Credentials | None:
    """Plain values, so that nothing is locked while the password is judged."""
    asked = select(Person.id, Person.password_hash).where(Person.email == email, Person.closed_at.is_(None))
    found = db.session.execute(asked).one_or_none()
    return Credentials(*found) if found else None


def organisation(organisation_id: int) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def organisations_of(person: Person, permission: Permission) -> list[Organisation]:
    """Where the person holds the permission: for the operator everywhere."""
    rows = select(Organisation).where(_within(person, permission)).order_by(Organisation.name)
    return list(db.session.scalars(rows))


def organisation_list(person: Person, words: str, kind: str) -> Sequence[Row[tuple[Organisation, int]]]:
    """The organisations the person may look into, each with its number of people."""
    people = (
        select(func.count(func.distinct(Membership.person_id)))
        .where(Membership.organisation_id == Organisation.id)
        .scalar_subquery()
    )
    rows = (
        select(Organisation, people)
        .where(_within(person, Permission.PEOPLE_READ))
        .options(joinedload(Organisation.region), selectinload(Organisation.municipalities))
        .order_by(Organisation.kind, Organisation.name)
    )
    if kind in KINDS:
        rows = rows.where(Organisation.kind == KINDS[kind])
    if words:
        rows = rows.where(or_(_contains(Organisation.name, words), _contains(Organisation.code, words)))
    return db.session.execute(rows).all()


def colleagues(person: Person, search: Search) -> tuple[list[Membership], int]:
    """One page of people with their roles in the organisations the person may look into, and how many there are."""
    rows = (
        select(Membership)
        .join(Membership.organisation)
        .join(Membership.person)
        .where(_within(person, Permission.PEOPLE_READ), *_asked(search))
    )
    number = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    ordered = rows.options(contains_eager(Membership.organisation), contains_eager(Membership.person)).order_by(
        Organisation.name, Person.name, Person.id, Membership.role
    )
    here = ordered.limit(PAGE).offset((min(max(search.page, 1), 10_000) - 1) * PAGE)
    return list(db.session.scalars(here)), number


def membership(person_id: int, organisation_id: int, role: str) -> Membership | None:
    return db.session.get(Membership, (person_id, organisation_id, ROLES[role])) if role in ROLES else None


def unanswered(person: Person, now: datetime) -> list[Membership]:
    """Colleagues whose invitation has run out before they answered it, where the person may send another."""
    still_open = select(OneTimeLink.person_id).where(
        OneTimeLink.purpose == Purpose.INVITATION, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
    invited = select(OneTimeLink.person_id).where(OneTimeLink.purpose == Purpose.INVITATION)
    rows = (
        select(Membership)
        .join(Membership.organisation)
        .join(Membership.person)
        .where(_within(person, Permission.PEOPLE_INVITE), Person.password_hash == "", Person.closed_at.is_(None))
        .where(Person.id.in_(invited), Person.id.not_in(still_open))
        .options(contains_eager(Membership.organisation), contains_eager(Membership.person))
        .order_by(Person.name, Person.id, Membership.role)
    )
    return list(db.session.scalars(rows))


def active() -> ColumnElement[bool]:
    """True of people who can sign in: neither closed, nor still with an invitation, open or run out."""
    return and_(Person.closed_at.is_(None), Person.password_hash != "")


def people_with(permission_roles: Iterable[Role], organisation_id: int) -> list[Person]:
    """Who holds one of the roles in an organisation and can sign in, for mails to all of them."""
    holding = (Membership.organisation_id == organisation_id, Membership.role.in_(list(permission_roles)))
    rows = select(Person).where(Person.memberships.any(and_(*holding)), active()).order_by(Person.id)
    return list(db.session.scalars(rows))


def _within(person: Person, permission: Permission) -> ColumnElement[bool]:
    held = places(person, permission)
    return true() if held[Side.OPERATING] else Organisation.id.in_(set().union(*held.values()))


def _asked(search: Search) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search.words:
        asked.append(or_(_contains(Person.name, search.words), _contains(Person.email, search.words)))
    if search.organisation.isdecimal():
        asked.append(Membership.organisation_id == int(search.organisation[:9]))
    if search.role in ROLES:
        asked.append(Membership.role == ROLES[search.role])
    return asked


def _contains(column: object, words: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.lower(column).contains(words.replace("\x00", "").casefold(), autoescape=True)
    return found
