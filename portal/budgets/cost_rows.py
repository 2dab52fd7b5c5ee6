"""The rows of the table of costs as budget lines. Pure."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.lines import Line, YearCost, in_whole_kroner, with_wage_facts
from portal.budgets.normalising import Outcome
from portal.budgets.rows import Row, TableRows, holds
from portal.core.money import Ore

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
    if total.code in ("formula_no_value", ""):
        return CostRow(row, line, total)
    row.taken(total, "total")
    return CostRow(row, line, total)


def _year(row: Row, year: int) -> YearCost | None:
    units, price = row.quantity("units", year), row.amount("unit_price", year)
    if units is not None:
        units = round(units, 6)
    amount = _amount(row, year)
    if amount is None and year not in row.tainted_years:
        amount = _computed(row, year, units, price)
    if not units and not amount and year not in row.tainted_years:
        return None
    return YearCost(year, units, price, amount)


def _amount(row: Row, year: int) -> Ore | None:
    """What stands in the column; nothing when it is the template's formula without a saved result."""
    cell = row.cell("amount", year)
    if cell is not None and cell.kind is Kind.EMPTY:
        return None if _is_units_times_price(cell) else row.amount("amount", year)
    return row.amount("amount", year) if holds(cell) else None


def _is_units_times_price(cell: Cell) -> bool:
    """The template's formula, or a plain product of two cells; a shared formula says its text only once."""
    formula = (cell.formula or "").replace("$", "").replace(" ", "").upper()
    return not formula or PRODUCT.fullmatch(formula) is not None


def _computed(row: Row, year: int, units: Decimal | None, price: Ore | None) -> Ore | None:
    if not units or year in row.tainted_years:
        return None
    if price is None:
        row.taint("required_blank", "unit_price", year)
        return None
    return in_whole_kroner(units * price)


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
