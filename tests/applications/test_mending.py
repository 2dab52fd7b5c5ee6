"""Which verdicts lead to the page on which they are put right."""

import pytest

from portal.applications.mending import places_of
from portal.core.text import Text
from portal.eligibility.verdicts import Outcome, Severity, Verdict


def verdict(rule: str, where: str, severity: Severity = Severity.INFO, outcome: Outcome = Outcome.NOT_MET) -> Verdict:
    said = Text("", {})
    return Verdict(rule, outcome, severity, said, said, said, said, (where,), said)


@pytest.mark.parametrize(("rule", "where"), [("OPK-12", "background"), ("G-16", "budget"), ("VIRK-14", "number_goals")])
def test_a_rule_that_informs_and_asks_for_words_leads_to_its_section(rule, where):
    assert places_of(verdict(rule, where)) == (where,)
    assert places_of(verdict(rule, where, outcome=Outcome.MET)) == ()


def test_a_rule_that_only_informs_leads_nowhere():
    assert places_of(verdict("G-19", "budget")) == ()
    assert places_of(verdict("G-19", "budget", Severity.MUST)) == ("budget",)
