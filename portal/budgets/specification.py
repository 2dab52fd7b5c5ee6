"""One specification in data per pool and version: it drives the template, the reader's headings and the texts. Pure."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "templates"
LATEST = {"upskilling": 1}
SHORT = 100  # what is worth remembering: headings and choices, not whole texts
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
CURRENCY = re.compile(r"\b(kr|dkk|kroner|i kr)\b")
YEAR = re.compile(r"\b20\d\d\b")
NOT_WORDS = re.compile(r"[^\w%]+")


def plain(text: str) -> str:
    """A label or a choice as we compare it: without case, punctuation, odd blanks and "(kr.)"."""
    return _remembered(text) if len(text) <= SHORT else _plain(text)


def _plain(text: str) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = NOT_WORDS.sub(" ", text).strip()
    return " ".join(CURRENCY.sub(" ", words).split()) or words


_remembered = lru_cache(maxsize=2048)(_plain)


@dataclass(frozen=True)
class Words:
    da: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class Choice:
    code: str
    words: Words
    aliases: tuple[str, ...] = ()

    @cached_property
    def spellings(self) -> set[str]:
        return {plain(each) for each in (self.words.da, self.words.en, *self.aliases)}


@dataclass(frozen=True)
class Column:
    key: str
    type: str  # integer | text | choice | decimal | amount | percent | check | ignored
    label: Words
    aliases: tuple[str, ...]
    width: float
    help: Words
    list: str = ""
    per_year: bool = False
    required: bool = False
    computed: bool = False

    def title(self, year: int | None, language: str) -> str:
        return self.label[language].replace("{year}", str(year))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every heading this column is known by, with YYYY where the year stands."""
        written = (self.label.da, self.label.en, *self.aliases)
        return tuple(plain(each.replace("{year}", "YYYY")) for each in written)


@dataclass(frozen=True)
class Table:
    key: str
    sheet: Words
    rows: int
    optional: bool
    help: Words
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Every spelling of every column; the first column wins."""
        return {spelling: each.key for each in reversed(self.columns) for spelling in each.spellings}

    def heading(self, text: str) -> tuple[str, int | None] | None:
        """Which column a heading names: its key and, where it has one, its year."""
        label = plain(text)
        if (key := self.headings.get(label)) and not self.column(key).per_year:
            return key, None
        years = set(YEAR.findall(label))
        key = self.headings.get(YEAR.sub("yyyy", label)) if len(years) == 1 else None
        return (key, int(years.pop())) if key else None


@dataclass(frozen=True)
class Spec:
    pool: str
    version: int
    title: Words
    years: tuple[int, ...]
    lists: Mapping[str, tuple[Choice, ...]]
    ineligible: Mapping[str, str]
    wage_categories: frozenset[str]
    tables: tuple[Table, ...]
    facts: Mapping[str, Words]
    sheets: Mapping[str, Words]
    guide: tuple[Words, ...]
    limits: Mapping[str, int]
    sha256: str

    def table(self, key: str) -> Table:
        return next(each for each in self.tables if each.key == key)

    def choice(self, name: str, code: str) -> Choice | None:
        return next((each for each in self.lists[name] if each.code == code), None)

    def words(self, name: str, code: str, language: str = "da") -> str:
        """A choice as people read it: 20 Eksterne konsulenter og undervisere."""
        choice = self.choice(name, code)
        if choice is None:
            return code
        return f"{code} {choice.words[language]}" if name == "categories" else choice.words[language]


@cache
def of(pool: str, version: int | None = None) -> Spec:
    """The specification of a pool; LookupError when there is none."""
    if pool not in LATEST:
        raise LookupError(pool)
    path = FOLDER / f"{pool}_{version or LATEST[pool]}.json"
    if not path.exists():
        raise LookupError(f"{pool} {version}")
    raw = path.read_bytes()
    return _spec(json.loads(raw), hashlib.sha256(raw).hexdigest())


def _spec(data: dict[str, Any], sha256: str) -> Spec:
    lists = ("categories", "units", "kinds", "statuses", "yes_no")
    return Spec(
        pool=data["pool"],
        version=data["version"],
        title=_words(data["title"]),
        years=tuple(data["years"]),
        lists={name: tuple(_choice(each) for each in data[name]) for name in lists},
        ineligible=data["ineligible"],
        wage_categories=frozenset(data["wage_categories"]),
        tables=tuple(_table(each) for each in data["tables"]),
        facts={each["key"]: _words(each) for each in data["facts"]["fields"]},
        sheets={
            "facts": _words(data["facts"]["sheet"]),
            "figures": _words(data["figures_sheet"]),
            "guide": _words(data["guide_sheet"]),
        },
        guide=tuple(_words(each) for each in data["guide"]),
        limits=data["limits"],
        sha256=sha256,
    )


def _words(data: Mapping[str, str]) -> Words:
    return Words(data.get("da", ""), data.get("en", ""))


def _choice(data: dict[str, Any]) -> Choice:
    return Choice(data["code"], _words(data), tuple(data["aliases"]))


def _table(data: dict[str, Any]) -> Table:
    return Table(
        key=data["key"],
        sheet=_words(data["sheet"]),
        rows=data["rows"],
        optional=data.get("optional", False),
        help=_words(data["help"]),
        columns=tuple(_column(each) for each in data["columns"]),
    )


def _column(data: dict[str, Any]) -> Column:
    return Column(
        key=data["key"],
        type=data["type"],
        label=_words(data),
        aliases=tuple(data["aliases"]),
        width=data["width"],
        help=_words(data.get("help", {})),
        list=data.get("list", ""),
        per_year=data.get("per_year", False),
        required=data.get("required", False),
        computed=data.get("computed", False),
    )
