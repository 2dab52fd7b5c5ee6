"""A grant whose money can be followed: decided and accepted on 1 November 2010."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import actions
from portal.projects.models import Project
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.support.documents import complete_document
from tests.support.standing import BEGINS, standing


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGINS, tick=False) as now:
        yield now


def used_in_both_years() -> dict[str, Any]:
    """The complete application with every line's money in both years: 30 percent in 2010, the rest in 2011."""
    document = complete_document()
    for line in document["sections"]["budget"]["lines"]:
        cost = sum(each["amount_ore"] for each in line["years"])
        line["years"] = [{"year": 2010, "amount_ore": cost * 3 // 10}, {"year": 2011, "amount_ore": cost * 7 // 10}]
    return document


@standing
def case(make, session, clock):
    """Granted in full on 1 November 2010, accepted, running from 15 November 2010 to 31 December 2011."""
    case = a_recommended_case(make, document=used_in_both_years())
    application = case.application
    decisions.decide(application, Ruling(Outcome.FULL, REQUESTED), seen=application.version, by=case.director)
    case.project = session.query(Project).filter_by(application_id=application.id).one()
    case.controller = make.person(Role.CONTROLLER, application.round.region)
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    session.commit()
    return case
