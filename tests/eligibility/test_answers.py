"""What counts as an answer: signs, blanks and what cannot be seen say nothing, in every rule that asks for words."""

from typing import Any

import pytest

from portal.eligibility.answers import length
from tests.eligibility.asking import answer
from tests.support.documents import LONG

SAYS_NOTHING = ["", "   ", "-", "–", "?", "...", "\u200b", "\u00a0\u2060", "/ /"]
WAGE = "budget.lines[0]"
ACTIVITY = "activities.lines[0]"


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_what_says_nothing_has_no_length(text: str) -> None:
    assert length(text) == 0
    assert length(f"{text} ja {text}") > 0


def test_a_run_of_blanks_counts_as_one_and_what_cannot_be_seen_as_none() -> None:
    assert length("  to \n\n ord\u00a0 ") == len("to ord")
    assert length("o\u200br\u00add") == len("ord")


@pytest.mark.parametrize("text", SAYS_NOTHING)
@pytest.mark.parametrize(
    ("rule", "path", "besides", "expected"),
    [
        ("G-05", "basis.contact_name", {}, "not_met must"),
        ("G-08", "background.purpose", {}, "not_met must"),
        ("G-10", "budget.lines[3].purpose", {}, "not_met must"),
        ("G-11", f"{WAGE}.function", {}, "not_met must"),
        ("G-11", f"{WAGE}.note", {f"{WAGE}.hourly_rate_ore": 99_999}, "not_met should"),
        ("G-20", "budget.early_cost_reason", {"budget.lines[3].years[0].year": 2009}, "not_met must"),
        ("G-21", "goals.lines[0].method", {}, "not_met must"),
        ("G-23", "declarations.confirmed_title", {}, "not_met must"),
        ("OPK-04", "target_group.match_reason", {"target_group.lines[0].match_group": "2"}, "not_met should"),
        ("OPK-07", f"{ACTIVITY}.leads_to", {}, "not_met must"),
        ("OPK-10", "goals.realism_reason", {"goals.lines[0].target": "99"}, "not_met should"),
        ("OPK-12", "background.project_type_other", {"background.project_type": "other"}, "not_met info"),
        ("OPK-16", "organisation.steering_members", {"organisation.steering_needed": "yes"}, "not_met should"),
        ("OPK-18", f"{ACTIVITY}.provider", {f"{ACTIVITY}.provider_type": "external"}, "not_met must"),
    ],
)
def test_no_rule_takes_it_for_an_answer(
    rule: str, path: str, besides: dict[str, Any], expected: str, text: str
) -> None:
    assert answer(rule, besides | {path: text}) == expected


def test_a_dash_in_a_field_nobody_must_fill_in_blocks_nothing() -> None:
    assert answer("G-08", {f"{WAGE}.note": "-", "background.project_type_other": "–"}) == "met must"


@pytest.mark.parametrize("text", ["." * 200, "\u200b" * 200, "- " * 200])
def test_a_row_of_signs_is_not_a_long_text(text: str) -> None:
    assert answer("G-08", {"background.purpose": text}) == "not_met must"
    assert answer("G-08", {"background.purpose": LONG}) == "met must"
