"""The application as one JSON document: does it fit the schema, and what does it say? Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from portal.core import cpr
from portal.core.errors import Problem, refuse_if
from portal.core.money import Ore
from portal.eligibility.facts import Facts, Sections
from portal.eligibility.misfits import misfits
from portal.pools import positions
from portal.pools.positions import Position

SCHEMA = Path(__file__).parents[2] / "docs" / "application.schema.json"


@cache
def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return read


def problems_in(document: object, fits: Mapping[str, Any] | None = None) -> list[Problem]:
    """Everything in which a document differs from the schema; the field of each problem is its place."""
    return misfits(document, fits or schema())


def facts_from(
    document: Mapping[str, Any],
    *,
    submitted_at: datetime | None = None,
    workbook_places: Iterable[str] = (),
    fits: Mapping[str, Any] | None = None,
) -> Facts:
    """The document as plain values; refused when it does not fit the schema.

    Judged as at `submitted_at`, and before that as at the document's own `judged_at`. `workbook_places` are the
    cells of the original workbook in which a CPR-shaped number was found; the document does not hold that file.
    `fits` is the schema of the document's pool, where a higher room knows it.
    """
    refuse_if(problems_in(document, fits))
    known = {each.name for each in fields(Sections)}
    sections = _built(Sections, document["sections"])
    return Facts(
        **{each.name: getattr(sections, each.name) for each in fields(Sections)},
        reference=document["reference"],
        judged_at=submitted_at or datetime.fromisoformat(document["judged_at"]),
        job_centre=document["job_centre"],
        cpr_places=(*cpr.places(document), *workbook_places),
        texts=tuple(_texts(document["sections"], "sections")),
        more={name: section for name, section in document["sections"].items() if name not in known},
    )


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, data: Mapping[str, Any]) -> Any:
    """What has a default may be missing in the data; what has none is then as empty as an answer can be."""
    hints, defaults = _hints(kind), {each.name for each in fields(kind) if each.default is not MISSING}
    found = {name: _value(hint, data[name]) for name, hint in hints.items() if name in data}
    return kind(**found | {name: _empty(hints[name]) for name in hints.keys() - found.keys() - defaults})


def _empty(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, UnionType):
        return None
    return EMPTY[hint] if hint in EMPTY else _built(hint, {})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if isinstance(hint, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    if value is None:
        return None
    return READERS[hint](value) if hint in READERS else _built(hint, value)


EMPTY: Mapping[Any, Any] = {str: "", bool: False, int: 0}
READERS: Mapping[Any, Any] = {
    str: str,
    bool: bool,
    int: int,  # JSON's 40.0 is a whole number too
    Ore: lambda value: Ore(int(value)),
    Decimal: lambda value: Decimal(str(value)),
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Position: positions.from_json,
}


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for name, inner in value.items():
                yield from _texts(inner, f"{path}.{name}")
        case list():
            for number, inner in enumerate(value):
                yield from _texts(inner, f"{path}[{number}]")
