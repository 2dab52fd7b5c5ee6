"""Cells of an uploaded workbook that are corrected on the page: their fields, and what was written in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.applications.budget_desk import ImportPage, specification_of
from portal.budgets import correcting
from portal.budgets.correcting import place
from portal.budgets.findings import MOST_SHOWN, Finding
from portal.budgets.specification import Spec
from portal.core import cpr

Choices = list[tuple[str, str]]


@dataclass
class Fix:
    """One field: the cell it is about, what stands in it now, and the list to choose from where there is one."""

    finding: Finding
    number: int
    value: str
    choices: Choices = field(default_factory=list)
    error: str = ""

    @property
    def name(self) -> str:
        return f"fix-{self.number}"

    @property
    def place(self) -> str:
        return place(self.finding)


def fixes(page: ImportPage, language: str) -> dict[str, Fix]:
    """One per cell, whatever was found in it."""
    if not page.open:
        return {}
    spec = specification_of(page.application)
    found: dict[str, Fix] = {}
    shown = [each for group in page.todo.blocks for each in group.findings if correcting.can_be(each)]
    for each in shown[:MOST_SHOWN]:
        if place(each) not in found:
            stood = page.kept.corrections.get(place(each), {}).get("text", each.seen)
            found[place(each)] = Fix(each, len(found), stood, _choices(page, spec, each, language))
    return found


def _choices(page: ImportPage, spec: Spec, finding: Finding, language: str) -> Choices:
    """The list of the column, when the cell is one in which people choose."""
    column = correcting.column_of(page.kept.result.get("tables", ()), place(finding), spec)
    listed = column.list if column else ""
    words = [spec.words(listed, each.code, language) for each in spec.lists[listed]] if listed else []
    return [(each, each) for each in words]


def read(form: Mapping[str, str], shown: Mapping[str, Fix]) -> dict[str, dict[str, str]]:
    """What was written anew, by cell; a field that was left as it was says nothing. Errors stand in the fields."""
    written = {}
    for where, each in shown.items():
        text = " ".join(form.get(each.name, each.value).split())
        if text != " ".join(each.value.split()):
            each.value, each.error = text, _objection(text)
            before = {"seen": each.finding.seen, "code": each.finding.code, "column": each.finding.column}
            written[where] = {"text": text, **before}
    return written


def _objection(text: str) -> str:
    if cpr.find(text):
        return str(_("This looks like a CPR number. Write the value without it."))
    if len(text) > correcting.LONGEST or "\x00" in text:
        return str(_("Write at most %(most)s characters here.", most=correcting.LONGEST))
    return ""
