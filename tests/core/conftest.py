"""A short chain of events."""

import pytest
from sqlalchemy import select

from portal.core import audit
from portal.core.audit import Event
from portal.core.permissions import Role


@pytest.fixture
def chain(make, session):
    person = make.person(Role.MANAGER, make.job_centre())
    for number in range(3):
        audit.record("test.done", f"CASE-{number}", by=person, number=number)
    audit.record("test.done", "CASE-0", by=None)
    session.commit()
    return session.scalars(select(Event).order_by(Event.id)).all()
