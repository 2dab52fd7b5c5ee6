"""The workbook people fill in, planned from the pool's specification: blank, or with the lines of a draft. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from portal.adapters.spreadsheet_form import address, letters
from portal.adapters.spreadsheet_plan import BookPlan, Choices, Put, SheetPlan
from portal.budgets import provenance, template_figures
from portal.budgets.lines import Budget
from portal.budgets.specification import Column, Spec, Table
from portal.budgets.template_rows import Row, rows_of

TOTAL_ROW, HEAD_ROW = 3, 4
FIRST_ROW = HEAD_ROW + 1
SPARE_ROWS = 20
LISTS = "_lister"
STYLES = {
    "integer": "", "text": "input", "choice": "input", "decimal": "input_number", "amount": "input_amount",
    "percent": "input_number", "check": "", "ignored": "",
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What a template is made for."""

    made_at: datetime
    years: tuple[int, ...] = ()
    reference: str = ""
    language: str = "da"
    budget: Budget = field(default_factory=Budget)
    facts: Mapping[str, str] = field(default_factory=dict)
    key: bytes = b""  # with it the hidden sheet is signed


def plan(spec: Spec, request: Request) -> BookPlan:
    years = request.years or spec.years
    book = BookPlan(title=spec.title[request.language], made_at=request.made_at)
    book.sheets.append(_guide(spec, request))
    book.sheets.append(_facts(spec, request, book.names))
    lists, ranges = _lists(spec, request.language)
    for table in spec.tables:
        rows = rows_of(table.key, spec, request.budget, request.language)
        book.sheets.append(_Writer(table, years, request.language, ranges, rows).sheet(book.names))
    book.sheets.append(template_figures.sheet(spec, request.language, years, request.budget))
    book.sheets += [lists, _meta(spec, request, years)]
    return book


class _Writer:
    """Plans one table: title, help, totals, headings, and rows to fill in."""

    def __init__(
        self, table: Table, years: tuple[int, ...], language: str, ranges: Mapping[str, str], rows: list[Row]
    ) -> None:
        self.table, self.language, self.ranges, self.rows = table, language, ranges, rows
        self.columns = [(each, year) for each, year in _columns(table, years)]
        self.last = FIRST_ROW + max(table.rows, len(rows) + SPARE_ROWS) - 1
        self.letter = {(each.key, year): letters(n) for n, (each, year) in enumerate(self.columns, 1)}
        self.years = years

    def sheet(self, names: dict[str, str]) -> SheetPlan:
        plan = SheetPlan(self.table.sheet[self.language], freeze=(HEAD_ROW, 3 if self.table.key == "costs" else 1))
        plan.puts.append(Put(1, 1, plan.name, "title"))
        plan.puts.append(Put(2, 1, self.table.help[self.language]))
        for number, (column, year) in enumerate(self.columns, 1):
            plan.columns[number] = (column.width, "" if column.computed else STYLES[column.type])
            title = column.title(year, self.language)
            plan.puts.append(Put(HEAD_ROW, number, title, "head"))
            suffix = column.key if year is None else f"{column.key}_{year}"
            names[f"b_hdr_{self.table.key}_{suffix}"] = f"'{plan.name}'!${letters(number)}${HEAD_ROW}"
            self._help(plan, number, column, title)
            self._total(plan, number, column, year, names)
        for offset in range(self.last - FIRST_ROW + 1):
            self._row(plan, FIRST_ROW + offset, self._values(offset))
        return plan

    def _values(self, offset: int) -> Row:
        """A line of the draft, or an empty row with the next number."""
        if offset < len(self.rows):
            return self.rows[offset]
        used = [number for each in self.rows if isinstance(number := each.get(("number", None)), int)]
        return {("number", None): max(used, default=0) + 1 + offset - len(self.rows)}

    def _help(self, plan: SheetPlan, number: int, column: Column, title: str) -> None:
        source = self.ranges[column.list] if column.list else ""
        if not column.computed and (source or column.type in ("amount", "decimal")):
            message = column.help[self.language] or title
            plan.choices.append(Choices(FIRST_ROW, self.last, number, source, title, message))

    def _total(self, plan: SheetPlan, number: int, column: Column, year: int | None, names: dict[str, str]) -> None:
        if column.key not in ("amount", "total", "sought", "own", "other"):
            return
        letter = letters(number)
        value = sum((row[column.key, year] for row in self._numbers(column.key, year)), Decimal(0))
        plan.puts.append(Put(TOTAL_ROW, number, value, "total", f"SUM({letter}{FIRST_ROW}:{letter}{self.last})"))
        suffix = column.key if year is None else f"{column.key}_{year}"
        names[f"b_sum_{self.table.key}_{suffix}"] = f"'{plan.name}'!${letter}${TOTAL_ROW}"
        if number > 1 and all(put.row != TOTAL_ROW or put.column != 1 for put in plan.puts):
            plan.puts.append(Put(TOTAL_ROW, 1, "I alt" if self.language == "da" else "Total", "label"))

    def _numbers(self, key: str, year: int | None) -> list[dict[tuple[str, int | None], Decimal]]:
        found = []
        for row in self.rows:
            value = row.get((key, year), Decimal(0))
            found.append({(key, year): value if isinstance(value, Decimal) else Decimal(0)})
        return found

    def _row(self, plan: SheetPlan, row: int, values: Row) -> None:
        for number, (column, year) in enumerate(self.columns, 1):
            value, formula = values.get((column.key, year)), self._formula(column, year, row)
            style = "amount" if column.computed and column.type == "amount" else STYLES[column.type]
            if formula and not self._overruled(column, year, values):
                plan.puts.append(Put(row, number, "" if value is None else value, style, formula))
            elif value is not None and value != "":
                plan.puts.append(Put(row, number, value, style))

    def _overruled(self, column: Column, year: int | None, values: Row) -> bool:
        """An amount that is not units times price stands as the number it is."""
        amount = values.get(("amount", year))
        return column.key == "amount" and amount is not None and values.get(("computed", year)) != amount

    def _formula(self, column: Column, year: int | None, row: int) -> str:
        at = {key: f"{letter}{row}" for key, letter in self.letter.items()}
        amounts = [at["amount", each] for each in self.years]
        match (self.table.key, column.key):
            case ("costs", "amount"):
                units, price = at["units", year], at["unit_price", year]
                return f'IF(OR({units}="",{price}=""),"",ROUND({units}*{price},0))'
            case (_, "total"):
                return f'IF(COUNT({",".join(amounts)})=0,"",SUM({",".join(amounts)}))'
            case ("costs", "check"):
                parts = "+".join(f"N({at[key, None]})" for key in ("sought", "own", "other"))
                total = at["total", None]
                return f'IF({total}="","",IF(ABS({total}-({parts}))<0.005,"OK","Difference"))'
            case _:
                return ""


def _columns(table: Table, years: tuple[int, ...]) -> list[tuple[Column, int | None]]:
    """The columns in order; those that come per year stand together, year by year."""
    found: list[tuple[Column, int | None]] = []
    per_year = [each for each in table.columns if each.per_year]
    for each in table.columns:
        if not each.per_year:
            found.append((each, None))
        elif each is per_year[0]:
            found += [(column, year) for year in years for column in per_year]
    return found


def _guide(spec: Spec, request: Request) -> SheetPlan:
    sheet = SheetPlan(spec.sheets["guide"][request.language], columns={1: (100, "words")})
    sheet.puts.append(Put(1, 1, spec.title[request.language], "title"))
    steps = [f"{number}. {each[request.language]}" for number, each in enumerate(spec.guide, 1)]
    sheet.puts += [Put(row, 1, text, "words") for row, text in enumerate(steps, 3)]
    return sheet


def _facts(spec: Spec, request: Request, names: dict[str, str]) -> SheetPlan:
    sheet = SheetPlan(spec.sheets["facts"][request.language], columns={1: (30, ""), 2: (50, "input")})
    sheet.puts.append(Put(1, 1, sheet.name, "title"))
    given = {"pool": spec.title[request.language], "reference": request.reference, **request.facts}
    for row, (key, words) in enumerate(spec.facts.items(), 3):
        sheet.puts.append(Put(row, 1, words[request.language], "label"))
        names[f"b_fact_{key}"] = f"'{sheet.name}'!$B${row}"
        if given.get(key):
            sheet.puts.append(Put(row, 2, given[key], "input"))
    return sheet


def _lists(spec: Spec, language: str) -> tuple[SheetPlan, dict[str, str]]:
    sheet, ranges = SheetPlan(LISTS, state="hidden"), {}
    for column, (name, choices) in enumerate(spec.lists.items(), 1):
        sheet.puts.append(Put(1, column, name, "label"))
        for row, each in enumerate(choices, 2):
            sheet.puts.append(Put(row, column, spec.words(name, each.code, language)))
        letter = letters(column)
        ranges[name] = f"{LISTS}!${letter}$2:${letter}${len(choices) + 1}"
    return sheet, ranges


def _meta(spec: Spec, request: Request, years: tuple[int, ...]) -> SheetPlan:
    facts = {
        "template_id": provenance.TEMPLATE,
        "version": str(spec.version),
        "spec_sha256": spec.sha256,
        "pool": spec.pool,
        "reference": request.reference,
        "cvr": request.facts.get("cvr") or "",
        "years": " ".join(str(each) for each in years),
        "language": request.language,
        "generated_at": request.made_at.isoformat(),
    }
    sheet = SheetPlan("_meta", state="very_hidden")
    for row, (key, value) in enumerate(provenance.signed(facts, request.key).items(), 1):
        sheet.puts += [Put(row, 1, key), Put(row, 2, value)]
    return sheet


def first_cell(table: Table, years: tuple[int, ...], key: str, year: int | None = None) -> str:
    """The address of a column's first row in an untouched template, for formulas of other sheets."""
    number = [(each.key, y) for each, y in _columns(table, years)].index((key, year)) + 1
    return address(FIRST_ROW, number)
