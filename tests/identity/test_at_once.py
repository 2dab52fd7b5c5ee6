"""Guesses and clicks in the same instant, on real connections that really commit."""

from collections.abc import Callable
from threading import Barrier, Thread

from portal.core import clock
from portal.core.db import db
from portal.identity import actions, links, throttle
from portal.identity.models import Person
from portal.identity.rules import FAILURES_PER_ACCOUNT, Purpose
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
