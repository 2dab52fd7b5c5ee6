"""A draft's lines as rows of the template's tables. Pure."""

from portal.budgets import template_plan_rows
from portal.budgets.layout import Table
from portal.budgets.lines import WAGES, Budget, Financing, Line
from portal.budgets.specification import Spec
from portal.budgets.template_cells import DIFFERS, Row, kroner


def rows_of(table: Table, spec: Spec, budget: Budget, language: str, years: tuple[int, ...]) -> list[Row]:
    match table.kind:
        case "costs":
            return [_cost(each, spec, language) for each in budget.lines]
        case "wages":
            return [_wage(each) for each in budget.lines if each.category in WAGES and each.function]
        case "financing":
            return [_source(each, spec, language) for each in budget.financing]
        case _:
            return template_plan_rows.rows_of(table, spec, budget, language, years)


def _cost(line: Line, spec: Spec, language: str) -> Row:
    row: Row = {
        ("number", None): line.number,
        ("category", None): spec.words("categories", line.category, language) if line.category else "",
        ("purpose", None): line.purpose,
        ("unit", None): spec.words("units", line.unit, language) if line.unit else "",
        ("total", None): kroner(line.total),
        ("sought", None): kroner(line.sought),
        ("own", None): kroner(line.own),
        ("other", None): kroner(line.other),
        ("check", None): "OK" if line.total == line.sought + line.own + line.other else DIFFERS[language],
        ("refund", None): spec.words("yes_no", "yes" if line.refund else "no", language),
        ("note", None): line.note,
    }
    for each in line.years:
        if each.units is not None:
            row["units", each.year] = each.units
        if each.unit_price is not None:
            row["unit_price", each.year] = kroner(each.unit_price)
        if each.amount is not None:
            row["amount", each.year] = kroner(each.amount)
        if each.computed is not None:
            row["computed", each.year] = kroner(each.computed)
    return row


def _wage(line: Line) -> Row:
    row: Row = {
        ("line_number", None): line.number,
        ("function", None): line.function,
        ("total", None): kroner(line.total),
    }
    if line.hours is not None:
        row["hours", None] = line.hours
    if line.hourly_rate is not None:
        row["hourly_rate", None] = kroner(line.hourly_rate)
    for each in line.years:
        row["amount", each.year] = kroner(each.amount)
    return row


def _source(source: Financing, spec: Spec, language: str) -> Row:
    row: Row = {
        ("source", None): source.source,
        ("kind", None): spec.words("kinds", source.kind, language) if source.kind else "",
        ("status", None): spec.words("statuses", source.status, language) if source.status else "",
        ("total", None): kroner(source.total),
    }
    for each in source.years:
        row["amount", each.year] = kroner(each.amount)
    return row
