"""A draft is downloaded at any moment: what is half written comes out as it is and breaks nothing."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.adapters import spreadsheets
from portal.applications.rules import SectionKey
from portal.budgets import editions, specification, template
from portal.budgets.lines import from_json
from portal.core.permissions import Role
from tests.budgets.test_pages import path
from tests.budgets.workbooks import MADE

YEARS = (2026, 2027, 2028, 2029)
WORDS = st.sampled_from(
    ["", "placement", "total", "long_term", "Virksomhedskonsulent", "=1+1", "11", "ukendt", "æ" * 400]
)
NUMBERS = st.sampled_from(["", "0", "5", "-5", "2.5", "999999999999.999999"])
AMOUNTS = st.sampled_from([0, 1, 36_000_00, -5_00, 99_999_999_999_00])
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat) | st.just("")
YEAR = st.sampled_from([*YEARS, 2010])


def rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Lines in which each field stands, is empty, or is missing."""
    given_or_none = {name: st.none() | each for name, each in fields.items()}
    return st.lists(st.fixed_dictionaries({}, optional=given_or_none), max_size=3)


PER_YEAR = rows(year=YEAR, units=NUMBERS, unit_price_ore=AMOUNTS, amount_ore=AMOUNTS)
PERSONS = rows(year=YEAR, persons=NUMBERS)
NUMBER = st.integers(0, 3)
DRAFTS = st.fixed_dictionaries({}, optional={
    "lines": rows(
        number=NUMBER, category=WORDS, purpose=WORDS, unit=WORDS, years=PER_YEAR, sought_ore=AMOUNTS, own_ore=AMOUNTS,
        other_ore=AMOUNTS, refund=st.booleans(), note=WORDS, function=WORDS, hours=NUMBERS, hourly_rate_ore=AMOUNTS,
    ),
    "financing": rows(source=WORDS, kind=WORDS, status=WORDS, years=PER_YEAR),
    "positions": rows(
        number=NUMBER, job_centre=WORDS, function=WORDS, start=DAYS, end=DAYS, share=NUMBERS, pension_percent=NUMBERS,
        monthly_wage_ore=AMOUNTS, sought_ore=AMOUNTS, own_ore=AMOUNTS, caseload=NUMBERS, visits=NUMBERS,
    ),
    "goals": rows(
        target_group=WORDS, instrument=WORDS, baseline=NUMBERS, baseline_period=WORDS, baseline_source=WORDS,
        goals=PERSONS, actual=PERSONS,
    ),
    "milestones": rows(number=NUMBER, title=WORDS, date=DAYS, responsible=WORDS, result=WORDS, status=WORDS),
    "grants": rows(year=YEAR, grant_ore=AMOUNTS, allocation_ore=AMOUNTS),
})  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pool", editions.pools())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(draft=DRAFTS, language=st.sampled_from(["da", "en"]))
def test_whatever_a_draft_holds_there_is_a_workbook_of_it(pool: str, draft: dict[str, Any], language: str) -> None:
    request = template.Request(made_at=MADE, years=YEARS, language=language, budget=from_json(draft))
    book = spreadsheets.read(spreadsheets.write(template.plan(specification.of(pool), request)))
    assert {each.sheet[language] for each in specification.of(pool).tables} <= {each.name for each in book.sheets}


@pytest.fixture
def case(make):
    return make.application(round=make.round(pool=make.pool(code="consultants", prefix="VIRK")))


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def drafted(session, case, writer, **kept) -> openpyxl.Workbook:
    case.section(SectionKey.BUDGET).answers = kept
    session.flush()
    return openpyxl.load_workbook(io.BytesIO(writer.client.get(path(case, "template.xlsx")).data))


def test_a_goal_of_which_only_the_baseline_is_typed_stands_in_the_template(session, case, writer):
    goal = {"target_group": None, "instrument": None, "baseline": "5", "goals": []}
    rows = list(drafted(session, case, writer, goals=[goal])["Mål"].iter_rows(min_row=5, max_row=6, values_only=True))
    assert rows[0][:3] == (None, None, 5)
    assert rows[1][:3] == (None, None, None), "nobody adds up a group that has no name yet"


def test_a_position_and_a_milestone_half_written_stand_in_the_template(session, case, writer):
    book = drafted(session, case, writer, positions=[{"number": 1, "share": "0.5"}], milestones=[{"title": "Halvvejs"}])
    assert [cell.value for cell in book["Stillinger"][5]][:6] == [1, None, None, None, None, 0.5]
    assert [cell.value for cell in book["Milepæle"][5]][:3] == [1, "Halvvejs", None]
