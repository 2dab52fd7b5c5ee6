"""Two presses on the button in the same instant, on connections that really commit."""

from threading import Barrier, Thread

from sqlalchemy import func, select

from portal.applications import queries, submitting
from portal.applications.models import Submission
from portal.core.audit import Event
from portal.core.db import db
from portal.core.outbox import OutboxRow
from portal.core.permissions import Role
from portal.identity.models import Person
from tests.applications.cases import whole_application
from tests.pools.conftest import busy_app  # noqa: F401  (a fixture)
from tests.support.factories import Factories

TRIES = 4


def press(app, application_id: int, manager_id: int, gate: Barrier, answers: list[object]) -> None:
    with app.app_context():
        application, by = queries.find(application_id), db.session.get(Person, manager_id)
        seen = application.version
        db.session.rollback()
        gate.wait(timeout=30)
        try:
            made = submitting.submit(application, seen=seen, name=by.name, title="Leder", by=by)
            answers.append(made.number)
            db.session.commit()
        except Exception as error:
            answers.append(error)
            db.session.rollback()


def test_presses_in_the_same_instant_are_one_submission(busy_app):  # noqa: F811
    application = whole_application(Factories(db.session))
    manager = Factories(db.session).person(Role.MANAGER, application.job_centre, password_hash="x")
    ids = (application.id, manager.id)
    gate, answers = Barrier(TRIES), []
    db.session.commit()
    db.session.remove()
    threads = [Thread(target=press, args=(busy_app, *ids, gate, answers)) for _each in range(TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == [1] * TRIES
    for table, number in ((Submission, 1), (OutboxRow, 1), (Event, 1)):
        assert db.session.scalar(select(func.count()).select_from(table)) == number
