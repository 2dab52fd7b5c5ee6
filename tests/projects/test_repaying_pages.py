"""What came back is entered with open eyes and not by one press, and what was entered stays to read."""

from datetime import UTC, date, datetime

import pytest

from portal.core import clock
from portal.core.money import Ore
from portal.projects import actions, closing, instalments, settlements
from portal.projects.rules import InstalmentStatus, ProjectStatus
from portal.results.report_models import YearlyReport
from tests.projects.money import approved
from tests.support.standing import standing


@standing
def owing(case, clock):
    """A settled grant that owes money, whose milestones and targets nobody has spoken of."""
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    first = case.project.instalments[0]
    instalments.release(first, seen=first.version, by=case.controller)
    clock.move_to(datetime(2010, 11, 16, 9, tzinfo=UTC))
    instalments.enter_paid(first, date(2010, 11, 16), seen=first.version, by=case.controller)
    clock.move_to(datetime(2012, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2011, 12, 31), 10, final=True)
    case.kept = settlements.settle(case.project, "", by=case.controller)
    assert case.kept.repay > 0
    return case


@pytest.fixture
def page(owing, browse):
    browser = browse(owing.controller)
    return lambda more="/repaid": browser.get(f"/projects/{owing.project.id}/settlement{more}")


def test_one_press_enters_nothing(owing, page):
    opened = page()
    assert "kan ikke laves om" in opened.soup.text
    assert f"Når alle {owing.kept.repay!s} er kommet, afsluttes projektet." in opened.soup.text
    pressed = opened.submit()
    assert (pressed.status, len(pressed.errors)) == (422, 1)
    assert "sæt kryds" in pressed.errors[0]
    assert closing.repayments(owing.project) == []


def test_what_is_still_open_is_listed_before_the_project_closes(owing, page, session):
    due = date(2012, 3, 1)
    session.add(YearlyReport(project=owing.project, year=2011, first_due_on=due, due_on=due, opened_at=clock.now()))
    first = owing.project.milestones[0]
    open_now = page().all("main .alert-warning li")
    assert any(first.title in each and "er ikke markeret" in each for each in open_now)
    assert any("er ikke målt for den" in each for each in open_now)
    assert "Årsrapporten for 2011 er ikke godkendt: Under udarbejdelse." in open_now
    actions.mark(first, date(2011, 1, 3), "Nået", seen=first.version, by=owing.manager)
    assert not any(first.title in each for each in page().all("main .alert-warning li"))


def test_everything_wrong_with_a_repayment_is_told_at_once_and_kept(owing, page):
    wrong = page().submit(amount="99.000.000", on="2012-01-11")
    assert (wrong.status, len(wrong.errors)) == (422, 3)
    assert f"Der skyldes {owing.kept.repay.short} kr. Skriv højst det." in wrong.errors
    assert wrong.soup.select_one("#amount")["value"] == "99.000.000"
    assert len(page().submit(amount="0", on="0001-01-01", sure="y").errors) == 2
    assert closing.repayments(owing.project) == []


def test_the_repayments_stay_readable_and_the_form_ends_with_the_debt(owing, page, browse):
    part = page().submit(amount="100", on="2012-01-09", sure="y")
    assert "Projektet er afsluttet" not in part.soup.text
    whole = page().submit(sure="y")
    assert owing.project.status is ProjectStatus.CLOSED
    assert "Der skyldes ikke mere, og projektet er afsluttet." in whole.soup.text
    rows = browse(owing.manager).get(f"/projects/{owing.project.id}/settlement").all("[aria-labelledby=repayments] tr")
    assert rows[1].startswith("9. januar 2012100")
    assert owing.controller.name in rows[2]
    assert owing.kept.repay.short in rows[3]
    assert page().status == 409
    assert [each.amount for each in closing.repayments(owing.project)] == [100_00, owing.kept.repay - 100_00]


def test_a_repayment_that_is_sent_twice_is_entered_once(owing, page):
    opened = page()
    assert opened.submit(amount="100", sure="y").status == 200
    again = opened.submit(amount="100", sure="y")
    assert (again.status, again.soup.select_one("#amount")["value"]) == (409, "100")
    assert len(closing.repayments(owing.project)) == 1


def test_a_project_is_even_when_nothing_is_owed_and_nothing_to_pay(owing):
    assert not closing.is_even(owing.project)
    settlements.enter_repaid(owing.project, Ore(owing.kept.repay), date(2012, 1, 10), by=owing.controller)
    assert closing.is_even(owing.project)
    owing.project.instalments[0].status = InstalmentStatus.RELEASED
    assert not closing.is_even(owing.project)


def test_the_last_payment_of_a_settled_grant_says_what_is_still_open(case, clock, browse):
    clock.move_to(datetime(2012, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2011, 12, 31), 100, final=True)
    first = case.project.instalments[0]
    instalments.release(first, seen=first.version, by=case.controller)
    browser, path = browse(case.controller), f"/projects/{case.project.id}/instalments"
    assert "er ikke markeret" not in browser.get(f"{path}/{first.id}/paid").soup.text
    instalments.take_back(first, seen=first.version, by=case.controller)
    settlements.settle(case.project, "", by=case.controller)
    last = case.project.instalments[-1]
    instalments.release(last, seen=last.version, by=case.controller)
    said = browser.get(f"{path}/{last.id}/paid").soup.text
    assert "afsluttes projektet" in said
    assert "er ikke markeret" in said
