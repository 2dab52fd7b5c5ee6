"""Positions as the lines and sources of a budget, so that sums, rules, comparing and pages understand them. Pure.

- Each position is one line in a category of wages: that of company consultants, or the one for other functions, which
  the pool does not pay for. Its units are full-time months (share of full time times months of the year), its price is
  the monthly wage with pension, its amount the wage of the year in whole kroner.
- What is sought is the position's grant; the municipality pays the rest of the line.
- The financing has two sources. The pool pays what the table of yearly grants says; the municipality pays the rest of
  each year's wages. Without that table each position's grant follows its wages through the years, to the øre.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portal.budgets.labels import plain
from portal.budgets.lines import Financing, Line, YearAmount, YearCost
from portal.budgets.plans import YearlyGrant
from portal.budgets.specification import Spec
from portal.core.money import Ore, total
from portal.pools.positions import Position, decimal_of

HUNDREDTHS = Decimal("0.01")
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Layout:
    """What the pool's specification says about positions."""

    consultants: str  # the category of the wages the pool pays for
    others: str  # the category of other wages
    functions: frozenset[str]  # how a company consultant's function begins
    granted: frozenset[str]  # the categories that may have a grant
    hours_per_year: int


def layout(spec: Spec) -> Layout:
    said = spec.limits["positions"]
    return Layout(
        consultants=said["category"],
        others=said["other_category"],
        functions=frozenset(plain(each) for each in said["functions"]),
        granted=frozenset(said["granted_categories"]),
        hours_per_year=said["hours_per_year"],
    )


def category(function: str, known: Layout) -> str:
    """By the words the function begins with: Virksomhedskonsulent, match 2."""
    words = plain(function)
    ours = any(words == each or words.startswith(f"{each} ") for each in known.functions)
    return known.consultants if ours else known.others


def line(position: Position, years: Iterable[int], known: Layout) -> Line:
    costs = tuple(cost for year in years if (cost := _cost(position, year)))
    amount = total(each.amount or 0 for each in costs)
    sought = position.sought or Ore(0)
    hours = _hours(costs, known)
    return Line(
        number=position.number,
        category=category(position.function, known),
        purpose=", ".join(each for each in (position.function, position.job_centre) if each),
        unit="months",
        years=costs,
        sought=sought,
        own=Ore(amount - sought),
        function=position.function,
        hours=hours,
        hourly_rate=_rate(position, known),
    )


def _cost(position: Position, year: int) -> YearCost | None:
    monthly, wage = position.with_pension, position.wage(year)
    if monthly is None or wage is None or position.share is None or not position.months(year):
        return None
    units = decimal_of(position.months(year) * Fraction(position.share))
    return YearCost(year, units, Ore(round(monthly)), wage)


def _hours(costs: Sequence[YearCost], known: Layout) -> Decimal | None:
    """Full-time months as hours, by the hours of a full-time year."""
    worked = sum((each.units or Decimal(0) for each in costs), Decimal(0))
    hours = (worked * known.hours_per_year / MONTHS_OF_A_YEAR).quantize(HUNDREDTHS, ROUND_HALF_UP)
    return hours or None


def _rate(position: Position, known: Layout) -> Ore | None:
    monthly = position.with_pension
    return None if monthly is None else Ore(round(monthly * MONTHS_OF_A_YEAR / known.hours_per_year))


def sources(lines: Sequence[Line], grants: Sequence[YearlyGrant] | None, spec: Spec) -> tuple[Financing, ...]:
    """Who pays in each year: the pool what is sought, the municipality the rest."""
    if not lines:
        return ()
    years = sorted({each.year for one in lines for each in one.years} | {each.year for each in grants or ()})
    paid = {each.year: each.grant for each in grants} if grants is not None else shared_out(lines)
    wages = {year: total(each.of_year(year) for each in lines) for year in years}
    granted = {year: paid.get(year, Ore(0)) for year in years}
    own = {year: Ore(wages[year] - granted[year]) for year in years}
    pool, municipality = _named(spec, "da")
    return _source(pool, "grant", granted), _source(municipality, "own", own)


def _named(spec: Spec, language: str) -> tuple[str, str]:
    return spec.title[language], spec.words("kinds", "own", language).capitalize()


def source_in(name: str, spec: Spec, language: str) -> str:
    """A source that `sources` has named, in the reader's language; one that people wrote stays as they wrote it."""
    return dict(zip(_named(spec, "da"), _named(spec, language), strict=True)).get(name, name)


def _source(name: str, kind: str, amounts: Mapping[int, Ore]) -> Financing:
    return Financing(name, kind, "applied", tuple(YearAmount(year, amount) for year, amount in amounts.items()))


def shared_out(lines: Iterable[Line]) -> dict[int, Ore]:
    """Each line's grant on its years in proportion to the wages; what rounding leaves over goes to the last year."""
    found: dict[int, Ore] = {}
    for each in lines:
        left, whole = int(each.sought), int(each.total)
        for cost in each.years:
            last = cost is each.years[-1]
            part = left if last else int(each.sought) * int(cost.amount or 0) // whole if whole else 0
            found[cost.year] = Ore(found.get(cost.year, 0) + part)
            left -= part
    return found
