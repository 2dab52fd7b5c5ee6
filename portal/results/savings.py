"""The savings potential, computed in whole øre, and beside what the results review states. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.labour_market import numbers
from portal.labour_market.numbers import Figure
from portal.results.layout import BENEFITS, Line

KRONE = 100
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Potential:
    persons: Figure
    amount: Ore


def potential(own: Figure, cluster: Figure, population: int, net_cost: Ore) -> Potential:
    """max(0, own share - cluster share) times population times net cost. Shares are in percent."""
    excess = max(Decimal(0), own.decimal - cluster.decimal)
    persons = excess * population / HUNDRED
    amount = (persons * int(net_cost)).quantize(Decimal(1), ROUND_HALF_UP)
    return Potential(numbers.of(persons), Ore(amount))


@dataclass(frozen=True)
class Comparison:
    """One benefit: what we compute, what is stated, and what that means."""

    line: Line | None  # None: all of them together
    computed: Potential | None
    stated_persons: Figure | None
    stated: Ore | None
    own: Figure | None = None
    cluster: Figure | None = None
    net_cost: Ore | None = None

    @property
    def difference(self) -> Ore | None:
        """Stated minus computed."""
        if self.computed is None or self.stated is None:
            return None
        return Ore(self.stated - self.computed.amount)

    @property
    def differs(self) -> bool:
        return self.difference is not None and abs(self.difference) >= KRONE

    @property
    def words(self) -> Text:
        if self.computed is None:
            return _("Cannot be computed: a share, the net cost or the population is missing.")
        if self.difference is None:
            return _("The results review states no amount.")
        if not self.differs:
            return _("The results review states the same.")
        if self.difference > 0:
            return _("The results review states %(amount)s more than we compute.", amount=self.difference)
        return _("The results review states %(amount)s less than we compute.", amount=Ore(-self.difference))


def comparisons(content: Mapping[str, Any]) -> list[Comparison]:
    """Each benefit, in order."""
    population = content["facts"].get("population")
    cells = content["tables"].get("savings", {})
    return [_compared(line, cells.get(line.code, {}), population) for line in BENEFITS]


def total(rows: list[Comparison]) -> Comparison:
    """All benefits together, of those that could be computed and of those that were stated."""
    computed = [each.computed for each in rows if each.computed]
    stated = [each.stated for each in rows if each.stated is not None]
    persons = [each.stated_persons for each in rows if each.stated_persons is not None]
    return Comparison(
        None,
        Potential(Figure(sum(each.persons for each in computed)), Ore(sum(each.amount for each in computed)))
        if computed
        else None,
        Figure(sum(persons)) if persons else None,
        Ore(sum(stated)) if stated else None,
    )


def _compared(line: Line, cells: Mapping[str, int | None], population: int | None) -> Comparison:
    own, cluster, persons = (_figure(cells.get(name)) for name in ("own_share", "cluster_share", "persons"))
    cost, amount = (_ore(cells.get(name)) for name in ("net_cost", "amount"))
    computed = None
    if own is not None and cluster is not None and cost is not None and population is not None:
        computed = potential(own, cluster, population, cost)
    return Comparison(line, computed, persons, amount, own, cluster, cost)


def _figure(stored: int | None) -> Figure | None:
    return None if stored is None else Figure(stored)


def _ore(stored: int | None) -> Ore | None:
    return None if stored is None else Ore(stored)


def developments(cells: Mapping[str, int | None]) -> Figure | None:
    """Percent from the year before to this year; None where that cannot be said."""
    before, result = cells.get("before"), cells.get("result")
    if not before or result is None:
        return None
    return numbers.of(Decimal(result - before) / Decimal(before) * HUNDRED)


def missing(content: Mapping[str, Any], tables: Any) -> Iterator[tuple[str, str, str]]:
    """Table, line and column of every figure that must be there before the review can be closed."""
    for table in tables:
        for line in table.lines:
            cells = content["tables"].get(table.key, {}).get(line.code, {})
            yield from (
                (table.key, line.code, each.key)
                for each in table.columns
                if each.required and cells.get(each.key) is None
            )
