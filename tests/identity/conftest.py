"""A person with a password, and a clock that pages also see."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.permissions import Role
from portal.identity import passwords
from portal.identity.models import Person

PASSWORD = "grøn stol bakke"


@pytest.fixture
def centre(make):
    return make.job_centre()


@pytest.fixture
def alma(make, centre) -> Person:
    return make.person(Role.MANAGER, centre, name="Alma Bregnedal", password_hash=passwords.hashed(PASSWORD))


@pytest.fixture
def viggo(make, centre) -> Person:
    return make.person(Role.WRITER, centre, name="Viggo Stenkær")


@pytest.fixture
def stranger(make) -> Person:
    return make.person(Role.WRITER, make.job_centre(), name="Fremmed Fra Esbjerg")


@pytest.fixture
def later(monkeypatch) -> Callable[[timedelta], None]:
    """`later(timedelta(hours=1))` lets the clock of everything be that much later."""
    began = clock.now()

    def wait(how_long: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + how_long)

    return wait
