"""The annual report laid out as tables and pictures, the same for page, PDF, workbook and CSV. Reads what is given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.adapters.charts_bars import Bars
from portal.applications.codes import INSTRUMENTS, PLAN_GROUPS
from portal.budgets import specification
from portal.core.language import in_language
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.labour_market.rules import Chance
from portal.results import annual_sums
from portal.results.annual_sums import Difference, Row, parts_of
from portal.results.annual_tables import BY_KEY, TABLES, About, Column, Missing, Table, Unit

Content = Mapping[str, Any]
Cell = Text | Ore | int | str | date | None  # None: nobody knows
MOST_GROUPS = 30  # in one picture: more would not be read
IN_ALL = _("In all")
LABELS: dict[About, dict[str, Text | str]] = {
    About.INSTRUMENT: dict(INSTRUMENTS),
    About.GROUP: dict(PLAN_GROUPS),
    About.CHANCE: {**{each.value: each.label for each in Chance}, "–": _("Not in the balance")},
    About.MISSING: {each.value: each.label for each in Missing},
}

LISTS = {About.INSTRUMENT: "instruments", About.GROUP: "target_groups"}  # in the workbooks of the pools


def heading(content: Content, language: str) -> Text:
    values = {"region": content["region"]["name"], "year": str(content["year"])}
    if content["scope"]:
        pool = content["pools"][content["scope"]][language]
        return _("Annual report %(year)s, %(region)s: %(pool)s", pool=pool, **values)
    return _("Annual report %(year)s, %(region)s: all pools", **values)


def pools(content: Content, language: str) -> list[tuple[str, str]]:
    """What the short names of the pools in the tables stand for."""
    used = {parts_of(key)[0] for rows in content["tables"].values() for key in rows}
    return [(each["prefix"], each[language]) for code, each in content["pools"].items() if code in used]


def head(title: Text, unit: Unit) -> Text:
    """Above a column: amounts stand without kr."""
    return _("%(title)s, kr.", title=title) if unit is Unit.KRONER else title


@dataclass(frozen=True)
class Shown:
    """One table as people see it. `total` is the row below, if the table has one."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None

    @property
    def heads(self) -> tuple[tuple[Text, Unit], ...]:
        keys = tuple((each.title, Unit.WORDS) for each in self.table.keys)
        return keys + tuple((each.title, each.unit) for each in self.table.columns)


def shown(content: Content, language: str) -> list[Shown]:
    """Every table, in the order of the report, also those without rows."""
    return [_shown(table, content, language) for table in TABLES]


def one(content: Content, key: str, language: str) -> Shown:
    """One table by its key; KeyError when there is no such table."""
    return _shown(BY_KEY[key], content, language)


def _shown(table: Table, content: Content, language: str) -> Shown:
    rows: dict[str, Row] = content.get("tables", {}).get(table.key, {})
    laid_out = [(*_named(table, key, content, language), *_cells(table, row)) for key, row in rows.items()]
    laid_out.sort(key=lambda cells: [str(each) for each in cells[: len(table.keys)]])
    total = None
    if table.sums and rows:
        sums = annual_sums.totals(table, rows.values())
        total = (
            IN_ALL,
            *[""] * (len(table.keys) - 1),
            *(_cell(each, sums.get(each.key, _empty(each))) for each in table.columns),
        )
    return Shown(table, tuple(laid_out), total)


def _named(table: Table, key: str, content: Content, language: str) -> Iterator[Cell]:
    for each, part in zip(table.keys, parts_of(key), strict=True):
        yield name(each.about, part, content, language)


def name(about: About, part: str, content: Content, language: str) -> Cell:
    """What a part of a row's key is called."""
    if about is About.POOL:
        return str(content["pools"].get(part, {}).get("prefix", part))
    if about is About.OCCUPATION:
        return f"{content['names'].get(part, part)} ({part})"
    if about in LABELS:
        return LABELS[about].get(part) or _of_the_workbooks(about, part, content, language)
    return str(content["names"].get(part, part))


def _of_the_workbooks(about: About, code: str, content: Content, language: str) -> str:
    """The first word that a workbook of the pools has for the code; else what the job centre wrote itself."""
    said = (specification.called(each, LISTS.get(about, ""), code, language) for each in content["pools"])
    return next((each for each in said if each != code), code)


def _cells(table: Table, row: Row) -> Iterator[Cell]:
    return (_cell(each, row.get(each.key, _empty(each))) for each in table.columns)


def _empty(column: Column) -> str | None:
    """What stands where a row has no such figure: nobody knows it, or an older edition did not count it yet."""
    return "" if column.unit is Unit.WORDS else None


def _cell(column: Column, value: int | str | None) -> Cell:
    if column.unit is Unit.KRONER and value is not None:
        return Ore(int(value))
    if column.key == "until" and value:
        return date.fromisoformat(str(value))
    return value


@dataclass(frozen=True)
class Changed:
    """One figure that is another one than before, in words."""

    table: Table
    where: tuple[Cell, ...]
    column: Column
    before: Cell
    now: Cell

    @property
    def more(self) -> Cell:
        """How much has been added; nothing to subtract where there are words, or where one of the two is unknown."""
        if self.column.unit is Unit.WORDS or (self.column.may_lack and None in (self.before, self.now)):
            return None
        before, now = (each if isinstance(each, int) else 0 for each in (self.before, self.now))
        return Ore(now - before) if self.column.unit is Unit.KRONER else now - before


def changes(found: Iterable[Mapping[str, Any]], content: Content, language: str) -> list[Changed]:
    """The differences from another edition, or from last year, as people read them."""
    return [_changed(Difference.from_json(each), content, language) for each in found]


def _changed(each: Difference, content: Content, language: str) -> Changed:
    table = BY_KEY[each.table]
    column = table.column(each.column)
    parts = zip(table.keys, parts_of(each.row), strict=False)  # a pool alone where whole tables are compared
    where = tuple(name(key.about, part, content, language) for key, part in parts)
    before, now = (None if value is None else _cell(column, value) for value in (each.before, each.now))
    return Changed(table, where, column, before, now)


def place(each: Changed, language: str) -> list[Cell]:
    """Where a difference lies: table, row and column."""
    row = ", ".join(in_language(part, language) for part in each.where)
    return [each.table.title, row, head(each.column.title, each.column.unit)]


def picture(drawn: Shown, language: str) -> Bars | None:
    """The rows of a table as bars; none where it is not drawn or has nothing to draw."""
    places = [(place, each) for place, each in enumerate(drawn.table.columns, len(drawn.table.keys))
              if each.key in drawn.table.drawn]  # fmt: skip
    if not places or not drawn.rows or len(drawn.rows) > MOST_GROUPS:
        return None
    several = len({row[0] for row in drawn.rows}) > 1
    bars = tuple(
        (_group(drawn, row, language, several=several), in_language(column.title, language), _figure(row[place]))
        for row in drawn.rows
        for place, column in places
        if row[place] is not None
    )
    return Bars(bars, language=language)


def _group(drawn: Shown, row: tuple[Cell, ...], language: str, *, several: bool) -> str:
    keys = row[: len(drawn.table.keys)]
    if not several or drawn.table.keys[1].about is About.ROUND:
        keys = keys[1:]
    return ", ".join(in_language(each, language).removeprefix("Jobcenter ") for each in keys)


def _figure(cell: Cell) -> Decimal:
    amount = Decimal(int(cell)) if isinstance(cell, int) else Decimal(0)
    return amount / 100 if isinstance(cell, Ore) else amount


def alt(drawn: Shown, language: str) -> str:
    """What the picture shows, for those who do not see it: the sums, and where the figures stand."""
    columns = {each.key: place for place, each in enumerate(drawn.table.columns, len(drawn.table.keys))}
    totals = {key: drawn.total[columns[key]] for key in drawn.table.drawn} if drawn.total else {}
    said = [f"{in_language(drawn.table.column(key).title, language)} {total}"
            for key, total in totals.items() if total is not None]  # fmt: skip
    values = {"title": drawn.table.title, "sums": ", ".join(said)}
    return in_language(_("Bars: %(title)s. In all: %(sums)s. The table below has every figure.", **values), language)
