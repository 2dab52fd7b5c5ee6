"""Budget lines typed on the page: read like the cells of a workbook, by the same functions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import choosing, normalising
from portal.budgets.findings import Finding, Severity
from portal.budgets.lines import (
    WAGES,
    Budget,
    Financing,
    Line,
    YearAmount,
    YearCost,
    in_whole_kroner,
    with_wage_facts,
    written,
)
from portal.budgets.normalising import Outcome, danish
from portal.budgets.specification import Spec
from portal.core import cpr
from portal.core.money import Ore

MOST_ROWS = 200
WAGE_FIELDS = ("function", "hours", "hourly_rate")
KEPT = re.compile(r"(?P<units>\d{1,12}(?:\.\d{1,20})?)?;(?P<price>\d{1,14})?;(?P<amount>\d{1,14})", re.ASCII)
Row = dict[str, str]


@dataclass
class Typed:
    """What stands in the fields, what it means, and what is wrong with it, by the name of the field."""

    years: tuple[int, ...]
    lines: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    findings: dict[str, Finding] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    unfinished: bool = False  # something that every line or source must have is not there yet


def shown(budget: Budget, years: tuple[int, ...]) -> Typed:
    """The draft's budget as fields."""
    return Typed(
        years, [_line_fields(each) for each in budget.lines], [_source_fields(each) for each in budget.financing]
    )


def _line_fields(line: Line) -> Row:
    row = {
        "category": line.category, "purpose": line.purpose, "unit": line.unit,
        "sought": line.sought.digits, "own": line.own.digits, "other": line.other.digits,
        "refund": "yes" if line.refund else "", "note": line.note, "total": line.total.short,
    }  # fmt: skip
    if line != with_wage_facts(replace(line, function="", hours=None, hourly_rate=None)):  # else the line says them
        row["function"] = line.function
        row["hours"] = "" if line.hours is None else danish(line.hours)
        row["hourly_rate"] = "" if line.hourly_rate is None else line.hourly_rate.digits
    for each in line.years:
        row[f"units_{each.year}"] = "" if each.units is None else danish(each.units)
        row[f"unit_price_{each.year}"] = "" if each.unit_price is None else each.unit_price.digits
        row[f"amount_{each.year}"] = "" if each.amount is None else each.amount.short
        row[f"kept_{each.year}"] = _kept(each)
    return row


def _kept(cost: YearCost) -> str:
    """An amount that is not units times price, with the units and the price it stays with."""
    if cost.amount is None or cost.amount == cost.computed:
        return ""
    units = "" if cost.units is None else written(cost.units)
    return f"{units};{'' if cost.unit_price is None else int(cost.unit_price)};{int(cost.amount)}"


def _source_fields(source: Financing) -> Row:
    row = {"source": source.source, "kind": source.kind, "status": source.status, "total": source.total.short}
    return row | {f"amount_{each.year}": each.amount.digits for each in source.years}


def rows_of(sent: Mapping[str, str], prefix: str) -> list[Row]:
    """Fields called lines-0-category, lines-0-purpose … as one row each, in order; rows may have been taken out."""
    rows: dict[int, Row] = {}
    for name, value in sent.items():
        start, _dash, rest = name.partition("-")
        number, _dash, key = rest.partition("-")
        if start == prefix and number.isdecimal() and len(number) < 4 and key:
            rows.setdefault(int(number), {})[key] = value
    return [rows[number] for number in sorted(rows)][:MOST_ROWS]


def read(sent: Mapping[str, str], spec: Spec, years: tuple[int, ...], *, complete: bool = True) -> Typed:
    """The fields as a budget. Rows in which nothing stands are left out; only a complete one must have every field."""
    typed = Typed(years, rows_of(sent, "lines"), rows_of(sent, "sources"))
    lines: list[Line] = []
    sources: list[Financing] = []
    for place, row in enumerate(typed.lines):
        if _says_something(row, ("category", "purpose", "unit", "sought", "own", "other", "note", *WAGE_FIELDS), years):
            lines.append(_Reader(typed, spec, row, f"lines-{place}", complete).line(len(lines) + 1))
    for place, row in enumerate(typed.sources):
        if _says_something(row, ("source", "kind", "status"), years):
            sources.append(_Reader(typed, spec, row, f"sources-{place}", complete).source())
    typed.budget = Budget(tuple(lines), tuple(sources))
    return typed


def _says_something(row: Row, names: Iterable[str], years: Iterable[int]) -> bool:
    figures = [f"{name}_{year}" for name in ("units", "unit_price", "amount", "kept") for year in years]
    nothing = {"", "0", "0,00"}
    return any(row.get(name, "").strip() not in nothing for name in (*names, *figures))


@dataclass
class _Reader:
    typed: Typed
    spec: Spec
    row: Row
    prefix: str
    complete: bool

    def cell(self, name: str) -> Cell | None:
        written = self.row.get(name, "")
        return Cell(Kind.TEXT, written) if written.strip() else None

    def note(self, name: str, code: str, outcome: Outcome | None = None, **params: object) -> None:
        key = name.rpartition("_")[0] if name[-4:].isdecimal() else name
        year = int(name[-4:]) if name[-4:].isdecimal() else None
        table = self.spec.table(self._table(key))
        column = table.column(key)
        label = {language: column.title(year, language) for language in ("da", "en")}
        seen = outcome.seen if outcome else ""
        given = {**(dict(outcome.params) if outcome else {}), "cell": label, "label": label, **params}
        self.typed.findings[f"{self.prefix}-{name}"] = Finding(code, seen=seen, params=given)

    def _table(self, key: str) -> str:
        if not self.prefix.startswith("lines"):
            return "financing"
        return "wages" if key in WAGE_FIELDS else "costs"

    def missing(self, name: str) -> None:
        self.typed.unfinished = True
        if self.complete and f"{self.prefix}-{name}" not in self.typed.findings:
            self.note(name, "required_blank")

    def taken(self, name: str, outcome: Outcome) -> Outcome:
        if outcome.code and Finding(outcome.code).severity is Severity.BLOCK:
            self.note(name, outcome.code, outcome)
        return outcome

    def amount(self, name: str) -> Ore | None:
        read = self.taken(name, normalising.amount(self.cell(name)))
        if read.value is not None and read.value < 0:
            self.note(name, "negative_amount", value=str(Ore(read.value)))
        return read.value if isinstance(read.value, Ore) else None

    def quantity(self, name: str) -> Decimal | None:
        read = self.taken(name, normalising.number(self.cell(name)))
        if read.value is not None and read.value < 0:
            self.note(name, "negative_amount", value=danish(read.value))
        return read.value if isinstance(read.value, Decimal) else None

    def text(self, name: str, *, required: bool = False) -> str:
        read = self.taken(name, normalising.text(self.cell(name)))
        value = str(read.value or "")
        if cpr.find(value):
            self.note(name, "cpr_number")
        if required and read.blank:
            self.missing(name)
        return value

    def choice(self, name: str, among: str, *, required: bool = False) -> str:
        code = self.row.get(name, "")
        if code and self.spec.choice(among, code) is None:
            self.taken(name, choosing.one_of(self.cell(name), among, self.spec))
            return ""
        if required and not code:
            self.missing(name)
        return code

    def line(self, number: int) -> Line:
        years = tuple(cost for year in self.typed.years if (cost := self._year(year)))
        read = Line(
            number=number,
            category=self.choice("category", "categories", required=True),
            purpose=self.text("purpose", required=True),
            unit=self.choice("unit", "units", required=any(each.units for each in years)),
            years=years,
            sought=self.amount("sought") or Ore(0),
            own=self.amount("own") or Ore(0),
            other=self.amount("other") or Ore(0),
            refund=self.row.get("refund") == "yes",
            note=self.text("note"),
        )
        return self._with_wage(read)

    def _with_wage(self, line: Line) -> Line:
        """Function, hours and rate of a wage line; one that is counted in hours says them itself."""
        if line.category not in WAGES:
            return line
        told = replace(
            line, function=self.text("function"), hours=self.quantity("hours"), hourly_rate=self.amount("hourly_rate")
        )
        return with_wage_facts(told) if self.complete else told

    def _year(self, year: int) -> YearCost | None:
        """Units times price; an amount that came some other way stays while both are as they were."""
        units, price = self.quantity(f"units_{year}"), self.amount(f"unit_price_{year}")
        kept = self.kept(year)
        if kept and (kept.units, kept.unit_price) == (units, price):
            return kept
        if not units and not price:
            return None
        if units is None:
            self.missing(f"units_{year}")
        if price is None:
            self.missing(f"unit_price_{year}")
        amount = in_whole_kroner(units * price) if units is not None and price is not None else None
        return YearCost(year, units, price, amount)

    def kept(self, year: int) -> YearCost | None:
        """The amount that the page was opened with, where it was not units times price."""
        match = KEPT.fullmatch(self.row.get(f"kept_{year}", ""))
        if match is None:
            return None
        units = None if match["units"] is None else Decimal(match["units"])
        price = None if match["price"] is None else Ore(match["price"])
        return YearCost(year, units, price, Ore(match["amount"]))

    def source(self) -> Financing:
        amounts = {year: self.amount(f"amount_{year}") for year in self.typed.years}
        return Financing(
            source=self.text("source", required=True),
            kind=self.choice("kind", "kinds", required=True),
            status=self.choice("status", "statuses"),
            years=tuple(YearAmount(year, amount) for year, amount in amounts.items() if amount is not None),
        )


def changed_rows(typed: Typed, wish: str) -> bool:
    """Add or take out a row, without script and without saving: add-line, add-source, copy-line-2, remove-line-2."""
    verb, _dash, rest = wish.partition("-")
    what, _dash, place = rest.partition("-")
    rows = {"line": typed.lines, "source": typed.sources}.get(what)
    if rows is None or verb not in {"add", "copy", "remove"}:
        return False
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif place.isdecimal() and int(place) < len(rows):
        if verb == "copy":
            rows.insert(int(place) + 1, dict(rows[int(place)]))
        else:
            del rows[int(place)]
    return True
