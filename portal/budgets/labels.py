"""Words in both languages, and labels as we compare them. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MOST_REMEMBERED, SHORT = 8192, 100  # short: worth remembering, as headings and choices are
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
CURRENCY = re.compile(r"\b(kr|dkk|kroner|i kr)\b")
NOT_WORDS = re.compile(r"[^\w%]+")


@dataclass(frozen=True)
class Words:
    da: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.da


def plain(text: str) -> str:
    """A label or a choice as we compare it: without case, punctuation, odd blanks and "(kr.)"."""
    return _remembered(text) if len(text) <= SHORT else _plain(text)


def _plain(text: str) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = NOT_WORDS.sub(" ", text).strip()
    return " ".join(CURRENCY.sub(" ", words).split()) or words


_remembered = lru_cache(maxsize=MOST_REMEMBERED)(_plain)
