"""A job centre of the region, and its manager."""

import pytest

from portal.core.permissions import Role


@pytest.fixture
def centre(make, region):
    return make.job_centre(region)


@pytest.fixture
def manager(make, centre):
    return make.person(Role.MANAGER, centre)
