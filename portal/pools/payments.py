"""Money after the grant: released, paid, claimed and repaid, each a line of the same append-only ledger.

Nothing here moves the frame; what a case did not use returns to it by `ledger.give_back` at the settlement.
"""

from portal.core import audit
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.pools import ledger, standing
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import Entry, Money


def release(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """Let an instalment be paid: at most what is granted and not yet released."""
    money = _turn(this_round, amount, case)
    text = _("%(left)s of the grant is not released yet, so %(asked)s cannot be released.",
             left=money.to_release, asked=amount)  # fmt: skip
    _within(amount, money.to_release, text)
    return _written(this_round, Entry.INSTALMENT, Ore(-amount), case=case, by=by, note=note)


def take_back(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """An instalment that was released and never paid is not released any more."""
    money = _turn(this_round, amount, case)
    text = _("%(left)s is released and not paid, so %(asked)s cannot be taken back.",
             left=money.to_pay, asked=amount)  # fmt: skip
    _within(amount, money.to_pay, text)
    return _written(this_round, Entry.INSTALMENT, amount, case=case, by=by, note=note)


def pay(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """The bank has paid: at most what is released."""
    money = _turn(this_round, amount, case)
    text = _("%(left)s is released and not paid, so %(asked)s cannot be paid.", left=money.to_pay, asked=amount)
    _within(amount, money.to_pay, text)
    return _written(this_round, Entry.PAYMENT, Ore(-amount), case=case, by=by, note=note)


def claim(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """The job centre must pay back: at most what it holds."""
    money = _turn(this_round, amount, case)
    text = _("The job centre holds %(left)s, so %(asked)s cannot be claimed.", left=money.kept, asked=amount)
    _within(amount, money.kept, text)
    return _written(this_round, Entry.CLAIM, amount, case=case, by=by, note=note)


def leave(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """Too little to claim: the job centre keeps it, and the ledger says so."""
    money = _turn(this_round, amount, case)
    text = _("The job centre holds %(left)s, so %(asked)s cannot be left to it.", left=money.kept, asked=amount)
    _within(amount, money.kept, text)
    return _written(this_round, Entry.UNCLAIMED, amount, case=case, by=by, note=note)


def repay(this_round: Round, amount: Ore, *, case: str, by: Person, note: str = "") -> LedgerEntry:
    """The job centre has paid back: at most what was claimed."""
    money = _turn(this_round, amount, case)
    text = _("%(left)s is claimed and not repaid, so %(asked)s cannot be entered as repaid.",
             left=money.owed, asked=amount)  # fmt: skip
    _within(amount, money.owed, text)
    return _written(this_round, Entry.REPAYMENT, amount, case=case, by=by, note=note)


def _turn(this_round: Round, amount: Ore, case: str) -> Money:
    """Wait until nobody else moves this round's money, and look where the case stands."""
    refuse_if([Problem(_("Write an amount above 0 kr."), "amount")] if amount <= 0 else [])
    ledger.wait_for_turn(this_round)
    return standing.of_case(this_round, case)


def _within(amount: Ore, most: Ore, text: Text) -> None:
    if amount > most:
        raise Refusal(Problem(text, "amount"))


def _written(this_round: Round, kind: Entry, amount: Ore, *, case: str, by: Person, note: str) -> LedgerEntry:
    entry = ledger.enter(this_round, kind, amount, case=case, note=note, by=by)
    audit.record(f"money.{kind.value}", case, by=by, round=this_round.reference, amount=int(amount), note=note)
    return entry
