"""An uploaded results review, as the workbook of the page or as CSV, cell by cell. Never an exception."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from portal.adapters import row_files, spreadsheets, tables
from portal.adapters.spreadsheet_form import Sheet, Unreadable, Workbook
from portal.core.findings import Finding
from portal.core.language import LANGUAGES, in_language
from portal.core.text import Text, _
from portal.results import layout
from portal.results.judging import FACT_TITLES, FACTS, Entry
from portal.results.layout import Table

CODE = _("Code")
FACTS_SHEET = _("About the results review")
COLUMNS = {"table": "tabel", "line": "linje", "column": "kolonne", "value": "værdi"}
Words = dict[str, str]


@dataclass
class Read:
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(data: bytes, year: int) -> Read:
    """What stands in the file about the tables of this year."""
    if not data.startswith(row_files.WORKBOOKS):
        return _of_csv(data, year)
    try:
        return _of_workbook(spreadsheets.read(data), year)
    except Unreadable as refused:
        return Read(findings=[row_files.unreadable(refused)])


def words_for(titles: Mapping[str, Text]) -> Words:
    """Each key by everything it may be called: itself, and its title in either language, casefolded."""
    found = {key.casefold(): key for key in titles}
    for key, title in titles.items():
        found |= {in_language(title, language).casefold(): key for language in LANGUAGES}
    return found


def table_words(year: int) -> Words:
    return words_for({table.key: table.title for table in layout.tables(year)} | {FACTS: FACTS_SHEET})


def column_words(table: Table) -> Words:
    return words_for({each.key: each.title for each in table.columns})


def _of_csv(data: bytes, year: int) -> Read:
    file = row_files.read(data, COLUMNS)
    row_files.refuse_cpr(file.findings)
    result = Read()
    known, by_key = table_words(year), {table.key: table for table in layout.tables(year)}
    for number, row in file.rows:
        table = known.get(row["table"].casefold())
        if table is None:
            named = ", ".join((*by_key, FACTS))
            text = _(
                "We do not know the table “%(read)s”. Write one of %(tables)s.", read=row["table"][:60], tables=named
            )
            result.findings.append(Finding(number, "table", text))
        elif table == FACTS:
            _take_fact(result, number, row)
        else:
            _take_cell(result, number, row, by_key[table])
    placed = [replace(each, place=file.headings[each.place]) for each in result.entries]
    return Read(placed, file.also(result.findings))


def _take_fact(result: Read, number: int, row: Mapping[str, str]) -> None:
    key = words_for(FACT_TITLES).get(row["column"].casefold())
    if key is None:
        result.findings.append(_unknown_column(number, "column", row["column"], list(FACT_TITLES)))
    else:
        result.entries.append(Entry(FACTS, "", key, row["value"], number, "value"))


def _take_cell(result: Read, number: int, row: Mapping[str, str], table: Table) -> None:
    key = column_words(table).get(row["column"].casefold())
    if key is None:
        result.findings.append(_unknown_column(number, "column", row["column"], [each.key for each in table.columns]))
    if (line := _line(row["line"], table)) is None:
        result.findings.append(_unknown_line(number, "line", row["line"], table))
    if key and line:
        result.entries.append(Entry(table.key, line, key, row["value"], number, "value"))


def _of_workbook(book: Workbook, year: int) -> Read:
    result = Read()
    sheets = {each.name.casefold(): each for each in book.sheets if each.state == "visible"}
    for sheet in sheets.values():
        private = row_files.cpr_places(tables.rows_of_sheet(sheet))
        row_files.refuse_cpr([Finding(each.row, f"{sheet.name}, {each.column}", each.text) for each in private])
    row_files.refuse_cpr(row_files.cpr_beside(book, [each.name for each in sheets.values()]))
    _take_sheet(result, sheets, FACTS_SHEET, _take_facts)
    for table in layout.tables(year):
        _take_sheet(result, sheets, table.title, _reader_of(table))
    return result


def _take_sheet(result: Read, sheets: Mapping[str, Sheet], title: Text, take: Callable[[Read, Sheet], None]) -> None:
    names = [in_language(title, language) for language in LANGUAGES]
    found = next((sheets[name.casefold()] for name in names if name.casefold() in sheets), None)
    if found is None:
        text = _("The sheet “%(name)s” is missing. Use the template of this page, and keep its sheets.", name=names[0])
        result.findings.append(Finding(0, names[0], text))
    else:
        take(result, found)


def _take_facts(result: Read, sheet: Sheet) -> None:
    known = words_for(FACT_TITLES)
    for number, cells in tables.rows_of_sheet(sheet):
        key = known.get(cells[0].casefold())
        if key and len(cells) > 1:
            result.entries.append(Entry(FACTS, "", key, cells[1], number, f"{sheet.name}: {cells[0]}"))


def _reader_of(table: Table) -> Callable[[Read, Sheet], None]:
    def take(result: Read, sheet: Sheet) -> None:
        rows = tables.rows_of_sheet(sheet)
        codes = {in_language(CODE, language).casefold() for language in LANGUAGES}
        at = next((place for place, (_number, cells) in enumerate(rows) if cells[0].casefold() in codes), None)
        if at is None:
            text = _("The heading of the table is missing: its first cell must be “%(code)s”.",
                     code=in_language(CODE, "da"))  # fmt: skip
            result.findings.append(Finding(0, sheet.name, text))
            return
        columns = _columns(result, sheet, rows[at], table)
        for number, cells in rows[at + 1 :]:
            _take_line(result, sheet, number, cells, (table, columns))

    return take


def _columns(result: Read, sheet: Sheet, heading: tuple[int, list[str]], table: Table) -> dict[int, tuple[str, str]]:
    """The key and the heading of each column that is one of ours; the computed ones are passed."""
    known = column_words(table)
    found = {place: (known[words.casefold()], words)
             for place, words in enumerate(heading[1]) if words.casefold() in known}  # fmt: skip
    there = {key for key, _words in found.values()}
    if lacking := [in_language(each.title, "da") for each in table.columns if each.key not in there]:
        text = _("The columns %(columns)s are missing. Use the template of this page, and keep its headings.",
                 columns=", ".join(lacking))  # fmt: skip
        result.findings.append(Finding(heading[0], sheet.name, text))
    return found


def _take_line(
    result: Read, sheet: Sheet, number: int, cells: list[str], known: tuple[Table, dict[int, tuple[str, str]]]
) -> None:
    table, columns = known
    if not cells[0]:
        return
    line = _line(cells[0], table)
    if line is None:
        result.findings.append(_unknown_line(number, sheet.name, cells[0], table))
        return
    for place, (key, words) in columns.items():
        written = cells[place] if place < len(cells) else ""
        result.entries.append(Entry(table.key, line, key, written, number, f"{sheet.name}: {words}"))


def _line(written: str, table: Table) -> str | None:
    return next((each.code for each in table.lines if each.code.casefold() == written.strip().casefold()), None)


def _unknown_line(number: int, place: str, written: str, table: Table) -> Finding:
    codes = ", ".join(each.code for each in table.lines)
    return Finding(number, place, _("We do not know “%(read)s” in this table. Write one of %(codes)s.",
                                    read=written[:60], codes=codes))  # fmt: skip


def _unknown_column(number: int, place: str, written: str, keys: list[str]) -> Finding:
    return Finding(number, place, _("We do not know the column “%(read)s”. Write one of %(codes)s.",
                                    read=written[:60], codes=", ".join(keys)))  # fmt: skip
