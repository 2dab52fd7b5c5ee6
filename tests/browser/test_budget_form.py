"""Writing the budget in a real browser: it saves by itself, survives a lost connection, overwrites nobody silently."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, signed_in

WRITER, COLLEAGUE = "mette.lindgaard@example.dk", "karsten.brandt@example.dk"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
OFFLINE = "net::ERR_"
PURPOSE = "#lines-0-purpose"
LINES = "main form [data-row=line]"


@pytest.fixture
def budget(page: Page) -> Page:
    """The budget of a draft of their own, as the writer has opened it."""
    signed_in(page, WRITER, people.PASSWORD)
    page.goto("/applications/?status=draft")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    page.goto(page.url + "/budget/edit")
    unfold(page)
    return page


def unfold(page: Page) -> None:
    """Open every row of the form."""
    page.locator("main form [data-row]").evaluate_all("rows => rows.forEach(row => { row.open = true })")
    expect(page.locator(PURPOSE)).to_be_visible()


def test_what_is_typed_is_saved_without_a_press(budget: Page):
    budget.locator(PURPOSE).fill("Kursus i lager og logistik")
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.reload()
    expect(budget.locator(PURPOSE)).to_have_value("Kursus i lager og logistik")
    axe(budget)


def test_a_half_typed_figure_is_kept_in_the_browser_until_it_can_be_read(budget: Page):
    budget.locator("#lines-0-sought").fill("12,")
    expect(budget.locator("#saved-words")).to_contain_text("Ikke gemt: ")
    budget.reload()
    unfold(budget)
    expect(budget.locator("#lines-0-sought")).to_have_value("12,")
    budget.locator("#lines-0-sought").fill("12,50")
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.reload()
    expect(budget.locator("#lines-0-sought")).to_have_value("12,50")


def test_a_lost_connection_loses_nothing(budget: Page, complaints: list[str]):
    budget.context.set_offline(True)
    budget.locator(PURPOSE).fill("Skrevet uden forbindelse")
    expect(budget.locator("#saved-words")).to_contain_text("Forbindelsen er væk")
    budget.context.set_offline(False)
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.reload()
    expect(budget.locator(PURPOSE)).to_have_value("Skrevet uden forbindelse")
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_a_line_that_was_added_survives_a_reload_before_it_was_saved(budget: Page):
    count = budget.locator(LINES).count()
    budget.get_by_role("button", name="Tilføj linje").click()
    expect(budget.locator(f"#lines-{count}-category")).to_be_focused()
    expect(budget.locator(f"[name='lines-{count}-key']")).to_have_value(str(count + 1))
    added = budget.locator(f"#lines-{count}-purpose")
    added.fill("Tilføjet linje")
    budget.locator(f"#lines-{count}-sought").fill("1.")  # not a figure yet, so it stands in this browser only
    expect(budget.locator("#saved-words")).to_contain_text("Ikke gemt: ")
    budget.goto(budget.url)
    expect(added).to_have_value("Tilføjet linje")
    unfold(budget)
    budget.locator(f"#lines-{count}-sought").fill("1.000")
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.goto(budget.url)
    expect(added).to_have_value("Tilføjet linje")


def test_the_second_of_two_is_told_and_chooses(budget: Page, open_page: OpenPage):
    other = open_page()
    signed_in(other, COLLEAGUE, people.PASSWORD)
    other.goto(budget.url)
    unfold(other)
    other.locator(PURPOSE).fill("Lederens kursus")
    expect(other.locator("#saved-words")).to_have_text(SAVED)
    budget.locator(PURPOSE).fill("Skriverens kursus")
    expect(budget.locator("#saved-words")).to_contain_text("Karsten Brandt gemte dette afsnit")
    with budget.expect_navigation():
        budget.locator("form[data-autosave] .button-primary").click()
    expect(budget.locator("main")).to_contain_text("Karsten Brandt gemte dette afsnit")
    expect(budget.locator("main")).to_contain_text("Lederens kursus")
    expect(budget.locator("main")).to_contain_text("Skriverens kursus")
    axe(budget)
    with budget.expect_navigation():
        budget.locator("a[data-forget]").click()
    expect(budget.locator(PURPOSE)).to_have_value("Lederens kursus")
    expect(budget.locator("#saved-words")).to_contain_text("Gemt af Karsten Brandt")
