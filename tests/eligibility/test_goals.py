"""G-21 and OPK-08 to OPK-10: goals that can be measured, and that are neither too low nor too high."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pools.settings import Settings
from tests.eligibility.asking import answer, asked
from tests.support.documents import context

FIRST, SECOND = "goals.lines[0]", "goals.lines[1]"


@pytest.mark.parametrize(
    ("part", "empty"),
    [("indicator", ""), ("unit", ""), ("baseline", None), ("baseline_date", None), ("baseline_source", " "),
     ("target", None), ("target_date", None), ("method", "")],
)  # fmt: skip
def test_every_part_of_a_goal_is_asked_for(part: str, empty: str | None) -> None:
    assert answer("G-21") == "met must"
    assert answer("G-21", {f"{SECOND}.{part}": empty}) == "not_met must"


def test_a_baseline_of_nought_is_an_answer() -> None:
    assert answer("G-21", {f"{FIRST}.baseline": "0"}) == "met must"


@pytest.mark.parametrize("part", ["baseline", "target", "comparison", "best_quarter"])
def test_a_share_of_people_ends_at_a_hundred_percent(part: str) -> None:
    assert answer("G-21", {f"{FIRST}.{part}": "100"}) == "met must"
    assert answer("G-21", {f"{FIRST}.{part}": "100.1"}) == "not_met must"


def test_a_growth_in_percent_and_a_number_of_persons_may_be_above_a_hundred() -> None:
    assert answer("G-21", {f"{FIRST}.target": "120", f"{FIRST}.counts_in": "other"}) == "met must"
    assert answer("G-21", {f"{FIRST}.target": "120", f"{FIRST}.unit": "persons"}) == "met must"


def test_a_project_without_goals_is_told_so() -> None:
    assert answer("G-21", {"goals.lines": []}) == "not_met must"
    assert answer("OPK-08", {"goals.lines": []}) == "not_met must"
    assert str(asked("OPK-08", {"goals.lines": []}).found) == "There are no goals."
    assert answer("OPK-09", {"goals.lines": []}) == "cannot_tell must"
    assert answer("OPK-10", {"goals.lines": []}) == "cannot_tell should"


@pytest.mark.parametrize(
    ("counts_in", "expected"),
    [("employment", "met must"), ("company_offer", "met must"), ("education", "not_met must"), ("", "not_met must")],
)
def test_one_goal_is_counted_in_jobs_or_company_directed_offers(counts_in: str, expected: str) -> None:
    assert answer("OPK-08", {f"{FIRST}.counts_in": counts_in}) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [("27.9", "not_met must"), ("28", "not_met must"), ("28.1", "not_met should"), ("39.99", "not_met should"),
     ("40", "met must"), (None, "cannot_tell must")],
)  # fmt: skip
def test_a_target_beats_today_and_beats_comparable_job_centres_by_five_points(
    target: str | None, expected: str
) -> None:
    assert answer("OPK-09", {f"{FIRST}.target": target}) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [("46.5", "not_met must"), ("41.81", "not_met should"), ("41.8", "met must"), (40, "met must")],
)
def test_where_lower_is_better_the_target_lies_below(target: str | int, expected: str) -> None:
    """Weeks: five percent below the 44 weeks of comparable job centres is 41.8."""
    assert answer("OPK-09", {f"{SECOND}.target": target}) == expected


def test_without_a_figure_to_compare_with_nobody_can_tell_the_size() -> None:
    assert answer("OPK-09", {f"{SECOND}.comparison": None}) == "cannot_tell should"


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.integers(0, 20))
def test_ambition_is_reckoned_exactly(target: Decimal, others: Decimal, points: int) -> None:
    within = context(settings=Settings(ambition_points=points))
    changes = {f"{FIRST}.baseline": "-1", f"{FIRST}.target": str(target), f"{FIRST}.comparison": str(others)}
    changes[f"{SECOND}.target"] = 0
    assert answer("OPK-09", changes, within) == ("met must" if target >= others + points else "not_met should")


@pytest.mark.parametrize(
    ("target", "reason", "expected"),
    [("50", "", "met should"), ("50.01", "", "not_met should"), ("50.01", "Tre arbejdsgivere har lovet det",
     "met should"),
     (None, "", "cannot_tell should")],
)  # fmt: skip
def test_a_target_beyond_the_best_quarter_needs_a_reason(target: str | None, reason: str, expected: str) -> None:
    """The best quarter is 40 %, the setting ten points."""
    assert answer("OPK-10", {f"{FIRST}.target": target, "goals.realism_reason": reason}) == expected


def test_without_a_best_quarter_a_reason_still_answers() -> None:
    assert answer("OPK-10", {f"{FIRST}.best_quarter": None}) == "cannot_tell should"
    assert answer("OPK-10", {f"{FIRST}.best_quarter": None, "goals.realism_reason": "Aftalt"}) == "met should"
