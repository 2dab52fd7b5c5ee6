"""The desk's list: its pages in every order, and figures that say when they are not the whole."""

from datetime import UTC, datetime

import pytest

from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import desk_pages, listing
from portal.decisions.desk_pages import Count
from portal.decisions.listing import Wanted
from tests.decisions.cases import a_case, submit, verdict
from tests.support.pages import counted_queries

SORTED = ("title", "centre", "requested", "state", "days", "must", "points")
NAMES = ("Øster", "ål", "Æble", "zebra", "Årby", "abe", "Ærø", "øl", "Bro")
STATES = (Status.GRANTED, Status.SUBMITTED, Status.GRANTED, Status.RETURNED, Status.REFUSED)


@pytest.fixture
def case(make):
    """Ten cases of one region in two rounds: four granted, two refused, and four open ones."""
    found = a_case(make)
    region = found.application.round.region
    other = make.round(region=region, answer_at=datetime(2998, 1, 1, tzinfo=UTC))
    for place, name in enumerate(NAMES):
        this_round, centre = (other if place % 3 else found.application.round), make.job_centre(region, name=name)
        made = make.application(round=this_round, job_centre=centre, title=name, requested=Ore(place % 3))
        submit(make, made)
        made.status = STATES[place % 5]
    db.session.commit()
    return found


@pytest.fixture
def counted_to_two(monkeypatch):
    """As if two were a thousand."""
    monkeypatch.setattr(desk_pages, "MOST", 2)
    monkeypatch.setattr(desk_pages, "TO_MOST", 3)


def pages(person, **asked) -> list[list[str]]:
    found = (listing.listed(person, Wanted(page=page, **asked)) for page in range(1, 6))
    return [[row.title for row in each.rows] for each in found]


@pytest.mark.parametrize("asked", [{}, {"state": "granted"}, {"state": "submitted"}, {"words": "b"}])
@pytest.mark.parametrize("sort", SORTED)
@pytest.mark.parametrize("down", [False, True])
def test_the_database_finds_the_page_that_sorting_every_case_would_give(case, sort, down, asked, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    found = pages(case.caseworker, sort=sort, down=down, **asked)
    with monkeypatch.context() as counted:
        counted.setattr(desk_pages, "MOST", 2)
        counted.setattr(desk_pages, "TO_MOST", 3)
        many = pages(case.caseworker, sort=sort, down=down, **asked)
    monkeypatch.setattr(listing, "INSIDE", frozenset(SORTED))
    whole = pages(case.caseworker, sort=sort, down=down, **asked)
    assert found == whole
    assert many == whole


def test_a_round_narrows_every_order(case, counted_to_two, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    reference = case.application.round.reference
    for sort in SORTED:
        found = [title for page in pages(case.caseworker, sort=sort, round=reference) for title in page]
        assert sorted(found) == sorted(["Øster", "zebra", "Ærø", case.application.title]), sort


def test_open_cases_are_counted_to_the_end_and_decided_ones_to_a_thousand(case, counted_to_two):
    found = listing.listed(case.caseworker, Wanted())
    assert found.tally[Status.GRANTED].more
    assert found.tally[Status.SUBMITTED] == Count(3, Ore(620_000_00 + 1 + 0))
    assert not found.tally[Status.REFUSED].more
    assert found.count.more


def test_what_is_counted_to_its_end_is_added_up(case):
    counted = listing.listed(case.caseworker, Wanted())
    opened = listing.listed(case.caseworker, Wanted(sort="points"))
    assert counted.count == opened.count == Count(10, Ore(620_000_00 + 9))
    assert counted.tally == opened.tally


def test_the_desk_and_the_start_page_say_that_there_are_more_than_a_thousand(case, browse, counted_to_two, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 4)
    desk = browse(case.caseworker).get("/desk")
    assert desk.all(".rows-message") == ["Flere end tusind sager, side 1"]
    assert desk.all("#so-far ~ table tbody td.num")[:2] == ["Flere end tusind", "–ikke lagt sammen"]
    assert desk.all("tfoot th") == ["Flere end tusind sager"]
    assert not desk.soup.select("svg.gauge")
    assert desk.all("nav[aria-label=Sider] a") == ["Næste side"]
    start = browse(case.reader).get("/")
    assert "Flere end tusind" in start.all("#desk-cases ~ table td")


def test_the_last_of_many_has_no_next_page(case, browse, counted_to_two, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 4)
    last = browse(case.caseworker).get("/desk?page=3")
    assert last.all(".rows-message") == ["Flere end tusind sager, side 3"]
    assert last.all("nav[aria-label=Sider] a") == ["Forrige side"]


def test_the_desk_the_case_and_its_scoring_say_the_same_of_the_musts(make, browse, case):
    browser, path = browse(case.caseworker), f"/desk/{case.application.id}"
    desk = browser.get(f"/desk?words={case.application.reference}")
    assert desk.all("td[data-title=Krav]") == ["2 opfyldt"]
    for page in (browser.get(path), browser.get(f"{path}/scores")):
        assert page.all("ul.tally")[:2] == ["Krav 2 opfyldt", "Bør-punkter 1 ikke opfyldt"]
        assert len(page.soup.select("ul.tally .t-bad")) == 1
    submit(make, case.application, verdicts=[verdict("G-01", "met"), verdict("OPK-07", "not_met")])
    desk = browser.get(f"/desk?words={case.application.reference}")
    assert desk.all("td[data-title=Krav]") == ["1 ikke opfyldt (OPK-07)"]
    assert browser.get(path).all("ul.tally") == ["Krav 1 ikke opfyldt 1 opfyldt"]


def test_a_desk_without_rows_says_why_and_leads_on(make, browse, case):
    browser, nobody = browse(case.caseworker), browse(make.person(Role.CASEWORKER, make.region()))
    assert "Der er ingen sager endnu." in nobody.get("/desk").soup.text
    for path, words, link in (
        ("/desk?state=recommended", "Ingen sager passer til filteret.", "/desk"),
        ("/desk?page=9&sort=title", "Så lang er listen ikke.", "/desk?sort=title"),
    ):
        page = browser.get(path)
        assert words in page.soup.text
        assert page.soup.select_one("#list ~ p.pp-section a")["href"] == link
        assert not page.soup.select("table.table--responsive-headers")


def test_the_start_pages_of_the_region_take_as_many_queries_whatever_there_is(make, browse, case):
    people = [case.caseworker, case.director, case.reader, make.person(Role.CONTROLLER, case.application.round.region)]
    browsers = [browse(each) for each in people]
    asked = []
    for _time in range(2):
        for each in browsers:
            each.get("/")
            with counted_queries() as queries:
                each.get("/")
            asked.append(len(queries))
        for _each in range(20):
            submit(make, make.application(round=case.application.round))
    assert asked[:4] == asked[4:]
