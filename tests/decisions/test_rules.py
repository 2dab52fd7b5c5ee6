"""Scores, amounts, reasons and comparisons, without a database."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.core.money import Ore
from portal.decisions import reading, rules
from portal.decisions.comparing import changes
from portal.decisions.rules import Mark, Outcome, Ruling
from portal.pools import criteria
from portal.pools.settings import WEIGHTS
from tests.support.documents import complete_document

ASKED = Ore(890_000_00)


def sentences(problems) -> list[str]:
    return [str(each.text) for each in problems]


def ruling(outcome: Outcome, amount: int, **rest) -> Ruling:
    reasons = {"facts": "Fakta", "considerations": "Hovedhensyn"}
    return Ruling(outcome, Ore(amount), **reasons | rest)


def test_the_total_is_exact_and_of_a_hundred():
    assert rules.total(dict.fromkeys(WEIGHTS, 5), WEIGHTS) == 100
    given = dict(zip(WEIGHTS, (5, 5, 3, 4, 4, 4), strict=True))
    assert rules.total(given, WEIGHTS) == Decimal(85)
    assert rules.total({"one": 1}, {"one": 33}) == Decimal("6.6")


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (ruling(Outcome.FULL, 890_000_00), []),
        (ruling(Outcome.FULL, 890_000_00, facts="", considerations=""), []),
        (ruling(Outcome.PARTIAL, 840_000_00), []),
        (ruling(Outcome.CONDITIONAL, 890_000_00, conditions=("Aftale",)), []),
        (ruling(Outcome.REFUSED, 0), []),
        (ruling(Outcome.FULL, 890_000_01), ["amount"]),
        (ruling(Outcome.FULL, 840_000_00), ["amount"]),
        (ruling(Outcome.PARTIAL, 890_000_00), ["amount"]),
        (ruling(Outcome.PARTIAL, 0), ["amount"]),
        (ruling(Outcome.REFUSED, 1), ["amount"]),
        (ruling(Outcome.CONDITIONAL, 890_000_00), ["conditions"]),
        (ruling(Outcome.FULL, 890_000_00, conditions=("Aftale",)), ["conditions"]),
    ],
)
def test_a_decision_says_what_it_must(asked, fields):
    assert [each.field for each in rules.problems_with_ruling(asked, ASKED)] == fields


def test_every_problem_with_a_decision_is_told_at_once():
    asked = Ruling(Outcome.PARTIAL, Ore(900_000_00))
    assert [each.field for each in rules.problems_with_ruling(asked, ASKED)] == ["amount", "facts", "considerations"]


def test_every_criterion_needs_a_score_and_a_justification():
    marks = {"goals": Mark(6, " "), "budget": Mark(3, "Klart")}
    fields = [each.field for each in rules.problems_with_marks(marks, criteria.common())]
    assert "points_goals" in fields
    assert "why_goals" in fields
    assert "points_budget" not in fields
    assert len(fields) == 10


def test_what_has_no_weight_is_not_scored():
    weights = {"goals": 70, "budget": 30, "balance": 0}
    assert [each.code for each in criteria.weighing(criteria.common(), weights)] == ["goals", "budget"]
    assert not rules.is_scored(["goals", "balance"], weights)
    assert rules.is_scored(["goals", "budget"], weights)
    asked = criteria.weighing(criteria.common(), {"goals": 100})
    assert [each.field for each in rules.problems_with_marks({}, asked)] == ["points_goals", "why_goals"]


def test_a_grant_is_accepted_before_noon_two_weeks_later():
    assert rules.accept_before(datetime(2010, 12, 8, 15, 30, tzinfo=UTC)) == datetime(2010, 12, 22, 11, tzinfo=UTC)


def test_a_grant_decided_two_weeks_before_christmas_is_accepted_after_the_holidays():
    decided = datetime(2010, 12, 10, 15, 30, tzinfo=UTC)  # two weeks later is Christmas Eve, a Friday
    assert rules.accept_before(decided) == datetime(2010, 12, 27, 11, tzinfo=UTC)


def test_changes_are_asked_for_with_a_reason_and_a_deadline_to_come():
    now = datetime(2010, 12, 1, 8, tzinfo=UTC)
    promised = now + timedelta(20)
    asked = rules.Asked({"goals": " "}, now)
    fields = [each.field for each in rules.problems_with_changes(asked, answer_at=promised, now=now)]
    assert fields == ["reason_goals", "day"]
    assert sentences(rules.problems_with_changes(rules.Asked({}, None), answer_at=now, now=now)) == [
        "Tick at least one section that the job centre must change."
    ]


@pytest.mark.parametrize(
    ("ahead", "promised", "said"),
    [
        (19, 20, []),
        (20, 20, ["before that"]),
        (60, -1, []),
        (61, -1, ["at most 60 days ahead"]),
        (61, 90, ["at most 60 days ahead"]),
    ],
)
def test_a_correction_comes_before_the_promised_answer_and_within_two_months(ahead, promised, said):
    now = datetime(2010, 12, 1, 8, tzinfo=UTC)
    before, answer_at = now + timedelta(ahead), now + timedelta(promised)
    asked = rules.Asked({"goals": "Mål mangler"}, before)
    problems = rules.problems_with_changes(asked, answer_at=answer_at, now=now)
    found = [str(each.text) for each in problems]
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


def test_a_partial_grant_is_at_least_a_thousand_kroner():
    requested = Ore(620_000_00)
    too_little = rules.problems_with_amount(Outcome.PARTIAL, Ore(999_99), requested)
    assert "at least 1.000" in str(next(too_little).text)
    assert list(rules.problems_with_amount(Outcome.PARTIAL, Ore(1_000_00), requested)) == []


def test_a_waiver_names_a_rule_a_reason_and_a_day_to_come():
    problems = rules.problems_with_waiver("X-1", {"G-01"}, "", date(2010, 1, 1), today=date(2010, 1, 2))
    assert [each.field for each in problems] == ["rule", "reason", "until"]


def test_two_equal_documents_have_no_changes():
    assert changes(complete_document(), complete_document()) == []


def test_a_change_names_section_field_and_line_and_whether_it_was_asked_for():
    after = complete_document()
    after["sections"]["goals"]["lines"][0]["baseline"] = "30"
    after["sections"]["occupations"]["lines"][1]["places"] = 12
    found = changes(complete_document(), after, {"goals"})
    assert [(each.section, each.field, each.lines, each.before, each.after, each.asked) for each in found] == [
        ("occupations", "places", (2,), 14, 12, False),
        ("goals", "baseline", (1,), "28", "30", True),
    ]


def test_a_line_that_is_gone_shows_what_stood_there():
    after = deepcopy(complete_document())
    del after["sections"]["occupations"]["lines"][2]
    found = reading.in_words(changes(complete_document(), after))
    assert [(str(each.what), str(each.before), str(each.after)) for each in found] == [
        ("Occupation", "5223", "missing"),
        ("Title", "Butiksassistent", "missing"),
        ("Places", "6", "missing"),
    ]


def test_the_time_of_the_signature_is_no_change():
    after = complete_document()
    after["sections"]["declarations"]["confirmed_at"] = "2010-12-01T10:00:00+01:00"
    assert changes(complete_document(), after) == []


def test_a_document_is_laid_out_with_words_for_its_codes():
    sections = {each.key: each for each in reading.read(complete_document())}
    assert len(sections) == 13
    benefit = sections["target_group"].tables[0].rows[0]
    assert [str(each) for each in benefit] == ["Unemployment benefit", "1 Job ready", "25", "90"]
    costs = sections["budget"].tables[0]
    assert costs.rows[0][0] == "10 Løn, projektledelse", (
        "as the workbook of the pool calls it, in Danish when nobody asks"
    )
    assert costs.rows[0][3] == Ore(100_000_00)


def test_a_document_without_answers_is_still_laid_out():
    assert len(reading.read({})) == 13
