"""The migrations build exactly what the models say, in both directions, on whichever database the tests run."""

import re

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Enum, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import create_app
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core import audit, clock
from portal.core.db import db, migrate
from portal.core.permissions import Role
from portal.decisions.models import Score
from portal.pools.rules import GuidelineStatus
from tests.decisions.cases import a_recommended_case, submit, verdict
from tests.support.databases import IN_MEMORY, own_database
from tests.support.factories import Factories

APPEND_ONLY = ("event", "ledger_entry", "submission", "decision", "indicator_figure", "review_version")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A portal on a database of its own that was built by the migrations and by nothing else."""
    address = own_database("migrations")
    if address == IN_MEMORY:
        address = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'portal.db'}"
    app = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=address, SECRET_KEY="for tests only, and long enough to be taken"
    )
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_build_the_models(migrated):
    with migrated.app_context():
        check()


def test_every_migration_goes_down_and_up_again_with_rows_in_the_tables(migrated):
    with migrated.app_context():
        Factories(db.session).application(status=Status.RETURNED)
        audit.record("application.returned", "OPK-1", by=None)
        db.session.commit()
        db.session.remove()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        assert set(inspect(db.engine).get_table_names()) == {*db.metadata.tables, "alembic_version"}


def test_applications_that_stand_are_told_their_region(migrated):
    with migrated.app_context():
        application = Factories(db.session).application()
        kept, region = application.id, application.round.region_id
        db.session.commit()
        db.session.remove()
        downgrade(revision="0010")
        upgrade()
        assert db.session.scalars(select(Application.region_id).where(Application.id == kept)).one() == region
        db.session.remove()


def test_the_musts_and_points_of_cases_that_stand_are_read_from_what_was_submitted_and_scored(migrated):
    with migrated.app_context():
        case, other = (a_recommended_case(Factories(db.session)).application for _each in range(2))
        submit(Factories(db.session), case, verdicts=[verdict("G-01", "met"), verdict("G-02", "waived")])
        db.session.execute(
            update(Score).where(Score.criterion == "goals", Score.application_id == other.id).values(points=5)
        )
        db.session.execute(update(Score).where(Score.application_id == case.id).values(voided_at=clock.now()))
        db.session.commit()
        ids = [case.id, other.id]
        db.session.remove()
        downgrade(revision="0014")
        upgrade()
        kept = select(Application.worst_must, Application.points_in_tenths).where(Application.id.in_(ids))
        assert db.session.execute(kept.order_by(Application.id)).all() == [("waived", 0), ("met", 840)]
        with pytest.raises(IntegrityError, match="ck_application_outcome"):
            db.session.execute(text("UPDATE application SET worst_must = 'nearly'"))
        db.session.remove()


def test_scores_on_a_criterion_that_the_older_version_does_not_know_are_not_thrown_away(migrated, caplog):
    with migrated.app_context():
        make = Factories(db.session)
        application, by = make.application(status=Status.SUBMITTED), make.person(Role.CASEWORKER, make.region())
        given = {"application_id": application.id, "submission_sha256": "a", "points": 3, "justification": "Ja"}
        mark = make.save(Score(**given, criterion="mentoring", at=clock.now(), by_id=by.id))
        db.session.commit()
        kept = mark.id
        db.session.remove()
        with pytest.raises(SystemExit):
            downgrade(revision="0012")
        assert "There are scores on mentoring" in caplog.text
        assert db.session.get(Score, kept).criterion == "mentoring"
        db.session.execute(update(Score).values(criterion="goals"))
        db.session.commit()
        db.session.remove()
        downgrade(revision="0012")
        with pytest.raises(IntegrityError, match="ck_score_criterion"):
            db.session.execute(text("UPDATE score SET criterion = 'mentoring'"))
        db.session.remove()
        upgrade()
        db.session.execute(text("DELETE FROM score"))
        db.session.commit()
        db.session.remove()


def test_a_guideline_that_is_signed_cannot_change_whoever_writes_to_the_database(migrated):
    with migrated.app_context():
        make = Factories(db.session)
        signed = make.guideline().id
        draft = make.guideline(status=GuidelineStatus.DRAFT).id
        db.session.commit()
        db.session.remove()
        for statement in ("UPDATE guideline SET words = 'Andre ord'", "DELETE FROM guideline"):
            with pytest.raises(DBAPIError, match="guideline is signed and cannot change"):
                db.session.execute(text(f"{statement} WHERE id = {signed}"))
            db.session.rollback()
            assert db.session.execute(text(f"{statement} WHERE id = {draft}")).rowcount == 1
        db.session.rollback()
        db.session.remove()


def test_a_score_is_still_1_to_5_in_the_database(migrated):
    with migrated.app_context():
        checks = {each["name"] for each in inspect(db.engine).get_check_constraints("score")}
        assert checks == {"ck_score_points_1_to_5"}


def test_migrations_are_numbered_in_one_row(migrated):
    with migrated.app_context():
        scripts = list(ScriptDirectory.from_config(migrate.get_config()).walk_revisions())
    assert sorted(each.revision for each in scripts) == [f"{number + 1:04}" for number in range(len(scripts))]


def test_the_database_checks_every_choice(migrated):
    """Alembic does not notice a new member of an enum, so this does."""
    with migrated.app_context():
        for table in db.metadata.sorted_tables:
            checks = {each["name"]: each["sqltext"] for each in inspect(db.engine).get_check_constraints(table.name)}
            for column in table.columns:
                if isinstance(column.type, Enum):
                    known = re.findall(r"'(\w+)'", checks[f"ck_{table.name}_{column.type.name}"])
                    assert known == column.type.enums, f"{table.name}.{column.name}"


@pytest.mark.parametrize("change", ["UPDATE event SET what = 'nothing'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_change_what_happened(migrated, change):
    with migrated.app_context():
        audit.record("application.begun", "OPK-2", by=None)
        db.session.commit()
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(change))
        db.session.remove()


def test_every_append_only_table_is_guarded_in_the_database(migrated):
    of_sqlite = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    of_postgresql = "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
    with migrated.app_context():
        asked = of_postgresql if db.engine.dialect.name == "postgresql" else of_sqlite
        rows = db.session.execute(text(asked)).all()
        db.session.remove()
    guarded = {(table, verb) for table, says in rows for verb in ("UPDATE", "DELETE") if verb in says}
    assert guarded >= {(table, verb) for table in APPEND_ONLY for verb in ("UPDATE", "DELETE")}
