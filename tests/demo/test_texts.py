"""The invented applications are good ones: every rule is met until an error is planted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from stdnum import ean

from portal.core import cpr
from portal.core.money import Ore
from portal.demo import cases_2010, cases_now
from portal.demo.texts import Case, sections
from portal.demo.trades import CVR, TRADES, ean_of
from portal.eligibility import rules
from portal.eligibility.context import Context, RoundFacts
from portal.eligibility.document import facts_from
from portal.eligibility.verdicts import Outcome
from portal.pools.settings import Settings
from tests.support.demonstration import CHANCES, MUNICIPALITIES

SIGNED = "2010-10-11T10:00:00+02:00"
CASES_OF_2010 = (cases_2010.LAGER, cases_2010.SOSU, cases_2010.SVEJS, cases_2010.CHAUFFOER)


def document(case: Case, change=lambda answers: answers) -> dict:
    answers = change(sections(case, "Anna Bech", "anna@example.dk", "Carl Due", "carl@example.dk"))
    answers["declarations"] |= {"confirmed_name": "Carl Due", "confirmed_title": "chef", "confirmed_at": SIGNED}
    answers |= {"attachments": {"files": []}, "sparring": {"dates": ["2010-10-01"]}}
    return {
        "schema": "puljeportalen/application/1", "reference": "OPK-2010-SYD-001", "pool": "upskilling",
        "round": "OPK-2010-SYD", "guideline_version": 3, "balance_period": "2010H1", "judged_at": SIGNED,
        "job_centre": f"JC-{case.centre}", "sections": answers,
    }  # fmt: skip


def not_met(case: Case, change=lambda answers: answers) -> set[str]:
    centre = f"JC-{case.centre}"
    this_round = RoundFacts(
        "OPK-2010-SYD", 2010, "BR-SD", datetime(2010, 10, 29, 10, tzinfo=UTC), Ore(4_200_000_00),
        period_start=date(2010, 12, 1), period_end=date(2012, 12, 31), left=Ore(4_200_000_00),
        largest_grant=Ore(1_000_000_00), by_invitation=True, invited=frozenset({centre}),
        expected_grant_on=date(2010, 12, 1),
    )  # fmt: skip
    context = Context(this_round, 3, Settings(), {centre: "BR-SD"}, MUNICIPALITIES, CHANCES, "2010H1", scans=False)
    verdicts = rules.judge(facts_from(document(case, change)), context)
    return {each.rule for each in verdicts if each.outcome is not Outcome.MET}


@pytest.mark.parametrize("case", CASES_OF_2010, ids=lambda case: case.title)
def test_the_projects_of_2010_meet_every_rule(case):
    assert not_met(case) == set()


@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_makes_a_good_application(trade):
    assert not_met(replace(cases_2010.SOSU, trade=TRADES[trade])) == set()


@pytest.mark.parametrize(
    ("case", "planted", "broken"),
    [
        (cases_2010.LAGER, cases_now.gap_in_the_financing, {"G-09"}),
        (cases_2010.SOSU, cases_now.less_good_prospects, {"OPK-06"}),
        (cases_2010.SVEJS, cases_now.no_baseline, {"G-21", "OPK-09"}),
        (cases_2010.CHAUFFOER, cases_now.cost_before_the_period, {"G-20"}),
    ],
    ids=["finance gap", "less good prospects", "no baseline", "cost before the period"],
)
def test_each_planted_error_is_found_and_nothing_else(case, planted, broken):
    assert not_met(case, planted) == broken


def test_the_gap_is_of_5000_kroner():
    [budget] = [document(cases_2010.LAGER, cases_now.gap_in_the_financing)["sections"]["budget"]]
    cost = sum(year["amount_ore"] for line in budget["lines"] for year in line["years"])
    assert cost - sum(year["amount_ore"] for row in budget["financing"] for year in row["years"]) == 5_000_00


def test_the_projects_of_2010_ask_for_what_was_planned():
    asked = [
        sum(line["sought_ore"] for line in document(each)["sections"]["budget"]["lines"]) for each in CASES_OF_2010
    ]
    assert asked == [620_000_00, 480_000_00, 890_000_00, 540_000_00]
    assert [case.places for case in CASES_OF_2010] == [40, 24, 30, 20]


def test_invented_numbers_have_the_right_check_digit_and_nothing_looks_like_a_person():
    assert all(ean.is_valid(ean_of(code)) for code in CVR)
    assert cpr.places(document(cases_2010.LAGER)) == []
