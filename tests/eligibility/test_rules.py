"""The table of rules: complete, in Danish, waived only as the director says, and decisive for submission."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import portal
from portal.core.text import Text
from portal.eligibility.context import Waiver
from portal.eligibility.document import facts_from
from portal.eligibility.facts import Sections
from portal.eligibility.rules import RULES, judge
from portal.eligibility.sources import POINTS
from portal.eligibility.verdicts import Outcome, Severity, as_json, may_submit
from tests.eligibility.asking import answer, asked, changed
from tests.support.documents import complete_document, context

HOME = Path(portal.__file__).parent
EVERY_ID = [f"G-{n:02}" for n in range(1, 25)] + [f"OPK-{n:02}" for n in range(1, 19)]


def test_every_rule_before_a_decision_stands_in_the_table_once_and_in_order() -> None:
    assert [each.id for each in RULES] == EVERY_ID


def test_every_rule_has_its_point_of_the_guideline_and_its_sections() -> None:
    assert {each.point for each in RULES} <= POINTS.keys()
    assert {place for each in RULES for place in each.where} <= set(Sections.__dataclass_fields__)
    assert all(each.title.english and each.basis.english for each in RULES)


def test_the_complete_document_meets_every_rule_and_may_be_submitted() -> None:
    verdicts = judge(facts_from(complete_document()), context())
    assert [each.rule for each in verdicts if each.outcome is not Outcome.MET] == []
    assert may_submit(verdicts)


def emptied(value: Any) -> Any:
    match value:
        case dict():
            return {name: emptied(inner) for name, inner in value.items()}
        case bool():
            return False
        case str():
            return None if re.match(r"\d{4}-\d\d-\d\d", value) else ""
        case list():
            return []
        case _:
            return None


def test_an_empty_draft_is_judged_by_every_rule_without_a_guess() -> None:
    document = complete_document()
    document["sections"] = emptied(document["sections"])
    verdicts = judge(facts_from(document), context(), signing=False)
    assert len(verdicts) == len(EVERY_ID)
    assert not may_submit(verdicts)
    assert all(str(each.found) and str(each.expected) and str(each.remedy) for each in verdicts)


def test_a_draft_is_not_held_back_by_the_signature_to_come() -> None:
    unsigned = {
        "declarations.confirmed_name": "",
        "declarations.confirmed_title": "",
        "declarations.confirmed_at": None,
    }
    facts = facts_from(changed(unsigned))
    assert may_submit(judge(facts, context(), signing=False))
    assert not may_submit(judge(facts, context()))


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [({"organisation.steering_needed": ""}, True), ({"background.project_type": ""}, True),
     ({"declarations.vat_excluded": False}, False), ({"basis.period_start": None}, False)],
)  # fmt: skip
def test_only_a_must_blocks_and_not_knowing_blocks_like_not_met(changes: dict, allowed: bool) -> None:
    assert may_submit(judge(facts_from(changed(changes)), context())) is allowed


@pytest.mark.parametrize(
    ("until", "expected"), [(date(2010, 10, 12), "waived must"), (date(2010, 10, 11), "not_met must")]
)
def test_a_waiver_holds_to_the_end_of_its_last_day(until: date, expected: str) -> None:
    waived = context(waivers={"G-17": Waiver("Direktør Lis Holm", "Momsen afklares", until)})
    assert (
        answer("G-17", {"declarations.vat_excluded": False}, waived, judged_at="2010-10-12T23:59:59+02:00") == expected
    )


def test_a_waiver_says_who_why_and_until_when_and_leaves_what_is_met() -> None:
    waived = context(waivers={"G-17": Waiver("Direktør Lis Holm", "Momsen afklares", date(2010, 12, 31))})
    verdict = asked("G-17", {"declarations.vat_excluded": False}, waived)
    assert all(word in str(verdict.found) for word in ("Lis Holm", "Momsen afklares", "2010-12-31", "not confirmed"))
    assert may_submit([verdict])
    assert answer("G-17", None, waived) == "met must"


def test_a_waiver_of_a_rule_that_binds_everybody_has_no_effect() -> None:
    waivers = {each: Waiver("Direktør Lis Holm", "Det går nok", date(2010, 12, 31)) for each in ("G-18", "G-17")}
    unconfirmed = {"declarations.vat_excluded": False, "declarations.no_double_cover": False}
    assert answer("G-18", unconfirmed, context(waivers=waivers)) == "not_met must"
    assert answer("G-17", unconfirmed, context(waivers=waivers)) == "waived must"


def test_a_waiver_answers_for_what_cannot_be_told_too() -> None:
    waiver = Waiver("Direktør Lis Holm", "Balancen kommer først i november", date(2010, 12, 31))
    unknown = context(chances=None, waivers={"OPK-05": waiver})
    verdict = asked("OPK-05", None, unknown)
    assert (verdict.outcome, verdict.severity, may_submit([verdict])) == ("waived", "must", True)
    assert "is not imported" in str(verdict.found)


def test_every_verdict_names_the_guideline_it_is_judged_by() -> None:
    for verdict in judge(facts_from(complete_document()), context()):
        assert str(verdict.source).startswith("Guidelines 2010 version 3, point ")


@pytest.mark.parametrize(("rule", "has_a_figure"), [("G-05", False), ("OPK-18", False), ("G-22", True), ("G-24", True)])
def test_only_a_rule_with_a_figure_says_that_the_region_can_change_it(rule: str, has_a_figure: bool) -> None:
    assert str(asked(rule).source).endswith("a figure the region can change") is has_a_figure


def test_a_verdict_as_json_has_its_seven_stable_keys() -> None:
    written = as_json(asked("OPK-06"), str)
    assert list(written) == ["rule", "outcome", "severity", "found", "expected", "remedy", "source"]
    assert (written["rule"], written["outcome"], written["severity"]) == ("OPK-06", "met", "should")


def sentences(*sources: Path) -> Iterator[str]:
    """Every string given to `_` in these modules."""
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                assert isinstance(node.args[0], ast.Constant), f"{source.name}:{node.lineno} is no plain sentence"
                yield str(node.args[0].value)


def test_every_sentence_has_its_danish_with_the_same_values() -> None:
    catalogue = read_po((HOME / "translations/da/LC_MESSAGES/eligibility.po").read_text("utf-8").splitlines())
    said = set(sentences(*(HOME / "eligibility").glob("*.py"), HOME / "pools/settings.py"))
    danish = {str(each.id): str(each.string) for each in catalogue if each.id}
    assert said - danish.keys() == set()
    assert danish.keys() - said == set()
    for english, translated in danish.items():
        assert translated.strip()
        assert sorted(re.findall(r"%\(\w+\)s", translated)) == sorted(re.findall(r"%\(\w+\)s", english))


def test_outcomes_and_severities_have_words() -> None:
    assert all(isinstance(each.label, Text) for each in (*Outcome, *Severity))
