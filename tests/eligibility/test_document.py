"""The application document: what fits the schema, what is told about the rest, and that no JSON is too odd."""

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from portal.core.errors import Refusal
from portal.eligibility.document import facts_from, problems_in, schema
from portal.eligibility.facts import Sections
from portal.eligibility.misfits import NO_NUMBER
from portal.eligibility.rules import judge
from tests.eligibility.asking import changed
from tests.support.documents import complete_document, context

CODES = Path(__file__).parents[2] / "portal" / "data" / "codelists.csv"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
PATHS = [
    "basis", "basis.partners", "basis.partners[0]", "basis.period_start", "target_group.lines[0].number",
    "activities.lines[1]", "goals.lines[0].target", "budget.lines[2].years", "budget.lines[0].years[0].units",
    "attachments.files[0]", "declarations.confirmed_at", "sparring.dates",
]  # fmt: skip


def told(document: object) -> dict[str | None, str]:
    return {each.field: str(each.text) for each in problems_in(document)}


def test_the_complete_document_fits() -> None:
    assert problems_in(complete_document()) == []


def test_the_schema_is_itself_in_order_and_closed_everywhere() -> None:
    Draft202012Validator.check_schema(schema())
    text = json.dumps(schema())
    assert text.count('"type": "object"') == text.count('"additionalProperties": false')


@pytest.mark.parametrize(
    ("codelist", "place"),
    [("benefit_type", "target_group/lines/benefit_type"), ("match_group", "target_group/lines/match_group"),
     ("instrument", "activities/lines/instrument"), ("should_element", "should_elements/lines/element"),
     ("cost_category", "budget/lines/category")],
)  # fmt: skip
def test_the_codes_of_the_schema_are_those_of_the_code_lists(codelist: str, place: str) -> None:
    with CODES.open(encoding="utf-8") as lines:
        codes = {row["code"] for row in csv.DictReader(lines, delimiter=";") if row["list"] == codelist}
    at: Any = schema()["properties"]["sections"]
    for step in place.split("/"):
        at = at["properties"][step]
        at = at.get("items", at)
    assert set(at["enum"]) - {""} == codes


def test_every_place_that_does_not_fit_is_named_at_once() -> None:
    document = changed(
        {
            "target_group.lines[1].number": "fifteen",
            "basis.period_start": "1. november 2010",
            "budget.lines[0].category": "99",
            "budget.lines[0].colour": "blue",
            "goals.lines[0].target": "45,5",
        }
    )
    del document["sections"]["organisation"]
    document["pool"] = "anything"
    assert sorted(str(place) for place in told(document)) == [
        "pool",
        "sections.basis.period_start",
        "sections.budget.lines[0].category",
        "sections.budget.lines[0].colour",
        "sections.goals.lines[0].target",
        "sections.organisation",
        "sections.target_group.lines[1].number",
    ]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [("basis.period_start", "2010-02-30", 'We read "2010-02-30". Write it as in this example: 2010-10-12.'),
     ("basis.title", 7, "We read 7. Here stands text."),
     ("occupations.lines[0].places", "4", 'We read "4". Here stands a whole number or null.'),
     ("occupations.lines[0].places", -1, "We read -1. Write 0 or more."),
     ("organisation.steering_needed", "maybe", 'We read "maybe". Use one of: "yes", "no", "".'),
     ("declarations.confirmed_at", "2010-10-12T09:30:00",
      'We read "2010-10-12T09:30:00". Write it as in this example: 2010-10-12T12:00:00+02:00.'),
     ("goals.lines[0].target", float("nan"), str(NO_NUMBER))],
)  # fmt: skip
def test_what_was_read_and_what_belongs_there_is_said_once(path: str, value: object, sentence: str) -> None:
    assert told(changed({path: value})) == {f"sections.{path}": sentence}


def test_a_cpr_shaped_number_is_not_repeated_in_the_answer() -> None:
    document = changed({"basis.period_start": "120385-1234", "basis.120385-1234": 1})
    answers = problems_in(document)
    assert len(answers) == 2
    assert not [each for each in answers if "1234" in f"{each.field} {each.text}"]


@given(ANYTHING)
def test_any_json_is_answered(value: object) -> None:
    assert problems_in(value)
    assert all(str(each.text) and each.field for each in problems_in(value))


@settings(max_examples=150)
@given(st.sampled_from(PATHS), ANYTHING)
def test_any_json_inside_the_document_is_refused_or_judged(path: str, value: object) -> None:
    document = changed({path: value})
    if problems := problems_in(document):
        assert all(str(each.field).startswith("sections.") for each in problems)
        with pytest.raises(Refusal):
            facts_from(document)
    else:
        assert len(judge(facts_from(document), context())) == 42


def test_half_a_character_is_read_and_printed() -> None:
    document = json.loads(json.dumps(complete_document()).replace("Bodil Kragh", "Bodil \\ud800"))
    assert "Bodil ?" in "".join(str(each.found) for each in judge(facts_from(document), context()))
    assert str(problems_in(changed({"budget.lines[0].unit": "\ud800"}))[0].text).encode("utf-8")


def test_endless_nesting_is_refused_in_a_sentence() -> None:
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    assert "nested too deeply" in str(problems_in({"sections": deep})[0].text)


def test_facts_are_the_values_of_the_document() -> None:
    facts = facts_from(complete_document())
    assert facts.goals.lines[1].baseline == Decimal("46.5")
    assert facts.budget.cost == facts.budget.sought == 620_000_00
    assert facts.judged_at == datetime(2010, 10, 12, 7, 30, tzinfo=UTC)
    assert set(Sections.__dataclass_fields__) > set(complete_document()["sections"])
    assert facts.plan.strategy == ""
    assert facts.positions.consultants_before is None


def test_a_submitted_application_is_judged_as_at_its_submission() -> None:
    late = datetime(2010, 10, 15, 10, 0, tzinfo=UTC)
    verdicts = {
        each.rule: each.outcome for each in judge(facts_from(complete_document(), submitted_at=late), context())
    }
    assert verdicts["G-02"] == "not_met"
