"""A project shorter than its round: the template has the round's years, and a changed heading is told by them."""

from dataclasses import replace

import pytest

from portal.applications import budget_desk
from portal.applications.rules import SectionKey
from portal.budgets import judging
from portal.budgets.findings import Finding
from portal.budgets.limits import Limits
from portal.pools.settings import Settings
from tests.budgets.workbooks import FORTY, changed, filled, funded, line

ROUND, PERIOD = (2026, 2027, 2028), Limits(first_year=2027, last_year=2028)
KEY = b"ours"


def found(key: bytes = KEY, limits: Limits = PERIOD, *, forget: bool = False, **headings: str) -> list[Finding]:
    """What blocks in a template of the round's years, with some headings of its sheet of costs typed anew."""

    def retype(book):
        for cell, words in headings.items():
            book["Udgifter"][cell] = words
        if forget:
            for name in list(book.defined_names):
                del book.defined_names[name]
            book.remove(book["_meta"])

    year = type(FORTY.lines[0].years[0])
    one = FORTY.lines[0].years[0]
    costs = funded(line(1, years=(year(2027, one.units, one.unit_price, one.amount),)))
    data = changed(filled(costs, years=ROUND, key=key), retype)
    return judging.judge(data, "a.xlsx", pool="upskilling", limits=limits, key=KEY).findings


def test_the_templates_own_headings_are_never_an_error():
    assert not found()


@pytest.mark.parametrize(
    ("cell", "typed", "right"),
    [("E4", "Antal 2025", "Antal 2026"), ("F4", "Pris 2025", "Pris 2026"), ("G4", "Antal 2031", "Beløb 2026"),
     ("H4", "Antal 2031", "Antal 2027")],
)  # fmt: skip
def test_a_changed_heading_is_the_only_thing_told_with_the_year_of_its_own_column(cell, typed, right):
    (told,) = found(**{cell: typed})
    assert (told.code, told.cell) == ("year_unknown", cell)
    assert f"budgettets år er 2026–2028. Ret overskriften til »{right}«." in told.text("da")
    assert "the years of the budget are 2026–2028. Change the heading to" in told.text("en")


def test_a_template_that_we_did_not_sign_says_its_years_by_its_names():
    (told,) = (each for each in found(key=b"", E4="Antal 2025") if each.code != "template_unsigned")
    assert told.fix() == "Ret overskriften til »Antal 2026«."


def test_a_file_that_says_nothing_of_itself_is_told_by_the_years_of_the_round():
    limits = Limits(first_year=2027, last_year=2028, years=ROUND)
    told = [each for each in found(limits=limits, forget=True, E4="Antal 2025") if each.code != "found_by_headings"]
    assert [(each.cell, each.fix()) for each in told] == [("E4", "Ret overskriften til »Antal 2026«.")]


def test_where_two_headings_could_be_meant_the_remedy_names_none():
    limits = Limits(first_year=2027, last_year=2028, years=ROUND)
    told = [each for each in found(limits=limits, forget=True, E4="Antal 2024", H4="Antal 2025") if "year" in each.code]
    assert {each.cell for each in told} == {"E4", "H4"}
    assert all("Ret årstallet i overskriften." in each.fix() for each in told)


def test_the_workbook_is_judged_by_the_years_of_the_budgets_page(make):
    guideline = make.guideline(pool=make.pool(), settings=replace(Settings(), years=ROUND).to_json(), year=2026)
    case = make.application(round=make.round(guideline=guideline, year=2026))
    case.section(SectionKey.BASIS).answers = {"period_start": "2027-02-01", "period_end": "2028-01-31"}
    desk = budget_desk.of(case)
    assert desk.limits.years == desk.years == ROUND
    assert not desk.limits.allows(2026), "the amounts keep to the period of the project"
