"""The rows of the table of costs as budget lines. Pure."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.lines import Line, YearCost, in_whole_kroner, with_wage_facts
from portal.budgets.normalising import Outcome
from portal.budgets.rows import Row, TableRows
from portal.budgets.sum_rows import holds
from portal.core.money import Ore

NO_RESULT = {"formula_no_value", "error_cell"}  # of a sum that we compute ourselves
CELL = "[A-Z]{1,3}[0-9]{1,7}"
TIMES = rf"(ROUND\({CELL}\*{CELL},[0-2]\)|{CELL}\*{CELL})"
PRODUCT = re.compile(rf'=?(IF\(OR\({CELL}="",{CELL}=""\),"",{TIMES}\)|{TIMES})')


@dataclass
class CostRow:
    """A line and the row it came from."""

    row: Row
    line: Line
    typed_total: Outcome

    @property
    def total_is_formula(self) -> bool:
        cell = self.row.cell("total")
        return cell is not None and cell.formula is not None


def read(table: TableRows) -> list[CostRow]:
    found = [_cost(row) for row in table]
    return _renumbered(found)


def _cost(row: Row) -> CostRow:
    years = tuple(cost for year in row.table.located.years if (cost := _year(row, year)))
    counted = any(each.units for each in years)
    if not years:
        _ask_for_units(row)
    line = Line(
        number=row.integer("number") or 0,
        category=row.choice("category", "categories", required=True),
        purpose=row.text("purpose", required=True),
        unit=row.choice("unit", "units", required=counted),
        years=years,
        sought=row.amount("sought") or Ore(0),
        own=row.amount("own") or Ore(0),
        other=row.amount("other") or Ore(0),
        refund=row.choice("refund", "yes_no") == "yes",
        note=row.text("note"),
    )
    total = normalising.amount(row.cell("total"))
    found = CostRow(row, line, total)
    if total.code and not (found.total_is_formula and total.code in NO_RESULT):
        row.taken(total, "total")
    return found


def _ask_for_units(row: Row) -> None:
    """A price and no number in any year: that is what is missing, and not the line's amount."""
    for year in row.table.located.years:
        blank = normalising.number(row.cell("units", year)).blank
        if blank and exact_price(row, year) and year not in row.tainted_years:
            row.taint("required_blank", "units", year)


def _year(row: Row, year: int) -> YearCost | None:
    units, price = row.quantity("units", year), row.amount("unit_price", year)
    if units is not None:
        units = round(units, 6)
    amount = _amount(row, year)
    if amount is None and year not in row.tainted_years:
        amount = _computed(row, year, units)
    if not units and not amount and year not in row.tainted_years:
        return None
    return YearCost(year, units, price, amount)


def _amount(row: Row, year: int) -> Ore | None:
    """What stands in the column; nothing when it is the template's formula without a result that can be used.

    Where units or price are written as text Excel cannot multiply them, and its formula says #VALUE!.
    """
    cell = row.cell("amount", year)
    if cell is not None and (cell.kind is Kind.EMPTY or _is_their_error(row, cell, year)):
        return None if _is_units_times_price(cell) else row.amount("amount", year)
    return row.amount("amount", year) if holds(cell) else None


def _is_their_error(row: Row, cell: Cell, year: int) -> bool:
    """Whether the formula fails because of its factors, which are read on their own."""
    factors = [row.cell(key, year) for key in ("units", "unit_price")]
    wrong = any(each is not None and each.kind in (Kind.TEXT, Kind.ERROR) for each in factors)
    return cell.kind is Kind.ERROR and cell.formula is not None and wrong and all(map(holds, factors))


def _is_units_times_price(cell: Cell) -> bool:
    """The template's formula, or a plain product of two cells.

    A shared formula says its text only once, and a copy written anew has the result in its place.
    """
    formula = (cell.formula or "").replace("$", "").replace(" ", "").upper()
    return formula.removeprefix("=") in {"", cell.raw} or PRODUCT.fullmatch(formula) is not None


def _computed(row: Row, year: int, units: Decimal | None) -> Ore | None:
    """As the template's formula has it: by the price with all its decimals."""
    if not units or year in row.tainted_years:
        return None
    price = exact_price(row, year)
    if price is None:
        row.taint("required_blank", "unit_price", year)
        return None
    return in_whole_kroner(units * price * 100)


def exact_price(row: Row, year: int) -> Decimal | None:
    """Kroner as they stand in the cell, where the line keeps whole øre."""
    read = normalising.number(row.cell("unit_price", year), money=True).value
    return read if isinstance(read, Decimal) else None


def _renumbered(rows: list[CostRow]) -> list[CostRow]:
    """Every line keeps its number when it has one of its own; the others get the next free one."""
    used: set[int] = set()
    wanted = {each.line.number for each in rows}
    free = 1
    for each in rows:
        if not each.line.number or each.line.number in used:
            while free in wanted or free in used:
                free += 1
            each.line = replace(each.line, number=free)
        used.add(each.line.number)
    return rows


def with_facts(rows: list[CostRow]) -> None:
    for each in rows:
        each.line = with_wage_facts(each.line)
