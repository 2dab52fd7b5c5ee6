"""A draft of a new budget: what is wrong is said when it is saved, it can be discarded, and it is the centre's own."""

import pytest

from portal.core.audit import Event
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import actions, changes
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.projects.test_money import changed
from tests.support.standing import standing


@pytest.fixture
def at(case):
    return lambda more="": f"/projects/{case.project.id}{more}"


@standing
def draft(case, session):
    made = changes.begin(case.project, by=case.manager)
    session.commit()
    return made


def amounts(case, number: int) -> tuple[str, str]:
    """The names of the fields with a line's first year and with what the pool pays of it."""
    line = case.project.budget["lines"][number]
    return f"line-{line['number']}-{line['years'][0]['year']}", f"line-{line['number']}-sought"


def test_impossible_lines_are_told_at_once_beside_their_amounts_and_nothing_is_lost(case, draft, browse, at):
    page = browse(case.manager).get(at(f"/changes/{draft.id}/edit"))
    (first, _pool), (_cost, second), (unread, below) = (amounts(case, each) for each in range(3))
    wrong = page.submit(**{first: "-1", second: "99.000.000", unread: "tre", "reason": "Flere hold"})
    assert (wrong.status, len(wrong.errors)) == (422, 4)  # below nothing, its pool's share, another pool's, unreadable
    assert "kan ikke være under 0 kr." in wrong.all(f".form-group:has(#{first}) .form-error-message")[0]
    assert "99.000.000" in wrong.all(f".form-group:has(#{second}) .form-error-message")[0]
    assert [wrong.soup.select_one(f"#{each}")["value"] for each in (first, second, unread)] == [
        "-1", "99.000.000", "tre"
    ]  # fmt: skip
    assert wrong.soup.select_one("#reason").text.strip() == "Flere hold"
    both = page.submit(**{unread: "tre", below: "-1"})  # on one line: what cannot be read hides nothing
    assert [each.split(":")[0].split(",")[0] for each in both.errors] == ["Linje 3", "Linje 3"]
    assert (draft.reason, draft.content) == ("", case.project.budget)


def test_a_reason_that_cannot_be_kept_is_told_beside_it_and_all_that_is_typed_stands(case, draft, browse, at):
    page = browse(case.manager).get(at(f"/changes/{draft.id}/edit"))
    first, reason = amounts(case, 0)[0], "Underviseren 010190-1234 er syg"
    wrong = page.submit(**{first: "9.000.000", "reason": reason})
    assert (wrong.status, len(wrong.errors)) == (422, 1)
    assert wrong.soup.select_one(".error-summary a")["href"] == "#reason"
    assert "CPR" in wrong.all(".form-group:has(#reason) .form-error-message")[0]
    assert (wrong.soup.select_one("#reason").text.strip(), wrong.soup.select_one(f"#{first}")["value"]) == (
        reason, "9.000.000"
    )  # fmt: skip
    assert "open" not in wrong.soup.select_one("main details").attrs  # nothing is wrong in the new lines


def test_a_new_line_says_what_it_is_for(case, draft, browse, at):
    page = browse(case.manager).get(at(f"/changes/{draft.id}/edit"))
    new = len(case.project.budget["lines"]) + 1
    wrong = page.submit(**{f"line-{new}-2011": "1000"})
    assert [each.split(": ")[1] for each in wrong.errors] == ["Vælg en kategori.", "Skriv, hvad den går til."]
    assert "open" in wrong.soup.select_one("details:has(.form-error)").attrs


def test_an_unfinished_draft_is_kept_and_the_page_says_what_is_missing(case, draft, browse, at):
    page = browse(case.manager).get(at(f"/changes/{draft.id}/edit")).submit()
    assert page.all(".alert-success") == []
    said = page.all("main .alert-warning")
    assert said[0].startswith("Kladden er gemt. Den kan ikke sendes endnu: 2 ting skal rettes først")
    assert "Intet er ændret" in said[1]
    changes.save(draft, changed(case, 1, 1_000_00), "Flere uger", seen=draft.version, by=case.manager)
    page = browse(case.manager).get(at(f"/changes/{draft.id}/edit")).submit()
    assert page.all(".alert-success") == ["Ændringen er gemt."]


def test_a_draft_is_discarded_after_a_question_and_the_next_one_starts_from_the_budget(
    case, draft, browse, at, session
):
    changes.save(draft, changed(case, 1, 1_000_00), "Flere uger", seen=draft.version, by=case.manager)
    manager, path = browse(case.manager), at(f"/changes/{draft.id}/discard")
    assert path in [each["href"] for each in manager.get(at(f"/changes/{draft.id}")).soup.select("main a")]
    asked = manager.get(path)
    assert "Flere uger" in asked.soup.text
    page = asked.submit()
    assert "Kladden er kasseret" in page.soup.text
    assert case.project.changes == []
    happened = session.query(Event).filter_by(what="change.discarded").one()
    assert (happened.details, happened.by_id) == ({"number": 1, "reason": "Flere uger"}, case.manager.id)
    assert changes.begin(case.project, by=case.manager).content == case.project.budget


def test_only_those_who_write_discard_and_only_what_is_not_sent(case, draft, browse, at, make):
    path = at(f"/changes/{draft.id}/discard")
    assert browse(make.person(Role.READER, case.application.job_centre)).get(path).status == 403
    old = browse(case.manager).get(path)
    changes.save(draft, changed(case, 1, 1_000_00), "Flere uger", seen=draft.version, by=case.manager)
    assert old.submit().status == 409  # a colleague has saved since
    changes.ask(draft, seen=draft.version, by=case.manager)
    assert browse(case.manager).get(path).status == 409


def test_the_region_reads_a_change_once_it_is_sent(case, draft, browse, at, make):
    path, seen = at(f"/changes/{draft.id}"), f'a[href$="/changes/{draft.id}"]'
    reader = make.person(Role.READER, case.application.round.region)
    for person in (reader, case.caseworker, case.controller):
        assert browse(person).get(path).status == 404
        assert browse(person).get(at("/changes")).all(seen) == []
    assert browse(make.person(Role.READER, case.application.job_centre)).get(path).status == 200
    changes.save(draft, changed(case, 1, 1_000_00), "Flere uger", seen=draft.version, by=case.manager)
    changes.ask(draft, seen=draft.version, by=case.manager)
    assert browse(reader).get(path).status == 200
    assert browse(reader).get(at("/changes")).all(seen) == ["Ændring nr. 1"]


@standing
def partly(make, session, clock):
    """The lines ask for 100.000 kr. more than is granted, and a new budget is being written."""
    case = a_recommended_case(make)
    ruling = Ruling(Outcome.PARTIAL, Ore(REQUESTED - 100_000_00), facts="Fakta.", considerations="Hensyn.")
    decided = decisions.decide(case.application, ruling, seen=case.application.version, by=case.director)
    case.project = session.query(actions.Project).filter_by(decision_id=decided.id).one()
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    case.change = changes.begin(case.project, by=case.manager)
    session.commit()
    return case


def test_a_budget_that_nobody_approved_is_not_called_approved(partly, browse):
    path = f"/projects/{partly.project.id}"
    assert partly.project.title  # the page below is of this project
    page = browse(partly.manager).get(f"{path}/changes/{partly.change.id}")
    assert page.all("caption") == ["Budgettet, som det er søgt, ved siden af det ønskede, i kroner"]
    assert "Det nye budget er ved at blive skrevet" in browse(partly.manager).get(path).soup.text
    assert "Jobcentret har ikke sendt et nyt budget endnu." in browse(partly.caseworker).get(path).soup.text


def test_the_page_of_a_new_budget_says_what_the_lines_add_up_to_and_what_is_still_to_be_taken_off(partly, browse):
    change, path = partly.change, f"/projects/{partly.project.id}/changes/{partly.change.id}/edit"

    def from_the_pool() -> list[str]:
        page = browse(partly.manager).get(path)
        return [each.select("td")[1].text for each in page.soup.select("tr[data-sums], tr[data-sums] ~ tr")]

    granted = Ore(REQUESTED - 100_000_00)
    assert from_the_pool() == [REQUESTED.short, granted.short, "100.000", "0"]
    lines = [dict(each) for each in change.content["lines"]]
    largest = max(lines, key=lambda each: each["sought_ore"])
    largest["sought_ore"], largest["own_ore"] = largest["sought_ore"] - 130_000_00, largest["own_ore"] + 130_000_00
    changes.save(change, {**change.content, "lines": lines}, "", seen=change.version, by=partly.manager)
    assert from_the_pool() == [Ore(granted - 30_000_00).short, granted.short, "0", "30.000"]
