"""The start page of those who follow the money: frames to follow are shown, and are no tasks."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, start


@pytest.fixture
def this_round(make):
    """Open now, and the answers are still to come."""
    now = clock.now()
    made = make.round(title="Runden", opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=20),
                      answer_at=now + timedelta(days=60))  # fmt: skip
    ledger.commit(made, Ore(620_000_00), case="OPK-1", by=None)
    return made


def test_the_controller_follows_a_frame_that_is_not_counted_as_a_task(browse, make, this_round):
    page = browse(make.person(Role.CONTROLLER, this_round.region)).get("/")
    (row,) = page.soup.select("section[aria-labelledby=frames] tbody tr")
    assert row.select_one("a")["href"] == f"/pools/rounds/{this_round.id}/ledger"
    assert [each.text for each in row.select("td")] == ["4.200.000", "620.000", "3.580.000"]
    assert "Der venter ikke noget på dig lige nu." in page.soup.text
    assert page.soup.select("ol.tasks") == []


def test_only_controllers_and_only_rounds_that_wait_for_their_answers(make, this_round):
    assert start.frames(make.person(Role.CONTROLLER, make.region())) is None
    assert start.frames(make.person(Role.CASEWORKER, this_round.region)) is None
    controller = make.person(Role.CONTROLLER, this_round.region)
    assert start.frames(controller) is not None
    this_round.answer_at = clock.now() - timedelta(days=1)
    assert start.frames(controller) is None
