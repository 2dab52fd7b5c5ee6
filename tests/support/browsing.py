"""What a person does on every page of the browser tests."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    assert "/sign-in" not in page.url, f"{email} was not signed in:\n{page.locator('main').inner_text()}"


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def axe(page: Page) -> None:
    """No violation of any rule of axe, on the page as it stands now."""
    found = AXE.run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
