"""Whom the project is for, and which jobs: OPK-01 to OPK-06. Pure."""

from collections.abc import Iterable

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context, danish_day
from portal.eligibility.facts import Facts, Occupation
from portal.eligibility.labels import BENEFITS
from portal.eligibility.saying import at_line, half_year, numbers, percent, together
from portal.eligibility.verdicts import Finding, cannot_tell, met, not_met
from portal.pools.settings import Settings

BENEFITS_OF_THE_POOL = frozenset({"DAGP", "KTH", "STH"})
JOB_READY = "1"
PROSPECTS = {"RG": _("very good prospects"), "G": _("good prospects"), "MG": _("less good prospects")}
LONGEST_TITLE = 80
NO_LINES = _("The target group has no lines.")
ADD_A_LINE = _("Add a line with benefit, match group and number of persons.")
ADD_PLACES = _("Write the number of places for each occupation.")


def right_target_group(facts: Facts, context: Context) -> Finding:
    """OPK-01."""
    expected = _("Long-term unemployed, or a group the region has judged to be at special risk")
    target = facts.target_group
    if not target.groups:
        return not_met(expected, _("No target group is chosen."), _("Choose the target group."))
    if "special_risk" not in target.groups:
        return met(expected, _("Long-term unemployed."))
    name = target.risk_group.strip()
    judged = context.risk_groups.get(name)
    remedy = _("Choose a group from the region's list, or ask the region to judge the group.")
    if not name:
        return not_met(expected, _("Special risk is chosen without naming the group."), remedy)
    if judged is None:
        return not_met(expected, _("“%(group)s” is not on the region's list.", group=name), remedy)
    found = _("“%(group)s”, judged by the region on %(day)s.", group=name, day=judged)
    if judged > danish_day(facts.judged_at):
        late = _("“%(group)s” was judged by the region only on %(day)s, after the application.", group=name, day=judged)
        return not_met(expected, late, remedy)
    return met(expected, found)


def benefits_of_the_pool(facts: Facts, context: Context) -> Finding:
    """OPK-02."""
    expected = _("Only unemployment benefit, social assistance or start assistance")
    lines = facts.target_group.lines
    if not lines:
        return not_met(expected, NO_LINES, ADD_A_LINE)
    others = [
        at_line(n, BENEFITS.get(each.benefit_type, BENEFITS[""]))
        for n, each in enumerate(lines, 1)
        if each.benefit_type not in BENEFITS_OF_THE_POOL
    ]
    if others:
        return not_met(expected, together(others), _("Change the benefit, or take the line out of the target group."))
    kinds = list(dict.fromkeys(each.benefit_type for each in lines))
    return met(expected, together([BENEFITS[each] for each in kinds]))


def is_long_term(weeks_on_support: int, settings: Settings) -> bool:
    """The definition: public support in 80 % of the past 52 weeks, 41.6 weeks and so at least 42."""
    return weeks_on_support >= settings.long_term_weeks


def long_term_share_stated(facts: Facts, context: Context) -> Finding:
    """OPK-03. Asked of a project for long-term unemployed; the share is of the participants, over all lines."""
    settings, target = context.settings, facts.target_group
    expected = _(
        "The expected share of persons with public support in %(weeks)s of the past 52 weeks or more (%(share)s %%)",
        weeks=settings.long_term_weeks,
        share=settings.long_term_share,
    )
    if target.groups == ("special_risk",):
        return met(expected, _("The target group is one at special risk, so no share is asked for."))
    if not target.lines:
        return not_met(expected, NO_LINES, ADD_A_LINE)
    silent = [n for n, each in enumerate(target.lines, 1) if each.long_term_share is None or each.number is None]
    if silent:
        found = _("Number or expected share is missing in line %(lines)s.", lines=numbers(silent))
        return not_met(expected, found, _("Write number and expected share in each line."))
    persons = sum(each.number or 0 for each in target.lines)
    hundredths = sum((each.number or 0) * (each.long_term_share or 0) for each in target.lines)
    if persons == 0 or hundredths == 0:
        found = _("The expected share is 0 %% of %(persons)s participants.", persons=persons)
        return not_met(expected, found, _("Write the share, or choose a group at special risk instead."))
    found = _("%(share)s %% of %(persons)s participants.", share=percent(hundredths, persons * 100), persons=persons)
    return met(expected, found)


def job_ready(facts: Facts, context: Context) -> Finding:
    """OPK-04."""
    expected = _("Job-ready persons (match group 1), or a reason for the others")
    lines = facts.target_group.lines
    if not lines:
        return cannot_tell(expected, NO_LINES, ADD_A_LINE)
    unknown = [n for n, each in enumerate(lines, 1) if not each.match_group]
    if unknown:
        found = _("The match group is missing in line %(lines)s.", lines=numbers(unknown))
        return cannot_tell(expected, found, _("Choose the match group in each line."))
    others = [n for n, each in enumerate(lines, 1) if each.match_group != JOB_READY]
    if not others:
        return met(expected, _("All lines are match group 1."))
    if length(facts.target_group.match_reason):
        return met(expected, _("Other match groups in line %(lines)s; a reason is given.", lines=numbers(others)))
    found = _("Other match groups in line %(lines)s, without a reason.", lines=numbers(others))
    return not_met(expected, found, _("Write why these persons take part."))


def good_prospects(facts: Facts, context: Context) -> Finding:
    """OPK-05, by the balance of the applicant's region that is valid at submission. 0 places lead to no job."""
    expected = _("At least one occupation with good or very good job prospects in the region")
    occupations = facts.occupations.lines
    if context.chances is None:
        return _no_balance(expected, context)
    if not occupations:
        return not_met(expected, _("No occupations are chosen."), _("Choose the occupations the project leads to."))
    return _by_prospects(expected, occupations, context)


def _by_prospects(expected: Text, occupations: tuple[Occupation, ...], context: Context) -> Finding:
    good = [each for each in occupations if each.occupation_code in context.good_occupations and each.places != 0]
    unknown = _unknown(occupations, context)
    values = {"good": len(good), "all": len(occupations), "period": half_year(context.balance_period)}
    if good:
        names = _with_prospects(good, context)
        return met(
            expected, _("%(good)s of %(all)s occupations: %(names)s; balance of %(period)s.", names=names, **values)
        )
    if unknown:
        found = _(
            "Not in the balance of %(period)s: %(names)s; the others have less good prospects.",
            period=values["period"],
            names=_names(unknown),
        )
        return cannot_tell(expected, found, _("Choose the occupation from the list, so that it has a code."))
    names = _with_prospects(occupations, context)
    found = _("%(good)s of %(all)s occupations: %(names)s; balance of %(period)s.", names=names, **values)
    return not_met(expected, found, _("Choose an occupation with good job prospects."))


def _no_balance(expected: Text, context: Context) -> Finding:
    period = half_year(context.balance_period)
    found = _("The labour-market balance of %(period)s is not imported.", period=period)
    if not context.balance_period:
        found = _("No labour-market balance is imported for the day of the application.")
    elif not context.balance_has_begun:
        found = _("The labour-market balance of %(period)s had not begun on the day of the application.", period=period)
        return cannot_tell(expected, found, _("Name the balance that was valid on that day."))
    return cannot_tell(expected, found, _("The region imports the labour-market balance of the period."))


def _names(occupations: Iterable[Occupation]) -> str:
    return numbers(each.title.strip() or each.occupation_code or "–" for each in occupations)


def _with_prospects(occupations: Iterable[Occupation], context: Context) -> Text:
    """Each occupation with what the balance says of it: Svejser (very good prospects)."""
    return together([_prospects(each, (context.chances or {}).get(each.occupation_code, "")) for each in occupations])


def _prospects(occupation: Occupation, chance: str) -> Text:
    name = (occupation.title.strip() or occupation.occupation_code or "–")[:LONGEST_TITLE]
    values: dict[str, object] = {"name": name, "prospects": PROSPECTS.get(chance, chance)}
    if occupation.places == 0:
        return _("%(name)s (%(prospects)s, 0 places)", **values)
    return _("%(name)s (%(prospects)s)", **values)


def _unknown(occupations: Iterable[Occupation], context: Context) -> list[Occupation]:
    return [each for each in occupations if each.occupation_code not in (context.chances or {})]


def places_with_prospects(facts: Facts, context: Context) -> Finding:
    """OPK-06. Occupations without a figure count neither way: only when they decide it, nobody can tell."""
    least, occupations = context.settings.good_places_percent, facts.occupations.lines
    expected = _("At least %(least)s %% of the places in occupations with good or very good job prospects", least=least)
    if context.chances is None:
        return _no_balance(expected, context)
    if any(each.places is None for each in occupations):
        found = _(
            "The number of places is missing for: %(names)s.", names=_names(o for o in occupations if o.places is None)
        )
        return cannot_tell(expected, found, ADD_PLACES)
    places = sum(each.places or 0 for each in occupations)
    if places == 0:
        return cannot_tell(expected, _("There are 0 places."), ADD_PLACES)
    return _share_of_places(expected, occupations, places, context)


def _share_of_places(expected: Text, occupations: tuple[Occupation, ...], places: int, context: Context) -> Finding:
    least, unknown = context.settings.good_places_percent, _unknown(occupations, context)
    those = [each for each in occupations if each.occupation_code in context.good_occupations and each.places]
    good = sum(each.places or 0 for each in those)
    values = {"good": good, "places": places, "period": half_year(context.balance_period)}
    found = _("None of %(places)s places is in such an occupation; balance of %(period)s.", **values)
    if those:
        values |= {"share": percent(good, places), "names": _with_prospects(those, context)}
        found = _("%(good)s of %(places)s places (%(share)s %%) are in %(names)s; balance of %(period)s.", **values)
    if good * 100 >= least * places:
        return met(expected, found)
    if (good + sum(each.places or 0 for each in unknown)) * 100 >= least * places:
        found = _("%(known)s Not in the balance: %(names)s.", known=found, names=_names(unknown))
        return cannot_tell(expected, found, _("Choose the occupation from the list, so that it has a code."))
    return not_met(
        expected, found, _("Move places to an occupation with good job prospects, or give the reason for the choice.")
    )
