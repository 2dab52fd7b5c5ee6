"""Whether a JSON value surely fits a schema: asked first, as nearly every document does. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

SAYS_NOTHING = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "then", "else"}
)
LEAVES = {
    name: Draft202012Validator.VALIDATORS[name]
    for name in (
        "type", "enum", "const", "required", "minimum", "maximum", "minLength", "maxLength", "pattern", "format",
        "minItems", "maxItems", "uniqueItems",
    )
}  # fmt: skip


class Fitting(NamedTuple):
    """The library's own judgement of each value, without the library's way from one to the next.

    That way makes a validator for each value, so that it can tell where an error is; without an error nobody asks.
    What is not known here is never taken to fit.
    """

    validator: Any

    def fits(self, value: object, schema: object) -> bool:
        if not isinstance(schema, dict):
            return schema is True
        for name, wanted in schema.items():
            if name not in SAYS_NOTHING and not self._keeps(value, name, wanted, schema):
                return False
        return True

    def _keeps(self, value: object, name: str, wanted: Any, schema: Mapping[str, Any]) -> bool:
        if judge := LEAVES.get(name):
            return next(iter(judge(self.validator, wanted, value, schema) or ()), None) is None
        match name:
            case "properties":
                return not isinstance(value, dict) or all(
                    self.fits(value[each], part) for each, part in wanted.items() if each in value
                )
            case "items":
                return not isinstance(value, list) or all(self.fits(each, wanted) for each in value)
            case "additionalProperties":
                named = schema.get("properties", {})
                return (
                    wanted is False
                    and "patternProperties" not in schema
                    and (not isinstance(value, dict) or value.keys() <= named.keys())
                )
            case "allOf":
                return all(self.fits(value, each) for each in wanted)
            case "if":
                branch = "then" if self.validator.evolve(schema=wanted).is_valid(value) else "else"
                return self.fits(value, schema.get(branch, True))
            case "$ref":
                return self.fits(value, self._part(wanted))
        return False

    def _part(self, reference: str) -> object:
        """#/$defs/money → that part of the schema; of a reference elsewhere nothing is known."""
        begins, _slash, name = reference.rpartition("/")
        return self.validator.schema.get("$defs", {}).get(name, False) if begins == "#/$defs" else False
