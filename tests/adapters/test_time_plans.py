"""The picture of a time plan can be read, whatever the project: few or many months, long titles, days that meet."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from portal.adapters import charts
from portal.adapters.time_plans import PlanRow, PlanWords, TimePlan

WORDS = PlanWords("Først aftalt", "Forestår", "Forsinket", "Nået", "Delvist nået", "Ikke nået", "I dag")
LONG = "Konsulenterne er ansat og har fået udleveret telefon, bil og introduktion til de fyrre største virksomheder"
LETTER = 7.0  # pixels of a letter at 12 pixels, on the safe side


def row(due_on: date, title: str = "Status", **facts) -> PlanRow:
    return PlanRow(title, **{"first_on": due_on, "due_on": due_on, "done_on": None, "state": "to_come"} | facts)


def plan(first: date, last: date, *rows: PlanRow, today: date = date(2012, 5, 20), **facts) -> TimePlan:
    return TimePlan(rows or (row(last),), WORDS, first, last, today, **facts)


def written(drawn: TimePlan) -> list[str]:
    """Every text of the picture, lines of one text after each other."""
    return re.findall(r"<t(?:ext|span)[^>]*>([^<]+)</t", charts.svg(drawn).decode())


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("months", [1, 2, 3, 6, 11, 14, 20, 40, 52, 70])
def test_the_named_days_are_many_enough_to_read_by_and_never_run_together(months, narrow):
    first = date(2010, 9, 15)
    drawn = plan(first, first + timedelta(days=months * 30), narrow=narrow)
    named = drawn.named_days
    assert 2 <= len(named) <= drawn.size.days
    apart = min((later - one).days for one, later in pairwise(named))
    pixels = apart * drawn.size.width / ((drawn.ends_on - first).days * 1.06 + 1)
    longest = len("15. sep") if any(each.day > 1 for each in named) else len("2010")
    assert pixels > longest * LETTER


def test_the_year_stands_below_the_first_day_and_below_each_new_year():
    drawn = written(plan(date(2010, 9, 15), date(2013, 12, 31)))
    years = [each for each in drawn if re.fullmatch(r"\d{4}", each)]
    assert years == ["2010", "2011", "2012", "2013"]
    assert drawn[:4] == ["okt", "2010", "jan", "2011"]


def test_a_long_title_is_cut_in_its_second_line_and_keeps_its_number():
    drawn = written(plan(date(2010, 9, 15), date(2013, 12, 31), row(date(2011, 1, 1), LONG)))
    lines = [each for each in drawn if each in f"1. {LONG} …" or each.endswith("…")]
    assert len(lines) == 2
    assert lines[0].startswith("1. Konsulenterne")
    assert lines[1].endswith("…")


def test_milestones_of_one_day_have_each_their_row_and_their_day():
    day = date(2011, 3, 31)
    drawn = written(plan(date(2010, 9, 15), date(2013, 12, 31), row(day, "A"), row(day, "A"), row(day, "B")))
    assert [drawn.count(each) for each in ("1. A", "2. A", "3. B")] == [1, 1, 1]
    assert drawn.count("31. mar. 2011") == 6  # each twice: white below black


def test_the_legend_explains_only_what_is_drawn():
    moved = row(date(2011, 6, 1), first_on=date(2011, 3, 1))
    first, last = date(2010, 9, 15), date(2013, 12, 31)
    assert {"Først aftalt", "Forestår"} <= set(written(plan(first, last, moved)))
    assert not {"Først aftalt", "Forsinket", "Nået"} & set(written(plan(first, last)))


def test_today_is_named_with_its_day_and_only_while_the_project_runs():
    drawn = plan(date(2010, 9, 15), date(2013, 12, 31))
    assert "I dag, 20. maj 2012" in written(drawn)
    assert not any(each.startswith("I dag") for each in written(replace(drawn, today=date(2020, 1, 1))))


def test_a_narrow_picture_names_milestones_by_number():
    drawn = plan(date(2010, 9, 15), date(2013, 12, 31), row(date(2011, 1, 1), LONG), narrow=True)
    assert "1." in written(drawn)
    assert not any("Konsulent" in each for each in written(drawn))
