"""Where the money comes from, what it may not cover, and when it is spent: G-16 to G-18 and G-20. Pure."""

from collections.abc import Iterator

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts, Finance
from portal.eligibility.labels import missing
from portal.eligibility.saying import at_line, lacking, numbers, together
from portal.eligibility.shares import nothing_sought
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met
from portal.pools import arithmetic

FUND_VAT_PER_THOUSAND = 175


def other_funding_named(facts: Facts, context: Context) -> Finding:
    """G-16. Giver, amount and state are a must; a gift from a private fund whose VAT nobody mentions only informs."""
    expected = _("Other funding with giver, amount, and whether it is applied for or granted")
    rows = enumerate(facts.budget.financing, 1)
    others = [(n, each) for n, each in rows if each.kind not in {arithmetic.GRANT, arithmetic.OWN}]
    claimed = Ore(sum(each.other_ore or 0 for each in facts.budget.lines))
    problems = [problem for number, row in others for problem in _row_problems(number, row)]
    if claimed and not others:
        problems.append(_("the lines count on %(amount)s from others, but the financing names nobody", amount=claimed))
    if problems:
        return not_met(expected, together(problems), _("Fill in the rows of other funding in the financing."))
    if unnamed := [n for n, each in others if not each.kind]:
        found = _("What kind of funding line %(lines)s is, is not said, so fondsmoms is not known.",
                  lines=numbers(unnamed))  # fmt: skip
        return cannot_tell(expected, found, _("Choose the kind in each row of the financing."), Severity.INFO)
    gifts = Ore(sum(each.amount for _n, each in others if each.kind == "private_fund"))
    if gifts:
        return _fund_vat(facts, gifts, expected)
    total = Ore(sum(each.amount for _n, each in others))
    return met(expected, _("Other funding: %(amount)s", amount=total))


def _row_problems(number: int, row: Finance) -> Iterator[Text]:
    for each in lacking(missing(row, "source", "status")):
        yield at_line(number, each)
    if row.amount <= 0:
        yield at_line(number, _("the amount is %(amount)s", amount=row.amount))


def fund_vat(gifts: Ore) -> Ore:
    """17.5 % of a gift, half an øre rounded up."""
    return Ore((gifts * FUND_VAT_PER_THOUSAND + 500) // 1000)


def _fund_vat(facts: Facts, gifts: Ore, expected: Text) -> Finding:
    values = {"gifts": gifts, "vat": fund_vat(gifts)}
    considered = any("fondsmoms" in f"{each.purpose} {each.note}".casefold() for each in facts.budget.lines)
    if considered:
        found = _(
            "%(gifts)s from private funds; fondsmoms of 17.5 %% is %(vat)s, and a budget line names it.", **values
        )
        return met(expected, found)
    found = _(
        "%(gifts)s from private funds; fondsmoms of 17.5 %% would be %(vat)s, and no budget line names it.", **values
    )
    return not_met(expected, found, _("Consider fondsmoms, and write it in the note of a budget line."), Severity.INFO)


def without_vat(facts: Facts, context: Context) -> Finding:
    """G-17."""
    expected = _("Confirmed: all amounts are excluding VAT")
    if facts.declarations.vat_excluded:
        return met(expected, _("It is confirmed."))
    return not_met(expected, _("It is not confirmed."), _("Check the amounts, and tick the declaration."))


def no_double_cover(facts: Facts, context: Context) -> Finding:
    """G-18. A line may be claimed as reimbursement as long as no grant is sought for it."""
    expected = _("Confirmed: the same cost is not claimed as state reimbursement, and no line does both")
    both = [each for each in facts.budget.lines if each.refund and (each.sought_ore or 0) > 0]
    problems = [
        at_line(each.number, _("%(amount)s is sought and reimbursement is claimed too", amount=each.sought_ore))
        for each in both
    ]
    if not facts.declarations.no_double_cover:
        problems.append(_("the declaration is not ticked"))
    if problems:
        remedy = _("Choose grant or reimbursement for each line, and tick the declaration.")
        return not_met(expected, together(problems), remedy)
    if unknown := [each.number for each in facts.budget.lines if each.refund and each.lacks_what_is_sought]:
        return nothing_sought(expected, unknown)
    return met(expected, _("It is confirmed, and no line does both."))


def cost_inside_the_period(facts: Facts, context: Context) -> Finding:
    """G-20. Costs are planned by year: a year before the period, or a start before the expected grant, needs a reason.

    No reason helps a year after the period, or a start before the day the guideline names as the earliest.
    """
    start, end = facts.basis.period_start, facts.basis.period_end
    if start is None or end is None:
        expected = _("Cost inside the project period, earlier cost only with a reason")
        return cannot_tell(
            expected,
            _("The project period is not known."),
            _("Write the project period under “Applicant and partners”."),
        )
    expected = _("Cost from %(start)s to %(end)s, earlier cost only with a reason", start=start, end=end)
    problems = list(_untimely(facts, context))
    if problems:
        remedy = _(
            "Move the cost inside the period, or write the reason: for an early cost under “Budget”, for an early "
            "start under “Applicant and partners”. Nothing is paid after the period."
        )
        return not_met(expected, together(problems), remedy)
    years = sorted({year.year for line in facts.budget.lines for year in line.years if year.amount_ore})
    return met(expected, _("Years with cost: %(years)s.", years=numbers(years) or "0"))


def _untimely(facts: Facts, context: Context) -> Iterator[Text]:
    start, end = facts.basis.period_start, facts.basis.period_end
    if start is None or end is None:
        return
    reason = length(facts.budget.early_cost_reason) or length(facts.basis.early_start_reason)
    for line in facts.budget.lines:
        for year in line.years:
            if year.amount_ore and arithmetic.outside(year.year, start.year, end.year, early=bool(reason)):
                said = _("%(amount)s in %(year)s lies outside the period", amount=year.amount_ore, year=year.year)
                yield at_line(line.number, said)
    grant, earliest = context.round.expected_grant_on, context.settings.earliest_cost_date
    if grant and start < grant and not reason:
        yield _(
            "the start %(start)s lies before the expected grant %(grant)s, without a reason", start=start, grant=grant
        )
    if earliest and start < earliest:
        yield _(
            "the start %(start)s lies before %(earliest)s, the first day of any cost", start=start, earliest=earliest
        )
