"""The portal with the clock of the site's tests: it begins where they set it, and goes on from there."""

import gc
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

from portal import create_app
from portal.core import clock
from portal.core.db import commit_command
from portal.demo import consultants, people, rounds
from portal.identity.places import ensure_places
from portal.pools import queries
from portal.pools.catalogue import ensure_pools
from portal.pools.rounds import create

SET = Path(os.environ["TEST_CLOCK"])
real = clock.now


def now() -> datetime:
    """The moment in the file, and what has passed since it was written; `clock.at` still goes before it."""
    if clock._SET.get() is not None:
        return real()
    return datetime.fromisoformat(SET.read_text()).astimezone(UTC) + timedelta(seconds=time() - SET.stat().st_mtime)


def at(month: int, day: int) -> datetime:
    return clock.in_copenhagen(2010, month, day, 9)


clock.now = now
app = create_app()
gc.freeze()  # as in wsgi.py


@app.cli.command("prepare")
def prepare() -> None:
    """People, places, and a round of the consultant pool whose amounts nobody has written yet."""
    ensure_places()
    ensure_pools()
    people.add(at(6, 1))
    people.add_numbers(at(6, 1))
    pool = queries.pool_of("consultants")
    assert pool is not None
    guideline = rounds.sign(pool, 2010, consultants.SETTINGS, at(8, 23))
    with clock.at(at(9, 1)):
        create(guideline, consultants.of_2010(), by=people.person(people.CASEWORKER), invented=True)
    commit_command()
