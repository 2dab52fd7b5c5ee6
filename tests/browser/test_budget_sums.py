"""The sums of the budget's form in a real browser: read and added as the portal reads and adds, and said calmly."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.lines import in_whole_kroner
from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.browser.test_budget_form import LINES, OFFLINE, SAVED, WRITER, unfold
from tests.budgets.test_golden import READ_AS_TEXT
from tests.support.browsing import axe, signed_in

SPELLINGS = [
    *READ_AS_TEXT, "", " ", "1,234.50", "1,234,567", "12,345.6", "1,234", "12.34", "1.23.4", "0.5", "0,5", "0.125",
    "0,123456", "0,1234567", "12,5", "12,345", "12,3450", "1.2345", "1.234,5", "1 234,5", "12,", ",5", "1.234,567",
    "ca. 300", "2 mio.", "½", "5 %", "100 €", "USD 5", "1e5", "٣", "999999999999", "1000000000000", "1000000000001",
    "--5", "(5", "5)", "0,00", "007", "1.23", "kr.", "kr", "1 kr. 5", "1’000,25", "NaN",
]  # fmt: skip
PRODUCTS = [
    ("1", "0,49"), ("1", "0,50"), ("1", "1,50"), ("3", "0,50"), ("0,5", "1"), ("0,5", "3"), ("2,5", "33,33"),
    ("0,3333", "300"), ("0,123456", "8.100.000"), ("12.5", "1.000,02"), ("1 234,5", "1.234,50"), ("7,25", "185,10"),
    ("1.000.000", "999.999,99"), ("0", "500"), ("-", "500"), ("", "500"), ("500", ""), ("mange", "5"), ("-3", "5"),
    ("12,", "5"), ("10", "6.000,-"),
]  # fmt: skip


@pytest.fixture
def budget(page: Page) -> Page:
    """The budget of another draft than the one the tests of writing use."""
    signed_in(page, WRITER, people.PASSWORD)
    page.goto("/applications/?status=draft")
    with page.expect_navigation():
        page.locator("main tbody a").last.click()
    page.goto(page.url + "/budget/edit")
    unfold(page)
    return page


def years(page: Page) -> list[str]:
    return (page.locator("#budget-form").get_attribute("data-years") or "").split()


def sums(page: Page) -> list[str]:
    """Every row of the two tables of sums that is shown."""
    shown = page.locator("#sums tr:not([hidden])")
    return [" ".join(row.split()) for row in shown.all_inner_texts()]


def test_the_browser_reads_every_spelling_as_the_portal_does(budget: Page):
    script = """async (texts) => {
        const { amount, number } = await import('/static/danish.js');
        const said = (read) => read === undefined ? 'unread' : read === null ? '' : read.toString();
        return texts.map((text) => [said(amount(text)), said(number(text))]);
    }"""
    found = budget.evaluate(script, SPELLINGS)
    assert dict(zip(SPELLINGS, map(tuple, found), strict=True)) == {each: portal_reads(each) for each in SPELLINGS}


def portal_reads(text: str) -> tuple[str, str]:
    """Øre, and millionths; below zero counts as not read, for so the form refuses it."""
    cell = Cell(Kind.TEXT, text) if text.strip() else None
    said = []
    for read, size in ((normalising.amount(cell), 1), (normalising.number(cell), 10**6)):
        wrong = read.value is None and not read.blank
        said.append("unread" if wrong or (read.value or 0) < 0 else "" if read.blank else str(int(read.value * size)))
    return said[0], said[1]


def test_units_times_price_is_whole_kroner_as_in_the_portal(budget: Page):
    year = years(budget)[0]
    found, expected = {}, {}
    for units, price in PRODUCTS:
        budget.locator(f"#lines-0-units_{year}").fill(units)
        budget.locator(f"#lines-0-unit_price_{year}").fill(price)
        found[units, price] = budget.locator(f"#line-1 [data-amount='{year}']").inner_text()
        expected[units, price] = portal_computes(units, price)
    assert found == expected


def portal_computes(units: str, price: str) -> str:
    read = normalising.number(Cell(Kind.TEXT, units) if units else None).value
    ore = normalising.amount(Cell(Kind.TEXT, price) if price else None).value
    if not isinstance(read, Decimal) or ore is None or read < 0:
        return "–"
    return in_whole_kroner(read * ore).short


def test_the_sums_follow_the_fields_and_are_those_of_the_portal(budget: Page, open_page: OpenPage):
    first, second = years(budget)[:2]
    budget.get_by_role("button", name="Tilføj linje").click()
    last = budget.locator(LINES).count() - 1
    budget.locator(f"#lines-{last}-category").select_option("21")
    budget.locator(f"#lines-{last}-purpose").fill("Gaffeltruck, to hold")
    budget.locator(f"#lines-{last}-unit").select_option("courses")
    for name, value in {f"units_{first}": "2,5", f"unit_price_{first}": "33.333,33", f"units_{second}": "1",
                        f"unit_price_{second}": "0,50", "sought": "83.000,25"}.items():  # fmt: skip
        budget.locator(f"#lines-{last}-{name}").fill(value)
    budget.locator(f"#sources-0-amount_{first}").fill("1.234.567,50")
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    assert budget.locator(f"#line-{last + 1} > summary [data-total]").inner_text() == "83.334 kr."
    assert budget.locator(f"#line-{last + 1} [data-share]").inner_text() == (
        "De tre beløb dækker ikke 333,75 kr. af linjen."
    )
    plain = open_page(java_script_enabled=False)
    signed_in(plain, WRITER, people.PASSWORD)
    plain.goto(budget.url)
    assert sums(budget) == sums(plain)
    assert budget.locator(".pp-bar-sums").inner_text() == plain.locator(".pp-bar-sums").inner_text()
    assert any("for meget" in row or "Mangler" in row for row in sums(plain))


def test_what_cannot_be_read_is_left_out_and_named_and_the_sums_are_said_calmly(budget: Page):
    year = years(budget)[0]
    aloud = budget.locator("#sums-words")
    assert aloud.inner_text() == ""
    budget.locator(f"#lines-0-unit_price_{year}").fill("100")
    budget.locator(f"#lines-0-units_{year}").press_sequentially("12")
    assert aloud.inner_text() == ""  # not on each key
    expect(aloud).to_contain_text("Udgifter ")
    budget.locator(f"#lines-0-units_{year}").fill("ca. 12")
    expect(budget.locator("#unread")).to_contain_text("»ca. 12«")
    axe(budget)
    budget.locator("#unread a").click()
    expect(budget.locator(f"#lines-0-units_{year}")).to_be_focused()
    budget.locator(f"#lines-0-units_{year}").fill("12")
    expect(budget.locator("#unread")).to_be_hidden()


def test_rows_are_copied_deleted_and_put_back_by_keyboard(budget: Page):
    count = budget.locator(LINES).count()
    title = budget.locator("#lines-0-purpose").input_value()
    budget.get_by_role("button", name="Kopiér linje 1").press("Enter")
    expect(budget.locator("#lines-1-purpose")).to_be_focused()
    expect(budget.locator("#lines-1-purpose")).to_have_value(title)
    budget.locator("#lines-1-purpose").fill("Kopi")
    budget.get_by_role("button", name="Slet linje 1", exact=True).press("Enter")
    expect(budget.locator(".pp-gone")).to_be_focused()
    expect(budget.locator(".pp-gone")).to_contain_text(f"Linje 1 er slettet. {title}")
    expect(budget.locator("#lines-0-purpose")).to_have_value("Kopi")
    expect(budget.locator(LINES)).to_have_count(count)
    budget.keyboard.press("Tab")
    budget.keyboard.press("Enter")
    expect(budget.locator("#line-1 > summary")).to_be_focused()
    expect(budget.locator("#lines-0-purpose")).to_have_value(title)
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.reload()
    expect(budget.locator(LINES)).to_have_count(count + 1)


def test_all_lines_are_opened_and_closed_at_once(budget: Page):
    budget.reload()
    folded = budget.locator(f"{LINES}:not([open])")
    expect(folded).to_have_count(budget.locator(LINES).count())
    budget.get_by_role("button", name="Åbn alle").click()
    expect(folded).to_have_count(0)
    budget.get_by_role("button", name="Luk alle").click()
    expect(folded).to_have_count(budget.locator(LINES).count())


def test_rows_come_and_go_without_a_connection(budget: Page, complaints: list[str]):
    count = budget.locator(LINES).count()
    budget.context.set_offline(True)
    budget.get_by_role("button", name="Tilføj linje").click()
    budget.locator(f"#lines-{count}-purpose").fill("Skrevet uden forbindelse")
    expect(budget.locator("#saved-words")).to_contain_text("Forbindelsen er væk")
    budget.context.set_offline(False)
    expect(budget.locator("#saved-words")).to_have_text(SAVED)
    budget.reload()
    expect(budget.locator(f"#lines-{count}-purpose")).to_have_value("Skrevet uden forbindelse")
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_the_form_fits_a_narrow_window(open_page: OpenPage, budget: Page):
    narrow = open_page(viewport={"width": 320, "height": 640})
    signed_in(narrow, WRITER, people.PASSWORD)
    narrow.goto(budget.url)
    unfold(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    axe(narrow)
