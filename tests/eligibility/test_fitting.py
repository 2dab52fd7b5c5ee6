"""What fits at a glance is what the library finds nothing in; what is not known is never taken to fit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from portal.eligibility.document import schema
from portal.eligibility.fitting import Fitting
from portal.eligibility.misfits import FORMATS
from tests.eligibility.asking import changed
from tests.eligibility.test_document import ANYTHING, PATHS
from tests.support.documents import complete_document

LIBRARY = Draft202012Validator(schema(), format_checker=FORMATS)


def test_a_document_in_order_is_known_at_a_glance():
    assert Fitting(LIBRARY).fits(complete_document(), schema())


@settings(max_examples=50)
@given(st.sampled_from(PATHS), ANYTHING)
def test_at_a_glance_as_by_the_library(path: str, value: object) -> None:
    document = changed({path: value})
    assert Fitting(LIBRARY).fits(document, schema()) == LIBRARY.is_valid(document)


@pytest.mark.parametrize(
    ("fits", "value", "at_a_glance"),
    [
        ({"if": {"type": "integer"}, "then": {"minimum": 3}, "else": {"maxLength": 1}}, 3, True),
        ({"if": {"type": "integer"}, "then": {"minimum": 3}, "else": {"maxLength": 1}}, 2, False),
        ({"if": {"type": "integer"}, "then": {"minimum": 3}, "else": {"maxLength": 1}}, "ab", False),
        ({"allOf": [{"type": "string"}, {"enum": ["a"]}]}, "b", False),
        ({"additionalProperties": False, "properties": {"a": True}}, {"a": 1}, True),
        ({"additionalProperties": False, "properties": {"a": True}}, {"b": 1}, False),
        ({"items": {"const": 1}}, [1, 2], False),
        ({"properties": {"a": False}}, {}, True),
        ({"properties": {"a": False}}, {"a": 1}, False),
    ],
)
def test_what_leads_from_one_value_to_the_next_is_judged_as_the_library_does(fits, value, at_a_glance):
    validator = Draft202012Validator(fits)
    assert Fitting(validator).fits(value, fits) == validator.is_valid(value) == at_a_glance


@pytest.mark.parametrize(
    "fits",
    [
        {"anyOf": [True]},
        {"patternProperties": {"a": True}, "additionalProperties": False},
        {"additionalProperties": {"type": "integer"}},
        {"$ref": "https://example.org/another.json"},
    ],
)
def test_what_is_not_known_is_for_the_library_to_say(fits):
    assert not Fitting(Draft202012Validator(fits)).fits({}, fits)
