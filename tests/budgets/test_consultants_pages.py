"""An application of the consultant pool: its template, its workbook, and the plan people see."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from portal.applications.models import Section
from portal.applications.rules import SectionKey
from portal.budgets import queries
from portal.core.permissions import Role
from tests.budgets import workbooks
from tests.budgets.consulting import PLAN, YEARS, budget, filled, goal, position
from tests.budgets.test_pages import path, upload
from tests.budgets.workbooks import read


@pytest.fixture
def case(make):
    facts = {"code": "consultants", "prefix": "VIRK", "title_da": "Virksomhedskonsulenter", "title_en": "Consultants"}
    this_round = make.round(pool=make.pool(**facts), reference="VIRK-2010-SYD")
    return make.application(round=this_round)


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def answers(session, case) -> dict:
    found = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    session.refresh(found)
    return found.answers


def headings(page) -> list[str]:
    return [each.text for each in page.soup.select("main h2")]


def test_a_plan_is_uploaded_looked_through_used_and_kept(session, case, writer):
    page = upload(writer, case, filled(PLAN))
    assert page.heading == "Gennemse budgettet, før du bruger det"
    assert {"Stillinger", "Tilskud pr. år", "Mål", "Milepæle"} <= set(headings(page))
    row = page.soup.select_one("[aria-labelledby=positions] tbody tr").text
    for shown in ("Virksomhedskonsulent", "Varde", "36.000", "17,3", "1.669.414", "669.414"):
        assert shown in row
    done = page.submit("main form[action$=confirm]")
    assert {"Stillinger", "Tilskud pr. år", "Mål", "Milepæle"} <= set(headings(done))
    kept = answers(session, case)
    assert {name: kept[name] for name in PLAN.as_json()} == PLAN.as_json()
    assert [each.budget for each in queries.versions(case.id)] == [PLAN]


def test_the_template_brings_the_positions_of_the_draft_and_a_blank_one_none(case, writer):
    upload(writer, case, filled(PLAN)).submit("main form[action$=confirm]")
    drafted = read(writer.client.get(path(case, "template.xlsx")).data, pool="consultants")
    assert (drafted.budget, drafted.findings) == (PLAN, [])
    blank = read(writer.client.get(path(case, "template.xlsx?blank=1")).data)
    assert [each.code for each in blank.findings] == ["no_positions"]


def test_nothing_of_an_older_plan_stays_behind(session, case, writer):
    upload(writer, case, filled(PLAN)).submit("main form[action$=confirm]")
    small = budget(position(), grants=PLAN.grants)
    page = upload(writer, case, filled(small))
    page.submit("main form[action$=confirm]", ack="removed")
    kept = answers(session, case)
    assert (len(kept["positions"]), kept["goals"], kept["milestones"]) == (1, [], [])


def test_a_workbook_of_the_other_pool_is_refused_with_both_names(case, writer):
    page = upload(writer, case, workbooks.filled())
    assert "Jobrettet opkvalificering" in page.soup.text
    assert "Ansættelse af virksomhedskonsulenter" in page.soup.text


def test_what_the_pool_refuses_is_told_by_sheet_and_cell(case, writer):
    page = upload(writer, case, filled(budget(position(start=date(2010, 9, 1)))))
    row = page.soup.select_one("main table tbody tr:nth-of-type(2)").text
    assert all(each in row for each in ("Stillinger", "D5", "Startdato", "1.9.2010"))


def test_the_template_has_the_years_of_the_plan(case, writer):
    blank = writer.client.get(path(case, "template.xlsx?blank=1")).data
    headings = {str(cell.value) for cell in openpyxl.load_workbook(io.BytesIO(blank))["Stillinger"][4]}
    assert {f"Løn {year}" for year in YEARS} <= headings


def test_a_preview_of_positions_counts_positions_and_no_places(case, writer):
    case.places = 40
    facts = upload(writer, case, filled(PLAN)).all(".pp-facts div")
    assert any(each.startswith("Stillinger") and "1,5 årsværk" in each for each in facts)
    assert not any("plads" in each.lower() for each in facts)


def test_a_partner_of_an_addendum_has_persons_and_no_places(case, writer):
    page = writer.get(f"/applications/{case.id}/sections/basis").soup.select_one("main").text
    assert "Personer" in page
    assert "plads" not in page.lower()


def test_another_caseload_and_another_goal_are_told_before_they_are_used(case, writer):
    upload(writer, case, filled(PLAN)).submit("main form[action$=confirm]")
    busy = replace(PLAN.positions[0], caseload=Decimal(55))
    page = upload(writer, case, filled(replace(PLAN, positions=(busy, PLAN.positions[1]), goals=(goal(first=90),))))
    rows = page.all("[aria-labelledby=changed] tbody tr")
    assert any("Sagstal" in each and "40" in each and "55" in each for each in rows)
    assert any("Mål: Langtidsledige" in each and "Mål 2010" in each and "90" in each for each in rows)
    assert sum("Fjernet" in each and "Mål: " in each for each in rows) == 2
    assert "ting i mål, milepæle og tilskud pr. år er anderledes" in page.soup.text
