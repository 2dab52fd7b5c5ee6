"""Budget lines typed on the page: read like the cells of a workbook, by the same functions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from forms.budget_fields import KEPT, MISSED, Row, Typed, computed, name_rows, shown
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import choosing, normalising
from portal.budgets.findings import Finding, Severity
from portal.budgets.lines import WAGES, Budget, Financing, Line, YearAmount, YearCost, in_whole_kroner, with_wage_facts
from portal.budgets.normalising import Outcome, danish
from portal.budgets.specification import Spec
from portal.core import cpr
from portal.core.money import Ore

WAGE_FIELDS = ("function", "hours", "hourly_rate")
LINE_FIELDS = ("category", "purpose", "unit", "sought", "own", "other", "note", *WAGE_FIELDS)


def read(typed: Typed, spec: Spec, draft: Budget, *, complete: bool = True) -> None:
    """Find out what the fields mean as a budget; what the page has no fields for stays as it is in the draft.

    Rows in which nothing stands are left out; only a complete budget must have every field of the others.
    """
    name_rows(typed)
    lines: list[Line] = []
    sources: list[Financing] = []
    for place, row in enumerate(typed.lines):
        if _says_something(row, LINE_FIELDS, typed.years):
            lines.append(_Reader(typed, spec, row, f"lines-{place}", complete).line(len(lines) + 1))
            row.update(computed(lines[-1]))
            typed.keyed[f"lines-{row['key']}"] = lines[-1]
    for place, row in enumerate(typed.sources):
        if _says_something(row, ("source", "kind", "status"), typed.years):
            sources.append(_Reader(typed, spec, row, f"sources-{place}", complete).source())
            row.update(computed(sources[-1]))
            typed.keyed[f"sources-{row['key']}"] = sources[-1]
    typed.budget = replace(draft, lines=tuple(lines), financing=tuple(sources))


def as_read(budget: Budget, years: tuple[int, ...], spec: Spec, *, complete: bool = False) -> Typed:
    """A budget as the page would send it back untouched: only so can it be compared with what was typed."""
    typed = shown(budget, years)
    read(typed, spec, budget, complete=complete)
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
        given = {
            **(dict(outcome.params) if outcome else {}),
            "cell": label,
            "label": label,
            "type": column.type,
            **params,
        }
        self.typed.findings[f"{self.prefix}-{name}"] = Finding(code, seen=seen, params=given)

    def _table(self, key: str) -> str:
        if not self.prefix.startswith("lines"):
            return "financing"
        return "wages" if key in WAGE_FIELDS else "costs"

    def missing(self, name: str) -> None:
        self.typed.unfinished = True
        if self.complete and f"{self.prefix}-{name}" not in self.typed.findings:
            self.note(name, MISSED)

    def taken(self, name: str, outcome: Outcome) -> Outcome:
        code = outcome.code
        if code and Finding(code).severity is Severity.BLOCK:
            self.note(name, code, outcome)
        return outcome

    def amount(self, name: str) -> Ore | None:
        read = self.taken(name, normalising.amount(self.cell(name)))
        if read.value is not None and read.value < 0:
            self.note(name, "negative_amount", value=str(Ore(read.value)))
            return None
        return read.value if isinstance(read.value, Ore) else None

    def quantity(self, name: str) -> Decimal | None:
        read = self.taken(name, normalising.number(self.cell(name)))
        if read.value is not None and read.value < 0:
            self.note(name, "negative_amount", value=danish(read.value))
            return None
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
        if kept and kept[:2] == (units, price):
            return kept[2]
        if not units and not price:
            return None
        if units is None:
            self.missing(f"units_{year}")
        if price is None:
            self.missing(f"unit_price_{year}")
        amount = in_whole_kroner(units * price) if units is not None and price is not None else None
        return YearCost(year, units, price, amount)

    def kept(self, year: int) -> tuple[Decimal | None, Ore | None, YearCost] | None:
        """The units and the price that the page was opened with, where they alone do not say what the year costs."""
        match = KEPT.fullmatch(self.row.get(f"kept_{year}", ""))
        if match is None:
            return None
        units = None if match["units"] is None else Decimal(match["units"])
        price, amount = (None if match[each] is None else Ore(match[each]) for each in ("price", "amount"))
        exact = units if match["exact"] is None else Decimal(match["exact"])
        return units, price, YearCost(year, exact, price, amount)

    def source(self) -> Financing:
        amounts = {year: self.amount(f"amount_{year}") for year in self.typed.years}
        return Financing(
            source=self.text("source", required=True),
            kind=self.choice("kind", "kinds", required=True),
            status=self.choice("status", "statuses"),
            years=tuple(YearAmount(year, amount) for year, amount in amounts.items() if amount is not None),
        )
