"""Whichever day the demonstration is made, its deadlines are on working days and in their order."""

from datetime import date, timedelta

import pytest

from portal.core import workdays
from portal.demo import consultants, rounds
from portal.demo.rounds import Days

EVERY_DAY = [date(2026, 1, 1) + timedelta(days=each) for each in range(731)]


@pytest.mark.parametrize("plan_of", [rounds.open_round, rounds.next_round, consultants.this_year])
def test_a_round_closes_and_answers_on_working_days(plan_of):
    for today in EVERY_DAY:
        plan = plan_of(Days(today))
        for day in (plan.closes_at.date(), plan.answer_at.date(), plan.expected_grant_on):
            assert workdays.is_working_day(day), today
        assert plan.opens_at < plan.closes_at < plan.answer_at
        assert plan.expected_grant_on == plan.answer_at.date(), today
        assert (plan.closes_at.hour, plan.answer_at.hour) == (12, 12)


@pytest.mark.parametrize(
    ("plan_of", "after", "before"),
    [(rounds.open_round, -30, -20), (rounds.next_round, 44, 60), (consultants.this_year, -11, -1)],
)
def test_a_round_opens_on_a_working_day_between_its_guideline_and_what_happens_in_it(plan_of, after, before):
    for today in EVERY_DAY:
        opens = plan_of(Days(today)).opens_at
        assert workdays.is_working_day(opens.date()), today
        assert Days(today).at(after) < opens < Days(today).at(before), today


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2027, 1, 1), "3. kvartal 2026"),  # invited on 12 December
        (date(2027, 1, 21), "4. kvartal 2026"),
        (date(2028, 2, 29), "4. kvartal 2027"),
        (date(2026, 12, 31), "3. kvartal 2026"),
        (date(2026, 5, 1), "1. kvartal 2026"),
    ],
)
def test_job_centres_are_invited_by_the_figures_of_a_quarter_that_was_over(today, quarter):
    assert Days(today).last_quarter == quarter


def test_the_projects_of_a_round_begin_after_its_answer_or_from_the_day_the_open_one_opens():
    for today in EVERY_DAY:
        days = Days(today)
        now, following, wages = rounds.open_round(days), rounds.next_round(days), consultants.this_year(days)
        assert now.period_start == now.opens_at.date(), today
        assert following.period_start > following.expected_grant_on, today
        assert wages.period_start > wages.expected_grant_on, today
        assert following.period_start.year == following.year, today
        assert wages.period_start.year == wages.year, today
