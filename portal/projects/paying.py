"""P-04: an instalment is released only when its condition is met and nothing is overdue. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.text import Choice, Text, _


class Condition(Choice):
    """What must have happened before an instalment is released."""

    ACCEPTED = "accepted", _("The grant is accepted")
    ACCOUNT = "account", _("The account of the period before is approved")
    FINAL = "final", _("The final account is approved")


@dataclass(frozen=True)
class Gate:
    """What the rule looks at, as plain facts."""

    due_on: date
    condition: Condition
    accepted: bool
    accounted_until: date | None  # the last day an approved account covers
    final_approved: bool
    overdue: Sequence[Text]  # accounts and reports whose deadline has passed
    amount: Ore
    to_release: Ore


def problems_with_the_release(gate: Gate, *, today: date) -> Iterator[Problem]:
    """Everything that holds the instalment back, each with what would let it go."""
    if today < gate.due_on:
        yield Problem(_("The instalment is due on %(day)s. It cannot be released before.", day=gate.due_on))
    yield from _unmet(gate)
    for each in gate.overdue:
        yield Problem(_("%(what)s. Instalments wait until it is in and approved.", what=each))
    if gate.amount > gate.to_release:
        values = {"left": gate.to_release, "asked": gate.amount}
        yield Problem(
            _("%(left)s of the grant is not released yet, so %(asked)s cannot be released.", **values), "amount"
        )


def _unmet(gate: Gate) -> Iterator[Problem]:
    if not gate.accepted:
        yield Problem(_("The job centre has not accepted the grant yet."))
    elif gate.condition is Condition.ACCOUNT and (gate.accounted_until is None or gate.accounted_until < _eve(gate)):
        yield Problem(
            _("No approved account covers the time before %(day)s. Approve the job centre's account first.",
              day=gate.due_on)
        )  # fmt: skip
    elif gate.condition is Condition.FINAL and not gate.final_approved:
        yield Problem(_("The final account is not approved yet."))


def _eve(gate: Gate) -> date:
    return gate.due_on - timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """One instalment of a plan."""

    number: int
    due_on: date
    amount: Ore
    condition: Condition


def plan(granted: Ore, start: date, end: date, *, last_percent: int = 10) -> list[Planned]:
    """The usual plan: something at the start, halves of the rest by year, and the last share after the final account.

    Every øre of the grant is in one instalment; rounding goes to the last.
    """
    days = [start, *(date(year, 1, 1) for year in range(start.year + 1, end.year + 1))]
    held = Ore(granted * last_percent // 100)
    each = Ore((granted - held) // len(days) // 100 * 100)
    planned = [
        Planned(number, day, each, Condition.ACCEPTED if number == 1 else Condition.ACCOUNT)
        for number, day in enumerate(days, 1)
    ]
    rest = Ore(granted - each * len(days))
    return [*planned, Planned(len(days) + 1, end, rest, Condition.FINAL)] if rest else planned


def problems_with_the_plan(wanted: Sequence[Planned], *, left: Ore) -> Iterator[Problem]:
    """Every instalment above nothing, and together exactly `left`, what is granted and not released.

    The `number` of each is that of its row on the page, counted from 0 with those that are left out.
    """
    for each in wanted:
        if each.amount <= 0:
            yield Problem(_("Write an amount above 0 kr."), f"rows-{each.number}-amount")
    total = Ore(sum(each.amount for each in wanted))
    if total != left:
        values = {"total": total, "left": left, "difference": Ore(abs(left - total))}
        yield Problem(
            _("The instalments add up to %(total)s, and %(left)s is to be planned: %(difference)s apart.", **values),
            "rows",
        )
