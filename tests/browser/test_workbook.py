"""The budget workbook in a real browser: slips corrected on the page, and the tables of a foreign file pointed at."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from portal.demo import people
from tests.browser.conftest import PATIENCE, OpenPage
from tests.budgets.test_showing import own_book
from tests.budgets.workbooks import changed
from tests.support.browsing import axe, signed_in
from tests.support.danish import da
from tests.support.workbook import HEADINGS

WRITER = "lene.bagger@example.dk"  # no other test in the browser writes in this job centre's drafts
SIZES = ({"width": 1280, "height": 900}, {"width": 320, "height": 740})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO_CORRECT = re.compile(r"(Én|\d+) ting skal rettes, før budgettet kan bruges")
NEW_PURPOSE = "Projektledelse, skrevet i regnearket"
FIXES = ".pp-fix {}[name^=fix-]"


@pytest.fixture
def uploading(open_page: OpenPage) -> Page:
    """The page on which the workbook of a draft is downloaded and uploaded."""
    page = open_page(viewport=SIZES[0])
    signed_in(page, WRITER, people.PASSWORD)
    page.goto("/applications/?status=draft")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    page.goto(page.url + "/budget/workbook")
    return page


@pytest.fixture
def template(uploading: Page) -> bytes:
    """The workbook with the lines of the draft, as the portal hands it out."""
    with uploading.expect_download() as downloading:
        uploading.get_by_role("link", name=da("Download it with the draft's lines")).click()
    return Path(downloading.value.path()).read_bytes()


def cells_of(data: bytes) -> dict[str, Any]:
    """The cells of the first line of costs, each under its heading."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Udgifter"]
    return {str(head.value): sheet.cell(HEADINGS + 1, head.column) for head in sheet[HEADINGS] if head.value}


def price_of(line: dict[str, Any]) -> Any:
    """The first price in this line: it stands in a year of the project's period."""
    return next(cell for head, cell in line.items() if head.startswith("Pris ") and cell.value)


def foreign(year: str) -> bytes:
    """A job centre's own workbook, whose amounts belong to this year."""

    def dated(book: Any) -> None:
        for cell in (each for sheet in book for row in sheet for each in row):
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2010", year)

    return changed(own_book(), dated)


def upload(page: Page, data: bytes) -> None:
    page.locator("#workbook").set_input_files({"name": "budget.xlsx", "mimeType": XLSX, "buffer": data})
    press(page, "Upload")


def press(page: Page, english: str) -> None:
    page.get_by_role("button", name=da(english), exact=True).click()


def stands(page: Page, heading: str | re.Pattern[str]) -> None:
    """The page with this heading, wide and narrow: never wider than its window, and no violation of any rule of axe."""
    expect(page.locator("h1")).to_have_text(heading, timeout=PATIENCE)
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
        axe(page)


def choose(page: Page, columns: dict[str, str]) -> None:
    """Say of each column which of the file's own headings it stands under."""
    for name, heading in columns.items():
        option = page.locator(f"[name='{name}'] option", has_text=heading)
        page.locator(f"[name='{name}']").select_option(option.get_attribute("value"))


def test_slips_are_corrected_on_the_page_looked_through_and_used(uploading: Page, template: bytes):
    page, line = uploading, cells_of(template)
    stands(page, da("The budget in Excel"))
    category, price = line["Kategori"], price_of(line)
    put = {category: "Diverse", price: f"ca. {price.value}", line["Aktivitet/formål"]: NEW_PURPOSE}

    def misfill(book: Any) -> None:
        for cell, value in put.items():
            book["Udgifter"][cell.coordinate].value = value

    upload(page, changed(template, misfill))
    stands(page, TO_CORRECT)
    expect(page.locator(FIXES.format(""))).to_have_count(2)
    page.locator(FIXES.format("input")).fill(str(price.value))
    page.locator(FIXES.format("select")).select_option(label=str(category.value))
    press(page, "Use the corrections")
    stands(page, da("Look through the budget before you use it"))
    for box in page.locator("input[name=ack]").all():
        box.check()
    press(page, "Use the budget in the draft")
    stands(page, "Budget")
    expect(page.locator("main")).to_contain_text(NEW_PURPOSE)


def test_the_tables_of_a_file_with_headings_of_its_own_are_pointed_at(uploading: Page, template: bytes):
    page = uploading
    line = cells_of(template)
    year = next(head for head, cell in line.items() if cell is price_of(line)).split()[1]
    upload(page, foreign(year))
    stands(page, TO_CORRECT)
    page.get_by_role("link", name=da("Show us the tables"), exact=True).click()
    stands(page, da("Show us the tables in your file"))
    press(page, "Read the file in this way")
    expect(page.locator(".error-summary")).to_be_visible()
    stands(page, da("Show us the tables in your file"))
    page.locator("[name=financing-sheet]").select_option("Penge")
    page.locator("button[value=look-financing]").click()
    expect(page.locator("[name=financing-drawn]")).to_have_value("Penge")
    choose(page, {"costs-category": "Hvad slags", "costs-purpose": "Hvad køber vi", "costs-sought": "Fra puljen"})
    choose(page, {f"costs-amount-{year}": f"Kr. i {year}", f"financing-amount-{year}": f"Kr. {year}"})
    choose(page, {"financing-source": "Hvem", "financing-kind": "Art"})
    press(page, "Read the file in this way")
    stands(page, da("Look through the budget before you use it"))
    expect(page.locator("main")).to_contain_text("Truckcertifikat 2")
