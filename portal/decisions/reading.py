"""A submitted document laid out for reading: sections with answers and tables, and its verdicts. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.applications import catalogue, shared_lines
from portal.applications.fields import Field, SectionSpec
from portal.applications.rules import SectionKey
from portal.budgets import position_lines, specification
from portal.core.language import chosen
from portal.core.money import Ore
from portal.core.text import Text
from portal.decisions import wording
from portal.decisions.comparing import Change
from portal.eligibility.rules import BY_POOL
from portal.eligibility.verdicts import Outcome, Severity

TITLES: Mapping[str, Text] = {each.id: each.title for rules in BY_POOL.values() for each in rules}
OUTCOMES = {each.value: each for each in Outcome}
SEVERITIES = {each.value: each for each in Severity}
LISTS = {
    "category": "categories", "instrument": "instruments", "target_group": "target_groups", "function": "functions",
}  # fmt: skip
BUDGET_COLUMNS = ("category", "purpose", "total_ore", "sought_ore", "own_ore", "other_ore", "note")


@dataclass(frozen=True)
class Table:
    title: Text | str
    head: tuple[Text | str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Reading:
    """One section as it was submitted."""

    key: str
    title: Text
    answers: tuple[tuple[Text | str, object], ...] = ()
    tables: tuple[Table, ...] = field(default=())


@dataclass(frozen=True)
class FrozenVerdict:
    """A verdict as it stood at submission. Its sentences are those the manager signed, in Danish."""

    rule: str
    outcome: Outcome
    severity: Severity
    found: str
    expected: str
    remedy: str
    source: str

    @property
    def title(self) -> Text | str:
        return TITLES.get(self.rule, self.rule)


@dataclass(frozen=True)
class Difference:
    """One change in words."""

    section: Text
    what: Text | str
    where: tuple[int, ...]
    before: object
    after: object
    asked: bool


def rules_of(pool: str) -> Mapping[str, Text]:
    """The rules that applications of a pool are judged by, with their titles."""
    return {each.id: each.title for each in BY_POOL.get(pool, ())}


def verdicts_of(content: Mapping[str, Any]) -> list[FrozenVerdict]:
    return [
        FrozenVerdict(
            each["rule"], OUTCOMES[each["outcome"]], SEVERITIES[each["severity"]], each["found"], each["expected"],
            each["remedy"], each["source"],
        )
        for each in content.get("verdicts", [])
    ]  # fmt: skip


def read(document: Mapping[str, Any]) -> list[Reading]:
    """Every section, in the order of the task list."""
    stored, pool = document.get("sections", {}), document.get("pool", catalogue.FIRST)
    years = sorted({each["year"] for goal in stored.get("budget", {}).get("goals", []) for each in goal["goals"]})
    return [_section(spec, stored, pool) for spec in catalogue.of_pool(pool, years)]


def _section(spec: SectionSpec, sections: Mapping[str, Any], pool: str) -> Reading:
    answers, tables, key = [], [], spec.key
    stored = {**(sections.get(key) or {}), **shared_lines.shown(spec, sections.get("budget", {}))}
    for each in spec.fields:
        if each.columns:
            tables.append(_lines(key, each, stored.get(each.key) or [], pool))
        else:
            answers.append((each.label, wording.value(key, each.key, stored.get(each.key))))
    tables.extend(_more_tables(key, stored, pool))
    return Reading(key, catalogue.title(spec), tuple(answers), tuple(tables))


def _lines(key: str, field: Field, lines: list[Mapping[str, Any]], pool: str) -> Table:
    columns = [each.key for each in field.columns]
    rows = tuple(tuple(_said(pool, key, each, line.get(each), field.key) for each in columns) for line in lines)
    return Table(field.label, tuple(each.label for each in field.columns), rows)


def _more_tables(key: str, stored: Mapping[str, Any], pool: str) -> Iterator[Table]:
    if key == SectionKey.BUDGET:
        yield _costs(stored.get("lines") or [], pool)
        yield _financing(stored.get("financing") or [], pool)
    if key == SectionKey.ATTACHMENTS:
        keys = ("name", "size", "sha256")
        rows = tuple(tuple(str(each.get(name, "")) for name in keys) for each in stored.get("files") or [])
        yield Table(wording.FIELDS["files"], tuple(wording.FIELDS[each] for each in keys), rows)


def _costs(lines: list[Mapping[str, Any]], pool: str) -> Table:
    names = {**wording.FIELDS, "total_ore": wording.FIELDS["amount_ore"]}
    rows = []
    for line in lines:
        whole = {**line, "total_ore": sum(each.get("amount_ore") or 0 for each in line.get("years", []))}
        rows.append(tuple(_amount(whole, each, pool) for each in BUDGET_COLUMNS))
    return Table(wording.FIELDS["lines"], tuple(names[each] for each in BUDGET_COLUMNS), tuple(rows))


def _amount(line: Mapping[str, Any], key: str, pool: str) -> object:
    stored = line.get(key)
    if key.endswith("_ore"):
        return Ore(stored or 0)
    return _said(pool, "budget", key, stored) if stored else ""


def _said(pool: str, section: str, key: str, stored: Any, parent: str = "") -> object:
    """A code of the pool's workbook by its name there; all else in the words of every document."""
    code = str(stored)
    named = specification.called(pool, LISTS[key], code, chosen()) if key in LISTS else code
    return wording.value(section, key, stored, parent) if named == code else named


def _financing(sources: list[Mapping[str, Any]], pool: str) -> Table:
    keys, spec = ("source", "kind", "status"), specification.of(pool)
    rows = tuple(
        (
            position_lines.source_in(each.get("source") or "", spec, chosen()) or wording.MISSING,
            *(wording.value("budget", key, each.get(key)) for key in keys[1:]),
            Ore(sum(year.get("amount_ore") or 0 for year in each.get("years", []))),
        )
        for each in sources
    )
    head = tuple(wording.FIELDS[each] for each in (*keys, "amount_ore"))
    return Table(wording.FIELDS["financing"], head, rows)


def in_words(changes: list[Change]) -> list[Difference]:
    return [_difference(each) for each in changes]


def _difference(change: Change) -> Difference:
    names = [str(each) for each in change.path if isinstance(each, str)]
    parent = names[0] if len(names) > 1 else ""
    before, after = (_side(change, stored, parent) for stored in (change.before, change.after))
    what = wording.field_title(change.section, change.field, parent)
    return Difference(wording.section_title(change.section), what, change.lines, before, after, change.asked)


def _side(change: Change, stored: Any, parent: str) -> object:
    if isinstance(stored, Mapping):
        return ", ".join(str(each) for each in stored.values() if each not in (None, "", []))
    return wording.value(change.section, change.field, stored, parent)
