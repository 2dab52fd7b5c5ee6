"""What is different between the draft's budget and the workbook's: exactly what a person would say."""

from dataclasses import replace
from decimal import Decimal

from portal.budgets.comparing import Change, compare, longest_run
from portal.budgets.lines import Budget, YearCost
from portal.core.money import Ore
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
    assert (field.name, field.year, field.old, field.new) == ("amount", 2010, "60.000,00", "60.012,50")
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
