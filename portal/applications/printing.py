"""Answers as a paper prints them: each question with a text or a table; a table that is too wide, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.applications import catalogue, showing
from portal.applications.fields import SectionSpec
from portal.applications.mending import TALKS, name_of_place
from portal.applications.showing import Answer, Table
from portal.core.language import shown
from portal.core.text import _

Part = dict[str, Any]


def section(spec: SectionSpec, document: Mapping[str, Any]) -> dict[str, Any]:
    """One section: its title, and the answers that it must have or has."""
    said = showing.to_sign(spec, document) or showing.answers_of(spec, document)[:1]
    return {"title": catalogue.title(spec), "parts": [part for each in said for part in _parts(each)]}


def talks(document: Mapping[str, Any]) -> dict[str, Any]:
    """The days on which the draft was talked over with the region; they are submitted with the answers."""
    days = showing.talks_of(document)
    said = "\n".join(str(shown(each)) for each in days) or _("No talk is noted.")
    return {"title": name_of_place(TALKS), "parts": [_text(_("Days of the talks"), said)]}


def _parts(answer: Answer) -> Iterator[Part]:
    table = answer.table
    if table is None:
        yield _text(answer.question, showing.as_text(answer) or _("No answer"))
    elif table.is_wide:
        yield from (_line(answer.question, number, table, row) for number, row in enumerate(table.rows, 1))
    else:
        rows = [*table.rows, table.totals] if table.totals else list(table.rows)
        yield _text(answer.question, "") | {"header": list(table.header), "figures": list(table.figures), "rows": rows}


def _line(question: object, number: int, table: Table, row: Sequence[object]) -> Part:
    heading = _("%(question)s, line %(number)s: %(first)s", question=question, number=number, first=row[0])
    filled = [each for each in zip(table.header[1:], row[1:], strict=True) if each[1] != ""]
    return _text(heading, "\n".join(f"{shown(head)}: {shown(cell)}" for head, cell in filled))


def _text(question: object, text: object) -> Part:
    return {"question": question, "text": text, "header": [], "figures": [], "rows": []}
