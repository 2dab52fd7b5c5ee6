"""The schema of an application's document, made from the sections of its pool, so that a new pool has one at once."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from portal.applications import catalogue
from portal.applications.fields import Field, Kind, SectionSpec
from portal.eligibility import document

Schema = dict[str, Any]
TEXT, LINE = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/line_of_text"}
KINDS: Mapping[Kind, Schema] = {
    Kind.TEXT: LINE,
    Kind.LONG_TEXT: TEXT,
    Kind.INTEGER: {"$ref": "#/$defs/count_or_null"},
    Kind.NUMBER: {"$ref": "#/$defs/decimal_or_null"},
    Kind.MONEY: {"$ref": "#/$defs/amount_or_null"},
    Kind.DATE: {"$ref": "#/$defs/date_or_null"},
    Kind.FLAG: {"type": "boolean"},
}
MOST_LINES = 2000


def schema_for(found: object) -> Schema:
    """The schema for a document's own pool; for anything else the one that lists the pools there are."""
    pool = found.get("pool") if isinstance(found, Mapping) else None
    return schema_of(pool if isinstance(pool, str) and pool in catalogue.POOLS else catalogue.FIRST)


def schema_of(pool: str) -> Schema:
    """The written schema, narrowed to the sections of one pool."""
    made = deepcopy(dict(document.schema()))
    made.pop("allOf", None)
    made["properties"]["pool"]["enum"] = list(catalogue.POOLS)
    sections = made["properties"]["sections"]
    keys = [each.key for each in catalogue.of_pool(pool)] + ["sparring"]
    own = {each.key: section(each) for each in catalogue.of_pool(pool) if each.key not in sections["properties"]}
    sections["properties"] = {key: (sections["properties"] | own)[key] for key in keys}
    sections["required"] = keys
    return made


def section(spec: SectionSpec) -> Schema:
    """One section that the written schema does not have."""
    return _group(tuple(each for each in spec.fields if not each.shared))


def _group(fields: tuple[Field, ...]) -> Schema:
    properties = {each.key: _field(each) for each in fields}
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _field(field: Field) -> Schema:
    codes = [code for code, _label in field.options]
    match field.kind:
        case Kind.LINES:
            return {"type": "array", "maxItems": MOST_LINES, "items": _group(field.columns)}
        case Kind.CHOICES:
            items: Schema = {"type": "string", "enum": codes}
            return {"type": "array", "maxItems": len(codes), "uniqueItems": True, "items": items}
        case Kind.CHOICE:
            return {"type": "string", "enum": [*codes, ""]} if codes else LINE
    return KINDS[field.kind]
