"""How a project stands today, in the same words wherever a person meets it."""

from datetime import UTC, date, datetime

import pytest

from portal.core import clock as today_of
from portal.projects import queries, rules
from portal.projects.rules import ProjectState, ProjectStatus


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        (date(2010, 11, 14), "to_begin", "Begynder den 15. november 2010"),
        (date(2010, 11, 15), "running", "I gang"),
        (date(2011, 12, 31), "running", "I gang"),
        (date(2012, 1, 1), "over", "Perioden er slut"),
    ],
)
def test_the_list_is_filtered_by_every_state_it_shows_and_the_file_says_the_same_words(
    case, browse, clock, day, state, words
):
    clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    browser, mine = browse(case.caseworker), case.project.title
    states = [each["value"] for each in browser.get("/projects").soup.select("#status option") if each["value"]]
    assert states == ["offered", "to_begin", "running", "over", "closed"]
    assert [each for each in states if mine in browser.get(f"/projects?status={each}").all("main tbody th a")] == [
        state
    ]
    assert browser.get(f"/projects?status={state}").all("main tbody td:nth-of-type(3)") == [words]
    assert f";{words};" in browser.client.get(f"/projects/list.csv?status={state}").text


@pytest.mark.parametrize("status", [ProjectStatus.OFFERED, ProjectStatus.CLOSED])
def test_what_does_not_run_is_what_it_is_on_every_day(case, session, clock, status):
    case.project.status = status
    session.commit()
    for day in (date(2010, 1, 1), date(2011, 1, 1), date(2013, 1, 1)):
        clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        assert case.project.state(today_of.today()) is ProjectState(status.value)
        found = {each for each in ProjectState
                 if queries.ids(case.caseworker, queries.Wanted(status=each.value))}  # fmt: skip
        assert found == {ProjectState(status.value)}
    assert rules.state_words(ProjectState.OVER, date(2010, 1, 1)) == ProjectState.OVER.label
