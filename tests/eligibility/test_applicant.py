"""G-01 to G-06: who applies, in time and for which period."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.eligibility.applicant import months_after
from tests.eligibility.asking import answer, asked
from tests.support.documents import a_round, context

MET, NOT_MET = "met must", "not_met must"


@pytest.mark.parametrize(
    ("centre", "expected"),
    [("JC-0573", MET), ("JC-0561", NOT_MET), ("JC-0851", NOT_MET), ("JC-9999", NOT_MET)],
)
def test_only_an_invited_job_centre_of_the_region_may_apply(centre: str, expected: str) -> None:
    assert answer("G-01", job_centre=centre) == expected


def test_a_job_centre_is_told_by_its_name() -> None:
    named = context(centres={"JC-0573": "Jobcenter Varde"})
    assert str(asked("G-01", None, named).found) == "Jobcenter Varde (JC-0573) may apply."


def test_an_open_round_asks_for_no_invitation() -> None:
    assert answer("G-01", None, context(round=a_round(by_invitation=False)), job_centre="JC-0561") == MET


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2010-10-15T11:59:59.999999+02:00", MET),
        ("2010-10-15T12:00:00+02:00", NOT_MET),
        ("2010-10-15T10:00:00Z", NOT_MET),
        ("2010-10-15T12:30:00+03:00", MET),
    ],
)
def test_in_time_is_before_the_instant_of_the_deadline_in_any_zone(at: str, expected: str) -> None:
    assert answer("G-02", judged_at=at) == expected


@pytest.mark.parametrize(
    ("at", "clock"),
    [("12:00:00", "(12.00.00)"), ("12:00:01", "(12.00.01)"), ("12:00:59", "(12.00.59)"), ("12:01:00", "")],
)
def test_a_minute_that_would_be_the_same_is_told_to_the_second(at: str, clock: str) -> None:
    found = str(asked("G-02", judged_at=f"2010-10-15T{at}+02:00").found)
    assert clock in found
    assert ("before it" in found) is bool(clock)


def test_a_late_application_is_told_the_time_it_was_and_the_deadline() -> None:
    found = asked("G-02", judged_at="2010-10-15T12:00:01+02:00").found
    assert found.values["deadline"] == datetime(2010, 10, 15, 10, 0, tzinfo=UTC)
    assert found.values["time"] == datetime(2010, 10, 15, 10, 0, 1, tzinfo=UTC)


PARTNER = {"municipality_code": "0561", "places": 1, "amount_ore": 1}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"basis.grant_responsible": ""}, NOT_MET),
        ({"basis.grant_responsible": "9999"}, NOT_MET),
        ({"basis.partners": []}, MET),
        ({"basis.partners": [PARTNER, PARTNER]}, NOT_MET),
        ({"basis.partners[0].municipality_code": ""}, NOT_MET),
        ({"basis.partners[0].municipality_code": "9999"}, NOT_MET),
        ({"basis.partners": [PARTNER, PARTNER | {"municipality_code": "0573"}]}, MET),
    ],
)
def test_there_is_one_responsible_municipality_and_each_partner_stands_once(changes: dict, expected: str) -> None:
    assert answer("G-03", changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"basis.cvr": "29 18 98 11"}, MET),
        ({"basis.cvr": "29189812"}, NOT_MET),
        ({"basis.cvr": "2918981"}, NOT_MET),
        ({"basis.cvr": ""}, NOT_MET),
        ({"basis.cvr": "DK29189811"}, NOT_MET),
        ({"basis.cvr": "٢٩١٨٩٨١١"}, NOT_MET),
        ({"basis.ean": "5798005000014"}, NOT_MET),
        ({"basis.ean": "73513537"}, NOT_MET),
        ({"basis.ean": ""}, NOT_MET),
    ],
)
def test_cvr_and_ean_have_their_length_and_check_digit(changes: dict, expected: str) -> None:
    assert answer("G-04", changes) == expected


def test_a_number_of_zeros_is_nobodys_though_its_check_digit_is_right() -> None:
    assert "only zeros" in str(asked("G-04", {"basis.ean": "0" * 13}).found)
    assert answer("G-04", {"basis.ean": "0" * 13}) == NOT_MET


@given(st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_in_the_ean_number_is_always_found(place: int, step: int) -> None:
    right = "5798005000013"
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert answer("G-04", {"basis.ean": wrong}) == NOT_MET


@pytest.mark.parametrize(
    "field",
    [
        "contact_name",
        "contact_role",
        "contact_email",
        "contact_phone",
        "manager_name",
        "manager_title",
        "manager_email",
    ],
)
def test_contact_and_manager_are_named_in_full(field: str) -> None:
    assert answer("G-05") == MET
    assert answer("G-05", {f"basis.{field}": "  "}) == NOT_MET


@pytest.mark.parametrize(
    ("field", "value"),
    [("contact_email", "bodil.varde.example"), ("contact_phone", "70 10 20"), ("manager_email", "@")],
)
def test_an_address_that_cannot_be_used_is_told(field: str, value: str) -> None:
    assert answer("G-05", {f"basis.{field}": value}) == NOT_MET


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2010-11-01", "2012-12-31", MET),
        ("2010-10-31", "2011-12-31", NOT_MET),
        ("2010-11-01", "2013-01-01", NOT_MET),
        ("2011-02-02", "2011-02-01", NOT_MET),
        ("2011-02-01", "2011-02-01", MET),
        ("2011-05-01", "2011-12-31", MET),
        ("2011-05-02", "2011-12-31", "not_met should"),
        (None, "2011-12-31", NOT_MET),
    ],
)
def test_the_period_lies_in_the_window_and_begins_in_time(start: str | None, end: str, expected: str) -> None:
    assert answer("G-06", {"basis.period_start": start, "basis.period_end": end}) == expected


def test_without_an_expected_grant_nobody_can_tell_whether_the_start_is_late() -> None:
    assert answer("G-06", None, context(round=a_round(expected_grant_on=None))) == "cannot_tell should"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2010, 8, 31), 6, date(2011, 2, 28)),
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2010, 12, 1), 1, date(2011, 1, 1)),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected
