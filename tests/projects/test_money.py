"""The money of a grant from the first instalment to the last, in the ledger and in the mails."""

from datetime import UTC, date, datetime

import pytest

from portal.core import audit, outbox
from portal.core.clock import today
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.pools import standing
from portal.projects import accounts, changes, figures, instalments, repaying, settlements
from portal.projects.rules import AccountStatus, ChangeStatus, InstalmentStatus, ProjectStatus, VoucherKind
from tests.decisions.cases import REQUESTED
from tests.projects.money import PDF, approved


def pay(case, number: int) -> None:
    instalment = case.project.instalments[number]
    instalments.release(instalment, seen=instalment.version, by=case.controller)
    outbox.run_pending()
    instalments.enter_paid(instalment, today(), seen=instalment.version, by=case.controller)


def money(case):
    return standing.of_case(case.application.round, case.project.reference)


def test_acceptance_plans_instalments_that_are_the_whole_grant(case):
    planned = case.project.instalments
    assert [each.due_on for each in planned] == [date(2010, 11, 15), date(2011, 1, 1), date(2011, 12, 31)]
    assert sum(each.amount for each in planned) == REQUESTED
    assert {each.status for each in planned} == {InstalmentStatus.PLANNED}


def test_an_instalment_waits_for_its_day_and_for_the_account_before_it(case, clock):
    first, second, _last = case.project.instalments
    assert [str(each.text) for each in instalments.held_back(first)] != []
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    assert instalments.held_back(first) == []
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    assert len(instalments.held_back(second)) == 1
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 20)
    assert instalments.held_back(second) == []
    with pytest.raises(Refusal, match="final account"):
        instalments.release(case.project.instalments[2], seen=case.project.instalments[2].version, by=case.controller)


def test_an_overdue_account_holds_every_instalment_back(case, clock):
    clock.move_to(datetime(2011, 3, 2, 9, tzinfo=UTC))  # 60 days after New Year's Eve are 1 March
    (problem,) = instalments.held_back(case.project.instalments[0])
    assert "was due on" in str(problem.text)


def test_a_released_instalment_is_one_line_in_the_ledger_and_one_payment_file(
    case, clock, app, mails, monkeypatch, tmp_path
):
    monkeypatch.setitem(app.config, "PAYMENT_FOLDER", str(tmp_path / "payments"))
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    first = case.project.instalments[0]
    seen = first.version
    instalments.release(first, seen=seen, by=case.controller)
    with pytest.raises(Conflict):
        instalments.release(first, seen=seen, by=case.controller)
    assert money(case).released == first.amount
    assert case.manager.email in [each["To"] for each in mails()]
    (file,) = (tmp_path / "payments").iterdir()
    assert file.name == f"{case.project.reference}-rate-1.csv"
    assert first.amount.digits.replace(".", "") in file.read_text("utf-8-sig")
    instalments.take_back(first, seen=first.version, by=case.controller)
    assert (money(case).released, first.status) == (0, InstalmentStatus.PLANNED)
    [event] = [each for each in audit.of(case.project.reference) if each.what == "instalment.taken_back"]
    assert event.details["file"] == file.name
    mails()
    assert not file.exists()  # it must not lie ready for the bank
    clock.shift(60)
    instalments.release(first, seen=first.version, by=case.controller)
    mails()
    assert file.exists()


def test_nothing_is_paid_before_its_file_is_written(case, clock, app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "PAYMENT_FOLDER", str(tmp_path / "payments"))
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    first = case.project.instalments[0]
    instalments.release(first, seen=first.version, by=case.controller)
    with pytest.raises(Refusal, match="The payment file is not written yet"):
        instalments.enter_paid(first, today(), seen=first.version, by=case.controller)
    outbox.run_pending()
    assert [each.name for each in (tmp_path / "payments").iterdir()] == [f"{case.project.reference}-rate-1.csv"]
    instalments.enter_paid(first, today(), seen=first.version, by=case.controller)


def test_what_somebody_handed_over_himself_is_paid_and_not_written_again(case, clock, app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "PAYMENT_FOLDER", str(tmp_path / "payments"))
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    first = case.project.instalments[0]
    instalments.release(first, seen=first.version, by=case.controller)
    clock.shift(3600)  # the worker is down, and the file was fetched on the page
    instalments.enter_paid(first, today(), seen=first.version, by=case.controller)
    outbox.run_pending()
    assert not (tmp_path / "payments").exists()


def test_an_account_is_refused_above_the_line_and_nothing_is_kept(case, clock):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    made = accounts.begin(case.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=case.manager)
    line = figures.approved_lines(case.project)[0]
    with pytest.raises(Refusal) as refused:
        accounts.save(made, {line.number: Ore(line.amount * 2), 99: Ore(1)}, Ore(-1), "", seen=made.version,
                      by=case.manager)  # fmt: skip
    assert [each.field for each in refused.value.problems] == ["line-99", f"line-{line.number}", "other_income"]
    assert made.amounts == {}


def test_an_account_is_signed_with_its_vouchers_returned_and_approved(case, clock, mails):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    made = accounts.begin(case.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=case.manager)
    line = figures.approved_lines(case.project)[0]
    accounts.save(made, {line.number: Ore(100)}, Ore(0), "", seen=made.version, by=case.manager)
    with pytest.raises(Refusal, match="voucher"):
        accounts.sign(made, seen=made.version, by=case.manager)
    accounts.attach(made, VoucherKind.VOUCHER, "løn.pdf", PDF, by=case.manager)
    with pytest.raises(Refusal, match="attached already"):
        accounts.attach(made, VoucherKind.VOUCHER, "løn igen.pdf", PDF, by=case.manager)
    accounts.sign(made, seen=made.version, by=case.manager)
    with pytest.raises(Refusal, match="put right"):
        accounts.give_back(made, " ", seen=made.version, by=case.caseworker)
    accounts.give_back(made, "Lønnen mangler", seen=made.version, by=case.caseworker)
    assert made.status is AccountStatus.RETURNED
    accounts.save(made, made.by_line, Ore(0), "", seen=made.version, by=case.manager)
    with pytest.raises(Refusal, match="write in the remark to the region why"):  # nothing was changed
        accounts.sign(made, seen=made.version, by=case.manager)
    accounts.save(made, made.by_line, Ore(0), "Lønnen er med på bilag 1", seen=made.version, by=case.manager)
    accounts.sign(made, seen=made.version, by=case.manager)
    accounts.approve(made, "", seen=made.version, by=case.caseworker)
    assert figures.used(case.project) == {line.number: 100}
    told = [each["To"] for each in mails()]
    assert {case.caseworker.email, case.manager.email} <= set(told)
    with pytest.raises(Conflict):
        accounts.save(made, {}, Ore(0), "", seen=made.version, by=case.manager)


def test_the_final_account_of_a_large_grant_needs_its_audits(case, clock):
    clock.move_to(datetime(2012, 1, 3, 9, tzinfo=UTC))
    made = accounts.begin(case.project, date(2010, 11, 15), date(2011, 12, 31), final=True, by=case.manager)
    accounts.attach(made, VoucherKind.VOUCHER, "løn.pdf", PDF, by=case.manager)
    with pytest.raises(Refusal) as refused:
        accounts.sign(made, seen=made.version, by=case.manager)
    assert [each.field for each in refused.value.problems] == ["file", "file"]  # 620.000 kr.: auditor and performance


def changed(case, number: int, more: int) -> dict:
    """The approved budget with `more` øre moved from the first line to line `number`."""
    content = {**case.project.budget, "lines": [dict(each) for each in case.project.budget["lines"]]}
    for each, amount in ((content["lines"][0], -more), (content["lines"][number], more)):
        each["years"] = [dict(year) for year in each["years"]]
        each["years"][0]["amount_ore"] += amount
        each["sought_ore"] += amount
    return content


def test_a_change_is_asked_for_and_makes_the_next_budget_and_never_edits_the_last(case, mails):
    before = case.project.budget
    change = changes.begin(case.project, by=case.manager)
    changes.save(change, changed(case, 1, 1_000_00), "Flere uger", seen=change.version, by=case.manager)
    assert [each.number for each in changes.must_be_asked_for(change)] == []
    changes.ask(change, seen=change.version, by=case.manager)
    changes.approve(change, "", seen=change.version, by=case.caseworker)
    assert [each.number for each in case.project.budgets] == [1, 2]
    assert case.project.budgets[0].content == before
    assert (
        case.project.budget["lines"][1]["years"][0]["amount_ore"]
        == before["lines"][1]["years"][0]["amount_ore"] + 1_000_00
    )
    assert {case.caseworker.email, case.manager.email} <= {each["To"] for each in mails()}


def test_a_change_that_adds_money_or_gives_no_reason_is_refused(case):
    change = changes.begin(case.project, by=case.manager)
    with pytest.raises(Conflict):
        changes.begin(case.project, by=case.manager)
    content = changed(case, 1, 0)
    content["lines"][1]["years"][0]["amount_ore"] += 5_000_00
    changes.save(change, content, "", seen=change.version, by=case.manager)
    with pytest.raises(Refusal) as refused:
        changes.ask(change, seen=change.version, by=case.manager)
    assert {each.field for each in refused.value.problems} == {"lines", "reason"}
    assert change.status is ChangeStatus.DRAFT


def test_a_mail_about_an_answer_without_words_has_no_gap_where_they_would_be(case, clock, mails):
    clock.move_to(datetime(2011, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 30)
    change = changes.begin(case.project, by=case.manager)
    changes.save(change, changed(case, 1, 1_000_00), "Flere uger", seen=change.version, by=case.manager)
    changes.ask(change, seen=change.version, by=case.manager)
    changes.approve(change, "", seen=change.version, by=case.caseworker)
    told = [each.get_body().get_content().replace("\r", "") for each in mails() if each["To"] == case.manager.email]
    answers = [each for each in told if "har godkendt" in each]
    assert len(answers) == 2
    assert not [each for each in answers if "\n\n\n" in each]


def test_a_grant_that_was_not_used_up_is_settled_with_a_repayment_that_has_a_day(case, clock, mails, session, browse):
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    pay(case, 0)
    clock.move_to(datetime(2011, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 30)
    pay(case, 1)
    with pytest.raises(Refusal, match="final account"):
        settlements.settle(case.project, "", by=case.controller)
    clock.move_to(datetime(2012, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2011, 1, 1), date(2011, 12, 31), 30, final=True)
    paid, left_before = money(case).paid, case.application.round.left
    kept = settlements.settle(case.project, "Tak for samarbejdet.", by=case.controller)
    expected = min(case.project.granted, figures.cost(case.project))
    assert (kept.final, kept.repay) == (expected, paid - expected)
    assert case.application.round.left == left_before + case.project.granted - expected
    assert case.project.status is ProjectStatus.RUNNING
    with pytest.raises(Conflict):
        settlements.settle(case.project, "", by=case.controller)
    day = date(2012, 2, 9)
    assert (repaying.told(case.project), list(repaying.waiting(case.manager))) == (day, [(case.project, kept.repay)])
    told = [" ".join(each.get_body().get_content().split()) for each in mails()]
    assert any("tilbage senest den 9. februar 2012." in each for each in told)
    settlements.enter_repaid(case.project, Ore(100), date(2012, 1, 10), by=case.controller)
    said = browse(case.controller).get(f"/projects/{case.project.id}/settlement").soup.text
    assert f"{Ore(100)!s} af {kept.repay!s} er betalt tilbage." in said
    assert "skal betales senest den 9. februar 2012" in said
    settlements.enter_repaid(case.project, Ore(kept.repay - 100), date(2012, 1, 10), by=case.controller)
    assert case.project.status is ProjectStatus.CLOSED
    now = money(case)
    assert now.paid - now.repaid == kept.final == now.committed
    assert [each for mail in mails() for each in mail.iter_attachments()] != []
    assert audit.first_break(session.query(audit.Event).order_by(audit.Event.id)) is None


def test_a_grant_that_was_used_up_is_settled_with_a_last_payment(case, clock):
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    pay(case, 0)
    clock.move_to(datetime(2012, 1, 10, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2011, 12, 31), 100, final=True)
    kept = settlements.settle(case.project, "", by=case.controller)
    assert kept.final == case.project.granted
    last = case.project.instalments[-1]
    assert (last.status, last.amount) == (InstalmentStatus.PLANNED, kept.final - kept.paid)
    pay(case, len(case.project.instalments) - 1)
    assert case.project.status is ProjectStatus.CLOSED
    assert money(case).spent == kept.final
