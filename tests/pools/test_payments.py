"""Money after the grant: no more is released than granted, paid than released, repaid than claimed, on any day."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import audit, clock
from portal.core.errors import Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, payments, standing
from portal.pools.models import Round
from portal.pools.rules import Entry, Money

MILLION = Ore(1_000_000_00)
numbers = count(1)


@pytest.fixture
def controller(make):
    return make.person(Role.CONTROLLER, make.round().region)


def granted(make, amount: int = 400_000_00) -> Round:
    this_round = make.round(frame=MILLION, reference=f"PAYMENTS-{next(numbers)}")
    ledger.commit(this_round, Ore(amount), case="OPK-1", by=None)
    return this_round


def test_a_grant_is_followed_from_the_frame_to_the_repayment(make, controller):
    this_round = granted(make)
    case = {"case": "OPK-1", "by": controller}
    payments.release(this_round, Ore(300_000_00), **case)
    payments.pay(this_round, Ore(300_000_00), **case)
    payments.claim(this_round, Ore(50_000_00), **case)
    ledger.give_back(this_round, Ore(150_000_00), **case)
    payments.repay(this_round, Ore(50_000_00), **case)
    money = standing.of_case(this_round, "OPK-1")
    assert money == Money(*(Ore(each) for each in (25000000, 30000000, 30000000, 5000000, 0, 5000000)))
    assert (money.spent, money.owed, this_round.left) == (250_000_00, 0, 750_000_00)
    assert [event.what for event in audit.of("OPK-1")] == [
        "money.instalment", "money.payment", "money.claim", "money.repayment"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("move", "amount", "says"),
    [
        ("release", 400_000_01, "400.000 kr. of the grant is not released yet"),
        ("pay", 1, "0 kr. is released and not paid"),
        ("take_back", 1, "0 kr. is released and not paid"),
        ("claim", 1, "The job centre holds 0 kr."),
        ("leave", 1, "The job centre holds 0 kr."),
        ("repay", 1, "0 kr. is claimed and not repaid"),
        ("release", 0, "above 0"),
    ],
)
def test_more_than_there_is_is_refused_with_the_figures(make, controller, move, amount, says):
    this_round = granted(make)
    with pytest.raises(Refusal, match=says.replace(" kr", "\xa0kr")):
        getattr(payments, move)(this_round, Ore(amount), case="OPK-1", by=controller)
    assert standing.of_case(this_round, "OPK-1") == Money(committed=Ore(400_000_00))


def test_what_is_under_way_to_the_job_centre_cannot_return_to_the_frame(make, controller):
    this_round = granted(make)
    payments.release(this_round, Ore(300_000_00), case="OPK-1", by=controller)
    with pytest.raises(Refusal, match=r"100\.000"):
        ledger.give_back(this_round, Ore(100_000_01), case="OPK-1", by=controller)
    payments.take_back(this_round, Ore(300_000_00), case="OPK-1", by=controller)
    ledger.give_back(this_round, Ore(400_000_00), case="OPK-1", by=controller)
    assert this_round.left == MILLION


def test_any_past_day_can_be_asked_for(make, controller):
    noon = datetime(2011, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        this_round = granted(make)
    with time_machine.travel(noon + timedelta(days=10), tick=False):
        payments.release(this_round, Ore(100_000_00), case="OPK-1", by=controller)
    with time_machine.travel(noon + timedelta(days=20), tick=False):
        payments.pay(this_round, Ore(100_000_00), case="OPK-1", by=controller)

    def seen(days: int) -> list[tuple[int, int, int]]:
        found = standing.on((noon + timedelta(days=days)).date(), rounds=[this_round.id])
        return [(each.left, each.together.released, each.together.paid) for each in found]

    assert seen(-1) == []
    assert seen(0) == seen(9) == [(600_000_00, 0, 0)]
    assert seen(10) == [(600_000_00, 100_000_00, 0)]
    assert seen(20) == seen(400) == [(600_000_00, 100_000_00, 100_000_00)]


def test_a_day_ends_at_midnight_in_denmark(make):
    with time_machine.travel(datetime(2011, 6, 30, 22, 30, tzinfo=UTC), tick=False):  # half past midnight of 1 July
        this_round = granted(make)
    assert standing.on(datetime(2011, 6, 30, tzinfo=UTC).date(), rounds=[this_round.id]) == []
    assert len(standing.on(datetime(2011, 7, 1, tzinfo=UTC).date(), rounds=[this_round.id])) == 1


MOVES = ("commit", "give_back", "release", "take_back", "pay", "claim", "leave", "repay")
moves = st.tuples(st.sampled_from(MOVES), st.integers(1, 40), st.sampled_from("AB"))


@given(history=st.lists(moves, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_history_of_payments_every_invariant_holds(make, controller, history):
    this_round = make.round(frame=Ore(100), reference=f"PAYMENTS-{next(numbers)}")
    for move, amount, case in history:
        room = ledger if move in ("commit", "give_back") else payments
        with suppress(Refusal):
            getattr(room, move)(this_round, Ore(amount), case=case, by=controller)
        for each in "AB":
            holds(standing.of_case(this_round, each))
        assert 0 <= this_round.committed <= this_round.frame
    ledger.open_frame(this_round, None)
    together = Money.together(standing.of_case(this_round, each) for each in "AB")
    assert together.committed == this_round.committed
    assert sum(entry.amount for entry in ledger.entries(this_round)) == this_round.left
    everything = ledger.entries_with_people(this_round)
    assert -sum(entry.amount for entry in everything if entry.kind is Entry.PAYMENT) == together.paid


@pytest.mark.slow
@pytest.mark.parametrize("part", range(40))  # PostgreSQL slows down with every change of a row in one transaction
def test_two_thousand_histories_of_grants_keep_every_invariant(make, controller, part):
    """50 in each part, every one a case of its own in the same round. The seed is fixed: they are always the same."""
    chance = Random(20100527 + part)  # noqa: S311
    this_round = make.round(frame=Ore(10**9), reference=f"PAYMENTS-MANY-{part}")
    ledger.open_frame(this_round, controller)
    for number in range(50):
        case = f"OPK-{part}-{number}"
        ledger.commit(this_round, Ore(chance.randint(1, 40)), case=case, by=controller)
        for move in chance.choices(MOVES, k=chance.randint(1, 5)):
            with suppress(Refusal):
                room = ledger if move in ("commit", "give_back") else payments
                getattr(room, move)(this_round, Ore(chance.randint(1, 40)), case=case, by=controller)
    (found,) = standing.on(clock.today(), rounds=[this_round.id])
    assert len(found.cases) == 50
    for money in found.cases.values():
        holds(money)
    assert standing.of_case(this_round, case) == found.cases[case]
    assert found.together.committed == this_round.committed
    assert found.left == this_round.left == sum(entry.amount for entry in ledger.entries(this_round))


def holds(money: Money) -> None:
    assert 0 <= money.paid <= money.released
    assert 0 <= money.repaid <= money.claimed
    assert money.claimed + money.unclaimed <= money.paid
    assert 0 <= money.free <= money.committed
    assert money.spent >= 0
    assert money.paid - money.claimed <= money.committed
