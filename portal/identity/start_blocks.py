"""What stands on the start page after the tasks: each room adds what is its own, such as the cases or the money."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import render_template
from jinja2 import Template
from markupsafe import Markup


class Block(NamedTuple):
    """A template without a page around it, whose own heading is an `h2`, and the values it needs."""

    template: str | Template
    context: dict[str, Any]


Finder = Callable[[Any], Block | None]
FINDERS: list[tuple[int, Finder]] = []


def shows_at_start(order: int, finder: Finder) -> None:
    """Register a room's block: a function from the person to it, or to None when it has nothing to show."""
    if (order, finder) not in FINDERS:
        FINDERS.append((order, finder))
        FINDERS.sort(key=lambda each: each[0])


def of(person: Any) -> list[Markup]:
    """The blocks of one person, ready to be put on the page."""
    found = [finder(person) for _order, finder in FINDERS]
    return [Markup(render_template(each.template, **each.context)) for each in found if each is not None]  # noqa: S704
