"""A job centre of the region, and its manager."""

from portal.core.permissions import Role
from tests.support.standing import lying_under


@lying_under
def centre(make, region):
    return make.job_centre(region)


@lying_under
def manager(make, centre):
    return make.person(Role.MANAGER, centre)
