"""A region with a job centre and the people who import and review there."""

import pytest

from portal.core.permissions import Role


@pytest.fixture
def region(make):
    return make.region()


@pytest.fixture
def caseworker(make, region):
    return make.person(Role.CASEWORKER, region)


@pytest.fixture
def centre(make, region):
    return make.job_centre(region)


@pytest.fixture
def manager(make, centre):
    return make.person(Role.MANAGER, centre)
