"""In which places a JSON value differs from a schema, in sentences. Pure."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from portal.core import cpr
from portal.core.errors import Problem
from portal.core.text import Text, _
from portal.eligibility.fitting import Fitting
from portal.eligibility.parsing import NESTED, Repeating

MOST_SHOWN = 60
DEEPEST = 60
FORMATS = FormatChecker(formats=())
MISSING = _("The field is missing. Add it; a number without an answer is null, a text without an answer is empty.")
UNKNOWN = _("The schema has no such field. Remove it.")
TWICE = _("The field stands more than once. Keep the one that counts.")
NO_NUMBER = _("We cannot read this number: it is too large, or no number at all. Write it with digits.")
KINDS = {
    "object": _("a group of fields"),
    "array": _("a list"),
    "string": _("text"),
    "integer": _("a whole number"),
    "number": _("a number"),
    "boolean": _("true or false"),
    "null": _("null"),
}


@FORMATS.checks("date", raises=ValueError)
def _is_a_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_a_moment_with_zone(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).utcoffset() is not None


def misfits(document: object, schema: Mapping[str, Any]) -> list[Problem]:
    """Every difference once, ordered by place. Answers for any value that JSON can hold."""
    if unreadable := _unreadable(document):
        return unreadable
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    if Fitting(validator).fits(document, schema):
        return []
    found = sorted(validator.iter_errors(document), key=lambda each: list(each.absolute_path))
    problems = [problem for error in found for problem in _problems(error)]
    return list({(each.field, str(each.text)): each for each in problems}.values())


def _unreadable(document: object) -> list[Problem]:
    """What no schema can judge: fields that stand twice, numbers that are not finite, and data nested without end."""
    found: list[Problem] = []
    waiting: list[tuple[object, tuple[str | int, ...]]] = [(document, ())]
    while waiting:
        value, path = waiting.pop()
        if len(path) > DEEPEST:
            return [Problem(NESTED, _place(path[:5]))]
        if isinstance(value, float) and not math.isfinite(value):
            found.append(Problem(NO_NUMBER, _place(path)))
        elif isinstance(value, dict):
            if isinstance(value, Repeating):
                found += [Problem(TWICE, _place((*path, name))) for name in value.repeated]
            waiting += [(inner, (*path, str(key))) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, (*path, number)) for number, inner in enumerate(value)]
    return found


def _problems(error: ValidationError) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    match error.validator:
        case "required":  # one error for each key that is missing; the message is the only place that names it
            name = next((key for key in _keys(error.validator_value) if f"'{key}' is" in error.message), "")
            yield Problem(MISSING, _place((*path, name)))
        case "additionalProperties":
            for name in sorted(set(_keys(error.instance)) - set(_keys(_part(error, "properties")))):
                yield Problem(UNKNOWN, _place((*path, name)))
        case _:
            yield Problem(_sentence(error), _place(path))


def _sentence(error: ValidationError) -> Text:
    read, wanted = _shown(error.instance), error.validator_value
    example = next(iter(_keys(_part(error, "examples"))), "")
    if example and error.validator in {"format", "pattern", "maxLength"}:  # a date can fail all three: said once
        return _("We read %(read)s. Write it as in this example: %(example)s.", read=read, example=example)
    say = SENTENCES.get(str(error.validator))
    return say(read, wanted) if say else _("We read %(read)s, which does not fit the schema.", read=read)


def _part(error: ValidationError, name: str) -> object:
    """One keyword beside the one that failed; jsonschema types a schema as nearly anything."""
    return error.schema.get(name) if isinstance(error.schema, Mapping) else None


def _keys(of: object) -> list[str]:
    return [str(each) for each in of] if isinstance(of, Mapping | list) else []


def _choices(read: str, wanted: Any) -> Text:
    listed = ", ".join(json.dumps(each, ensure_ascii=False) for each in wanted)
    return _("We read %(read)s. Use one of: %(choices)s.", read=read, choices=listed)


def _kind(read: str, wanted: Any) -> Text:
    names = [KINDS[each] for each in ([wanted] if isinstance(wanted, str) else wanted)]
    kind = names[-1]
    for name in reversed(names[:-1]):
        kind = _("%(one)s or %(other)s", one=name, other=kind)
    return _("We read %(read)s. Here stands %(kind)s.", read=read, kind=kind)


SENTENCES: Mapping[str, Callable[[str, Any], Text]] = {
    "type": _kind,
    "enum": _choices,
    "const": lambda read, wanted: _choices(read, [wanted]),
    "minimum": lambda read, wanted: _("We read %(read)s. Write %(limit)s or more.", read=read, limit=wanted),
    "maximum": lambda read, wanted: _("We read %(read)s. Write %(limit)s or less.", read=read, limit=wanted),
    "minLength": lambda read, wanted: _("The text is empty. Write at least %(limit)s character.", limit=wanted),
    "maxLength": lambda read, wanted: _("The text is too long. Write at most %(limit)s characters.", limit=wanted),
    "maxItems": lambda read, wanted: _("The list is too long. It holds at most %(limit)s lines.", limit=wanted),
    "uniqueItems": lambda read, wanted: _("The same value stands twice in the list. Remove one."),
}


def _shown(value: object) -> str:
    """What was read, short enough for a sentence and never with a CPR-shaped number."""
    written = cpr.hidden(json.dumps(value, ensure_ascii=False, default=str))
    written = written.encode("utf-8", "replace").decode("utf-8")
    return written if len(written) <= MOST_SHOWN else written[: MOST_SHOWN - 1] + "…"


def _place(path: tuple[str | int, ...]) -> str:
    steps = (f"[{each}]" if isinstance(each, int) else f".{cpr.hidden(each)}" for each in path)
    place = "".join(steps).removeprefix(".").encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"[\x00-\x1f\x7f]", "?", place) or "document"
