"""How many rules are met: one count for every page that says it."""

from dataclasses import dataclass

from portal.eligibility.verdicts import Outcome, Severity, Tally, tallies, tally, worst_must


@dataclass(frozen=True)
class Said:
    rule: str
    outcome: Outcome
    severity: Severity = Severity.MUST


def test_a_tally_names_the_rules_of_one_severity_by_their_answers():
    said = [Said("G-01", Outcome.MET), Said("G-02", Outcome.NOT_MET), Said("G-03", Outcome.MET),
            Said("G-04", Outcome.NOT_MET, Severity.SHOULD)]  # fmt: skip
    assert tally(said, Severity.MUST) == Tally(Severity.MUST, not_met=("G-02",), met=("G-01", "G-03"))
    assert tally(said, Severity.SHOULD).met == ()


def test_only_severities_that_occur_are_told_the_gravest_first():
    said = [Said("G-13", Outcome.MET, Severity.INFO), Said("G-01", Outcome.WAIVED)]
    assert [each.severity for each in tallies(said)] == [Severity.MUST, Severity.INFO]
    assert tallies([]) == []


def test_the_worst_answer_speaks_for_all():
    answers = [Outcome.MET, Outcome.WAIVED, Outcome.CANNOT_TELL, Outcome.NOT_MET]
    kept = [{"outcome": each.value, "severity": "must"} for each in answers]
    assert [worst_must(kept[: end + 1]) for end in range(4)] == answers
    assert worst_must([{"outcome": "not_met", "severity": "should"}]) is Outcome.MET
    assert worst_must([]) is Outcome.MET
