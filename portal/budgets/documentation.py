"""The catalogue of findings as a page people can read: every code with an example, by where it is found. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.budgets.findings import Finding, Severity, catalogue
from portal.budgets.labels import Words

EXAMPLES = Path(__file__).parent / "templates" / "findings_examples.json"
LEVELS: Mapping[str, Words] = {
    "file": Words("Filen", "The file"),
    "template": Words("Skemaet", "The template"),
    "table": Words("Ark, tabeller og overskrifter", "Sheets, tables and headings"),
    "row": Words("Rækker", "Rows"),
    "cell": Words("Celler", "Cells"),
    "sum": Words("Summer og puljens regler", "Sums and the rules of the pool"),
}
SEVERITIES: Mapping[Severity, Words] = {
    Severity.BLOCK: Words("Skal rettes", "Must be corrected"),
    Severity.WARN: Words("Se på det", "Look at this"),
    Severity.INFO: Words("Til orientering", "For your information"),
}
UNOPENED = {"file_missing", "file_closed", "file_no_file"}  # only a command is given the name of a file
HEAD = """# Hvad portalen siger om et budgetskema

Denne side er skrevet af `flask budgets findings` ud fra `portal/budgets/templates/findings.json` og rettes ikke i
hånden. Det, der kan findes i en uploadet fil, viser portalen under `/help/budget-findings`, uden koder. Koderne er
faste; cellerne, beløbene og navnene er eksempler. »Skal rettes« stopper budgettet, »Se på det« skal bekræftes, »Til
orientering« kræver intet.
"""


@dataclass(frozen=True)
class Chapter:
    """All findings of one level, the gravest first."""

    level: str
    findings: tuple[Finding, ...]

    @property
    def title(self) -> Words:
        return LEVELS[self.level]


@cache
def _examples() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text("utf-8"))
    return found


def example(code: str) -> Finding:
    """A finding of this code, with made-up places and values."""
    return Finding(code, params={**_examples()["all"], **_examples().get(code, {})})


@cache
def chapters() -> tuple[Chapter, ...]:
    order = list(Severity)
    found = sorted(map(example, catalogue()), key=lambda each: order.index(each.severity))
    return tuple(Chapter(level, tuple(each for each in found if each.level == level)) for level in LEVELS)


def for_pages() -> tuple[Chapter, ...]:
    """What can be found in a workbook that was uploaded."""
    uploaded = (tuple(one for one in each.findings if one.code not in UNOPENED) for each in chapters())
    return tuple(Chapter(each.level, found) for each, found in zip(chapters(), uploaded, strict=True))


def markdown() -> str:
    """The page of the documentation folder, in both languages."""
    return "\n".join([HEAD, *(_chapter(each) for each in chapters())])


def _chapter(chapter: Chapter) -> str:
    rows = [
        f'| <a id="{each.code}"></a>`{each.code}` | {SEVERITIES[each.severity].da} '
        f"| {_cell(each, 'da')} | {_cell(each, 'en')} |"
        for each in chapter.findings
    ]
    head = ["| Kode | Alvor | Dansk | English |", "|---|---|---|---|"]
    return "\n".join([f"## {chapter.title.da}\n", *head, *rows, ""])


def _cell(finding: Finding, language: str) -> str:
    """Text in a table of Markdown."""
    return finding.text(language).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")
