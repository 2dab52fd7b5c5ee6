"""The template's sheet of key figures: what the region looks at first, computed from the other sheets. Pure."""

from decimal import Decimal

from portal.adapters.spreadsheet_plan import Put, SheetPlan
from portal.budgets import totals
from portal.budgets.lines import Budget
from portal.budgets.specification import Spec

Figure = tuple[str, str, str, Decimal | str, str]  # Danish, English, formula, result, style


def sheet(spec: Spec, language: str, years: tuple[int, ...], budget: Budget, places: int = 0) -> SheetPlan:
    """`places` are the participants whose cost each is, where they are known."""
    plan = SheetPlan(spec.sheets["figures"][language], columns={1: (46, ""), 2: (20, "")})
    plan.puts.append(Put(1, 1, plan.name, "title"))
    for row, (danish, english, formula, result, style) in enumerate(_figures(years, budget, places), 3):
        plan.puts.append(Put(row, 1, english if language == "en" else danish, "label"))
        plan.puts.append(Put(row, 2, result, style, formula))
    return plan


def _figures(years: tuple[int, ...], budget: Budget, places: int) -> list[Figure]:
    sums = totals.of(budget, years)
    total, sought = Decimal(sums.total) / 100, Decimal(totals.sought(budget)) / 100
    part = sought / total if total else Decimal(0)
    each_place = total / places if places else Decimal(0)
    figures: list[Figure] = [
        ("Udgifter i alt, kr.", "Costs in all, DKK", "b_sum_costs_total", total, "amount"),
        ("Søgt tilskud, kr.", "Grant applied for, DKK", "b_sum_costs_sought", sought, "amount"),
        ("Søgt tilskuds andel", "The grant's share",
         "IF(b_sum_costs_total=0,0,b_sum_costs_sought/b_sum_costs_total)", part, "percent"),
        ("Pris pr. deltager, kr.", "Cost per participant, DKK",
         "IF(N(b_fact_participants)=0,0,b_sum_costs_total/b_fact_participants)", each_place, "amount"),
        ("Revision", "Audit",
         'IF(b_sum_costs_sought>500000,"forvaltningsrevision",'
         'IF(b_sum_costs_sought>100000,"godkendt revisor","regnskabskyndig"))', _audit(sought), ""),
    ]  # fmt: skip
    for year in years:
        gap = Decimal(sums.gap(year)) / 100
        formula = f"b_sum_costs_amount_{year}-b_sum_financing_amount_{year}"
        words = (f"Udgifter uden finansiering {year}", f"Costs without financing {year}")
        figures.append((*words, formula, gap, "amount"))
    wages = Decimal(sum(each.total for each in budget.lines if each.category in ("10", "11"))) / 100
    figures.append(("Løn på arket Løn, kr.", "Wages on the sheet Wages, DKK", "b_sum_wages_total", wages, "amount"))
    return figures


def _audit(sought: Decimal) -> str:
    if sought > 500_000:
        return "forvaltningsrevision"
    return "godkendt revisor" if sought > 100_000 else "regnskabskyndig"
