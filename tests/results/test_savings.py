"""The savings potential: never negative, exact to the øre, and compared in words with what is stated."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import Ore
from portal.labour_market.numbers import Figure
from portal.results import layout, savings

shares = st.integers(0, 100_000).map(Figure)
populations = st.integers(0, 500_000)
costs = st.integers(0, 50_000_000).map(Ore)


def half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


@given(shares, shares, populations, costs)
def test_the_amount_is_what_exact_fractions_give(own, cluster, population, cost):
    found = savings.potential(own, cluster, population, cost)
    persons = max(Fraction(0), Fraction(own - cluster, 100_000)) * population
    assert found.amount == half_up(persons * cost)
    assert found.persons == half_up(persons * 1000)


@given(shares, shares, populations, costs)
def test_it_is_never_negative_and_0_where_the_own_share_is_not_above_the_clusters(own, cluster, population, cost):
    found = savings.potential(own, cluster, population, cost)
    assert found.amount >= 0
    assert found.persons >= 0
    if own <= cluster:
        assert (found.amount, found.persons) == (0, 0)


@given(shares, shares, shares, populations, costs)
def test_a_larger_own_share_never_saves_less(one, other, cluster, population, cost):
    low, high = sorted((one, other))
    assert savings.potential(low, cluster, population, cost).amount <= (
        savings.potential(high, cluster, population, cost).amount
    )


def content(population=33_400, **cells):
    facts = {"population": population, "source": "", "retrieved_on": None}
    return {"facts": facts, "tables": {"savings": {"DAGP": cells}}}


OWN = {"own_share": 2_500, "cluster_share": 2_250, "net_cost": 100_000_00}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"amount": 8_350_000_00}, "states the same"),
        ({"amount": 8_350_000_99}, "states the same"),
        ({"amount": 8_600_000_00}, "250.000\N{NO-BREAK SPACE}kr. more than we compute"),
        ({"amount": 8_000_000_00}, "350.000\N{NO-BREAK SPACE}kr. less than we compute"),
        ({}, "states no amount"),
    ],
)
def test_the_difference_is_told_in_words(stated, words):
    first = savings.comparisons(content(**OWN, **stated))[0]
    assert first.computed.amount == 8_350_000_00
    assert words in str(first.words)


@pytest.mark.parametrize("lacking", ["own_share", "cluster_share", "net_cost"])
def test_what_cannot_be_computed_is_said(lacking):
    first = savings.comparisons(content(**{**OWN, lacking: None}))[0]
    assert first.computed is None
    assert "Cannot be computed" in str(first.words)
    assert savings.comparisons(content(population=None, **OWN))[0].computed is None


def test_the_total_adds_what_is_computed_and_what_is_stated():
    rows = savings.comparisons(content(**OWN, amount=8_000_000_00, persons=80_000))
    total = savings.total(rows)
    assert (total.computed.amount, total.stated, total.stated_persons) == (8_350_000_00, 8_000_000_00, 80_000)
    assert total.difference == -350_000_00
    empty = savings.total(savings.comparisons(layout.empty_content()))
    assert (empty.computed, empty.stated) == (None, None)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_development_is_the_percent_from_before_to_now(before, result):
    found = savings.developments({"before": before, "result": result})
    assert abs(Fraction(found, 1000) - Fraction(result - before, before) * 100) <= Fraction(1, 2000)


def test_a_development_from_nothing_cannot_be_said():
    assert savings.developments({"before": 0, "result": 5}) is None
    assert savings.developments({"before": 5}) is None


def test_goals_are_those_of_the_year_and_else_of_the_latest_year_before():
    assert [len(layout.goals(year).lines) for year in (2010, 2011)] == [3, 4]
    assert (layout.goals(2025).year, layout.goals(2009).year) == (2011, 2010)
    assert {table.key for table in layout.tables(2010)} == {"goals", "benefits", "requirements", "savings"}


def test_a_job_centre_has_one_cluster_in_a_year():
    assert layout.cluster_of("JC-0336", 2011).invented is False
    assert "JC-0573" not in layout.cluster_of("JC-0573", 2010).others("JC-0573")
    assert layout.cluster_of("JC-0336", 2010) is None
