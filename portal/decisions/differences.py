"""What changed between two submissions in words, in the section in which the job centre was asked for it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications import catalogue, shared_lines
from portal.applications.fields import SectionSpec
from portal.core.text import Text, _
from portal.decisions import aligning, reading, wording
from portal.decisions.aligning import Marked
from portal.decisions.comparing import Change, Document, changes

BUDGET, FILES, POSITIONS = "budget", "attachments", "positions"
NO_CONTENT = frozenset({"number", "status", "scan", "media_type"})  # of a line that the portal itself writes on


@dataclass(frozen=True)
class Difference:
    """One change in words."""

    key: str  # of the section
    section: Text
    what: Text | str
    where: tuple[int, ...]
    before: object
    after: object
    asked: bool

    @property
    def pieces(self) -> tuple[Marked, Marked] | None:
        """Both sides with what differs marked, where the answers are words of the job centre."""
        both = isinstance(self.before, str) and isinstance(self.after, str)
        return aligning.marked(self.before, self.after) if both else None


@dataclass(frozen=True)
class Words:
    """How a pool calls its fields and codes."""

    pool: str
    specs: Sequence[SectionSpec]

    def of(self, change: Change) -> Difference:
        names = [str(each) for each in change.path if isinstance(each, str)]
        parent = names[-2] if len(names) > 1 else ""
        before, after = (
            self._side(change.section, change.field, each, parent) for each in (change.before, change.after)
        )
        what = wording.field_title(change.section, change.field, parent, self.specs)
        title = wording.section_title(change.section)
        return Difference(change.section, title, what, change.lines, before, after, change.asked)

    def _side(self, section: str, key: str, stored: Any, parent: str) -> object:
        if isinstance(stored, Mapping):
            return self._line(section, key, stored)
        if isinstance(stored, list) and any(isinstance(each, Mapping) for each in stored):
            return wording.together([self._line(section, key, each) for each in stored])
        return reading.said(self.pool, section, key, stored, parent, self.specs)

    def _line(self, section: str, parent: str, line: Mapping[str, Any]) -> object:
        """All that a line says: a line that came or went."""
        told = [
            _("%(name)s: %(value)s", name=wording.field_title(section, name, parent, self.specs),
              value=self._side(section, name, each, parent))
            for name, each in line.items()
            if each not in (None, "", [])
        ]  # fmt: skip
        return wording.together(told) if told else wording.NOT_FILLED_IN


def between(before: Document, after: Document, asked: Collection[str]) -> list[Difference]:
    """Everything that differs; `asked` are the keys of the sections in which a change was asked for."""
    pool = after.get("pool", catalogue.FIRST)
    specs = catalogue.of_pool(pool, reading.years_of(before, after))
    old, new = laid_out(before, specs), laid_out(after, specs)
    words = Words(pool, specs)
    return [words.of(each) for each in changes(old, new, _with_their_money(asked, specs))]


def unanswered(found: Collection[Difference], asked: Sequence[str], pool: str) -> list[Text]:
    """The sections in which a change was asked for, and nothing was changed."""
    touched = _with_their_money({each.key for each in found}, catalogue.of_pool(pool))
    return [wording.section_title(each) for each in asked if each not in touched]


def laid_out(document: Document, specs: Sequence[SectionSpec]) -> dict[str, Any]:
    """The document as its sections ask for it: lines that are kept in the budget stand in their own section."""
    sections = {key: dict(each or {}) for key, each in document.get("sections", {}).items()}
    budget = sections.get(BUDGET, {})
    for spec in specs:
        shown = {key: _plain(lines) for key, lines in shared_lines.shown(spec, budget).items()}
        if shown:
            sections[spec.key] = {**sections.get(spec.key, {}), **shown}
    kept = {field.key for spec in specs for field in spec.shared}
    sections[BUDGET] = {key: each for key, each in budget.items() if key not in kept}
    for key, name in ((BUDGET, "lines"), (FILES, "files")):
        if lines := sections.get(key, {}).get(name):
            sections[key] = {**sections[key], name: _plain(lines)}
    return {"sections": sections}


def _plain(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: each for name, each in line.items() if name not in NO_CONTENT} for line in lines]


def _with_their_money(asked: Collection[str], specs: Sequence[SectionSpec]) -> set[str]:
    """The workbook holds a plan's positions too, so who asks for one of the two asks for what follows in the other."""
    plans = {spec.key for spec in specs if POSITIONS in {each.key for each in spec.shared}}
    follow = {BUDGET} if plans & set(asked) else set()
    return {*asked, *follow, *(plans if BUDGET in asked else ())}
