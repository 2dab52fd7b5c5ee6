"""Who can sign in to try the portal. Every person is invented, and every address ends in example.dk."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.demo.trades import CVR, ean_of
from portal.identity import colleagues, passwords
from portal.identity.models import Membership, Organisation, Person

PASSWORD = "en lang sætning til at prøve med"  # noqa: S105 - meant to be known
REGION, OPERATOR = "BR-SD", "DRIFT"


@dataclass(frozen=True)
class Account:
    name: str
    title: str
    role: Role
    code: str  # of the organisation

    @property
    def email(self) -> str:
        spelt = self.name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        return ".".join(spelt.split()) + "@example.dk"


def _centre(code: str, writer: str, manager: str) -> tuple[Account, Account]:
    return (
        Account(writer, "projektleder", Role.WRITER, f"JC-{code}"),
        Account(manager, "jobcenterchef", Role.MANAGER, f"JC-{code}"),
    )


ACCOUNTS = (
    *_centre("0573", "Mette Lindgaard", "Karsten Brandt"),
    Account("Jonas Friis", "konsulent", Role.WRITER, "JC-0573"),
    Account("Else Munk", "byrådsmedlem", Role.READER, "JC-0573"),
    *_centre("0461", "Sofie Rask", "Torben Juul"),
    *_centre("0540", "Lene Bagger", "Henrik Storm"),
    *_centre("0621", "Nikolaj Vind", "Ulla Kjær"),
    *_centre("0561", "Pia Sand", "Frank Hede"),
    *_centre("0607", "Dorte Elkjær", "Bent Skov"),
    *_centre("0630", "Amir Haddad", "Grethe Bang"),
    *_centre("0580", "Signe Aaen", "Poul Riis"),
    *_centre("0479", "Tine Holst", "Jørgen Nørskov"),
    *_centre("0510", "Camilla Vig", "Steen Borg"),
    Account("Birthe Holm", "fuldmægtig", Role.CASEWORKER, REGION),
    Account("Anders Krag", "specialkonsulent", Role.CASEWORKER, REGION),
    Account("Inge Thorup", "regionsdirektør", Role.DIRECTOR, REGION),
    Account("Palle Steen", "økonomikonsulent", Role.CONTROLLER, REGION),
    Account("Rigmor Dahl", "revisor", Role.READER, REGION),
    Account("Ole Lund", "driftsleder", Role.ADMIN, OPERATOR),
)
CASEWORKER, DIRECTOR, CONTROLLER = ACCOUNTS[-6], ACCOUNTS[-4], ACCOUNTS[-3]


def account(role: Role, code: str) -> Account:
    """The first account with this role in this organisation."""
    return next(each for each in ACCOUNTS if (each.role, each.code) == (role, code))


def add(now: datetime) -> None:
    """Every account that is not there yet. The password is hashed once: they all have the same."""
    known = set(db.session.scalars(select(Person.email)))
    hashed = passwords.hashed(PASSWORD)
    for each in ACCOUNTS:
        if each.email not in known:
            db.session.add(_person(each, hashed, now))
    db.session.flush()


def _person(account: Account, hashed: str, now: datetime) -> Person:
    membership = Membership(organisation=organisation(account.code), role=account.role)
    return Person(
        email=account.email, name=account.name, title=account.title, telephone="00 00 00 00", created_at=now,
        password_hash=hashed, memberships=[membership],
    )  # fmt: skip


def add_numbers(moment: datetime) -> None:
    """The municipalities' CVR and EAN, so that an application begins with them."""
    with clock.at(moment):
        for code, cvr in CVR.items():
            centre = organisation(f"JC-{code}")
            colleagues.save_numbers(centre, cvr=cvr, ean=ean_of(code), by=person(account(Role.ADMIN, OPERATOR)))


def invite_and_wait(moment: datetime) -> None:
    """A colleague whose invitation has run out, so that the manager and the administrator have it to send again."""
    with clock.at(moment):
        colleagues.invite(
            name="Kim Dam", email="kim.dam@example.dk", role=Role.WRITER, organisation=organisation("JC-0573"),
            by=person(account(Role.MANAGER, "JC-0573")),
        )  # fmt: skip


def organisation(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()


def person(account: Account) -> Person:
    return db.session.scalars(select(Person).where(Person.email == account.email)).one()
