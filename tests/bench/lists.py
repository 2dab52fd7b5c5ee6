"""Lists and start pages with a thousand rows and with a hundred thousand: queries, and time of the processor."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import event, select

from portal import create_app
from portal.core.db import db
from portal.identity.models import Person
from tests.bench import rows
from tests.support.pages import Browser

SIZES = (1_000, 100_000)
ROUNDS = 15
LISTS = (
    "/applications/", "/applications/?page=2", "/applications/?sort=title&down=1", "/applications/?sort=requested",
    "/applications/?sort=deadline", "/applications/?status=granted", "/projects", "/projects?page=2",
    "/projects?status=running", "/projects?waits=late_milestones", "/projects?waits=overdue_accounts",
)  # fmt: skip
ROUND = "OPK-2010-SYD"  # of the copies
DESK = (
    "/desk", "/desk?page=2", "/desk?down=1", "/desk?state=submitted", "/desk?state=granted", f"/desk?round={ROUND}",
    f"/desk?round={ROUND}&state=refused", "/desk?words=Kopi", "/desk?sort=requested", "/desk?sort=state",
    "/desk?sort=centre",
)  # fmt: skip
WITH_EVENTS = ("/desk/1", "/applications/1", "/projects/1")
PAGES = {
    "caseworker": ("birthe.holm", (*LISTS, *DESK, "/pools/rounds/1", *WITH_EVENTS, "/")),
    "director": ("inge.thorup", ("/",)),
    "controller": ("palle.steen", ("/pools/rounds/1/ledger", "/projects?waits=to_release", "/")),
    "reader": ("rigmor.dahl", ("/",)),
    "writer": ("mette.lindgaard", (*LISTS, "/")),
    "manager": ("karsten.brandt", ("/",)),
    "administrator": ("ole.lund", ("/organisations", "/")),
}


@dataclass
class Timed:
    """One page for one person, by the number of rows: how many queries it made, and every time in milliseconds.

    The time is the processor's: what else the machine does costs the clock more than a page takes.
    """

    path: str
    who: str
    took: dict[int, list[float]] = field(default_factory=lambda: {size: [] for size in SIZES})
    queries: dict[int, int] = field(default_factory=dict)

    @property
    def times(self) -> float:
        few, many = (median(self.took[size]) for size in SIZES)
        return many / few


def measured(folder: Path, database: Path) -> list[Timed]:
    """The sizes take turns, so that what else the machine does falls on both."""
    portals = {size: _portal(folder / f"lists-{size}.db", database, size) for size in SIZES}
    found = []
    for who, (name, paths) in PAGES.items():
        browsers = {size: _signed_in(app, f"{name}@example.dk") for size, app in portals.items()}
        for each in (Timed(path, who) for path in paths):
            for _round in range(ROUNDS):
                for size, app in portals.items():
                    _read(each, app, browsers[size], size)
            found.append(each)
    return found


def _portal(kept: Path, database: Path, size: int) -> Flask:
    shutil.copy(database, kept)
    app = create_app(TESTING=True, SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI=f"sqlite:///{kept}")
    with app.app_context():
        rows.add(size)
    return app


def _signed_in(app: Flask, email: str) -> Browser:
    with app.app_context():
        browser = Browser(app.test_client(), db.session.scalars(select(Person).filter_by(email=email)).one())
        db.session.commit()
    return browser


def _read(timed: Timed, app: Flask, browser: Browser, size: int) -> None:
    with counted(app) as asked:
        began = time.process_time()
        answer = browser.client.get(timed.path)
        timed.took[size].append(1000 * (time.process_time() - began))
    assert answer.status_code == 200, f"{timed.path} answered {answer.status_code}"
    timed.queries[size] = len(asked)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def say(found: list[Timed]) -> None:
    few, many = SIZES
    print(f"\n| Page | for | queries at {few} and {many} | {few} rows, ms | {many} rows, ms | times |")
    print("|---|---|---:|---:|---:|---:|")
    for each in found:
        queries = " and ".join(str(each.queries[size]) for size in SIZES)
        took = " | ".join(f"{median(each.took[size]):.1f}" for size in SIZES)
        print(f"| `{each.path}` | {each.who} | {queries} | {took} | {each.times:.2f} |")
