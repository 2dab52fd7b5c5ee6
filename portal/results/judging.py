"""What was written in a results review, cell by cell, as its content; and everything that must be put right. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core import clock, cpr
from portal.core.findings import Finding
from portal.core.text import Text, _
from portal.results import layout
from portal.results.layout import Misread, Table

FACTS = "facts"
MOST_LETTERS = 200
EMPTY = {"", "-", "\N{EN DASH}", ".."}
POPULATION = _("Population from 16 to 66 years")
RETRIEVED = _("Retrieved on")
SOURCE = _("Source")
CENTRE = _("Job centre")
YEAR = _("Year")
FACT_TITLES: Mapping[str, Text] = {
    "centre": CENTRE, "year": YEAR, "population": POPULATION, "source": SOURCE, "retrieved_on": RETRIEVED,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One cell, wherever it was written: in a workbook, in a CSV file, or in a field of the page."""

    table: str
    line: str
    column: str
    written: str
    row: int  # 0: on the page
    place: str  # the sheet and the heading, or the name of the field


@dataclass
class Judged:
    content: dict[str, Any]
    findings: list[Finding]


@dataclass(frozen=True)
class Centre:
    """A job centre as a file may be about it."""

    code: str
    name: str


@dataclass(frozen=True)
class About:
    """The job centre and the year that a page is about."""

    code: str
    name: str
    year: int


def judge(entries: Iterable[Entry], year: int, today: date) -> Judged:
    """The content of the cells that could be read. An empty cell is no figure, and no fault either."""
    judged = Judged(layout.empty_content(), [])
    known = {table.key: table for table in layout.tables(year)}
    first_at: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        key = (entry.table, entry.line, entry.column)
        if key in first_at:
            text = _("The same figure stands in row %(first)s already. Keep one of the two.", first=first_at[key].row)
            judged.findings.append(Finding(entry.row, entry.place, text))
        elif entry.table == FACTS:
            judged.findings += _fact(entry, judged.content[FACTS], today)
        elif table := known.get(entry.table):
            judged.findings += _cell(entry, table, judged.content["tables"])
        first_at.setdefault(key, entry)
    return judged


def _cell(entry: Entry, table: Table, content: dict[str, Any]) -> Iterator[Finding]:
    if entry.written.strip() in EMPTY:
        return
    try:
        read = layout.read_cell(table.column(entry.column).type, entry.written)
    except Misread as misread:
        yield _misread(entry, misread.text)
        return
    content.setdefault(table.key, {}).setdefault(entry.line, {})[entry.column] = read


def _misread(entry: Entry, expected: Text) -> Finding:
    read = cpr.hidden(entry.written.strip())[:60]
    return Finding(entry.row, entry.place, Text(expected.english, {**expected.values, "read": read}))


def _fact(entry: Entry, facts: dict[str, Any], today: date) -> Iterator[Finding]:
    written = entry.written.strip()
    if not written:
        return
    if entry.column == "source":
        facts["source"] = written[:MOST_LETTERS]
    elif entry.column == "population":
        try:
            facts["population"] = layout.read_population(written)
        except Misread as misread:
            yield _misread(entry, misread.text)
    elif entry.column == "retrieved_on":
        yield from _day(entry, written, facts, today)


def _day(entry: Entry, written: str, facts: dict[str, Any], today: date) -> Iterator[Finding]:
    try:
        read = clock.day_of(written[:10])
    except ValueError:
        yield Finding(entry.row, entry.place, _("Write the date as day, month and year in figures."))
        return
    if read > today:
        yield Finding(entry.row, entry.place, _("The figures cannot have been retrieved later than today."))
    else:
        facts["retrieved_on"] = read.isoformat()


def about_another(entries: Iterable[Entry], own: About, centres: Mapping[str, Centre]) -> list[Finding]:
    """A file of another job centre or another year, or one that does not say whose it is.

    `centres` has each job centre by everything it may be called, casefolded.
    """
    said = {each.column: each for each in entries if each.table == FACTS and each.written.strip()}
    return [*_another_centre(said.get("centre"), own, centres), *_another_year(said.get("year"), own)]


def _another_centre(entry: Entry | None, own: About, centres: Mapping[str, Centre]) -> Iterator[Finding]:
    if entry is None:
        text = _("The file does not say which job centre it is about. Write %(code)s, or use the template of this "
                 "page.", code=own.code)  # fmt: skip
        yield Finding(0, "", text)
        return
    written = " ".join(entry.written.split())
    read = centres.get(written.casefold())
    if read is None:
        text = _("We do not know the job centre “%(read)s”. Write %(code)s.", read=cpr.hidden(written)[:60],
                 code=own.code)  # fmt: skip
        yield Finding(entry.row, entry.place, text)
    elif read.code != own.code:
        text = _("This is the results review of another job centre, %(other)s. This page is about %(own)s: choose its "
                 "file, or open the page of the other job centre.", other=read.name, own=own.name)  # fmt: skip
        yield Finding(entry.row, entry.place, text)


def _another_year(entry: Entry | None, own: About) -> Iterator[Finding]:
    if entry is None:
        text = _("The file does not say which year it is about. Write %(year)s, or use the template of this page.",
                 year=str(own.year))  # fmt: skip
        yield Finding(0, "", text)
    elif entry.written.strip() != str(own.year):
        text = _("This is the results review of another year, %(other)s. This page is about %(own)s: choose its file, "
                 "or open the page of the other year.",
                 other=cpr.hidden(entry.written.strip())[:20], own=str(own.year))  # fmt: skip
        yield Finding(entry.row, entry.place, text)
