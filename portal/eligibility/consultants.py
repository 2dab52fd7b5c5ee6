"""Positions of company consultants: VIRK-01, VIRK-02 and VIRK-10. Pure.

The questions are those of `portal.pools.positions`, which the workbook is asked too.
"""

from collections.abc import Mapping
from types import MappingProxyType

from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts
from portal.eligibility.saying import at_line, together
from portal.eligibility.verdicts import Finding, cannot_tell, met, not_met
from portal.pools.positions import GRANTED, beyond_wages, starts_too_early
from portal.pools.positions import missing as not_said

NO_POSITIONS = _("There are no positions.")
FILL_IN = _("Fill in the positions in the budget's workbook.")
ASKED: Mapping[str, Text] = MappingProxyType(
    {
        "share": _("full-time share"),
        "start": _("start"),
        "monthly_wage": _("monthly wage"),
        "pension": _("pension"),
        "caseload": _("caseload"),
        "visits": _("company visits"),
    }
)


def wages_of_consultants_only(facts: Facts, context: Context) -> Finding:
    """VIRK-01."""
    expected = _("The grant pays wages of company consultants only")
    lines = facts.budget.lines
    if not lines:
        return cannot_tell(expected, _("There are no budget lines."), _("Fill in the budget."))
    others = [each for each in lines if beyond_wages(each.category, each.sought_ore, GRANTED)]
    if others:
        problems = [at_line(each.number, _("%(amount)s is sought", amount=each.sought_ore)) for each in others]
        remedy = _("Write 0 as grant for everything but wages of company consultants.")
        return not_met(expected, together(problems), remedy)
    return met(expected, _("Sought for wages: %(amount)s", amount=facts.budget.sought))


def no_wage_before_the_first_day(facts: Facts, context: Context) -> Finding:
    """VIRK-02. The first day is the guideline's."""
    earliest, positions = context.settings.earliest_cost_date, facts.budget.positions
    if earliest is None:
        expected = _("No wages before the first day of the guideline")
        remedy = _("Ask the region to write the first day of any cost in the guideline.")
        return cannot_tell(expected, _("The guideline does not say the first day."), remedy)
    expected = _("No wages before %(earliest)s", earliest=earliest)
    if not positions:
        return cannot_tell(expected, NO_POSITIONS, FILL_IN)
    early = [each for each in positions if starts_too_early(each, earliest)]
    if early:
        problems = [at_line(each.number, _("the position begins on %(start)s", start=each.start)) for each in early]
        return not_met(
            expected, together(problems), _("Let the position begin later, or pay the first time yourselves.")
        )
    return met(expected, _("Positions that begin on that day or later: %(number)s.", number=len(positions)))


def positions_complete(facts: Facts, context: Context) -> Finding:
    """VIRK-10."""
    expected = _("Each position with full-time share, start, monthly wage with pension, caseload and company visits")
    positions = facts.budget.positions
    if not positions:
        return not_met(expected, NO_POSITIONS, FILL_IN)
    problems = [
        at_line(each.number, _("missing: %(what)s", what=ASKED[name])) for each in positions for name in not_said(each)
    ]
    if problems:
        return not_met(expected, together(problems), _("Fill in the positions named here."))
    return met(expected, _("Complete positions: %(number)s.", number=len(positions)))
