"""Ask one rule about the complete document with one thing changed."""

import re
from typing import Any

from portal.eligibility.context import Context
from portal.eligibility.document import facts_from
from portal.eligibility.rules import judge
from portal.eligibility.verdicts import Verdict
from tests.support.documents import complete_document, context

STEP = re.compile(r"[^.\[\]]+")


def changed(changes: dict[str, Any], document: dict[str, Any] | None = None) -> dict[str, Any]:
    """The complete document with values put in by path, as `basis.partners[0].places` below the sections."""
    document = document or complete_document()
    for path, value in changes.items():
        *way, last = [int(each) if each.isdigit() else each for each in STEP.findall(path)]
        holder: Any = document["sections"]
        for step in way:
            holder = holder[step]
        holder[last] = value
    return document


def asked(
    rule: str, changes: dict[str, Any] | None = None, within: Context | None = None, *, signing: bool = True, **top: Any
) -> Verdict:
    document = changed(changes or {}) | top
    verdicts = judge(facts_from(document), within or context(), signing=signing)
    return next(each for each in verdicts if each.rule == rule)


def answer(rule: str, changes: dict[str, Any] | None = None, within: Context | None = None, **top: Any) -> str:
    """In two words, as “not_met must”."""
    verdict = asked(rule, changes, within, **top)
    return f"{verdict.outcome.value} {verdict.severity.value}"
