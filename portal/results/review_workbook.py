"""The workbook of a results review, blank or with the figures of the review, planned for the writer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.adapters.spreadsheet_form import letters
from portal.adapters.spreadsheet_plan import BookPlan, Choices, Put, SheetPlan
from portal.core.language import in_language
from portal.core.text import Text, _
from portal.results import layout, savings
from portal.results.judging import FACT_TITLES, About
from portal.results.layout import Column, Table, Type
from portal.results.review_files import CODE, FACTS_SHEET

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
FIRST_COLUMN = 3  # after the code and its title
TITLE = _("Results review %(year)s, %(centre)s")
HELP = _("Fill in the coloured cells, and upload the workbook on the page it came from. Leave a cell empty when there "
         "is no figure.")  # fmt: skip
POPULATION_ROW = HEAD_ROW + 2
DEVELOPMENT = _("Development, percent")
COMPUTED_PERSONS = _("Computed potential, full-time persons")
COMPUTED = _("Computed potential, kr.")


@dataclass(frozen=True)
class Request:
    about: About
    content: Mapping[str, Any]
    made_at: datetime
    language: str = "da"


def plan(request: Request) -> BookPlan:
    def say(text: Text) -> str:
        return in_language(text, request.language)

    title = say(Text(TITLE.english, {"year": str(request.about.year), "centre": request.about.name}))
    book = BookPlan(title, request.made_at, [_facts(request, title)])
    for table in layout.tables(request.about.year):
        sheet = SheetPlan(say(table.title), columns={1: (12.0, ""), 2: (46.0, "")}, freeze=(HEAD_ROW, 2))
        sheet.puts += [Put(1, 1, say(table.title), "title"), Put(2, 1, say(table.help))]
        headings = [say(CODE), say(_("Line")), *(say(each.title) for each in table.columns)]
        sheet.puts += [Put(HEAD_ROW, number, words, "head") for number, words in enumerate(headings, 1)]
        for place, column in enumerate(table.columns):
            sheet.columns[FIRST_COLUMN + place] = (18.0, "")
            sheet.choices += _guard(column, FIRST_COLUMN + place, len(table.lines), say)
        sheet.puts += _lines(table, request, say)
        sheet.puts += _computed(table, request, say)
        book.sheets.append(sheet)
    return book


def _facts(request: Request, title: str) -> SheetPlan:
    facts = request.content["facts"]
    known = {"centre": request.about.code, "year": request.about.year, **facts}
    sheet = SheetPlan(in_language(FACTS_SHEET, request.language), columns={1: (34.0, ""), 2: (44.0, "")})
    sheet.puts += [Put(1, 1, title, "title"), Put(2, 1, in_language(HELP, request.language))]
    for row, (key, label) in enumerate(FACT_TITLES.items(), HEAD_ROW):
        given = "label" if key in ("centre", "year") else "input"
        value = known.get(key)
        sheet.puts.append(Put(row, 1, in_language(label, request.language), "label"))
        sheet.puts.append(Put(row, 2, "" if value is None else value, given))
    return sheet


def _guard(column: Column, place: int, lines: int, say: Any) -> Iterator[Choices]:
    if column.type is not Type.CHANGE:
        words = say(column.title)
        yield Choices(FIRST_ROW, FIRST_ROW + lines - 1, place, "", words, words)


def _lines(table: Table, request: Request, say: Any) -> Iterator[Put]:
    for row, line in enumerate(table.lines, FIRST_ROW):
        yield Put(row, 1, line.code)
        yield Put(row, 2, line.titles[request.language])
        cells = request.content["tables"].get(table.key, {}).get(line.code, {})
        for place, column in enumerate(table.columns, FIRST_COLUMN):
            style = "input_amount" if column.type is Type.MONEY else "input_number"
            yield Put(row, place, _number(column, cells.get(column.key)), style)


def _number(column: Column, stored: int | None) -> Decimal | str:
    if stored is None:
        return ""
    return Decimal(stored) / (100 if column.type is Type.MONEY else 1000)


def _computed(table: Table, request: Request, say: Any) -> Iterator[Put]:
    """Columns the reader gets for nothing: they are formulas, and are not read back."""
    after = FIRST_COLUMN + len(table.columns)
    if table.key in ("goals", "benefits"):
        yield Put(HEAD_ROW, after, say(DEVELOPMENT), "head")
        for row, line in enumerate(table.lines, FIRST_ROW):
            known = savings.developments(request.content["tables"].get(table.key, {}).get(line.code, {}))
            before, result = (f"{letters(FIRST_COLUMN + place)}{row}" for place in (0, 1))
            formula = f'IF(N({before})=0,"",({result}-{before})/{before}*100)'
            yield Put(row, after, known.decimal if known is not None else "", "number", formula)
    if table.key == "savings":
        yield Put(HEAD_ROW, after, say(COMPUTED_PERSONS), "head")
        yield Put(HEAD_ROW, after + 1, say(COMPUTED), "head")
        for row, each in enumerate(savings.comparisons(request.content), FIRST_ROW):
            own, cluster, cost = (f"{letters(FIRST_COLUMN + place)}{row}" for place in (0, 1, 2))
            people = f"'{in_language(FACTS_SHEET, request.language)}'!$B${POPULATION_ROW}"
            persons = f"MAX(0,N({own})-N({cluster}))*N({people})/100"
            done = each.computed
            yield Put(row, after, done.persons.decimal if done else Decimal(0), "number", persons)
            amount = Decimal(done.amount) / 100 if done else Decimal(0)
            yield Put(row, after + 1, amount, "amount", f"ROUND({persons}*N({cost}),2)")
