"""A status changes by a step that is open, for a person who has seen the latest version."""

from types import SimpleNamespace

import pytest

from portal.applications import rules
from portal.applications.rules import Status
from portal.core.errors import Conflict
from portal.core.workflow import advance, open_steps


def case(status: Status, version: int = 4) -> SimpleNamespace:
    return SimpleNamespace(status=status, version=version)


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (Status.DRAFT, ["edit", "submit", "withdraw"]),
        (Status.SUBMITTED, ["return", "recommend"]),
        (Status.RETURNED, ["edit", "submit"]),
        (Status.RECOMMENDED, ["return", "recommend", "grant", "refuse"]),
        (Status.GRANTED, []),
        (Status.REFUSED, []),
        (Status.WITHDRAWN, []),
    ],
)
def test_the_steps_that_are_open(status, names):
    assert [step.name for step in open_steps(rules.STEPS, status)] == names


def test_a_step_moves_the_status():
    subject = case(Status.DRAFT)
    advance(subject, rules.SUBMIT, seen=4)
    assert subject.status is Status.SUBMITTED


def test_a_closed_step_is_refused_in_a_sentence():
    with pytest.raises(Conflict, match="“Sign and submit” is not possible: the status is now “Granted”"):
        advance(case(Status.GRANTED), rules.SUBMIT, seen=4)


def test_whoever_saw_an_older_version_is_told():
    subject = case(Status.DRAFT)
    with pytest.raises(Conflict, match="colleague saved first"):
        advance(subject, rules.SUBMIT, seen=3)
    assert subject.status is Status.DRAFT
