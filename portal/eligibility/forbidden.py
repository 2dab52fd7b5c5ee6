"""Costs that no grant covers, found by the words of the budget lines: G-12. Pure."""

from collections.abc import Iterator, Mapping

from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import BudgetLine, Facts
from portal.eligibility.saying import at_line, together
from portal.eligibility.verdicts import Finding, met, not_met
from portal.pools import forbidden

KINDS: Mapping[str, Text] = {
    "contingency": _("contingency"),
    "sundry": _("sundry costs"),
    "overhead": _("flat overhead"),
    "deficit": _("deficit"),
    "real_estate": _("real estate"),
    "construction": _("construction"),
    "single_persons": _("support to single persons"),
}


def nothing_forbidden(facts: Facts, context: Context) -> Finding:
    """G-12. Whole words only; a course for the building trade is no construction, and rent is no purchase."""
    expected = _(
        "No contingency, sundry costs, flat overhead, deficit, real estate, construction or support to single persons"
    )
    problems = [at_line(line.number, each) for line in facts.budget.lines for each in _forbidden(line)]
    if problems:
        return not_met(expected, together(problems), _("Delete the line, or name the actual cost in its purpose."))
    return met(expected, _("No such cost was found. Lines read: %(number)s.", number=len(facts.budget.lines)))


def _forbidden(line: BudgetLine) -> Iterator[Text]:
    for text in (line.purpose, line.note, line.function):
        for kind, word in forbidden.found(text):
            yield _("“%(word)s” (%(kind)s)", word=word, kind=KINDS[kind])
