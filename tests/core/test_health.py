"""What the portal says of itself to the machines that look after it."""

from datetime import datetime, timedelta

import pytest

from portal import create_app
from portal.core import clock, health, outbox
from portal.core.db import db
from portal.core.outbox import OutboxRow


@pytest.fixture
def own_app(tmp_path):
    app = create_app(
        TESTING=True, SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'own.db'}",
        FILES_FOLDER=str(tmp_path / "files"),
    )  # fmt: skip
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_without_tables_it_is_not_ready_and_says_so(own_app):
    answer = own_app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": False})


def test_what_waits_and_what_was_given_up_is_counted(own_app):
    db.create_all()
    now = clock.now()
    for number, attempts in enumerate((0, 3, outbox.MOST_PATIENT)):
        facts = {"name": "mail.send", "payload": {}, "queued_at": now, "not_before": now, "attempts": attempts}
        db.session.add(OutboxRow(key=f"mail-{number}", **facts))
    db.session.commit()
    answer = own_app.test_client().get("/readyz")
    said = {"database": True, "migrations": False, "storage": True, "worker": False, "ready": False, "waiting": 3,
            "given_up": 1}  # fmt: skip
    assert (answer.status_code, answer.json) == (503, said)


@pytest.mark.parametrize(("minutes", "works"), [(0, True), (9, True), (10, False), (600, False)])
def test_a_worker_that_was_not_seen_for_long_is_told(own_app, minutes, works):
    db.create_all()
    begun = clock.in_copenhagen(2011, 3, 1, 9)
    with clock.at(begun):
        assert own_app.test_cli_runner().invoke(args=["worker", "run", "--once"]).exit_code == 0
    with clock.at(begun + timedelta(minutes=minutes)):
        assert own_app.test_client().get("/readyz").json["worker"] is works


def test_the_worker_writes_that_it_works_now_and_then_and_over_what_cannot_be_read(own_app, tmp_path):
    begun, file = clock.in_copenhagen(2011, 3, 1, 9), tmp_path / "files" / health.HEARTBEAT
    for seconds, noted in ((0, 0), (29, 0), (30, 30), (20, 20)):  # the last: a clock that was set back
        with clock.at(begun + timedelta(seconds=seconds)):
            health.beat()
        assert datetime.fromisoformat(file.read_text()) == begun + timedelta(seconds=noted)
    file.write_text("half a li")
    health.beat()
    assert datetime.fromisoformat(file.read_text())
