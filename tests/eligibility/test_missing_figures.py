"""A figure nobody has written is not 0: the rules that need it say that they cannot tell, and name the line."""

from datetime import date
from typing import Any

import pytest

from portal.eligibility.document import facts_from
from portal.eligibility.rules import judge
from portal.eligibility.verdicts import Verdict
from portal.pools.settings import Settings
from tests.eligibility.asking import answer, asked, changed
from tests.support.addendum import a_goal, a_position, complete_addendum
from tests.support.documents import context

LINE = "budget.lines[3]"  # 40 x 500 kr. of materials in 2011
AMOUNT, SOUGHT = f"{LINE}.years[0].amount_ore", f"{LINE}.sought_ore"


def of_the_addendum(rule: str, **changes: Any) -> Verdict:
    facts = facts_from(changed(changes, complete_addendum()))
    within = context(settings=Settings(earliest_cost_date=date(2010, 9, 15)))
    return next(each for each in judge(facts, within, pool="consultants") if each.rule == rule)


def said(verdict: Verdict) -> str:
    return f"{verdict.outcome.value} {verdict.severity.value}"


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("G-13", {f"{LINE}.category": "90"}, "cannot_tell should"),
        ("G-13", {}, "met should"),
        ("G-14", {}, "cannot_tell should"),
        ("G-22", {}, "cannot_tell should"),
    ],
)
def test_a_cost_without_an_amount_is_no_cost_of_0(rule: str, changes: dict[str, Any], expected: str) -> None:
    verdict = asked(rule, changes | {AMOUNT: None})
    assert f"{verdict.outcome.value} {verdict.severity.value}" == expected
    assert ("line 4" in str(verdict.found)) == (verdict.outcome == "cannot_tell")


@pytest.mark.parametrize("rule", ["G-13", "G-14", "G-22"])
def test_0_is_an_amount(rule: str) -> None:
    nothing = {f"{LINE}.category": "90", AMOUNT: 0, f"{LINE}.years[0].units": "0", f"{LINE}.years[0].unit_price_ore": 0}
    assert answer(rule, nothing) == answer(rule)


def test_equipment_that_is_already_too_dear_is_told_so() -> None:
    dear = {f"{LINE}.category": "90", AMOUNT: 50_000_01, "budget.lines[4].category": "90"}
    assert answer("G-13", dear | {"budget.lines[4].years[0].amount_ore": None}) == "not_met should"


@pytest.mark.parametrize(("rule", "severity"), [("G-15", "should"), ("G-18", "must"), ("G-19", "must")])
def test_what_is_sought_on_a_line_is_not_0_until_others_pay_it_all(rule: str, severity: str) -> None:
    unsaid = {SOUGHT: None, f"{LINE}.refund": True}
    assert answer(rule, unsaid) == f"cannot_tell {severity}"
    assert "line 4" in str(asked(rule, unsaid).found)
    assert answer(rule, unsaid | {f"{LINE}.own_ore": 20_000_00}) == f"met {severity}"


def test_a_limit_that_is_broken_anyhow_is_told_so() -> None:
    assert answer("G-19", {SOUGHT: None, "budget.lines[0].sought_ore": 1_000_000_01}) == "not_met must"
    assert answer("G-15", {SOUGHT: None, "budget.lines[6].category": "70"}) == "not_met should"


@pytest.mark.parametrize(
    ("changes", "must", "per_consultant"),
    [
        ({"budget.goals[0].baseline": None}, "cannot_tell must", "cannot_tell"),
        ({"budget.goals[0].goals[3].persons": None}, "cannot_tell must", "cannot_tell"),
        ({"budget.goals[0].goals[1].persons": None}, "cannot_tell should", "met"),
    ],
)
def test_a_plan_with_a_figure_missing_neither_rises_nor_falls(
    changes: dict[str, Any], must: str, per_consultant: str
) -> None:
    assert said(of_the_addendum("VIRK-06", **changes)) == must
    assert "line 1" in str(of_the_addendum("VIRK-06", **changes).found)
    assert of_the_addendum("VIRK-15", **changes).outcome.value == per_consultant


def test_nobody_in_the_last_year_is_not_the_same_as_nothing_written() -> None:
    silent = [a_goal("placement", 10, 20, 30, 40, 50)]
    silent[0]["goals"] = silent[0]["goals"][:3]
    assert said(of_the_addendum("G-22", **{"budget.goals": silent})) == "cannot_tell must"


@pytest.mark.parametrize("rule", ["VIRK-12", "VIRK-15"])
def test_a_position_that_does_not_say_its_share_leaves_the_number_of_consultants_open(rule: str) -> None:
    positions = [a_position(), a_position(number=2, share=None)]
    verdict = of_the_addendum(rule, **{"budget.positions": positions, "positions.consultants_after": "9"})
    assert said(verdict) == "cannot_tell should"
    assert "line 2" in str(verdict.found)


def test_a_grant_for_something_else_is_not_ruled_out_by_an_empty_field() -> None:
    other = {**complete_addendum()["sections"]["budget"]["lines"][0], "number": 2, "category": "30"}
    lines = [*complete_addendum()["sections"]["budget"]["lines"], {**other, "sought_ore": None}]
    assert said(of_the_addendum("VIRK-01", **{"budget.lines": lines})) == "cannot_tell must"
    assert said(of_the_addendum("G-15", **{"budget.lines": lines})) == "cannot_tell should"
