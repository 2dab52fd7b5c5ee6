"""Guesses and clicks in the same instant, on real connections that really commit."""

from collections import deque
from collections.abc import Callable
from threading import Barrier, Thread

from sqlalchemy import func, select

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.permissions import Role
from portal.identity import actions, colleagues, links, throttle
from portal.identity.models import Membership, Organisation, Person
from portal.identity.rules import FAILURES_PER_ACCOUNT, Kind, Purpose
from tests.pools.conftest import busy_app  # noqa: F401  (a fixture)

TRIES = 10


def at_once(app, one: Callable[[], str]) -> list[str]:
    """Run it in as many threads, each with a connection of its own, all let loose together; what each answered."""
    answers: list[str] = []
    ready = Barrier(TRIES)

    def run() -> None:
        with app.app_context():
            ready.wait()
            answers.append(one())
            db.session.remove()

    threads = [Thread(target=run) for _each in range(TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_guesses_in_the_same_instant_are_all_counted(busy_app):  # noqa: F811
    def guess() -> str:
        try:
            throttle.count(throttle.limits("sign-in", "alma@varde.dk", "127.0.0.1"))
        except throttle.TooMany:
            db.session.rollback()
            return "wait"
        return "judged"

    answers = at_once(busy_app, guess)
    assert answers.count("judged") == FAILURES_PER_ACCOUNT
    assert answers.count("wait") == TRIES - FAILURES_PER_ACCOUNT


def test_two_clicks_on_a_link_are_one_use(busy_app):  # noqa: F811
    person = Person(email="alma@varde.dk", name="Alma", created_at=clock.now(), memberships=[])
    db.session.add(person)
    token = links.make(person, Purpose.INVITATION, by=None)
    db.session.commit()

    def click() -> str:
        link = links.find(token, Purpose.INVITATION)
        if link is not None:
            actions.choose_password(link, "grøn stol bakke")
        db.session.commit()
        return "used" if link else "over"

    answers = at_once(busy_app, click)
    assert sorted(answers) == ["over"] * (TRIES - 1) + ["used"]


def test_of_managers_who_take_each_others_roles_in_the_same_instant_one_stays(busy_app):  # noqa: F811
    centre = Organisation(kind=Kind.JOB_CENTRE, code="JC-0573", name="Jobcenter Varde", cvr="", ean="")
    facts = {"created_at": clock.now(), "password_hash": "x"}
    managers = [Person(email=f"chef{each}@varde.dk", name=f"Chef {each}", **facts) for each in range(TRIES)]
    db.session.add_all(Membership(person=each, organisation=centre, role=Role.MANAGER) for each in managers)
    db.session.commit()
    ids, place = deque(each.id for each in managers), centre.id
    pairs = deque(zip(ids, [*list(ids)[1:], ids[0]], strict=True))
    db.session.remove()

    def take() -> str:
        by, other = pairs.popleft()
        held = db.session.get_one(Membership, (other, place, Role.MANAGER))
        try:
            colleagues.take_away(held, by=db.session.get_one(Person, by))
        except Refusal:
            db.session.rollback()
            return "refused"
        db.session.commit()
        return "taken"

    answers = at_once(busy_app, take)
    assert sorted(answers) == ["refused"] + ["taken"] * (TRIES - 1)
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 1
