"""A director is told of years and days that were copied, or that have passed, before anything is signed."""

from datetime import date

import pytest

from portal.core import clock
from portal.core.permissions import Role
from portal.pools import guidelines
from portal.pools.doubts import Version, doubts
from portal.pools.settings import Settings

FIRST = Settings(earliest_cost_date=date(2010, 9, 15))
BEFORE = Version(2010, FIRST)
TODAY = date(2010, 12, 1)


def said(version: Version, before: Version | None = None, *, addendum: bool = True, today: date = TODAY) -> str:
    return " | ".join(str(each) for each in doubts(version, before, with_addendum=addendum, today=today))


def test_a_version_of_its_own_year_with_the_years_of_that_year_raises_no_doubt():
    assert said(Version(2010, Settings(earliest_cost_date=date(2010, 12, 15)))) == ""


def test_every_list_of_years_and_the_first_day_that_lie_before_the_year_are_named():
    told = said(Version(2011, FIRST), BEFORE)
    for label in ("Years of the budget", "Years of the number goals", "Employment plans that get an addendum",
                  "First day on which costs count"):  # fmt: skip
        assert label in told
    assert "Before that: 2010." in told


def test_the_years_of_a_plan_concern_only_a_pool_that_is_answered_with_an_addendum():
    assert "number goals" not in said(Version(2011, FIRST), BEFORE, addendum=False)


def test_what_is_copied_from_another_year_is_doubted_though_it_lies_ahead():
    later = Settings(years=(2011, 2012), plan_years=(2011, 2012), addendum_years=(2011,),
                     earliest_cost_date=date(2011, 2, 1))  # fmt: skip
    told = said(Version(2011, later), Version(2010, later))
    assert told.count("as in the version of 2010") == 4
    assert said(Version(2011, later), Version(2011, later)) == ""  # within a year it stays on purpose


@pytest.mark.parametrize(("today", "doubted"), [(date(2010, 9, 15), False), (date(2010, 9, 16), True)])
def test_a_first_day_that_has_passed_is_named(today, doubted):
    assert ("which has passed" in said(BEFORE, today=today)) is doubted


def test_years_that_have_all_passed_are_named_and_none_at_all_is_no_error():
    assert said(Version(2010, Settings()), today=date(2014, 1, 1)).count("All of them have passed") == 3
    assert said(Version(2010, Settings(years=(), plan_years=(), addendum_years=()))) == ""


def test_the_director_reads_it_above_what_changes(make, browse, session):
    pool = make.pool(code="consultants", prefix="VIRK", allots=True)
    signed = make.guideline(pool=pool, region=make.region(), settings=FIRST.to_json())
    caseworker, director = make.person(Role.CASEWORKER, signed.region), make.person(Role.DIRECTOR, signed.region)
    with clock.at(clock.in_copenhagen(2011, 1, 3)):
        draft = guidelines.draft(pool, signed.region, 2011, by=caseworker)
        session.commit()
    for person, page in ((director, "/sign"), (caseworker, "")):
        shown = browse(person).get(f"/pools/guidelines/{draft.id}{page}")
        told = shown.soup.select_one("main .alert-warning").text
        assert "År for målene i tal: 2010, 2011, 2012, 2013. Retningslinjerne er for 2011. Før det år: 2010." in told
        assert "Første dag, hvor udgifter tæller med: 15. september 2010" in told
    assert not browse(caseworker).get(f"/pools/guidelines/{signed.id}").soup.select("main .alert-warning")
