"""Files of figures that a caseworker of the region imports."""

from datetime import date

import pytest

from portal.labour_market import figure_importing
from portal.labour_market.figure_importing import Origin

HEADING = "indicator;area;period;value;unit"


@pytest.fixture
def send(region, caseworker):
    """`send(*rows)` is the preview of a file with these rows."""

    def preview(*rows, encoding="utf-8", **facts):
        origin = Origin(
            **{"file_name": "tal.csv", "source": "jobindsats.dk", "retrieved_on": date(2010, 12, 6)} | facts
        )
        return figure_importing.preview(region, "\r\n".join([HEADING, *rows]).encode(encoding), origin, by=caseworker)

    return preview


@pytest.fixture
def store(send, caseworker):
    """`store(*rows)` imports them."""

    def confirmed(*rows, **facts):
        uploaded = send(*rows, **facts)
        figure_importing.confirm(uploaded, seen=uploaded.version, by=caseworker)
        return uploaded

    return confirmed
