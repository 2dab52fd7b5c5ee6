"""The desk's list: its pages in every order, and figures that say when they are not the whole."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.core.sqlite import in_danish_order
from portal.decisions import assessing, desk_counts, listing
from portal.decisions.desk_counts import Count
from portal.decisions.listing import MUSTS, STATES, Wanted
from portal.decisions.rules import Mark
from tests.decisions.cases import GOOD, VERDICTS, a_case, submit, verdict
from tests.support.pages import counted_queries
from tests.support.standing import standing

SORTED = {
    "title": lambda row: in_danish_order(row.title),
    "centre": lambda row: in_danish_order(row.centre),
    "requested": lambda row: row.requested,
    "state": lambda row: list(STATES).index(row.status),
    "must": lambda row: [each.value for each in MUSTS].index(worst(row)),
    "points": lambda row: row.points or 0,
    "days": lambda row: (not row.is_open, row.answer_at),
}
NAMES = ("Øster", "ål", "Æble", "zebra", "Årby", "abe", "Ærø", "øl", "Bro")
ANSWERS = ("not_met", "met", "waived", "cannot_tell")
THEIRS = (Status.GRANTED, Status.SUBMITTED, Status.GRANTED, Status.RETURNED, Status.REFUSED)


@standing
def case(make):
    """Ten cases of one region in two rounds: four granted, two refused, and four open ones; some of them scored."""
    found = a_case(make)
    region = found.application.round.region
    other = make.round(region=region, answer_at=datetime(2998, 1, 1, tzinfo=UTC))
    for place, name in enumerate(NAMES):
        this_round, centre = (other if place % 3 else found.application.round), make.job_centre(region, name=name)
        made = make.application(round=this_round, job_centre=centre, title=name, requested=Ore(place % 3))
        submit(make, made, verdicts=[*VERDICTS, verdict("OPK-07", ANSWERS[place % 4])])
        if place % 3:
            marks = {code: Mark(1 + place % 5, "Ja") for code in GOOD}
            assessing.score(made, marks, seen=made.version, by=found.caseworker)
        made.status = THEIRS[place % 5]
    db.session.commit()
    return found


@pytest.fixture
def counted_to_two(monkeypatch):
    """As if two were a thousand."""
    monkeypatch.setattr(desk_counts, "MOST", 2)
    monkeypatch.setattr(desk_counts, "TO_MOST", 3)


def pages(person, **asked) -> list[list[str]]:
    found = (listing.listed(person, Wanted(page=page, **asked)) for page in range(1, 5))
    return [[row.title for row in each.rows] for each in found]


def worst(row) -> str:
    return next(each for each in ("not_met", "cannot_tell", "waived", "met") if getattr(row.musts, each))


def sorted_here(person, sort, *, down, **asked) -> list[list[str]]:
    """Every case that fits, opened and sorted, in pages of three."""
    must = asked.pop("must", "")
    rows = [row for row in listing.listed(person, Wanted(**asked)).rows if must in {"", worst(row)}]
    rows.sort(key=lambda row: (SORTED[sort](row), row.reference), reverse=down)
    return [[row.title for row in rows[first : first + 3]] for first in range(0, 12, 3)]


@pytest.mark.parametrize(
    "asked", [{}, {"state": "granted"}, {"state": "submitted"}, {"words": "b"}, {"must": "met"}, {"must": "waived"}]
)
@pytest.mark.parametrize("down", [False, True])
def test_the_database_finds_the_page_that_sorting_every_case_would_give(case, down, asked, monkeypatch):
    for sort in SORTED:
        whole = sorted_here(case.caseworker, sort, down=down, **asked)
        with monkeypatch.context() as few:
            few.setattr(listing, "PAGE", 3)
            assert pages(case.caseworker, sort=sort, down=down, **asked) == whole, sort
            few.setattr(desk_counts, "MOST", 2)
            few.setattr(desk_counts, "TO_MOST", 3)
            assert pages(case.caseworker, sort=sort, down=down, **asked) == whole, sort


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
    assert listing.listed(case.caseworker, Wanted()).count == Count(10, Ore(620_000_00 + 9))
    waived = listing.listed(case.caseworker, Wanted(must="waived"))
    assert waived.tally == {Status.GRANTED: Count(1, Ore(2)), Status.SUBMITTED: Count(1, Ore(0))}


def test_a_must_that_nobody_knows_asks_for_nothing(case):
    assert listing.listed(case.caseworker, Wanted(must="nearly")).count.number == 10


def test_the_points_on_the_desk_are_those_that_stand(make, case):
    """They come with the scores, change with new ones, and go with a new submission."""
    found, by = case.application, case.caseworker

    def shown():
        asked = Wanted(words=found.reference)
        return [row.points for row in listing.listed(by, asked).rows]

    assert shown() == [None]
    assessing.score(found, GOOD, seen=found.version, by=by)
    assert shown() == [80]
    assessing.score(found, {**GOOD, "goals": Mark(5, "Ja")}, seen=found.version, by=by)
    assert shown() == [84]
    submit(make, found)
    assessing.void_assessment(found, by)
    assert shown() == [None]


def test_a_new_submission_has_its_own_musts(make, case):
    """Each is found by what was submitted last."""
    submit(make, case.application, verdicts=[verdict("G-01", "not_met")])
    for must, number in (("not_met", 1), ("met", 0)):
        asked = Wanted(words=case.application.reference, must=must)
        assert listing.listed(case.caseworker, asked).count.number == number


def test_musts_and_points_take_no_more_queries_than_the_plain_desk(browse, case):
    browser = browse(case.caseworker)
    browser.get("/desk")
    with counted_queries() as plain:
        browser.get("/desk")
    for asked in ("must=met", "must=not_met&sort=title", "sort=must", "sort=points&down=1"):
        with counted_queries() as found:
            browser.get(f"/desk?{asked}")
        assert len(found) <= len(plain), asked


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


def test_every_choice_of_the_filter_is_one_that_the_list_understands(make, browse):
    case = a_case(make)
    lacking = make.application(round=case.application.round)
    submit(make, lacking, verdicts=[verdict("OPK-07", "not_met")])
    browser = browse(case.caseworker)
    page = browser.get("/desk")
    offered = {
        name: [each["value"] for each in page.soup.select(f"#{name} option")] for name in ("must", "state", "round")
    }
    assert offered["must"] == ["", *(each.value for each in listing.MUSTS)]
    assert offered["state"] == ["", *(each.value for each in listing.STATES)]
    assert offered["round"] == ["", case.application.round.reference]
    chosen = {"words": "", "round": offered["round"][1], "state": "submitted", "must": "not_met"}
    found = browser.get(f"/desk?{urlencode(chosen)}")
    assert found.all("main tbody th a") == [lacking.title]
    assert [each["value"] for each in found.soup.select("form.pp-panel [selected]")][:3] == list(chosen.values())[1:]
