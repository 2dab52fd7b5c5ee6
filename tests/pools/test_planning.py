"""The days, the year and the title of a round are held against one another before it is planned."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.permissions import Role
from portal.demo import consultants
from portal.demo import rounds as demo
from portal.pools import rounds
from portal.pools.planning import problems_with_the_plan
from tests.pools.test_rounds import NOW, PLAN


def said(now=NOW, allots=False, titles=(), **changed):
    found = problems_with_the_plan(replace(PLAN, **changed), now=now, allots=allots, titles=titles)
    return [(each.field, str(each.text)) for each in found]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"expected_grant_on": date(2010, 12, 9)}, "expected_grant_on", "before the promised answer"),
        ({"period_start": date(2010, 9, 9)}, "period_start", "before the round opens"),
        ({"period_start": date(2012, 1, 1)}, "period_start", "begins by"),
        ({"period_end": date(2015, 12, 15)}, "period_end", "longer than 5 years"),
        ({"period_start": date(2010, 10, 1), "period_end": date(2010, 12, 14)}, "period_end", "over before the grant"),
        ({"year": 2009}, "opens_on", "that year or the year before"),
        ({"year": 2012}, "opens_on", "that year or the year before"),
        ({"opens_at": NOW - timedelta(seconds=1)}, "opens_on", "has passed"),
    ],
)
def test_a_day_that_does_not_fit_the_others_is_told_in_one_sentence(changed, field, sentence):
    ((found, words),) = said(**changed)
    assert found == field
    assert sentence in words


@pytest.mark.parametrize(
    "changed",
    [
        {"expected_grant_on": date(2010, 12, 10)},  # the day of the answer
        {"period_start": date(2010, 9, 10)},  # the day it opens
        {"period_start": date(2011, 12, 31)},
        {"period_end": date(2015, 12, 14)},
        {"year": 2011},
        {"opens_at": NOW},
        {"period_start": date(2012, 2, 29), "period_end": date(2017, 2, 27), "year": 2011},
    ],
)
def test_the_last_day_that_fits_is_taken(changed):
    assert said(**changed) == []


def test_in_a_pool_that_allots_the_grant_may_come_when_the_round_opens():
    assert said(allots=True, expected_grant_on=date(2010, 9, 10)) == []
    assert [field for field, _words in said(allots=True, expected_grant_on=date(2010, 9, 9))] == ["expected_grant_on"]


def test_a_year_that_cannot_be_is_told_once():
    assert [field for field, _words in said(year=10)] == ["year"]
    assert [field for field, _words in said(period_end=date(9999, 12, 31))] == ["period_end"]


@pytest.mark.parametrize("title", ["Opkvalificering 2010", " opkvalificering 2010 "])
def test_a_title_that_another_round_of_the_year_has_is_refused(title):
    assert [field for field, _words in said(titles=("OPKVALIFICERING 2010",), title=title)] == ["title"]
    assert said(titles=("Opkvalificering 2011",), title=title) == []


@pytest.mark.parametrize(("month", "day"), [(1, 1), (2, 28), (6, 30), (11, 22), (12, 31)])
def test_the_rounds_of_the_demonstration_fit_whatever_day_it_is_made(month, day):
    days = demo.Days(date(2027, month, day))
    opkval = [(demo.open_round(days), days.at(-30)), (demo.next_round(days), days.at(-3))]
    for plan, made in opkval:
        assert list(problems_with_the_plan(plan, now=made)) == []
    virk = consultants.this_year(days)
    assert list(problems_with_the_plan(virk, now=virk.opens_at - timedelta(1), allots=True)) == []
    then = datetime(2010, 9, 1, tzinfo=clock.COPENHAGEN)
    assert list(problems_with_the_plan(consultants.of_2010(), now=then, allots=True)) == []


def test_titles_are_compared_within_pool_region_and_year(make):
    guideline = make.guideline(region=make.region(code="BR-SD"))
    by = make.person(Role.CASEWORKER, guideline.region)
    with clock.at(NOW):
        made = rounds.create(guideline, PLAN, by=by)
        with pytest.raises(Refusal, match="Choose another title") as refused:
            rounds.create(guideline, PLAN, by=by)
        assert [each.field for each in refused.value.problems] == ["title"]
        rounds.edit(made, guideline, replace(PLAN, by_invitation=False), seen=made.version, by=by)  # its own title
        assert rounds.create(make.guideline(pool=guideline.pool), PLAN, by=by).title == PLAN.title
        assert rounds.create(guideline, replace(PLAN, year=2011), by=by).title == PLAN.title


def test_the_page_tells_a_plan_that_contradicts_itself_beside_its_fields(browse, make):
    guideline = make.guideline()
    page = browse(make.person(Role.CASEWORKER, guideline.region)).get("/pools/rounds/new").submit(
        title="Runden", year="2090", opens_on="2090-01-02", closes_on="2090-03-15", answer_on="2090-04-03",
        expected_grant_on="2090-03-01", period_start="2089-12-31", period_end="2099-12-31", frame="4.200.000",
        largest_grant="1.000.000",
    )  # fmt: skip
    assert page.status == 422
    assert page.errors == [
        "Tilsagnet kan ikke komme før det lovede svar den 3. april 2090. Vælg den dag eller en senere.",
        "Et projekt kan ikke begynde, før runden åbner den 2. januar 2090. Vælg den dag eller en senere.",
        "Perioden er længere end 5 år. Vælg en dag før den 31. december 2094.",
    ]
    assert page.soup.select_one("[name=period_end]")["value"] == "2099-12-31"


def test_days_that_contradict_each_other_are_told_together_with_amounts_that_cannot_be_read(browse, make):
    guideline = make.guideline()
    page = browse(make.person(Role.CASEWORKER, guideline.region)).get("/pools/rounds/new").submit(
        title="", year="2090", opens_on="2090-01-02", closes_on="2090-03-15", answer_on="2090-04-03",
        expected_grant_on="2090-03-01", period_start="2090-05-01", period_end="2091-12-31", frame="9" * 20,
        largest_grant="1 mio.",
    )  # fmt: skip
    assert page.errors == [
        "Skriv rundens titel.",
        "Tilsagnet kan ikke komme før det lovede svar den 3. april 2090. Vælg den dag eller en senere.",
        "Ramme i kroner: Beløbet er for stort. Skriv højst 999.999.999.999,99 kr.",
        "Skriv det største tilskud i kroner, for eksempel 1.000.000.",
    ]


def test_days_and_times_that_cannot_be_read_are_told_with_the_names_of_their_fields(browse, make):
    guideline = make.guideline()
    days = ("opens_on", "closes_on", "answer_on", "expected_grant_on", "period_start", "period_end")
    page = browse(make.person(Role.CASEWORKER, guideline.region)).get("/pools/rounds/new").submit(
        **dict.fromkeys(days, "31.02.2026"), opens_time="nat", closes_time="nat", answer_time="nat"
    )  # fmt: skip
    assert len(page.errors) == len(set(page.errors))
    assert "Åbner den: »31.02.2026« findes ikke i kalenderen. Skriv en anden dag." in page.errors
    beside = page.all(".form-group:has(#opens_on) .form-error-message")
    assert "Åbner den" not in beside[0]
