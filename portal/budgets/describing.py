"""A pool's workbook in words, from the same data that makes it and reads it: for the documentation page. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.budgets import editions, round_words
from portal.budgets.labels import Words
from portal.budgets.layout import Column, Table
from portal.budgets.specification import BY_THE_GUIDELINE, Spec
from portal.core.money import Ore

TYPES: Mapping[str, Words] = {
    "integer": Words("Helt tal", "Whole number"),
    "text": Words("Tekst", "Text"),
    "choice": Words("Valg fra listen", "Choice from the list"),
    "decimal": Words("Tal", "Number"),
    "amount": Words("Beløb i kroner", "Amount in kroner"),
    "percent": Words("Procent", "Percent"),
    "date": Words("Dato", "Date"),
    "check": Words("Kontrol", "Check"),
    "ignored": Words("Jeres egne noter", "Your own notes"),
}
LISTS: Mapping[str, Words] = {
    "categories": Words("Kategorier", "Categories"),
    "units": Words("Enheder", "Units"),
    "kinds": Words("Typer af finansiering", "Kinds of financing"),
    "statuses": Words("Status på finansiering", "Status of financing"),
    "yes_no": Words("Ja eller nej", "Yes or no"),
    "functions": Words("Funktioner", "Functions"),
    "target_groups": Words("Målgrupper", "Target groups"),
    "instruments": Words("Redskaber", "Instruments"),
    "milestone_statuses": Words("Status på milepæle", "Status of milestones"),
}
LIMITS: Mapping[str, Words] = {
    "hourly_rate_ceiling_ore": Words("Loft for timeløn", "Ceiling for hourly wages"),
    "required_own_percent": Words("Egenfinansiering, mindst", "Own financing, at least"),
    "lines": Words("Linjer, højst", "Lines, at most"),
    "earliest_wage_date": Words("Løn betales tidligst fra", "Wages are paid from"),
    "hours_per_year": Words("Timer pr. årsværk", "Hours of a full-time year"),
}
COMPUTED = Words("Regnes af skemaet", "Computed by the workbook")
UNREAD = Words("Læses ikke", "Not read")
REQUIRED, FREE = Words("Ja", "Yes"), Words("Nej", "No")
PER_YEAR = Words("(én for hvert år)", "(one for each year)")
YEAR = Words("Årstallet", "The year")


@dataclass(frozen=True)
class ColumnLine:
    """A column as the page shows it, in one language."""

    title: str
    kind: str
    list: str
    required: str
    help: str
    spellings: tuple[str, ...]


def columns(table: Table, language: str, year: int) -> Iterator[ColumnLine]:
    """`year` stands where a heading names one."""
    for each in table.columns:
        yield ColumnLine(
            title=_title(each, language),
            kind=_kind(each)[language],
            list=each.list,
            required=(REQUIRED if each.required and not each.computed else FREE)[language],
            help=each.help[language],
            spellings=tuple(spelling.replace("{year}", str(year)) for spelling in each.aliases),
        )


def _title(column: Column, language: str) -> str:
    if not column.per_year:
        return column.label[language]
    bare = " ".join(column.label[language].replace("{year}", "").split())
    return f"{bare or YEAR[language]} {PER_YEAR[language]}"


def _kind(column: Column) -> Words:
    if column.computed:
        return COMPUTED
    return UNREAD if column.unread and column.type != "ignored" else TYPES[column.type]


def limits(spec: Spec, language: str) -> Iterator[tuple[str, str]]:
    """What the pool allows, as words and value; the guideline of a round may set other limits."""
    for key, value in {**spec.limits, **spec.limits.get("positions", {})}.items():
        if value not in (None, 0, "") and key in LIMITS:
            said = _by_the_guideline(language) if key == round_words.LIMIT else _value(key, value, language)
            yield LIMITS[key][language], said


def _by_the_guideline(language: str) -> str:
    """The first day is the round's own, whatever the day of the first round was."""
    words = BY_THE_GUIDELINE[language]
    return words[:1].upper() + words[1:]


def _value(key: str, value: Any, language: str) -> str:
    if key.endswith("_ore"):
        return str(Ore(value))
    if key.endswith("_percent"):
        return f"{value} %"
    return f"{value:,}".replace(",", "." if language == "da" else ",")


def lists(spec: Spec, language: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Each list that a column uses: its key, its name, and every choice with the other spellings we understand."""
    used = {column.list for table in spec.tables for column in table.columns}
    for name, choices in spec.lists.items():
        if name not in used:
            continue
        title = LISTS[name][language] if name in LISTS else name
        yield name, title, [(spec.words(name, each.code, language), ", ".join(each.aliases)) for each in choices]


def ineligible(spec: Spec) -> dict[str, list[str]]:
    """What gets no grant, by the rule that says so."""
    found: dict[str, list[str]] = {}
    for name, rule in spec.ineligible.items():
        found.setdefault(rule, []).append(name)
    return found


def published(spec: Spec) -> date | None:
    """The day from which this version no longer changes."""
    for each in editions.published():
        if (each.pool, each.version) == (spec.pool, spec.version):
            return date.fromisoformat(each.date)
    return None
