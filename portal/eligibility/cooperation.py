"""Form, partners and talks: OPK-11, OPK-12 and OPK-14 to OPK-16. Pure."""

from collections.abc import Iterator

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context, danish_day
from portal.eligibility.facts import Facts
from portal.eligibility.labels import missing
from portal.eligibility.saying import numbers, together
from portal.eligibility.verdicts import Finding, cannot_tell, met, not_met

ACROSS = "A"
EXAMPLES = frozenset({"placement_training", "group_upskilling", "individual"})


def should_elements_chosen(facts: Facts, context: Context) -> Finding:
    """OPK-11."""
    expected = _("At least one of the should-elements A to G, with text")
    chosen = facts.should_elements.lines
    told = sorted({each.element for each in chosen if length(each.text)})
    silent = sorted({each.element for each in chosen} - set(told))
    if told and silent:
        values = {"told": numbers(told), "silent": numbers(silent)}
        return met(expected, _("With text: %(told)s. Without text: %(silent)s.", **values))
    if told:
        return met(expected, _("With text: %(told)s.", told=numbers(told)))
    found = _("Chosen without text: %(silent)s.", silent=numbers(silent)) if silent else _("None is chosen.")
    return not_met(expected, found, _("Choose an element, and write how the project meets it."))


def known_project_type(facts: Facts, context: Context) -> Finding:
    """OPK-12."""
    expected = _("One of the project types of the guideline, or “other” with text")
    chosen = facts.background.project_type
    if chosen in EXAMPLES:
        return met(expected, _("A project type of the guideline is chosen."))
    if chosen == "other" and length(facts.background.project_type_other):
        return met(expected, _("Another type, with text."))
    found = _("Another type, without text.") if chosen else _("No type is chosen.")
    return not_met(expected, found, _("Choose the type, or describe the other type."))


def shared_across_municipalities(facts: Facts, context: Context) -> Finding:
    """OPK-14. The responsible municipality may stand in the list with its own share; else the rest is its share."""
    expected = _("Across job centres: two municipalities or more, with places and budget split among them")
    if ACROSS not in {each.element for each in facts.should_elements.lines}:
        return met(expected, _("Element A is not chosen."))
    partners, own = facts.basis.partners, facts.basis.grant_responsible
    others = [each for each in partners if each.municipality_code not in {"", own}]
    if not others:
        return not_met(
            expected,
            _("Element A is chosen, but there is only one municipality."),
            _("Name the partners under “Applicant and partners”."),
        )
    problems = [
        _("%(municipality)s: %(what)s is missing", municipality=context.municipality(each.municipality_code), what=what)
        for each in partners
        for what in missing(each, "places", "amount_ore")
    ]
    if problems:
        return not_met(expected, together(problems), _("Write places and share of the budget for each partner."))
    return _split(facts, context, expected)


def _split(facts: Facts, context: Context, expected: Text) -> Finding:
    if any(each.places is None for each in facts.occupations.lines):
        remedy = _("Write the number of places for each occupation.")
        return cannot_tell(expected, _("The number of places in all is not known."), remedy)
    if problems := list(_split_problems(facts)):
        return not_met(expected, together(problems), _("Correct the split, so that the shares add up."))
    names = numbers(context.municipality(each.municipality_code) for each in facts.basis.partners)
    return met(expected, _("Split with %(municipalities)s.", municipalities=names))


def _split_problems(facts: Facts) -> Iterator[Text]:
    partners = facts.basis.partners
    complete = facts.basis.grant_responsible in {each.municipality_code for each in partners}
    places = sum(each.places or 0 for each in facts.occupations.lines)
    given = sum(each.places or 0 for each in partners)
    if given > places or (complete and given < places):
        yield _("places: %(given)s shared out of %(places)s", given=given, places=places)
    cost, shared = facts.budget.cost, Ore(sum(each.amount_ore or 0 for each in partners))
    if shared > cost or (complete and shared < cost):
        yield _("budget: %(given)s shared out of %(cost)s", given=shared, cost=cost)
    takes_part = sum(bool(each.places or each.amount_ore) for each in partners)
    rest = not complete and (given < places or shared < cost)
    if takes_part + rest < 2 and (places or cost):
        yield _("one municipality has all the places and the whole budget")
    if any((each.amount_ore or 0) < 0 for each in partners):
        yield _("a share of the budget is below 0")


def talked_with_the_region(facts: Facts, context: Context) -> Finding:
    """OPK-15. A date to come is a plan and no talk; the guideline may do without."""
    expected = _("The date of the talk with the region about the project")
    if not context.settings.require_sparring:
        return met(expected, _("The guideline does not ask for it."))
    held = [each for each in facts.sparring.dates if each <= danish_day(facts.judged_at)]
    if held:
        return met(expected, _("The latest was on %(day)s.", day=max(held)))
    found = _("The talk is only planned.") if facts.sparring.dates else _("No date is recorded.")
    return not_met(expected, found, _("Talk with the region, and record the date."))


def steering_group_settled(facts: Facts, context: Context) -> Finding:
    """OPK-16."""
    expected = _("The members of a steering group, or the reason why none is needed")
    organisation = facts.organisation
    if organisation.steering_needed == "yes" and length(organisation.steering_members):
        return met(expected, _("The members are listed."))
    if organisation.steering_needed == "no" and length(organisation.no_steering_reason):
        return met(expected, _("None is needed; the reason is given."))
    found = {
        "yes": _("A steering group is needed, but its members are not listed."),
        "no": _("No steering group is needed, but the reason is missing."),
    }.get(organisation.steering_needed, _("It is not said whether a steering group is needed."))
    return not_met(expected, found, _("List the members, or write why no steering group is needed."))
