"""The arithmetic of a budget that was read: our own sums; what people typed is only compared. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.budgets.checking_sums import check_sums
from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import Severity
from portal.budgets.limits import Limits
from portal.budgets.lines import WAGES, Wage, YearCost
from portal.budgets.normalising import Outcome, danish
from portal.budgets.other_rows import SourceRow
from portal.budgets.rows import TableRows
from portal.budgets.specification import plain
from portal.core.money import Ore

ONE_KRONE = 100
NEEDS_A_NOTE = "95"
HOUR = {"da": "time", "en": "hour"}


def check(
    costs: Sequence[CostRow], sources: Sequence[SourceRow], wages: Sequence[Wage], tables: Mapping[str, TableRows],
    limits: Limits,
) -> None:  # fmt: skip
    """Write every finding down at its row; sums are left out for years in which an amount could not be read."""
    if not costs:
        table = tables["costs"]
        table.note("no_lines", table.located.row + 1, table.located.at("purpose"))
    if len(costs) > limits.lines:
        tables["costs"].note("too_many_lines", tables["costs"].located.row, None, count=len(costs), max=limits.lines)
    for each in costs:
        _check_line(each, limits)
    _check_duplicates(costs)
    if "wages" in tables:
        _check_wage_rates(costs, wages, tables["wages"], limits)
    check_sums(costs, sources, wages, tables, limits)


def _check_line(cost: CostRow, limits: Limits) -> None:
    row, line = cost.row, cost.line
    if row.hidden and line.total:
        row.note("hidden_row_with_amount", "amount", None, value=line.total.short)
    for each in line.years:
        _check_year(cost, each, limits)
    if line.category == NEEDS_A_NOTE and not line.note:
        row.note("note_missing", "note", category=NEEDS_A_NOTE)
    if not row.tainted:
        _check_total(cost)
    if not row.tainted:
        _check_split(cost)


def _check_year(cost: CostRow, each: YearCost, limits: Limits) -> None:
    row, year = cost.row, each.year
    if year in row.tainted_years:
        return
    if each.amount and not limits.allows(year):
        period: dict[str, Any] = {"year": year, "from": limits.first_year, "to": limits.last_year}
        row.note("year_outside_period", "amount", year, None, **period)
    if each.units is not None and each.unit_price is not None and each.amount is not None:
        exact = each.units * each.unit_price
        if abs(exact - each.amount) > ONE_KRONE:
            row.note("units_times_price", "amount", year, n=danish(each.units), price=each.unit_price.short,
                     calc=Ore(round(exact)).short, year=year, sum=each.amount.short)  # fmt: skip
    _check_rate(cost, each, limits)


def _check_rate(cost: CostRow, each: YearCost, limits: Limits) -> None:
    line, ceiling, rate = cost.line, limits.hourly_rate, each.unit_price
    if ceiling is None or rate is None or line.category not in WAGES or line.unit != "hours" or line.note:
        return
    if rate > ceiling:
        cost.row.note("rate_above_ceiling", "unit_price", each.year, _seen(rate),
                      unit=HOUR, max=ceiling.short, rule="G-11")  # fmt: skip


def _check_wage_rates(costs: Sequence[CostRow], wages: Sequence[Wage], table: TableRows, limits: Limits) -> None:
    """The rates of the sheet of wages, unless the line they belong to has a note."""
    explained = {each.line.function for each in costs if each.line.note and each.line.category in WAGES}
    for wage in wages:
        rate, ceiling = wage.hourly_rate, limits.hourly_rate
        if ceiling is not None and rate is not None and rate > ceiling and wage.function not in explained:
            table.note("rate_above_ceiling", wage.row, table.located.at("hourly_rate"), _seen(rate),
                       unit=HOUR, max=ceiling.short, rule="G-11")  # fmt: skip


def _seen(ore: Ore) -> Outcome:
    """What stood there, for sentences about figures that were read well."""
    return Outcome(seen=ore.short)


def _check_total(cost: CostRow) -> None:
    typed, line = cost.typed_total.value, cost.line
    if typed is None:
        return
    difference = abs(typed - line.total)
    if difference <= (len(line.years) + 1) // 2:
        return
    given = Severity.WARN if difference <= ONE_KRONE else None
    cost.row.note("line_total", "total", None, _seen(typed), given=given,
                  sum=line.total.short, diff=Ore(difference).short)  # fmt: skip


def _check_split(cost: CostRow) -> None:
    line = cost.line
    parts = Ore(line.sought + line.own + line.other)
    if parts != line.total:
        cost.row.note("funding_split", "sought", None, _seen(line.sought), total=line.total.short,
                      sum=parts.short, diff=Ore(abs(parts - line.total)).short)  # fmt: skip


def _check_duplicates(costs: Sequence[CostRow]) -> None:
    first: dict[tuple[str, str, Decimal | int], int] = {}
    for each in costs:
        line = each.line
        key = (line.category, plain(line.purpose), line.total)
        if line.total and line.purpose and key in first:
            each.row.note("duplicate_line", "purpose", None, other=first[key])
        first.setdefault(key, each.row.number)
