"""What an event of a project was about, from the details that were written down with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from portal.core.menu import Told
from portal.core.money import Ore
from portal.core.text import Text, _

Details = Mapping[str, Any]


def number(details: Details) -> Text | str:
    """Of an account, an instalment, a change of the budget or a goal."""
    found = details.get("number")
    return _("no. %(number)s", number=found) if found else ""


def numbered(details: Details) -> Told:
    return (number(details),)


def amount(details: Details) -> Told:
    """How much, and of which instalment where it is one."""
    return (number(details), Ore(details.get("amount") or 0) or "")


def in_the_ledger(details: Details) -> Told:
    """How much was moved, and for which instalment; the ledger writes what leaves the frame with a minus."""
    place = details.get("note", "")
    return (number({"number": place}) if place.isdecimal() else "", Ore(abs(details.get("amount") or 0)) or "")


def released(details: Details) -> Told:
    """Which of the two it was: a release leaves what is to be paid, and is written with a minus."""
    back = (details.get("amount") or 0) > 0
    return (_("taken back") if back else _("released"), *in_the_ledger(details))


def taken_back(details: Details) -> Told:
    """Which instalment, and the payment file that was removed."""
    return (*amount(details), details.get("file") or "")


def repaid(details: Details) -> Told:
    """How much, and the day on which it came."""
    day = details.get("on")
    return (*amount(details), _("received %(day)s", day=date.fromisoformat(day)) if day else "")


def settled(details: Details) -> Told:
    return (_("final grant %(amount)s", amount=Ore(details["final"])) if "final" in details else "",)


def planned(details: Details) -> Told:
    """How many instalments, and what they come to together."""
    amounts = details.get("amounts") or []
    return (_("%(number)s instalments", number=len(amounts)), Ore(sum(amounts))) if amounts else ()


def granted(details: Details) -> Told:
    return (Ore(details.get("granted") or 0) or "",)


def milestone(details: Details) -> Told:
    return (details.get("milestone", ""),)


def moved(details: Details) -> Told:
    """Which milestone, and its new day."""
    day = details.get("after")
    return (*milestone(details), _("to %(day)s", day=date.fromisoformat(day)) if day else "")


def deadline(details: Details) -> Told:
    after = details.get("after")
    return (_("to %(day)s", day=datetime.fromisoformat(after)) if after else "",)


def file(details: Details) -> Told:
    return (details.get("name", ""),)


def saved_account(details: Details) -> Told:
    """Which account, and the workbook its amounts came in."""
    return (number(details), *file(details))


MILESTONES = ("milestone.done", "milestone.partly", "milestone.missed", "milestone.undone", "milestone.seen")
NUMBERED = (
    "goal.measured", "account.begun", "account.signed", "account.returned",
    "account.approved", "change.begun", "change.saved", "change.discarded", "change.asked", "change.approved",
    "change.refused",
)  # fmt: skip
AMOUNTS = (
    "instalment.released", "instalment.paid",
)  # fmt: skip
LEDGER = ("money.payment", "money.claim", "money.unclaimed", "money.repayment")
ABOUT: Mapping[str, Callable[[Details], Told]] = {
    **dict.fromkeys(("project.offered", "project.accepted"), granted),
    **dict.fromkeys(MILESTONES, milestone),
    **dict.fromkeys(NUMBERED, numbered),
    **dict.fromkeys(AMOUNTS, amount),
    **dict.fromkeys(LEDGER, in_the_ledger),
    **dict.fromkeys(("voucher.added", "voucher.removed"), file),
    **dict.fromkeys(("instalments.planned", "instalments.changed"), planned),
    "money.instalment": released,
    "instalment.taken_back": taken_back,
    "project.repaid": repaid,
    "project.settled": settled,
    "account.saved": saved_account,
    "milestone.moved": moved,
    "project.deadline_moved": deadline,
}
