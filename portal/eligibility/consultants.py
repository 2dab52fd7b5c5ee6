"""The positions of an addendum: VIRK-01, VIRK-02, VIRK-10, VIRK-12 and VIRK-15, and its G-15. Pure.

The questions are those of `portal.pools.positions`, which the workbook is asked too.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts
from portal.eligibility.plan_goals import extra_persons
from portal.eligibility.saying import at_line, number, numbers, together
from portal.eligibility.shares import audit_planned, nothing_sought
from portal.eligibility.verdicts import Finding, cannot_tell, met, not_met
from portal.pools.arithmetic import WAGES
from portal.pools.positions import BOUNDS, GRANTED, WHOLE, Position, beyond_wages, impossible, starts_too_early
from portal.pools.positions import missing as not_said

AUDIT = "80"  # the category, where the guideline lets the grant pay it
NO_POSITIONS = _("There are no positions.")
FILL_IN = _("Fill in the positions in their section or in the budget's workbook.")
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
    allowed = GRANTED | {AUDIT} if context.settings.grant_for_audit else GRANTED
    others = [each for each in lines if beyond_wages(each.category, each.sought_ore, allowed)]
    silent = [each.number for each in lines if each.category not in allowed and each.lacks_what_is_sought]
    if others:
        problems = [at_line(each.number, _("%(amount)s is sought", amount=each.sought_ore)) for each in others]
        remedy = _("Write 0 as grant for everything but wages of company consultants.")
        return not_met(expected, together(problems), remedy)
    if silent:
        return nothing_sought(expected, silent)
    return met(expected, _("Sought for wages: %(amount)s.", amount=facts.budget.sought))


def audit_announced(facts: Facts, context: Context) -> Finding:
    """G-15 of an addendum. Its workbook has positions alone, and the grant pays for wages alone.

    So an audit line is asked for only where the guideline lets the grant pay for audit. Else the audit is the job
    centre's own cost: the rule says which one the final account needs (P-03), and a performance audit must be
    announced as everywhere.
    """
    settings, sought = context.settings, facts.budget.sought
    if settings.grant_for_audit:
        return audit_planned(facts, context)
    performance = settings.performance_audit_from_ore
    expected = _("Performance audit announced above %(performance)s", performance=performance)
    if sought > performance and not facts.declarations.performance_audit:
        found = _("%(sought)s is sought and performance audit is not announced", sought=sought)
        return not_met(expected, found, _("Tick performance audit under Declarations."))
    if unknown := facts.budget.without_what_is_sought:
        return nothing_sought(expected, unknown)
    values = {"sought": sought, "audit": settings.audit_from_ore}
    if sought > settings.audit_from_ore:
        found = _(
            "%(sought)s is sought. Above %(audit)s an approved auditor declares the final account. The grant pays "
            "wages only, so the job centre pays for the audit itself.",
            **values,
        )
        return met(expected, found)
    return met(expected, _("%(sought)s is sought. Up to %(audit)s no approved auditor is asked for.", **values))


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
    problems = [at_line(each.number, _("the position begins on %(start)s", start=each.start)) for each in early]
    problems += _paid_before(facts, earliest.year)
    if problems:
        return not_met(
            expected, together(problems), _("Let the position begin later, or pay the first time yourselves.")
        )
    if unknown := [each.number for each in positions if each.start is None]:
        found = _("The start is missing in line %(lines)s of the positions.", lines=numbers(unknown))
        return cannot_tell(expected, found, _("Write the day each position begins."))
    return met(expected, _("Positions that begin on that day or later: %(number)s.", number=len(positions)))


def _paid_before(facts: Facts, first: int) -> Iterator[Text]:
    """Wages in a year before the first day's, whatever the positions say."""
    for line in facts.budget.lines:
        for year in line.years if line.category in WAGES else ():
            if year.year < first and year.amount_ore:
                said = _("%(amount)s for wages in %(year)s", amount=year.amount_ore, year=year.year)
                yield at_line(line.number, said)


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
    if wrong := [at_line(each.number, said) for each in positions for said in _impossible(each)]:
        return not_met(expected, together(wrong), _("Correct the figures named here."))
    return met(expected, _("Complete positions: %(number)s.", number=len(positions)))


def _impossible(position: Position) -> Iterator[Text]:
    if position.monthly_wage is not None and position.monthly_wage <= 0:
        yield _("the monthly wage is %(wage)s", wage=position.monthly_wage)
    if position.start and position.end and position.end < position.start:
        yield _("it ends on %(end)s, before it begins on %(start)s", start=position.start, end=position.end)
    for name in impossible(position):
        least, most = BOUNDS[name]
        values = {"what": ASKED[name], "read": number(getattr(position, name))}
        values |= {"least": number(least), "most": number(most)}
        if name in WHOLE:
            yield _("%(what)s is %(read)s; it must be a whole number from %(least)s to %(most)s", **values)
        else:
            yield _("%(what)s is %(read)s; it must be from %(least)s to %(most)s", **values)


def positions_are_additional(facts: Facts, context: Context) -> Finding:
    """VIRK-12. The head count grows by at least the positions the pool pays for."""
    before, after = facts.positions.consultants_before, facts.positions.consultants_after
    expected = _("More company consultants with the grant than before, by at least the positions")
    if before is None or after is None:
        remedy = _("Write how many full-time consultants there are before the grant and with it.")
        return cannot_tell(expected, _("The head count before or after is missing."), remedy)
    if min(before, after) < 0:
        found = _("%(before)s before, %(after)s after.", before=number(before), after=number(after))
        return not_met(expected, found, _("Correct the head count: it is 0 or more."))
    added, unknown = total_share(facts), without_share(facts)
    values = {"before": number(before), "after": number(after), "more": number(after - before), "added": number(added)}
    found = _("%(before)s before, %(after)s after: %(more)s more; the positions are %(added)s full-time.", **values)
    if after - before < added or after <= before:
        return not_met(expected, found, _("Write why the positions do not come on top, or correct the head count."))
    if unknown or not facts.budget.positions:
        return _no_share(expected, unknown)
    return met(expected, found)


def total_share(facts: Facts) -> Decimal:
    return sum((each.share or Decimal(0) for each in facts.budget.positions), Decimal(0))


def without_share(facts: Facts) -> list[int]:
    """The numbers of the positions that do not say how much of full time they are."""
    return [each.number for each in facts.budget.positions if each.share is None]


def _no_share(expected: Text, lines: list[int]) -> Finding:
    if not lines:
        return cannot_tell(expected, NO_POSITIONS, FILL_IN)
    found = _("The full-time share is missing in line %(lines)s of the positions.", lines=numbers(lines))
    return cannot_tell(expected, found, _("Write the full-time share of each position."))


def persons_per_consultant(facts: Facts, context: Context) -> Finding:
    """VIRK-15. The growth in the last year of the plan over the full-time positions."""
    settings, added = context.settings, total_share(facts)
    extra = extra_persons(facts, settings.plan_years)
    least, most = settings.extra_per_consultant_min, settings.extra_per_consultant_max
    expected = _("%(least)s to %(most)s extra full-time persons per consultant", least=least, most=most)
    if unknown := without_share(facts):
        return _no_share(expected, unknown)
    if not added or extra is None:
        remedy = _("Write positions with full-time share, and goals with baseline for the last year.")
        return cannot_tell(expected, _("Positions, number goals or their baseline are missing."), remedy)
    each = extra / added
    values = {"extra": number(extra), "added": number(added), "each": number(round(each, 1))}
    found = _("%(extra)s extra persons over %(added)s full-time positions: %(each)s for each.", **values)
    if not least <= each <= most:
        return not_met(expected, found, _("Look at the goals and the positions again, or explain it in the strategy."))
    return met(expected, found)
