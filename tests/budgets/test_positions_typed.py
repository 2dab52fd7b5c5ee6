"""The positions of an addendum typed on the page: copied, added up while one types, kept as versions."""

import io

import openpyxl
import pytest

from portal.applications.models import Section
from portal.applications.rules import SectionKey
from portal.budgets import queries
from portal.budgets.rules import Origin
from portal.core.money import Ore
from portal.core.permissions import Role
from tests.budgets.consulting import PLAN, filled
from tests.budgets.test_pages import path, upload

ROW = {
    "job_centre": "Varde", "function": "Virksomhedskonsulent", "start": "15-09-2010", "share": "1",
    "monthly_wage_ore": "36.000", "pension_percent": "17,3", "sought_ore": "1.000.000", "caseload": "40",
    "visits": "200",
}  # fmt: skip
FORM = "form#section-form"


@pytest.fixture
def case(make):
    facts = {"code": "consultants", "prefix": "VIRK", "title_da": "Virksomhedskonsulenter", "title_en": "Consultants"}
    return make.application(round=make.round(pool=make.pool(**facts), reference="VIRK-2010-SYD"))


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def positions(case) -> str:
    return f"/applications/{case.id}/sections/positions"


def typed(row: int = 0, **more: str) -> dict[str, str]:
    return {f"positions-{row}-{key}": value for key, value in {**ROW, **more}.items()}


def budget(session, case) -> Section:
    found = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    session.refresh(found)
    return found


def saved(page, *, complete: bool = True, **values: str):
    before = {"consultants_before": "4", "consultants_after": "5"}
    return page.submit(FORM, **before, **typed(), **({"complete": "1"} if complete else {}), **values)


def sums(page) -> list[str]:
    return [each.text.strip() for each in page.soup.select("#position-sums tfoot td")]


def test_a_position_is_copied_with_all_that_stands_in_it(case, writer):
    page = writer.get(positions(case)).submit(FORM, copy="positions-0", **typed())
    for key, value in ROW.items():
        assert page.soup.select_one(f"[name=positions-1-{key}]")["value"] == value
    assert page.soup.select_one("[name=positions-count]")["value"] == "2"
    assert page.soup.select_one("button[name=copy][value=positions-1]").text.strip() == "Kopiér linje 2"


def test_the_sums_follow_what_is_typed_without_script(case, writer):
    page = writer.get(positions(case)).submit(FORM, redraw="1", **typed())
    assert sums(page) == ["149.206", "506.736", "506.736", "506.736", "1.669.414", "1.000.000", "669.414"]
    twice = page.submit(FORM, copy="positions-0")
    assert sums(twice)[-2:] == ["2.000.000", "1.338.828"]


def test_the_sums_are_those_that_are_saved(session, case, writer):
    page = writer.get(positions(case)).submit(FORM, redraw="1", **typed())
    told = sums(page)
    saved(writer.get(positions(case)))
    kept = budget(session, case).answers["lines"]
    assert told[-3] == Ore(sum(year["amount_ore"] for year in kept[0]["years"])).short
    assert sums(writer.get(positions(case))) == told


def test_what_cannot_be_read_is_in_no_sum(case, writer):
    page = writer.get(positions(case)).submit(FORM, redraw="1", **typed(start="medio september"))
    assert page.soup.select_one("#position-sums tbody td").text == "–"
    assert sums(page)[-3] == "0"


def test_a_script_is_given_only_the_sums_and_nothing_is_saved(session, case, writer):
    page = writer.get(positions(case))
    token = page.soup.select_one("[name=csrf_token]")["value"]
    data = {"redraw": "1", "positions-count": "1", "csrf_token": token, **typed()}
    answer = writer.client.post(positions(case), data=data, headers={"X-Sums": "1"})
    assert answer.status_code == 200
    assert "1.000.000" in answer.text
    assert "<h1" not in answer.text
    assert not budget(session, case).answers.get("positions")


def test_the_budget_is_complete_when_its_positions_are(session, case, writer):
    saved(writer.get(positions(case)), complete=False)
    assert not budget(session, case).complete
    saved(writer.get(positions(case)))
    assert budget(session, case).complete
    page = writer.get(positions(case))
    page.submit(FORM, remove="positions-0").submit(FORM, complete="")
    assert not budget(session, case).complete


def test_a_save_by_hand_is_a_version_of_the_budget_that_can_be_brought_back(session, case, writer):
    saved(writer.get(positions(case)))
    saved(writer.get(positions(case)))
    upload(writer, case, filled(PLAN)).submit("main form[action$=confirm]")
    versions = queries.versions(case.id)
    assert versions[-1].origin is Origin.FORM
    assert len([each for each in versions if each.origin is Origin.FORM]) == 1
    page = writer.get(path(case, "workbook"))
    page.submit(f"form[action$='versions/{versions[-1].number}/use']")
    (kept,) = budget(session, case).answers["positions"]
    assert kept["monthly_wage_ore"] == 3_600_000


def test_the_budgets_page_leads_to_all_of_it(case, writer):
    saved(writer.get(positions(case)))
    page = writer.get(path(case, ""))
    assert page.soup.select_one("[aria-labelledby=lines] tbody td").text == "11 Løn, virksomhedskonsulenter"
    assert page.soup.select("[aria-labelledby=positions] tbody td")[-1].text == "669.414"
    links = {each.text.strip(): each["href"] for each in page.soup.select("main a")}
    assert {"Udfyld budgettet i Excel", "Skriv stillingerne på siden", "Hent budgettet som regneark",
            "Tidligere versioner af budgettet"} <= set(links)  # fmt: skip
    assert writer.get(links["Skriv stillingerne på siden"]).path.endswith("/sections/positions")
    book = openpyxl.load_workbook(io.BytesIO(writer.client.get(links["Hent budgettet som regneark"]).data))
    assert book["Stillinger"]["B5"].value == "Varde"
