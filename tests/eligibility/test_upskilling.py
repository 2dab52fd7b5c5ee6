"""OPK-01 to OPK-07 and OPK-11 to OPK-18: the target group, the jobs and the courses."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.eligibility.target import is_long_term
from portal.pools.settings import Settings
from tests.eligibility.asking import answer, asked
from tests.support.documents import BALANCE, context

MET, NOT_MET, UNKNOWN = "met must", "not_met must", "cannot_tell must"
RISK = {"target_group.groups": ["special_risk"], "target_group.risk_group": "Nyuddannede uden job efter 6 måneder"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, MET), (RISK, MET), ({"target_group.groups": []}, NOT_MET), (RISK | {"target_group.risk_group": ""}, NOT_MET),
     (RISK | {"target_group.risk_group": "Alle"}, NOT_MET)],
)  # fmt: skip
def test_the_target_group_is_long_term_or_judged_by_the_region(changes: dict, expected: str) -> None:
    assert answer("OPK-01", changes) == expected


@pytest.mark.parametrize(("judged", "expected"), [(date(2010, 10, 12), MET), (date(2010, 10, 13), NOT_MET)])
def test_a_group_counts_from_the_day_the_region_judged_it(judged: date, expected: str) -> None:
    within = context(risk_groups={RISK["target_group.risk_group"]: judged})
    assert answer("OPK-01", RISK, within) == expected
    assert ("only on 2010-10-13" in str(asked("OPK-01", RISK, within).found)) is (expected == NOT_MET)


@pytest.mark.parametrize(("benefit", "expected"), [("STH", MET), ("SDP", NOT_MET), ("", NOT_MET)])
def test_only_the_benefits_of_the_pool_count(benefit: str, expected: str) -> None:
    assert answer("OPK-02", {"target_group.lines[1].benefit_type": benefit}) == expected
    assert answer("OPK-02", {"target_group.lines": []}) == NOT_MET


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"target_group.lines[0].long_term_share": None}, NOT_MET), ({"target_group.lines[0].number": None}, NOT_MET),
     ({"target_group.lines[0].long_term_share": 0}, MET), ({"target_group.lines": []}, NOT_MET),
     ({"target_group.lines[0].long_term_share": 0, "target_group.lines[1].long_term_share": 0}, NOT_MET),
     (RISK | {"target_group.lines[0].long_term_share": None}, MET)],
)  # fmt: skip
def test_the_expected_share_of_long_term_unemployed_is_stated(changes: dict, expected: str) -> None:
    assert answer("OPK-03", changes) == expected


@given(st.integers(0, 52))
def test_long_term_is_four_fifths_of_a_year_and_so_42_weeks(weeks: int) -> None:
    assert is_long_term(weeks, Settings()) == (weeks * 100 >= 80 * 52)


@pytest.mark.parametrize(
    ("group", "reason", "expected"),
    [
        ("1", "", "met should"),
        ("2", "", "not_met should"),
        ("2", "Kort afklaring", "met should"),
        ("", "", "cannot_tell should"),
    ],
)
def test_others_than_the_job_ready_need_a_reason(group: str, reason: str, expected: str) -> None:
    changes = {"target_group.lines[0].match_group": group, "target_group.match_reason": reason}
    assert answer("OPK-04", changes) == expected


def jobs(*places: tuple[str, int | None]) -> dict[str, Any]:
    return {"occupations.lines": [{"occupation_code": code, "title": code, "places": each} for code, each in places]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [(jobs(("8344", None)), MET), (jobs(("8332", 1), ("5223", 39)), MET), (jobs(("5223", 40)), NOT_MET),
     (jobs(), NOT_MET), (jobs(("5223", 1), ("9999", 1)), UNKNOWN), (jobs(("8332", 0), ("5223", 40)), NOT_MET)],
)  # fmt: skip
def test_one_occupation_has_good_or_very_good_prospects(changes: dict, expected: str) -> None:
    assert answer("OPK-05", changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [(jobs(("8332", 32), ("5223", 8)), "met should"), (jobs(("8332", 31), ("5223", 9)), "not_met should"),
     (jobs(("8332", None), ("5223", 9)), "cannot_tell should"), (jobs(("8332", 0)), "cannot_tell should"),
     (jobs(("8332", 30), ("9999", 10)), "cannot_tell should"), (jobs(("8332", 20), ("5223", 9), ("9999", 1)),
     "not_met should"),
     (jobs(("8332", 36), ("9999", 4)), "met should")],
)  # fmt: skip
def test_four_fifths_of_the_places_are_in_such_occupations(changes: dict, expected: str) -> None:
    assert answer("OPK-06", changes) == expected


def test_the_share_of_places_is_told_with_its_figures() -> None:
    found = str(asked("OPK-06", jobs(("8332", 30), ("5223", 10))).found)
    assert found == "30 of 40 places (75 %) are in 8332 (very good prospects); balance of half-year 1 of 2010."
    nowhere = asked("OPK-06", jobs(("5223", 40)))
    assert str(nowhere.found) == "None of 40 places is in such an occupation; balance of half-year 1 of 2010."
    dead_end = str(asked("OPK-05", jobs(("8332", 0), ("5223", 40))).found)
    assert dead_end.startswith("0 of 2 occupations: 8332 (very good prospects, 0 places); 5223 (less good prospects);")


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_of_places_is_reckoned_in_whole_numbers(good: int, other: int) -> None:
    verdict = asked("OPK-06", jobs(("8332", good), ("5223", other)))
    assert (verdict.outcome == "met") == (good * 5 >= (good + other) * 4)
    assert (verdict.outcome == "not_met") == ("80 %" not in str(verdict.found) and verdict.outcome != "met")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"balance_period": None}, "for the day of the application"),
        ({"balance_period": "2010H1"}, "half-year 1 of 2010 is not imported"),
        ({"balance_period": "2011H1", "balance_has_begun": False}, "half-year 1 of 2011 had not begun"),
    ],
)
def test_it_is_told_which_balance_is_missing_and_why(changes: dict[str, Any], said: str) -> None:
    verdict = asked("OPK-05", None, context(chances=None, **changes))
    assert (verdict.outcome.value, said in str(verdict.found)) == ("cannot_tell", True)


def test_without_an_imported_balance_nobody_can_tell() -> None:
    without = context(chances=None, balance_period=None)
    assert answer("OPK-05", None, without) == UNKNOWN
    assert answer("OPK-06", None, without) == "cannot_tell should"


@pytest.mark.parametrize("words", ["", " – ", "Se bilag 2"])
def test_every_activity_names_what_it_leads_to(words: str) -> None:
    assert answer("OPK-07") == MET
    assert answer("OPK-07", {"activities.lines[1].leads_to": words}) == NOT_MET
    assert answer("OPK-07", {"activities.lines": []}) == NOT_MET


def elements(*chosen: tuple[str, str]) -> dict[str, Any]:
    return {"should_elements.lines": [{"element": each, "text": text} for each, text in chosen]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (elements(), "not_met should"),
        (elements(("C", " ")), "not_met should"),
        (elements(("C", "x"), ("D", "")), "met should"),
    ],
)
def test_a_should_element_counts_with_its_text(changes: dict, expected: str) -> None:
    assert answer("OPK-11", changes) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("individual", "", "met info"),
        ("other", "", "not_met info"),
        ("other", "Mentorkæde", "met info"),
        ("", "", "not_met info"),
    ],
)
def test_another_project_type_is_described(kind: str, text: str, expected: str) -> None:
    assert answer("OPK-12", {"background.project_type": kind, "background.project_type_other": text}) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(75, "met should"), (76, "not_met should"), (None, "cannot_tell should")],
)
def test_company_directed_courses_weigh_no_less_than_today(today: int | None, expected: str) -> None:
    """30 of 40 places are placement: 75 %."""
    assert answer("OPK-13", {"activities.company_share_today": today}) == expected


def test_a_course_without_places_leaves_the_share_unknown() -> None:
    assert answer("OPK-13", {"activities.lines[0].places": None}) == "cannot_tell should"
    assert answer("OPK-13", {"activities.lines": []}) == "cannot_tell should"
    assert str(asked("OPK-13", {"activities.lines": []}).found) == "The activities have 0 places."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"basis.partners": []}, NOT_MET), ({"basis.partners": []} | elements(("C", "x")), MET),
     ({"basis.partners[0].municipality_code": "0573"}, NOT_MET), ({"basis.partners[0].places": None}, NOT_MET),
     ({"basis.partners[0].amount_ore": None}, NOT_MET), ({"basis.partners[0].places": 40}, MET),
     ({"basis.partners[0].places": 41}, NOT_MET), ({"basis.partners[0].amount_ore": 620_000_00}, MET),
     ({"basis.partners[0].amount_ore": 620_000_01}, NOT_MET), ({"basis.partners[0].amount_ore": 0}, MET),
     ({"basis.partners[0].places": 40, "basis.partners[0].amount_ore": 620_000_00}, NOT_MET),
     ({"occupations.lines[0].places": None}, UNKNOWN)],
)  # fmt: skip
def test_across_job_centres_places_and_budget_are_split(changes: dict, expected: str) -> None:
    assert answer("OPK-14", changes) == expected


@pytest.mark.parametrize(("own", "expected"), [(24, MET), (23, NOT_MET)])
def test_a_split_that_names_everybody_shares_out_everything(own: int, expected: str) -> None:
    partners = [
        {"municipality_code": "0561", "places": 16, "amount_ore": 248_000_00},
        {"municipality_code": "0573", "places": own, "amount_ore": 372_000_00},
    ]
    assert answer("OPK-14", {"basis.partners": partners}) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [([], NOT_MET), (["2010-10-12"], MET), (["2010-10-13"], NOT_MET), (["2010-10-13", "2010-10-01"], MET)],
)
def test_the_talk_with_the_region_has_been_held(dates: list[str], expected: str) -> None:
    assert answer("OPK-15", {"sparring.dates": dates}) == expected


def test_a_guideline_may_do_without_the_talk() -> None:
    assert answer("OPK-15", {"sparring.dates": []}, context(settings=Settings(require_sparring=False))) == MET


@pytest.mark.parametrize(
    ("needed", "members", "reason", "expected"),
    [("yes", "Tre chefer", "", "met should"), ("yes", "", "Lille projekt", "not_met should"),
     ("no", "", "Lille projekt", "met should"), ("no", "Tre chefer", "", "not_met should"), ("", "x", "x",
     "not_met should")],
)  # fmt: skip
def test_a_steering_group_is_listed_or_explained_away(needed: str, members: str, reason: str, expected: str) -> None:
    group = {"steering_needed": needed, "steering_members": members, "no_steering_reason": reason}
    assert answer("OPK-16", {f"organisation.{name}": value for name, value in group.items()}) == expected


SEARCH = {"activities.lines[0].instrument": "JSF"}
PURE = SEARCH | {"activities.lines[1].instrument": "JSF"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [(SEARCH, "met should"), (PURE, "not_met should"),
     (PURE | {"activities.job_search_note": "Ledige chauffører"}, "met should"),
     (PURE | {"activities.job_search_note": "Chauffører", "activities.lines[0].weeks": None}, "not_met should")],
)  # fmt: skip
def test_pure_job_search_needs_target_group_and_duration(changes: dict, expected: str) -> None:
    assert answer("OPK-17", changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"provider": ""}, NOT_MET), ({"hours": None}, NOT_MET), ({"hours": 0}, NOT_MET),
     ({"price_per_week_ore": None}, NOT_MET), ({"price_per_week_ore": -1}, NOT_MET),
     ({"start": None}, NOT_MET), ({"start": "2010-11-15"}, MET), ({"start": "2010-11-14"}, NOT_MET),
     ({"end": "2011-12-31"}, MET),
     ({"end": "2012-01-01"}, NOT_MET), ({"end": "2010-11-21"}, NOT_MET), ({"provider_type": ""}, UNKNOWN),
     ({"provider_type": "internal"}, NOT_MET)],
)  # fmt: skip
def test_a_bought_course_is_described_in_full(changes: dict, expected: str) -> None:
    """The last one: the budget buys courses, so one activity must be external."""
    assert answer("OPK-18", {f"activities.lines[0].{name}": value for name, value in changes.items()}) == expected


def test_without_a_period_the_dates_of_a_course_cannot_be_judged() -> None:
    assert answer("OPK-18", {"basis.period_start": None}) == UNKNOWN


def test_the_demonstration_balance_knows_all_three_chances() -> None:
    assert set(BALANCE.values()) == {"RG", "G", "MG"}
