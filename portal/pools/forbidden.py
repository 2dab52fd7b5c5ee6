"""Costs that no grant covers, found by the words of a budget line: what form, workbook and rule G-12 all ask. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """A kind of cost. A text without any of the stems is not searched: most lines have none of them."""

    kind: str
    stems: tuple[str, ...]
    words: re.Pattern[str]
    not_when_taught: bool = False  # a course for the building trade is no construction, and rent is no purchase


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


OF_TEACHING = re.compile(
    r"kurs(us|er)|uddannelse|undervis|opkvalificer|forløb|oplæring|praktik|job(?!center)|branche|faglært|fagområde"
    r"|(?<!\w)(hus)?leje",
    re.IGNORECASE,
)
COSTS = (
    Cost(
        "contingency",
        ("uforud", "buffer", "reserve", "contingenc"),
        _words(r"uforudset(e|te)?|uforudsigelig\w*|buffer(pulje|beløb|en)?|reserve(beløb|pulje|n)?|contingenc(y|ies)"),
    ),
    Cost(
        "sundry",
        ("diverse", "div.", "blandede", "miscell", "sundr"),
        _words(r"diverse|div\.|blandede udgifter|miscellaneous|sundry|sundries"),
    ),
    Cost(
        "overhead",
        ("overhead", "administrations", "fællesomk"),
        _words(
            r"overhead(et|s|bidrag(et)?|tillæg(get)?|procent(en)?|omkostninger)?"
            r"(?![- ]?(projekt[oø]r|transparent|plancher))"
            r"|administrations(bidrag|tillæg)(et|get)?|fællesomkostninger(ne)?"
        ),
    ),
    Cost(
        "deficit",
        ("undersku", "deficit"),
        _words(r"underskud(det|s|sdækning|sgaranti)?(?! (af|på) (arbejdskraft|medarbejdere|faglærte))|deficits?"),
    ),
    Cost(
        "real_estate",
        ("ejendom", "grund", "bygning", "køb af", "real estate"),
        _words(
            r"(fast )?ejendom(me|men|mene|s)?|ejendomskøb|grundkøb|real estate"
            r"|køb af (grund|bygning|hus|lokale|lejlighed)(e|en|er|et|r)?"
        ),
        not_when_taught=True,
    ),
    Cost(
        "construction",
        ("bygg", "bygning", "anlæg", "opfør", "renover", "istandsæt", "construction"),
        _words(
            r"(ny|om|til)?bygge(ri|riet|rier)|(ny|om|til)bygning(en|er)?|anlægsarbejder?|anlæg(gelse)? af"
            r"|opførelse af|renovering(en)?|istandsættelse(n)?|construction"
        ),
        not_when_taught=True,
    ),
    Cost(
        "single_persons",
        ("enkelt", "penge", "personlig", "støtte", "tilskud", "single persons"),
        _words(
            r"enkeltperson(er|en|erne)?|enkeltydelser?|lommepenge|tøjpenge|personlig støtte|personlige tilskud"
            r"|(økonomisk støtte|kontant støtte|tilskud) til (den enkelte|deltager(e|en|ne)?)|support of single persons"
        ),
    ),
)


STEMS = tuple(stem for cost in COSTS for stem in cost.stems)


def found(text: str) -> Iterator[tuple[str, str]]:
    """Each kind of cost that the text names, and the word it does so with. Whole words only."""
    folded = text.casefold()
    if not _names_any(folded):
        return
    for cost in COSTS:
        if not any(stem in folded for stem in cost.stems):
            continue
        word = cost.words.search(text)
        if word and not (cost.not_when_taught and OF_TEACHING.search(text)):
            yield cost.kind, word[0]


def _names_any(folded: str) -> bool:
    """A plain loop: it is asked for every text of every line, and most texts have none of the stems."""
    for stem in STEMS:  # noqa: SIM110
        if stem in folded:
            return True
    return False
