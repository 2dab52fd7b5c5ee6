"""An address that somebody typed, cut short or made up is answered like any other: never with a fault of ours."""

from collections.abc import Iterator
from contextvars import Context
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from lxml.html import HtmlElement, fromstring

from portal.core.permissions import Role
from portal.demo import people
from tests.support.pages import Browser
from tests.system import objects
from tests.system.access import path_of, unwritten

pytestmark = pytest.mark.slow
WHO = {
    "caseworker": people.account(Role.CASEWORKER, people.REGION),
    "writer": people.account(Role.WRITER, "JC-0573"),
    "controller": people.account(Role.CONTROLLER, people.REGION),
    "admin": people.account(Role.ADMIN, people.OPERATOR),
}
ODD = ("xxx", "99999999999999999999", "-1", "a\x00b", "²", "2010-02-30", "å" * 2000)
ODDEST = ODD[:2]  # no number at all, and one that fits in no column
KNOWN = {"page", "sort", "down", "words", "next", "indicator", "beside", "on", "area"}  # what a page may be asked


def names_asked(path: str, page: HtmlElement) -> set[str]:
    """What the page's own filters and links ask in an address of this page."""
    fields = {str(name) for name in page.xpath("//form[not(@method) or @method='get']//@name")}
    links = (urlsplit(address) for address in page.xpath("//a/@href"))
    return fields | {name for link in links if link.path in {"", path} for name in parse_qs(link.query)}


def pages_without_a_number(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint != "readyz":
            yield rule.rule


def failed(browser: Browser, path: str, **asked: str) -> bool:
    response = Context().run(browser.client.get, path, query_string=asked)
    response.close()
    return response.status_code >= 500


@pytest.fixture(scope="module")
def answered() -> set[str]:
    """The pages that somebody has asked everything already: the others ask them the oddest, all names at once."""
    return set()


@pytest.mark.parametrize(  # what the others are shown asks a database of another kind the same
    "who", [pytest.param(who, marks=[] if who == "caseworker" else pytest.mark.once) for who in WHO]
)
def test_whatever_is_asked_in_an_address_is_answered(demo, answered, who):
    demo.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        browser = Browser(demo.test_client(), people.person(WHO[who]))
        wrong = []
        for path in pages_without_a_number(demo):
            response = Context().run(browser.client.get, path)
            if response.status_code != 200 or response.mimetype != "text/html":
                wrong += [path] * (response.status_code >= 500)
                continue
            names = names_asked(path, fromstring(response.data)) - {"language"}
            with unwritten():
                for odd in ODDEST if path in answered else ODD:
                    asked = dict.fromkeys(names | KNOWN, odd)
                    wrong += [f"{path}?…={odd[:24]!a}"] * failed(browser, path, **asked)
                for name, odd in product(() if path in answered else names, ODDEST):
                    wrong += [f"{path}?{name}={odd}"] * failed(browser, path, **{name: odd})
            answered.add(path)
    finally:
        demo.config["PROPAGATE_EXCEPTIONS"] = None
    assert wrong == []


def test_a_number_too_great_for_any_row_is_not_found(demo):
    demo.config["PROPAGATE_EXCEPTIONS"] = False
    browser = Browser(demo.test_client(), people.person(WHO["caseworker"]))
    wrong = []
    try:
        for rule in demo.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or not rule.arguments or rule.endpoint in {"static", "package"}:
                continue
            for values in objects.named_by(rule).values():
                numbers = {name: 10**20 if isinstance(value, int) else value for name, value in values.items()}
                path = path_of(demo, rule, numbers)
                wrong += [path] * failed(browser, path)
    finally:
        demo.config["PROPAGATE_EXCEPTIONS"] = None
    assert wrong == []
