"""The program's sentences as its catalogues have them, and what of them stands on a page in the wrong language."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from lxml.html import HtmlElement

CATALOGUES = Path(__file__).parents[2] / "portal" / "translations" / "da" / "LC_MESSAGES"
VALUE = re.compile(r"%\(\w+\)[sd]|%%")
SPOKEN = ("aria-label", "placeholder", "title", "alt")
SILENT = {"script", "style", "textarea", "code"}
LEAST_SAID = 12  # letters: with fewer around its values, a sentence would be found in anything


@cache
def rooms() -> dict[str, Catalog]:
    return {file.stem: read_po(file.read_text("utf-8").splitlines(), locale="da") for file in CATALOGUES.glob("*.po")}


@cache
def pairs() -> frozenset[tuple[str, str]]:
    """English and Danish of every sentence where the two differ."""
    found = set()
    for room in rooms().values():
        for message in room:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            danish = message.string if isinstance(message.string, tuple) else (message.string,)
            found |= {(e, d) for e, d in zip(english, danish, strict=False) if e and d and e != d}
    return frozenset(found)


@cache
def patterns(foreign: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The sentences of the other language: those without values as they are, the others as one pattern."""
    side = {"en": 0, "da": 1}[foreign]
    own = {pair[1 - side] for pair in pairs()}
    said = {pair[side] for pair in pairs()} - own
    plain = frozenset(" ".join(each.split()) for each in said if not VALUE.search(each))
    with_values = [
        each for each in said if VALUE.search(each) and len(re.sub(r"\W", "", VALUE.sub("", each))) >= LEAST_SAID
    ]
    return plain, re.compile(
        "|".join(".*".join(re.escape(part) for part in VALUE.split(each)) for each in with_values), re.DOTALL
    )


def spoken(page: HtmlElement) -> Iterator[str]:
    """Everything a page says by itself: its text, and the words in attributes. What people typed is in fields.

    The text of what is marked with a language of its own is left out: the names in the language switch, and signed
    papers, whose wording is Danish whoever reads them.
    """
    yield from (" ".join(said.split()) for name in SPOKEN for said in page.xpath(f"//@{name}"))
    yield from text_in(page)


def text_in(tag: HtmlElement) -> Iterator[str]:
    yield " ".join((tag.text or "").split())
    for inner in tag:
        if isinstance(inner.tag, str) and inner.tag not in SILENT and "lang" not in inner.attrib:
            yield from text_in(inner)
        yield " ".join((inner.tail or "").split())


@cache
def is_foreign(said: str, other: str) -> bool:
    """Is this a sentence of the language `other`? Pages say much alike, so what was answered once is remembered."""
    plain, with_values = patterns(other)
    return said in plain or with_values.fullmatch(said) is not None


def foreign_words(page: HtmlElement, names: Collection[str] = ()) -> set[str]:
    """What stands on the page in the language it is not in; `names` of places and people are in no language."""
    other = {"da": "en", "en": "da"}[page.get("lang")]
    return {each for each in set(spoken(page)) - set(names) if is_foreign(each, other)}
