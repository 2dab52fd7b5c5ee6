"""Giving up a round that nobody outside the region has been asked to do anything about."""

from collections.abc import Callable

from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem
from portal.core.money import Ore
from portal.identity.models import Person
from portal.pools import ledger, queries
from portal.pools.models import Round
from portal.pools.rules import problems_with_cancelling

BEGUN: list[Callable[[Round], bool]] = []  # higher rooms say whether a job centre has begun an application in a round


def cancel(this_round: Round, *, seen: int, by: Person) -> None:
    """The frame leaves the ledger; the round and what has happened to it can still be read by its region.

    `seen` is the version on the page. A Conflict when a colleague has changed the round, invited somebody, or an
    application is begun.
    """
    ledger.wait_for_turn(this_round)
    if this_round.version != seen:
        raise Conflict(SAVED_BY_A_COLLEAGUE)
    refuse_when_not_to_be_cancelled(this_round)
    frame = this_round.frame
    ledger.change_frame(this_round, Ore(0), by=by)
    this_round.cancelled_at = clock.now()
    db.session.flush()
    audit.record("round.cancelled", this_round, by=by, title=this_round.title, frame=int(frame))


def problems(this_round: Round) -> list[Problem]:
    """Why the round cannot be cancelled; empty when it can."""
    begun = any(each(this_round) for each in BEGUN)
    invited = bool(queries.invited(this_round))
    return list(problems_with_cancelling(cancelled=this_round.is_cancelled, invited=invited, begun=begun))


def refuse_when_not_to_be_cancelled(this_round: Round) -> None:
    if found := problems(this_round):
        raise Conflict(*found)
