"""Shares and ceilings of the budget: G-13 to G-15, G-19 and G-22. Pure."""

from collections import Counter
from collections.abc import Iterator

from portal.core.money import Ore, per_head
from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import Budget, Facts
from portal.eligibility.saying import numbers, percent, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met
from portal.pools import arithmetic
from portal.pools.arithmetic import ADMINISTRATION, AUDIT, EQUIPMENT, EVALUATION, PROJECT_MANAGEMENT


def little_equipment(facts: Facts, context: Context) -> Finding:
    """G-13. Exactly the limit is still allowed."""
    limit = context.settings.equipment_per_year_ore
    expected = _("Equipment for at most %(limit)s a year", limit=limit)
    per_year: Counter[int] = Counter()
    for line in facts.budget.lines:
        for year in line.years if line.category == EQUIPMENT else ():
            per_year[year.year] += year.amount_ore or 0
    spent = [_("%(year)s: %(amount)s", year=year, amount=Ore(amount)) for year, amount in sorted(per_year.items())]
    if max(per_year.values(), default=0) > limit:
        return not_met(expected, together(spent), _("Rent the equipment, or pay what is above the limit yourselves."))
    if unknown := facts.budget.without_amount(EQUIPMENT):
        return _no_amount(expected, unknown)
    return met(expected, together(spent) if +per_year else _("There is no equipment."))


def _no_amount(expected: Text, lines: list[int], severity: Severity | None = None) -> Finding:
    found = _("The amount is missing in line %(lines)s of the budget.", lines=numbers(lines))
    return cannot_tell(expected, found, _("Write units, price and amount in each line."), severity)


def nothing_sought(expected: Text, lines: list[int]) -> Finding:
    """The amount sought is not known while a line neither says it nor is paid in full by others."""
    found = _("The amount sought is missing in line %(lines)s of the budget.", lines=numbers(lines))
    return cannot_tell(expected, found, _("Write in each line how much is sought; 0 is an answer."))


def little_administration(facts: Facts, context: Context) -> Finding:
    """G-14. Compared as whole numbers, so that exactly the share of the setting is met."""
    most, budget = context.settings.admin_share_percent, facts.budget
    expected = _("Administration is at most %(most)s %% of the cost", most=most)
    if unknown := budget.without_amount():
        return _no_amount(expected, unknown)
    if budget.cost <= 0:
        return cannot_tell(expected, _("The budget has no cost."), _("Fill in the budget."))
    administration, management = budget.in_category(ADMINISTRATION), budget.in_category(PROJECT_MANAGEMENT)
    above = arithmetic.share_above(administration, budget.cost, most)
    found = _(
        "Administration %(amount)s of %(cost)s (%(share)s %%); project management %(management)s (%(managed)s %%).",
        amount=administration,
        cost=budget.cost,
        share=percent(administration, budget.cost, up=above),
        management=management,
        managed=percent(management, budget.cost),
    )
    if above:
        return not_met(expected, found, _("Lower the administration, or place it under what it serves."))
    if dear := list(_dear_shares(budget, context)):
        said = _("%(found)s Above the ceiling: %(what)s.", found=found, what=together(dear))
        return not_met(expected, said, _("Lower what is above its share."))
    return met(expected, found)


def _dear_shares(budget: Budget, context: Context) -> Iterator[Text]:
    """Evaluation and audit, where the guideline sets them a share."""
    settings = context.settings
    ceilings = {EVALUATION: settings.evaluation_share_percent, AUDIT: settings.audit_share_percent}
    names = {EVALUATION: _("evaluation"), AUDIT: _("audit")}
    for category, most in ceilings.items():
        part = budget.in_category(category)
        if arithmetic.share_above(part, budget.cost, most):
            values = {"name": names[category], "share": percent(part, budget.cost, up=True), "most": most}
            yield _("%(name)s is %(share)s %% of the cost, at most %(most)s %% is allowed", **values)


def audit_planned(facts: Facts, context: Context) -> Finding:
    """G-15. “Above” the amount: exactly 100,000 kr. asks for no audit line yet."""
    settings, sought = context.settings, facts.budget.sought
    expected = _(
        "An audit line above %(audit)s, and performance audit announced above %(performance)s",
        audit=settings.audit_from_ore,
        performance=settings.performance_audit_from_ore,
    )
    problems, remedies = [], []
    if sought > settings.audit_from_ore and facts.budget.in_category(AUDIT) <= 0:
        problems.append(_("%(sought)s is sought and there is no audit line", sought=sought))
        remedies.append(_("Add a line in the category Audit."))
    if sought > settings.performance_audit_from_ore and not facts.declarations.performance_audit:
        problems.append(_("%(sought)s is sought and performance audit is not announced", sought=sought))
        remedies.append(_("Tick performance audit under Declarations."))
    if problems:
        both = _("Add a line in the category Audit, and tick performance audit under Declarations.")
        return not_met(expected, together(problems), remedies[0] if len(remedies) == 1 else both)
    if unknown := facts.budget.without_what_is_sought:
        return nothing_sought(expected, unknown)
    audit = facts.budget.in_category(AUDIT)
    return met(expected, _("%(sought)s is sought; %(audit)s is set aside for audit.", sought=sought, audit=audit))


def within_the_limit(facts: Facts, context: Context) -> Finding:
    """G-19. The limit per project (or the frame, where there is none) is a must; what is left only informs."""
    sought, round_ = facts.budget.sought, context.round
    limit = min(each for each in (round_.frame, round_.largest_grant, round_.allotted) if each is not None)
    expected = _("More than 0 kr. and at most %(limit)s for one project", limit=limit)
    found = _("%(sought)s is sought.", sought=sought)
    unknown = facts.budget.without_what_is_sought
    if unknown and sought <= limit:
        return nothing_sought(expected, unknown)
    if sought <= 0:
        return not_met(expected, found, _("Write on the budget lines how much is sought."))
    if sought > limit:
        values = {"sought": sought, "over": Ore(sought - limit), "limit": limit}
        over = _("%(sought)s is sought, %(over)s above the limit.", **values)
        if limit == round_.allotted:
            over = _("%(sought)s is sought, %(over)s above the %(limit)s allotted to the job centre.", **values)
        return not_met(expected, over, _("Lower the amount sought, or raise the own financing."))
    if problems := list(_too_little(facts.budget, context)):
        return not_met(expected, together([found, *problems]), _("Raise the amount sought, or the own financing."))
    if round_.left is None:
        return met(expected, found)
    values = {"sought": sought, "left": round_.left, "frame": round_.frame}
    found = _("%(sought)s is sought; %(left)s is left of the frame of %(frame)s", **values)
    if sought > round_.left:
        remedy = _("The application can be submitted; the region can only grant what is left.")
        return not_met(expected, found, remedy, Severity.INFO)
    return met(expected, found)


def _too_little(budget: Budget, context: Context) -> Iterator[Text]:
    """A grant that is too small to give, and own financing below the guideline's share."""
    settings = context.settings
    if budget.sought < settings.smallest_grant_ore:
        yield _("the smallest grant is %(least)s", least=settings.smallest_grant_ore)
    own = Ore(sum(each.amount for each in budget.financing if each.kind == arithmetic.OWN))
    least = arithmetic.least_own(budget.cost, settings.required_own_percent)
    if own < least:
        values = {"own": own, "least": least, "percent": settings.required_own_percent}
        yield _("own financing is %(own)s, at least %(least)s (%(percent)s %%) is required", **values)


def participants(facts: Facts) -> int | None:
    """The persons of the target group; None when a line does not say how many."""
    counts = [each.number for each in facts.target_group.lines]
    return None if None in counts else sum(each for each in counts if each is not None)


def _each(cost: Ore, persons: int, lowest: Ore, highest: Ore) -> Ore:
    """To the nearest krone, and to the øre where that would hide on which side of a limit it lies."""
    rounded = per_head(cost, persons)
    if cost < lowest * persons and rounded >= lowest:
        return Ore(cost // persons)
    if cost > highest * persons and rounded <= highest:
        return Ore(-(-cost // persons))
    return rounded


def cost_per_participant(facts: Facts, context: Context) -> Finding:
    """G-22. No participants breaks a must; a cost outside the band only a should."""
    lowest, highest = context.settings.cost_per_place_min_ore, context.settings.cost_per_place_max_ore
    values = {"lowest": lowest, "highest": highest}
    expected = _("Participants, and a cost of %(lowest)s to %(highest)s for each", **values)
    persons = participants(facts)
    if persons is None:
        lines = numbers(n for n, each in enumerate(facts.target_group.lines, 1) if each.number is None)
        found = _("The number of persons is missing in the lines of the target group: %(lines)s.", lines=lines)
        return cannot_tell(expected, found, _("Write the number of persons in each line."))
    if persons == 0:
        return not_met(expected, _("The target group has 0 participants."), _("Write how many take part."))
    if unknown := facts.budget.without_amount():
        return _no_amount(expected, unknown, Severity.SHOULD)
    cost = facts.budget.cost
    each_costs = _each(cost, persons, lowest, highest)
    found = _("%(cost)s for %(persons)s participants, %(each)s each.", cost=cost, persons=persons, each=each_costs)
    if not lowest * persons <= cost <= highest * persons:
        remedy = _("Look at the number of participants and the cost, and explain the difference in the budget notes.")
        return not_met(expected, found, remedy, Severity.SHOULD)
    return met(expected, found)
