"""Sums over a budget, by year, category and source. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.budgets.lines import Budget, Financing, Line
from portal.core.money import Ore, total


@dataclass(frozen=True)
class Totals:
    years: tuple[int, ...]
    by_category: dict[str, dict[int, Ore]]
    costs: dict[int, Ore]
    financing: dict[int, Ore]

    @property
    def total(self) -> Ore:
        return total(self.costs.values())

    @property
    def financed(self) -> Ore:
        return total(self.financing.values())

    @staticmethod
    def in_all(amounts: dict[int, Ore]) -> Ore:
        return total(amounts.values())

    def gap(self, year: int) -> Ore:
        """How much of the year's costs nobody pays; negative when there is more money than costs."""
        return Ore(self.costs[year] - self.financing[year])

    @property
    def gap_in_all(self) -> Ore:
        return Ore(self.total - self.financed)


def years_of(budget: Budget) -> tuple[int, ...]:
    """Every year that is named, in order."""
    named = {each.year for line in budget.lines for each in line.years}
    return tuple(sorted(named | {each.year for source in budget.financing for each in source.years}))


def of(budget: Budget, years: Iterable[int] = ()) -> Totals:
    all_years = tuple(sorted({*years, *years_of(budget)}))
    categories: dict[str, list[Line]] = {}
    for line in budget.lines:
        categories.setdefault(line.category, []).append(line)
    return Totals(
        years=all_years,
        by_category={code: by_year(categories[code], all_years) for code in sorted(categories)},
        costs=by_year(budget.lines, all_years),
        financing=by_year(budget.financing, all_years),
    )


def by_year(lines: Iterable[Line | Financing], years: Iterable[int]) -> dict[int, Ore]:
    """What the lines come to in each of these years."""
    found = dict.fromkeys(years, 0)
    for line in lines:
        for each in line.years:
            if each.year in found:
                found[each.year] += each.amount or 0
    return {year: Ore(amount) for year, amount in found.items()}


def sought(budget: Budget) -> Ore:
    """What the lines ask of the pool."""
    return total(each.sought for each in budget.lines)


def granted(budget: Budget) -> Ore:
    """What the financing says the pool pays."""
    return total(each.total for each in budget.financing if each.kind == "grant")


def share(part: int, whole: int) -> float:
    """In percent, with one decimal."""
    return round(100 * part / whole, 1) if whole else 0.0
