"""What an addendum promises: goals, milestones, dates, tasks and head count, each judged by its own rule."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.budgets import specification
from portal.core.money import Ore
from portal.eligibility import plan_goals
from portal.eligibility.document import facts_from, problems_in
from portal.eligibility.rules import BY_POOL, judge
from portal.eligibility.verdicts import Verdict
from portal.pools.settings import Settings
from tests.eligibility.asking import changed
from tests.support.addendum import YEARS, a_goal, a_milestone, a_position, complete_addendum
from tests.support.documents import a_round, context

SETTINGS = Settings(earliest_cost_date=date(2010, 9, 15))


def asked(rule: str, settings: Settings = SETTINGS, **changes: Any) -> Verdict:
    document = changed(changes, complete_addendum())
    assert problems_in(document) == []
    judged = judge(facts_from(document), context(settings=settings), pool="consultants")
    return next(each for each in judged if each.rule == rule)


def said(verdict: Verdict) -> str:
    return f"{verdict.outcome.value} {verdict.severity.value}"


OWN = [each.id for each in BY_POOL["consultants"] if each.id.startswith("VIRK")]


@pytest.mark.parametrize("rule", [*OWN, "G-15", "G-21", "G-22"])
def test_a_complete_addendum_meets_the_rule(rule: str) -> None:
    assert asked(rule).outcome.value == "met"


@pytest.mark.parametrize(
    ("rule", "changes", "outcome"),
    [
        ("VIRK-03", {"adoption.plans": []}, "not_met must"),
        ("VIRK-03", {"adoption.plans[1].date": None}, "not_met must"),
        ("VIRK-03", {"adoption.plans[1].year": 2012}, "not_met must"),
        ("VIRK-03", {"adoption.plans[0].status": "expected"}, "met must"),
        ("VIRK-03", {"adoption.plans[1].status": "decided"}, "not_met must"),
        ("VIRK-04", {"plan.overall_goals": ""}, "not_met must"),
        ("VIRK-04", {"plan.overall_goals": "Flere i job."}, "not_met must"),
        ("VIRK-05", {"budget.goals": []}, "not_met must"),
        ("VIRK-05", {"budget.goals[0].goals[3].persons": None}, "not_met must"),
        ("VIRK-05", {"budget.goals[0].goals[3].persons": "0"}, "met must"),
        ("VIRK-05", {"budget.goals[0].goals[3].persons": "-4"}, "not_met must"),
        ("VIRK-05", {"budget.goals[0].goals[3].persons": "1.5"}, "not_met must"),
        ("VIRK-05", {"plan_group.groups": ["long_term", "at_risk"]}, "not_met must"),
        ("VIRK-05", {"plan_group.groups": ["at_risk"], "budget.goals[0].target_group": "Unge"}, "met must"),
        ("VIRK-06", {"budget.goals": []}, "cannot_tell must"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 40, 40, 40, 40, 40)]}, "not_met must"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 40, 60, 50, 50, 60)]}, "not_met should"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 40, 41, 42, 43, 44)]}, "met must"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 40, 50, 60, 60, 70)]}, "not_met should"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 40, 40, 50, 60, 70)]}, "not_met should"),
        ("VIRK-06", {"budget.goals": [a_goal("placement", 0, 1, 2, 3, 4)]}, "met must"),
        ("VIRK-07", {"plan.strategy": ""}, "not_met must"),
        ("VIRK-07", {"plan.strategy": "Se bilag 2. " * 20}, "not_met must"),
        ("VIRK-04", {"plan.overall_goals": "Der henvises til bilag A. " * 20}, "not_met must"),
        ("VIRK-04", {"plan.overall_goals": ". " * 200}, "not_met must"),
        ("VIRK-08", {"budget.milestones": []}, "not_met must"),
        ("VIRK-08", {"budget.milestones": [a_milestone(year, year) for year in YEARS[:3]]}, "not_met must"),
        ("VIRK-08", {"budget.milestones[0].result": ""}, "not_met must"),
        ("VIRK-08", {"budget.milestones[0].result": "-"}, "not_met must"),
        ("VIRK-09", {"plan_group.groups": []}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].monthly_wage_ore": 0}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].monthly_wage_ore": -1}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].end": "2010-09-14"}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].end": "2010-09-15"}, "met must"),
        ("VIRK-10", {"budget.positions[0].share": "-2"}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].pension_percent": "150"}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].caseload": "-5"}, "not_met must"),
        ("VIRK-10", {"budget.positions[0].visits": "1.5"}, "not_met must"),
        ("VIRK-11", {"tasks.mentors": ""}, "not_met should"),
        ("VIRK-11", {"tasks.mentors": "Se bilag"}, "not_met should"),
        ("VIRK-12", {"positions.consultants_after": "2"}, "not_met should"),
        ("VIRK-12", {"positions.consultants_before": "-4", "positions.consultants_after": "-1"}, "not_met should"),
        ("VIRK-12", {"budget.positions": []}, "cannot_tell should"),
        ("VIRK-12", {"positions.consultants_before": None}, "cannot_tell should"),
        ("VIRK-14", {"budget.goals": [a_goal("total", 40, 45, 50, 55, 60)]}, "not_met info"),
        ("VIRK-15", {"budget.positions": []}, "cannot_tell should"),
        ("VIRK-15", {"budget.positions[0].share": "4"}, "not_met should"),
        ("VIRK-16", {"adoption.council_on": None}, "not_met should"),
        ("VIRK-16", {"adoption.council_on": "2010-12-24"}, "not_met should"),
        ("G-21", {"budget.goals[0].baseline_source": " "}, "not_met must"),
        ("G-21", {"budget.goals[0].baseline": "0"}, "met must"),
        ("G-22", {"budget.goals": [a_goal("placement", 0, 0, 0, 0, 0)]}, "not_met must"),
    ],
)
def test_what_is_missing_is_told(rule: str, changes: dict[str, Any], outcome: str) -> None:
    assert said(asked(rule, **changes)) == outcome


def test_what_is_still_to_come_is_told_as_planned() -> None:
    decided = asked("VIRK-03", **{"adoption.plans[1].status": "decided"})
    assert "written as adopted on 2010-12-14, but that day is still to come" in str(decided.found)
    assert "planned for 2010-12-24" in str(asked("VIRK-16", **{"adoption.council_on": "2010-12-24"}).found)


def test_a_cost_below_zero_does_not_balance() -> None:
    below = [{"year": 2010, "units": "-12", "unit_price_ore": 100, "amount_ore": -1200}]
    assert "which is below 0" in str(asked("G-09", **{"budget.lines[0].years": below}).found)


def test_years_without_a_rise_are_named_from_the_baseline_on() -> None:
    flat = asked("VIRK-06", **{"budget.goals": [a_goal("placement", 40, 40, 50, 50, 70)]})
    assert str(flat.found).endswith("30 more. No rise: baseline: 40, 2010: 40; 2011: 50, 2012: 50.")


def test_a_year_after_the_plan_binds_nobody() -> None:
    longer = a_goal("placement", 40, 45, 50, 55, 60)
    longer["goals"].append({"year": 2014, "persons": "10"})
    assert "goal 60 in 2013: 20 more" in str(asked("VIRK-06", **{"budget.goals": [longer]}).found)


def test_wages_of_an_earlier_year_are_found_whatever_the_positions_say() -> None:
    early = [{"year": 2009, "units": "1", "unit_price_ore": 100_00, "amount_ore": 100_00}]
    verdict = asked("VIRK-02", **{"budget.lines[0].years": early})
    assert said(verdict) == "not_met must"
    assert "for wages in 2009" in str(verdict.found)


def test_the_target_groups_are_named_as_in_the_workbook() -> None:
    listed = specification.of("consultants").lists["target_groups"]
    assert {each.code: each.words["da"] for each in listed} == plan_goals.IN_THE_WORKBOOK


def test_a_fall_that_is_explained_is_accepted() -> None:
    falling = [a_goal("placement", 40, 60, 50, 50, 60)]
    explained = asked("VIRK-06", **{"budget.goals": falling, "number_goals.explanation": "Et projekt udløber i 2010."})
    assert said(explained) == "met must"
    assert "is explained" in str(explained.found)


@pytest.mark.parametrize(("persons", "outcome"), [(14, "not_met"), (15, "met"), (60, "met"), (61, "not_met")])
def test_the_band_of_persons_per_consultant_holds_its_ends(persons: int, outcome: str) -> None:
    goals = [a_goal("placement", 10, 10 + persons, 10 + persons, 10 + persons, 10 + persons)]
    assert asked("VIRK-15", **{"budget.goals": goals}).outcome.value == outcome


def test_a_total_is_not_counted_beside_its_instruments() -> None:
    goals = [a_goal("placement", 40, 45, 50, 55, 60), a_goal("total", 40, 45, 50, 55, 60)]
    assert "60" in str(asked("G-22", **{"budget.goals": goals}).found)
    assert "120" not in str(asked("G-22", **{"budget.goals": goals}).found)


def test_years_and_plans_are_those_of_the_guideline() -> None:
    later = replace(SETTINGS, plan_years=(2011, 2012, 2013, 2014), addendum_years=(2011,))
    assert said(asked("VIRK-05", later)) == "not_met must"
    assert said(
        asked("VIRK-03", later, **{"adoption.plans": complete_addendum()["sections"]["adoption"]["plans"][1:]})
    ) == ("met must")


def test_the_grant_pays_for_audit_where_the_guideline_says_so() -> None:
    audit = {"budget.lines[0].category": "80"}
    assert said(asked("VIRK-01", **audit)) == "not_met must"
    assert said(asked("VIRK-01", replace(SETTINGS, grant_for_audit=True), **audit)) == "met must"


@pytest.mark.parametrize(
    ("announced", "outcome", "words"),
    [(True, "met should", "the job centre pays for the audit itself"), (False, "not_met should", "is not announced")],
)
def test_audit_is_the_job_centres_own_cost_and_a_performance_audit_is_announced(announced, outcome, words) -> None:
    verdict = asked("G-15", **{"declarations.performance_audit": announced})
    assert said(verdict) == outcome
    assert words in str(verdict.found)


def test_a_small_addendum_is_told_that_no_approved_auditor_is_asked_for() -> None:
    settings = replace(SETTINGS, audit_from_ore=Ore(3_000_000_00), performance_audit_from_ore=Ore(3_000_000_00))
    assert "no approved auditor is asked for" in str(asked("G-15", settings).found)


def test_where_the_grant_may_pay_for_audit_an_addendum_needs_its_line() -> None:
    settings = replace(SETTINGS, grant_for_audit=True)
    assert "there is no audit line" in str(asked("G-15", settings).found)
    assert said(asked("G-15", settings, **{"budget.lines[0].category": "80"})) == "met should"


@pytest.mark.parametrize(("allotted", "outcome"), [(2_055_742_00, "met"), (2_055_741_99, "not_met"), (0, "not_met")])
def test_the_amount_sought_is_at_most_what_is_allotted(allotted: int, outcome: str) -> None:
    within = context(settings=SETTINGS, round=a_round(allotted=Ore(allotted), largest_grant=Ore(3_000_000_00)))
    judged = judge(facts_from(complete_addendum()), within, pool="consultants")
    verdict = next(each for each in judged if each.rule == "G-19")
    assert verdict.outcome.value == outcome
    assert ("allotted to the job centre" in str(verdict.found)) == (outcome == "not_met")


def test_positions_alike_are_added_up() -> None:
    two = [a_position(), a_position(number=2)]
    verdict = asked("VIRK-12", **{"budget.positions": two, "positions.consultants_after": "4"})
    assert said(verdict) == "met should"
