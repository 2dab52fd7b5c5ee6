"""After a partial grant: the lines are as applied for until the region has approved a new budget within the grant."""

from datetime import UTC, date, datetime

import pytest

from portal.core.errors import Refusal
from portal.core.menu import tasks_of
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import accounts, actions, changes, figures
from portal.projects.models import Project
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.support.standing import standing

LESS = Ore(100_000_00)
GRANTED = Ore(REQUESTED - LESS)
REASONS = {"facts": "Fakta i sagen.", "considerations": "Hensyn i sagen."}


@standing
def case(make, session, clock):
    """Offered on 1 November 2010: 100.000 kr. less than the lines ask for."""
    case = a_recommended_case(make)
    application = case.application
    decisions.decide(
        application, Ruling(Outcome.PARTIAL, GRANTED, **REASONS), seen=application.version, by=case.director
    )
    case.project = session.query(Project).one()
    session.commit()
    return case


@standing
def running(case, session):
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    session.commit()
    return case


@pytest.fixture
def at(case):
    return lambda more="": f"/projects/{case.project.id}{more}"


def within_the_grant(case) -> dict:
    """The largest line is 100.000 kr. cheaper, all of it the pool's."""
    lines = [dict(each) for each in case.project.budget["lines"]]
    largest = max(lines, key=lambda each: each["sought_ore"])
    year = max(largest["years"], key=lambda each: each["amount_ore"])
    largest["years"] = [
        each | ({"amount_ore": each["amount_ore"] - LESS} if each is year else {}) for each in largest["years"]
    ]
    largest["sought_ore"] -= LESS
    return {**case.project.budget, "lines": lines}


def adapted(case) -> None:
    change = changes.begin(case.project, by=case.manager)
    changes.save(change, within_the_grant(case), "Kurset er billigere", seen=change.version, by=case.manager)
    changes.ask(change, seen=change.version, by=case.manager)
    changes.approve(change, "", seen=change.version, by=case.caseworker)


def rows(page, heading: str) -> dict[str, str]:
    """The foot of the budget: what each row says of the pool."""
    return {row.th.text: row.select("td")[1].text for row in page.soup.select("table.pp-table tfoot tr")}


def test_the_offer_says_what_the_lines_take_what_is_granted_and_the_difference(case, browse, at):
    page = browse(case.manager).get(at("/accept"))
    assert "Godkendt budget" not in page.soup.text
    foot = rows(page, "Budgettet, som det er søgt")
    assert [foot[each] for each in ("I alt, som søgt", "Tilsagn", "Skal sættes ned med")] == [
        each.short for each in (REQUESTED, GRANTED, LESS)
    ]
    assert "Jeres første opgave er at sende et nyt budget" in page.soup.text
    assert page.soup.select("main form[action$='/changes']") == []  # nothing is written before it is accepted


def test_no_sum_above_the_grant_is_called_approved_until_the_new_budget_is(running, browse, at):
    manager = browse(running.manager)
    for place in ("", "/accounts", "/changes"):
        assert "Der mangler et nyt budget inden for tilsagnet" in manager.get(at(place)).soup.text, place
    assert "Godkendt budget" not in manager.get(at()).soup.text
    accounts_page = manager.get(at("/accounts"))
    assert "Søgt, kr." in accounts_page.soup.text
    assert accounts_page.all("#used ~ table caption") == ["Budgettet, som det er søgt, og godkendte udgifter, i kroner"]
    adapted(running)
    caption = manager.get(at("/accounts")).all("#used ~ table caption")
    assert caption == ["Godkendt budget og godkendte udgifter, i kroner"]
    page = manager.get(at())
    assert "Godkendt budget" in page.soup.text
    assert "Der mangler et nyt budget" not in page.soup.text
    assert rows(page, "Godkendt budget")["I alt"] == GRANTED.short
    versions = manager.get(at("/changes")).soup.select("#budgets + ol li")
    assert ["Som søgt" in each.text for each in versions] == [True, False]


def test_the_accounts_end_at_the_grant_and_what_others_pay(running, clock, browse, at):
    clock.move_to(datetime(2012, 1, 3, 9, tzinfo=UTC))
    made = accounts.begin(running.project, date(2010, 11, 15), date(2011, 12, 31), final=True, by=running.manager)
    whole = {each.number: each.amount for each in figures.approved_lines(running.project)}
    with pytest.raises(Refusal, match="send a new budget first"):
        accounts.save(made, whole, Ore(0), "", seen=made.version, by=running.manager)
    page = browse(running.manager).get(at(f"/accounts/{made.id}/edit"))
    fields = {f"line-{number}": amount.digits for number, amount in whole.items()}
    refused = page.submit("main form:has([name=note])", **fields)
    assert (refused.status, len(refused.errors)) == (422, 1)
    assert "100.000" in refused.errors[0]
    largest = max(whole, key=lambda number: whole[number])
    less = whole | {largest: Ore(whole[largest] - LESS)}
    accounts.save(made, less, Ore(0), "", seen=made.version, by=running.manager)


def test_a_saved_account_that_the_new_budget_no_longer_allows_is_not_signed(running, clock):
    clock.move_to(datetime(2012, 1, 3, 9, tzinfo=UTC))
    made = accounts.begin(running.project, date(2010, 11, 15), date(2011, 12, 31), final=True, by=running.manager)
    line = max(figures.approved_lines(running.project), key=lambda each: each.amount)
    accounts.save(made, {line.number: line.amount}, Ore(0), "", seen=made.version, by=running.manager)
    assert [each.field for each in accounts.problems_before_signing(made)] == ["file", "file", "file"]
    adapted(running)
    assert f"line-{line.number}" in [each.field for each in accounts.problems_before_signing(made)]


def test_the_first_task_is_the_new_budget_until_the_region_has_it(app, running, make, session):
    case = running
    writer = make.person(Role.WRITER, case.application.job_centre)

    def first(person) -> str:
        session.commit()
        with app.test_request_context():
            return next((str(each.words) for each in tasks_of(person)), "")

    assert first(writer) == first(case.manager) == f"Send a new budget within the grant of {GRANTED}"
    change = changes.begin(case.project, by=writer)
    assert first(writer) == first(case.manager) == "Write the new budget within the grant"
    changes.save(change, within_the_grant(case), "Kurset er billigere", seen=change.version, by=writer)
    assert first(writer) == "The new budget within the grant waits for the manager"
    assert first(case.manager) == "Send the new budget within the grant to the region"
    changes.ask(change, seen=change.version, by=case.manager)
    assert "budget" not in first(case.manager) + first(writer)
    changes.refuse(change, "Vis også revisionen", seen=change.version, by=case.caseworker)
    assert first(writer).startswith("Send a new budget")


def test_the_job_centre_may_pay_the_difference_itself(running):
    """Every cost stays; only the pool's share of a line is lowered, and that is a change too."""
    lines = [dict(each) for each in running.project.budget["lines"]]
    largest = max(lines, key=lambda each: each["sought_ore"])
    largest["sought_ore"], largest["own_ore"] = largest["sought_ore"] - LESS, largest["own_ore"] + LESS
    change = changes.begin(running.project, by=running.manager)
    content = {**running.project.budget, "lines": lines}
    changes.save(change, content, "Kommunen betaler selv", seen=change.version, by=running.manager)
    assert changes.problems(change) == []
    changes.ask(change, seen=change.version, by=running.manager)
    changes.approve(change, "", seen=change.version, by=running.caseworker)
    assert (len(running.project.budgets), figures.above_the_grant(running.project)) == (2, 0)
