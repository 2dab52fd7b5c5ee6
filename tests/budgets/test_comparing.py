"""What is different between the draft's budget and the workbook's: exactly what a person would say."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.budgets.comparing import Change, Comparison, compare, longest_run
from portal.budgets.lines import Budget, Financing, Line, YearAmount, YearCost
from portal.core.money import Ore
from tests.budgets import consulting, drawn
from tests.budgets.workbooks import funded, line

TEN = [line(number) for number in range(1, 11)]


def dearer(one, by: int):
    cost = one.years[0]
    return replace(one, years=(YearCost(cost.year, cost.units, cost.unit_price, Ore(cost.amount + by)),))


def test_the_same_budget_has_no_differences():
    assert compare(funded(*TEN), funded(*TEN)).nothing


def test_two_changed_one_added_one_removed_and_three_moved():
    new = [dearer(TEN[0], 100), dearer(TEN[1], -50), TEN[5], TEN[4], TEN[3], TEN[6], TEN[8], TEN[7], TEN[9], line(99)]
    found = compare(Budget(tuple(TEN)), Budget(tuple(new)))
    assert found.counts == {Change.ADDED: 1, Change.REMOVED: 1, Change.CHANGED: 2, Change.MOVED: 3, Change.SAME: 4}
    assert [each.old for each in found.removed] == [TEN[2]]
    assert found.difference == 50


def test_a_change_says_field_year_old_and_new():
    (change,) = compare(Budget((TEN[0],)), Budget((dearer(TEN[0], 12_50),))).lines
    (field,) = change.fields
    assert (field.name, field.year, field.old, field.new) == ("amount", 2010, "60.000", "60.012,50")
    assert change.difference == 12_50


def test_a_line_with_other_words_and_the_same_figures_is_changed_not_exchanged():
    old = line(1, category="40", years=(YearCost(2010, Decimal(1), Ore(700), Ore(700)),))
    (change,) = compare(Budget((old,)), Budget((replace(old, purpose="Buskort"),))).lines
    assert (change.change, change.fields[0].name) == (Change.CHANGED, "purpose")


def test_financing_that_changed_is_said():
    old = funded(TEN[0])
    found = compare(old, Budget(old.lines, ()))
    assert found.financing_changed
    assert not found.nothing


def test_lines_that_are_alike_in_every_way_are_told_apart_by_their_place():
    twins = [replace(TEN[0], number=1), replace(TEN[0], number=2)]
    assert compare(Budget(tuple(twins)), Budget(tuple(twins[:1]))).counts[Change.REMOVED] == 1


def test_the_longest_run_is_what_did_not_move():
    assert longest_run([0, 3, 1, 2]) == {0, 2, 3}
    assert longest_run([]) == set()


def test_twins_pair_off_by_their_figures_before_their_order():
    one, two = replace(TEN[0], number=1), replace(dearer(TEN[0], 100), number=2)
    found = compare(Budget((one, two)), Budget((replace(two, number=1),)))
    assert found.counts[Change.REMOVED] == found.counts[Change.SAME] == 1
    assert found.removed[0].old == one


def test_a_line_rewritten_under_its_number_is_changed_where_the_numbers_were_kept():
    rewritten = replace(dearer(TEN[4], 100), purpose="Svejsekursus")
    kept = Budget((*TEN[:4], rewritten, *TEN[5:]))
    assert compare(Budget(tuple(TEN)), kept).counts[Change.CHANGED] == 1
    renumbered = Budget(tuple(replace(each, number=number) for number, each in enumerate((*TEN[1:4], rewritten), 1)))
    found = compare(Budget(tuple(TEN[:5])), renumbered)
    assert (found.counts[Change.ADDED], found.counts[Change.REMOVED]) == (1, 2)


def test_hours_and_rate_of_a_wage_are_compared_too():
    wage = replace(TEN[0], category="10", function="Leder", hours=Decimal(10), hourly_rate=Ore(300_00))
    found = compare(Budget((wage,)), Budget((replace(wage, hours=Decimal(12), hourly_rate=Ore(310_00)),)))
    assert [(each.name, each.old, each.new) for each in found.lines[0].fields] == [
        ("hours", "10", "12"),
        ("hourly_rate", "300", "310"),
    ]


def test_what_each_year_and_category_costs_more_is_said():
    before = Budget((TEN[0], TEN[1]))
    after = Budget((dearer(TEN[0], 12_50), replace(TEN[1], category="40")))
    found = compare(before, after)
    assert found.by_year == {2010: 12_50}
    assert found.by_category == {"21": 12_50 - 60_000_00, "40": 60_000_00}


SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def two_versions(draw) -> tuple[Budget, Budget]:
    """A budget, and the same after lines were taken out, added, copied, made dearer, renamed and moved."""
    old = draw(drawn.budgets(most=8))
    new = []
    for each in old.lines:
        what = draw(st.sampled_from(["keep", "keep", "remove", "dearer", "rename", "copy", "recategorise"]))
        other = {
            "keep": [each], "remove": [], "dearer": [dearer(each, draw(st.integers(-5, 5)))], "copy": [each, each],
            "rename": [replace(each, purpose=draw(drawn.TEXTS))], "recategorise": [replace(each, category="50")],
        }  # fmt: skip
        new += other[what]
    new += [draw(drawn.lines(90, drawn.YEARS)) for _each in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        new = list(draw(st.permutations(new)))
    return old, Budget(tuple(replace(each, number=number) for number, each in enumerate(new, 1)), old.financing)


def applied(found: Comparison) -> list[Line]:
    """The old lines with the differences put in: what was not said to change is taken from the old line."""
    lines = []
    for each in found.lines:
        if each.new is None:
            continue
        said = {field.name for field in each.fields}
        whole = {"years"} if said & {"units", "unit_price", "amount"} else set()
        old = each.old or each.new
        lines.append(
            replace(old, number=each.new.number, **{name: getattr(each.new, name) for name in keys(said | whole)})
        )
    return lines


def keys(said: set[str]) -> set[str]:
    return said & {each.name for each in fields(Line)}


@SOME
@given(two_versions())
def test_the_differences_put_into_the_old_budget_give_the_new_one(pair):
    old, new = pair
    assert applied(compare(old, new)) == list(new.lines)


@SOME
@given(two_versions())
def test_the_other_way_round_what_was_added_is_removed(pair):
    there, back = compare(*pair), compare(*reversed(pair))
    assert [each.new for each in there.of(Change.ADDED)] == [each.old for each in back.removed]
    assert [each.old for each in there.removed] == [each.new for each in back.of(Change.ADDED)]
    assert there.counts[Change.CHANGED] == back.counts[Change.CHANGED]
    assert there.difference == -back.difference


@SOME
@given(two_versions())
def test_what_lines_years_and_categories_cost_more_adds_up(pair):
    old, new = pair
    found = compare(old, new)
    difference = sum(each.total for each in new.lines) - sum(each.total for each in old.lines)
    assert found.difference == sum(found.by_year.values()) == sum(found.by_category.values()) == difference
    assert sum(found.counts.values()) == len(found.lines)
    assert compare(old, old).nothing
    assert compare(new, new).nothing


def test_what_a_position_says_is_told_where_its_wage_stays():
    old = consulting.budget(consulting.position())
    new = consulting.budget(consulting.position(caseload=Decimal(35), visits=Decimal(0)))
    (change,) = compare(old, new).lines
    told = [(each.name, each.old, each.new) for each in change.fields]
    assert told == [("caseload", "40", "35"), ("visits", "200", "0")]


def test_a_position_with_another_wage_is_told_in_the_words_of_its_sheet():
    dearer = consulting.position(monthly_wage=Ore(37_000_00))
    (change,) = compare(consulting.budget(consulting.position()), consulting.budget(dearer)).lines
    names = {each.name for each in change.fields}
    assert {"monthly_wage", "amount", "own"} <= names
    assert names <= {column.key for column in consulting.SPEC.table("positions").columns}


def test_goals_milestones_and_yearly_grants_are_differences_too():
    plan = consulting.PLAN
    goals = (consulting.goal(first=90), *plan.goals[1:2], consulting.goal("placement", 5, 1, group="Unge"))
    late = replace(plan.milestones[0], date=date(2010, 12, 24))
    renamed = replace(plan.milestones[1], title="Ny titel")
    grants = (replace(plan.grants[0], grant=Ore(plan.grants[0].grant + 100)), *plan.grants[1:])
    new = replace(plan, goals=goals, milestones=(renamed, late, *plan.milestones[2:]), grants=grants)
    found = compare(plan, new)
    assert not found.nothing
    assert {each.change for each in found.lines} == {Change.SAME}
    told = [(each.kind, each.change.value, each.name, [field.name for field in each.fields]) for each in found.plan]
    assert told == [
        ("goals", "removed", "Ledige i risiko", []),
        ("goals", "changed", "Langtidsledige", ["goal"] * 4),
        ("goals", "added", "Unge", []),
        ("milestones", "changed", "Ny titel", ["title"]),
        ("milestones", "changed", "Flere i praktik 2010", ["date"]),
        ("yearly_grant", "changed", "2010", ["grant"]),
    ]


def test_the_same_plan_has_no_differences():
    assert compare(consulting.PLAN, consulting.PLAN).nothing


def test_what_is_different_in_the_financing_is_said_source_by_source():
    (puljen,) = funded(TEN[0]).financing
    own = Financing("Kommunen", "own", "confirmed", (YearAmount(2010, Ore(5_000_00)),))
    old = Budget((TEN[0],), (puljen, own))
    less = replace(puljen, status="confirmed", years=(YearAmount(2010, Ore(40_000_00)),))
    fund = Financing("Fonden", "other", "applied", (YearAmount(2011, Ore(100_00)),))
    found = compare(old, Budget((TEN[0],), (less, fund)))
    told = [(each.kind, each.change, each.name, [(one.name, one.year, one.old, one.new) for one in each.fields])
            for each in found.plan]  # fmt: skip
    assert told == [
        ("financing", Change.REMOVED, "Kommunen", [("total", None, "5.000", "")]),
        ("financing", Change.CHANGED, "Puljen",
         [("status", None, "applied", "confirmed"), ("amount", 2010, "60.000", "40.000")]),
        ("financing", Change.ADDED, "Fonden", [("total", None, "", "100")]),
    ]  # fmt: skip


def test_the_financing_that_follows_from_a_plan_is_not_told_twice():
    old = consulting.PLAN
    kinds = {each.kind for each in compare(old, replace(old, financing=())).plan}
    assert "financing" not in kinds
