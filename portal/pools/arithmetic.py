"""The arithmetic of a budget, and the figures it is measured by: what form, workbook and rules all ask. Pure.

All amounts are whole øre, all shares whole percent; a figure of 0 or None in the guideline asks for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.core.money import Ore, total

ONE_KRONE = 100
PROJECT_MANAGEMENT, PROJECT_STAFF, ADMINISTRATION, EVALUATION = "10", "11", "60", "70"
AUDIT, EQUIPMENT, OTHER_COSTS = "80", "90", "95"
WAGES = frozenset({PROJECT_MANAGEMENT, PROJECT_STAFF})
HOURS, KILOMETRES = "hours", "km"
GRANT, OWN = "grant", "own"


@dataclass(frozen=True)
class Gap:
    """Costs and financing that differ: in one year, or in total where the year is None."""

    year: int | None
    costs: Ore
    financing: Ore

    @property
    def missing(self) -> Ore:
        """What nobody pays; negative when there is more money than costs."""
        return Ore(self.costs - self.financing)


def gaps(costs: Mapping[int, int], financing: Mapping[int, int]) -> Iterator[Gap]:
    """To the øre: each year in order, then the total."""
    for year in sorted(costs.keys() | financing.keys()):
        if costs.get(year, 0) != financing.get(year, 0):
            yield Gap(year, Ore(costs.get(year, 0)), Ore(financing.get(year, 0)))
    if sum(costs.values()) != sum(financing.values()):
        yield Gap(None, total(costs.values()), total(financing.values()))


def by_year(amounts: Iterable[tuple[int, int | None]]) -> dict[int, Ore]:
    found: dict[int, Ore] = {}
    for year, amount in amounts:
        found[year] = Ore(found.get(year, 0) + (amount or 0))
    return found


def product_beside(units: Decimal, price: int, amount: int) -> Decimal | None:
    """Units times price, when the amount is more than one krone from it."""
    product = units * price
    return product if abs(product - amount) > ONE_KRONE else None


def rounding(years: int) -> int:
    """How many øre a total may differ from the sum of so many rounded amounts."""
    return (years + 1) // 2


def shared_out(cost: int, sought: int, own: int, other: int) -> Ore:
    """How much more the grant, the own money and others pay than the line costs; negative when they pay less."""
    return Ore(sought + own + other - cost)


def hourly_rates(unit: str, rate: Ore | None, prices: Iterable[tuple[int, Ore | None]]) -> dict[int | None, Ore]:
    """The rates of a wage line: the price of each year when it is counted in hours, and one it states besides."""
    found: dict[int | None, Ore] = {year: price for year, price in prices if unit == HOURS and price is not None}
    return found if rate is None or rate in found.values() else {None: rate, **found}


def unexplained(function: str, hours: Decimal | None, rate: int | None) -> tuple[str, ...]:
    """What a wage line must say about how its amount came about, and does not."""
    said = {"function": function.strip(), "hours": hours, "hourly_rate": rate}
    return tuple(name for name, value in said.items() if value in ("", None))


def above(figure: Decimal | int | None, ceiling: int | None) -> bool:
    return bool(ceiling) and figure is not None and figure > (ceiling or 0)


def share_above(part: int, whole: int, most: int) -> bool:
    """Compared as whole numbers, so that exactly the share is still allowed."""
    return bool(most) and part * 100 > most * whole


def least_own(costs: int, percent: int) -> Ore:
    """Rounded up to a whole øre."""
    return Ore(-(-costs * percent // 100))


def outside(year: int, first: int | None, last: int | None, *, early: bool = False) -> bool:
    """Whether a year with costs lies outside the project period; a reason helps with an early year only."""
    return (last is not None and year > last) or (first is not None and year < first and not early)
