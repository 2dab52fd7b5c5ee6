"""Many projects at once: the same each time, true to the ledger and the rules, and every page of theirs opens."""

import re
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from portal import create_app
from portal.applications import submitting
from portal.applications.models import Application, Submission
from portal.core import audit
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.permissions import Role
from portal.demo import commands, people, scale, scale_plan
from portal.identity.models import Membership, Organisation, Person
from portal.identity.places import ensure_places
from portal.pools import standing
from portal.pools.models import LedgerEntry, Pool, Round
from portal.pools.rules import OF_THE_FRAME
from portal.projects import settlements
from portal.projects.models import Project
from portal.projects.rules import ProjectStatus
from portal.results import annual
from portal.results.report_blocks import digest
from portal.results.report_models import ReportVersion, YearlyReport
from portal.results.report_rules import ReportStatus
from tests.demo.conftest import NUMBER
from tests.pools.test_payments import holds
from tests.support.pages import Browser

pytestmark = pytest.mark.once  # the actions that make them are tried on both databases


def content(folder, number: int) -> dict[str, list[tuple]]:
    """Every row of a new database with so many projects, without the salted passwords."""
    app = create_app(TESTING=True, SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'portal.db'}",
                     FILES_FOLDER=str(folder / "files"), ARGON2_QUICK=True)  # fmt: skip
    with app.app_context():
        db.create_all()
        scale.make(number, db.session.commit)
        kept = {}
        for table in db.metadata.sorted_tables:
            columns = [each for each in table.columns if each.name != "password_hash"]
            kept[table.name] = [tuple(row) for row in db.session.execute(select(*columns).order_by(*table.primary_key))]
        db.session.remove()
        db.engine.dispose()
    return kept


def test_the_same_number_gives_the_same_data(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (content(folder, 4) for folder in folders)
    assert len(one["project"]) == 4
    assert len(one["event"]) > 50
    assert one == two


def test_a_thousand_are_five_years_two_pools_and_91_job_centres(session):
    ensure_places()
    codes = db.session.scalars(select(Organisation.code).where(Organisation.code.startswith("JC-")))
    planned = scale_plan.planned(1_000, sorted(each.removeprefix("JC-") for each in codes))
    assert Counter(each.year for each in planned) == dict.fromkeys(range(2010, 2015), 200)
    assert len({each.centre for each in planned}) == 91
    assert Counter(each.pool for each in planned) == {"upskilling": 750, "consultants": 250}
    assert planned[:7] == scale_plan.planned(7, [each.centre for each in planned[:91]])


def test_what_was_submitted_meets_every_rule_and_everything_says_it_is_invented(many):
    assert len(many) == NUMBER
    for submission in db.session.scalars(select(Submission)):
        wrong = [each for each in submission.content["verdicts"] if each["outcome"] != "met"]
        assert not wrong
        assert submitting.digest(submission.content) == submission.sha256
    assert all("opdigtet" in each.title for each in many)
    assert all(db.session.scalars(select(Round.invented)))


def test_the_ledger_adds_up_for_every_case_and_round(many):
    for this_round in standing.on(date(2026, 1, 1)):
        for money in this_round.cases.values():
            holds(money)
        stored = db.session.get_one(Round, this_round.round.id)
        assert (this_round.together.committed, this_round.left) == (stored.committed, stored.left)
        moved = select(func.sum(LedgerEntry.amount)).where(
            LedgerEntry.round_id == stored.id, LedgerEntry.kind.in_(OF_THE_FRAME)
        )
        assert db.session.scalar(moved) == stored.left
    assert audit.first_break(db.session.scalars(select(audit.Event).order_by(audit.Event.id))) is None


def test_settled_projects_are_settled_by_the_rule_and_closed_when_nothing_is_owed(many):
    settled = [each for each in many if each.settlement]
    assert settled
    for project in settled:
        sum_up, money = settlements.settled(project), standing.of_case(project.application.round, project.reference)
        assert (project.settlement.final, project.settlement.repay) == (sum_up.final, sum_up.repay)
        assert money.paid - money.repaid == sum_up.final + sum_up.left_to_the_job_centre
        assert project.status is ProjectStatus.CLOSED
        assert project.budget["lines"]


def test_yearly_reports_are_signed_with_the_fingerprint_of_what_they_say(many):
    states = Counter(db.session.scalars(select(YearlyReport.status)))
    assert states[ReportStatus.APPROVED] > NUMBER
    for version in db.session.scalars(select(ReportVersion)):
        assert digest(version.content) == version.sha256


def test_the_annual_reports_have_something_to_say(many):
    first = min(many, key=lambda each: each.ends_on)
    report = annual.begin(first.application.round.region, first.ends_on.year, None, by=None)
    while annual.gather(report):
        pass
    tables = report.facts["tables"]
    assert report.invented
    assert {name for name, rows in tables.items() if rows} >= {
        "rounds",
        "money",
        "projects",
        "goals",
        "milestones",
        "reports",
    }
    paid = sum(row["paid"] for row in tables["rounds"].values())
    assert paid == sum(row["paid"] for row in tables["money"].values()) > 0


@pytest.mark.parametrize("place", [0, 3])
def test_every_page_of_a_project_opens_for_both_sides(demo, many, place):
    project = many[place]
    centre, region = project.application.job_centre, project.application.round.region
    for role, organisation in ((Role.MANAGER, centre), (Role.CASEWORKER, region)):
        browser = Browser(demo.test_client(), _person(role, organisation))
        seen, waiting = set(), [f"/projects/{project.id}"]
        while waiting:
            path = waiting.pop()
            seen.add(path)
            page = browser.client.get(path, follow_redirects=True)
            assert page.status_code == 200, (role, path, page.status_code)
            if "text/html" in page.content_type:
                found = {each.partition("?")[0].partition("#")[0] for each in re.findall(r'href="(/[^"]*)"', page.text)}
                own = {each for each in found if _of_the_case(each, project)}
                waiting += sorted(own - seen - set(waiting))
        assert len(seen) > 15


def _of_the_case(path: str, project: Project) -> bool:
    own = (f"/projects/{project.id}", f"/applications/{project.application_id}", f"/desk/{project.application_id}")
    return path.startswith(own) or bool(re.match(r"/results/reports/\d+", path))


def _person(role: Role, organisation: Organisation) -> Person:
    held = select(Membership.person_id).filter_by(role=role, organisation_id=organisation.id)
    return db.session.scalars(select(Person).where(Person.id.in_(held)).order_by(Person.id)).first()


@pytest.mark.parametrize("number", [0, -5, 10_001])
def test_a_number_that_makes_no_sense_is_refused(session, number):
    with pytest.raises(Refusal, match="from 1 to 10"):
        scale.make(number, session.commit)
    assert db.session.scalar(select(func.count()).select_from(Pool)) == 0


def test_a_database_with_people_is_left_alone(app, make, session):
    make.person(Role.WRITER, make.job_centre())
    session.commit()
    done = CliRunner().invoke(app.cli, ["demo", "--scale", "5"])
    assert (done.exit_code, done.output.strip()) == (
        1, "Fejl: Der er allerede personer i databasen. Brug en tom, så ingens data bliver blandet sammen."
    )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


def test_the_command_stands_alone_and_says_how_far_it_is(app, session):
    beside = CliRunner().invoke(app.cli, ["demo", "--scale", "5", "people"])
    assert beside.exit_code == 2
    assert "--scale står alene" in beside.output
    wrong = CliRunner().invoke(app.cli, ["demo", "--scale", "mange"])
    assert wrong.exit_code == 2
    done = CliRunner().invoke(app.cli, ["demo", "--scale", "2"])
    assert done.exit_code == 0, done.output
    assert "Projekter: 2 af 2" in done.output
    assert "Tilføjede opdigtede projekter: 2." in done.output
    assert people.CASEWORKER.email in set(db.session.scalars(select(Person.email)))
    assert "Usage: " in CliRunner().invoke(app.cli, ["demo"]).output
    assert commands.demo.name == "demo"
