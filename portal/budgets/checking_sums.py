"""The sums of a budget that was read: typed totals, financing against costs, wages, and the pool's limits. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from portal.adapters.spreadsheet_form import Kind
from portal.budgets import normalising, totals
from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import Finding, Severity
from portal.budgets.limits import Limits
from portal.budgets.lines import WAGES, Budget, Wage
from portal.budgets.normalising import Outcome
from portal.budgets.other_rows import SourceRow
from portal.budgets.rows import TableRows
from portal.core.money import Ore, total

STALE = {"da": "Excel har ikke regnet arket om.", "en": "Excel has not recalculated the sheet."}
NOT_STALE = {"da": "", "en": ""}


def check_sums(
    costs: Sequence[CostRow], sources: Sequence[SourceRow], wages: Sequence[Wage], tables: Mapping[str, TableRows],
    limits: Limits,
) -> None:  # fmt: skip
    budget = Budget(tuple(each.line for each in costs), tuple(each.source for each in sources))
    rows = [*(each.row for each in costs), *(each.row for each in sources)]
    unread = {year for each in rows for year in each.tainted_years}
    _check_column_totals(costs, tables["costs"], unread)
    _check_financing(budget, tables["financing"], unread)
    if any(each.tainted for each in rows):
        return
    if "wages" in tables:
        _check_wages(budget, wages, tables["wages"])
    _check_grant(budget, tables["financing"], limits)


def _check_column_totals(costs: Sequence[CostRow], table: TableRows, unread: set[int]) -> None:
    """Totals above or below the table, where they have a value."""
    rows = [*_total_rows_above(table), *table.subtotals[-1:]]
    for year in table.located.years:
        column = table.located.at("amount", year)
        if column is None or year in unread:
            continue
        for row in rows:
            _check_column_total(costs, table, row, column, year)


def _check_column_total(costs: Sequence[CostRow], table: TableRows, row: int, column: int, year: int) -> None:
    ours = total(each.line.of_year(year) for each in costs)
    cell = table.located.sheet.cells.get((row, column))
    typed = normalising.amount(cell) if cell and cell.kind is Kind.NUMBER else Outcome()
    if cell is None or typed.value is None or abs(typed.value - ours) <= len(costs) or _part(costs, typed, year):
        return
    stale = cell.formula is not None
    table.note("column_total", row, column, Outcome(seen=typed.value.short),
               given=Severity.WARN if stale else None, year=year, sum=ours.short,
               stale=STALE if stale else NOT_STALE)  # fmt: skip


def _part(costs: Sequence[CostRow], typed: Outcome, year: int) -> bool:
    """A subtotal of the last lines only."""
    running = 0
    for each in reversed(costs):
        running += each.line.of_year(year)
        if running == typed.value:
            return True
    return False


def _total_rows_above(table: TableRows) -> Iterator[int]:
    """The row over the headings that says I alt."""
    for row in range(max(1, table.located.row - 3), table.located.row):
        said = {cell.raw.strip().casefold() for cell in table.located.sheet.row(row).values()}
        if said & {"i alt", "total", "sum", "i alt:"}:
            yield row


def _check_financing(budget: Budget, table: TableRows, unread: set[int]) -> None:
    """Financing equals costs in every year, to the øre."""
    sums = totals.of(budget)
    for year in sums.years:
        gap = sums.gap(year)
        if year in unread or not gap:
            continue
        code = "financing_gap" if gap > 0 else "financing_surplus"
        column = table.located.at("amount", year) or table.located.at("source")
        table.note(code, _sum_row(table), column, Outcome(seen=sums.financing[year].short),
                   year=year, a=sums.costs[year].short, b=sums.financing[year].short,
                   diff=Ore(abs(gap)).short)  # fmt: skip


def _sum_row(table: TableRows) -> int:
    """Where the reader sees the sum: the total row over the headings, else the headings themselves."""
    return next(_total_rows_above(table), table.located.row)


def _check_wages(budget: Budget, wages: Sequence[Wage], table: TableRows) -> None:
    on_the_sheet = total(each.total for each in wages)
    in_the_lines = total(each.total for each in budget.lines if each.category in WAGES)
    if not on_the_sheet or on_the_sheet == in_the_lines:
        return
    code = "wage_total" if on_the_sheet > in_the_lines else "wage_total_low"
    table.note(code, _sum_row(table), table.located.at("total"), None,
               sheet=table.located.sheet.name, a=on_the_sheet.short, b=in_the_lines.short)  # fmt: skip


def _check_grant(budget: Budget, table: TableRows, limits: Limits) -> None:
    sought, granted, costs = totals.sought(budget), totals.granted(budget), totals.of(budget).total
    place = (table.located.sheet.name, None, _sum_row(table))
    if sought != granted:
        table.findings.append(Finding("grant_differs", *place, params={"a": sought.short, "b": granted.short}))
    if limits.largest_grant is not None and sought > limits.largest_grant:
        params = {"max": limits.largest_grant.short}
        table.findings.append(Finding("grant_above_max", *place, seen=sought.short, params=params))
    own = total(each.total for each in budget.financing if each.kind == "own")
    least = Ore(-(-costs * limits.own_percent // 100))
    if limits.own_percent and own < least:
        percent = str(totals.share(own, costs)).replace(".", ",")
        params = {"p": percent, "min": str(limits.own_percent), "kr": least.short}
        table.findings.append(Finding("own_financing_low", *place, params=params))
