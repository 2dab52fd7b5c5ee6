"""The list of applications: every order and page is the one that sorting all of them would give."""

from datetime import UTC, datetime

import pytest

from portal.applications import listing, queries
from portal.applications.queries import Wanted
from portal.applications.rules import Status
from portal.core.money import Ore
from portal.core.permissions import Role
from tests.support.standing import standing


@standing
def cases(make, session):
    """Nine applications of three job centres in two rounds, and one of another region."""
    region = make.region()
    rounds = [make.round(region=region, closes_at=datetime(2998 - each, 1, 1, tzinfo=UTC)) for each in range(2)]
    centres = [make.job_centre(region, name=f"Jobcenter {name}") for name in ("C", "A", "B")]
    statuses = (Status.SUBMITTED, Status.GRANTED, Status.REFUSED)
    for each in range(9):
        make.application(round=rounds[each % 2], job_centre=centres[each // 3], title=f"Titel {each * 5 % 9}",
                         requested=Ore(each % 4), status=statuses[each % 3])  # fmt: skip
    make.application(round=rounds[0], job_centre=centres[0])  # a draft, which the region does not see
    make.application(status=Status.SUBMITTED)
    session.commit()
    return {"region": make.person(Role.CASEWORKER, region), "centre": make.person(Role.MANAGER, centres[0])}


@pytest.mark.parametrize("who", ["region", "centre"])
@pytest.mark.parametrize("sort", list(queries.SORTS))
@pytest.mark.parametrize("downwards", [False, True])
def test_the_pages_together_are_the_whole_list_in_order(cases, monkeypatch, who, sort, downwards):
    monkeypatch.setattr(queries, "PAGE_SIZE", 4)
    asked = [Wanted(sort=sort, downwards=downwards, page=page) for page in (1, 2, 3)]
    pages = [queries.listed(cases[who], each) for each in asked]
    whole = list(queries.everything(cases[who], asked[0]))
    assert [each.id for found, _number, _asked in pages for each in found] == [each.id for each in whole]
    assert {number for _found, number, _asked in pages} == {len(whole)} == {{"region": 9, "centre": 4}[who]}
    assert {together for _found, _number, together in pages} == {sum(each.requested for each in whole)}


@pytest.mark.parametrize("sort", list(queries.JOINED))
def test_where_there_are_too_many_groups_the_order_is_the_same(cases, monkeypatch, sort):
    found, _number, _asked = queries.listed(cases["region"], Wanted(sort=sort))
    monkeypatch.setattr(listing, "MOST_GROUPS", 0)
    again, _number, _asked = queries.listed(cases["region"], Wanted(sort=sort))
    assert [each.id for each in found] == [each.id for each in again]


def test_a_narrow_list_without_headings_is_sorted_in_the_form_which_keeps_the_order(cases, browse):
    page = browse(cases["region"]).get("/applications/?sort=requested&down=1")
    options = page.soup.select("main form select[name=sort] option")
    assert {each["value"] for each in options} == set(queries.SORTS)
    assert [each["value"] for each in options if each.has_attr("selected")] == ["requested"]
    assert page.soup.select_one("main form input[name=down]").has_attr("checked")
    assert page.soup.select_one("th[aria-sort=descending]").text.split()[0] == "Søgt,"


def test_above_a_thousand_only_the_next_page_is_offered(cases, browse, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 4)
    page = browse(cases["region"]).get("/applications/")
    assert len(page.soup.select("nav ul.tally a")) == 3
    monkeypatch.setattr(queries, "TO_MOST", 4)
    monkeypatch.setattr("portal.core.lists.MOST", 3)
    page = browse(cases["region"]).get("/applications/?page=2&sort=job_centre")
    assert page.all("nav.pp-actions a") == ["Forrige side", "Næste side"]
    assert page.all("main .rows-message") == ["Flere end tusind ansøgninger"]
    last = browse(cases["region"]).get("/applications/?page=3")
    assert last.all("nav.pp-actions a") == ["Forrige side"]
