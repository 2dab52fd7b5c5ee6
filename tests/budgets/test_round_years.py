"""A round of other years than the template's first: the plan, the workbook and what is found follow the round."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from portal.applications.rules import SectionKey
from portal.budgets import editions, round_words, specification
from portal.budgets.plans import YearlyGrant
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools.settings import Settings
from tests.budgets import consulting
from tests.budgets.test_pages import path, upload
from tests.budgets.workbooks import changed

YEARS = (2026, 2027, 2028, 2029)
FIRST = date(2026, 11, 16)
GOAL = {
    "target_group": "long_term", "instrument": "placement", "baseline": "10", "baseline_period": "1. halvår 2026",
    "baseline_source": "jobindsats.dk", "actual": [],
    "goals": [{"year": year, "persons": str(persons)} for year, persons in zip(YEARS, (20, 30, 40, 50), strict=True)],
}  # fmt: skip


@pytest.fixture
def case(make):
    settings = replace(
        Settings(), years=YEARS, plan_years=YEARS, addendum_years=YEARS[:2], earliest_cost_date=FIRST
    ).to_json()
    pool = make.pool(code="consultants", prefix="VIRK", title_da="Virksomhedskonsulenter", title_en="Consultants")
    guideline = make.guideline(pool=pool, settings=settings, year=2026)
    return make.application(
        round=make.round(guideline=guideline, reference="VIRK-2026-SYD", title="Konsulenter", year=2026)
    )


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def keep(session, case, **kept) -> None:
    case.section(SectionKey.BUDGET).answers = kept
    session.flush()


def template(case, writer, query: str = "") -> bytes:
    return writer.client.get(path(case, f"template.xlsx{query}")).data


def heads(page, table: str) -> list[str]:
    return [each.text for each in page.soup.select(f"[aria-labelledby={table}] thead th")]


def a_plan() -> dict:
    position = consulting.position(start=FIRST, sought=Ore(500_000_00))
    grants = [
        YearlyGrant(2026, Ore(0)),
        YearlyGrant(2027, Ore(500_000_00)),
        *(YearlyGrant(each, Ore(0)) for each in YEARS[2:]),
    ]
    return {"positions": [position.as_json()], "goals": [GOAL], "grants": [each.as_json() for each in grants]}


def test_the_goals_stand_in_the_years_of_the_round(session, case, writer):
    keep(session, case, **a_plan())
    page = writer.get(path(case))
    assert [each for each in heads(page, "goals") if each.startswith("Mål 2")] == [f"Mål {year}" for year in YEARS]
    sums = [each.text for each in page.soup.select("[aria-labelledby=goals] tfoot td")]
    assert sums[1:6] == ["10", "20", "30", "40", "50"]


def test_a_position_of_the_round_is_costed_in_the_years_of_the_round(session, case, writer):
    keep(session, case, **a_plan())
    page = upload(writer, case, template(case, writer))
    assert [each for each in heads(page, "goals") if each.startswith("Mål 2")] == [f"Mål {year}" for year in YEARS]
    assert "2010" not in page.soup.select_one("main").text


def test_a_position_outside_the_plan_is_told_with_the_years_of_the_round(session, case, writer):
    keep(session, case, **a_plan())

    def later(book: openpyxl.Workbook) -> None:
        book["Stillinger"]["D5"] = date(2031, 1, 1)

    page = upload(writer, case, changed(template(case, writer), later))
    assert "2026–2029" in page.soup.select_one("main").text or "2026 til 2029" in page.soup.select_one("main").text


def words_in(data: bytes) -> str:
    """Every word of a workbook, headings, help and what is said beside a cell included."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    beside = (each.prompt for sheet in book for each in sheet.data_validations.dataValidation)
    values = (str(cell.value) for cell in cells if cell.value is not None and cell.data_type == "s")
    return "\n".join([*values, *(each or "" for each in beside)])


@pytest.mark.parametrize("query", ["", "?blank=1"])
def test_the_template_says_the_first_day_and_the_years_of_its_round(case, writer, query):
    said = words_in(template(case, writer, query))
    assert "tidligst fra den 16. november 2026" in said
    assert "Puljen betaler løn fra den 16. november 2026." in said
    assert "Første ansættelsesdag, tidligst den 16. november 2026." in said
    assert not {"2010", "2011"} & set(re.findall(r"\d{4}", said))


def test_a_template_of_no_round_says_the_general_rule(writer):
    anybody = writer
    said = words_in(anybody.client.get("/help/budget-workbook/consultants/2/blank.xlsx").data)
    assert "tidligst fra den dag, puljens retningslinje siger" in said
    assert "september 2010" not in said
    assert "{earliest}" not in said
    page = anybody.get("/help/budget-workbook/consultants/2").soup.select_one("main").text
    assert "Den dag, puljens retningslinje siger" in page
    assert "15. september" not in page
    assert "15-09-2010" not in page


def test_the_first_day_is_said_in_english_too():
    spoken = round_words.in_round(specification.of("consultants"), FIRST)
    assert spoken.main.help.en.endswith("The pool pays wages from 16 November 2026.")
    assert (spoken.sha256, spoken.day("earliest_wage_date")) == (specification.of("consultants").sha256, FIRST)


def test_no_template_asks_for_what_nobody_reads():
    for pool in editions.pools():
        unread = [each.key for table in specification.of(pool).tables for each in table.columns if each.unread]
        assert set(unread) <= {"own_notes"}
