"""How a project's goals and milestones stand: targets beside what was measured, and days beside those agreed. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.core.text import Choice, _

TENTH = Decimal("0.1")


class Reached(Choice):
    YES = "yes", _("The requirement is met")
    PARTLY = "partly", _("The requirement is partly met")
    NO = "no", _("The requirement is not met")


class Standing(Choice):
    """How a target stands today; not kept, because it changes with the calendar."""

    TO_COME = "to_come", _("To come")
    REACHED = "reached", _("Reached")
    BEHIND = "behind", _("Not reached")
    UNKNOWN = "unknown", _("Not measured")


@dataclass(frozen=True)
class Target:
    on: date
    value: Decimal


@dataclass(frozen=True)
class Measured:
    """One measurement: the figure, the day it holds for, and where it comes from."""

    on: date
    value: Decimal
    source: str = ""


@dataclass(frozen=True)
class Compared:
    """A target beside the last measurement of its time."""

    target: Target
    measured: Measured | None
    standing: Standing

    @property
    def percent(self) -> Decimal | None:
        """Actual of target, with one decimal; None without a measurement or with a target of nothing."""
        if self.measured is None or not self.target.value:
            return None
        return (self.measured.value * 100 / self.target.value).quantize(TENTH, ROUND_HALF_UP)


def compared(
    targets: Sequence[Target], measurements: Iterable[Measured], *, higher_is_better: bool, today: date
) -> list[Compared]:
    """Each target with the last measurement after the target before it and no later than its own day."""
    taken = sorted(measurements, key=lambda each: each.on)
    found, after = [], date.min
    for target in sorted(targets, key=lambda each: each.on):
        within = [each for each in taken if after < each.on <= target.on]
        last = within[-1] if within else None
        found.append(Compared(target, last, _standing(target, last, higher_is_better, today)))
        after = target.on
    return found


def _standing(target: Target, last: Measured | None, higher_is_better: bool, today: date) -> Standing:
    if last is not None and _reached(target, last, higher_is_better):
        return Standing.REACHED
    if target.on >= today:
        return Standing.TO_COME
    return Standing.UNKNOWN if last is None else Standing.BEHIND


def _reached(target: Target, last: Measured, higher_is_better: bool) -> bool:
    return last.value >= target.value if higher_is_better else last.value <= target.value


@dataclass(frozen=True)
class Bar:
    """One row of the time plan: from the day first agreed to the day it is due now, and the day it was done."""

    title: str
    first_due_on: date
    due_on: date
    done_on: date | None

    @property
    def moved_days(self) -> int:
        return (self.due_on - self.first_due_on).days

    @property
    def late_days(self) -> int | None:
        """Days after the agreed day; negative when it was early; None while it is not done."""
        return (self.done_on - self.due_on).days if self.done_on else None
