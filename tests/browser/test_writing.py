"""Writing a section in a real browser: it saves by itself, survives a lost connection, overwrites nobody silently."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, signed_in

WRITER, COLLEAGUE = "mette.lindgaard@example.dk", "karsten.brandt@example.dk"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
OFFLINE = "net::ERR_"


@pytest.fixture
def section(page: Page) -> Page:
    """The follow-up of a draft of their own, as the writer has opened it."""
    signed_in(page, WRITER, people.PASSWORD)
    page.goto("/applications/?status=draft")
    page.locator("main tbody a").first.click()
    page.locator(".tasks--sections h3 a").nth(10).click()
    expect(page.locator("#f-evaluation")).to_be_visible()
    return page


def saved_by_hand(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).last.click()


def test_what_is_typed_is_saved_without_a_press(section: Page):
    section.locator("#f-evaluation").fill("Vi måler efter 26 uger.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Vi måler efter 26 uger.")
    axe(section)


def test_a_lost_connection_loses_nothing(section: Page, complaints: list[str]):
    section.context.set_offline(True)
    section.locator("#f-evaluation").fill("Skrevet uden forbindelse.")
    expect(section.locator("#saved-words")).to_contain_text("Forbindelsen er væk")
    section.context.set_offline(False)
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Skrevet uden forbindelse.")
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_what_was_typed_before_a_failed_press_is_put_back(section: Page, complaints: list[str]):
    section.context.set_offline(True)
    section.locator("#f-evaluation").fill("Trykket uden forbindelse.")
    section.get_by_role("button", name="Gem", exact=True).last.click()
    section.wait_for_timeout(500)
    section.context.set_offline(False)
    section.goto("/applications/?status=draft")
    section.locator("main tbody a").first.click()
    section.locator(".tasks--sections h3 a").nth(10).click()
    expect(section.locator("#f-evaluation")).to_have_value("Trykket uden forbindelse.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_the_second_of_two_is_told_and_chooses(section: Page, open_page: OpenPage):
    other = open_page()
    signed_in(other, COLLEAGUE, people.PASSWORD)
    other.goto(section.url)
    other.locator("#f-evaluation").fill("Lederens ord.")
    saved_by_hand(other)
    section.locator("#f-evaluation").fill("Skriverens ord.")
    expect(section.locator("#saved-words")).to_contain_text("Karsten Brandt gemte dette afsnit")
    with section.expect_navigation():
        section.locator(".pp-actions button[type=submit]").last.click()
    expect(section.locator("main")).to_contain_text("Lederens ord.")
    expect(section.locator("main")).to_contain_text("Skriverens ord.")
    axe(section)
    with section.expect_navigation():
        section.locator("a[data-forget]").click()
    expect(section.locator("#f-evaluation")).to_have_value("Lederens ord.")
    expect(section.locator("#saved-words")).to_contain_text("Gemt af")


@pytest.mark.parametrize("pause", [200, 1550], ids=["before it is saved", "while it is saved"])
def test_a_reload_while_typing_is_no_clash_with_oneself(section: Page, pause: int):
    for words in ("Skrevet først.", "Skrevet først. Og lidt til."):
        section.locator("#f-evaluation").fill(words)
        section.wait_for_timeout(pause)
        section.reload()
        expect(section.locator("#f-evaluation")).to_have_value(words)
        expect(section.locator("#saved-words")).to_contain_text("Gemt")
    saved_by_hand(section)
    expect(section.locator("main")).not_to_contain_text("To versioner")


def test_a_page_drawn_just_before_the_words_were_saved_is_drawn_again(section: Page):
    drawn_before = section.request.get(section.url).text()
    section.locator("#f-evaluation").fill("Gemt, mens siden blev hentet.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.route(section.url, lambda route: route.fulfill(body=drawn_before, content_type="text/html"), times=1)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Gemt, mens siden blev hentet.")


@pytest.mark.parametrize("wrapped", ["pp-fill", "pp-rows", "lines"])
def test_a_field_with_an_error_has_a_red_edge_wherever_it_stands(section: Page, wrapped: str):
    field = '<span class="form-error"><input class="form-input" aria-invalid="true" id="wrong"></span>'
    section.locator("main").evaluate(
        "(main, html) => { main.innerHTML = html }", f'<div class="{wrapped}">{field}</div>'
    )
    assert section.locator("#wrong").evaluate("field => getComputedStyle(field).borderTopColor") == "rgb(204, 0, 0)"
