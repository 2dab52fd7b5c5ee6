"""The demonstration data: true to the rules of the house, the same every time, and something to do for everybody."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from portal.adapters import files
from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core import audit, clock, cpr, workdays
from portal.core.db import db
from portal.core.permissions import Role
from portal.decisions.models import Decision
from portal.decisions.rules import Outcome
from portal.demo import people
from portal.identity import passwords
from portal.identity.models import Person
from portal.pools import standing
from portal.pools.models import Guideline, LedgerEntry, Round
from portal.pools.rules import OF_THE_FRAME
from portal.pools.settings import Settings
from portal.projects import figures, goals
from portal.projects.models import Milestone, Project
from portal.projects.rules import ProjectStatus
from portal.results.report_models import YearlyReport
from tests.support.pages import Browser

NOW = f"OPK-{clock.today().year}-SYD"


def of_round(reference: str) -> list[Application]:
    return list(db.session.scalars(select(Application).join(Application.round).where(Round.reference == reference)))


def test_the_round_of_2010_is_decided_as_the_figures_say(demo):
    decided = {
        each.application.title: (each.outcome, int(each.amount))
        for each in db.session.scalars(select(Decision))
        if each.application.round.reference == "OPK-2010-SYD"
    }
    assert decided == {
        "Fra ledig til lager": (Outcome.FULL, 620_000_00),
        "SOSU-sporet": (Outcome.PARTIAL, 400_000_00),
        "Svejs og CNC": (Outcome.CONDITIONAL, 890_000_00),
        "Chauffør nu": (Outcome.REFUSED, 0),
    }


def test_the_open_round_has_a_case_in_every_state(demo):
    assert {each.status for each in of_round(NOW)} == set(Status)


def test_the_open_round_is_open_now(demo):
    this_round = db.session.scalars(select(Round).where(Round.reference == NOW)).one()
    assert this_round.opens_at < clock.now() < this_round.closes_at
    assert this_round.invented


def test_no_deadline_falls_on_a_day_off(demo):
    deadlines = (
        Round.opens_at, Round.closes_at, Round.answer_at, Round.expected_grant_on, Application.correct_before,
        Decision.accept_before, Milestone.due_on, Milestone.first_due_on, YearlyReport.due_on,
    )  # fmt: skip
    for column in deadlines:
        found = {day_of(each) for each in db.session.scalars(select(column)) if each}
        assert found
        assert {each for each in found if not workdays.is_working_day(each)} == set(), column


def day_of(deadline: date | datetime) -> date:
    return deadline.astimezone(clock.COPENHAGEN).date() if isinstance(deadline, datetime) else deadline


def test_nothing_happened_on_the_day_it_was_made_whichever_hour_that_was(demo):
    begins = clock.now().astimezone(clock.COPENHAGEN).replace(hour=0, minute=0, second=0, microsecond=0)
    assert db.session.scalar(select(func.max(audit.Event.at))) < begins


def test_somebody_was_invited_and_has_not_begun(demo):
    this_round = db.session.scalars(select(Round).where(Round.reference == NOW)).one()
    begun = {each.job_centre_id for each in of_round(NOW)}
    assert {each.job_centre.code for each in this_round.invitations if each.job_centre_id not in begun} == {"JC-0479"}


def test_one_project_waits_for_acceptance_and_others_run_with_milestones_done_and_due(demo):
    projects = list(db.session.scalars(select(Project)))
    assert {each.status for each in projects} >= {ProjectStatus.OFFERED, ProjectStatus.RUNNING}
    milestones = list(db.session.scalars(select(Milestone)))
    assert any(each.seen_at for each in milestones)
    due = [each for each in milestones if each.done_on is None and 0 <= (each.due_on - clock.today()).days <= 14]
    assert due, "a milestone is due within the next two weeks"


def test_every_word_of_what_was_signed_is_hashed_and_every_paper_is_kept(demo):
    papers = [each.letter_sha256 for each in db.session.scalars(select(Decision))]
    papers += [each.receipt_sha256 for each in db.session.scalars(select(Submission))]
    assert len(papers) >= 12
    assert all(files.read(each).startswith(b"%PDF") for each in papers)


def test_the_chain_of_events_holds(demo):
    events = db.session.scalars(select(audit.Event).order_by(audit.Event.id)).all()
    assert len(events) > 200
    assert audit.first_break(events) is None


def test_the_ledger_adds_up_to_what_is_left(demo):
    for this_round in db.session.scalars(select(Round)):
        moved = select(func.sum(LedgerEntry.amount)).where(LedgerEntry.round_id == this_round.id)
        in_the_frame = db.session.scalar(moved.where(LedgerEntry.kind.in_(OF_THE_FRAME)))
        assert int(in_the_frame) == int(this_round.left), this_round.reference


def test_the_ledger_stands_in_the_order_of_its_days(demo):
    for this_round in db.session.scalars(select(Round)):
        entered = select(LedgerEntry.at).where(LedgerEntry.round_id == this_round.id).order_by(LedgerEntry.id)
        moments = list(db.session.scalars(entered))
        assert moments == sorted(moments), this_round.reference


def test_the_years_of_a_guideline_are_those_of_its_rounds(demo):
    for guideline in db.session.scalars(select(Guideline)):
        settings = Settings.from_json(guideline.settings)
        for years in (settings.years, settings.plan_years, settings.addendum_years):
            assert years[0] == guideline.year, guideline.id


def test_a_grant_letter_pays_wages_from_the_first_day_of_the_projects(demo):
    for this_round in db.session.scalars(select(Round).where(Round.reference.startswith("VIRK-"))):
        settings = Settings.from_json(this_round.guideline.settings)
        assert settings.earliest_cost_date == this_round.period_start


def test_money_goes_from_the_frame_to_the_repayment(demo):
    this_round = db.session.scalars(select(Round).where(Round.reference == "OPK-2010-SYD")).one()
    states = {each.application.title: each.status for each in db.session.scalars(select(Project))}
    assert states["Fra ledig til lager"] is ProjectStatus.CLOSED
    assert states["SOSU-sporet"] is ProjectStatus.RUNNING  # half of the repayment is still owed
    (standing_now,) = standing.on(clock.today(), rounds=[this_round.id])
    settled = standing_now.together
    assert settled.claimed > settled.repaid > 0
    (before,) = standing.on(date(2010, 12, 31), rounds=[this_round.id])
    assert before.together.committed == 1_910_000_00
    assert before.together.paid < settled.paid


def test_nothing_that_was_written_looks_like_a_cpr_number(demo):
    found = [place for each in db.session.scalars(select(Application)) for place in written_places(each)]
    assert found == []


def written_places(application: Application) -> list[str]:
    return [place for each in application.sections for place in cpr.places(each.answers)]


def test_everybody_can_sign_in_with_the_password_that_is_told(demo):
    accounts = {each.email for each in people.ACCOUNTS}
    kept = db.session.scalars(select(Person).where(Person.email.in_(accounts))).all()
    assert len(kept) == len(people.ACCOUNTS)
    assert passwords.fits(people.PASSWORD, kept[0].password_hash)
    assert all(email.endswith("@example.dk") for email in accounts)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_each_of_the_seven_roles_finds_something_at_sign_in(demo, role):
    account = next(each for each in people.ACCOUNTS if each.role is role)
    page = Browser(demo.test_client(), people.person(account)).get("/")
    assert page.all("ol.tasks h3") or page.all("main section a, main table a"), page.all("main")


def test_loading_a_second_time_adds_nothing(demo):
    before = db.session.scalar(select(func.count()).select_from(audit.Event))
    runner = demo.test_cli_runner()
    for options in ([], ["--if-empty"]):
        result = runner.invoke(args=["demo", "load", *options])
        assert (result.exit_code, "Intet er tilføjet" in result.output) == (0, True)
    assert db.session.scalar(select(func.count()).select_from(audit.Event)) == before


def test_the_list_of_people_names_everybody_and_the_password(demo):
    output = demo.test_cli_runner().invoke(args=["demo", "people"]).output
    assert people.PASSWORD in output
    assert all(each.email in output for each in people.ACCOUNTS)
    assert "Opdigtede" in output


def test_the_consultants_of_2010_lack_their_final_account_only(demo):
    """A project of long ago would else be all that a manager sees at the top of the page."""
    project = db.session.scalars(select(Project).where(Project.title == "Virksomhedskonsulenter i Kolding")).one()
    assert [(each.starts_on.year, each.final) for each in figures.owed_accounts(project)] == [(2013, True)]
    assert all(each.done_on for each in project.milestones)
    assert all(each.measured for goal in project.goals for each in goals.compared(goal))


def test_a_manager_sees_what_belongs_to_the_open_round_among_the_first(demo):
    page = Browser(demo.test_client(), people.person(people.account(Role.MANAGER, "JC-0621"))).get("/")
    assert page.all("ol.tasks h3").index("Accepter tilsagnet til Truck og terminal") < 3


def test_people_of_those_years_come_to_work_on_working_days(demo):
    then = [each for each in db.session.scalars(select(audit.Event)) if each.at.year < 2020]
    assert len(then) > 200
    assert [f"{each.at} {each.what}" for each in then if not workdays.is_working_day(day_of(each.at))] == []
