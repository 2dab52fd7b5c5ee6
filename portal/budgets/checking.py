"""The arithmetic of a budget that was read, told by sheet and cell; what people typed is only compared. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from portal.budgets import cost_rows, misfits, normalising
from portal.budgets.checking_sums import AS_TEXT, NOT_STALE, STALE, check_sums, seen
from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import Severity, blocks
from portal.budgets.limits import Limits
from portal.budgets.lines import WAGES, Wage
from portal.budgets.misfits import UNITS, Misfit
from portal.budgets.normalising import Outcome
from portal.budgets.other_rows import SourceRow
from portal.budgets.rows import Row, TableRows
from portal.core.money import Ore
from portal.pools import arithmetic
from portal.pools.arithmetic import HOURS

MOST_DECIMALS = 6  # that are quoted


def check(
    costs: Sequence[CostRow], sources: Sequence[SourceRow], wages: Sequence[Wage], tables: Mapping[str, TableRows],
    limits: Limits,
) -> None:  # fmt: skip
    """Write every finding down at its row; sums are left out for years in which an amount could not be read."""
    table = tables["costs"]
    if not costs:
        table.note("no_lines", table.located.row + 1, table.located.at("purpose"))
    whole = all(each.whole for each in tables.values())
    wages_read = "wages" not in tables or (whole and not blocks(tables["wages"].findings))
    for each in costs:
        _check_row(each, limits, wages_read)
    for twin in misfits.duplicates([each.line for each in costs]):
        costs[twin.line or 0].row.note("duplicate_line", "purpose", other=costs[twin.figures["other"]].row.number)
    if "wages" in tables:
        _check_wage_rates(costs, wages, tables["wages"], limits)
    if whole:
        check_sums(costs, sources, wages, tables, limits)


def _check_row(cost: CostRow, limits: Limits, wages_read: bool) -> None:
    row, line = cost.row, cost.line
    if row.hidden and line.total:
        row.note("hidden_row_with_amount", "purpose", None, value=line.total.short)
    if not row.tainted:
        _check_total(cost)
    found = misfits.in_line(line, limits)
    _note(cost, (each for each in found if wages_read or each.code != "wage_incomplete"))


def _note(cost: CostRow, found: Iterable[Misfit]) -> None:
    """What could not be read is told already: nothing that hangs on it is said too."""
    row = cost.row
    for each in found:
        unread = row.tainted if each.year is None else each.year in row.tainted_years
        if each.key in misfits.ON_WAGES:  # told on the sheet of wages
            continue
        if each.code == "note_missing":
            unread = normalising.text(row.cell("note")).code != ""
        if not unread:
            if each.code == "units_times_price":
                _note_rounded_price(row, each.year or 0)
            row.note(each.code, each.key, each.year, Outcome(seen=each.seen), **each.figures)


def _note_rounded_price(row: Row, year: int) -> None:
    """A rate with many decimals: the amount beside it was computed from all of them, the portal keeps whole øre."""
    kroner = cost_rows.exact_price(row, year)
    read = normalising.amount(row.cell("unit_price", year))
    if kroner is not None and read.code != "rounded" and kroner * 100 != read.value:
        seen = normalising.danish(round(kroner, MOST_DECIMALS))
        row.note("rounded", "unit_price", year, Outcome(seen=seen), value=read.value.digits)


def _check_wage_rates(costs: Sequence[CostRow], wages: Sequence[Wage], table: TableRows, limits: Limits) -> None:
    """The rates of the sheet of wages, unless the line they belong to has a note or tells the same rate itself."""
    lines = [each.line for each in costs if each.line.category in WAGES]
    explained = {each.function for each in lines if each.note}
    told = {(each.function, cost.unit_price) for each in lines if each.unit == HOURS for cost in each.years}
    for wage in wages:
        for each in misfits.in_text("function", wage.function):
            table.note(each.code, wage.row, table.located.at("function"), Outcome(seen=each.seen), **each.figures)
        rate, ceiling = wage.hourly_rate, limits.hourly_rate
        if (wage.function, rate) in told or wage.function in explained:
            continue
        if rate and ceiling and arithmetic.above(rate, ceiling):
            table.note("rate_above_ceiling", wage.row, table.located.at("hourly_rate"), seen(rate),
                       unit=UNITS["hours"], max=ceiling.short, rule="G-11")  # fmt: skip


def _check_total(cost: CostRow) -> None:
    """The line's typed total; less than one krone beside is only for information."""
    typed, line = cost.typed_total.value, cost.line
    if typed is None:
        return
    difference = abs(typed - line.total)
    if difference <= arithmetic.rounding(len(line.years)):
        return
    stale = cost.total_is_formula
    text = stale and cost.row.number in cost.row.table.texts
    given = Severity.INFO if text or difference < arithmetic.ONE_KRONE else Severity.WARN if stale else None
    cost.row.note("line_total", "total", None, seen(typed), given=given, sum=line.total.short,
                  diff=Ore(difference).short, stale=AS_TEXT if text else STALE if stale else NOT_STALE)  # fmt: skip
