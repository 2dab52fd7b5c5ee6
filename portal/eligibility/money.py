"""The budget line by line: G-09 to G-11. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Budget, BudgetLine, CostYear, Facts
from portal.eligibility.labels import FIELDS, missing
from portal.eligibility.saying import at_line, lacking, number, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met
from portal.pools import arithmetic
from portal.pools.arithmetic import OTHER_COSTS, WAGES, Gap

SHOULD = Severity.SHOULD


def finance_equals_cost(facts: Facts, context: Context) -> Finding:
    """G-09. Per year, in total, per line, and what is sought on the lines against what stands in the financing."""
    budget = facts.budget
    expected = _("Financing and cost are the same, each year and in total, to the øre")
    if not budget.lines:
        return cannot_tell(expected, _("There are no budget lines."), _("Fill in the budget."))
    if below := [at_line(each.number, _below_zero(each)) for each in budget.lines if each.cost < 0]:
        return not_met(expected, together(below), _("Correct the lines named here: a cost is 0 or more."))
    problems = [*_gaps(budget), *_gap_in_the_grant(budget), *_gaps_per_line(budget)]
    if problems:
        return not_met(expected, together(problems), _("Correct the cost or the financing until the difference is 0."))
    return met(expected, _("Cost %(cost)s, financing %(cost)s", cost=budget.cost))


def _below_zero(line: BudgetLine) -> Text:
    return _("the cost is %(cost)s, which is below 0", cost=line.cost)


def _gaps(budget: Budget) -> Iterator[Text]:
    costs = arithmetic.by_year((year.year, year.amount_ore) for line in budget.lines for year in line.years)
    financing = arithmetic.by_year((year.year, year.amount_ore) for row in budget.financing for year in row.years)
    yield from map(_gap, arithmetic.gaps(costs, financing))


def _gap(gap: Gap) -> Text:
    when = _("in total") if gap.year is None else _("%(year)s", year=gap.year)
    values = {"when": when, "cost": gap.costs, "finance": gap.financing, "difference": Ore(abs(gap.missing))}
    if gap.missing > 0:
        return _("%(when)s: cost %(cost)s, financing %(finance)s, %(difference)s is missing", **values)
    return _("%(when)s: cost %(cost)s, financing %(finance)s, %(difference)s too much", **values)


def _gap_in_the_grant(budget: Budget) -> Iterator[Text]:
    granted = Ore(sum(each.amount for each in budget.financing if each.kind == arithmetic.GRANT))
    if granted != budget.sought:
        values = {"lines": budget.sought, "financing": granted, "difference": Ore(abs(granted - budget.sought))}
        yield _("sought on the lines %(lines)s, in the financing %(financing)s, difference %(difference)s", **values)


def _gaps_per_line(budget: Budget) -> Iterator[Text]:
    for line in budget.lines:
        rest = arithmetic.shared_out(line.cost, line.sought_ore or 0, line.own_ore or 0, line.other_ore or 0)
        if rest:
            values = {"cost": line.cost, "financed": line.financed, "difference": Ore(abs(rest))}
            gap = _("cost %(cost)s, shared out %(financed)s, difference %(difference)s", **values)
            yield at_line(line.number, gap)


def lines_add_up(facts: Facts, context: Context) -> Finding:
    """G-10. A line under other costs must also have a note: its category says nothing."""
    expected = _("Each line with category, purpose, and units × price = amount (± 1 kr.)")
    problems = [at_line(line.number, each) for line in facts.budget.lines for each in _line_problems(line)]
    if not facts.budget.lines:
        return not_met(expected, _("There are no budget lines."), _("Fill in the budget."))
    if problems:
        return not_met(expected, together(problems), _remedy(facts.budget))
    if dear := list(_dear_kilometres(facts.budget, context)):
        return not_met(expected, together(dear), _("Lower the rate, or write in the note why it is that high."), SHOULD)
    return met(expected, _("Budget lines that add up: %(number)s.", number=len(facts.budget.lines)))


def _remedy(budget: Budget) -> Text:
    """No price in whole øre times many hours may give the amount: then it is counted in another way."""
    if not any(_beside(year) for line in budget.lines for year in line.years):
        return _("Correct the lines named here.")
    return _(
        "Correct the lines named here: the amount is units × price. Where no price in whole øre gives it, write the "
        "amount that comes out, or count in fewer and larger units, for example 12 months in place of hours."
    )


def _dear_kilometres(budget: Budget, context: Context) -> Iterator[Text]:
    """Driving above the guideline's rate of the year, where no note says why."""
    ceilings = dict(zip(context.settings.years, context.settings.km_rates, strict=False))
    for line in budget.lines:
        for year in line.years if line.unit == arithmetic.KILOMETRES and not length(line.note) else ():
            if arithmetic.above(year.unit_price_ore, ceilings.get(year.year)):
                values = {"year": year.year, "rate": year.unit_price_ore, "ceiling": Ore(ceilings[year.year])}
                said = _("%(year)s: %(rate)s a kilometre, the ceiling is %(ceiling)s", **values)
                yield at_line(line.number, said)


def _line_problems(line: BudgetLine) -> Iterator[Text]:
    names = ("category", "purpose", "note") if line.category == OTHER_COSTS else ("category", "purpose")
    yield from lacking(missing(line, *names))
    filled = [each for each in line.years if not each.is_empty]
    if not filled:
        yield _("no year has an amount")
    for year in filled:
        yield from _year_problems(year)


def _year_problems(year: CostYear) -> Iterator[Text]:
    if year.units is None or year.unit_price_ore is None or year.amount_ore is None:
        yield _("%(year)s: units, price or amount is missing", year=year.year)
        return
    product = _beside(year)
    if product is not None:
        values = {"year": year.year, "amount": year.amount_ore, "product": _rounded(product)}
        yield _("%(year)s: units × price is %(product)s, the amount is %(amount)s", **values)
    if year.units < 0 or year.unit_price_ore < 0 or year.amount_ore < 0:
        yield _("%(year)s: an amount is below 0", year=year.year)


def _beside(year: CostYear) -> Decimal | None:
    if year.units is None or year.unit_price_ore is None or year.amount_ore is None:
        return None
    return arithmetic.product_beside(year.units, year.unit_price_ore, year.amount_ore)


def _rounded(amount: Decimal) -> Ore:
    return Ore(int(amount.to_integral_value()))


def wages_explained(facts: Facts, context: Context) -> Finding:
    """G-11. What a wage line must hold is a must; a rate above the ceiling without a note is only a should."""
    ceiling = context.settings.hourly_rate_ceiling_ore
    expected = _("Wage lines with function, hours and hourly rate, at most %(ceiling)s or with a note", ceiling=ceiling)
    wages = [each for each in facts.budget.lines if each.category in WAGES]
    if not wages:
        return met(expected, _("There are no wage lines."))
    problems = [at_line(line.number, each) for line in wages for each in lacking(_unexplained(line))]
    if problems:
        return not_met(expected, together(problems), _("Fill in the wage lines named here."))
    if nothing := [at_line(line.number, each) for line in wages for each in _no_work(line)]:
        remedy = _("Correct the wage lines named here: hours and hourly rate are above 0.")
        return not_met(expected, together(nothing), remedy)
    if high := [at_line(each.number, said) for each in wages for said in _high(each, context)]:
        remedy = _("Lower the rate, or write in the note why it is that high.")
        return not_met(expected, together(high), remedy, SHOULD)
    top = Ore(max(each.hourly_rate_ore or 0 for each in wages))
    return met(
        expected, _("Wage lines: %(number)s. The highest rate is %(rate)s an hour.", number=len(wages), rate=top)
    )


def _unexplained(line: BudgetLine) -> list[Text]:
    names = {"hourly_rate": "hourly_rate_ore"}
    function = line.function if length(line.function) else ""
    lacks = arithmetic.unexplained(function, line.hours, line.hourly_rate_ore)
    return [FIELDS[names.get(each, each)] for each in lacks]


def _no_work(line: BudgetLine) -> Iterator[Text]:
    if line.hours is not None and line.hours <= 0:
        yield _("the number of hours is %(hours)s", hours=number(line.hours))
    if line.hourly_rate_ore is not None and line.hourly_rate_ore <= 0:
        yield _("the hourly rate is %(rate)s", rate=line.hourly_rate_ore)


def _high(line: BudgetLine, context: Context) -> Iterator[Text]:
    """Rates above the ceiling, and more hours than a full-time year has; a note explains either."""
    if length(line.note):
        return
    settings = context.settings
    prices = [(each.year, each.unit_price_ore) for each in line.years]
    for rate in arithmetic.hourly_rates(line.unit, line.hourly_rate_ore, prices).values():
        if arithmetic.above(rate, settings.hourly_rate_ceiling_ore):
            yield _("%(rate)s an hour", rate=rate)
    for each in line.years:
        if line.unit == arithmetic.HOURS and arithmetic.above(each.units, settings.hours_per_year):
            values = {"year": each.year, "hours": number(each.units or Decimal(0)), "most": settings.hours_per_year}
            yield _("%(year)s: %(hours)s hours, a full-time year has %(most)s", **values)
