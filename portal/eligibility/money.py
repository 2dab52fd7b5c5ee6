"""The budget line by line: G-09 to G-11. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import Budget, BudgetLine, CostYear, Facts
from portal.eligibility.labels import missing
from portal.eligibility.saying import at_line, lacking, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met
from portal.eligibility.wording import length

ONE_KRONE = 100
WAGES = ("10", "11")
OTHER_COSTS = "95"


def finance_equals_cost(facts: Facts, context: Context) -> Finding:
    """G-09. Per year, in total, per line, and what is sought on the lines against what stands in the financing."""
    budget = facts.budget
    expected = _("Financing and cost are the same, each year and in total, to the øre")
    if not budget.lines:
        return cannot_tell(expected, _("There are no budget lines."), _("Fill in the budget."))
    problems = [*_gaps_per_year(budget), *_gap_in_total(budget), *_gap_in_the_grant(budget), *_gaps_per_line(budget)]
    if problems:
        return not_met(expected, together(problems), _("Correct the cost or the financing until the difference is 0."))
    return met(expected, _("Cost %(cost)s, financing %(cost)s", cost=budget.cost))


def _gaps_per_year(budget: Budget) -> Iterator[Text]:
    cost: defaultdict[int, int] = defaultdict(int)
    finance: defaultdict[int, int] = defaultdict(int)
    for line in budget.lines:
        for year in line.years:
            cost[year.year] += year.amount_ore or 0
    for row in budget.financing:
        for share in row.years:
            finance[share.year] += share.amount_ore or 0
    for year_number in sorted(cost.keys() | finance.keys()):
        if cost[year_number] != finance[year_number]:
            yield _gap(_("%(year)s", year=year_number), cost[year_number], finance[year_number])


def _gap_in_total(budget: Budget) -> Iterator[Text]:
    financed = sum(each.amount for each in budget.financing)
    if financed != budget.cost:
        yield _gap(_("in total"), budget.cost, financed)


def _gap(when: Text, cost: int, finance: int) -> Text:
    values = {"when": when, "cost": Ore(cost), "finance": Ore(finance), "difference": Ore(abs(cost - finance))}
    if finance < cost:
        return _("%(when)s: cost %(cost)s, financing %(finance)s, %(difference)s is missing", **values)
    return _("%(when)s: cost %(cost)s, financing %(finance)s, %(difference)s too much", **values)


def _gap_in_the_grant(budget: Budget) -> Iterator[Text]:
    granted = Ore(sum(each.amount for each in budget.financing if each.kind == "grant"))
    if granted != budget.sought:
        values = {"lines": budget.sought, "financing": granted, "difference": Ore(abs(granted - budget.sought))}
        yield _("sought on the lines %(lines)s, in the financing %(financing)s, difference %(difference)s", **values)


def _gaps_per_line(budget: Budget) -> Iterator[Text]:
    for line in budget.lines:
        if line.financed != line.cost:
            values = {"cost": line.cost, "financed": line.financed, "difference": Ore(abs(line.cost - line.financed))}
            gap = _("cost %(cost)s, shared out %(financed)s, difference %(difference)s", **values)
            yield at_line(line.number, gap)


def lines_add_up(facts: Facts, context: Context) -> Finding:
    """G-10. A line under other costs must also have a note: its category says nothing."""
    expected = _("Each line with category, purpose, and units × price = amount (± 1 kr.)")
    problems = [at_line(line.number, each) for line in facts.budget.lines for each in _line_problems(line)]
    if not facts.budget.lines:
        return not_met(expected, _("There are no budget lines."), _("Fill in the budget."))
    if problems:
        return not_met(expected, together(problems), _("Correct the lines named here."))
    return met(expected, _("Budget lines that add up: %(number)s.", number=len(facts.budget.lines)))


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
    product = Decimal(year.units * year.unit_price_ore)
    if abs(product - int(year.amount_ore)) > ONE_KRONE:
        values = {"year": year.year, "amount": year.amount_ore, "product": _rounded(product)}
        yield _("%(year)s: units × price is %(product)s, the amount is %(amount)s", **values)
    if year.units < 0 or year.unit_price_ore < 0 or year.amount_ore < 0:
        yield _("%(year)s: an amount is below 0", year=year.year)


def _rounded(amount: Decimal) -> Ore:
    return Ore(int(amount.to_integral_value()))


def wages_explained(facts: Facts, context: Context) -> Finding:
    """G-11. What a wage line must hold is a must; a rate above the ceiling without a note is only a should."""
    ceiling = context.settings.hourly_rate_ceiling_ore
    expected = _("Wage lines with function, hours and hourly rate, at most %(ceiling)s or with a note", ceiling=ceiling)
    wages = [each for each in facts.budget.lines if each.category in WAGES]
    if not wages:
        return met(expected, _("There are no wage lines."))
    problems = [
        at_line(line.number, each)
        for line in wages
        for each in lacking(missing(line, "function", "hours", "hourly_rate_ore"))
    ]
    if problems:
        return not_met(expected, together(problems), _("Fill in the wage lines named here."))
    high = [each for each in wages if (each.hourly_rate_ore or 0) > ceiling and not length(each.note)]
    if high:
        rates = [at_line(each.number, _("%(rate)s an hour", rate=each.hourly_rate_ore)) for each in high]
        remedy = _("Lower the rate, or write in the note why it is that high.")
        return not_met(expected, together(rates), remedy, Severity.SHOULD)
    top = Ore(max(each.hourly_rate_ore or 0 for each in wages))
    return met(
        expected, _("Wage lines: %(number)s. The highest rate is %(rate)s an hour.", number=len(wages), rate=top)
    )
