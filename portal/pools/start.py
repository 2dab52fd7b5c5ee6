"""What stands on the controller's start page: the frames whose answers are still to come. To follow, not to do."""

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Permission, Role, Side, places
from portal.identity.models import Person
from portal.identity.start_blocks import Block
from portal.pools.models import Round


def frames(person: Person) -> Block | None:
    """The rounds of the controller's region whose money is being decided on."""
    if not any(each.role is Role.CONTROLLER for each in person.memberships):
        return None
    regions = places(person, Permission.LEDGER_READ)[Side.GRANTING]
    now = clock.now()
    open_ones = select(Round).where(Round.region_id.in_(regions), Round.answer_at >= now, Round.opens_at <= now)
    standing = open_ones.where(Round.cancelled_at.is_(None))
    found = list(db.session.scalars(standing.order_by(Round.answer_at, Round.id)))
    return Block("pools/start_frames.html", {"rounds": found}) if found else None
