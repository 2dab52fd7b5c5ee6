"""What each of two people changed in a section, question by question, since the second of them opened it. Pure.

The page carries a mark of each answer as it was drawn. So three versions can be told apart without keeping the first:
the one the person began with, the one they typed, and the one that stands.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications import reading
from portal.applications.fields import Field, SectionSpec
from portal.applications.reading import Options

LENGTH = 16
LETTERS = str.maketrans("0123456789", "ghijklmnop")  # digits could look like a CPR number to the browser's guard

Marks = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """What the person changed and is to be written; and the questions that both have answered since, differently.

    `chosen` when the person has seen both answers to those, and said which is to stand.
    """

    answers: dict[str, Any]
    clashing: tuple[Field, ...]
    chosen: bool = False


def mark(answer: Any) -> str:
    """A short fingerprint of one answer."""
    written = json.dumps(answer, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:LENGTH].translate(LETTERS)


def marks_of(spec: SectionSpec, answers: Mapping[str, Any]) -> Marks:
    """The fingerprint of every answer of a section."""
    return {each.key: mark(answers.get(each.key, each.empty)) for each in spec.fields}


def as_read(spec: SectionSpec, kept: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """What stands, as the form would send it back untouched: only so can it be compared with what was typed."""
    return reading.read(spec, reading.as_typed(spec, kept), options).answers


def written(marks: Marks) -> str:
    """For a hidden field: `follow_up:mark evaluation:mark`."""
    return " ".join(f"{key}:{each}" for key, each in marks.items())


def parsed(given: str) -> Marks:
    """The marks out of a hidden field; what a page without them knows is nothing."""
    return dict(each.split(":", 1) for each in given.split() if ":" in each)


def merge(spec: SectionSpec, mine: Mapping[str, Any], stands: Mapping[str, Any], before: Marks) -> Merged:
    """Take from `mine` what the person changed; where the other changed it too, into something else, it is a clash."""
    answers: dict[str, Any] = {}
    clashing: list[Field] = []
    for field in spec.fields:
        own, other = mark(mine.get(field.key, field.empty)), mark(stands.get(field.key, field.empty))
        if own == before.get(field.key) and own != other:
            continue
        answers[field.key] = mine.get(field.key, field.empty)
        if other not in {own, before.get(field.key)}:
            clashing.append(field)
    return Merged(answers, tuple(clashing))
