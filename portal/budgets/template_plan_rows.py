"""A draft's positions, goals, milestones and yearly grants as rows of the template's tables. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from portal.budgets import plans
from portal.budgets.layout import Table
from portal.budgets.lines import Budget
from portal.budgets.plans import TOTAL, Goal, Milestone, YearlyGrant
from portal.budgets.specification import Spec
from portal.budgets.template_cells import ADDS_UP, DIFFERS, Row, Value, kroner
from portal.core.money import Ore, total
from portal.pools.positions import Position, decimal_of

Years = tuple[int, ...]
NOUGHT = Decimal(0)


def rows_of(table: Table, spec: Spec, budget: Budget, language: str, years: Years) -> list[Row]:
    match table.kind:
        case "positions":
            return [_position(each, language, years) for each in budget.positions]
        case "goals":
            drafted = list(_goals(budget.goals, spec, language, years))
            return drafted or [_prepared(each, table, spec, language, years) for each in table.prepared]
        case "milestones":
            return [_milestone(each, spec, language) for each in budget.milestones]
        case _:
            return list(_yearly_grants(budget, years))


def _filled(row: dict[tuple[str, int | None], Value | None]) -> Row:
    return {place: value for place, value in row.items() if value is not None and value != ""}


def _position(each: Position, language: str, years: Years) -> Row:
    wages = each.wages(years)
    in_all = total(wages.values())
    sought = each.sought or Ore(0)
    row: dict[tuple[str, int | None], Value | None] = {
        ("number", None): each.number,
        ("job_centre", None): each.job_centre,
        ("function", None): each.function,
        ("start", None): each.start,
        ("end", None): each.end,
        ("share", None): each.share,
        ("monthly_wage", None): None if each.monthly_wage is None else kroner(each.monthly_wage),
        ("pension", None): None if each.pension is None else each.pension / 100,
        ("total", None): kroner(in_all) if wages else None,
        ("sought", None): kroner(sought),
        ("own", None): kroner(in_all - sought) if wages else None,
        ("check", None): (DIFFERS[language] if sought > in_all else "OK") if wages else None,
        ("caseload", None): each.caseload,
        ("visits", None): each.visits,
    }
    if each.start:
        row |= {("months", year): decimal_of(each.months(year)) for year in years}
    return _filled(row | {("amount", year): kroner(wage) for year, wage in wages.items()})


def _prepared(given: Mapping[str, str], table: Table, spec: Spec, language: str, years: Years) -> Row:
    """A row of the blank template in which the choices stand already; a total adds up to nothing yet."""
    words = {key: spec.words(table.column(key).list, code, language) for key, code in given.items()}
    row: Row = {(key, None): word for key, word in words.items()}
    if TOTAL in given.values():
        row |= {ADDS_UP: 1, **dict.fromkeys(_places(years), NOUGHT)}
    return row


def _places(years: Years) -> list[tuple[str, int | None]]:
    return [("baseline", None), *((key, year) for key in ("goal", "actual") for year in years)]


def _goals(goals: Sequence[Goal], spec: Spec, language: str, years: Years) -> Iterator[Row]:
    """Group by group, each with the row that adds it up."""
    for group, together in groupby(goals, key=lambda each: each.target_group):
        rows = [_goal(each, spec, language, years) for each in together]
        yield from rows
        named = spec.words("instruments", TOTAL, language)
        if group and all(row.get(("instrument", None)) != named for row in rows):
            yield _sum_of(rows, group, named, years)


def _sum_of(rows: Iterable[Row], group: str, named: str, years: Years) -> Row:
    row: Row = {("target_group", None): group, ("instrument", None): named, ADDS_UP: 1}
    for place in _places(years):
        figures = [value for each in rows if isinstance(value := each.get(place), Decimal)]
        row[place] = sum(figures, NOUGHT)
    return row


def _goal(each: Goal, spec: Spec, language: str, years: Years) -> Row:
    growth = each.growth if each.goal(years[-1]) is not None else None
    row: dict[tuple[str, int | None], Value | None] = {
        ("target_group", None): each.target_group,
        ("instrument", None): spec.words("instruments", each.instrument, language) if each.instrument else "",
        ("baseline", None): each.baseline,
        ("baseline_period", None): each.baseline_period,
        ("baseline_source", None): each.baseline_source,
        ("growth", None): None if growth is None else growth / 100,
    }
    for year, number in each.goals:
        row["goal", year] = number
    for year, number in each.actual:
        row["actual", year] = number
        if goal := each.goal(year):
            row["fulfilment", year] = round(number / goal, 3)
    return _filled(row)


def _milestone(each: Milestone, spec: Spec, language: str) -> Row:
    return _filled({
        ("number", None): each.number,
        ("title", None): each.title,
        ("date", None): each.date,
        ("responsible", None): each.responsible,
        ("result", None): each.result,
        ("status", None): spec.words("milestone_statuses", each.status, language) if each.status else "",
    })  # fmt: skip


def _yearly_grants(budget: Budget, years: Years) -> Iterator[Row]:
    known = {each.year: each for each in budget.grants}
    paid = {each.year: each.amount for source in budget.financing if source.kind == "grant" for each in source.years}
    for year in years:
        grant = known.get(year) or (YearlyGrant(year, paid[year]) if year in paid else None)
        wages = total(each.wage(year) or 0 for each in budget.positions)
        extra = plans.persons(budget.goals, year) - plans.persons(budget.goals, None)
        yield _year(year, grant, wages, extra)


def _year(year: int, given: YearlyGrant | None, wages: Ore, extra: Decimal) -> Row:
    grant = given.grant if given else Ore(0)
    allocation = given.allocation if given else None
    return _filled({
        ("year", None): year,
        ("allocation", None): None if allocation is None else kroner(allocation),
        ("wages", None): kroner(wages),
        ("grant", None): kroner(grant) if given else None,
        ("own", None): kroner(wages - grant),
        ("left", None): None if allocation is None else kroner(allocation - grant),
        ("extra", None): extra,
        ("per_person", None): round(kroner(grant) / extra) if extra > 0 else None,
    })  # fmt: skip
