"""The page of a case: the application as its writer reads it, and the way to all that belongs to it."""

import pytest

from portal.applications.rules import Status
from portal.core.permissions import Role
from portal.decisions import actions
from portal.decisions.rules import Outcome, Ruling
from tests.budgets.test_pages import THREE, upload
from tests.budgets.workbooks import filled
from tests.decisions.cases import REQUESTED, a_case, a_recommended_case, submit
from tests.support.documents import complete_document


def ways(page) -> dict[str, str]:
    return {each.text.strip(): each["href"] for each in page.soup.select("main a[href]")}


def answer(page, question: str) -> str:
    found = next(each for each in page.soup.select("dt") if each.text == question)
    return found.find_next_sibling("dd").text.strip()


def test_what_may_stand_empty_says_so_and_only_what_is_required_is_missing(make, browse):
    document = complete_document()
    document["sections"]["target_group"] |= {"risk_group": "", "description": ""}
    document["sections"]["attachments"]["files"] = []
    case = a_case(make, document)
    page = browse(case.caseworker).get(f"/desk/{case.application.id}")
    assert answer(page, "Hvilken gruppe i særlig risiko?") == "ikke udfyldt"
    assert answer(page, "Beskrivelse af målgruppen") == "mangler"
    assert answer(page, "Vedhæftede filer") == "Ingen filer er vedhæftet."


def test_lines_with_many_columns_stand_as_cards_and_not_as_a_table_that_is_cut_off(make, browse):
    case = a_case(make)
    page = browse(case.caseworker).get(f"/desk/{case.application.id}")
    assert page.soup.select("#section-activities ol.pp-lines > li")
    assert not page.soup.select("#section-activities table")
    for each in page.soup.select("details table"):
        assert each.parent["tabindex"] == "0", "a box that can be scrolled with the keys"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.CONTROLLER, Role.READER])
def test_a_granted_case_leads_to_its_project_and_its_papers(make, browse, role):
    case = a_recommended_case(make)
    ruling = Ruling(Outcome.FULL, REQUESTED, "Fakta", "Hensyn")
    actions.decide(case.application, ruling, seen=case.application.version, by=case.director)
    make.session.commit()
    browser = browse(make.person(role, case.application.round.region))
    found = ways(browser.get(f"/desk/{case.application.id}"))
    wanted = ("Gå til projektet", "Ansøgningens side", "Kvitteringen", "Svarene som PDF", "Svarene som Word")
    assert [browser.client.get(found[each]).status_code for each in wanted] == [200] * 5
    assert found["Svarene som PDF"].endswith("/submissions/1/paper.pdf")


def test_the_workbook_that_the_budget_came_from_can_be_fetched_from_the_case(make, browse):
    application = make.application()
    writer = browse(make.person(Role.WRITER, application.job_centre))
    upload(writer, application, filled(THREE), "budget varde.xlsx").submit("main form[action$=confirm]")
    submit(make, application)
    browser = browse(make.person(Role.READER, application.round.region))
    found = ways(browser.get(f"/desk/{application.id}"))["Budgetskemaet: budget varde.xlsx"]
    assert browser.client.get(found).status_code == 200
    application.status = Status.RETURNED
    make.session.commit()
    assert not any(each.startswith("Budgetskemaet:") for each in ways(browser.get(f"/desk/{application.id}")))
