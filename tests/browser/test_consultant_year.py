"""A consultant grant through a whole year, in a real browser: from the grant letter to the region's frozen edition."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from portal.adapters import spreadsheets
from portal.core import clock
from portal.demo import people
from portal.results.annual_tables import TABLES
from tests.browser import consultant_grant as grant
from tests.browser import consultant_money as money
from tests.browser import consultant_reports as reports
from tests.browser.conftest import OpenPage
from tests.results.test_annual_editions import numeric, said
from tests.support.browsing import People
from tests.support.site import Site, running

PEOPLE = {
    "caseworker": "birthe.holm@example.dk",
    "writer": "nikolaj.vind@example.dk",
    "manager": "ulla.kjaer@example.dk",
    "director": "inge.thorup@example.dk",
    "controller": "palle.steen@example.dk",
}
YEARS_IN_MINUTES = str(60 * 24 * 366 * 2)
ORE = re.compile(r"\b\d{1,3}(?:\.\d{3})*,\d\d\b")


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return clock.in_copenhagen(year, month, day, hour)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal on 2 September 2010, with a round of the consultant pool; nobody is signed out between the days."""
    settings = {"WEB_CONCURRENCY": "1", "IDLE_MINUTES": YEARS_IN_MINUTES}
    with running(
        tmp_path_factory.mktemp("year"), "tests.support.clocked:app", flask_app="tests.support.clocked",
        begins=at(2010, 9, 2), data=("prepare",), **settings,
    ) as site:  # fmt: skip
        yield site


@pytest.mark.slow
def test_from_grant_letter_to_frozen_edition(open_page: OpenPage, site: Site, tmp_path: Path) -> None:
    who = People(open_page, PEOPLE, people.PASSWORD)
    autumn_2010(who, site, tmp_path)
    winter_2011(who, site, tmp_path)
    spring_2011(who, site)
    site.set_clock(at(2011, 5, 16))
    reports.compile_the_annual_report(who)
    first = reports.freeze(who, reports.FIRST_WORDS)
    paper, book = reports.files(who.page("director"), first)
    equal_to_the_ore(paper, book)
    reports.open_the_year_again(who)
    reports.change_a_figure(who)
    reports.compile_anew(who)
    second = reports.freeze(who, reports.CORRECTION, correction=True)
    corrected(who.page("director"), second)
    assert reports.files(who.page("director"), first) == (paper, book)
    assert "Kæden holder" in site.flask("audit", "verify")


def autumn_2010(who: People, site: Site, folder: Path) -> None:
    grant.allot(who)
    grant.send_the_letter(who, site)
    site.set_clock(at(2010, 9, 29))
    grant.begin(who)
    grant.write_every_section(who)
    grant.sign_and_submit(who, site)
    site.set_clock(at(2010, 10, 8))
    grant.score_and_recommend(who)
    grant.decide(who, site)
    grant.accept(who)
    money.pay(who, site, folder, 1, at(2010, 10, 8, 14))


def winter_2011(who: People, site: Site, folder: Path) -> None:
    site.set_clock(at(2011, 1, 20))
    money.held_back(who)
    money.reach_the_milestone(who)
    money.measure(who)
    money.write_the_account(who, folder)
    money.sign_the_account(who)
    money.send_the_account_back(who)
    money.put_the_account_right(who, folder)
    money.sign_the_account(who, again=True)
    money.approve_the_account(who)
    money.pay(who, site, folder, 2, at(2011, 1, 24, 14))


def spring_2011(who: People, site: Site) -> None:
    site.set_clock(at(2011, 3, 14))
    reports.import_figures(who)
    reports.open_the_reports(who, site)
    reports.write_the_report(who)
    reports.sign_the_report(who)
    reports.send_the_report_back(who)
    reports.correct_the_report(who)
    reports.sign_the_report(who)
    reports.approve_the_report(who)


def equal_to_the_ore(paper: bytes, book: bytes) -> None:
    """Every row of figures of the workbook stands on the paper, and each amount in øre of the paper in the workbook."""
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())
    rows = []
    for sheet in spreadsheets.read(book).sheets[: len(TABLES)]:
        for number, cells in list(sheet.rows.items())[1:]:
            rows.append([said(sheet, number, each, cells[each]) for each in sorted(cells) if numeric(cells[each])])
    assert [row for row in rows if " ".join(row) not in words] == []
    amounts = {each for row in rows for each in row}
    assert {"812.345,67", "3.387.654,33"} <= set(ORE.findall(words)) <= amounts


def corrected(page: Page, edition: str) -> None:
    """The second edition lists what was changed after the first was frozen: 61 became 58."""
    page.goto(edition)
    rows = [row.inner_text().split("\t") for row in page.locator("[aria-labelledby=changed] tbody tr").all()]
    [(_table, where, _figure, *told)] = [row for row in rows if "Faktisk" in row]
    assert where.endswith("Virksomhedspraktik")
    assert [each.strip() for each in told] == ["61", "58", "-3"]
