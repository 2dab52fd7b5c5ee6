"""The desk in a real browser: what is typed is not lost, and the decision page follows what is chosen."""

import pytest
from playwright.sync_api import Page, expect

from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, look, signed_in
from tests.support.danish import da

CASEWORKER, DIRECTOR = "birthe.holm@example.dk", "inge.thorup@example.dk"
KEPT, BACK = (
    da("What you type is kept in this browser until you press the button."),
    da("What you typed last, and which was not saved, is put back."),
)
WHY = "Målene er skarpe, men udgangspunktet mangler."


def case_in(page: Page, state: str) -> str:
    page.goto(f"/desk?state={state}")
    return str(page.locator("main tbody th a").first.get_attribute("href"))


@pytest.fixture
def desk(page: Page) -> Page:
    signed_in(page, CASEWORKER, people.PASSWORD)
    return page


@pytest.fixture
def decision(page: Page) -> Page:
    """The page of a case whose recommendation is a full grant."""
    signed_in(page, DIRECTOR, people.PASSWORD)
    page.goto(case_in(page, "recommended") + "/decision")
    return page


def row(page: Page, part: str) -> str:
    return page.locator(f"tr[data-part={part}] td").first.inner_text()


@pytest.mark.parametrize("more", ["/scores", "/return", ""])
def test_what_is_typed_on_the_desk_is_put_back_when_one_comes_again(desk: Page, more: str):
    at = case_in(desk, "submitted") + more
    desk.goto(at)
    desk.locator("main textarea").first.fill(WHY)
    expect(desk.locator(".pp-kept")).to_have_text(KEPT)
    desk.goto("/")
    desk.goto(at)
    expect(desk.locator("main textarea").first).to_have_value(WHY)
    expect(desk.locator(".pp-kept span")).to_have_text(BACK)
    axe(desk)
    look(desk)
    desk.get_by_role("button", name=da("Throw it away")).click()
    expect(desk.locator("main textarea").first).to_have_value("")


def test_a_number_like_a_cpr_number_is_not_kept_and_one_is_asked_before_leaving(desk: Page):
    desk.goto(case_in(desk, "submitted") + "/return")
    desk.locator("main textarea").first.fill("Borger 010190-1234")
    expect(desk.locator(".pp-kept")).to_have_text("")
    assert "010190" not in desk.evaluate("JSON.stringify(localStorage)")
    asked = []
    desk.on("dialog", lambda each: (asked.append(each.type), each.accept()))
    desk.goto("/")
    assert asked == ["beforeunload"]


def test_what_is_saved_is_no_longer_kept_in_the_browser(desk: Page):
    desk.goto(case_in(desk, "submitted") + "/scores")
    desk.locator("#why_goals").fill(WHY)
    desk.locator("[name=points_goals][value='4']").check()
    with desk.expect_navigation():
        desk.get_by_role("button", name=da("Save the scores")).click()
    expect(desk.locator(".alert-success")).to_be_visible()
    assert desk.evaluate("localStorage.length") == 0
    expect(desk.locator("#why_goals")).to_have_value(WHY)


def test_the_frame_and_the_sentences_follow_the_outcome_and_the_amount(decision: Page):
    before = int(row(decision, "this").replace(".", "")) + int(row(decision, "left").replace(".", ""))
    decision.locator("input[value=partial]").check()
    decision.locator("#amount").fill("200.000,00")
    expect(decision.locator("tr[data-part=this] td").first).to_have_text("200.000")
    assert int(row(decision, "left").replace(".", "")) == before - 200_000
    expect(decision.locator("[data-money]")).to_contain_text("Med 200.000")
    decision.locator("#amount").fill("99.000.000")
    expect(decision.locator("[data-money]")).to_contain_text("99.000.000")
    assert row(decision, "left") == "0"
    decision.locator("input[value=refused]").check()
    expect(decision.locator("[data-refused]")).to_be_visible()
    expect(decision.locator("[data-money], [data-granted]").filter(visible=True)).to_have_count(0)
    assert row(decision, "this") == "0"
    axe(decision)
    look(decision)


def test_a_refusal_does_not_keep_the_words_of_a_positive_recommendation(decision: Page):
    words = decision.locator("#considerations").input_value()
    assert words
    decision.locator("input[value=refused]").check()
    expect(decision.locator("#considerations")).to_have_value("")
    expect(decision.locator("[data-emptied]")).to_be_visible()
    decision.locator("input[value=full]").check()
    expect(decision.locator("#considerations")).to_have_value(words)
    decision.locator("input[value=refused]").check()
    decision.locator("#considerations").fill("Mine egne.")
    decision.locator("input[value=full]").check()
    expect(decision.locator("#considerations")).to_have_value("Mine egne.")


def test_the_letter_is_read_anew_when_what_stands_in_it_changes(decision: Page):
    decision.locator("#read").check()
    decision.locator("input[value=partial]").check()
    expect(decision.locator("#read")).not_to_be_checked()
    expect(decision.locator("[data-changed]")).not_to_have_text("")
    decision.locator("#read").check()
    decision.locator("#amount").fill("200000")
    expect(decision.locator("#read")).not_to_be_checked()
    decision.locator("#read").check()
    decision.goto("/")
    decision.goto(case_in(decision, "recommended") + "/decision")
    expect(decision.locator("#amount")).to_have_value("200000")
    expect(decision.locator("#read")).not_to_be_checked()


def test_without_script_the_frame_says_which_amount_it_shows(open_page: OpenPage):
    page = open_page(java_script_enabled=False)
    signed_in(page, DIRECTOR, people.PASSWORD)
    page.goto(case_in(page, "recommended") + "/decision")
    said = page.locator("tr[data-part=this] td").last
    expect(said).to_have_text(da("The amount recommended, or the one you sent last"))


def test_the_lines_of_a_budget_keep_their_words_whole_in_a_box_that_shows_that_it_scrolls(desk: Page):
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(case_in(desk, "submitted"))
    desk.locator("#section-budget summary").click()
    boxes = desk.locator("#section-budget .pp-scroll")
    assert boxes.count() == 2
    for each in boxes.all():
        narrowest = each.evaluate("box => Math.min(...[...box.querySelectorAll('tbody th')].map(th => th.clientWidth))")
        assert narrowest > 80, "words stand letter by letter"
        assert "gradient" in each.evaluate("box => getComputedStyle(box).backgroundImage")
        assert each.get_attribute("tabindex") == "0"
    axe(desk)
