"""A results review laid out for its page and its files. Reads what is given; asks nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.money import Ore
from portal.core.text import Text, _
from portal.labour_market import numbers
from portal.labour_market.numbers import Figure
from portal.results import layout, savings
from portal.results.judging import FACT_TITLES, FACTS
from portal.results.layout import Column, Line, Table
from portal.results.models import ResultsReview
from portal.results.reviewing import content_of
from portal.results.savings import Comparison

Cell = Figure | Ore | None


@dataclass(frozen=True)
class Row:
    line: Line
    cells: tuple[tuple[Column, Cell], ...]
    development: Figure | None
    words: Text | None  # the line beside its cluster


@dataclass(frozen=True)
class Shown:
    table: Table
    develops: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    population: str
    source: str
    retrieved_on: date | None


def facts(review: ResultsReview) -> Facts:
    stated = _written(content_of(review)["facts"])
    return Facts(stated["population"], stated["source"], stated["retrieved_on"] or None)


@dataclass(frozen=True)
class FactChange:
    """What the review says of itself, where a file says something else."""

    title: Text
    before: str | date
    now: str | date


def facts_changed(review: ResultsReview, after: Mapping[str, Any]) -> list[FactChange]:
    """The population above all: the savings potential is computed from it."""
    old, new = (_written(each["facts"]) for each in (content_of(review), after))
    return [FactChange(FACT_TITLES[name], old[name], new[name]) for name in new if old[name] != new[name]]


def _written(stored: Mapping[str, Any]) -> dict[str, Any]:
    day = stored.get("retrieved_on")
    return {
        "population": numbers.typed_whole(stored.get("population")),
        "source": stored.get("source") or "",
        "retrieved_on": date.fromisoformat(day) if day else "",
    }


def tables(review: ResultsReview) -> list[Shown]:
    """All tables but the savings potential, which is compared with our own computation."""
    stored = content_of(review)["tables"]
    return [
        Shown(table, _develops(table), tuple(_row(table, line, stored.get(table.key, {})) for line in table.lines))
        for table in layout.tables(review.year)
        if table.key != "savings"
    ]


def savings_table(review: ResultsReview) -> list[Comparison]:
    """Each benefit, and the sum of them last."""
    rows = savings.comparisons(content_of(review))
    return [*rows, savings.total(rows)]


def cells(review: ResultsReview) -> Iterator[tuple[str, str, str, object]]:
    """Every cell as (table, line, column, value), first what the review is about."""
    content = content_of(review)
    stored = content["tables"]
    yield (FACTS, "", "centre", review.job_centre.code)
    yield (FACTS, "", "year", review.year)
    yield from ((FACTS, "", name, value) for name, value in content["facts"].items())
    for table in layout.tables(review.year):
        for line in table.lines:
            for column in table.columns:
                value = layout.value_of(column.type, stored.get(table.key, {}).get(line.code, {}).get(column.key))
                plain = value.decimal.normalize() if isinstance(value, Figure) else value
                yield (table.key, line.code, column.key, plain)


def _develops(table: Table) -> bool:
    return any(each.key == "before" for each in table.columns)


def _row(table: Table, line: Line, stored: dict[str, dict[str, int]]) -> Row:
    known = stored.get(line.code, {})
    values = tuple((column, layout.value_of(column.type, known.get(column.key))) for column in table.columns)
    development = savings.developments(known) if _develops(table) else None
    return Row(line, values, development, _beside_the_cluster(known, development))


def _beside_the_cluster(known: dict[str, int], development: Figure | None) -> Text | None:
    """In percentage points, so that level and development are read the same way."""
    own = known.get("on_time") if "on_time" in known else development
    other = known.get("cluster_on_time", known.get("cluster_change"))
    if own is None or other is None:
        return None
    difference = Figure(own - other)
    points = numbers.tenths(Figure(abs(difference)))
    if points == "0,0":
        return _("as the cluster")
    if difference > 0:
        return _("%(points)s points above the cluster", points=points)
    return _("%(points)s points below the cluster", points=points)
