"""Costs that no grant covers, found by the words of the budget lines: G-12. Pure."""

import re
from collections.abc import Iterator

from portal.core.text import Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import BudgetLine, Facts
from portal.eligibility.saying import at_line, together
from portal.eligibility.verdicts import Finding, met, not_met


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


OF_TEACHING = re.compile(
    r"kurs(us|er)|uddannelse|undervis|opkvalificer|forløb|oplæring|praktik|job(?!center)|branche|faglært|fagområde"
    r"|(?<!\w)(hus)?leje",
    re.IGNORECASE,
)
FORBIDDEN = (
    (
        _("contingency"),
        _words(r"uforudset(e|te)?|uforudsigelig\w*|buffer(pulje|beløb|en)?|reserve(beløb|pulje|n)?|contingenc(y|ies)"),
        False,
    ),
    (_("sundry costs"), _words(r"diverse|div\.|blandede udgifter|miscellaneous|sundry|sundries"), False),
    (
        _("flat overhead"),
        _words(
            r"overhead(et|s|bidrag(et)?|tillæg(get)?|procent(en)?|omkostninger)?"
            r"(?![- ]?(projekt[oø]r|transparent|plancher))"
            r"|administrations(bidrag|tillæg)(et|get)?|fællesomkostninger(ne)?"
        ),
        False,
    ),
    (
        _("deficit"),
        _words(r"underskud(det|s|sdækning|sgaranti)?(?! (af|på) (arbejdskraft|medarbejdere|faglærte))|deficits?"),
        False,
    ),
    (
        _("real estate"),
        _words(r"(fast )?ejendom(me|men|mene|s)?|ejendomskøb|grundkøb|køb af (grund|bygning)(e|en|er)?|real estate"),
        True,
    ),
    (
        _("construction"),
        _words(r"(ny|om|til)?bygge(ri|riet|rier)|(ny|om|til)bygning(en|er)?|anlægsarbejder?|renovering|construction"),
        True,
    ),
    (
        _("support to single persons"),
        _words(
            r"enkeltperson(er|en|erne)?|enkeltydelser?|lommepenge|tøjpenge|personlig støtte|personlige tilskud"
            r"|(økonomisk støtte|kontant støtte|tilskud) til (den enkelte|deltager(e|en|ne)?)|support of single persons"
        ),
        False,
    ),
)


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
        for kind, pattern, not_when_taught in FORBIDDEN:
            found = pattern.search(text)
            if found and not (not_when_taught and OF_TEACHING.search(text)):
                yield _("“%(word)s” (%(kind)s)", word=found[0], kind=kind)
