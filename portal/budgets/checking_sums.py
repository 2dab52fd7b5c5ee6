"""The sums of a budget that was read: typed totals, financing against costs, wages, and the pool's limits. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from portal.adapters.spreadsheet_form import Kind
from portal.budgets import misfits, normalising
from portal.budgets.cost_rows import CostRow
from portal.budgets.findings import Severity
from portal.budgets.limits import Limits
from portal.budgets.lines import WAGES, Budget, Financing, Line, Wage
from portal.budgets.misfits import Misfit
from portal.budgets.normalising import Outcome
from portal.budgets.other_rows import SourceRow
from portal.budgets.rows import TableRows
from portal.core.money import Ore, total
from portal.pools import arithmetic

STALE = {"da": "Excel har ikke regnet arket om.", "en": "Excel has not recalculated the sheet."}
AS_TEXT = {"da": "Formlen springer tal over, der er gemt som tekst.",
           "en": "The formula leaves out numbers that are stored as text."}  # fmt: skip
BARE = {"da": "Formlen mangler i række {rows}.", "en": "The formula is missing in row {rows}."}
MOST_NAMED = 12
NOT_STALE = {"da": "", "en": ""}
ALL_YEARS = {"da": "alle år", "en": "all years"}
OF_THE_LINES = {"grant_differs", "nothing_sought", "grant_below_min", "grant_above_max"}
OF_THE_COSTS = {"share_above_max"}
TOTALS = {"i alt", "total", "sum", "i alt:"}


def check_sums(
    costs: Sequence[CostRow], sources: Sequence[SourceRow], wages: Sequence[Wage], tables: Mapping[str, TableRows],
    limits: Limits,
) -> None:  # fmt: skip
    budget = Budget(tuple(each.line for each in costs), tuple(each.source for each in sources))
    rows = [*(each.row for each in costs), *(each.row for each in sources)]
    unread = {year for each in rows for year in each.tainted_years}
    _check_typed_totals(budget.lines, tables["costs"], unread)
    _check_typed_totals(budget.financing, tables["financing"], unread)
    for each in misfits.in_financing(budget):
        if each.year not in unread:
            _note(each, tables["financing"])
    if any(each.tainted for each in rows):
        return
    if "wages" in tables:
        _check_wages(budget, wages, tables["wages"])
    if costs:
        for each in misfits.against_limits(budget, limits):
            _note(each, tables["costs" if each.code in OF_THE_LINES | OF_THE_COSTS else "financing"])


def _note(misfit: Misfit, table: TableRows) -> None:
    """Where the reader sees the sum: the total row over the headings, else the headings themselves."""
    row = next(_total_rows_above(table), table.located.row)
    columns = [table.located.at(*each) for each in _columns_of(misfit)]
    column = next((each for each in columns if each), table.located.first)
    table.note(misfit.code, row, column, Outcome(seen=misfit.seen), **misfits.in_words(misfit.figures, table.spec))


def _columns_of(misfit: Misfit) -> Iterator[tuple[str, int | None]]:
    """In which column the reader looks for it, the best first; what the lines apply for stands among the costs."""
    if misfit.year is not None:
        yield "amount", misfit.year
    if misfit.code in OF_THE_LINES:
        yield "sought", None
    yield "total", None


def _check_typed_totals(lines: Sequence[Line | Financing], table: TableRows, unread: set[int]) -> None:
    """Totals above or below the lines, where they have a value: by year, and all years in one."""
    below = (row for row in table.subtotals[-1:] if row > max(table.used, default=0))
    rows = [*_total_rows_above(table), *below]
    for year in table.located.years:
        column = table.located.at("amount", year)
        if column is not None and year not in unread:
            amounts = [each.of_year(year) for each in lines]
            for row in rows:
                _check_typed_total(amounts, table, row, column, year)
    if (column := table.located.at("total")) is not None and not unread:
        for row in rows:
            _check_typed_total([each.total for each in lines], table, row, column, None)


def _check_typed_total(amounts: Sequence[Ore], table: TableRows, row: int, column: int, year: int | None) -> None:
    ours = total(amounts)
    cell = table.located.sheet.cells.get((row, column))
    typed = normalising.amount(cell) if cell and cell.kind is Kind.NUMBER else Outcome()
    if cell is None or typed.value is None or abs(typed.value - ours) <= arithmetic.rounding(len(amounts)):
        return
    if row > table.located.row and _is_of_the_last(amounts, typed.value):
        return
    given, why = None, NOT_STALE
    if cell.formula is not None and table.texts:
        given, why = Severity.INFO, AS_TEXT
    elif cell.formula is not None:
        given, why = Severity.WARN, _why(amounts, table, column)
    table.note("column_total", row, column, seen(typed.value),
               given=given, year=year or ALL_YEARS, sum=ours.short, stale=why)  # fmt: skip


def _why(amounts: Sequence[Ore], table: TableRows, column: int) -> dict[str, str]:
    """Why a formula does not say what the lines give: rows put in without the amount's formula, or not computed."""
    cells = table.located.sheet.cells
    bare = [row for row, amount in zip(table.used, amounts, strict=False) if amount and (row, column) not in cells]
    if not bare:
        return STALE
    rows = ", ".join(map(str, bare[:MOST_NAMED])) + (" …" if len(bare) > MOST_NAMED else "")
    return {each: words.format(rows=rows) for each, words in BARE.items()}


def _is_of_the_last(amounts: Sequence[Ore], typed: Ore) -> bool:
    """A subtotal of the last lines only."""
    running = 0
    for each in reversed(amounts):
        running += each
        if running == typed:
            return True
    return False


def _total_rows_above(table: TableRows) -> Iterator[int]:
    """The row over the headings that says I alt."""
    for row in range(max(1, table.located.row - 3), table.located.row):
        said = {cell.raw.strip().casefold() for cell in table.located.sheet.row(row).values()}
        if said & TOTALS:
            yield row


def _check_wages(budget: Budget, wages: Sequence[Wage], table: TableRows) -> None:
    on_the_sheet = total(each.total for each in wages)
    in_the_lines = total(each.total for each in budget.lines if each.category in WAGES)
    if not on_the_sheet or on_the_sheet == in_the_lines:
        return
    code = "wage_total" if on_the_sheet > in_the_lines else "wage_total_low"
    row = next(_total_rows_above(table), table.located.row)
    table.note(code, row, table.located.at("total"), None,
               sheet=table.located.sheet.name, a=on_the_sheet.short, b=in_the_lines.short)  # fmt: skip


def seen(ore: Ore) -> Outcome:
    """What stood there, for sentences about figures that were read well."""
    return Outcome(seen=ore.short)
