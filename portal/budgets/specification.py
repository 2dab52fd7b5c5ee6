"""One specification in data per pool and version: it drives the template, the reader's headings and the texts. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.budgets import editions
from portal.budgets.labels import Words
from portal.budgets.layout import Choice, Column, Table

UNREAD = {"wages": ("agreement", "pension", "atp")}  # of the first template; the second does not ask
SPLIT = "N({sought})+N({own})+N({other})"
IN_ALL = 'IF(COUNT({amount_*})=0,"",SUM({amount_*}))'
FORMULAS = {
    ("costs", "amount"): 'IF(OR({units}="",{unit_price}=""),"",ROUND({units}*{unit_price},0))',
    ("costs", "check"): f'IF({{total}}="","",IF(ABS({{total}}-({SPLIT}))<0.005,"OK","Difference"))',
    ("costs", "total"): IN_ALL,
    ("wages", "total"): IN_ALL,
    ("financing", "total"): IN_ALL,
}  # of the first templates, whose data does not say its formulas itself
QUIET = frozenset({"number", "unit", "refund", "check", "own_notes", "line_number", "status"})
ANNOUNCES = frozenset({"number", "category", "purpose", "function", "source"})
SUMMED = frozenset({"amount", "total", "sought", "own", "other"})
GAP = "{earliest}"  # in a template's words: the first day of any cost, which each round has its own
BY_THE_GUIDELINE = Words("den dag, puljens retningslinje siger", "the day the pool's guideline says")
MOST_SPOKEN = 64  # a template in the words of so many days


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
    limits: Mapping[str, Any]
    sha256: str
    own_years: bool = False  # the pool's plan has these years, whatever the years of the guideline
    lines_as: str = ""  # the pool whose layout the page of lines borrows, where this one has no table of costs
    sums_from_headings: bool = False  # so that a row put in above the first line is in the sum

    @property
    def main(self) -> Table:
        """The table a workbook of the pool cannot be without."""
        return self.tables[0]

    def table(self, key: str) -> Table:
        own = next((each for each in self.tables if each.key == key), None)
        return own or of(self.lines_as).table(key)

    def kinds(self) -> frozenset[str]:
        return frozenset(each.kind for each in self.tables)

    def day(self, limit: str) -> date | None:
        """A limit that is a date, where the pool has it."""
        written = self.limits.get(limit)
        return date.fromisoformat(written) if written else None

    def choice(self, name: str, code: str) -> Choice | None:
        return next((each for each in self.lists[name] if each.code == code), None)

    def said(self, field: str, value: str, language: str = "da") -> str:
        """The value of a field as people read it: the words of a choice, else the value itself."""
        lists = (each.list for table in self.tables for each in table.columns if each.key == field and each.list)
        name = next(lists, "")
        return self.words(name, value, language) if name and value else value

    def words(self, name: str, code: str, language: str = "da") -> str:
        """A choice as people read it: 20 Eksterne konsulenter. Its Danish words may stand in the place of the code."""
        choice = self.choice(name, code) or next((each for each in self.lists[name] if each.words["da"] == code), None)
        if choice is None:
            return code
        return f"{code} {choice.words[language]}" if name == "categories" else choice.words[language]


def of(pool: str, version: int | None = None) -> Spec:
    """The specification of a pool; LookupError when there is none. It speaks of no round."""
    return _from(editions.path(pool, version))


def with_first_day(spec: Spec, words: Words) -> Spec:
    """The same template, in which the first day of any cost is called this."""
    return _from(editions.path(spec.pool, spec.version), words)


@lru_cache(maxsize=MOST_SPOKEN)
def _from(path: Path, first_day: Words = BY_THE_GUIDELINE) -> Spec:
    def said(each: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {name: each[name].replace(GAP, first_day[name]) for name in ("da", "en") if name in each}
        return {**each, **told}

    raw = path.read_bytes()
    return _spec(json.loads(raw, object_hook=said), hashlib.sha256(raw).hexdigest())


def called(pool: str, name: str, code: str, language: str) -> str:
    """A code of the pool's workbook as people read it; what is no code was written by the job centre itself."""
    try:
        spec = of(pool)
    except LookupError:
        return code
    return spec.words(name, code, language) if name in spec.lists else code


def _spec(data: dict[str, Any], sha256: str) -> Spec:
    lists = data.get("lists") or {name: data[name] for name in ("categories", "units", "kinds", "statuses", "yes_no")}
    sheets = {"facts": data["facts"]["sheet"], "figures": data.get("figures_sheet"), "guide": data["guide_sheet"]}
    return Spec(
        pool=data["pool"],
        version=data["version"],
        title=_words(data["title"]),
        years=tuple(data["years"]),
        lists={name: tuple(_choice(each) for each in choices) for name, choices in lists.items()},
        ineligible=data["ineligible"],
        wage_categories=frozenset(data["wage_categories"]),
        tables=tuple(_table(each) for each in data["tables"]),
        facts={each["key"]: _words(each) for each in data["facts"]["fields"]},
        sheets={name: _words(each) for name, each in sheets.items() if each},
        guide=tuple(_words(each) for each in data["guide"]),
        limits=data["limits"],
        sha256=sha256,
        own_years=data.get("own_years", False),
        lines_as=data.get("lines_as", ""),
        sums_from_headings=data.get("sums_from_headings", False),
    )


def _words(data: Mapping[str, str]) -> Words:
    return Words(data.get("da", ""), data.get("en", ""))


def _choice(data: dict[str, Any]) -> Choice:
    return Choice(data["code"], _words(data), tuple(data["aliases"]))


def _table(data: dict[str, Any]) -> Table:
    kind = data.get("kind", data["key"])
    return Table(
        key=data["key"],
        kind=kind,
        sheet=_words(data["sheet"]),
        rows=data["rows"],
        optional=data.get("optional", False),
        help=_words(data["help"]),
        columns=tuple(_column(each, kind) for each in data["columns"]),
        freeze=data.get("freeze", 3 if kind == "costs" else 1),
        prepared=tuple(data.get("prepared", ())),
    )


def _column(data: dict[str, Any], kind: str) -> Column:
    key = data["key"]
    return Column(
        key=key,
        type=data["type"],
        label=_words(data),
        aliases=tuple(data["aliases"]),
        width=data["width"],
        help=_words(data.get("help", {})),
        list=data.get("list", ""),
        per_year=data.get("per_year", False),
        required=data.get("required", False),
        computed=data.get("computed", False),
        quiet=data.get("quiet", key in QUIET),
        announces=data.get("announces", key in ANNOUNCES),
        summed=data.get("summed", key in SUMMED),
        unread=data["type"] == "ignored" or key in UNREAD.get(kind, ()),
        formula=data.get("formula", "") or FORMULAS.get((kind, key), ""),
        total=data.get("total", ""),
        total_row=data.get("total_row", ""),
        style=data.get("style", ""),
        limit=data.get("limit", ""),
    )
