"""P-01: when the approved budget may be left as it is, and when a change must be asked for. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.text import _


@dataclass(frozen=True)
class Limits:
    """How far a line may move without asking: settings of the guideline."""

    percent: int = 10
    amount: Ore = Ore(100_000_00)


def moves_too_much(approved: Ore, wanted: Ore, limits: Limits) -> bool:
    """True above the percentage of the approved line or above the amount, whichever is met first."""
    moved = abs(wanted - approved)
    return moved > limits.amount or moved * 100 > approved * limits.percent


@dataclass(frozen=True)
class Moved:
    """One line of a change: what is approved and what is asked for, in all and per year."""

    number: int
    purpose: str
    before: Mapping[int, Ore]  # by year
    after: Mapping[int, Ore]
    sought_before: Ore = Ore(0)  # what the pool pays of it
    sought_after: Ore = Ore(0)

    @property
    def was(self) -> Ore:
        return Ore(sum(self.before.values()))

    @property
    def wanted(self) -> Ore:
        return Ore(sum(self.after.values()))

    @property
    def difference(self) -> Ore:
        return Ore(self.wanted - self.was)

    @property
    def between_years(self) -> bool:
        """Money that stays on the line and moves to another year."""
        return any(self.before.get(year, 0) != self.after.get(year, 0) for year in {*self.before, *self.after})

    @property
    def says_something(self) -> bool:
        """The line costs another amount, in another year, or is paid by others than before."""
        return bool(self.difference) or self.between_years or self.sought_before != self.sought_after

    def must_be_asked_for(self, limits: Limits) -> bool:
        return moves_too_much(self.was, self.wanted, limits) or (self.between_years and self.difference == 0)


def problems_with_the_lines(lines: Iterable[Moved]) -> Iterator[Problem]:
    """What no budget can say, each beside the amount of its line and year that must be put right."""
    for each in lines:
        pool = f"line-{each.number}-sought"
        below = _("Line %(number)s: an amount cannot be below 0 kr.", number=each.number)
        yield from (Problem(below, f"line-{each.number}-{year}") for year, amount in each.after.items() if amount < 0)
        if each.sought_after < 0:
            yield Problem(below, pool)
        elif each.sought_after > max(each.wanted, 0):
            values = {"number": each.number, "sought": each.sought_after, "total": each.wanted}
            yield Problem(
                _("Line %(number)s: the pool pays %(sought)s, which is more than the line's %(total)s.", **values), pool
            )


def problems_with_what_is_used(lines: Iterable[Moved], used: Mapping[int, Ore]) -> Iterator[Problem]:
    """No line is lowered below what the approved accounts have used of it already, in øre by the line's number."""
    for each in lines:
        spent = used.get(each.number, Ore(0))
        if each.difference < 0 and 0 <= each.wanted < spent:
            text = _("Line %(number)s: %(used)s is used already, so the line cannot be lower.", number=each.number,
                     used=spent)  # fmt: skip
            yield Problem(text, f"line-{each.number}-{min({*each.before, *each.after})}")


def problems_with_a_change(lines: list[Moved], *, total: Ore, reason: str) -> Iterator[Problem]:
    """What a draft may still lack. A change moves money and never makes the budget larger than `total`, its sum."""
    wanted = Ore(sum(each.wanted for each in lines))
    if wanted > total:
        values = {"total": total, "wanted": wanted, "above": Ore(wanted - total)}
        yield Problem(
            _("The lines add up to %(wanted)s. The budget is %(total)s, so take %(above)s off.", **values),
            "lines",
        )
    if not any(each.says_something for each in lines):
        yield Problem(_("Nothing is changed. Write the new amounts."), "lines")
    if not reason.strip():
        yield Problem(_("Write why the budget must change. The caseworker decides on that."), "reason")


def problems_with_the_grant(sought: Ore, *, granted: Ore) -> Iterator[Problem]:
    """The lines together ask the pool for exactly what it has granted, also after a partial grant."""
    if sought > granted:
        values = {"granted": granted, "sought": sought, "above": Ore(sought - granted)}
        yield Problem(
            _("The lines take %(sought)s from the pool, and %(granted)s is granted. Take %(above)s off.", **values),
            "lines",
        )
