"""The annual report as rules: its states, what may be compiled, said and signed, and its reference. Pure."""

from collections.abc import Iterator
from datetime import date

from portal.core import cpr
from portal.core.errors import Problem
from portal.core.permissions import Permission as P
from portal.core.text import Choice, Text, _, write_a_year
from portal.core.workflow import Step
from portal.pools.rules import SHORT
from portal.results.rules import FIRST_YEAR

LONGEST = 4000  # characters of a comment or of the director's words
SHORTEST_REASON = 10


class AnnualStatus(Choice):
    COMPILING = "compiling", _("Being compiled")
    READY = "ready", _("Waits for the director")
    FROZEN = "frozen", _("Frozen")


S = AnnualStatus
COMPILE = Step("compile", _("Compile the report anew"), (S.READY, S.FROZEN), S.COMPILING, P.RESULTS_COMPILE)
COMMENT = Step("comment", _("Comment on the draft"), (S.COMPILING, S.READY), None, P.RESULTS_COMPILE)
FREEZE = Step("freeze", _("Sign and freeze the report"), (S.READY,), S.FROZEN, P.RESULTS_FREEZE)
STEPS = (COMPILE, COMMENT, FREEZE)


def reference(year: int, region_code: str, prefix: str = "") -> str:
    """AAR-2010-SYD, or AAR-2010-SYD-OPK for one pool."""
    short = SHORT.get(region_code, region_code.removeprefix("BR-"))
    return "-".join(each for each in ("AAR", str(year), short, prefix) if each)


def title_of(year: int, region: str) -> Text:
    return _("Annual report %(year)s, %(region)s", year=str(year), region=region)


def problems_with_the_year(year: int | None, *, today: date) -> Iterator[Problem]:
    """A year that is not over has no annual report."""
    if year is None or not FIRST_YEAR <= year < today.year:
        years = write_a_year(FIRST_YEAR, today.year - 1)
        yield Problem(_("%(years)s The report is made when the year is over.", years=years), "year")


def problems_with_the_words(words: str, field: str = "words") -> Iterator[Problem]:
    if len(words) > LONGEST:
        yield Problem(_("Write at most %(most)s characters. You wrote %(read)s.", most=LONGEST, read=len(words)), field)
    if cpr.find(words):
        yield Problem(_("The text contains a number that looks like a CPR number. Remove it."), field)


def problems_with_the_comment(words: str) -> Iterator[Problem]:
    if not words.strip():
        yield Problem(_("Write the comment."), "words")
    yield from problems_with_the_words(words)


def problems_with_freezing(words: str, *, earlier: int, changed: int) -> Iterator[Problem]:
    """`earlier` editions stand; `changed` figures differ from the newest of them."""
    yield from problems_with_the_words(words)
    if earlier and not changed:
        yield Problem(_("Nothing has changed since edition %(number)s, so there is nothing to correct.",
                        number=earlier))  # fmt: skip
    if earlier and len(words.strip()) < SHORTEST_REASON:
        yield Problem(_("Write in a sentence why edition %(number)s is corrected.", number=earlier), "words")
