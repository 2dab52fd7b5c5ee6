"""Where in an application what a rule found is put right. Pure."""

from collections.abc import Iterator

from portal.applications.states import MOST_PLACES
from portal.applications.titles import TITLES
from portal.core.text import Text, _
from portal.eligibility.verdicts import Outcome, Severity, Verdict

TALKS = "sparring"
OPEN = (Outcome.NOT_MET, Outcome.CANNOT_TELL)
ASK_THOUGH_THEY_INFORM = frozenset({"G-16", "OPK-12", "VIRK-14"})  # their remedy is something to write
WRITTEN = {**TITLES, TALKS: _("Sparring with the region")}


def places_of(verdict: Verdict) -> tuple[str, ...]:
    """The keys of the pages on which something can be done about it; of a rule that looks everywhere, those it names.

    What only informs asks for nothing, but for a few.
    """
    informs = verdict.severity is Severity.INFO and verdict.rule not in ASK_THOUGH_THEY_INFORM
    if verdict.outcome not in OPEN or informs:
        return ()
    known = tuple(each for each in verdict.where if each in WRITTEN)
    if len(known) <= MOST_PLACES:
        return known
    named = set(_named(verdict.found))
    return tuple(each for each in known if WRITTEN[each].english in named)


def name_of_place(key: str) -> Text:
    """What the page is called."""
    return WRITTEN[key]


def _named(text: Text) -> Iterator[str]:
    yield text.english
    for each in text.values.values():
        if isinstance(each, Text):
            yield from _named(each)
