"""Decisions in the same instant, on connections that really commit."""

from threading import Barrier, Thread

from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.money import Ore
from portal.decisions import actions, queries
from portal.decisions.models import Decision
from portal.decisions.rules import Outcome, Ruling
from portal.identity.models import Person
from portal.pools.models import LedgerEntry, Round
from portal.projects.models import Project
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.pools.conftest import busy_app  # noqa: F401  (a fixture)
from tests.support.factories import Factories

FULL = Ruling(Outcome.FULL, REQUESTED)


def press(app, application_id: int, director_id: int, gate: Barrier, answers: list[object]) -> None:
    with app.app_context():
        application, by = queries.find_application(application_id), db.session.get(Person, director_id)
        seen = application.version
        db.session.rollback()
        gate.wait(timeout=30)
        try:
            made = actions.decide(application, FULL, seen=seen, by=by)
            answers.append(made.id)
            db.session.commit()
        except Exception as error:
            answers.append(error)
            db.session.rollback()


def at_once(app, pairs: list[tuple[int, int]]) -> list[object]:
    """Everybody presses at the same moment; what each got."""
    gate, answers = Barrier(len(pairs)), []
    db.session.remove()
    threads = [Thread(target=press, args=(app, *pair, gate, answers)) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def number_of(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_two_decisions_in_the_same_instant_cannot_overspend_the_frame(busy_app):  # noqa: F811
    make = Factories(db.session)
    this_round = make.round(frame=Ore(1_000_000_00))
    cases = [a_recommended_case(make, round=this_round) for _each in range(2)]
    answers = at_once(busy_app, [(case.application.id, case.director.id) for case in cases])
    assert sorted(isinstance(each, Refusal) for each in answers) == [False, True], answers
    assert number_of(Decision) == number_of(Project) == 1
    assert db.session.scalar(select(Round.committed)) == REQUESTED
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 380_000_00


def test_one_decision_pressed_four_times_in_the_same_instant_is_one(busy_app):  # noqa: F811
    case = a_recommended_case(Factories(db.session))
    answers = at_once(busy_app, [(case.application.id, case.director.id)] * 4)
    assert len({str(each) for each in answers}) == 1, answers
    assert number_of(Decision) == number_of(Project) == 1
    assert db.session.scalar(select(Round.committed)) == REQUESTED
