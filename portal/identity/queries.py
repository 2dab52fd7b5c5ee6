"""Finding people, their organisations and what waits between them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.core.lists import danish, holds
from portal.core.permissions import Permission, Role, Side, places
from portal.identity.models import Membership, OneTimeLink, Organisation, Person
from portal.identity.rules import LEADS, Kind, Purpose

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
    kind: str = ""
    sort: str = "name"
    downwards: bool = False
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
    rows = select(Organisation).where(_within(person, permission)).order_by(danish(Organisation.name))
    return list(db.session.scalars(rows))


PEOPLE = (
    select(func.count(func.distinct(Membership.person_id)))
    .where(Membership.organisation_id == Organisation.id)
    .scalar_subquery()
)
BY_PLACE = {"name": danish(Organisation.name), "kind": Organisation.kind, "people": PEOPLE}
BY_PERSON = {"name": danish(Person.name), "place": danish(Organisation.name), "role": Membership.role}


def organisation_list(person: Person, search: Search) -> list[tuple[Organisation, int]]:
    """The organisations the person may look into, each with its number of people."""
    rows = (
        select(Organisation, PEOPLE)
        .where(_within(person, Permission.PEOPLE_READ))
        .options(joinedload(Organisation.region), selectinload(Organisation.municipalities))
        .order_by(_first(BY_PLACE, search), danish(Organisation.name))
    )
    if search.kind in KINDS:
        rows = rows.where(Organisation.kind == KINDS[search.kind])
    if words := search.words:
        rows = rows.where(or_(holds(Organisation.name, words), holds(Organisation.code, words)))
    return [(each[0], each[1]) for each in db.session.execute(rows)]


def _first(orders: Mapping[str, Any], search: Search) -> ColumnElement[Any]:
    """What a list is sorted by before all else: its name when the reader asks for nothing that it knows."""
    asked = orders.get(search.sort, orders["name"])
    found: ColumnElement[Any] = asked.desc() if search.downwards else asked.asc()
    return found


def colleagues(person: Person, search: Search) -> tuple[list[Membership], int]:
    """One page of people with their roles in the organisations the person may look into, and how many there are."""
    rows = _colleagues(person, search)
    number = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    here = rows.limit(PAGE).offset((min(max(search.page, 1), 10_000) - 1) * PAGE)
    return list(db.session.scalars(here)), number


def all_colleagues(person: Person, search: Search) -> list[Membership]:
    """Everything that the pages of the list show, for a download."""
    return list(db.session.scalars(_colleagues(person, search)))


def _colleagues(person: Person, search: Search) -> Select[Membership]:
    rows = select(Membership).join(Membership.organisation).join(Membership.person)
    rows = rows.where(_within(person, Permission.PEOPLE_READ), *_asked(search))
    loaded = rows.options(contains_eager(Membership.organisation), contains_eager(Membership.person))
    ties = (danish(Person.name), Person.id, danish(Organisation.name), Membership.role)
    return loaded.order_by(_first(BY_PERSON, search), *ties)


def membership(person_id: int, organisation_id: int, role: str) -> Membership | None:
    return db.session.get(Membership, (person_id, organisation_id, ROLES[role])) if role in ROLES else None


def is_the_last(held: Membership) -> bool:
    """Whether nobody would be left who can sign in with the role that leads this organisation."""
    leads = LEADS[held.organisation.kind] is held.role
    if not leads or held.person.closed_at is not None or not held.person.password_hash:
        return False
    others = (
        select(Membership.person_id)
        .join(Membership.person)
        .where(
            Membership.organisation_id == held.organisation_id,
            Membership.role == held.role,
            Membership.person_id != held.person_id,
            active(),
        )
    )
    return db.session.scalar(others.limit(1)) is None


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


HELD = and_(Membership.organisation_id == bindparam("organisation"), Membership.role.in_(bindparam("roles")))
HOLDING = select(Person).where(Person.memberships.any(HELD), active()).order_by(Person.id)


def people_with(permission_roles: Iterable[Role], organisation_id: int) -> list[Person]:
    """Who holds one of the roles in an organisation and can sign in, for mails to all of them."""
    return list(db.session.scalars(HOLDING, {"organisation": organisation_id, "roles": list(permission_roles)}))


def _within(person: Person, permission: Permission) -> ColumnElement[bool]:
    held = places(person, permission)
    return true() if held[Side.OPERATING] else Organisation.id.in_(set().union(*held.values()))


def _asked(search: Search) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search.words:
        asked.append(or_(holds(Person.name, search.words), holds(Person.email, search.words)))
    if search.organisation.isdecimal():
        asked.append(Membership.organisation_id == int(search.organisation[:9]))
    if search.role in ROLES:
        asked.append(Membership.role == ROLES[search.role])
    return asked
