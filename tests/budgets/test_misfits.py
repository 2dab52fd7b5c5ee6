"""What does not fit in a budget is told on its page, by line and field, in the words the workbook gets."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.applications.models import Section
from portal.applications.rules import SectionKey
from portal.budgets import misfits
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, YearCost, with_wage_facts
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import arithmetic
from tests.budgets.workbooks import SPEC, filled, funded, line, read

TWO = funded(line(1), line(2))
HOURS = {"category": "10", "unit": "hours"}


def told(budget: Budget, limits: Limits | None = None) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.line, each.name) for each in misfits.of(budget, limits or Limits())]


def with_first(**facts) -> Budget:
    return funded(with_wage_facts(replace(TWO.lines[0], **facts)), TWO.lines[1])


def year(units: str, price: int, amount: int, number: int = 2010) -> tuple[YearCost, ...]:
    return (YearCost(number, Decimal(units), Ore(price), Ore(amount)),)


def test_a_budget_that_fits_is_told_nothing():
    assert told(TWO) == []
    assert told(Budget()) == [("no_lines", None, "purpose")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"years": year("10", 6_000_00, 60_002_00), "sought": Ore(60_002_00)}, ("units_times_price", 0, "amount_2010")),
     ({"years": (YearCost(2010, None, None, Ore(60_000_00)),)}, ("units_missing", 0, "amount_2010")),
     ({"category": "95"}, ("note_missing", 0, "note")),
     ({"own": Ore(1)}, ("funding_split", 0, "sought")),
     ({"years": year("10", 6_000_00, 60_000_00, 2009)}, ("year_outside_period", 0, "amount_2009")),
     ({"purpose": TWO.lines[1].purpose}, ("duplicate_line", 1, "purpose")),
     (HOURS, ("rate_above_ceiling", 0, "unit_price_2010")),
     ({"unit": "km"}, ("rate_above_ceiling", 0, "unit_price_2010")),
     (HOURS | {"years": year("1800", 33_33, 60_000_00)}, ("hours_above_year", 0, "units_2010"))],
)  # fmt: skip
def test_each_misfit_is_told_at_its_field(facts, expected):
    limits = Limits(2010, 2012, hours_per_year=1720, km_rates={2010: Ore(356)})
    assert expected in told(with_first(**facts), limits)


def test_a_note_explains_a_rate_and_many_hours():
    limits = Limits(2010, 2012, hours_per_year=1720, km_rates={2010: Ore(356)})
    assert told(with_first(**HOURS, note="To ledere"), limits) == []
    assert told(with_first(unit="km", note="Bus"), limits) == []


def test_a_reason_helps_with_early_costs_and_never_with_late_ones():
    limits = Limits(2011, 2012, early=True)
    assert told(TWO, limits) == []
    late = funded(line(1, years=year("10", 6_000_00, 60_000_00, 2013)))
    assert told(late, limits) == [("year_outside_period", 0, "amount_2013")]


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(largest_grant=Ore(119_999_99)), "grant_above_max"), (Limits(largest_grant=Ore(120_000_00)), ""),
     (Limits(smallest_grant=Ore(120_000_01)), "grant_below_min"), (Limits(smallest_grant=Ore(120_000_00)), ""),
     (Limits(own_percent=1), "own_financing_low"), (Limits(shares={"21": 99}), "share_above_max"),
     (Limits(shares={"21": 100}), ""), (Limits(shares={"21": 0}), "")],
)  # fmt: skip
def test_sums_keep_the_figures_of_the_guideline(limits, code):
    assert [each[0] for each in told(TWO, limits)] == ([code] if code else [])


def test_a_misfit_is_said_with_the_name_of_its_field():
    (found,) = misfits.of(with_first(own=Ore(1)), Limits())
    finding = misfits.finding(found, SPEC, TWO)
    assert (finding.row, finding.cell) == (1, None)
    assert finding.message("da").startswith("Heraf søgt: Søgt, egenfinansiering og andre giver 60.000,01 kr.")
    assert finding.message("en").startswith(SPEC.table("costs").column("sought").label.en)


def test_the_page_says_what_does_not_fit_to_those_who_can_correct_it(make, browse, session):
    case = make.application()
    kept = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    kept.answers = {**kept.answers, **Budget((replace(TWO.lines[0], own=Ore(100)),), TWO.financing).as_json()}
    session.flush()
    page = browse(make.person(Role.WRITER, case.job_centre)).get(f"/applications/{case.id}/budget/")
    section = page.soup.select_one("section[aria-labelledby=misfits]")
    said = [each.text for each in section.select("li")]
    assert any("forskel 1 kr." in each and each.startswith("Linje 1") for each in said)
    assert any("Finansiering: 2010: Udgifter 60.000 kr." in each for each in said)
    colleague = browse(make.person(Role.CASEWORKER, case.round.region))
    assert not colleague.get(f"/applications/{case.id}/budget/").soup.select("section[aria-labelledby=misfits]")


@pytest.mark.parametrize(("field", "text", "word"), [
    ("purpose", "Uforudsete udgifter", "Uforudsete"), ("purpose", "Buffer til kurser", "Buffer"),
    ("note", "Dækker diverse", "diverse"), ("purpose", "Overhead 5 %", "Overhead"),
    ("purpose", "Underskudsgaranti", "Underskudsgaranti"), ("purpose", "Køb af ejendom", "ejendom"),
    ("purpose", "Renovering af lokaler", "Renovering"), ("note", "Lommepenge til deltagerne", "Lommepenge"),
])  # fmt: skip
def test_words_for_costs_that_no_grant_covers_are_told_at_their_cell(field, text, word):
    told = replace(line(1), **{field: text})
    found = read(filled(funded(told)))
    ((code, cell, seen),) = [(each.code, each.cell, each.seen) for each in found.findings]
    assert (code, seen) == ("forbidden_cost", word)
    assert cell == "C5" or field == "note"
    assert [each.code for each in misfits.findings(funded(told), SPEC, Limits())] == ["forbidden_cost"]


@pytest.mark.parametrize("text", ["Kursus i byggeri", "Husleje i fast ejendom", "Overheadprojektor"])
def test_a_course_is_no_construction_and_rent_no_purchase(text):
    assert not read(filled(funded(replace(line(1), purpose=text)))).findings


def test_a_wage_line_without_function_hours_and_rate_is_told_at_its_cell():
    wage = line(1, category="10", unit="weeks", years=(YearCost(2010, Decimal(200), Ore(300_00), Ore(60_000_00)),))
    (found,) = read(filled(funded(wage))).findings
    assert (found.code, found.cell) == ("wage_incomplete", "B5")
    assert "Lønlinjen mangler funktion, timer, timesats (G-11)." in found.message()
    assert not read(filled(funded(replace(wage, unit="hours")))).findings


def test_the_page_and_the_rule_ask_the_same_of_a_wage_line():
    assert arithmetic.unexplained("Projektleder", Decimal(10), Ore(300_00)) == ()
    assert arithmetic.unexplained(" ", None, Ore(300_00)) == ("function", "hours")
