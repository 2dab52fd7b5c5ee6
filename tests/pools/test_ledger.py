"""The frame: what is committed, given back and left, and that it can never be spent twice."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, count
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, rounds
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import Entry, RoundPlan
from tests.support.factories import Factories

MILLION = Ore(1_000_000_00)
numbers = count(1)


def balanced(this_round: Round) -> bool:
    moved = sum(entry.amount for entry in ledger.entries(this_round))
    return moved == this_round.left == ledger.balance(this_round).left


def test_the_frame_is_entered_once_however_often_it_is_opened(make):
    this_round = make.round(frame=MILLION)
    ledger.open_frame(this_round, None)
    ledger.open_frame(this_round, None)
    assert [(entry.kind, entry.amount) for entry in ledger.entries(this_round)] == [(Entry.FRAME, MILLION)]
    assert [event.what for event in audit.of(this_round.reference)] == ["frame.opened"]


def test_a_commitment_takes_money_from_the_frame_and_is_written_in_the_ledger_and_the_chain(make):
    this_round = make.round(frame=MILLION)
    director = make.person(Role.DIRECTOR, this_round.region)
    entry = ledger.commit(this_round, Ore(300_000_00), case="OPK-1", by=director, note="Afgørelse")
    assert (entry.amount, entry.left_after, entry.by, entry.note) == (-300_000_00, 700_000_00, director, "Afgørelse")
    assert (this_round.committed, this_round.left) == (300_000_00, 700_000_00)
    assert audit.of(this_round.reference)[-1].details == {"case": "OPK-1", "amount": 300_000_00, "left": 700_000_00}
    assert balanced(this_round)


def test_the_whole_frame_can_be_spent_to_the_last_ore_but_not_one_more(make):
    this_round = make.round(frame=MILLION)
    ledger.commit(this_round, Ore(MILLION - 1), case="OPK-1", by=None)
    with pytest.raises(Refusal, match="0,01 kr. is left, so 0,02 kr. does not fit".replace(" kr", "\xa0kr")):
        ledger.commit(this_round, Ore(2), case="OPK-2", by=None)
    ledger.commit(this_round, Ore(1), case="OPK-2", by=None)
    assert this_round.left == 0
    assert balanced(this_round)


def test_a_commitment_that_does_not_fit_leaves_no_trace(make):
    this_round = make.round(frame=MILLION)
    with pytest.raises(Refusal) as refused:
        ledger.commit(this_round, Ore(MILLION + 1), case="OPK-1", by=None)
    assert refused.value.problems[0].field == "amount"
    assert [entry.kind for entry in ledger.entries(this_round)] == [Entry.FRAME]
    assert this_round.committed == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_of_nothing_is_refused_in_both_directions(make, amount):
    this_round = make.round()
    for move in (ledger.commit, ledger.give_back):
        with pytest.raises(Refusal, match="above 0"):
            move(this_round, Ore(amount), case="OPK-1", by=None)


def test_money_given_back_can_be_given_to_another(make):
    this_round = make.round(frame=MILLION)
    ledger.commit(this_round, MILLION, case="OPK-1", by=None)
    ledger.give_back(this_round, Ore(400_000_00), case="OPK-1", by=None)
    ledger.commit(this_round, Ore(400_000_00), case="OPK-2", by=None)
    assert ledger.bound_to(this_round, "OPK-1") == 600_000_00
    assert balanced(this_round)


def test_a_case_cannot_give_back_more_than_is_bound_to_it(make):
    this_round = make.round(frame=MILLION)
    ledger.commit(this_round, Ore(100), case="OPK-1", by=None)
    ledger.commit(this_round, Ore(900), case="OPK-2", by=None)
    with pytest.raises(Refusal, match="bound to OPK-1"):
        ledger.give_back(this_round, Ore(101), case="OPK-1", by=None)
    assert balanced(this_round)


def test_the_frame_can_grow_and_shrink_but_not_below_what_is_decided(make):
    this_round = make.round(frame=MILLION)
    ledger.commit(this_round, Ore(500_000_00), case="OPK-1", by=None)
    ledger.change_frame(this_round, Ore(500_000_00), by=None)
    with pytest.raises(Refusal, match="cannot be lower"):
        ledger.change_frame(this_round, Ore(499_999_99), by=None)
    ledger.change_frame(this_round, Ore(2_000_000_00), by=None)
    ledger.change_frame(this_round, Ore(2_000_000_00), by=None)
    assert this_round.left == 1_500_000_00
    assert len(ledger.entries(this_round)) == 4
    assert balanced(this_round)


def test_an_entry_can_be_neither_changed_nor_deleted(make):
    entry = ledger.commit(make.round(), Ore(1), case="OPK-1", by=None)
    entry.amount = Ore(-2)
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("committed", ["frame + 1", "-1"])
def test_the_database_itself_refuses_an_overspent_frame(make, committed):
    this_round = make.round()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(f"UPDATE round SET committed = {committed} WHERE id = {this_round.id}"))  # noqa: S608


def test_the_database_itself_refuses_an_entry_whose_sign_does_not_fit(make):
    this_round = make.round()
    wrong = LedgerEntry(
        round=this_round, at=this_round.opens_at, kind=Entry.COMMITMENT, amount=Ore(1), left_after=Ore(0)
    )  # fmt: skip
    db.session.add(wrong)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


moves = st.tuples(
    st.sampled_from(["commit", "give_back", "change"]), st.integers(1, 60), st.sampled_from("ABC"), st.integers(0, 40)
)


@given(history=st.lists(moves, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_history_the_entries_add_up_to_what_is_left_and_no_more_than_the_frame_is_spent(make, history):
    this_round = make.round(frame=Ore(100), reference=f"HISTORY-{next(numbers)}")
    for move, amount, case, days in history:
        with suppress(Refusal), clock.at(this_round.opens_at + timedelta(days=days)):  # also out of the days' order
            if move == "change":
                ledger.change_frame(this_round, Ore(amount * 3), by=None)
            else:
                getattr(ledger, move)(this_round, Ore(amount), case=case, by=None)
        assert 0 <= this_round.committed <= this_round.frame
    ledger.open_frame(this_round, None)
    assert balanced(this_round)
    assert sum(ledger.bound_to(this_round, case) for case in "ABC") == this_round.committed
    shown = ledger.entries_with_people(this_round)
    assert list(accumulate(entry.amount for entry in shown)) == [entry.left_after for entry in shown]
    assert shown[-1].left_after == this_round.left


def at_once(app, tries: int, one) -> list[str]:
    """Run `one(number)` in as many threads, each with a connection of its own, all let loose in the same instant."""
    gate, answers = Barrier(tries), []

    def run(number: int) -> None:
        with app.app_context():
            gate.wait(timeout=20)
            try:
                one(number)
                db.session.commit()
                answers.append("granted")
            except Refusal:
                db.session.rollback()
                answers.append("refused")
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(number,)) for number in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_decisions_in_the_same_instant_never_overspend_the_frame(busy_app):
    round_id = Factories(db.session).round(frame=MILLION).id
    db.session.commit()
    db.session.remove()

    def decide(number: int) -> None:
        ledger.commit(db.session.get_one(Round, round_id), Ore(300_000_00), case=f"OPK-{number}", by=None)

    answers = at_once(busy_app, 8, decide)
    this_round = db.session.get_one(Round, round_id)
    assert sorted(answers) == ["granted"] * 3 + ["refused"] * 5
    assert this_round.committed == 900_000_00
    assert balanced(this_round)
    assert audit.first_break(db.session.query(audit.Event).order_by(audit.Event.id)) is None


def test_the_one_statement_holds_alone_also_without_the_queue_before_it(busy_app, monkeypatch):
    round_id = Factories(db.session).round(frame=MILLION).id
    db.session.commit()
    db.session.remove()
    monkeypatch.setattr(ledger, "wait_for_turn", lambda this_round: None)
    monkeypatch.setattr(ledger, "open_frame", lambda this_round, by: None)

    def decide(number: int) -> None:
        ledger.commit(db.session.get_one(Round, round_id), Ore(600_000_00), case=f"OPK-{number}", by=None)

    assert sorted(at_once(busy_app, 4, decide)) == ["granted", "refused", "refused", "refused"]
    assert db.session.get_one(Round, round_id).committed == 600_000_00


def test_a_decision_that_is_undone_at_the_last_moment_leaves_the_money_to_the_other(busy_app):
    round_id = Factories(db.session).round(frame=MILLION).id
    db.session.commit()
    db.session.remove()
    ledger.commit(db.session.get_one(Round, round_id), MILLION, case="OPK-1", by=None)
    db.session.rollback()
    assert at_once(busy_app, 1, lambda _: ledger.commit(
        db.session.get_one(Round, round_id), MILLION, case="OPK-2", by=None
    )) == ["granted"]  # fmt: skip
    assert [entry.case for entry in ledger.entries(db.session.get_one(Round, round_id))] == ["", "OPK-2"]


def test_of_two_who_change_the_same_plan_in_the_same_instant_only_one_does(busy_app):
    make, now = Factories(db.session), datetime(2010, 9, 1, 11, tzinfo=UTC)
    plan = RoundPlan(
        title="Opkvalificering 2010", year=2010, opens_at=now + timedelta(days=9), closes_at=now + timedelta(days=70),
        answer_at=now + timedelta(days=100), expected_grant_on=date(2010, 12, 15), period_start=date(2010, 12, 15),
        period_end=date(2012, 12, 31), frame=MILLION, largest_grant=Ore(500_000_00),
    )  # fmt: skip
    guideline = make.guideline()
    with clock.at(now):
        this_round = rounds.create(guideline, plan, by=make.person(Role.CASEWORKER, guideline.region))
    round_id, seen = this_round.id, this_round.version
    db.session.commit()
    db.session.remove()

    def change(number: int) -> None:
        mine = db.session.get_one(Round, round_id)
        other = replace(plan, title=f"Plan {number}", frame=Ore(MILLION + number))
        with clock.at(now):
            rounds.edit(mine, mine.guideline, other, seen=seen, by=mine.guideline.drafted_by)

    assert sorted(at_once(busy_app, 2, change)) == ["granted", "refused"]
    changed = db.session.get_one(Round, round_id)
    assert changed.title == f"Plan {int(changed.frame) - MILLION}"
    assert balanced(changed)
