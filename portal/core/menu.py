"""The main menu, the task list, the words of events, and where things are shown: rooms register what they add."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request, url_for
from flask_babel import format_date, gettext
from flask_login import current_user

from portal.core import clock, language
from portal.core.permissions import Permission, can_anywhere
from portal.core.text import Text

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    words: Text
    endpoint: str
    permission: Permission | None  # None: for everybody who has signed in

    @property
    def href(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        return (request.blueprint or "") == self.endpoint.split(".")[0] and (
            request.blueprint != "identity" or request.endpoint == self.endpoint
        )


@dataclass(frozen=True)
class Task:
    """One thing to do now: what, why, where, and before when."""

    words: Text
    why: Text | str
    href: str
    due: datetime | None = None
    first: bool = False  # the rest of a case waits for it, so it stands before what has a deadline
    others: bool = False  # it waits for somebody else: told to this person, and not counted as something to do

    @property
    def due_day(self) -> str:
        return str(format_date(self.due, "long")) if self.due else ""

    @property
    def due_more(self) -> str:
        """fredag kl. 12.00"""
        if self.due is None:
            return ""
        words = {"day": language.weekday(self.due), "time": language.clock_time(self.due)}
        return str(gettext("%(day)s at %(time)s", **words))

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < clock.now()

    @property
    def soon(self) -> bool:
        return self.due is not None and clock.now() <= self.due < clock.now() + SOON


Finder = Callable[[Any], Iterable[Task]]
ITEMS: list[tuple[int, Item]] = []
FINDERS: list[Finder] = []
EVENT_WORDS: dict[str, Text] = {}
Told = tuple[object, ...]  # words, names, amounts and days, as a reader sees them with commas between
EVENT_ABOUT: dict[str, Callable[[Mapping[str, Any]], Told]] = {}
INSIDE: set[str] = set()  # events of a case that only the side that grants is told of
Link = tuple[Text, str]
SHOWN_AT: dict[type, Callable[[Any], list[Link]]] = {}


def add(order: int, item: Item) -> None:
    if (order, item) not in ITEMS:
        ITEMS.append((order, item))
        ITEMS.sort(key=lambda each: each[0])


def finds_tasks(finder: Finder) -> Finder:
    """Register a room's answer to "what now?" for a person: a function from the person to its tasks."""
    FINDERS.append(finder)
    return finder


def tasks_of(person: Any) -> list[Task]:
    """Everything the person has to do: what the rest waits for, then by deadline, so that what is late comes first.

    What has no deadline can be done now: it stands after what is due within days, before what is due later.
    """
    found = [task for finder in FINDERS for task in finder(person)]
    before_later = clock.now() + SOON
    return sorted(found, key=lambda task: (not task.first, task.due or before_later))


def visible() -> list[Item]:
    """The menu of the person who asks."""
    if not current_user.is_authenticated:
        return []
    return [item for _order, item in ITEMS if item.permission is None or can_anywhere(current_user, item.permission)]


def words_of(what: str) -> Text | str:
    """What an event is called for people: "application.submitted" → "The application was submitted"."""
    return EVENT_WORDS.get(what, what)


def about(what: str, details: Mapping[str, Any]) -> Told:
    """What of the case an event was about: its section, its milestone, its amount; nothing where no room says so."""
    find = EVENT_ABOUT.get(what)
    return tuple(each for each in find(details) if each) if find else ()


def links_to(thing: object) -> list[Link]:
    """Where a thing is shown, the best place first; nothing while no room has said so."""
    find = SHOWN_AT.get(type(thing))
    return find(thing) if find else []
