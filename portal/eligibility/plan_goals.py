"""The number goals and milestones of an addendum: VIRK-05, VIRK-06, VIRK-08 and VIRK-14, and G-21 and G-22. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts, Milestone
from portal.eligibility.plan_facts import PlanGoal
from portal.eligibility.saying import at_line, lacking, number, numbers, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met

TOTAL = "total"  # the instrument of a row that adds up the others of its target group
NO_GOALS = _("There are no number goals.")
FILL_IN = _("Write the number goals in their section or in the budget's workbook.")
APART = ("placement", "private_subsidy", "public_subsidy")
GROUPS = {
    "long_term": _("long-term unemployed"),
    "at_risk": _("at risk of long-term unemployment"),
    "social_assistance": _("the weakest on social assistance"),
}
IN_THE_WORKBOOK = {  # the same groups, as the goals are kept with them
    "long_term": "Langtidsledige",
    "at_risk": "Ledige i risiko for langtidsledighed",
    "social_assistance": "Kontanthjælpsmodtagere, match 2 og 3",
}
INSTRUMENTS = {
    "placement": _("company placement"),
    "private_subsidy": _("private wage subsidy"),
    "public_subsidy": _("public wage subsidy"),
}


def counted(facts: Facts) -> list[PlanGoal]:
    """The rows that may be added up: nobody is counted once by instrument and again in a total."""
    goals = facts.budget.goals
    apart = {each.target_group for each in goals if each.instrument != TOTAL}
    return [each for each in goals if each.instrument != TOTAL or each.target_group not in apart]


def persons(facts: Facts, year: int) -> Decimal:
    return sum((each.goal(year) or Decimal(0) for each in counted(facts)), Decimal(0))


def baseline(facts: Facts) -> Decimal:
    return sum((each.baseline or Decimal(0) for each in counted(facts)), Decimal(0))


def last_year(facts: Facts, years: Sequence[int]) -> int | None:
    """The last year of the guideline's plan; None without goals. A year after it binds nobody."""
    return years[-1] if counted(facts) else None


def without(facts: Facts, *years: int) -> list[int]:
    """The lines that lack the goal of one of these years, or their baseline when no year is named."""
    goals = enumerate(counted(facts), 1)
    if not years:
        return [n for n, goal in goals if goal.baseline is None]
    return [n for n, goal in goals if any(goal.goal(year) is None for year in years)]


def extra_persons(facts: Facts, years: Sequence[int]) -> Decimal | None:
    """How many more in the last year than at the baseline; None without goals, or while a figure is missing."""
    last = last_year(facts, years)
    if last is None or without(facts) or without(facts, last):
        return None
    return persons(facts, last) - baseline(facts)


def goals_for_every_year(facts: Facts, context: Context) -> Finding:
    """VIRK-05."""
    years = context.settings.plan_years
    span = f"{years[0]}-{years[-1]}"
    expected = _("Persons for each of the years %(years)s, per target group and instrument", years=span)
    if not facts.budget.goals:
        return not_met(expected, NO_GOALS, FILL_IN)
    problems = [at_line(n, each) for n, goal in enumerate(counted(facts), 1) for each in _gaps(goal, years)]
    if problems:
        return not_met(expected, together(problems), _("Fill in the goals named here; 0 is an answer."))
    if wrong := [at_line(n, each) for n, goal in enumerate(counted(facts), 1) for each in _impossible(goal)]:
        return not_met(expected, together(wrong), _("Write whole persons, 0 or more."))
    if forgotten := _groups_without_goals(facts):
        found = _("No goals for: %(groups)s.", groups=together(forgotten))
        return not_met(expected, found, _("Write goals for each target group you have chosen, or take the group away."))
    groups = len({each.target_group for each in counted(facts)})
    values = {"lines": len(counted(facts)), "groups": groups, "last": years[-1]}
    found = _("%(lines)s goals for %(groups)s target groups; %(persons)s persons in %(last)s.",
              **values, persons=number(persons(facts, years[-1])))  # fmt: skip
    return met(expected, found)


def _gaps(goal: PlanGoal, years: Sequence[int]) -> Iterator[Text]:
    names = [(goal.target_group, _("target group")), (goal.instrument, _("instrument"))]
    absent = [words for value, words in names if not length(value)]
    absent += [_("goal of %(year)s", year=str(year)) for year in years if goal.goal(year) is None]
    yield from lacking(absent)


def _impossible(goal: PlanGoal) -> Iterator[Text]:
    figures = [(_("the baseline"), goal.baseline)]
    figures += [(_("the goal of %(year)s", year=str(each.year)), each.persons) for each in goal.goals]
    for what, figure in figures:
        if figure is not None and (figure < 0 or figure % 1 != 0):
            yield _("%(what)s is %(read)s persons", what=what, read=number(figure))


def _groups_without_goals(facts: Facts) -> list[Text]:
    """The chosen target groups that no goal is for. Where goals are for groups of the job centre's own making, nobody
    can tell which of the chosen they are part of."""
    named = {each.target_group.strip().casefold() for each in facts.budget.goals}
    if not named <= {each.casefold() for each in IN_THE_WORKBOOK.values()}:
        return []
    chosen = [each for each in facts.plan_group.groups if each in IN_THE_WORKBOOK]
    return [GROUPS[each] for each in chosen if IN_THE_WORKBOOK[each].casefold() not in named]


def goals_with_baseline(facts: Facts, context: Context) -> Finding:
    """G-21, for number goals."""
    expected = _("Every number goal with baseline, its period and its source")
    if not facts.budget.goals:
        return not_met(expected, NO_GOALS, FILL_IN)
    problems = [at_line(n, each) for n, goal in enumerate(counted(facts), 1) for each in _unfounded(goal)]
    if problems:
        return not_met(expected, together(problems), _("Fill in the goals named here; 0 is an answer."))
    return met(expected, _("Complete goals: %(number)s.", number=len(counted(facts))))


def _unfounded(goal: PlanGoal) -> Iterator[Text]:
    absent = [] if goal.baseline is not None else [_("baseline")]
    absent += [] if length(goal.baseline_period) else [_("period of the baseline")]
    absent += [] if length(goal.baseline_source) else [_("source of the baseline")]
    yield from lacking(absent)


def somebody_takes_part(facts: Facts, context: Context) -> Finding:
    """G-22, for number goals."""
    expected = _("Persons in company-directed courses in the plan")
    last = last_year(facts, context.settings.plan_years)
    if last is None:
        return cannot_tell(expected, NO_GOALS, FILL_IN)
    found = _("%(persons)s persons in %(year)s.", persons=number(persons(facts, last)), year=str(last))
    if not persons(facts, last) and (silent := without(facts, last)):
        return _figures_missing(expected, silent, last)
    if persons(facts, last) <= 0:
        return not_met(expected, found, _("Write how many take part."))
    return met(expected, found)


def goals_rise(facts: Facts, context: Context) -> Finding:
    """VIRK-06. Above the baseline in all is a must; that it does not rise from year to year must be explained."""
    years = context.settings.plan_years
    expected = _("More persons than at the baseline, and more each year, or an explanation")
    last = last_year(facts, years)
    if last is None:
        return cannot_tell(expected, NO_GOALS, FILL_IN)
    if silent := sorted({*without(facts), *without(facts, last)}):
        return _figures_missing(expected, silent, last)
    aim, from_ = persons(facts, last), baseline(facts)
    values = {"baseline": number(from_), "goal": number(aim), "year": str(last), "more": number(aim - from_)}
    found = _("Baseline %(baseline)s, goal %(goal)s in %(year)s: %(more)s more.", **values)
    if aim <= from_:
        return not_met(expected, found, _("Raise the goals: the grant is for more persons than today."))
    if silent := without(facts, *years):
        return _figures_missing(expected, silent, last, Severity.SHOULD)
    pauses = list(_pauses(facts, years))
    if pauses and length(facts.number_goals.explanation):
        return met(expected, _("%(found)s Why they do not rise each year is explained.", found=found))
    if pauses:
        remedy = _("Let the goals rise each year, or write why they do not.")
        said = _("%(found)s No rise: %(what)s.", found=found, what=together(pauses))
        return not_met(expected, said, remedy, Severity.SHOULD)
    return met(expected, found)


def _figures_missing(expected: Text, lines: list[int], last: int, severity: Severity | None = None) -> Finding:
    found = _("Baseline or goals up to %(year)s are missing in line %(lines)s.", year=str(last), lines=numbers(lines))
    return cannot_tell(expected, found, _("Fill in the goals named here; 0 is an answer."), severity)


def _pauses(facts: Facts, years: Sequence[int]) -> Iterator[Text]:
    """From the baseline on, each year that has no more persons than the one before."""
    figures: list[tuple[Text | str, Decimal]] = [(_("baseline"), baseline(facts))]
    figures += [(str(year), persons(facts, year)) for year in years]
    for (before, one), (after, other) in pairwise(figures):
        if other <= one:
            values = {"before": before, "one": number(one), "after": after, "other": number(other)}
            yield _("%(before)s: %(one)s, %(after)s: %(other)s", **values)


def milestone_each_year(facts: Facts, context: Context) -> Finding:
    """VIRK-08."""
    expected = _("At least one milestone each year, with date, responsible and measurable result")
    milestones, years = facts.budget.milestones, context.settings.plan_years
    if not milestones:
        remedy = _("Write the milestones in their section or in the budget's workbook.")
        return not_met(expected, _("There are no milestones."), remedy)
    problems = [at_line(n, each) for n, one in enumerate(milestones, 1) for each in _unfinished(one)]
    dated = {each.date.year for each in milestones if each.date}
    if without := [str(year) for year in years if year not in dated]:
        problems.append(_("no milestone in %(years)s", years=numbers(without)))
    if problems:
        return not_met(expected, together(problems), _("Add a milestone for each year, and fill in those named here."))
    return met(expected, _("%(number)s milestones, at least one each year.", number=len(milestones)))


def _unfinished(one: Milestone) -> Iterator[Text]:
    absent = [] if one.date else [_("date")]
    absent += [] if length(one.responsible) else [_("responsible")]
    absent += [] if length(one.result) else [_("measurable result")]
    yield from lacking(absent)


def instruments_apart(facts: Facts, context: Context) -> Finding:
    """VIRK-14. It informs: how many in placements, and in private and public wage subsidies."""
    expected = _("Placements and wage subsidies, private and public, each shown")
    last = last_year(facts, context.settings.plan_years)
    if last is None:
        return cannot_tell(expected, NO_GOALS, FILL_IN)
    sums = {name: Decimal(0) for name in APART}
    for each in counted(facts):
        if each.instrument in sums:
            sums[each.instrument] += each.goal(last) or 0
    said = [_("%(what)s %(persons)s", what=INSTRUMENTS[name], persons=number(figure)) for name, figure in sums.items()]
    found = _("%(year)s: %(figures)s.", year=str(last), figures=together(said))
    if not any(sums.values()):
        return not_met(expected, found, _("Split the goals by instrument, not only in all."))
    return met(expected, found)
