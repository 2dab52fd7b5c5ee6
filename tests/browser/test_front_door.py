"""The page before signing in, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.browsing import axe

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_sign_in_page_can_be_used_by_everyone(open_page: OpenPage, viewport, language):
    page = open_page(viewport=viewport)
    page.goto(f"/sign-in?language={language}")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", language)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], "the page scrolls sideways"


def test_a_wrong_password_is_answered_on_the_same_page(page: Page):
    page.goto("/sign-in")
    page.locator("input[name=email]").fill("nobody@example.dk")
    page.locator("input[name=password]").fill("not the password")
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    expect(page.locator("input[name=email]")).to_have_value("nobody@example.dk")
    expect(page.locator("input[name=password]")).to_have_value("")
    axe(page)


def test_a_look_that_was_never_measured_is_found_when_nobody_can_read_it(page):
    pale = '<p style="color: #bbb">Kan knap læses</p>'
    whole = '<html lang="da"><title>Prøve</title><body><main><h1>Prøve</h1><p>Kan læses</p>{}</main></body></html>'
    for more in ("", "<p>Igen</p>"):
        page.set_content(whole.format(more))
        axe(page)
    page.set_content(whole.format(pale))
    for _time in range(2):  # what was found to be bad is not known as good
        with pytest.raises(AssertionError, match="contrast"):
            axe(page)
    page.set_content(whole.format("<img src=data:,>"))
    with pytest.raises(AssertionError, match="alternative text"):
        axe(page)


KNOWN = "<ul><li><a href=/1>Sag 1</a></li></ul><label for=name>Navn</label><input id=name><h2>Sager</h2>"


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("Navn</label>", "</label>", "label"),
        ("for=name", "for=nobody", "label"),
        ("<a href=/1>Sag 1</a>", "<a href=/1></a>", "link-name"),
        ("<li>", "<p>", "list"),
        ("h2", "h4", "heading-order"),
        ("<h2>", "<h2 role=row>", "aria-required-parent"),
        ("<input id", "<input aria-invalid=perhaps id", "aria-valid-attr-value"),
        ("<ul>", "<ul><li><b style='color: #ccc'>Bleg</b></li>", "color-contrast"),
    ],
)
def test_what_is_new_on_a_page_that_is_known_is_judged(page, good, bad, rule):
    whole = '<html lang="da"><title>Prøve</title><body><main><h1>Prøve</h1>{}</main></body></html>'
    for number in (1, 2, 3):
        page.set_content(whole.format(KNOWN.replace("Sag 1", f"Sag {number}")))
        axe(page)
    page.set_content(whole.format(KNOWN.replace(good, bad)))
    for _time in range(2):
        with pytest.raises(AssertionError, match=f"Rule Violated:\n.*{rule} "):
            axe(page)
