"""Positions of company consultants: what the grant may pay, from when, and what each position must say."""

from datetime import date
from typing import Any

import pytest

from portal.eligibility.document import facts_from, problems_in
from portal.eligibility.rules import BY_POOL, judge
from portal.eligibility.verdicts import Verdict
from portal.pools.settings import Settings
from tests.eligibility.asking import changed
from tests.support.addendum import a_position, complete_addendum
from tests.support.documents import complete_document, context

FIRST_DAY = date(2010, 9, 15)


def asked(rule: str, *positions: dict[str, Any], earliest: date | None = FIRST_DAY, **changes: Any) -> Verdict:
    document = changed(changes, complete_addendum())
    document["sections"]["budget"]["positions"] = list(positions)
    assert problems_in(document) == []
    within = context(settings=Settings(earliest_cost_date=earliest))
    return next(each for each in judge(facts_from(document), within, pool="consultants") if each.rule == rule)


def said(verdict: Verdict) -> str:
    return f"{verdict.outcome.value} {verdict.severity.value}"


def test_each_pool_has_the_common_rules_and_its_own() -> None:
    ids = {pool: {each.id.split("-")[0] for each in rules} for pool, rules in BY_POOL.items()}
    assert ids == {"upskilling": {"G", "OPK"}, "consultants": {"G", "VIRK"}}


def test_virk_01_only_wages_of_consultants_have_a_grant() -> None:
    lines = complete_document()["sections"]["budget"]["lines"]
    verdict = asked("VIRK-01", a_position(), **{"budget.lines": lines})
    others = [each["number"] for each in lines if each["category"] != "11" and each["sought_ore"]]
    assert others
    assert said(verdict) == "not_met must"
    only = [{**each, "category": "11"} for each in lines]
    assert said(asked("VIRK-01", a_position(), **{"budget.lines": only})) == "met must"
    assert said(asked("VIRK-01", a_position(), **{"budget.lines": []})) == "cannot_tell must"


@pytest.mark.parametrize(
    ("start", "expected"), [("2010-09-14", "not_met"), ("2010-09-15", "met"), (None, "cannot_tell")]
)
def test_virk_02_no_wage_before_the_first_day(start: str | None, expected: str) -> None:
    assert asked("VIRK-02", a_position(start=start)).outcome.value == expected


def test_virk_02_cannot_be_judged_without_a_first_day_or_positions() -> None:
    assert said(asked("VIRK-02", a_position(), earliest=None)) == "cannot_tell must"
    assert said(asked("VIRK-02")) == "cannot_tell must"


@pytest.mark.parametrize("name", ["share", "start", "monthly_wage_ore", "pension_percent", "caseload", "visits"])
def test_virk_10_every_position_says_what_it_must(name: str) -> None:
    assert said(asked("VIRK-10", a_position())) == "met must"
    verdict = asked("VIRK-10", a_position(), a_position(number=2, **{name: None}))
    assert said(verdict) == "not_met must"
    assert str(verdict.found).startswith("line 2: missing: ")


def test_virk_10_needs_a_position() -> None:
    assert said(asked("VIRK-10")) == "not_met must"
