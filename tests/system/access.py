"""Who gets which answer where: asked of the running program, and kept in access.csv so that every change is seen.

`python -m tests.system.access` writes the table anew; look at what changed before you commit it.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from flask import Flask
from flask.templating import _render
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.identity import sessions
from portal.identity.models import Membership, Person
from tests.support.pages import counted_queries
from tests.system import objects

TABLE = Path(__file__).parent / "access.csv"
NOBODY = "nobody"
APPLYING, GRANTING = ("writer", "manager", "reader"), ("caseworker", "director", "controller", "reader")
PEOPLE: Mapping[str, tuple[Role, str]] = {
    **{f"{role} JC": (Role(role), objects.OWN_CENTRE) for role in APPLYING},
    **{f"{role} JC elsewhere": (Role(role), objects.OTHER_CENTRE) for role in APPLYING},
    **{f"{role} BR": (Role(role), objects.OWN_REGION) for role in GRANTING},
    **{f"{role} BR elsewhere": (Role(role), objects.OTHER_REGION) for role in GRANTING},
    "admin": (Role.ADMIN, "DRIFT"),
}
WRITERS = ("portal.adapters.pdf.render", "portal.adapters.word.render", "portal.adapters.spreadsheets.write")
COLUMNS = ("endpoint", "method", "on", NOBODY, *PEOPLE)
OFTEN_LET_IN = ("caseworker BR", "writer JC")  # who is asked first
LET_IN, FORBIDDEN = {"200", "may"}, {"403", "404"}
Row = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """One endpoint, asked in one way about one kind of object."""

    endpoint: str
    method: str
    on: str
    path: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.endpoint, self.method, self.on


def questions(app: Flask) -> Iterator[Asked]:
    """Every endpoint and method, on every kind of object its address can name."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.endpoint, each.rule)):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for on, values in objects.named_by(rule).items():
                yield Asked(rule.endpoint, method, on, path_of(app, rule, values))


def path_of(app: Flask, rule: Rule, values: Mapping[str, object]) -> str:
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return str(adapter.build(rule.endpoint, dict(values), force_external=False))


class Visitors:
    """One signed-in browser per role and side, made once. Forms need no token here: the matrix is about people.

    Who was refused a page need not send its form: one view with one guard answers both. When all are to be asked
    everything, `remembering` is False.
    """

    def __init__(self, app: Flask, *, remembering: bool = True) -> None:
        self.app, self.remembering = app, remembering
        self.refused: dict[tuple[str, str], Row] = {}
        self.changes: list[str] = []  # what asking for a page put into a table, or took out of it
        self.cookies = {NOBODY: ""} | {name: self._cookie(*who) for name, who in PEOPLE.items()}
        db.session.commit()

    def _cookie(self, role: Role, code: str) -> str:
        client, token = self.app.test_client(), sessions.begin(person_with(role, code), browser="", now=clock.now())
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = token, True
        cookie = client.get_cookie("session")
        assert cookie is not None
        return cookie.value

    def client(self, who: str) -> FlaskClient:
        """A new browser, so that signing out in one question does not matter in the next."""
        client = self.app.test_client()
        if self.cookies[who]:
            client.set_cookie("session", self.cookies[who])
        return client

    def answers(self, asked: Asked) -> Row:
        """Everybody's. Pages are written for one who is let in: what they say is asked where they are walked."""
        page = asked.endpoint, asked.path
        answers = dict(self.refused.get(page, {})) if asked.method == "POST" and self.remembering else {}
        for who in OFTEN_LET_IN:
            if who not in answers and not LET_IN & set(answers.values()):
                answers[who] = self.answer(self.client(who), asked)
        written = LET_IN & set(answers.values())
        with unwritten():
            answers |= {who: self.answer(self.client(who), asked) for who in self.cookies if who not in answers}
        let_in = next((who for who, answer in answers.items() if answer in LET_IN), None)
        if let_in and not written:
            answers[let_in] = self.answer(self.client(let_in), asked)
        if asked.method == "GET":
            self.refused[page] = {who: answer for who, answer in answers.items() if answer in FORBIDDEN}
        return answers

    def answer(self, client: FlaskClient, asked: Asked) -> str:
        """Whatever the request does is undone, so that every visitor finds the same."""
        db.session.remove()  # its own savepoint would lie around ours
        undo = self.app.extensions["one connection"].begin_nested()
        try:
            with counted_queries() as queries:
                response = Context().run(client.open, asked.path, method=asked.method)
                response.close()
        finally:
            undo.rollback()
        if asked.method == "GET":
            self.changes += [f"{asked.path}: {each}" for each in queries if each.startswith(("INSERT", "DELETE"))]
        return meaning(response.status_code, response.headers.get("Location", ""), asked.method)


@contextmanager
def unwritten() -> Iterator[None]:
    """Pages and papers are found, and not written; mails are."""

    def nothing(*_asked: object, **_more: object) -> bytes:
        return b""

    def written(app: Flask, template: Template, context: dict[str, object]) -> str:
        return "" if str(template.name).endswith(".html") else _render(app, template, context)

    with ExitStack() as stack:
        stack.enter_context(patch("flask.templating._render", written))
        for writer in WRITERS:
            stack.enter_context(patch(writer, nothing))
        yield


def meaning(status: int, location: str, method: str) -> str:
    """A GET has its status; a POST without its form either is let in (and refused as a form) or not."""
    if status in {301, 302, 303} and "/sign-in?next=" in location:
        return "sign in"
    if status >= 500 or method == "GET" or status in {401, 403, 404, 405}:
        return str(status)
    return "may"


def person_with(role: Role, code: str) -> Person:
    """Somebody of the demonstration data with only this role, or a newcomer."""
    organisation = objects.organisation(code)
    holds = Person.memberships.any((Membership.role == role) & (Membership.organisation_id == organisation.id))
    known = db.session.scalars(select(Person).where(holds).order_by(Person.id)).first()
    if known is not None:
        return known
    newcomer = Person(email=f"{role}.{code}@example.dk".casefold(), name=f"{role} {code}", created_at=clock.now())
    newcomer.memberships = [Membership(organisation=organisation, role=role)]
    db.session.add(newcomer)
    db.session.flush()
    return newcomer


def expected() -> dict[tuple[str, str, str], Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {(row["endpoint"], row["method"], row["on"]): {name: row[name] for name in COLUMNS[3:]} for row in rows}


def write(rows: Mapping[tuple[str, str, str], Row]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*key, *(row[name] for name in COLUMNS[3:])] for key, row in rows.items())


def main() -> None:
    """Ask everything anew, and write what is answered."""
    from tests.system.conftest import loaded_portal, on_one_connection

    with TemporaryDirectory() as folder, loaded_portal(Path(folder)) as app, on_one_connection(app):
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False
        visitors = Visitors(app, remembering=False)
        write({each.key: visitors.answers(each) for each in questions(app)})


if __name__ == "__main__":
    main()
