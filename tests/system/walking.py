"""Walking through the portal as one person: from the start page along every link, each kind of page a few times."""

import re
from collections import Counter
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal.budgets import specification
from portal.core.db import db
from portal.core.permissions import Role
from portal.demo import people
from portal.identity.models import Organisation
from tests.support.pages import MOST_QUERIES, Browser, Page, counted_queries
from tests.support.sentences import foreign_words

MOST_OF_A_KIND = 2  # pages that differ only by a number: a list of cases leads to many that are built alike
MORE_OF = {"/desk/#": 10, "/pools/rounds/#": 8, "/projects/#": 8}  # what can be done on these differs by their state
MORE_FOR_READERS = 3  # who can do nothing on them sees how they look
FEWER_OF_A_KIND = 1  # for readers, and where the same pages are walked again: in English, and on the second database
# Walked again, a page is asked by one of those on its side of the table; on these each role finds buttons of its own.
BY_ROLE = {
    "/", "/applications", "/applications/#", "/desk", "/desk/#", "/pools/", "/pools/rounds/#", "/pools/guidelines/#",
    "/projects", "/projects/#", "/projects/#/instalments", "/results", "/results/annual/#", "/results/reports",
    "/results/reports/#", "/results/reviews", "/results/reviews/#",
}  # fmt: skip
LEFT_ALONE = {"static", "package"}
# What an uploaded workbook calls its sheets is quoted as it stands there.
SHEETS = {each.sheet[language] for each in specification.of("upskilling").tables for language in ("da", "en")}


@dataclass
class Walk:
    """What was seen on the way, and everything that was wrong."""

    seen: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Walker:
    """`asked` is what those who walk in the same language have asked between them, by the side they stand on."""

    def __init__(self, app: Flask, who: people.Account | None, language: str, asked: Counter[tuple[str, str]]) -> None:
        self.app, self.language, self.asked = app, language, asked
        self.side, self.reads = (who.code[:2], who.role is Role.READER) if who else ("", False)
        self.again = language != "da" or db.engine.dialect.name != "sqlite"
        self.browser = Browser(app.test_client(), people.person(who) if who else None)
        self.names = SHEETS | set(db.session.scalars(select(Organisation.name)))
        self.walk, self.kinds = Walk(), Counter[str]()
        self.waiting, self.known = [], set()

    def all_from(self, start: str) -> Walk:
        """Every page that can be reached by links, breadth first."""
        self.notice(start)
        while self.waiting:
            path, endpoint = self.waiting.pop(0)
            self.visit(path, endpoint)
        return self.walk

    def notice(self, address: str) -> None:
        path = urldefrag(address).url  # else the place on the page would swallow the language that is asked for
        endpoint = self.endpoint_of(path)
        plain = urlsplit(path).path
        kind = re.sub(r"\d+", "#", plain)
        if endpoint in LEFT_ALONE or plain in self.known or not self.wants(kind):
            return
        self.known.add(plain)
        self.kinds[kind] += 1
        self.asked[self.side, kind] += 1
        self.waiting.append((path, endpoint))

    def wants(self, kind: str) -> bool:
        """One more of the kind? A file is fetched once: what stands in papers and tables is asked elsewhere."""
        if "." in kind.rpartition("/")[2]:
            return all(each != kind for _side, each in self.asked)
        if self.again:
            own = kind in BY_ROLE and self.kinds[kind] < FEWER_OF_A_KIND
            return own or self.asked[self.side, kind] < MORE_OF.get(kind, FEWER_OF_A_KIND)
        if self.reads:
            return self.kinds[kind] < (MORE_FOR_READERS if kind in MORE_OF else FEWER_OF_A_KIND)
        return self.kinds[kind] < MORE_OF.get(kind, MOST_OF_A_KIND)

    def endpoint_of(self, path: str) -> str | None:
        try:
            found, _values = self.app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")
        except HTTPException:
            return None
        return str(found)

    def visit(self, path: str, endpoint: str | None) -> None:
        response, queries = self.fetch(path)
        if response.status_code in {301, 302, 303}:
            self.notice(response.location)
            return
        if response.status_code != 200:
            self.walk.wrong.append(f"{path}: {response.status_code}")
            return
        self.walk.seen.setdefault(str(endpoint), []).append(path)
        if queries > MOST_QUERIES:
            self.walk.wrong.append(f"{path}: {queries} queries")
        if response.mimetype == "text/html":
            self.read(path, response)

    def fetch(self, path: str):
        db.session.commit()
        asked = f"{path}{'&' if '?' in path else '?'}language={self.language}"
        with counted_queries() as queries:
            response = Context().run(self.browser.client.open, asked)
        return response, len(queries)

    def read(self, path: str, response) -> None:
        try:
            page = Page(self.browser, path, response)
        except AssertionError as error:
            self.walk.wrong.append(f"{path}: {str(error).splitlines()[0]}")
            return
        if page.tree.get("lang") != self.language:
            self.walk.wrong.append(f"{path}: is in {page.soup.html['lang']}")
        self.walk.wrong += [f"{path}: says “{each}”" for each in sorted(foreign_words(page.tree, self.names))]
        for href in links(page):
            self.notice(urljoin(path, href))


def links(page: Page) -> Iterator[str]:
    """The links of the page that stay in the portal; the language switch is left alone."""
    for address in page.tree.xpath("//a[not(@hreflang)]/@href"):
        parts = urlsplit(address)
        if not parts.netloc and parts.scheme in {"", "http"} and (parts.path or parts.query):
            yield str(address)
