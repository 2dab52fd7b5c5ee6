"""What a report shows, as tables of plain values in both languages: frozen when signed, laid out again for a reader.

Every row carries its source, the day it holds for, and the page it came from.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.language import LANGUAGES, in_language
from portal.core.money import Ore
from portal.core.text import Choice, Text, _
from portal.labour_market.numbers import Figure

CLAIMED = "claims"  # the block of figures that the job centre claims
Names = Mapping[str, str]  # what our data calls a thing, by language
Words = Text | Names | str
Cell = Ore | Figure | date | Text | str | None
Link = tuple[str, Mapping[str, object]]
Stored = dict[str, Any]


@dataclass(frozen=True)
class Row:
    words: Words
    cells: tuple[Cell, ...]
    source: Text | str
    on: date | None
    link: Link | None = None
    note: Text | str = ""


@dataclass(frozen=True)
class Block:
    key: str
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    empty: Text  # said when there is no row


def frozen(block: Block) -> Stored:
    return {
        "key": block.key,
        "title": both(block.title),
        "columns": [both(each) for each in block.columns],
        "rows": [_frozen_row(each) for each in block.rows],
        "empty": both(block.empty),
    }


def _frozen_row(row: Row) -> Stored:
    return {
        "words": both(row.words),
        "cells": [_frozen_cell(each) for each in row.cells],
        "source": both(row.source),
        "on": row.on.isoformat() if row.on else None,
        "link": [row.link[0], dict(row.link[1])] if row.link else None,
        "note": both(row.note),
    }


def both(words: Words | Choice) -> dict[str, str]:
    """A sentence in every language of the portal, so that what is frozen can be read in each."""
    if isinstance(words, Mapping):
        return dict(words)
    return {language: in_language(words, language) for language in LANGUAGES}


def _frozen_cell(value: Cell) -> Stored | None:
    match value:
        case None:
            return None
        case Ore():
            return {"ore": int(value)}
        case Figure():
            return {"figure": int(value)}
        case date():
            return {"date": value.isoformat()}
        case _:
            return both(value)


def thawed(cell: Stored | None, language: str) -> object:
    """The value of a frozen cell as a page or a paper shows it."""
    match cell:
        case None:
            return "–"
        case {"ore": amount}:
            return Ore(amount).short
        case {"figure": thousandths}:
            return Figure(thousandths)
        case {"date": day}:
            return date.fromisoformat(day)
        case _:
            return cell[language]


def in_figures(block: Stored, place: int) -> bool:
    """Whether a column of a frozen table holds amounts or figures, which stand to the right."""
    cells = [row["cells"][place] or {} for row in block["rows"]]
    return any("ore" in each or "figure" in each for each in cells)


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of what was signed."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Changed:
    """One place in which a signed version differs from the one before. The words are frozen ones."""

    section: Stored
    what: Stored
    before: str
    after: str


def changed(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> list[Changed]:
    """Words and figures that are not as they were, section by section."""
    return list(_changed(before["sections"], after["sections"], language))


def _changed(before: Sequence[Stored], after: Sequence[Stored], language: str) -> Iterator[Changed]:
    earlier = {each["key"]: each for each in before}
    for section in after:
        was, now = dict(_said(earlier.get(section["key"]), language)), dict(_said(section, language))
        for place in dict.fromkeys([*was, *now]):
            if was.get(place) != now.get(place):
                what = dict.fromkeys(LANGUAGES, place[1])
                yield Changed(section["title"], what, was.get(place, ""), now.get(place, ""))


def _said(section: Stored | None, language: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each answer and each row of a section, as one line of text."""
    for each in (section or {}).get("answers", []):
        yield ("answer", each["question"][language]), each["text"]
    for block in (section or {}).get("blocks", []):
        for number, row in enumerate(block["rows"]):
            shown = " · ".join(in_language(thawed(cell, language), language) for cell in row["cells"])
            note = row["note"][language]
            words = row["words"][language]
            yield (f"{block['key']}-{number}", words), f"{shown} · {note}" if note else shown
            yield _sourced(block["key"], number, row, language)


def _sourced(block: str, number: int, row: Stored, language: str) -> tuple[tuple[str, str], str]:
    """Where a figure comes from. The day of what the job centre claims is its own; other days follow the calendar."""
    on = [in_language(date.fromisoformat(row["on"]), language)] if block == CLAIMED and row["on"] else []
    words = in_language(_("%(what)s, its source", what=row["words"][language]), language)
    return (f"{block}-{number}-source", words), ", ".join([row["source"][language], *on])


def rows_of(content: Mapping[str, Any]) -> Iterable[tuple[Stored, Stored, Stored]]:
    """Every row with its section and its block."""
    for section in content["sections"]:
        for block in section["blocks"]:
            for row in block["rows"]:
                yield section, block, row
