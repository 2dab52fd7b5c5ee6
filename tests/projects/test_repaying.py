"""By which day a repayment must have come: what the guideline says, on a working day, and in the letter's words."""

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.money import Ore
from portal.pools.settings import Settings
from portal.projects import closing_letters, figures, repaying
from portal.projects.settling import Settlement


@pytest.mark.parametrize(
    ("settled_on", "within", "day"),
    [
        (date(2012, 1, 10), 30, date(2012, 2, 9)),
        (date(2012, 1, 10), 14, date(2012, 1, 24)),
        (date(2012, 3, 7), 30, date(2012, 4, 10)),  # Good Friday, and then Easter
        (date(2012, 5, 4), 30, date(2012, 6, 4)),  # a Sunday
    ],
)
def test_the_guideline_says_how_long_and_the_calendar_which_day(monkeypatch, settled_on, within, day):
    monkeypatch.setattr(figures, "settings_of", lambda _project: Settings(repay_within_days=within))
    assert repaying.last_day(None, settled_on) == day


def test_the_letter_names_the_day_only_when_something_is_to_be_repaid():
    day, repaid = date(2012, 2, 9), Settlement(Ore(900), Ore(500), Ore(0), paid=Ore(700), smallest_claim=Ore(1))
    assert str(closing_letters.outcome(repaid, day)).endswith("no later than 2012-02-09.")
    even = Settlement(Ore(900), Ore(700), Ore(0), paid=Ore(700), smallest_claim=Ore(1))
    assert "2012" not in str(closing_letters.outcome(even, day))


@pytest.mark.parametrize(
    ("days", "said"), [(0, "must be repaid no later than"), (1, "must be"), (-1, "The last day was"), (None, "yet.")]
)
def test_the_page_says_whether_the_day_has_passed(days, said):
    by = None if days is None else clock.today() + timedelta(days=days)
    assert said in str(repaying.words(Ore(700_00), by))
