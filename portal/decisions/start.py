"""What stands on the start page: for the region its cases by state, for a job centre what the region has said.

What the region has said stands on the page of the application as well.
"""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.applications.rules import Status
from portal.applications.titles import TITLES
from portal.core import menu
from portal.core.db import db
from portal.core.permissions import Permission, Side, places
from portal.core.text import Text
from portal.decisions import desk_counts, listing, queries
from portal.decisions.desk_counts import Count
from portal.decisions.models import Comment
from portal.identity.models import Person
from portal.identity.start_blocks import Block

MOST = 5


@dataclass(frozen=True)
class Standing:
    """How many cases stand in one state, and what they ask for together."""

    status: Status
    words: Text
    count: Count


def cases(person: Person) -> Block | None:
    """The region's cases by state; nothing for those who have no desk."""
    asked = listing.everywhere(person)
    if not asked.regions:
        return None
    found = desk_counts.tally(asked)
    standing = [Standing(status, words, found[status]) for status, words in listing.STATES.items() if status in found]
    return Block("decisions/start_cases.html", {"standing": standing}) if standing else None


def said(application: Application) -> Block:
    """On the page of an application: what the region has sent about it, and the way to all of it."""
    decision = queries.find_decided(application.id)
    ways = menu.links_to(decision) if decision else []
    found = {"comments": queries.sent_comments(application), "decision": decision, "ways": ways,
             "waivers": queries.waivers_of(application)}  # fmt: skip
    return Block("decisions/said.html", {**found, "section_titles": TITLES})


def answers(person: Person) -> Block | None:
    """The applications of the person's job centres about which the region has said something, newest first."""
    centres = places(person, Permission.APPLICATION_READ)[Side.APPLYING]
    if not centres:
        return None
    told = select(Comment.application_id).where(Comment.sent)
    said = or_(
        Application.status.in_((Status.RETURNED, Status.GRANTED, Status.REFUSED)),
        Application.id.in_(told),
    )
    rows = select(Application).where(Application.job_centre_id.in_(centres), Application.submitted_at.is_not(None))
    newest = (
        rows.where(said)
        .options(joinedload(Application.round))
        .order_by(Application.submitted_at.desc(), Application.id)
    )
    found = list(db.session.scalars(newest.limit(MOST)))
    return Block("decisions/start_answers.html", {"applications": found}) if found else None
