"""The budget's form as it stands: rows of fields by name, drawn from a budget or as somebody typed them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from portal.budgets.findings import Finding
from portal.budgets.labels import Words
from portal.budgets.lines import Budget, Financing, Line, YearCost, with_wage_facts, written
from portal.budgets.normalising import danish
from portal.core.money import Ore

MISSED = "required_blank"
MOST_ROWS = 200
MOST_DECIMALS = 6
KEPT = re.compile(
    r"(?P<units>\d{1,13}(?:\.\d{1,6})?)?;(?P<price>\d{1,15})?;(?P<amount>\d{1,15})?;(?P<exact>\d{1,13}(?:\.\d{1,25})?)?",
    re.ASCII,
)
KEY = re.compile(r"\d{1,4}", re.ASCII)
NAMES = {"lines": Words("Linje", "Line"), "sources": Words("Kilde", "Source")}
SUMMED = ("units", "unit_price", "amount", "sought", "own", "other")
MISSING = {
    "choice": Words("Vælg en af mulighederne.", "Choose one of them."),
    "text": Words("Skriv, hvad det er.", "Write what it is."),
    "decimal": Words("Skriv et tal. Skriv 0, hvis der ikke er nogen.", "Write a number. Write 0 if there are none."),
    "amount": Words("Skriv et beløb. Skriv 0, hvis det ikke koster noget.", "Write an amount. Write 0 if it is free."),
}
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
    before: str = ""  # the marks of the rows that the page began with
    keyed: dict[str, Line | Financing] = field(default_factory=dict)  # the rows that say something, by kind and key

    @property
    def unread(self) -> dict[str, Finding]:
        """Figures that cannot be read, so that they are in no sum."""
        return {
            name: each
            for name, each in self.findings.items()
            if each.code != MISSED and name.split("-", 2)[2].rstrip("_0123456789") in SUMMED
        }

    @property
    def unreadable(self) -> bool:
        """Something is wrong in what is there, not only missing."""
        return any(each.code != MISSED for each in self.findings.values())

    def beside(self, name: str, reader: str) -> str:
        """What is wrong and what to do, beside the field itself."""
        found = self.findings[name]
        words = f"{self._words(name, reader)} {self._remedy(name, reader)}".strip()
        return words if found.code == MISSED else words[:1].upper() + words[1:]

    def said(self, name: str, reader: str) -> str:
        """What is wrong, with the line it stands in, for a list that stands apart from the fields."""
        what, place, _field = name.split("-", 2)
        where, words = f"{NAMES[what][reader]} {int(place) + 1}", self._words(name, reader)
        label = self.findings[name].params["label"][reader]
        return f"{where}: {words}" if label in words else f"{where}, {label}: {words}"

    def _words(self, name: str, reader: str) -> str:
        found = self.findings[name]
        words = found.message(reader).removeprefix(f"{found.params['label'][reader]}: ")
        return words.replace("kr..", "kr.")  # a sentence that ends with an amount ends with its full stop

    def _remedy(self, name: str, reader: str) -> str:
        found = self.findings[name]
        own = MISSING.get(found.params["type"]) if found.code == MISSED else None
        return own[reader] if own else found.fix(reader)

    def wrong(self, prefix: str) -> bool:
        """Whether something in this row must be put right."""
        return any(name.startswith(prefix) for name in self.findings)


def shown(budget: Budget, years: tuple[int, ...]) -> Typed:
    """The draft's budget as fields."""
    lines = [_line_fields(each) | computed(each) for each in budget.lines]
    sources = [_source_fields(each) | computed(each) for each in budget.financing]
    typed = Typed(years, lines, sources, budget=budget)
    name_rows(typed)
    return typed


def computed(row: Line | Financing) -> Row:
    """What the page shows beside the fields of a row: its amounts, and what of a line nobody is said to pay."""
    found = {"total": row.total.short}
    if isinstance(row, Line):
        found |= {f"amount_{each.year}": "" if each.amount is None else each.amount.short for each in row.years}
        found["unshared"] = Ore(row.total - row.sought - row.own - row.other).short
    return found


def _line_fields(line: Line) -> Row:
    row = {
        "category": line.category, "purpose": line.purpose, "unit": line.unit,
        "sought": _amount(line.sought), "own": _amount(line.own), "other": _amount(line.other),
        "refund": "yes" if line.refund else "", "note": line.note,
    }  # fmt: skip
    if line != with_wage_facts(replace(line, function="", hours=None, hourly_rate=None)):  # else the line says them
        row["function"] = line.function
        row["hours"] = in_field(line.hours)
        row["hourly_rate"] = "" if line.hourly_rate is None else line.hourly_rate.short
    for each in line.years:
        row[f"units_{each.year}"] = in_field(each.units)
        row[f"unit_price_{each.year}"] = "" if each.unit_price is None else each.unit_price.short
        row[f"kept_{each.year}"] = _kept(each)
    return row


def _amount(ore: Ore) -> str:
    return ore.short if ore else ""


def in_field(number: Decimal | None) -> str:
    """A number as it can be read again: three decimals look like thousands, and more than six are nobody's."""
    if number is None:
        return ""
    text = danish(_shortened(number))
    whole, _comma, decimals = text.partition(",")
    return f"{whole.replace('.', '')},{decimals.ljust(4, '0')}" if len(decimals) > 2 else text


def _shortened(number: Decimal) -> Decimal:
    return round(number, MOST_DECIMALS)


def _kept(cost: YearCost) -> str:
    """What units and price as they stand in the fields do not say: another amount, or more decimals."""
    exact = "" if cost.units is None or _shortened(cost.units) == cost.units else written(cost.units)
    if not exact and (cost.amount is None or cost.amount == cost.computed):
        return ""
    units = "" if cost.units is None else written(_shortened(cost.units))
    price, amount = ("" if each is None else str(int(each)) for each in (cost.unit_price, cost.amount))
    return f"{units};{price};{amount};{exact}"


def _source_fields(source: Financing) -> Row:
    row = {"source": source.source, "kind": source.kind, "status": source.status}
    return row | {f"amount_{each.year}": each.amount.short for each in source.years}


def rows_of(sent: Mapping[str, str], prefix: str) -> list[Row]:
    """Fields called lines-0-category, lines-0-purpose … as one row each, in order; rows may have been taken out."""
    rows: dict[int, Row] = {}
    for name, value in sent.items():
        start, _dash, rest = name.partition("-")
        number, _dash, key = rest.partition("-")
        if start == prefix and number.isdecimal() and len(number) < 4 and key:
            rows.setdefault(int(number), {})[key] = value
    return [rows[number] for number in sorted(rows)]


def fields(sent: Mapping[str, str], years: tuple[int, ...]) -> Typed:
    return Typed(years, rows_of(sent, "lines"), rows_of(sent, "sources"), before=sent.get("before", ""))


def name_rows(typed: Typed) -> None:
    """Give every row a key that it keeps while others come and go; a copy, or a new row, one that nobody has had."""
    for kind, rows in (("lines", typed.lines), ("sources", typed.sources)):
        had = re.findall(rf"\b{kind}-(\d{{1,4}}):", typed.before, re.ASCII)
        had += [each["key"] for each in rows if KEY.fullmatch(each.get("key", ""))]
        free, taken = max(map(int, had), default=0) + 1, set[str]()
        for row in rows:
            if row.get("key", "") in taken or not KEY.fullmatch(row.get("key", "")):
                row["key"], free = str(free), free + 1
            taken.add(row["key"])
