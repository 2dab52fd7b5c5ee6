"""What a workbook holds besides the budget: said, never dropped in silence. Pure."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from portal.adapters.spreadsheet_form import Kind, Place, Sheet, Workbook, address
from portal.adapters.spreadsheet_patch_form import REPORT_NAME, REPORT_SHEETS
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets.findings import Finding, short
from portal.budgets.labels import Words
from portal.budgets.locating import Located, label_of
from portal.budgets.rows import EMPTY_ROWS, TableRows
from portal.budgets.specification import Spec
from portal.budgets.sum_rows import holds

HOLDS = {"macros": "macros_ignored", "external_links": "external_links"}
POOLS: Mapping[str, dict[str, str]] = {
    "upskilling": {"da": "Jobrettet opkvalificering", "en": "Job-directed upskilling"},
    "consultants": {"da": "Ansættelse af virksomhedskonsulenter", "en": "Company consultants"},
}
OURS = {"_meta", "_lister", *REPORT_SHEETS}
HOW = {"headings": "found_by_headings", "shown": "found_as_shown", "remembered": "found_as_remembered"}
BESIDE = {"number", "line_number", "own_notes"}  # columns in which a remark is no part of a line
MOST_NAMED, MOST_LOOKED_AT = 12, 1_000_000


def how_found(located: Mapping[str, Located]) -> list[Finding]:
    return [
        Finding(HOW[each.by], each.sheet.name, address(each.row, each.first), each.row, params={"row": each.row})
        for each in located.values()
        if each.by in HOW
    ] + [Finding("hidden_sheet_read", each.sheet.name) for each in located.values() if each.sheet.state == "hidden"]


def found(book: Workbook, spec: Spec, tables: Mapping[str, TableRows]) -> list[Finding]:
    findings = []
    for table in tables.values():
        findings += [*_subtotals(table), *_below(table), *_hidden_columns(table), *_merged(table)]
    unread = list(dict.fromkeys([*_sheets(book, spec, tables), *_columns(tables), *_remarks(tables)]))
    if unread:
        named = ", ".join(unread[:MOST_NAMED]) + (" …" if len(unread) > MOST_NAMED else "")
        findings.append(Finding("not_read", params={"list": named}))
    return findings


def _subtotals(table: TableRows) -> Iterator[Finding]:
    for row in table.subtotals:
        yield Finding("subtotal_row", table.located.sheet.name, _first_in(table, row), row, params={"row": row})


def _first_in(table: TableRows, row: int) -> str:
    """The first cell of a row that says something: words where there are any."""
    cells = {column: cell for column, cell in table.located.sheet.row(row).items() if holds(cell)}
    words = [column for column, cell in cells.items() if cell.kind is Kind.TEXT]
    return address(row, min(words or cells, default=table.located.first))


def _below(table: TableRows) -> Iterator[Finding]:
    """What stands after twenty empty rows may be a note or a line: somebody must look."""
    if table.below:
        rows = "–".join(dict.fromkeys((str(table.below[0]), str(table.below[-1]))))
        params = {"rows": rows, "most": EMPTY_ROWS}
        first = table.below[0]
        yield Finding("rows_not_read", table.located.sheet.name, _first_in(table, first), first, params=params)


def _hidden_columns(table: TableRows) -> Iterator[Finding]:
    sheet = table.located.sheet
    for column in table.located.columns.values():
        if column in sheet.hidden_columns and any(holds(sheet.cells.get((row, column))) for row in table.used):
            row, label = table.located.row, label_of(table.located, column)
            yield Finding("hidden_column_with_amount", sheet.name, address(row, column), row, label)


def _merged(table: TableRows) -> Iterator[Finding]:
    """Values under a merge are read, though nobody sees them in Excel."""
    sheet, told = table.located.sheet, set()
    for place in itertools.islice(_under_merges(table), MOST_LOOKED_AT):
        if place and place not in told and holds(sheet.cells[place]):
            told.add(place)
            yield Finding("merged_values", sheet.name, address(*place), place[0])


def _under_merges(table: TableRows) -> Iterator[Place | None]:
    """The cells of the table under merges, and nothing for each beside them: a made file may have no end of both."""
    sheet, used = table.located.sheet, table.used
    for merge in sheet.merges:
        first, _colon, last = merge.partition(":")
        if ADDRESS.fullmatch(first) and ADDRESS.fullmatch(last):
            (top, left), (bottom, right) = place_of(first), place_of(last)
            for row in used[bisect_left(used, top) : bisect_right(used, bottom)]:
                for column in sheet.row(row):
                    under = left <= column <= right and (row, column) != (top, left)
                    yield (row, column) if under else None


def _sheets(book: Workbook, spec: Spec, tables: Mapping[str, TableRows]) -> Iterator[str]:
    read = {table.located.sheet.name for table in tables.values()} | OURS
    read |= {name for words in spec.sheets.values() for name in _both(words)}
    read |= {book.names[REPORT_NAME][0]} if REPORT_NAME in book.names else set()
    for sheet in book.sheets:
        if sheet.name not in read and any(holds(cell) for cell in sheet.cells.values()):
            yield short(sheet.name) + (" (helt skjult)" if sheet.state == "very_hidden" else "")


def _both(words: Words) -> tuple[str, str]:
    return words.da, words.en


def _columns(tables: Mapping[str, TableRows]) -> Iterator[str]:
    for table in tables.values():
        located, sheet = table.located, table.located.sheet
        ours = {column for (key, _year), column in located.columns.items() if not located.table.column(key).unread}
        for column in sorted(_filled(sheet, table.used, ours)):
            yield f"{sheet.name}: {short(label_of(located, column))}"


def _remarks(tables: Mapping[str, TableRows]) -> Iterator[str]:
    """Words among and under the lines, in rows that are none and in columns that we do not read."""
    for table in tables.values():
        located, sheet = table.located, table.located.sheet
        told = {*table.used, *table.subtotals, *table.remarks, *table.below}
        ours = {column for (key, _year), column in located.columns.items() if key not in BESIDE}
        for row, cells in sheet.rows.items():
            if row > located.row and row not in told:
                yield from (
                    f"{short(sheet.name)}!{address(row, column)}"
                    for column, cell in cells.items()
                    if column not in ours and cell.kind is Kind.TEXT and cell.formula is None and cell.raw.strip()
                )


def _filled(sheet: Sheet, rows: list[int], ours: set[int]) -> set[int]:
    """The columns beside ours that hold something."""
    return {column for row in rows for column in sheet.row(row).keys() - ours if holds(sheet.cells[row, column])}
