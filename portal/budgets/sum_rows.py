"""Rows of a table that are no line of their own: sums of the lines above, headings again, noughts. Pure."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from portal.adapters.spreadsheet_form import Cell, Kind, Sheet
from portal.budgets import choosing, normalising
from portal.budgets.labels import plain
from portal.budgets.layout import LONGEST_HEADING, Table
from portal.budgets.locating import Located
from portal.budgets.specification import Spec

SUMS = {"i alt", "ialt", "total", "totalt", "sum", "summen", "subtotal", "mellemsum"}
WORDS = (
    "i alt|ialt|totalt?|total ?sum|sum|summen|subtotal|mellemsum|mellemtotal|samlet|samlede|grand total|hovedtotal"
    "|delsum|tilsammen|budgetsum"
)
SUBTOTAL = re.compile(rf"({WORDS})\b.*|.* (i alt|ialt|total|totalt|sum|tilsammen)")
ADDS = re.compile(r"\b(SUM|SUMIFS?|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
NAMED = {"costs", "wages", "financing", "positions"}  # tables whose lines have a name
NAMES = ("category", "purpose", "source", "kind", "function", "job_centre")
RATES = ("unit_price", "hourly_rate", "monthly_wage", "start")  # nobody adds these up by hand
ASIDE = {"number", "own_notes", "refund", "check"}
QUANTITIES = ("units", "hours", "share")
NOUGHT = {"0", "0.0", "-0.0", "-0"}
NOTHING = normalising.DASHES | NOUGHT
ENOUGH = 2  # lines; a figure that only repeats the one line above may be a slip

Above = tuple[Sequence[int], Sequence[int]]  # the numbers of the rows that are lines, and of those that are sums


def holds(cell: Cell | None) -> bool:
    """Something a person would see as content: no formula that shows nothing or nought."""
    if cell is None or cell.kind is Kind.EMPTY:
        return False
    if cell.formula is not None and cell.kind is Kind.NUMBER:
        return cell.raw not in NOUGHT
    return bool(cell.raw.strip())


def nothing(table: Table) -> Callable[[Iterable[Cell | None]], bool]:
    """What an empty row is in this table: a goal of 0 persons is a goal, a cost of 0 kroner without a name is none."""
    return _is_nought if table.kind in NAMED else _is_empty


def _is_empty(cells: Iterable[Cell | None]) -> bool:
    return not any(map(holds, cells))


def _is_nought(cells: Iterable[Cell | None]) -> bool:
    """Noughts and dashes to the end of the sheet, as they come when a cell is drawn downwards: nothing is lost."""
    for cell in cells:
        if cell is None or not holds(cell) or (cell.kind is Kind.NUMBER and cell.raw in NOUGHT):
            continue
        if cell.kind is not Kind.TEXT or normalising.text_of(cell.raw) not in NOTHING:
            return False
    return True


def is_sum(located: Located, spec: Spec, cells: Mapping[int, Cell], announcing: Iterable[int], above: Above) -> bool:
    """Whether a row adds up others: by its words where a line would have its name, else by its figures.

    `announcing` are the columns in which the words would stand, `above` the lines and the sums over the row.
    What has a price, a rate or a choice of its own is a line, however it is called.
    """
    if any(_is_typed(cells, located, key) for key in RATES):
        return False
    said = (cells[column] for column in announcing if column in cells)
    texts = (cell.raw for cell in said if cell.kind is Kind.TEXT and len(cell.raw) <= LONGEST_HEADING)
    if any(SUBTOTAL.fullmatch(plain(each)) for each in texts):
        return not _is_chosen(located, spec, cells)
    if located.table.kind not in NAMED or any(holds(cells.get(located.at(key) or 0)) for key in NAMES):
        return False
    bare = any(cell.kind is Kind.TEXT and plain(cell.raw) in SUMS for cell in cells.values())
    return bare or _adds_up(located, cells, above)


def _is_typed(cells: Mapping[int, Cell], located: Located, key: str) -> bool:
    columns = (column for (name, _year), column in located.columns.items() if name == key)
    return any((cell := cells.get(column)) is not None and cell.formula is None and holds(cell) for column in columns)


def _is_chosen(located: Located, spec: Spec, cells: Mapping[int, Cell]) -> bool:
    category, kind = (cells.get(located.at(key) or 0) for key in ("category", "kind"))
    if choosing.category(category, spec).value is not None:
        return True
    return "kinds" in spec.lists and choosing.one_of(kind, "kinds", spec).value is not None


def _adds_up(located: Located, cells: Mapping[int, Cell], above: Above) -> bool:
    """A row without a name whose every amount adds up the lines above it: all of them, or those since the last sum."""
    if any(_is_typed(cells, located, key) for key in QUANTITIES):
        return False
    figures = {column: cells[column] for column in _amounts(located) if holds(cells.get(column))}
    typed = {column: cell for column, cell in figures.items() if not ADDS.search(cell.formula or "")}
    if not typed:
        return bool(figures)
    lines, sums = above
    groups = [lines, lines[bisect_right(lines, sums[-1]) :]] if sums else [lines]
    return any(_is_the_sum(located.sheet, typed, group) for group in groups if len(group) >= ENOUGH)


def _amounts(located: Located) -> list[int]:
    known = located.table.by_key
    return [column for (key, _year), column in located.columns.items() if known[key].type == "amount"]


def _is_the_sum(sheet: Sheet, figures: Mapping[int, Cell], rows: Sequence[int]) -> bool:
    """Of every column whose cells have results, and of one at least."""
    columns = {column: [sheet.cells.get((row, column)) for row in rows] for column in figures}
    known = {
        column: over
        for column, over in columns.items()
        if not any(each is not None and each.kind is Kind.EMPTY for each in over)
    }
    return bool(known) and all(
        normalising.amount(figures[column]).value == sum(normalising.amount(each).value or 0 for each in over)
        for column, over in known.items()
    )


def is_remark(located: Located, spec: Spec, cells: Mapping[int, Cell]) -> int | None:
    """The column of the only words in a row of costs, as over a group of lines; a choice of the list begins a line."""
    if located.table.kind != "costs":
        return None
    ours = ((key, column) for (key, _year), column in located.columns.items() if key not in ASIDE)
    words = list(islice((key for key, column in ours if holds(cells.get(column))), 2))  # two are a line already
    if words not in (["category"], ["purpose"]):
        return None
    column = located.at(words[0]) or 0
    read = choosing.category(cells[column], spec)
    is_ours = read.code != "unknown_category" or any(read.params["suggest"].values())
    return None if words == ["category"] and is_ours else column


def repeats(said: Mapping[int, str], cells: Mapping[int, Cell]) -> bool:
    """The headings again, as where every printed page has them: hardly a cell of its own."""
    same = sum(column in said and cell.raw == said[column] for column, cell in cells.items())
    return same * 2 > len(said)
