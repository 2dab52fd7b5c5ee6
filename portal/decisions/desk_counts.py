"""Which cases the desk is asked for, and how many there are in each state."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.lists import MOST, TO_MOST, holds
from portal.core.money import Ore
from portal.eligibility.verdicts import Outcome
from portal.identity.models import Organisation
from portal.pools.models import Round

Conditions = tuple[ColumnElement[bool], ...]
DECIDED = (Status.GRANTED, Status.REFUSED)
STATUSES = {each.value: each for each in Status}
REGION, ROUND = Application.region_id.expression, Application.round_id.expression


@dataclass(frozen=True)
class Count:
    """How many cases are in a state, and what they ask for together.

    `more`: there are more than a thousand decided ones, so that neither figure is the whole.
    """

    number: int
    requested: Ore
    more: bool = False


Tally = Mapping[Status, Count]


@dataclass(frozen=True)
class Asked:
    """Which cases: of these regions, in these states, in these rounds or in all of them, with these words and musts."""

    regions: Collection[int]
    states: Sequence[Status]
    rounds: Sequence[int] | None = None
    words: str = ""
    must: Outcome | None = None  # the gravest answer to a must
    turns: Sequence[int] = ()  # the rounds in which they may lie, in the order in which answers are promised

    def those(self, region: ColumnElement[int] = REGION, in_round: ColumnElement[int] = ROUND) -> Conditions:
        """What holds for each of them but its musts and its state, which says that it was submitted."""
        where: Conditions = (region.in_(self.regions),)
        if self.rounds is not None:
            where = (*where, in_round.in_(self.rounds))
        if not self.words:
            return where
        centres = select(Organisation.id).where(holds(Organisation.name, self.words))
        own = holds(Application.title, self.words) | holds(Application.reference, self.words)
        return (*where, own | Application.job_centre_id.in_(centres))

    @property
    def looked_up(self) -> Conditions:
        """Once the rounds are named, region, round, state, musts and amount are read off one index."""
        musts: Conditions = (Application.worst_must == self.must,) if self.must else ()
        if self.rounds is None and not self.words:
            theirs = select(Round.id).where(Round.region_id.in_(self.regions))
            return (*self.those(), ROUND.in_(theirs), *musts)
        return (*self.those(), *musts)

    @property
    def decided(self) -> tuple[Status, ...]:
        return tuple(each for each in self.states if each in DECIDED)

    @property
    def open(self) -> tuple[Status, ...]:
        return tuple(each for each in self.states if each not in DECIDED)


def tally(asked: Asked) -> dict[Status, Count]:
    """The states that occur. Decided cases grow with the years and are counted to a thousand, all others to the end."""
    where = asked.looked_up
    rows = union_all(*(_counted(where, status) for status in asked.states))
    found = ((STATUSES[status], number, Ore(int(sought))) for status, number, sought in db.session.execute(rows))
    return {
        status: Count(number, sought, more=status in DECIDED and number > MOST)
        for status, number, sought in found
        if number
    }


def _counted(where: Conditions, status: Status) -> Select[str, int, int]:
    rows = select(Application.requested).where(*where, Application.status == status)
    kept = (rows.limit(TO_MOST) if status in DECIDED else rows).subquery()
    together = func.coalesce(func.sum(kept.c.requested), 0)
    return select(literal(status.value), func.count(), together).select_from(kept)
