"""Passwords, roles and waiting, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.core.permissions import Role
from portal.identity.rules import (
    ROLES,
    Kind,
    browser_name,
    free_again_at,
    problems_with_taking_away,
    problems_with_the_password,
    problems_with_the_role,
)

NOON = datetime(2010, 11, 8, 12, tzinfo=UTC)


def said(problems) -> list[str]:
    return [str(each.text) for each in problems]


def test_three_words_in_a_row_are_a_good_password():
    assert said(problems_with_the_password("grøn stol bakke", email="alma@varde.dk")) == []


def test_a_short_password_is_told_its_length_and_what_is_needed():
    assert said(problems_with_the_password("kort", email="alma@varde.dk")) == [
        "The password has 4 characters. Use at least 12."
    ]


def test_a_password_may_not_contain_the_name_in_the_address():
    assert said(problems_with_the_password("alma i det grønne", email="alma@varde.dk"))


def test_a_password_may_not_look_like_a_cpr_number():
    found = said(problems_with_the_password("min er 010170-1234", email="alma@varde.dk"))
    assert found
    assert "010170" not in found[0]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("aaaaaaaaaaaaaaaa", "few different"),
        ("abababababab", "few different"),
        ("1 2 3 4 1 2 3 4", "few different"),
        ("grønstolgrønstol", "repeats itself"),
        ("stolestolesto", "repeats itself"),
        ("abcdefghijklm", "repeats itself"),
        ("123456789012", "repeats itself"),
        ("qwertyuiopåasdf", "repeats itself"),
        ("Puljeportalen2026!", "name of the portal"),
        ("pulje-portal er fin", "name of the portal"),
        ("lindgaard på cykel", "your own name"),
        ("Adgangskode2026!", "tried first"),
        ("password-password1", "tried first"),
        ("password1234567", "tried first"),
        ("Velkommen12345678", "tried first"),
        ("987654321admin!", "tried first"),
        ("Sommer2026 vinter", "tried first"),
    ],
)
def test_a_long_password_that_anybody_guesses_is_refused_with_the_reason(password, why):
    ((found,)) = said(problems_with_the_password(password, email="ml@varde.dk", name="Mette Lindgaard"))
    assert why in found


@pytest.mark.parametrize(
    "password",
    [
        "en lang sætning til at prøve med",
        "grøn stol bakke",
        "Kq7-vT2m_xR9p",
        "min adgangskode er blå gardiner",
        "åååå bølger slår ind",
    ],
)
def test_a_password_of_ones_own_words_is_taken(password):
    assert said(problems_with_the_password(password, email="bo@varde.dk", name="Bo Å")) == []


def test_a_password_of_a_whole_page_is_too_long():
    assert said(problems_with_the_password("x" * 201, email="alma@varde.dk"))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_role_can_only_be_held_where_its_side_sits(kind):
    for role in Role:
        assert bool(said(problems_with_the_role(kind, role))) == (role not in ROLES[kind])


def test_nobody_takes_a_role_away_from_themselves():
    assert said(problems_with_taking_away(own=True))
    assert not said(problems_with_taking_away(own=False))


def test_below_the_limit_one_may_try_at_once():
    assert free_again_at([NOON] * 4, limit=5) is None


def test_at_the_limit_one_waits_until_the_oldest_that_counts_is_a_quarter_old():
    failures = [NOON + timedelta(minutes=each) for each in range(6)]
    assert free_again_at(failures, limit=5) == NOON + timedelta(minutes=1 + 15)


def test_the_minute_that_is_told_is_one_in_which_it_works():
    failures = [NOON + timedelta(seconds=1)]
    assert free_again_at(failures, limit=1) == NOON + timedelta(minutes=16)


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/124.0 Safari/537.36 Edg/124.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) AppleWebKit/605 Version/17.4 Safari/605", "Safari, Mac"),
        ("curl/8.1", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(called, name):
    assert browser_name(called) == name
