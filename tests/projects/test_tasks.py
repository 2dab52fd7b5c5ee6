"""The start page of each role says what a project asks for, with its day, one click from the work."""

from datetime import UTC, date, datetime

import pytest

from portal.core import outbox
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.identity.models import Person
from portal.projects import (
    accounts,
    actions,
    changes,
    closing_letters,
    goals,
    instalments,
    overdue,
    settlements,
    waiting,
    waits,
)
from portal.projects.models import Project
from portal.projects.rules import AccountStatus, InstalmentStatus, VoucherKind
from portal.projects.tasks import tasks
from portal.results.report_models import YearlyReport
from tests.projects.money import PDF, account, approved
from tests.projects.test_money import changed
from tests.support.standing import standing

FIRST_DUE = "2011-03-01"


@pytest.fixture
def asked(app, case, session):
    """`asked(person)` is what projects ask of the person: words and day."""

    def tell(person) -> list[tuple[str, str]]:
        session.commit()
        with app.test_request_context():
            return [(str(each.words), str(each.due.date()) if each.due else "") for each in tasks(person)]

    return tell


@pytest.fixture
def whys(app, session):
    """`whys(person)` is what stands under each task of the person's projects."""

    def tell(person) -> list[str]:
        session.commit()
        with app.test_request_context():
            return [str(each.why) for each in tasks(person)]

    return tell


@standing
def quiet(case, session):
    """No milestones and no goals, so that only the money asks."""
    for each in (*case.project.milestones, *case.project.goals):
        session.delete(each)
    session.commit()
    session.expire_all()
    return case


def writer_of(case) -> Person:
    return db.session.get(Person, case.application.begun_by_id)


def move(clock, year: int, month: int, day: int) -> None:
    clock.move_to(datetime(year, month, day, 9, tzinfo=UTC))


def test_an_account_goes_from_writer_to_manager_to_caseworker_and_back(quiet, clock, asked):
    case = quiet
    writer = writer_of(case)
    move(clock, 2011, 1, 10)
    assert asked(writer) == asked(case.manager) == [("Begin an account", FIRST_DUE)]
    made = account(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    assert asked(writer) == [("The account waits for the manager's signature", FIRST_DUE)]
    assert asked(case.manager) == [("Sign the account", FIRST_DUE)]
    accounts.sign(made, seen=made.version, by=case.manager)
    assert asked(case.manager) == []
    assert asked(case.caseworker) == [("Answer the account", "")]
    accounts.give_back(made, "Bilag 2 mangler", seen=made.version, by=case.caseworker)
    assert asked(case.manager) == [("Put the account right", FIRST_DUE)]
    assert asked(case.caseworker) == []
    accounts.attach(made, VoucherKind.VOUCHER, "bilag-2.pdf", PDF + b"2b", by=writer)
    assert made.status is AccountStatus.DRAFT
    assert asked(writer) == [("The corrected account waits for the manager's signature", FIRST_DUE)]
    assert asked(case.manager) == [("Sign the corrected account", FIRST_DUE)]
    accounts.remove(made.vouchers[0], by=writer)
    accounts.remove(made.vouchers[-1], by=writer)
    assert asked(case.manager) == [("Put the account right", FIRST_DUE)]  # the only voucher is gone
    accounts.attach(made, VoucherKind.VOUCHER, "bilag-2.pdf", PDF + b"2c", by=writer)
    accounts.sign(made, seen=made.version, by=case.manager)
    assert asked(case.manager) == asked(writer) == []
    accounts.give_back(made, "Lønnen mangler", seen=made.version, by=case.caseworker)
    accounts.save(made, made.by_line, Ore(0), "Lønnen er med nu", seen=made.version, by=writer)
    assert asked(case.manager) == [("Sign the corrected account", FIRST_DUE)]


def test_an_account_that_lacks_something_is_filled_in_by_whoever_looks(quiet, clock, asked):
    move(clock, 2011, 1, 10)
    accounts.begin(quiet.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=writer_of(quiet))
    assert asked(writer_of(quiet)) == asked(quiet.manager) == [("Fill in the account", FIRST_DUE)]


def test_the_finance_officer_releases_enters_settles_and_closes(quiet, clock, asked):
    case, project = quiet, quiet.project
    assert asked(case.controller) == []  # the first instalment is due on 15 November
    move(clock, 2010, 11, 16)
    [(words, due)] = asked(case.controller)
    assert (words.startswith("Release the instalment of"), due) == (True, "2010-11-15")
    pay(case, clock)
    move(clock, 2011, 1, 4)
    assert asked(case.controller) == []  # the account of 2010 comes first
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    assert [words[:7] for words, _due in asked(case.controller)] == ["Release"]
    move(clock, 2012, 1, 10)
    approved(case, date(2011, 1, 1), date(2011, 12, 31), 5, final=True)
    words = [each for each, _due in asked(case.controller)]
    assert "Settle the grant" in words
    settlements.settle(project, "", by=case.controller)
    [(words, due)] = asked(case.controller)
    assert (words.startswith("Enter the repayment of"), due) == (True, "2012-02-09")
    owed = project.settlement.repay
    assert (f"Repay {owed!s}", "2012-02-09") in asked(case.manager)
    assert not [each for each, _due in asked(writer_of(case)) if each.startswith("Repay")]
    settlements.enter_repaid(project, owed, date(2012, 1, 10), by=case.controller)
    assert asked(case.controller) == []
    assert not [each for each, _due in asked(case.manager) if each.startswith("Repay")]


def pay(case, clock) -> None:
    waiting_one = next(each for each in case.project.instalments if each.status is InstalmentStatus.PLANNED)
    instalments.release(waiting_one, seen=waiting_one.version, by=case.controller)
    outbox.run_pending()
    instalments.enter_paid(waiting_one, date(2010, 11, 16), seen=waiting_one.version, by=case.controller)


def test_a_released_instalment_waits_to_be_entered_as_paid(quiet, clock, asked):
    move(clock, 2010, 11, 16)
    first = quiet.project.instalments[0]
    instalments.release(first, seen=first.version, by=quiet.controller)
    assert [words[-7:] for words, _due in asked(quiet.controller)] == ["as paid"]


def test_a_change_is_asked_for_by_the_manager_and_answered_by_the_region(quiet, clock, asked):
    case = quiet
    change = changes.begin(case.project, by=case.manager)
    assert asked(writer_of(case)) == [("Write the change of the budget", "")]
    assert asked(case.manager) == [("Write the change of the budget", "")]
    changes.save(change, changed(case, 1, 1_000_00), "Flere uger", seen=change.version, by=case.manager)
    assert asked(writer_of(case)) == [("The change of the budget waits for the manager", "")]
    assert asked(case.manager) == [("Ask for the change of the budget", "")]
    changes.ask(change, seen=change.version, by=case.manager)
    assert asked(case.manager) == []
    assert asked(case.caseworker) == [("Answer the change of the budget", "")]


def test_a_goal_whose_day_has_passed_is_to_be_measured(case, clock, asked, whys, session):
    for each in case.project.milestones:
        session.delete(each)
    session.commit()
    session.expire_all()
    move(clock, 2012, 1, 10)
    words = "Write down what was measured for 2 targets"
    assert (words, "2011-12-31") in asked(case.manager)
    assert f"{case.project.title}. The first of them was for 2011-12-31." in whys(case.manager)
    assert words not in dict(asked(case.caseworker))
    goals.measure(case.project.goals[0], date(2011, 12, 31), 40, "jobindsats.dk", "", by=case.manager)
    assert any("Gennemsnitligt antal uger" in words for words, _due in asked(case.manager))
    move(clock, 2013, 2, 10)  # the project has ended and is not settled
    assert any("measured" in words for words, _due in asked(case.manager))


def test_a_project_that_ended_long_ago_asks_for_all_its_accounts(quiet, clock, asked):
    move(clock, 2014, 1, 10)
    assert [words for words, _due in asked(quiet.manager)] == ["Begin an account", "Begin the final account"]
    assert asked(quiet.reader) == [("See the project whose account is overdue", "")]


def test_readers_and_the_region_see_where_something_is_late_and_click_to_the_list(case, clock, asked, browse, session):
    for each in case.project.milestones[1:]:
        session.delete(each)
    session.commit()
    session.expire_all()
    move(clock, 2011, 11, 1)
    for person in (case.reader, case.controller, case.director):
        assert "See the project whose milestones are late" in dict(asked(person))
    assert "See the project whose milestones are late" not in dict(asked(case.manager))
    page = browse(case.reader).get("/projects?waits=late_milestones")
    assert case.project.title in page.soup.text
    milestone = case.project.milestones[0]
    actions.mark(milestone, date(2011, 11, 1), "Nået", seen=milestone.version, by=case.manager)
    assert case.project.title not in browse(case.reader).get("/projects?waits=late_milestones").soup.text


def test_milestones_of_a_project_that_ended_long_ago_stay_late_in_the_plan_the_list_and_on_start_pages(
    case, clock, asked, browse
):
    move(clock, 2014, 1, 10)
    number = len(case.project.milestones)
    assert number > 1
    for person in (writer_of(case), case.manager):
        assert f"Mark {number} milestones that are late" in dict(asked(person))
    for person in (case.caseworker, case.reader, case.director):
        assert "See the project whose milestones are late" in dict(asked(person))
        assert case.project.title in browse(person).get("/projects?waits=late_milestones").soup.text
    assert "Forsinket" in browse(case.reader).get(f"/projects/{case.project.id}/plan").soup.text
    actions.mark(case.project.milestones[0], date(2011, 11, 1), "Nået", seen=case.project.milestones[0].version,
                 by=case.manager)  # fmt: skip
    left = [words for words, _due in asked(case.manager) if "milestone" in words]
    assert left == ([f"Mark {number - 1} milestones that are late"] if number > 2 else
                    [f"Mark the milestone “{case.project.milestones[1].title}” as done"])  # fmt: skip


def test_an_account_that_is_sent_back_before_its_year_is_over_is_on_the_start_pages(quiet, clock, asked):
    case = quiet
    move(clock, 2011, 6, 10)
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    early = account(case, date(2011, 1, 1), date(2011, 5, 31), 10)
    assert asked(case.manager) == [("Sign the account", "2012-02-29")]
    accounts.sign(early, seen=early.version, by=case.manager)
    accounts.give_back(early, "Bilag 2 mangler", seen=early.version, by=case.caseworker)
    assert asked(case.manager) == asked(writer_of(case)) == [("Put the account right", "2012-02-29")]
    accounts.save(early, early.by_line, Ore(0), "Bilaget er hos os", seen=early.version, by=writer_of(case))
    assert asked(writer_of(case)) == [("The corrected account waits for the manager's signature", "2012-02-29")]
    assert asked(case.manager) == [("Sign the corrected account", "2012-02-29")]


def test_the_list_is_filtered_by_what_a_project_waits_for(quiet, clock, session, browse):
    move(clock, 2010, 11, 20)
    assert waiting.ids(quiet.controller, waits.TO_RELEASE) == {quiet.project.id}
    assert waiting.ids(quiet.controller, waits.OVERDUE) == frozenset()
    move(clock, 2011, 3, 2)
    assert waiting.ids(quiet.controller, waits.TO_RELEASE) == frozenset()  # the overdue account holds it back
    assert waiting.ids(quiet.controller, waits.OVERDUE) == {quiet.project.id}
    assert waiting.ids(quiet.controller, "noget andet") == {quiet.project.id}  # what is no filter keeps everything
    csv = browse(quiet.controller).client.get("/projects/list.csv?waits=overdue_accounts").text
    assert quiet.project.title in csv
    assert session.query(Project).count() == 1


def test_another_region_and_the_administrator_are_asked_for_nothing(quiet, clock, asked, make):
    move(clock, 2011, 3, 20)
    strangers = [make.person(role, make.region()) for role in (Role.CASEWORKER, Role.CONTROLLER, Role.READER)]
    strangers.append(make.person(Role.WRITER, make.job_centre()))
    strangers.append(make.person(Role.ADMIN, make.operator()))
    assert [asked(each) for each in strangers] == [[]] * len(strangers)


def test_the_last_payment_that_something_overdue_holds_back_is_told_in_the_letter_and_on_the_start_page(
    quiet, clock, asked, mails, session
):
    case = quiet
    move(clock, 2012, 1, 10)
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    approved(case, date(2011, 1, 1), date(2011, 12, 31), 60, final=True)
    session.add(YearlyReport(project=case.project, year=2010, first_due_on=date(2011, 4, 15), due_on=date(2011, 4, 15),
                             opened_at=datetime(2011, 2, 1, tzinfo=UTC)))  # fmt: skip
    session.commit()
    settlements.settle(case.project, "", by=case.controller)
    assert [words[:20] for words, _due in asked(case.controller)] == ["The last instalment "]
    [told] = [each for each in mails() if "afregn" in each["Subject"].lower() and each["To"] == case.manager.email]
    words = told.get_body(("plain",)).get_content()
    assert "når det, der mangler, er kommet og godkendt. Årsrapporten for 2010" in words
    sum_up = settlements.settled(case.project)
    assert str(closing_letters.outcome(sum_up, date(2012, 2, 9), overdue.of(case.project))).startswith(
        "We pay the last"
    )
    assert str(closing_letters.outcome(sum_up, date(2012, 2, 9))) == f"We pay the last {sum_up.to_pay!s}."


def test_a_task_is_for_those_who_can_do_it_and_the_others_are_only_told(case, clock, app, session, make):
    """What a writer, a reader or a finance officer can do nothing about is told apart from what they do."""
    writer = make.person(Role.WRITER, case.application.job_centre)
    readers = [make.person(Role.READER, case.application.round.region), case.controller]
    clock.move_to(datetime(2011, 3, 15, 9, tzinfo=UTC))  # milestones and the account of 2010 are late
    account(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    change = changes.begin(case.project, by=case.manager)
    changes.save(change, changed(case, 1, 1_000_00), "Flere uger", seen=change.version, by=case.manager)
    session.commit()

    def told(person, *, others: bool) -> set[str]:
        with app.test_request_context():
            return {str(each.words) for each in tasks(person) if each.others is others}

    waiting_words = {"The account waits for the manager's signature", "The change of the budget waits for the manager"}
    assert told(writer, others=True) == waiting_words
    assert not told(writer, others=False) & waiting_words
    assert told(case.manager, others=True) == set()
    assert told(case.manager, others=False) >= {"Sign the account", "Ask for the change of the budget"}
    for person in readers:
        assert told(person, others=False) == set()
        assert "See the project whose milestones are late" in told(person, others=True)
