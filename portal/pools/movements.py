"""The movements of a ledger as a list: chosen, sorted and paged in SQL, however long the ledger has grown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.core.lists import TO_MOST, danish, holds
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import Entry

PAGE = 25
USUAL = "time"
KINDS = {each.value: each for each in Entry}
SORTS: Mapping[str, Any] = {
    "time": LedgerEntry.id,  # as they were entered, so that each balance follows from the one before
    "case": danish(LedgerEntry.case),
    "amount": LedgerEntry.amount,
}


@dataclass(frozen=True)
class Wanted:
    """What the reader of a ledger asks for; empty means everything, in the order it was entered."""

    words: str = ""
    kind: str = ""
    sort: str = USUAL
    downwards: bool = False
    page: int = 1


def listed(this_round: Round, wanted: Wanted) -> tuple[list[LedgerEntry], int]:
    """One page of movements, and how many there are, counted to a thousand and one."""
    chosen = _chosen(this_round, wanted)
    few = chosen.with_only_columns(LedgerEntry.id).limit(TO_MOST).subquery()
    number = db.session.scalar(select(func.count()).select_from(few)) or 0
    page = _ordered(chosen, wanted).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return list(db.session.scalars(page)), number


def everything(this_round: Round, wanted: Wanted) -> list[LedgerEntry]:
    """The whole list, for downloads."""
    return list(db.session.scalars(_ordered(_chosen(this_round, wanted), wanted)))


def note_of(kind: Entry, note: str) -> Text | str:
    """A line's note as people read it: the ledger keeps an instalment's number and the day of a repayment as such."""
    if kind in (Entry.INSTALMENT, Entry.PAYMENT) and note.isdecimal():
        return _("Instalment %(number)s", number=note)
    if kind is Entry.REPAYMENT and re.fullmatch(r"\d{4}-\d\d-\d\d", note):
        return _("The money came on %(day)s", day=date.fromisoformat(note))
    return note


def _chosen(this_round: Round, wanted: Wanted) -> Select[LedgerEntry]:
    rows = select(LedgerEntry).where(LedgerEntry.round_id == this_round.id)
    if wanted.kind in KINDS:
        rows = rows.where(LedgerEntry.kind == KINDS[wanted.kind])
    if words := wanted.words.strip():
        people = select(Person.id).where(holds(Person.name, words))
        rows = rows.where(
            or_(holds(LedgerEntry.case, words), holds(LedgerEntry.note, words), LedgerEntry.by_id.in_(people))
        )
    return rows


def _ordered(rows: Select[LedgerEntry], wanted: Wanted) -> Select[LedgerEntry]:
    sort = SORTS.get(wanted.sort, LedgerEntry.id)
    first = sort.desc() if wanted.downwards else sort.asc()
    return rows.options(joinedload(LedgerEntry.by)).order_by(first, LedgerEntry.id)
