"""Finding the tables: by the names in the template, else by their headings on any sheet. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Workbook, address, letters
from portal.budgets.findings import Finding, short
from portal.budgets.layout import Column, Table
from portal.budgets.mapping import NOTHING, Known, Place

ENOUGH = 0.8  # of the required headings
MOST_NAMED = 6  # columns of one heading
MARGIN = 2
WRITTEN = {"text", "choice", "decimal", "amount", "date"}


@dataclass
class Located:
    """A table in a workbook: where its headings are, and which column is which."""

    table: Table
    sheet: Sheet
    row: int
    columns: dict[Place, int]
    twice: list[tuple[str, int, int]] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)  # columns with a heading that is not ours
    by: str = "headings"
    named: dict[Place, int] = field(default_factory=dict)  # where the template's names say a column is

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for _key, year in self.columns if year is not None}))

    @property
    def first(self) -> int:
        """The first column that is ours."""
        return min(self.columns.values(), default=1)

    def at(self, key: str, year: int | None = None) -> int | None:
        return self.columns.get((key, year))

    @property
    def where(self) -> str:
        return f"{self.sheet.name}!{self.row}"


def wanted(table: Table) -> frozenset[str]:
    return table.required


def template_facts(book: Workbook) -> dict[str, str]:
    """What the template says about itself on its very hidden sheet: keys in column A, values in B."""
    sheet = book.sheet("_meta")
    if sheet is None:
        return {}
    return {cells[1].raw: cells[2].raw for cells in sheet.rows.values() if 1 in cells and 2 in cells}


def headings(sheet: Sheet, row: int, cells: Mapping[int, Cell], table: Table) -> Located:
    """Read one row as if it were the table's headings."""
    found = Located(table, sheet, row, {})
    for column, cell in cells.items():
        if cell.kind not in (Kind.TEXT, Kind.NUMBER) or not cell.raw.strip():
            continue
        place = table.heading(cell.raw)
        if place is None:
            found.unknown[column] = cell.raw
        elif place in found.columns:
            found.twice.append((cell.raw, found.columns[place], column))
        else:
            found.columns[place] = column
    return found


def score(located: Located) -> int:
    """How many of the required headings the row has; a heading that comes per year counts once."""
    return len({key for key, _year in located.columns} & wanted(located.table))


def candidates(book: Workbook, table: Table, but: Sheet | None = None) -> list[Located]:
    """The best row of each other sheet that looks like the table, best first. Very hidden sheets are not read."""
    found = []
    for sheet in book.sheets:
        if sheet.state != "very_hidden" and sheet is not but:
            rows = [headings(sheet, row, sheet.row(row), table) for row in _telling_rows(sheet, table)]
            found += sorted(rows, key=score, reverse=True)[:1]
    return sorted((each for each in found if score(each) > 1), key=score, reverse=True)


def _telling_rows(sheet: Sheet, table: Table) -> list[int]:
    """Those of the first rows that say at least two of the required headings; most rows are not worth a closer look."""
    said = sheet.said_at_the_top
    known = {text: place for text in set().union(*said.values()) if (place := table.heading(text))}
    telling = {text for text, (key, _year) in known.items() if key in wanted(table)}
    return [row for row, texts in said.items() if len(telling & texts) > 1]


def named(book: Workbook, table: Table) -> Located | None:
    """Where the template's own names point, when the headings there are still the table's."""
    rows: dict[tuple[str, int], int] = {}
    for name, (sheet, row, _column) in book.names.items():
        if name.startswith(f"b_hdr_{table.key}_"):
            rows[sheet, row] = rows.get((sheet, row), 0) + 1
    for name, row in sorted(rows, key=lambda each: -rows[each]):
        sheet_found = book.sheet(name)
        if sheet_found is not None and sheet_found.state != "very_hidden":
            located = headings(sheet_found, row, sheet_found.row(row), table)
            located.by, located.named = "names", _columns_named(book, located)
            if score(located) * 2 >= len(wanted(table)):
                return located
    return None


def _columns_named(book: Workbook, located: Located) -> dict[Place, int]:
    """Where the template's names say that the columns of this row are, headed or not."""
    found, prefix = dict[Place, int](), f"b_hdr_{located.table.key}_"
    for name, (sheet, row, column) in book.names.items():
        if name.startswith(prefix) and (sheet, row) == (located.sheet.name, located.row):
            key, _mark, year = name.removeprefix(prefix).rpartition("_")
            found[(key, int(year)) if key and year.isdecimal() else (name.removeprefix(prefix), None)] = column
    return found


def is_likely(book: Workbook, table: Table) -> bool:
    """Whether some row has half of the required headings."""
    return any(score(each) * 2 >= len(wanted(table)) for each in candidates(book, table))


def locate(book: Workbook, table: Table, known: Known = NOTHING) -> tuple[Located | None, list[Finding]]:
    """Where we were shown it, else where the template's names point, else by its headings on any sheet."""
    if shown := known.find(book, table.key):
        return Located(table, shown.sheet, shown.row, shown.columns, by=shown.by), []
    by_name = named(book, table)
    enough = [each for each in candidates(book, table, by_name.sheet if by_name else None) if _is_enough(each)]
    if by_name:
        if rival := next((each for each in enough if _is_another(each, by_name)), None):
            return None, [Finding("template_ambiguous", params={"a": by_name.where, "b": rival.where})]
        return _alone(by_name)
    if not enough:
        return None, []
    alike = [each for each in enough if score(enough[0]) - score(each) < MARGIN]
    best, *near = [each for each in alike if _is_filled(each)] or [_by_sheet_name(alike, table) or alike[0]]
    if near:
        return None, [Finding("template_ambiguous", params={"a": best.where, "b": near[0].where})]
    return _alone(best)


def _is_enough(located: Located) -> bool:
    return score(located) >= ENOUGH * len(wanted(located.table)) and _has_years(located)


def _is_another(located: Located, by_name: Located) -> bool:
    """A sheet that was copied, and then written on: the template's names still point to the first of the two."""
    one, other = ({at: cell.raw for at, cell in each.sheet.cells.items()} for each in (located, by_name))
    return one != other and _is_filled(located)


def _alone(located: Located) -> tuple[Located | None, list[Finding]]:
    """The table with what is wrong with its headings; or the question which one, when a second one stands beside it."""
    beside = {found[0] for label, _first, _other in located.twice if (found := located.table.heading(label))}
    if len(beside & wanted(located.table)) < ENOUGH * len(wanted(located.table)):
        return located, problems(located)
    first = min(first for _label, first, _other in located.twice)
    second = min(other for _label, _first, other in located.twice)
    places = {key: f"{located.sheet.name}!{address(located.row, at)}" for key, at in (("a", first), ("b", second))}
    return None, [Finding("template_ambiguous", params=places)]


def out_of_sight(book: Workbook, table: Table) -> list[Finding]:
    """The very hidden sheets that have the table: not read, but said."""
    return [
        Finding("sheet_very_hidden", sheet.name)
        for sheet in book.sheets
        if sheet.state == "very_hidden"
        and any(
            score(headings(sheet, row, sheet.row(row), table)) >= ENOUGH * len(wanted(table))
            for row in _telling_rows(sheet, table)
        )
    ]


def _is_filled(located: Located) -> bool:
    """Whether anything was written under the headings; a blank copy of the table is not worth a question."""
    words = {column for (key, _year), column in located.columns.items() if located.table.column(key).type in WRITTEN}
    below = (cells for row, cells in located.sheet.rows.items() if row > located.row)
    return any(
        column in words and cell.formula is None and cell.raw.strip()
        for cells in below
        for column, cell in cells.items()
    )


def _has_years(located: Located) -> bool:
    return not located.table.names_years or bool(located.years)


def _by_sheet_name(found: list[Located], table: Table) -> Located | None:
    """Of several alike, the one on the sheet that has the template's own name."""
    return next((each for each in found if each.sheet.name in (table.sheet.da, table.sheet.en)), None)


def columns_found(located: Located) -> list[dict[str, Any]]:
    """Each column with its letter, its heading as it stands, and how it was found."""
    return [
        {
            "key": key,
            "year": year,
            "column": letters(column),
            "heading": short(label_of(located, column)),
            "by": _column_by(located, (key, year), column),
        }
        for (key, year), column in sorted(located.columns.items(), key=lambda each: each[1])
    ]


def _column_by(located: Located, place: Place, column: int) -> str:
    """A name of the template counts only where it points to this very heading."""
    if located.by in ("shown", "remembered"):
        return located.by
    return "names" if located.named.get(place) == column else "headings"


def problems(located: Located, strange: Collection[int] = ()) -> list[Finding]:
    """Headings that are missing or stand twice; of a strange year nothing is missing, nor what stands under it."""
    name = located.sheet.name
    slipped = {key for key, year in located.columns if year in strange}
    found = [*_doubled(located)]
    for each in located.table.columns:
        if each.required:
            found += [
                Finding("header_missing", name, _place(located, each.key, year), located.row, each.title(year, "da"))
                for year in missing_years(each, located)
                if year not in strange and each.key not in slipped
            ]
    return found


def _place(located: Located, key: str, year: int | None) -> str:
    """The heading's own place, where the template has a name for it; else the first free cell of the row."""
    taken = [*located.columns.values(), *located.unknown, *(other for _label, _first, other in located.twice)]
    return address(located.row, located.named.get((key, year)) or max(taken, default=0) + 1)


def _doubled(located: Located) -> Iterator[Finding]:
    """One for each heading that stands more than once, at the second of them; a row may be full of one heading."""
    further: dict[int, list[tuple[str, int]]] = {}
    for label, first, other in located.twice:
        further.setdefault(first, []).append((label, other))
    for first, others in further.items():
        columns = [letters(first), *(letters(column) for _label, column in others)]
        named = columns[:-1] if len(columns) <= MOST_NAMED else [*columns[:MOST_NAMED], "…"]
        label, second = others[0]
        yield Finding(
            "header_duplicate", located.sheet.name, address(located.row, second), located.row, label.strip(),
            params={"a": ", ".join(named), "b": columns[-1], "count": len(columns)},
        )  # fmt: skip


def missing_years(column: Column, located: Located) -> list[int | None]:
    if not column.per_year:
        return [] if located.at(column.key) else [None]
    years: tuple[int | None, ...] = located.years or (None,)
    return [year for year in years if not located.at(column.key, year)]


def label_of(located: Located, column: int) -> str:
    """The heading as it stands in the person's own file."""
    cell = located.sheet.cells.get((located.row, column))
    return " ".join(cell.raw.split()) if cell else letters(column)
