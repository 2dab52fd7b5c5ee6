"""The list of rounds is filtered, sorted, and fetched as it stands; so is the ledger on a narrow page."""

import csv
import io
from contextvars import Context
from datetime import UTC, datetime

import pytest

from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger

FAR = datetime(2998, 1, 1, 11, tzinfo=UTC)


@pytest.fixture
def browser(browse, make, region):
    guideline = make.guideline(region=region)
    facts = {
        "Ærlig opkvalificering": {"opens_at": FAR, "frame": Ore(3_000_000_00), "largest_grant": Ore(1_00)},
        "Åben for alle": {"closes_at": FAR, "frame": Ore(2_000_000_00), "largest_grant": Ore(1_00)},
        "Zinkværk": {"closes_at": datetime(2010, 11, 1, tzinfo=UTC), "frame": Ore(9_000_000_00)},
    }
    for title, each in facts.items():
        usual = {"opens_at": datetime(2010, 9, 1, tzinfo=UTC), "closes_at": FAR.replace(year=2999)}
        made = make.round(guideline=guideline, title=title, **usual | each)
        ledger.open_frame(made, by=None)
    return browse(make.person(Role.CONTROLLER, region))


def titles(browser, query: str = "") -> list[str]:
    return [tag.text for tag in browser.get(f"/pools/{query}").soup.select("tbody th a")]


def test_the_latest_deadline_stands_first_until_something_else_is_asked(browser):
    latest_first = ["Ærlig opkvalificering", "Åben for alle", "Zinkværk"]
    assert titles(browser) == latest_first
    assert titles(browser, "?sort=deadline") == latest_first[::-1]
    assert titles(browser, "?sort=title") == ["Zinkværk", "Ærlig opkvalificering", "Åben for alle"]
    assert titles(browser, "?sort=frame&down=1") == ["Zinkværk", "Ærlig opkvalificering", "Åben for alle"]
    assert titles(browser, "?sort=nonsense&down=1") == latest_first


def test_rounds_are_found_by_words_and_by_state(browser, region):
    assert titles(browser, "?words=ÆRLIG") == ["Ærlig opkvalificering"]
    assert len(titles(browser, f"?words={region.name}")) == 3
    assert titles(browser, "?phase=planned") == ["Ærlig opkvalificering"]
    assert titles(browser, "?phase=closed") == ["Zinkværk"]
    assert titles(browser, "?phase=open&words=zink") == []
    assert "Ingen runde passer til filteret." in browser.get("/pools/?phase=open&words=zink").soup.text


def test_the_file_holds_what_the_list_shows_in_its_order(browser):
    page = browser.get("/pools/?sort=left&down=1&words=e")
    link = page.soup.select_one("a[href*='rounds.csv']")["href"]
    data = Context().run(browser.client.get, link).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))[1:]
    assert [row[1] for row in rows] == titles(browser, "?sort=left&down=1&words=e") != []


def test_without_the_headings_of_a_wide_page_the_form_says_the_order(browser):
    page = browser.get("/pools/?sort=frame&down=1")
    assert [each["value"] for each in page.soup.select("#sort option")] == [
        "title",
        "opens",
        "deadline",
        "frame",
        "left",
    ]
    assert page.soup.select_one("#sort option[selected]")["value"] == "frame"
    assert page.soup.select_one("#down").has_attr("checked")
    assert [each["aria-sort"] for each in page.soup.select("th[aria-sort]")] == ["descending"]


def test_so_does_the_ledger_of_a_round(browser):
    link = browser.get("/pools/").soup.select_one("tbody th a")["href"]
    page = browser.get(f"{link}/ledger?sort=amount")
    assert [each["value"] for each in page.soup.select("#sort option")] == ["time", "case", "amount"]
    assert page.soup.select_one("#sort option[selected]")["value"] == "amount"
    assert page.soup.select_one("th[aria-sort]")["aria-sort"] == "ascending"
