"""What a person does on every page of the browser tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.danish import da

AXE = Axe()
SIGNED_IN: dict[tuple[str, str], list[Any]] = {}  # the cookies of each person, by site
LOOKS = (Path(__file__).parent / "looks.js").read_text()
SCRIPTS = f"{LOOKS}; window.loadAxe = () => {{ {AXE.axe_script} }}"  # sent once, and read only where it is asked for
PASSED: dict[tuple[str, str], set[str]] = {}  # what axe had nothing to say of, by style sheets and size of window
TYPED = """() => [...document.querySelectorAll('main input, main textarea, main select')]
    .filter(each => !['hidden', 'password', 'file', 'submit'].includes(each.type))
    .map(each => [each.name, ['checkbox', 'radio'].includes(each.type) ? each.checked : each.value])"""


def signed_in(page: Page, email: str, password: str) -> None:
    """Signed in as this person, on no page yet; the form is filled in once for each person of a site."""
    who = (page.request.head("/sign-in").url, email)
    if who not in SIGNED_IN:
        sign_in(page, email, password)
        SIGNED_IN[who] = page.context.cookies()
    page.context.add_cookies(SIGNED_IN[who])


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    assert "/sign-in" not in page.url, f"{email} was not signed in:\n{page.locator('main').inner_text()}"


def axe(page: Page) -> None:
    """No violation of any rule of axe, on the page as it stands now.

    What axe has passed before in the same surroundings and a window of the same size is not judged again, as
    tests/support/looks.js says; a page of which all is known is not judged at all.
    """
    if page.evaluate("typeof looks") == "undefined":  # in a page whose own scripts are switched off
        page.evaluate(SCRIPTS)
    sheets, names = page.evaluate("[looks.sheets(), looks.names()]")
    passed = PASSED.setdefault((sheets, str(page.viewport_size)), set())
    fresh = set(names.split()) - passed
    if not fresh:
        return
    judge = "([fresh, first]) => { window.axe ?? loadAxe(); return looks.judge(fresh, first) }"
    found = AxeResults(page.evaluate(judge, [" ".join(fresh), not passed]))
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    passed |= fresh


def look(page: Page) -> None:
    """Axe, and that nothing reaches out of the window."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@dataclass
class People:
    """Several people, each in a browser of their own; every page they come to is checked with axe."""

    open_page: Callable[[], Page]
    emails: dict[str, str]
    password: str
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, who: str) -> Page:
        """Their page where they left it; the start page when they have just signed in."""
        if who not in self.pages:
            self.pages[who] = self.open_page()
            sign_in(self.pages[who], self.emails[who], self.password)
            look(self.pages[who])
        return self.pages[who]

    def home(self, who: str) -> Page:
        if who not in self.pages:
            return self.page(who)
        return go(self.page(who), "/")


def go(page: Page, address: str) -> Page:
    page.goto(address)
    look(page)
    return page


def press(page: Page, english: str, *, exact: bool = True, **values: object) -> None:
    """Press the button that says this in Danish, and look at the page that comes."""
    with page.expect_navigation() as going:
        page.get_by_role("button", name=da(english, **values), exact=exact).first.click()
    assert going.value.status < 400, f"{page.url}\n{page.locator('main').inner_text()}"
    look(page)


def press_wrong(page: Page, english: str, *sentences: str, **values: object) -> None:
    """Press with something wrong: 422, what is wrong is said in Danish, and what was typed stands."""
    typed = page.evaluate(TYPED)
    with page.expect_navigation() as going:
        page.get_by_role("button", name=da(english, **values), exact=True).click()
    assert going.value.status == 422, f"{going.value.status} {page.url}\n{page.locator('main').inner_text()}"
    for each in sentences:
        expect(page.locator(".error-summary")).to_contain_text(each)
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.evaluate(TYPED) == typed, page.url
    look(page)


def follow(page: Page, words: str, *, exact: bool = False) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=exact).first.click()
    look(page)


def says(page: Page, english: str, **values: object) -> None:
    expect(page.locator("main")).to_contain_text(da(english, **values))


def add_lines(page: Page, key: str, wanted: int) -> None:
    """As many lines of this part of a section as there is to type."""
    count = page.locator(f"input[name={key}-count]")
    while int(count.input_value()) < wanted:
        with page.expect_navigation():
            page.locator(f"button[name=add][value={key}]").click()


def type_all(page: Page, values: dict[str, list[str]]) -> None:
    """Each field of the page's form by its name, whatever kind of field it is."""
    kinds = dict(page.locator("main form [name]").evaluate_all("all => all.map(each => [each.name, each.type])"))
    for name, typed in values.items():
        found = page.locator(f"main form [name='{name}']")
        if kinds.get(name) == "checkbox":
            for each in found.all():
                each.set_checked(each.get_attribute("value") in typed)
        elif kinds.get(name) == "select-one":
            found.select_option(typed[0])
        else:
            found.fill(typed[0])


def download(page: Page, words: str, to: Path) -> Path:
    """What the link hands over, kept under this name."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name=words).first.click()
    downloading.value.save_as(to)
    return to
