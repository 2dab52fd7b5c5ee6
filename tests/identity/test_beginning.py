"""An empty portal is made ready with one command, and its first administrator comes in by the link in the mail."""

import re

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.permissions import Role
from portal.identity.models import Membership, Organisation, Person
from portal.pools.models import Pool

NAME, EMAIL = "Ane Drift", "ane.drift@example.dk"


@pytest.fixture
def begin(app, session):
    return lambda *more, name=NAME, email=EMAIL: app.test_cli_runner().invoke(
        args=["begin", "--name", name, "--email", email, *more]
    )


def administrators() -> list[Membership]:
    return list(db.session.scalars(select(Membership).where(Membership.role == Role.ADMIN)))


def test_places_and_pools_stand_and_the_administrator_comes_in_by_the_link(begin, mails, browse):
    done = begin()
    assert (done.exit_code, done.output) == (
        0, f"En invitation til {EMAIL} venter på arbejderen. Linket i den virker i syv dage.\n"
    )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 96
    assert db.session.scalar(select(func.count()).select_from(Pool)) == 2
    (mail,) = mails()
    said = mail.get_content()
    assert "Puljeportalen har givet dig rollen »Administrator« i Puljeportalens drift." in said
    page = browse(None).get(re.search(r"https?://[^/]+(/\S+)", said)[1])
    words = "et langt sprog om hverdage"
    page.submit(password=words)
    (held,) = administrators()
    assert held.person.email == EMAIL
    assert held.person.password_hash


def test_a_second_time_a_new_link_goes_to_the_same_person(begin, mails):
    begin()
    assert begin("--language", "en").output.startswith(f"An invitation to {EMAIL} waits")
    assert len(mails()) == 2
    assert len(administrators()) == 1


def test_when_an_administrator_can_sign_in_nobody_else_is_let_in(begin, make):
    make.person(Role.ADMIN, make.operator())
    done = begin()
    assert (done.exit_code, done.output) == (
        1, "Fejl: Der er allerede en administrator, som inviterer de andre på siden Personer.\n"
    )  # fmt: skip
    assert db.session.scalar(select(Person).where(Person.email == EMAIL)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"email": "ane"}, "ligner ikke en e-mailadresse"), ({"name": " "}, "Skriv administratorens navn.")],
)
def test_what_cannot_be_a_person_is_refused_and_nothing_is_kept(begin, typed, said):
    done = begin(**typed)
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert administrators() == []
