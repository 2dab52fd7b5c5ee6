"""What does not fit in a budget, by line, field and year: what the page and the workbook ask. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portal.budgets import totals
from portal.budgets.findings import Finding
from portal.budgets.labels import Words, plain
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, Line, YearCost
from portal.budgets.normalising import danish
from portal.budgets.specification import Spec
from portal.core.money import Ore, total
from portal.pools import arithmetic, forbidden
from portal.pools.arithmetic import HOURS, KILOMETRES, OTHER_COSTS, WAGES

ON_WAGES = ("function", "hourly_rate")  # fields that the sheet of wages has, not that of costs
COSTS = {
    "contingency": Words("uforudsete udgifter", "contingency"),
    "sundry": Words("diverse udgifter", "sundry costs"),
    "overhead": Words("fast overhead", "flat overhead"),
    "deficit": Words("underskud", "a deficit"),
    "real_estate": Words("fast ejendom", "real estate"),
    "construction": Words("byggeri", "construction"),
    "single_persons": Words("støtte til enkeltpersoner", "support to single persons"),
}
WAGE_WORDS = {
    "function": Words("funktion", "function"),
    "hours": Words("timer", "hours"),
    "hourly_rate": Words("timesats", "hourly rate"),
}
UNITS = {"hours": {"da": "time", "en": "hour"}, "km": {"da": "km", "en": "km"}}


@dataclass(frozen=True)
class Misfit:
    """One thing that does not fit: its code in the catalogue of findings, and where it is."""

    code: str
    key: str = "amount"  # the field of the line, or of the financing where there is no line
    line: int | None = None  # the place among the lines, from 0
    year: int | None = None
    seen: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The field as the page calls it, such as amount_2010."""
        return self.key if self.year is None else f"{self.key}_{self.year}"


def of(budget: Budget, limits: Limits) -> list[Misfit]:
    """Everything at once: line by line, then the sums."""
    if not budget.lines:
        return [Misfit("no_lines", "purpose"), *in_financing(budget)]
    found = [replace(each, line=place) for place, line in enumerate(budget.lines) for each in in_line(line, limits)]
    return [*found, *duplicates(budget.lines), *in_financing(budget), *against_limits(budget, limits)]


def in_line(line: Line, limits: Limits) -> Iterator[Misfit]:
    if line.category == OTHER_COSTS and not line.note.strip():
        yield Misfit("note_missing", "note", figures={"category": OTHER_COSTS})
    if not any(each.amount for each in line.years):
        yield Misfit("line_without_amount", "purpose")
    for each in line.years:
        yield from _in_year(each, limits)
    yield from _rates(line, limits)
    yield from _forbidden(line)
    if line.category in WAGES and (lacks := arithmetic.unexplained(line.function, line.hours, line.hourly_rate)):
        what = {each: ", ".join(WAGE_WORDS[name][each] for name in lacks) for each in ("da", "en")}
        yield Misfit("wage_incomplete", "category", figures={"what": what, "rule": "G-11"})
    if rest := arithmetic.shared_out(line.total, line.sought, line.own, line.other):
        parts = Ore(line.total + rest)
        figures = {"total": line.total.short, "sum": parts.short, "diff": Ore(abs(rest)).short}
        yield Misfit("funding_split", "sought", seen=line.sought.short, figures=figures)


def _in_year(each: YearCost, limits: Limits) -> Iterator[Misfit]:
    year, amount = each.year, each.amount
    if amount and not limits.allows(year):
        period = {"year": year, "from": limits.first_year, "to": limits.last_year}
        yield Misfit("year_outside_period", year=year, figures=period)
    if amount and (each.units is None or each.unit_price is None):
        yield Misfit("units_missing", year=year, figures={"value": amount.short, "year": year})
    elif each.units is not None and each.unit_price is not None and amount is not None:
        product = arithmetic.product_beside(each.units, each.unit_price, amount)
        if product is not None:
            figures = {"n": danish(each.units), "price": each.unit_price.short, "calc": Ore(round(product)).short}
            yield Misfit("units_times_price", year=year, figures={**figures, "year": year, "sum": amount.short})


def _forbidden(line: Line) -> Iterator[Misfit]:
    """G-12. The function of a wage line is often its purpose over again."""
    texts = {"purpose": line.purpose, "note": line.note}
    if line.function != line.purpose:
        texts["function"] = line.function
    for key, text in texts.items():
        if text:
            yield from in_text(key, text)


def in_text(key: str, text: str) -> Iterator[Misfit]:
    """Words for a cost that no grant covers."""
    for kind, word in forbidden.found(text):
        what = {each: COSTS[kind][each] for each in ("da", "en")}
        yield Misfit("forbidden_cost", key, seen=word, figures={"what": what, "rule": "G-12"})


def _rates(line: Line, limits: Limits) -> Iterator[Misfit]:
    """A line with a note has said why."""
    if line.note.strip():
        return
    if line.category in WAGES:
        prices = [(each.year, each.unit_price) for each in line.years]
        for year, rate in arithmetic.hourly_rates(line.unit, line.hourly_rate, prices).items():
            if arithmetic.above(rate, limits.hourly_rate):
                yield _too_dear("hourly_rate" if year is None else "unit_price", year, rate, limits.hourly_rate, "G-11")
        yield from _hours(line, limits)
    if line.unit == KILOMETRES:
        for each in line.years:
            ceiling = limits.km_rates.get(each.year)
            if each.unit_price is not None and arithmetic.above(each.unit_price, ceiling):
                yield _too_dear("unit_price", each.year, each.unit_price, ceiling, "G-10")


def _too_dear(name: str, year: int | None, rate: Ore, ceiling: Ore | None, rule: str) -> Misfit:
    unit = UNITS["hours" if rule == "G-11" else "km"]
    figures = {"unit": unit, "max": (ceiling or Ore(0)).short, "rule": rule}
    return Misfit("rate_above_ceiling", name, year=year, seen=rate.short, figures=figures)


def _hours(line: Line, limits: Limits) -> Iterator[Misfit]:
    for each in line.years:
        if each.units is not None and line.unit == HOURS and arithmetic.above(each.units, limits.hours_per_year):
            figures = {"year": each.year, "max": limits.hours_per_year}
            yield Misfit("hours_above_year", "units", year=each.year, seen=danish(each.units), figures=figures)


def duplicates(lines: Sequence[Line]) -> Iterator[Misfit]:
    """The same category, words and amount; `other` is the place of the first."""
    first: dict[tuple[str, str, Ore], int] = {}
    for place, line in enumerate(lines):
        key = (line.category, plain(line.purpose), line.total)
        if line.total and line.purpose and key in first:
            yield Misfit("duplicate_line", "purpose", place, figures={"other": first[key]})
        first.setdefault(key, place)


def in_financing(budget: Budget) -> Iterator[Misfit]:
    """Financing equals costs in every year, to the øre; then it does so in total."""
    sums = totals.of(budget)
    for gap in arithmetic.gaps(sums.costs, sums.financing):
        if gap.year is not None:
            code = "financing_gap" if gap.missing > 0 else "financing_surplus"
            figures = {"year": gap.year, "a": gap.costs.short, "b": gap.financing.short}
            figures |= {"diff": Ore(abs(gap.missing)).short}
            yield Misfit(code, year=gap.year, seen=gap.financing.short, figures=figures)


def against_limits(budget: Budget, limits: Limits) -> Iterator[Misfit]:
    sought, granted, costs = totals.sought(budget), totals.granted(budget), totals.of(budget).total
    if sought != granted:
        yield Misfit("grant_differs", figures={"a": sought.short, "b": granted.short})
    if sought <= 0:
        yield Misfit("nothing_sought", seen=sought.short)
    yield from in_grant(sought, limits)
    yield from in_own_share(budget, limits)
    for category, most in limits.shares.items():
        part = total(each.total for each in budget.lines if each.category == category)
        if arithmetic.share_above(part, costs, most):
            yield Misfit("share_above_max", figures={"category": category, "p": _percent(part, costs), "max": most})


def in_grant(sought: Ore, limits: Limits) -> Iterator[Misfit]:
    """Below the pool's smallest grant or above its largest; nothing at all is told elsewhere."""
    if 0 < sought < limits.smallest_grant:
        yield Misfit("grant_below_min", seen=sought.short, figures={"min": limits.smallest_grant.short})
    if limits.largest_grant is not None and sought > limits.largest_grant:
        yield Misfit("grant_above_max", seen=sought.short, figures={"max": limits.largest_grant.short})


def in_own_share(budget: Budget, limits: Limits) -> Iterator[Misfit]:
    costs = totals.of(budget).total
    own = total(each.total for each in budget.financing if each.kind == arithmetic.OWN)
    least = arithmetic.least_own(costs, limits.own_percent)
    if own < least:
        figures = {"p": _percent(own, costs), "min": limits.own_percent, "kr": least.short}
        yield Misfit("own_financing_low", figures=figures)


def _percent(part: int, whole: int) -> str:
    return str(totals.share(part, whole)).replace(".", ",")


def finding(misfit: Misfit, spec: Spec, budget: Budget) -> Finding:
    """In words beside a field of the page: the field's name instead of a cell, the line's number instead of a row."""
    label = _label(misfit, spec)
    number = None if misfit.line is None else budget.lines[misfit.line].number
    figures = {"cell": label, "label": label, **in_words(misfit.figures, spec)}
    if misfit.code == "duplicate_line":
        figures["other"] = budget.lines[figures["other"]].number
    return Finding(misfit.code, None, None, number, label["da"], misfit.seen, figures)


def findings(budget: Budget, spec: Spec, limits: Limits) -> list[Finding]:
    """All of it in words; a budget without lines is not begun, and a pool of positions asks other questions."""
    if not budget.lines or not any(each.key == "costs" for each in spec.tables):
        return []
    return [finding(each, spec, budget) for each in of(budget, limits)]


def in_words(figures: Mapping[str, Any], spec: Spec) -> dict[str, Any]:
    """A category by its name in both languages."""
    code = figures.get("category")
    if code is None:
        return dict(figures)
    return {**figures, "category": {each: spec.words("categories", code, each) for each in ("da", "en")}}


def _label(misfit: Misfit, spec: Spec) -> dict[str, str]:
    """The field's name; a sum belongs to the financing as a whole."""
    if misfit.line is None:
        sheet = next((each.sheet for each in spec.tables if each.key == "financing"), Words("Budgettet", "The budget"))
        return {"da": sheet.da, "en": sheet.en}
    table = spec.table("wages" if misfit.key in ON_WAGES else "costs")
    column = table.column(misfit.key)
    return {each: column.title(misfit.year, each) for each in ("da", "en")}
