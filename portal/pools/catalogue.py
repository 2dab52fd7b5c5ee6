"""Both pools as data: portal/data/pools.json brought into the database, also when its words have changed."""

import json
from pathlib import Path

from sqlalchemy import select

from portal.core.db import db
from portal.pools.models import Pool

SOURCE = Path(__file__).parents[1] / "data" / "pools.json"


def ensure_pools() -> list[Pool]:
    """Make the pools that are missing and give the others today's words. Running it twice changes nothing."""
    known = {pool.code: pool for pool in db.session.scalars(select(Pool))}
    pools = []
    for facts in json.loads(SOURCE.read_text("utf-8")):
        pool = known.get(facts["code"]) or Pool(code=facts["code"])
        for name, value in facts.items():
            setattr(pool, name, value)
        db.session.add(pool)
        pools.append(pool)
    db.session.flush()
    return pools
