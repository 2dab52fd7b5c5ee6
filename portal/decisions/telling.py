"""What an event of a case was about, from the details that were written down with it."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.applications.titles import TITLES
from portal.core.menu import Told
from portal.core.money import Ore
from portal.core.text import _
from portal.decisions.rules import Outcome

OUTCOMES = {each.value: each.label for each in Outcome}
Details = Mapping[str, Any]


def section(details: Details) -> Told:
    return (TITLES.get(details.get("section") or "", ""),)


def sections(details: Details) -> Told:
    """Those in which changes were asked for."""
    return tuple(TITLES.get(each, each) for each in details.get("sections", {}))


def file(details: Details) -> Told:
    return (details.get("name", ""),)


def submission(details: Details) -> Told:
    """Which one, when it is not the first."""
    number = details.get("number", 1)
    return (_("submission %(number)s", number=number),) if number > 1 else ()


def outcome(details: Details) -> Told:
    """Of a recommendation or a decision: what, and how much."""
    return (OUTCOMES.get(details.get("outcome", ""), ""), Ore(details.get("amount", 0)) or "")


def rule(details: Details) -> Told:
    return (details.get("rule", ""),)


ABOUT: Mapping[str, Callable[[Details], Told]] = {
    "section.saved": section,
    "section.brought_back": section,
    "attachment.added": file,
    "attachment.removed": file,
    "attachment.restored": file,
    "application.submitted": submission,
    "application.returned": sections,
    "application.recommended": outcome,
    "comment.sent": section,
    "comment.kept": section,
    "decision.made": outcome,
    "rule.waived": rule,
}
