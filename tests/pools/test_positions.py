"""What a position costs: months counted by the day, wages in whole kroner, and what the pool asks of it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import Ore
from portal.pools.positions import Position, beyond_wages, from_json, missing, months, starts_too_early

DAYS = st.dates(date(2009, 1, 1), date(2014, 12, 31))
WHOLE = Position(
    1, "Varde", "Virksomhedskonsulent", date(2010, 9, 15), date(2012, 2, 29), Decimal("0.5"), Ore(36_000_00),
    Decimal("17.3"), Ore(100_000_00), Ore(1), Decimal(40), Decimal("12.5"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "year", "expected"),
    [
        (date(2010, 9, 15), None, 2010, 3 + Fraction(16, 30)),
        (date(2010, 9, 15), None, 2011, Fraction(12)),
        (date(2011, 1, 1), date(2011, 1, 31), 2011, Fraction(1)),
        (date(2012, 2, 1), date(2012, 2, 28), 2012, Fraction(28, 29)),
        (date(2011, 2, 1), date(2011, 2, 28), 2011, Fraction(1)),
        (date(2012, 2, 29), date(2012, 2, 29), 2012, Fraction(1, 29)),
        (date(2011, 3, 10), date(2011, 3, 20), 2011, Fraction(11, 31)),
        (date(2011, 1, 31), date(2011, 3, 1), 2011, Fraction(1, 31) + 1 + Fraction(1, 31)),
        (date(2011, 1, 1), date(2010, 12, 31), 2011, Fraction(0)),
        (date(2012, 1, 1), None, 2011, Fraction(0)),
        (date(2010, 1, 1), date(2010, 6, 30), 2011, Fraction(0)),
    ],
)
def test_months_are_counted_by_the_day_and_the_last_day_counts(start, end, year, expected):
    assert months(year, start, end) == expected


@given(DAYS, DAYS, DAYS)
def test_a_position_split_in_two_has_the_same_months(one, two, three):
    start, middle, end = sorted((one, two, three))
    for year in range(2009, 2015):
        whole = months(year, start, end)
        assert months(year, start, middle) + months(year, middle + timedelta(days=1), end) == whole
        assert 0 <= whole <= 12


def test_the_wage_of_a_year_is_rounded_once_to_whole_kroner():
    assert WHOLE.wage(2010) == Ore(74_603_00)  # 36.000 x 1,173 x 0,5 x 3,5333 = 74.602,80
    assert WHOLE.wage(2011) == Ore(253_368_00)
    assert WHOLE.wage(2013) == 0


def test_half_a_krone_is_rounded_up():
    half = Position(1, start=date(2011, 1, 1), end=date(2011, 1, 31), share=Decimal("0.5"),
                    monthly_wage=Ore(1_00), pension=Decimal(0))  # fmt: skip
    assert half.wage(2011) == Ore(1_00)


def test_a_wage_is_not_guessed_while_a_figure_is_missing():
    for name in ("start", "share", "monthly_wage", "pension"):
        facts = {"start": date(2011, 1, 1), "share": Decimal(1), "monthly_wage": Ore(1), "pension": Decimal(0)}
        assert Position(1, **facts | {name: None}).wage(2011) is None


def test_virk_10_names_what_a_position_does_not_say_and_takes_nought_for_an_answer():
    assert missing(WHOLE) == ()
    assert missing(Position(1, share=Decimal(0), caseload=Decimal(0))) == ("start", "monthly_wage", "pension", "visits")


def test_virk_02_looks_at_the_day():
    earliest = date(2010, 9, 15)
    assert not starts_too_early(WHOLE, earliest)
    assert starts_too_early(Position(1, start=date(2010, 9, 14)), earliest)
    assert not starts_too_early(Position(1, start=date(2010, 9, 14)), None)
    assert not starts_too_early(Position(1), earliest)


def test_virk_01_allows_a_grant_only_where_the_pool_pays():
    assert beyond_wages("80", Ore(1), ["11"])
    assert not beyond_wages("80", Ore(0), ["11"])
    assert not beyond_wages("80", None, ["11"])
    assert not beyond_wages("11", Ore(1), ["11"])
    assert not beyond_wages("80", Ore(1), ["11", "80"])


def test_a_position_survives_being_kept():
    assert from_json(WHOLE.as_json()) == WHOLE
    assert from_json(Position(3).as_json()) == Position(3)
