"""A region with a job centre and the people who import and review there."""

from datetime import date

import pytest

from portal.core.permissions import Role
from portal.results import importing
from portal.results.importing import Origin

HEADING = "indicator;area;period;value;unit"


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


@pytest.fixture
def send(region, caseworker):
    """`send(*rows)` is the preview of a file with these rows."""

    def preview(*rows, encoding="utf-8", **facts):
        origin = Origin(
            **{"file_name": "tal.csv", "source": "jobindsats.dk", "retrieved_on": date(2010, 12, 6)} | facts
        )
        return importing.preview(region, "\r\n".join([HEADING, *rows]).encode(encoding), origin, by=caseworker)

    return preview


@pytest.fixture
def store(send, caseworker):
    """`store(*rows)` imports them."""

    def confirmed(*rows, **facts):
        uploaded = send(*rows, **facts)
        importing.confirm(uploaded, seen=uploaded.version, by=caseworker)
        return uploaded

    return confirmed
