"""The goals of the project: G-21 and OPK-08 to OPK-10. Pure."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts, Goal
from portal.eligibility.labels import missing
from portal.eligibility.saying import at_line, lacking, number, numbers, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met

PARTS = ("indicator", "unit", "baseline", "baseline_date", "baseline_source", "target", "target_date", "method")
AFTER_THE_COURSE = frozenset({"employment", "company_offer"})
NO_GOALS = _("There are no goals.")
ADD_A_GOAL = _("Write at least one goal.")
OF_PEOPLE = AFTER_THE_COURSE | {"education"}
HUNDRED = Decimal(100)


def is_share(unit: str, counts_in: str) -> bool:
    """Percent of what people come into is a share of people, and ends at 100. Another percent, such as a growth, may
    be above 100; a growth in people is written in persons."""
    return unit == "percent" and counts_in in OF_PEOPLE


def goals_complete(facts: Facts, context: Context) -> Finding:
    """G-21. A goal is not complete before its figures can be reached: a share of people is at most 100 percent."""
    expected = _("Every goal with indicator, unit, baseline with date and source, target, target date and method")
    if not facts.goals.lines:
        return not_met(expected, NO_GOALS, ADD_A_GOAL)
    problems = [
        at_line(line, each) for line, goal in enumerate(facts.goals.lines, 1) for each in lacking(missing(goal, *PARTS))
    ]
    if problems:
        return not_met(
            expected, together(problems), _("Fill in the goals named here; 0 is an answer, an empty field is not.")
        )
    impossible = [at_line(n, _more_than_all(goal)) for n, goal in enumerate(facts.goals.lines, 1) if _is_above(goal)]
    if impossible:
        remedy = _("Write the share of the people, at most 100 percent, or choose the unit persons.")
        return not_met(expected, together(impossible), remedy)
    return met(expected, _("Complete goals: %(number)s.", number=len(facts.goals.lines)))


def _is_above(goal: Goal) -> bool:
    figures = (goal.baseline, goal.target, goal.comparison, goal.best_quarter)
    return is_share(goal.unit, goal.counts_in) and any(each is not None and each > HUNDRED for each in figures)


def _more_than_all(goal: Goal) -> Text:
    figures = (goal.baseline, goal.target, goal.comparison, goal.best_quarter)
    above = [number(each) for each in figures if each is not None and each > HUNDRED]
    return _("%(figures)s percent is more than all the people", figures=", ".join(above))


def counted_in_jobs(facts: Facts, context: Context) -> Finding:
    """OPK-08."""
    expected = _("At least one goal counted in ordinary employment or in a company-directed offer")
    lines = [n for n, goal in enumerate(facts.goals.lines, 1) if goal.counts_in in AFTER_THE_COURSE]
    if lines:
        return met(expected, _("Goals counted so: line %(lines)s.", lines=numbers(lines)))
    found = _("No goal of %(number)s is counted so.", number=len(facts.goals.lines))
    found = found if facts.goals.lines else NO_GOALS
    return not_met(expected, found, _("Add a goal for how many are in work or in a company-directed offer afterwards."))


def gain(goal: Goal, over: Decimal) -> Decimal:
    """How much better the target is than a figure; below 0 it is worse."""
    target = goal.target or Decimal(0)
    return target - over if goal.better == "higher" else over - target


def margin(goal: Goal, points: int, of: Decimal) -> Decimal:
    """Percentage points where the goal is in percent; else that many percent of the figure compared with."""
    return Decimal(points) if goal.unit == "percent" else abs(of) * points / 100


def ambitious(facts: Facts, context: Context) -> Finding:
    """OPK-09. Better than the baseline is a must; better than comparable job centres by the setting is a should."""
    points = context.settings.ambition_points
    expected = _(
        "Targets better than the baseline, and %(points)s points better than comparable job centres", points=points
    )
    goals = facts.goals.lines
    if not goals:
        return cannot_tell(expected, NO_GOALS, ADD_A_GOAL)
    unknown = _lines(goals, lambda goal: goal.baseline is None or goal.target is None)
    if unknown:
        found = _("Baseline or target is missing in line %(lines)s.", lines=numbers(unknown))
        return cannot_tell(expected, found, _("Write baseline and target."))
    flat = [at_line(n, _against_baseline(goal)) for n, goal in enumerate(goals, 1) if _is_flat(goal)]
    if flat:
        return not_met(expected, together(flat), _("Raise the ambition: the target must be better than today."))
    return _against_others(goals, points, expected)


def _is_flat(goal: Goal) -> bool:
    return goal.baseline is not None and gain(goal, goal.baseline) <= 0


def _against_baseline(goal: Goal) -> Text:
    values = {"baseline": _figure(goal.baseline), "target": _figure(goal.target)}
    return _("baseline %(baseline)s, target %(target)s", **values)


def _figure(value: Decimal | None) -> str:
    return number(value) if value is not None else "–"


def _lines(goals: Iterable[Goal], chosen: Callable[[Goal], bool]) -> list[int]:
    return [line for line, goal in enumerate(goals, 1) if chosen(goal)]


def _against_others(goals: tuple[Goal, ...], points: int, expected: Text) -> Finding:
    low = [
        at_line(
            n,
            _(
                "target %(target)s, comparable job centres %(others)s",
                target=_figure(goal.target),
                others=_figure(goal.comparison),
            ),
        )
        for n, goal in enumerate(goals, 1)
        if goal.comparison is not None and gain(goal, goal.comparison) < margin(goal, points, goal.comparison)
    ]
    if low:
        remedy = _("Raise the target, or tell the region why it cannot be higher.")
        return not_met(expected, together(low), remedy, Severity.SHOULD)
    unknown = _lines(goals, lambda goal: goal.comparison is None)
    if unknown:
        found = _("The figure of comparable job centres is missing in line %(lines)s.", lines=numbers(unknown))
        return cannot_tell(expected, found, _("Find the figure on jobindsats.dk."), Severity.SHOULD)
    return met(expected, together([at_line(n, _against_baseline(goal)) for n, goal in enumerate(goals, 1)]))


def realistic(facts: Facts, context: Context) -> Finding:
    """OPK-10. Exactly the best quarter plus the setting is still realistic; a reason answers for the rest."""
    points = context.settings.realism_points
    expected = _(
        "Targets at most %(points)s points beyond the best quarter of comparable job centres, or a reason",
        points=points,
    )
    if not facts.goals.lines:
        return cannot_tell(expected, NO_GOALS, ADD_A_GOAL)
    high = [at_line(n, _beyond(goal)) for n, goal in enumerate(facts.goals.lines, 1) if _is_beyond(goal, points)]
    unknown = _lines(facts.goals.lines, lambda goal: goal.target is None or goal.best_quarter is None)
    if (high or unknown) and length(facts.goals.realism_reason):
        return met(expected, _("A reason is given for how realistic the targets are."))
    if high:
        return not_met(expected, together(high), _("Lower the target, or write why it can be reached."))
    if unknown:
        found = _("Target or best quarter is missing in line %(lines)s.", lines=numbers(unknown))
        return cannot_tell(
            expected, found, _("Find the figure on jobindsats.dk, or write why the target can be reached.")
        )
    return met(expected, together([at_line(n, _beyond(goal)) for n, goal in enumerate(facts.goals.lines, 1)]))


def _is_beyond(goal: Goal, points: int) -> bool:
    if goal.target is None or goal.best_quarter is None:
        return False
    return gain(goal, goal.best_quarter) > margin(goal, points, goal.best_quarter)


def _beyond(goal: Goal) -> Text:
    values = {"target": _figure(goal.target), "best": _figure(goal.best_quarter)}
    return _("target %(target)s, best quarter %(best)s", **values)
