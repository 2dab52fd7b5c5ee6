"""Scores, amounts, reasons and comparisons, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.core.money import Ore
from portal.decisions import reading, rules
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


def test_a_rule_that_binds_everybody_is_never_set_aside():
    (problem,) = rules.problems_with_waiver("G-07", {"G-07"}, "Fordi", date(2010, 1, 2), today=date(2010, 1, 2))
    assert "G-07 binds everybody" in str(problem.text)


def test_a_document_is_laid_out_with_words_for_its_codes(app):
    with app.test_request_context():
        sections = {each.key: each for each in reading.read(complete_document())}
        assert len(sections) == 13
        tables = {key: [each.table for each in found.answers if each.table] for key, found in sections.items()}
        assert [str(each) for each in tables["target_group"][0].rows[0]] == [
            "Unemployment benefit",
            "1 Job ready",
            "25",
            "90",
        ]
        costs = tables["budget"][0]
        assert costs.rows[0][0] == "10 Løn, projektledelse", "as the workbook of the pool calls it"
        assert Ore(100_000_00) in costs.rows[0]


def test_what_may_stand_empty_is_not_called_missing(app):
    document = complete_document()
    document["sections"]["target_group"] |= {"risk_group": "", "description": ""}
    with app.test_request_context():
        section = next(each for each in reading.read(document) if each.key == "target_group")
    empty = {section.lacks(each) for each in section.answers if each.is_empty}
    assert empty == {True, False}
    assert str(section.emptiness) == "not filled in"


def test_a_document_without_answers_is_still_laid_out(app):
    with app.test_request_context():
        assert len(reading.read({})) == 13


@pytest.mark.parametrize(
    ("pool", "title"), [("upskilling", "Cost per participant"), ("consultants", "Persons in the plan")]
)
def test_a_rule_that_two_pools_ask_in_their_own_way_has_the_name_of_the_documents_pool(pool, title):
    judged = {"rule": "G-22", "outcome": "met", "severity": "must", "found": "", "expected": "", "remedy": "",
              "source": ""}  # fmt: skip
    (verdict,) = reading.verdicts_of({"document": {"pool": pool}, "verdicts": [judged]})
    assert str(verdict.title) == title
