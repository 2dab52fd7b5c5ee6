"""A running portal and a real Chromium. Whatever a page complains about in the console fails the test that met it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.support.browsing import SCRIPTS
from tests.support.site import ROOT, Site, running

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FROM_NPM = ROOT / "node_modules" / ".chromium" / "start"  # unpacked by `make test`
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (403|404|409|422|429) ")
PARTS = {"stylesheet", "script", "image", "font"}
PATIENCE = 10_000  # milliseconds

OpenPage = Callable[..., Page]


def path_of_chromium() -> str | None:
    named = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or (str(FROM_NPM) if FROM_NPM.exists() else None)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal with its worker and the demonstration data, shared by the tests of this process."""
    of_run = tmp_path_factory.getbasetemp()
    if "TEST_MADE_ONCE" in os.environ:
        of_run = Path(os.environ["TEST_MADE_ONCE"])
    elif "PYTEST_XDIST_WORKER" in os.environ:
        of_run = of_run.parent
    with running(tmp_path_factory.mktemp("site"), made=of_run / "demonstration", WEB_CONCURRENCY="1") as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = path_of_chromium()
    if path is None:
        pytest.skip("No Chromium: run `make test` once, apt-get install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages of this test complained about; it must be empty in the end."""
    heard: list[str] = []
    yield heard
    assert heard == [], "The pages complained:\n" + "\n".join(heard)


@pytest.fixture
def open_page(site: Site, chromium: Browser, complaints: list[str], tmp_path: Path) -> Iterator[OpenPage]:
    """`open_page()` is one more person's browser, with cookies of its own. It takes Playwright's context options:
    `viewport={"width": 360, "height": 740}`, `java_script_enabled=False`, `locale="en"` …"""
    contexts = []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(
            **{"base_url": site.address, "locale": "da-DK", "accept_downloads": True} | options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(script=SCRIPTS)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def listen(page: Page, complaints: list[str]) -> None:
    """Errors in the console (violations of the content policy among them), exceptions, and parts that are missing."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            complaints.append(f"{page.url}: {message.text}")

    def response(answer: Response) -> None:
        if answer.status >= 500 or (answer.status >= 400 and answer.request.resource_type in PARTS):
            complaints.append(f"{page.url}: {answer.status} {answer.url}")

    page.on("console", console)
    page.on("response", response)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
