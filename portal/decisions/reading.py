"""A submitted document laid out for reading, as those who wrote it read it, and its verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications import catalogue, showing
from portal.applications.fields import SectionSpec
from portal.applications.rules import SectionKey
from portal.applications.showing import Answer
from portal.budgets import specification
from portal.core.language import chosen
from portal.core.text import Text, _
from portal.decisions import wording
from portal.decisions.models import Waiver
from portal.eligibility.binding import BINDING
from portal.eligibility.rules import BY_POOL
from portal.eligibility.verdicts import Outcome, Severity

TITLES: Mapping[str, Text] = {each.id: each.title for rules in BY_POOL.values() for each in rules}
OUTCOMES = {each.value: each for each in Outcome}
SEVERITIES = {each.value: each for each in Severity}
LISTS = {
    "category": "categories", "instrument": "instruments", "target_group": "target_groups", "function": "functions",
}  # fmt: skip
NO_FILES = _("No files are attached.")


@dataclass(frozen=True)
class Reading:
    """One section as it was submitted."""

    key: str
    title: Text
    answers: tuple[Answer, ...] = ()

    def lacks(self, answer: Answer) -> bool:
        """A question that must be answered, and is not. Others may stand empty, and many do not concern every case."""
        return answer.is_empty and answer.required

    @property
    def emptiness(self) -> Text:
        """What a question says that was left out, and could be."""
        return NO_FILES if self.key == SectionKey.ATTACHMENTS else wording.NOT_FILLED_IN


@dataclass(frozen=True)
class FrozenVerdict:
    """A verdict as it stood at submission. Its sentences are those the manager signed, in Danish."""

    rule: str
    title: Text | str  # in the reader's language, as the rule is called in this pool
    outcome: Outcome
    severity: Severity
    found: str
    expected: str
    remedy: str
    source: str


def rules_of(pool: str) -> Mapping[str, Text]:
    """The rules that applications of a pool are judged by, with their titles."""
    return {each.id: each.title for each in BY_POOL.get(pool, ())}


def waivable(pool: str) -> Mapping[str, Text]:
    """Those the director can set aside: not what binds everybody, nor what only informs and so stops nothing."""
    asked = (each for each in BY_POOL.get(pool, ()) if each.severity is not Severity.INFO)
    return {each.id: each.title for each in asked if each.id not in BINDING}


def title_of(waiver: Waiver) -> Text | str:
    """What the rule that is set aside is called in the pool of its application."""
    return rules_of(waiver.application.round.pool.code).get(waiver.rule, "")


def verdicts_of(content: Mapping[str, Any]) -> list[FrozenVerdict]:
    """What was judged at submission: each rule under the name it has in the document's own pool."""
    titles = rules_of(content.get("document", {}).get("pool", catalogue.FIRST))
    return [
        FrozenVerdict(
            each["rule"], titles.get(each["rule"], each["rule"]), OUTCOMES[each["outcome"]],
            SEVERITIES[each["severity"]], each["found"], each["expected"], each["remedy"], each["source"],
        )
        for each in content.get("verdicts", [])
    ]  # fmt: skip


def read(document: Mapping[str, Any]) -> list[Reading]:
    """Every section, in the order of the task list."""
    whole = {**document, "sections": {key: each or {} for key, each in document.get("sections", {}).items()}}
    specs = catalogue.of_pool(document.get("pool", catalogue.FIRST), years_of(document))
    return [Reading(each.key, catalogue.title(each), tuple(showing.answers_of(each, whole))) for each in specs]


def years_of(*documents: Mapping[str, Any]) -> list[int]:
    """The years for which a plan has goals."""
    budgets = [each.get("sections", {}).get("budget", {}) for each in documents]
    return sorted({each["year"] for budget in budgets for goal in budget.get("goals", []) for each in goal["goals"]})


def said(pool: str, section: str, key: str, stored: Any, parent: str = "", specs: Sequence[SectionSpec] = ()) -> object:
    """A code of the pool's workbook by its name there; all else in the words of every document."""
    code = str(stored)
    named = specification.called(pool, LISTS[key], code, chosen()) if key in LISTS else code
    return wording.value(section, key, stored, parent, specs) if named == code else named
