"""Which sections an application of a pool has, in which order. A pool is a row here and in the rules. Pure."""

from collections.abc import Sequence

from portal.applications import addendum, sections
from portal.applications.fields import Field, Kind, SectionSpec
from portal.applications.titles import TITLES, Key
from portal.core.text import Text
from portal.eligibility.context import Required
from portal.eligibility.wording import TITLE

FIRST = "upskilling"
POOLS: dict[str, tuple[SectionSpec, ...]] = {FIRST: sections.SECTIONS, "consultants": addendum.SECTIONS}


def of_pool(pool: str, years: Sequence[int] = ()) -> tuple[SectionSpec, ...]:
    """The sections of a pool; those that ask for a figure a year, for these years."""
    return tuple(each.for_years(years) for each in POOLS.get(pool, POOLS[FIRST]))


def every() -> tuple[SectionSpec, ...]:
    """The sections of every pool, each once, as the first pool words it: for words, and for files that fit them all."""
    found: dict[str, SectionSpec] = {}
    for each in (each for specs in POOLS.values() for each in specs):
        found.setdefault(each.key, each)
    return tuple(found.values())


def title(spec: SectionSpec) -> Text:
    return Key(spec.key).label


def required(pool: str) -> tuple[Required, ...]:
    """The texts and lists without which an application of the pool is not whole: G-08 asks for them."""
    asked = [(spec, each) for spec in of_pool(pool) for each in spec.fields if each.required]
    texts = [(spec, each, False) for spec, each in asked if each.kind is Kind.LONG_TEXT]
    lists = [(spec, each, True) for spec, each in asked if each.kind is Kind.LINES]
    lines = Required("budget", "lines", TITLES["budget"], TITLES["budget"], is_list=True)
    made = (
        Required("budget" if field.shared else spec.key, field.key, title(spec), field.label, is_list=is_list)
        for spec, field, is_list in (*texts, *lists)
    )
    named = (TITLE,) if any(spec.key == TITLE.section for spec in of_pool(pool)) else ()
    return (*named, *made, lines)


def shared_fields(pool: str) -> dict[str, Field]:
    """The lines that a pool keeps in its budget and shows in a section of their own."""
    return {field.key: field for spec in of_pool(pool) for field in spec.shared}
