"""The workbook people fill in, planned from the pool's specification: blank, or with the lines of a draft. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.adapters.spreadsheet_form import letters
from portal.adapters.spreadsheet_plan import BookPlan, Put, SheetPlan
from portal.budgets import provenance, round_words, template_figures
from portal.budgets.lines import Budget
from portal.budgets.specification import Spec
from portal.budgets.template_rows import rows_of
from portal.budgets.template_tables import TableWriter

LISTS = "_lister"
FACT_STYLES = {date: "input_date", Decimal: "input_amount"}
Fact = str | int | Decimal | date


@dataclass(frozen=True)
class Request:
    """What a template is made for."""

    made_at: datetime
    years: tuple[int, ...] = ()
    reference: str = ""
    language: str = "da"
    budget: Budget = field(default_factory=Budget)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    earliest: date | None = None  # the round's first day of any cost; None: the template speaks of no round
    key: bytes = b""  # with it the hidden sheet is signed


def plan(spec: Spec, request: Request) -> BookPlan:
    years, spec = request.years or spec.years, round_words.in_round(spec, request.earliest)
    book = BookPlan(title=spec.title[request.language], made_at=request.made_at)
    book.sheets.append(_guide(spec, request))
    book.sheets.append(_facts(spec, request, book.names))
    lists, ranges = _lists(spec, request.language)
    for table in spec.tables:
        rows = rows_of(table, spec, request.budget, request.language, years)
        book.sheets.append(TableWriter(table, spec, years, request.language, ranges, rows).sheet(book.names))
    if "figures" in spec.sheets:
        places = int(request.facts.get("participants") or 0)  # type: ignore[arg-type]
        book.sheets.append(template_figures.sheet(spec, request.language, years, request.budget, places))
    book.sheets += [lists, _meta(spec, request, years)]
    return book


def _guide(spec: Spec, request: Request) -> SheetPlan:
    sheet = SheetPlan(spec.sheets["guide"][request.language], columns={1: (100, "words")})
    sheet.puts.append(Put(1, 1, spec.title[request.language], "title"))
    steps = [f"{number}. {each[request.language]}" for number, each in enumerate(spec.guide, 1)]
    sheet.puts += [Put(row, 1, text, "words") for row, text in enumerate(steps, 3)]
    return sheet


def _facts(spec: Spec, request: Request, names: dict[str, str]) -> SheetPlan:
    sheet = SheetPlan(spec.sheets["facts"][request.language], columns={1: (30, ""), 2: (50, "input")})
    sheet.puts.append(Put(1, 1, sheet.name, "title"))
    given: dict[str, Fact] = {"pool": spec.title[request.language], "reference": request.reference, **request.facts}
    for row, (key, words) in enumerate(spec.facts.items(), 3):
        sheet.puts.append(Put(row, 1, words[request.language], "label"))
        names[f"b_fact_{key}"] = f"'{sheet.name}'!$B${row}"
        if given.get(key):
            sheet.puts.append(Put(row, 2, given[key], FACT_STYLES.get(type(given[key]), "input")))
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
        "cvr": str(request.facts.get("cvr") or ""),
        "years": " ".join(str(each) for each in years),
        "language": request.language,
        "generated_at": request.made_at.isoformat(),
    }
    sheet = SheetPlan("_meta", state="very_hidden")
    for row, (key, value) in enumerate(provenance.signed(facts, request.key).items(), 1):
        sheet.puts += [Put(row, 1, key), Put(row, 2, value)]
    return sheet
