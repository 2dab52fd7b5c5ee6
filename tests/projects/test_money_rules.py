"""P-01, P-02, P-04 and P-05: what may be used, asked for, released, and what a grant comes to in the end."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.money import Ore
from portal.core.text import Text
from portal.projects import accounting, changing, paying
from portal.projects.accounting import Approved, Period
from portal.projects.changing import Limits, Moved, moves_too_much
from portal.projects.paying import Condition, Gate
from portal.projects.settling import Settlement

LIMITS = Limits()
kroner = st.integers(0, 5_000_000_00).map(Ore)


def by_hand(granted: int, cost: int, income: int, paid: int, smallest: int) -> dict[str, int]:
    """The settlement counted another way, krone by krone in Decimal, to hold the rule against."""
    net = Decimal(cost) - Decimal(income)
    final = sorted([Decimal(0), net, Decimal(granted)])[1]
    above = Decimal(paid) - final if paid > final else Decimal(0)
    claimed = above if above >= smallest else Decimal(0)
    return {"final": int(final), "repay": int(claimed), "left": int(above - claimed),
            "to_pay": int(final - min(final, Decimal(paid)))}  # fmt: skip


@settings(max_examples=200)
@given(granted=kroner, cost=kroner, income=kroner, share=st.integers(0, 100))
def test_a_settlement_equals_one_counted_by_hand(granted, cost, income, share):
    paid = Ore(granted * share // 100)
    found = Settlement(granted, cost, income, paid, Ore(500_00))
    expected = by_hand(granted, cost, income, paid, 500_00)
    assert found.final == expected["final"]
    assert found.repay == expected["repay"]
    assert found.left_to_the_job_centre == expected["left"]
    assert found.to_pay == expected["to_pay"]
    assert 0 <= found.final <= granted
    assert paid + found.to_pay - found.repay == found.final + found.left_to_the_job_centre
    assert found.back_to_the_frame >= 0
    assert found.back_to_the_frame + found.final + found.left_to_the_job_centre == granted


@pytest.mark.parametrize(
    ("cost", "income", "paid", "final", "repay", "left"),
    [
        (900_000, 0, 600_000, 620_000, 0, 0),
        (620_000, 0, 620_000, 620_000, 0, 0),
        (600_000, 100_000, 620_000, 500_000, 120_000, 0),
        (100_000, 200_000, 50_000, 0, 50_000, 0),
        (619_600, 0, 620_000, 619_600, 0, 400),
        (619_500, 0, 620_000, 619_500, 500, 0),
    ],
)
def test_settlements_that_a_controller_knows(cost, income, paid, final, repay, left):
    found = Settlement(*(Ore(each * 100) for each in (620_000, cost, income, paid, 500)))
    assert (found.final, found.repay, found.left_to_the_job_centre) == (final * 100, repay * 100, left * 100)


LINES = [Approved(1, "10", "Projektleder", Ore(500_000_00)), Approved(2, "21", "Kursus", Ore(2_000_000_00))]


@pytest.mark.parametrize(
    ("approved", "wanted", "too_much"),
    [
        (500_000_00, 550_000_00, False),
        (500_000_00, 550_000_01, True),
        (500_000_00, 449_999_99, True),
        (2_000_000_00, 2_100_000_00, False),
        (2_000_000_00, 2_100_000_01, True),
        (0, 1, True),
        (0, 0, False),
    ],
)
def test_a_line_moves_at_most_a_tenth_and_a_hundred_thousand(approved, wanted, too_much):
    assert moves_too_much(Ore(approved), Ore(wanted), LIMITS) is too_much


def test_an_account_far_above_the_approved_line_is_refused_with_the_figures():
    rows = accounting.standings(LINES, {1: Ore(400_000_00)}, {1: Ore(160_000_00), 2: Ore(1)})
    problems = list(accounting.problems_with_the_lines(rows, LIMITS))
    assert [each.field for each in problems] == ["line-1"]
    assert "60.000" in str(problems[0].text)
    assert rows[0].percent == Decimal("112.0")
    assert list(accounting.problems_with_the_lines(accounting.standings(LINES, {}, {1: Ore(550_000_00)}), LIMITS)) == []


def test_a_correction_is_negative_and_no_larger_than_what_was_accounted_for():
    good = accounting.standings(LINES, {1: Ore(100)}, {1: Ore(-100)})
    assert list(accounting.problems_with_the_lines(good, LIMITS)) == []
    bad = accounting.standings(LINES, {1: Ore(100)}, {1: Ore(-101)})
    assert [each.field for each in accounting.problems_with_the_lines(bad, LIMITS)] == ["line-1"]


OVER_TWO_YEARS = Approved(1, "10", "Projektleder", Ore(500_000_00), {2010: Ore(100_000_00), 2011: Ore(400_000_00)})


@pytest.mark.parametrize(
    ("years", "earlier", "in_them", "this", "above"),
    [
        ([2010], 0, 0, 110_000_00, None),  # a tenth more is borne, as of a whole line
        ([2010], 0, 0, 110_000_01, "10.000,01"),
        ([2010], 60_000_00, 60_000_00, 60_000_00, "20.000"),  # two accounts of one year are one year
        ([2011], 100_000_00, 0, 400_000_00, None),
        ([2011], 10_000_00, 0, 480_000_00, "80.000"),  # what was not used in 2010 is not carried over unasked
        ([2010, 2011], 0, 0, 500_000_00, None),
        ([2012], 0, 0, 1, "0,01"),
        ([2012], 1, 1, -1, None),  # a correction moves nothing
        ([2011], 500_000_00, 0, 450_000_00, None),  # the whole line is passed, and that is told instead
    ],
)
def test_money_moves_between_years_only_after_an_approved_change(years, earlier, in_them, this, above):
    rows = accounting.standings([OVER_TWO_YEARS], {1: Ore(earlier)}, {1: Ore(this)})
    problems = list(accounting.problems_with_the_years(rows, years, {1: Ore(in_them)}, LIMITS))
    assert [each.field for each in problems] == (["line-1"] if above else [])
    if above:
        assert problems[0].text.values["above"].short == above


def test_a_line_without_years_says_nothing_of_them():
    rows = accounting.standings(LINES, {}, {1: Ore(1)})
    assert list(accounting.problems_with_the_years(rows, [2010], {}, LIMITS)) == []


def test_a_line_that_was_not_approved_is_refused():
    problems = list(accounting.problems_with_foreign_lines([1, 7, 9], LINES))
    assert [each.field for each in problems] == ["line-7", "line-9"]


def test_an_account_stays_within_the_project_and_outside_the_other_accounts():
    project = Period(date(2010, 9, 1), date(2012, 6, 30))
    first = Period(date(2010, 9, 1), date(2010, 12, 31))

    def problems(start: date, end: date) -> list[str]:
        found = accounting.problems_with_the_period(
            Period(start, end), project=project, others=[first], today=date(2011, 7, 10)
        )
        return [each.field for each in found]

    assert problems(date(2011, 1, 1), date(2011, 6, 30)) == []
    assert problems(date(2011, 6, 30), date(2011, 1, 1)) == ["ends_on"]
    assert problems(date(2010, 12, 31), date(2011, 6, 30)) == ["starts_on"]
    assert problems(date(2010, 8, 31), date(2011, 6, 30)) == ["starts_on", "starts_on"]
    assert problems(date(2011, 1, 1), date(2011, 12, 31)) == ["ends_on"]


def moved(before: dict[int, int], after: dict[int, int]) -> Moved:
    return Moved(1, "Kursus", {y: Ore(a) for y, a in before.items()}, {y: Ore(a) for y, a in after.items()})


def test_money_that_moves_between_years_must_be_asked_for_however_little():
    assert moved({2010: 100, 2011: 100}, {2010: 101, 2011: 99}).must_be_asked_for(LIMITS)
    assert not moved({2010: 100, 2011: 100}, {2010: 101, 2011: 100}).must_be_asked_for(LIMITS)
    assert not moved({2010: 100}, {2010: 100}).must_be_asked_for(LIMITS)


def test_a_change_moves_money_and_never_makes_the_budget_larger():
    grown = [moved({2010: 100}, {2010: 200})]
    problems = list(changing.problems_with_a_change(grown, total=Ore(100), reason="Flere deltagere"))
    assert [each.field for each in problems] == ["lines"]
    same = [moved({2010: 100}, {2010: 100})]
    assert [each.field for each in changing.problems_with_a_change(same, total=Ore(100), reason=" ")] == [
        "lines", "reason"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("after", "sought", "used", "fields"),
    [
        ({2010: -1, 2011: -1}, 0, 0, ["line-1-2010", "line-1-2011"]),
        ({2010: 100}, -1, 0, ["line-1-sought"]),
        ({2010: 100}, 101, 0, ["line-1-sought"]),
        ({2010: 100}, 100, 100, []),
        ({2010: 99}, 0, 100, ["line-1-2010"]),
        ({2010: 100}, 0, 110, []),  # a tenth above the line is borne, and the line is not lowered
        ({2010: 105}, 0, 110, []),
    ],
)
def test_what_no_budget_can_say_is_told_beside_its_amount(after, sought, used, fields):
    line = Moved(1, "Kursus", {2010: Ore(100)}, {year: Ore(each) for year, each in after.items()}, Ore(0), Ore(sought))
    found = [
        *changing.problems_with_the_lines([line]), *changing.problems_with_what_is_used([line], {1: Ore(used)})
    ]  # fmt: skip
    assert [each.field for each in found] == fields


DUE = date(2011, 1, 1)


def gate(**facts: object) -> Gate:
    usual = {
        "due_on": DUE, "condition": Condition.ACCOUNT, "accepted": True, "accounted_until": date(2010, 12, 31),
        "final_approved": False, "overdue": (), "amount": Ore(100), "to_release": Ore(100),
    }  # fmt: skip
    return Gate(**{**usual, **facts})  # type: ignore[arg-type]


def held(today: date = DUE, **facts: object) -> int:
    return len(list(paying.problems_with_the_release(gate(**facts), today=today)))


def test_an_instalment_is_released_when_its_condition_is_met_and_nothing_is_overdue():
    assert held() == 0
    assert held(today=date(2010, 12, 31)) == 1
    assert held(accounted_until=date(2010, 12, 30)) == 1
    assert held(accounted_until=None) == 1
    assert held(accepted=False, condition=Condition.ACCEPTED) == 1
    assert held(condition=Condition.ACCEPTED, accounted_until=None) == 0
    assert held(condition=Condition.FINAL) == 1
    assert held(condition=Condition.FINAL, final_approved=True) == 0
    assert held(overdue=(Text("The account of 2010 is overdue", {}), Text("The report is overdue", {}))) == 2
    assert held(amount=Ore(101)) == 1
    assert held(today=date(2010, 1, 1), amount=Ore(101), accepted=False, overdue=(Text("x", {}),)) == 4


@given(granted=st.integers(1, 5_000_000_00).map(Ore), years=st.integers(0, 3), last=st.integers(0, 30))
def test_a_plan_holds_every_ore_of_the_grant(granted, years, last):
    planned = paying.plan(granted, date(2010, 9, 15), date(2010 + years, 12, 31), last_percent=last)
    assert sum(each.amount for each in planned) == granted
    assert [each.number for each in planned] == list(range(1, len(planned) + 1))
    assert all(each.amount >= 0 for each in planned)
    assert planned[0].condition is Condition.ACCEPTED
