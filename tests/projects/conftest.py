"""A grant whose money can be followed: decided and accepted on 1 November 2010."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import actions
from portal.projects.models import Project
from tests.decisions.cases import REQUESTED, a_recommended_case


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2010, 11, 1, 9, tzinfo=UTC), tick=False) as now:
        yield now


@pytest.fixture
def case(make, session, clock):
    """Granted in full on 1 November 2010, accepted, running from 15 November 2010 to 31 December 2011."""
    case = a_recommended_case(make)
    application = case.application
    decisions.decide(application, Ruling(Outcome.FULL, REQUESTED), seen=application.version, by=case.director)
    case.project = session.query(Project).filter_by(application_id=application.id).one()
    case.controller = make.person(Role.CONTROLLER, application.round.region)
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    session.commit()
    return case
