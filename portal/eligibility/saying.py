"""How figures and lists are put into the sentences of the rules. Pure."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from portal.core.text import Text, _

MOST_LISTED = 40
HALF_YEAR = re.compile(r"(20\d\d)H([12])", re.ASCII)
ENDS = (".", "!", "?", "…")
LAST_VALUE = re.compile(r"%\((\w+)\)s$")


def percent(part: int, whole: int, *, up: bool = False) -> str:
    """Two decimals at most, cut and not rounded: 79.999 is never shown as 80. `up`: 10.0001 is never shown as 10."""
    hundredths = -(-abs(part) * 10_000 // whole) if up else abs(part) * 10_000 // whole
    return ("-" if part < 0 else "") + number(Decimal(hundredths) / 100)


def half_year(period: str | None) -> Text | str:
    """2010H1 as people say it; anything else as it is."""
    if read := HALF_YEAR.fullmatch(period or ""):
        return _("half-year %(number)s of %(year)s", number=read[2], year=read[1])
    return period or "–"


def number(value: Decimal) -> str:
    """With a comma, as Danes write; amounts of money are written that way in every language too."""
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", ",")


def numbers(lines: Iterable[object]) -> str:
    listed = [str(each) for each in lines]
    return ", ".join(listed[:MOST_LISTED]) + (" …" if len(listed) > MOST_LISTED else "")


def together(texts: Sequence[Text]) -> Text:
    """One after the other, with semicolons; a long list ends with how many there are besides."""
    shown = list(texts[:MOST_LISTED])
    if len(texts) > MOST_LISTED:
        shown.append(_("and %(number)s more", number=len(texts) - MOST_LISTED))
    said = shown[-1]
    for each in reversed(shown[:-1]):
        said = _("%(first)s; %(rest)s", first=each, rest=said)
    return said


def lacking(names: Sequence[Text]) -> list[Text]:
    """What is missing, as one phrase: missing: date, source and method. Nothing when nothing is."""
    if not names:
        return []
    said = names[-1]
    for place, each in enumerate(reversed(names[:-1])):
        values = {"first": each, "rest": said}
        said = _("%(first)s, %(rest)s", **values) if place else _("%(first)s and %(rest)s", **values)
    return [_("missing: %(what)s", what=said)]


def at_line(line: int, what: Text) -> Text:
    return _("line %(line)s: %(what)s", line=line, what=what)


def finished(said: Text) -> Text:
    """With its full stop, whether it was written as a sentence or put together from phrases."""
    return said if _ends(said) else _("%(said)s.", said=said)


def _ends(said: object) -> bool:
    if not isinstance(said, Text):
        return str(said).endswith(ENDS)
    last = LAST_VALUE.search(said.english)
    return _ends(said.values[last[1]]) if last else said.english.endswith(ENDS)
