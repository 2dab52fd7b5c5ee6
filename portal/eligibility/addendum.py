"""What an addendum says in words and dates: VIRK-03, VIRK-04, VIRK-07, VIRK-09, VIRK-11 and VIRK-16. Pure."""

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context, danish_day
from portal.eligibility.facts import Facts
from portal.eligibility.plan_facts import Day, PlanDecision
from portal.eligibility.plan_goals import GROUPS
from portal.eligibility.saying import lacking, together
from portal.eligibility.verdicts import Finding, met, not_met
from portal.eligibility.wording import only_points_to_an_attachment

TASKS = {
    "interviews": _("more interviews"),
    "contact": _("closer contact during placements"),
    "mentors": _("mentors"),
    "service": _("service to companies"),
}


def decided_for_each_plan(facts: Facts, context: Context) -> Finding:
    """VIRK-03. Which plans get an addendum is a setting; a date that is expected counts."""
    years = context.settings.addendum_years
    listed = ", ".join(str(each) for each in years)
    expected = _("Addendum to the employment plans of %(years)s, each decided or with an expected date", years=listed)
    by_year = {each.year: each for each in facts.adoption.plans}
    problems = [each for year in years for each in _problems(year, by_year.get(year))]
    if problems:
        remedy = _("Write for each plan when council or committee decides, and whether it is decided or expected.")
        return not_met(expected, together(problems), remedy)
    today = danish_day(facts.judged_at)
    if early := [_still_to_come(by_year[year]) for year in years if _is_early(by_year[year], today)]:
        remedy = _("Choose “Expected” as long as the meeting has not been held, or correct the date.")
        return not_met(expected, together(early), remedy)
    return met(expected, together([_said(by_year[year]) for year in years]))


def _is_early(decision: PlanDecision, today: Day) -> bool:
    return decision.status == "decided" and decision.date is not None and decision.date > today


def _still_to_come(decision: PlanDecision) -> Text:
    values = {"year": str(decision.year), "date": decision.date}
    return _("the plan of %(year)s is written as adopted on %(date)s, but that day is still to come", **values)


def _problems(year: int, decision: PlanDecision | None) -> list[Text]:
    values = {"year": str(year)}
    if decision is None:
        return [_("the plan of %(year)s is not mentioned", **values)]
    absent = [] if decision.date else [_("date")]
    absent += [] if decision.body else [_("who decides")]
    absent += [] if decision.status else [_("decided or expected")]
    return [_("the plan of %(year)s: %(what)s", **values, what=each) for each in lacking(absent)]


def _said(decision: PlanDecision) -> Text:
    values = {"year": str(decision.year), "date": decision.date}
    if decision.status == "decided":
        return _("%(year)s: adopted on %(date)s", **values)
    return _("%(year)s: expected on %(date)s", **values)


def _enough(text: str, expected: Text, remedy: Text, context: Context) -> Finding:
    written, least = length(text), context.settings.min_characters
    if only_points_to_an_attachment(text):
        return not_met(expected, _("The text only points to an attachment."), remedy)
    found = _("The text has %(written)s characters; at least %(least)s are asked for.", written=written, least=least)
    return met(expected, found) if written and written >= least else not_met(expected, found, remedy)


def overall_goals(facts: Facts, context: Context) -> Finding:
    """VIRK-04."""
    remedy = _("Write what changes for the target group in all.")
    return _enough(facts.plan.overall_goals, _("Overall goals of the effort"), remedy, context)


def strategy(facts: Facts, context: Context) -> Finding:
    """VIRK-07."""
    remedy = _("Write how the municipality will reach the goals.")
    return _enough(facts.plan.strategy, _("A strategy for reaching the goals"), remedy, context)


def right_target_group(facts: Facts, context: Context) -> Finding:
    """VIRK-09. Match groups 2 and 3 are allowed."""
    expected = _("Long-term unemployed, people at risk, or the weakest on social assistance")
    known = [GROUPS[each] for each in facts.plan_group.groups if each in GROUPS]
    if not known:
        return not_met(expected, _("No target group is chosen."), _("Choose whom the consultants help."))
    return met(expected, together(known))


def four_tasks_planned(facts: Facts, context: Context) -> Finding:
    """VIRK-11."""
    expected = _("Each of the four tasks with planned activity")
    absent = [words for name, words in TASKS.items() if not _planned(getattr(facts.tasks, name))]
    if absent:
        remedy = _("Write what is planned for the tasks named here, or tell the region why they are left out.")
        return not_met(expected, together(lacking(absent)), remedy)
    return met(expected, _("All four tasks have planned activity."))


def _planned(text: str) -> bool:
    return bool(length(text)) and not only_points_to_an_attachment(text)


def council_informed(facts: Facts, context: Context) -> Finding:
    """VIRK-16."""
    expected = _("The date on which the employment council was informed or heard")
    if facts.adoption.council_on is None:
        remedy = _("Write the date of the local or regional employment council.")
        return not_met(expected, _("No date is written."), remedy)
    if facts.adoption.council_on > danish_day(facts.judged_at):
        found = _("It is planned for %(date)s, and has not happened yet.", date=facts.adoption.council_on)
        return not_met(expected, found, _("Write the date again when the council has been informed or heard."))
    return met(expected, _("Informed or heard on %(date)s.", date=facts.adoption.council_on))
