"""Where the money stands: of one case, and of every round and case on any day that has been. Reads the ledger only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from portal.core.clock import COPENHAGEN
from portal.core.db import db
from portal.core.money import Ore
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import Entry, Money

OF_CASE = (
    select(LedgerEntry.kind, func.sum(LedgerEntry.amount))
    .where(LedgerEntry.round_id == bindparam("round"), LedgerEntry.case == bindparam("case"))
    .group_by(LedgerEntry.kind)
)  # put together once: every movement of money asks it


def of_case(this_round: Round, case: str) -> Money:
    """The money of one case now, in whole øre."""
    rows = db.session.execute(OF_CASE, {"round": this_round.id, "case": case})
    return Money.of({kind: int(amount) for kind, amount in rows})


@dataclass(frozen=True)
class RoundMoney:
    """One round on one day: the frame with what is decided in it, and the cases with what went to and fro."""

    round: Round
    frame: Ore
    cases: dict[str, Money]

    @property
    def together(self) -> Money:
        return Money.together(self.cases.values())

    @property
    def left(self) -> Ore:
        return Ore(self.frame - self.together.committed)


def end_of(day: date) -> datetime:
    """The first moment of the next day in Denmark: what happened before it, happened on the day or earlier."""
    return datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)


def on(day: date, *, rounds: Iterable[int] | None = None) -> list[RoundMoney]:
    """Every round that had a ledger on that day, by pool, region and year; only those `rounds`, when they are named."""
    rows = (
        select(LedgerEntry.round_id, LedgerEntry.case, LedgerEntry.kind, func.sum(LedgerEntry.amount))
        .where(LedgerEntry.at < end_of(day))
        .group_by(LedgerEntry.round_id, LedgerEntry.case, LedgerEntry.kind)
        .order_by(LedgerEntry.round_id, LedgerEntry.case, LedgerEntry.kind)
    )
    if rounds is not None:
        rows = rows.where(LedgerEntry.round_id.in_(list(rounds)))
    moved: dict[int, dict[str, dict[Entry, int]]] = {}
    for round_id, case, kind, amount in db.session.execute(rows):
        moved.setdefault(round_id, {}).setdefault(case, {})[kind] = int(amount)
    return [_standing(each, moved[each.id]) for each in _rounds(list(moved))]


def _rounds(ids: list[int]) -> list[Round]:
    rows = select(Round).where(Round.id.in_(ids)).options(joinedload(Round.pool), joinedload(Round.region))
    return list(db.session.scalars(rows.order_by(Round.pool_id, Round.region_id, Round.year, Round.id)))


def _standing(this_round: Round, moved: dict[str, dict[Entry, int]]) -> RoundMoney:
    frame = Ore(sum(kinds.get(Entry.FRAME, 0) for kinds in moved.values()))
    return RoundMoney(this_round, frame, {case: Money.of(kinds) for case, kinds in moved.items() if case})
