"""Budgets drawn at random: Danish texts, every category, up to four years, to the øre; right or spoilt."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from portal.budgets.lines import (
    Budget,
    Financing,
    Line,
    YearAmount,
    YearCost,
    in_whole_kroner,
    with_wage_facts,
)
from portal.core.money import Ore
from tests.budgets.workbooks import SPEC

YEARS = (2010, 2011, 2012, 2013)
CATEGORIES = [each.code for each in SPEC.lists["categories"]]
UNITS = [each.code for each in SPEC.lists["units"]]
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåÆØÅéüß"
TEXTS = st.builds(
    "{} {}".format,
    st.text(LETTERS, min_size=1, max_size=12),
    st.text(LETTERS + " 12'\"<>&=+-@.,;:%–»«€½/()[]{}|\\\u00e9\U0001f600", max_size=24),
).map(lambda text: " ".join(text.split()))


@st.composite
def costs(draw: Any, year: int) -> YearCost:
    """Mostly the rounded product; now and then an amount to the øre, within a krone of it."""
    units = Decimal(draw(st.integers(1, 99_999))) / draw(st.sampled_from([1, 10, 100, 1000]))
    price = Ore(draw(st.integers(1, 5_000_000)))
    beside = draw(st.sampled_from([0, 0, 0, 1, 49, -49]))
    amount = Ore(max(1, in_whole_kroner(units * price) + beside))
    return YearCost(year, units, price, amount)


@st.composite
def lines(draw: Any, number: int, years: tuple[int, ...]) -> Line:
    chosen = draw(st.sets(st.sampled_from(years), min_size=1))
    spent = tuple(draw(costs(year)) for year in sorted(chosen))
    total = sum(each.amount or 0 for each in spent)
    sought = draw(st.integers(0, total))
    own = draw(st.integers(0, total - sought))
    category = draw(st.sampled_from(CATEGORIES))
    note = draw(TEXTS if category == "95" else st.one_of(st.just(""), TEXTS))
    drawn = Line(
        number=number,
        category=category,
        purpose=draw(TEXTS),
        unit=draw(st.sampled_from(UNITS)),
        years=spent,
        sought=Ore(sought),
        own=Ore(own),
        other=Ore(total - sought - own),
        refund=draw(st.booleans()),
        note=note,
    )
    return with_wage_facts(drawn)


def paid_for(*found: Line) -> Budget:
    """Financing that fits: the pool, the municipality and a fund pay what the lines say, year by year."""
    years = sorted({each.year for one in found for each in one.years})
    left = {year: sum(one.of_year(year) for one in found) for year in years}
    financing = []
    for kind, name in (("grant", "sought"), ("own", "own"), ("private_fund", "other")):
        rest, amounts = sum(getattr(one, name) for one in found), []
        for year in years:
            part = min(rest, left[year])
            rest, left[year] = rest - part, left[year] - part
            amounts.append(YearAmount(year, Ore(part)))
        financing.append(Financing(f"Kilde {kind}", kind, "granted", tuple(amounts)))
    return Budget(tuple(found), tuple(financing))


@st.composite
def budgets(draw: Any, most: int = 60) -> Budget:
    years = YEARS[: draw(st.integers(1, 4))]
    count = draw(st.integers(1, most))
    return paid_for(*(draw(lines(number, years)) for number in range(1, count + 1)))


def _financing(budget: Budget, by: int) -> Budget:
    first, *rest = budget.financing
    year, *others = first.years
    return replace(
        budget, financing=(replace(first, years=(replace(year, amount=Ore(year.amount + by)), *others)), *rest)
    )


def _first(budget: Budget, **facts: Any) -> Budget:
    line, *rest = budget.lines
    return replace(
        budget, lines=(with_wage_facts(replace(line, function="", hours=None, hourly_rate=None, **facts)), *rest)
    )


def _amount(budget: Budget, amount: int) -> Budget:
    return _first(budget, years=tuple(replace(each, amount=Ore(amount)) for each in budget.lines[0].years))


def _unpriced(budget: Budget) -> Budget:
    return _first(budget, years=tuple(replace(each, units=None, unit_price=None) for each in budget.lines[0].years))


SPOILT = {
    "as it was": lambda budget: budget,
    "financing too high": lambda budget: _financing(budget, 1),
    "other amount": lambda budget: _amount(budget, 123_45),
    "no amount": lambda budget: _first(budget, years=()),
    "nothing sought": lambda budget: _first(budget, sought=Ore(0)),
    "no note": lambda budget: _first(budget, category="95", note=""),
    "a wage in hours": lambda budget: _first(budget, category="10", unit="hours"),
    "administration": lambda budget: _first(budget, category="60"),
    "driving": lambda budget: _first(budget, category="40", unit="km", note=""),
    "twice": lambda budget: replace(
        budget, lines=(*budget.lines, replace(budget.lines[0], number=len(budget.lines) + 1))
    ),
    "without units": _unpriced,
}


@st.composite
def spoilt(draw: Any) -> Budget:
    budget = draw(budgets(most=4))
    for way in draw(st.lists(st.sampled_from(sorted(SPOILT)), max_size=3, unique=True)):
        budget = SPOILT[way](budget)
    return budget
