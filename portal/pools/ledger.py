"""The money of a round: an append-only ledger in øre whose frame can never be spent twice.

The database decides, not we: one UPDATE takes the money only while the frame still holds it. Two decisions in the
same instant therefore wait for each other, and the second sees what the first has left.
"""

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.core import audit, clock
from portal.core.db import db, keep, kept
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.pools import standing
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import OF_THE_FRAME, Entry

COMMITTED = Round.committed + bindparam("more_committed")
FRAME = Round.frame + bindparam("more_frame")
MOVE = (
    update(Round)
    .where(Round.id == bindparam("its_id"), COMMITTED >= 0, COMMITTED <= FRAME)
    .values(committed=COMMITTED, frame=FRAME)
    .returning(Round.frame, Round.committed)
    .execution_options(synchronize_session=False)
)
FIGURES = [each.key for each in Round.__table__.columns]  # and not what is loaded beside them, which does not change
ANY_ENTRY = select(LedgerEntry.id).where(LedgerEntry.round_id == bindparam("round")).limit(1)


@dataclass(frozen=True)
class Balance:
    """Where a round's money stands now."""

    frame: Ore
    decided: Ore
    left: Ore


def balance(this_round: Round) -> Balance:
    return Balance(this_round.frame, this_round.committed, this_round.left)


def entries(this_round: Round) -> list[LedgerEntry]:
    """Every movement of the frame, as they were entered. Their sum is what is left."""
    return list(db.session.scalars(_of(this_round).where(LedgerEntry.kind.in_(OF_THE_FRAME))))


def entries_with_people(this_round: Round) -> list[LedgerEntry]:
    """Every movement, also to and from the job centres, as they were entered: each balance follows from the one before.

    Everybody's name is loaded, for a page.
    """
    return list(db.session.scalars(_of(this_round).options(joinedload(LedgerEntry.by))))


def _of(this_round: Round) -> Select[LedgerEntry]:
    return select(LedgerEntry).filter_by(round_id=this_round.id).order_by(LedgerEntry.id)


def open_frame(this_round: Round, by: Person | None) -> None:
    """Enter the year's frame. A frame that is entered already is left as it is."""
    wait_for_turn(this_round)
    if kept(key := (LedgerEntry, this_round.id)):
        return
    if db.session.scalar(ANY_ENTRY, {"round": this_round.id}) is None:
        enter(this_round, Entry.FRAME, this_round.frame, by=by)
        audit.record("frame.opened", this_round, by=by, frame=int(this_round.frame))
    keep(key, True)


def change_frame(this_round: Round, frame: Ore, *, by: Person | None) -> None:
    """Give the round more or less money, but never less than what is decided."""
    open_frame(this_round, by)
    before = this_round.frame
    if frame == before:
        return
    if not _move(this_round, frame=Ore(frame - before)):
        sentence = _(
            "%(decided)s is decided already. The frame cannot be lower than that.", decided=this_round.committed
        )
        raise Refusal(Problem(sentence, "frame"))
    enter(this_round, Entry.FRAME, Ore(frame - before), by=by)
    audit.record("frame.changed", this_round, by=by, before=int(before), after=int(frame))


def commit(this_round: Round, amount: Ore, *, case: str, by: Person | None, note: str = "") -> LedgerEntry:
    """Bind money to a case, or refuse with the figures. Says nothing about who may: that is the decision's business."""
    refuse_if(_not_above_nothing(amount))
    open_frame(this_round, by)
    if not _move(this_round, committed=amount):
        raise Refusal(Problem(too_much(this_round, amount), "amount"))
    entry = enter(this_round, Entry.COMMITMENT, Ore(-amount), case=case, note=note, by=by)
    audit.record("frame.committed", this_round, by=by, case=case, amount=int(amount), left=int(entry.left_after))
    return entry


def give_back(this_round: Round, amount: Ore, *, case: str, by: Person | None, note: str = "") -> LedgerEntry:
    """Let a case's money return to the frame: at most what is bound to it and neither released nor paid."""
    refuse_if(_not_above_nothing(amount))
    wait_for_turn(this_round)
    if amount > (bound := standing.of_case(this_round, case).free):
        sentence = _("%(bound)s is bound to %(case)s, so %(amount)s cannot be given back.",
                     bound=bound, case=case, amount=amount)  # fmt: skip
        raise Refusal(Problem(sentence, "amount"))
    _move(this_round, committed=Ore(-amount))
    entry = enter(this_round, Entry.RELEASE, amount, case=case, note=note, by=by)
    audit.record("frame.given_back", this_round, by=by, case=case, amount=int(amount), left=int(entry.left_after))
    return entry


def bound_to(this_round: Round, case: str) -> Ore:
    """What the ledger has committed to one case and not had back."""
    return standing.of_case(this_round, case).committed


def too_much(this_round: Round, asked: Ore) -> Text:
    """Why an amount does not fit, in figures; for the decision page and for the refusal."""
    values = {"frame": this_round.frame, "decided": this_round.committed, "left": this_round.left, "asked": asked}
    return _(
        "The frame is %(frame)s. %(decided)s is decided and %(left)s is left, so %(asked)s does not fit. "
        "Decide on %(left)s or less.",
        **values,
    )


def _not_above_nothing(amount: Ore) -> list[Problem]:
    return [Problem(_("Write an amount above 0 kr."), "amount")] if amount <= 0 else []


def wait_for_turn(this_round: Round) -> None:
    """Hold the chain of events and then the round, always in that order, so that no two decisions block each other.

    Until the transaction ends: who holds a round knows where it stands.
    """
    db.session.flush()
    audit.wait_for_turn()
    if not kept(key := (Round, this_round.id)):
        db.session.refresh(this_round, FIGURES, with_for_update=True)
        keep(key, True)


def _move(this_round: Round, *, committed: Ore = Ore(0), frame: Ore = Ore(0)) -> bool:
    """The one statement that moves money. False when it would not fit, and then nothing has changed."""
    by_how_much = {"its_id": this_round.id, "more_committed": committed, "more_frame": frame}
    stands = db.session.execute(MOVE, by_how_much).one_or_none()
    if stands is None:
        db.session.refresh(this_round)
        return False
    for name, amount in zip(("frame", "committed"), stands, strict=True):
        set_committed_value(this_round, name, amount)
    return True


def enter(
    this_round: Round, kind: Entry, amount: Ore, *, by: Person | None, case: str = "", note: str = ""
) -> LedgerEntry:
    """Write one line. Only those who have waited for their turn and looked where the money stands may.

    It goes to the database together with the event that says so.
    """
    entry = LedgerEntry(
        round_id=this_round.id,
        at=clock.now(),
        kind=kind,
        amount=amount,
        left_after=this_round.left,
        case=case,
        note=note,
        by_id=by.id if by else None,
    )
    db.session.add(entry)
    return entry
