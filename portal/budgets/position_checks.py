"""What the pool asks of positions and of the grant of each year, told by sheet and cell. Pure.

The questions themselves are those of `portal.pools.positions`, which the rules of the application ask too.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal.adapters.spreadsheet_form import address
from portal.budgets import dates, misfits, totals
from portal.budgets.checking_sums import NOT_STALE, STALE
from portal.budgets.findings import Finding, Severity, blocks, short
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget
from portal.budgets.normalising import Outcome, danish
from portal.budgets.position_lines import Layout
from portal.budgets.position_rows import GrantRow, PositionRow, is_blank
from portal.budgets.rows import TableRows
from portal.budgets.specification import Spec
from portal.core.money import Ore, total
from portal.pools.positions import BOUNDS, WHOLE, beyond_wages, decimal_of, impossible, missing, starts_too_early

ONE_KRONE = 100
WHOLE_FIGURE = {"da": "et helt tal", "en": "a whole number"}
A_THIRD_OF_A_DAY = Decimal("0.01")  # of a month


def check(
    found: Sequence[PositionRow], table: TableRows, years: Sequence[int], spec: Spec, known: Layout, limits: Limits
) -> None:  # fmt: skip
    if not found:
        table.note("no_positions", table.located.row + 1, table.located.at("job_centre"))
    for each in found:
        _complete(each)
        _possible(each)
        _dates(each, years, limits.earliest or spec.day("earliest_wage_date"))
        _grant(each, known)
        if not each.row.tainted:
            _figures(each, years, limits)


def _complete(found: PositionRow) -> None:
    """VIRK-10. A cell that could not be read is told already."""
    for each in missing(found.position):
        if is_blank(found.row.cell(each)):
            found.row.taint("position_incomplete", each, rule="VIRK-10")


def _possible(found: PositionRow) -> None:
    """VIRK-10: figures that cannot be, by the bounds that the section of the application has."""
    for each in impossible(found.position):
        least, most = (danish(bound) for bound in BOUNDS[each])
        whole = WHOLE_FIGURE if each in WHOLE else {"da": "et tal", "en": "a number"}
        seen = Outcome(seen=danish(getattr(found.position, each)))
        found.row.taint("figure_impossible", each, None, seen, min=least, max=most, whole=whole, rule="VIRK-10")


def _dates(found: PositionRow, years: Sequence[int], earliest: date | None) -> None:
    """VIRK-02, and whether the dates make sense."""
    row, position = found.row, found.position
    if position.start is None:
        return
    if earliest and starts_too_early(position, earliest):
        row.taint("wage_too_early", "start", None, Outcome(seen=dates.shown(position.start)),
                  earliest=dates.shown(earliest), rule="VIRK-02")  # fmt: skip
    if position.end and position.end < position.start:
        seen = Outcome(seen=dates.shown(position.end))
        row.taint("ends_before_start", "end", None, seen, start=dates.shown(position.start))
    elif not any(position.months(year) for year in years):
        plan: dict[str, Any] = {"from": years[0], "to": years[-1]}
        row.note("outside_plan", "start", **plan)


def _grant(found: PositionRow, known: Layout) -> None:
    """VIRK-01."""
    line = found.line
    if beyond_wages(line.category, line.sought, known.granted):
        seen = Outcome(seen=line.sought.short)
        found.row.note("grant_beyond_wages", "sought", None, seen, what=short(line.function), rule="VIRK-01")


def _figures(found: PositionRow, years: Sequence[int], limits: Limits) -> None:
    row, line = found.row, found.line
    if row.hidden and line.total:
        row.note("hidden_row_with_amount", "job_centre", None, value=line.total.short)
    for year in years:
        if line.of_year(year) and not limits.allows(year):
            period: dict[str, Any] = {"year": year, "from": limits.first_year, "to": limits.last_year}
            row.note("year_outside_period", "amount", year, Outcome(seen=line.of_year(year).short), **period)
        _months(found, year)
        _wage(found, year)
    _total(found)
    if line.sought > line.total:
        row.note("grant_above_wage", "sought", None, Outcome(seen=line.sought.short), total=line.total.short)
    else:
        _split(found)


def _months(found: PositionRow, year: int) -> None:
    typed = found.typed.get(("months", year), Outcome()).value
    ours = decimal_of(found.position.months(year))
    if typed is not None and abs(typed - ours) > A_THIRD_OF_A_DAY:
        found.row.note("months_computed", "months", year, Outcome(seen=danish(typed)), year=year, months=_two(ours))


def _wage(found: PositionRow, year: int) -> None:
    typed = found.typed.get(("amount", year), Outcome()).value
    ours = found.line.of_year(year)
    if typed is not None and abs(typed - ours) > ONE_KRONE:
        months = _two(decimal_of(found.position.months(year)))
        _note(found, "wage_computed", "amount", year, typed, sum=ours.short, year=year, months=months)


def _total(found: PositionRow) -> None:
    typed, ours = found.typed["total", None].value, found.line.total
    if typed is not None and abs(typed - ours) > ONE_KRONE:
        _note(found, "line_total", "total", None, typed, sum=ours.short, diff=Ore(abs(typed - ours)).short)


def _split(found: PositionRow) -> None:
    typed, line = found.typed["own", None].value, found.line
    if typed is not None and abs(typed - line.own) > ONE_KRONE:
        parts = Ore(typed + line.sought)
        difference = Ore(abs(parts - line.total)).short
        _note(found, "position_split", "own", None, typed, sum=parts.short, total=line.total.short, diff=difference)


def _note(found: PositionRow, code: str, key: str, when: int | None, typed: Ore, /, **params: object) -> None:
    """A figure somebody typed stops the budget; a formula's saved result that is behind only warns."""
    cell = found.row.cell(key, when)
    stale = cell is not None and cell.formula is not None
    given = Severity.WARN if stale else None
    words = STALE if stale else NOT_STALE
    found.row.note(code, key, when, Outcome(seen=typed.short), given=given, stale=words, **params)


def _two(number: Decimal) -> str:
    return danish(round(number, 2))


def check_years(found: Sequence[GrantRow], positions: Sequence[PositionRow], tables: Mapping[str, TableRows]) -> None:
    """The grant of each year against its allocation and wages, and in all against the positions."""
    table, whole = tables["yearly_grant"], all(each.whole for each in tables.values())
    if not whole or blocks(table.findings) or any(each.row.tainted for each in positions):
        return
    lines = [each.line for each in positions]
    for each in found:
        wages = total(line.of_year(each.grant.year) for line in lines)
        _check_year(each, wages)
    _in_all(found, total(line.sought for line in lines), table)


def _check_year(found: GrantRow, wages: Ore) -> None:
    row, grant = found.row, found.grant
    seen = Outcome(seen=grant.grant.short)
    if grant.allocation is not None and grant.grant > grant.allocation:
        row.note("grant_above_allocation", "grant", None, seen, year=grant.year, max=grant.allocation.short)
    if grant.grant > wages:
        row.note("grant_above_wages", "grant", None, seen, year=grant.year, total=wages.short)
        return
    own, typed = Ore(wages - grant.grant), found.own.value
    if typed is not None and abs(typed - own) > ONE_KRONE:
        cell = row.cell("own")
        stale = cell is not None and cell.formula is not None
        row.note("own_computed", "own", None, Outcome(seen=typed.short), given=Severity.WARN if stale else None,
                 year=grant.year, sum=own.short, stale=STALE if stale else NOT_STALE)  # fmt: skip


def _in_all(found: Sequence[GrantRow], sought: Ore, table: TableRows) -> None:
    granted = total(each.grant.grant for each in found)
    column, row = table.located.at("grant"), table.located.row
    if granted != sought:
        table.note("yearly_grant_differs", row, column, Outcome(seen=granted.short),
                   sum=sought.short, diff=Ore(abs(granted - sought)).short)  # fmt: skip


def check_limits(budget: Budget, table: TableRows, limits: Limits) -> None:
    """The pool's smallest and largest grant and its own financing, as for any other budget."""
    if blocks(table.findings):
        return
    for each in (*misfits.in_grant(totals.sought(budget), limits), *misfits.in_own_share(budget, limits)):
        column = table.located.at("grant") or table.located.at("sought") or table.located.first
        place = (table.located.sheet.name, address(table.located.row, column), table.located.row)
        table.findings.append(Finding(each.code, *place, seen=each.seen, params=each.figures))
