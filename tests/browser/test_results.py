"""Figures and a results review in a real browser: every state can be used by everyone, and the picture is there."""

import pytest
from playwright.sync_api import Page, expect

from portal.core.permissions import Role
from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, signed_in
from tests.support.danish import da

NARROW = {"width": 320, "height": 740}


@pytest.fixture
def manager(page: Page) -> Page:
    signed_in(page, people.account(Role.MANAGER, "JC-0573").email, people.PASSWORD)
    return page


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def test_the_picture_of_a_series_is_drawn_beside_its_table(manager: Page):
    manager.goto("/labour-market/indicators/figures?indicator=langtidsledige&area=JC-0573&beside=JC-0461")
    picture = manager.locator("figure img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    expect(manager.locator("main table").first).to_contain_text("318")
    axe(manager)


def test_a_total_that_does_not_add_up_is_pointed_out(open_page: OpenPage):
    page = open_page(viewport=NARROW)
    signed_in(page, people.CASEWORKER.email, people.PASSWORD)
    page.goto("/labour-market/indicators/figures?indicator=virksomhedsrettet-match2&area=BR-NJ")
    expect(page.locator("main .alert-warning")).to_contain_text("280")
    axe(page)
    fits(page)


def test_a_file_with_faults_and_one_that_waits_can_be_read_by_everyone(open_page: OpenPage):
    page = open_page(viewport=NARROW)
    signed_in(page, people.CASEWORKER.email, people.PASSWORD)
    page.goto("/labour-market/indicators/imports")
    axe(page)
    page.locator("[name=source]").fill("Kvartalsrapport")
    page.locator("[name=retrieved_on]").fill("2011-07-04")
    rows = "indikator;område;periode;værdi;enhed\nlangtidsledige;DK;2011Q1;325;personer\n"
    file = {"name": "tal.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name=da("Upload and look")).click()
    expect(page.locator("#wrong")).to_be_visible()
    expect(page.locator("[name=source]")).to_have_value("Kvartalsrapport")
    axe(page)
    fits(page)
    with page.expect_navigation():
        page.locator("#history + table tbody a").first.click()
    expect(page.get_by_role("button", name=da("Import the figures"))).to_be_visible()
    axe(page)
    fits(page)


def test_a_review_is_typed_with_a_fault_corrected_and_ready_to_be_closed(manager: Page):
    manager.goto("/results/?status=open")
    with manager.expect_navigation():
        manager.locator("main tbody a").first.click()
    axe(manager)
    with manager.expect_navigation():
        manager.get_by_role("link", name=da("Write the figures here")).click()
    cell = manager.locator("[name=goals_M1_before]")
    cell.fill("mange")
    save = manager.get_by_role("button", name=da("Save the figures"))
    with manager.expect_navigation():
        save.click()
    expect(manager.locator(".error-summary li")).to_have_count(1)
    expect(cell).to_have_value("mange")
    axe(manager)
    cell.fill("751")
    with manager.expect_navigation():
        save.click()
    with manager.expect_navigation():
        manager.get_by_role("link", name=da("Close the results review")).click()
    expect(manager.get_by_role("button", name=da("Close the results review"))).to_be_visible()
    axe(manager)


def test_the_workbook_that_is_downloaded_can_be_uploaded_again(manager: Page, tmp_path):
    manager.goto("/results/?status=open")
    with manager.expect_navigation():
        manager.locator("main tbody a").first.click()
    with manager.expect_navigation():
        manager.get_by_role("link", name=da("Upload the filled workbook")).click()
    axe(manager)
    with manager.expect_download() as download:
        manager.get_by_role("link", name=da("The workbook (.xlsx)")).click()
    kept = tmp_path / "rr.xlsx"
    download.value.save_as(kept)
    manager.locator("input[type=file]").set_input_files(kept)
    with manager.expect_navigation():
        manager.get_by_role("button", name=da("Upload and look")).click()
    expect(manager.locator("main")).to_contain_text(da("The file says the same as the newest version."))
    axe(manager)
    with manager.expect_navigation():
        manager.get_by_role("button", name=da("Use the figures of the file")).click()
    expect(manager.locator(".flash")).to_contain_text(da("The figures of the file are the newest version."))
