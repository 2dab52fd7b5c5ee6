"""What holds for every budget: any program writes it, it is read as it was; typed or read, it gets the same answers."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from forms import budget_fields, budget_lines
from portal.budgets import misfits, totals
from portal.budgets.findings import Finding
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget
from portal.core.money import Ore
from portal.eligibility.document import facts_from
from portal.eligibility.rules import judge
from portal.eligibility.verdicts import Outcome, Verdict
from portal.pools.settings import Settings
from tests.budgets import drawn
from tests.budgets.workbooks import SPEC, filled, read
from tests.budgets.writers import as_ods, as_openpyxl, as_xls
from tests.support.documents import a_round, complete_document, context

QUIET: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # making a failing budget of sixty lines smaller takes hours
}
SOME, MANY = settings(max_examples=8, **QUIET), settings(max_examples=40, **QUIET)
WRITERS = {
    "XlsxWriter": (lambda budget: filled(budget, years=totals.years_of(budget)), "budget.xlsx"),
    "openpyxl": (as_openpyxl, "budget.xlsx"),
    "ODS": (as_ods, "budget.ods"),
    "xlwt": (as_xls, "budget.xls"),
}
STRICT = Settings(
    years=drawn.YEARS,
    required_own_percent=25,
    evaluation_share_percent=10,
    audit_share_percent=10,
    smallest_grant_ore=Ore(5_000_00),
    km_rates=(356, 367, 380, 382),
    hourly_rate_ceiling_ore=Ore(450_00),
)
LARGEST = Ore(5_000_000_00)
LIMITS = Limits.of(STRICT, first_year=2010, last_year=2012, largest_grant=LARGEST)
RULES = {f"G-{number:02}" for number in range(9, 21)}
BREAKS = {
    "G-09": {"no_lines", "financing_gap", "financing_surplus", "grant_differs", "funding_split"},
    "G-10": {"no_lines", "note_missing", "line_without_amount", "units_missing", "units_times_price"},
    "G-19": {"nothing_sought", "grant_below_min", "grant_above_max", "own_financing_low"},
    "G-20": {"year_outside_period"},
}


@pytest.mark.parametrize("writer", WRITERS)
@SOME
@given(budget=drawn.budgets())
def test_what_any_program_writes_is_read_as_it_was(writer: str, budget: Budget) -> None:
    write, name = WRITERS[writer]
    data = write(budget)
    found = read(data, name)
    assert found.budget == budget
    assert {each.code for each in found.findings if each.severity == "block"} <= {"year_outside_period"}
    assert read(data, name) == found, "every file gets the same answer twice"


def typed(budget: Budget) -> Budget:
    """The budget through the fields of the page."""
    years = totals.years_of(budget) or drawn.YEARS
    page = budget_fields.shown(budget, years)
    sent = {f"lines-{place}-{key}": value for place, row in enumerate(page.lines) for key, value in row.items()}
    sent |= {f"sources-{place}-{key}": value for place, row in enumerate(page.sources) for key, value in row.items()}
    form = budget_fields.fields(sent, years)
    budget_lines.read(form, SPEC, Budget())
    return form.budget


def verdicts(budget: Budget) -> dict[str, Verdict]:
    """What the rules of the money say of the complete application with this budget."""
    document = complete_document()
    document["sections"]["budget"] |= budget.as_json()
    document["sections"]["basis"] |= {"period_start": "2010-11-15", "period_end": "2012-12-31"}
    within = context(settings=STRICT, round=a_round(frame=Ore(10**12), left=Ore(10**12), largest_grant=LARGEST))
    return {each.rule: each for each in judge(facts_from(document), within) if each.rule in RULES}


def said(findings: list[Finding]) -> list[tuple[Any, ...]]:
    """The arithmetic among the findings, wherever each stands."""
    ours = {
        "no_lines", "note_missing", "line_without_amount", "units_missing", "units_times_price", "year_outside_period",
        "rate_above_ceiling", "hours_above_year", "funding_split", "duplicate_line", "financing_gap",
        "financing_surplus", "grant_differs", "nothing_sought", "grant_below_min", "grant_above_max",
        "own_financing_low", "share_above_max",
    }  # fmt: skip
    return sorted((each.code, each.severity.value, each.seen) for each in findings if each.code in ours)


@MANY
@given(drawn.spoilt())
def test_a_budget_gets_the_same_answers_typed_on_the_page_and_read_from_a_workbook(budget: Budget) -> None:
    form, book = typed(budget), read(filled(budget, years=drawn.YEARS), limits=LIMITS)
    assert (form.lines, form.financing) == (book.budget.lines, book.budget.financing)
    assert totals.of(form) == totals.of(book.budget)
    assert verdicts(form) == verdicts(book.budget)
    on_the_page = [misfits.finding(each, SPEC, form) for each in misfits.of(form, LIMITS)]
    assert said(on_the_page) == said(book.findings)
    assert all(each.text("da") and "–" not in each.text("da").replace("2010–2012", "") for each in on_the_page)


@MANY
@given(drawn.spoilt())
def test_what_the_page_tells_is_what_the_rules_judge(budget: Budget) -> None:
    codes = {each.code for each in misfits.of(budget, LIMITS)}
    judged = verdicts(budget)
    for rule, breaks in BREAKS.items():
        assert (judged[rule].outcome is not Outcome.MET and judged[rule].blocks) == bool(codes & breaks), rule
    dear = {each.figures["rule"] for each in misfits.of(budget, LIMITS) if each.code == "rate_above_ceiling"}
    if judged["G-10"].outcome is Outcome.MET:
        assert "G-10" not in dear
    if judged["G-11"].outcome is Outcome.MET:
        assert "G-11" not in dear
        assert "hours_above_year" not in codes
    if judged["G-14"].outcome is not Outcome.CANNOT_TELL:  # a line without amount: the rule waits for it
        assert (judged["G-14"].outcome is Outcome.NOT_MET) == ("share_above_max" in codes)
