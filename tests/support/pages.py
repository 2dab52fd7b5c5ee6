"""Reading pages as a person would. Every page that is fetched is checked for the basics."""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import Context
from functools import cached_property

from bs4 import BeautifulSoup
from lxml import etree, html
from lxml.html import HtmlElement
from sqlalchemy import event

from portal.core import clock
from portal.core.db import db
from portal.identity import sessions

MOST_QUERIES = 40


class Page:
    def __init__(self, browser: "Browser", path: str, response) -> None:
        self.browser, self.path, self.status = browser, path, response.status_code
        self.html = response.text
        self.tree = html.document_fromstring(self.html)  # quick: every page is checked
        check(self.tree)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page for a test that reads in it. Its ends of lines stay as they are: a browser sends them back so."""
        return BeautifulSoup(self.html.replace("\r", "&#13;"), "lxml")

    def all(self, selector: str) -> list[str]:
        return [" ".join(tag.get_text().split()) for tag in self.soup.select(selector)]

    @property
    def heading(self) -> str:
        return self.all("h1")[0]

    @property
    def errors(self) -> list[str]:
        return self.all(".error-summary li")

    def submit(self, form: str = "main form", **typed: str) -> "Page":
        """Fill in the page's form and send it, with all that is hidden in it."""
        fields = self.soup.select(f"{form} [name]")
        assert set(typed) <= {field["name"] for field in fields}, "you can only fill in fields that are there"
        stands = {field["name"]: value_of(field) for field in fields if stands_in_form(field)}
        where = self.soup.select_one(form).get("action") or self.path
        return self.browser.fetch("POST", where, stands | typed)


class Browser:
    def __init__(self, client, person=None) -> None:
        self.client, self.person = client, person
        if person is not None:
            token = sessions.begin(person, browser="test", now=clock.now())
            with client.session_transaction() as kept:
                kept["_user_id"], kept["_fresh"] = token, True
            db.session.commit()

    def get(self, path: str) -> Page:
        return self.fetch("GET", path)

    def fetch(self, method: str, path: str, data: dict[str, str] | None = None) -> Page:
        db.session.commit()  # so the request sees what the test made, and the test then reads everything afresh
        with counted_queries() as queries:
            # In a context of its own, as in real life: the test's `g` would lend the request its person and language.
            response = Context().run(self.client.open, path, method=method, data=data)
        assert method == "POST" or len(queries) <= MOST_QUERIES, queries
        return self.get(response.location) if response.status_code in {302, 303} else Page(self, path, response)


def stands_in_form(field) -> bool:
    """True for what a browser would send as it stands: not unticked boxes, not buttons, not files, nothing disabled."""
    kind = field.get("type")
    return (
        field.name != "button"
        and not field.has_attr("disabled")
        and kind not in {"file", "submit"}
        and (kind not in {"checkbox", "radio"} or field.has_attr("checked"))
    )


def value_of(field) -> str:
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen.get("value", chosen.text) if chosen else ""
    return field.get("value", field.text.lstrip("\r\n"))


@contextmanager
def counted_queries():
    queries: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            queries.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield queries
    event.remove(db.engine, "before_cursor_execute", count)


def check(tree: HtmlElement) -> None:
    tags = defaultdict(list)
    for tag in tree.iter(etree.Element):
        tags[tag.tag].append(tag)
    ids = [tag.get("id") for alike in tags.values() for tag in alike if "id" in tag.attrib]
    assert len(tags["h1"]) == 1, "a page has exactly one h1"
    heading = tags["h1"][0].text_content()
    assert tags["title"][0].text_content().startswith(heading), "the title starts with the heading"
    assert tree.get("lang") in {"da", "en"}, "a page says its language"
    assert len(ids) == len(set(ids)), "ids are unique"
    assert all(link.get("href") and link.text_content().strip() for link in tags["a"]), "links go and say where"
    labelled = {label.get("for") for label in tags["label"]}
    shown = [tag for tag in tags["input"] if tag.get("type") != "hidden"] + tags["textarea"] + tags["select"]
    assert labelled >= {field.get("id") for field in shown}, "every field has a label"
    posts = [form for form in tags["form"] if form.get("method", "get").lower() == "post"]
    assert all(form.xpath(".//*[@name='csrf_token']") for form in posts), "every form carries its token"
    text = "".join(tree.xpath("//text()[not(parent::script or parent::style)]"))
    assert "Text(" not in text, "a sentence was printed without being translated"
    assert "%(" not in text, "a sentence was printed without its values"
