"""The money of many projects: instalments, accounts, changes and settlements, all through the ledger's functions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.core import audit, clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.demo import scale_papers
from portal.demo.scale_papers import Paper
from portal.demo.scale_plan import END, Planned
from portal.demo.scale_rounds import Cast
from portal.demo.spending import NAMES, own_share
from portal.identity.models import Person
from portal.pools import ledger, payments
from portal.projects import dues, figures, repaying, settlements
from portal.projects.dues import Due
from portal.projects.models import Account, Instalment, Project, Settled, Voucher
from portal.projects.paying import Condition
from portal.projects.rules import AccountStatus, InstalmentStatus, VoucherKind
from portal.projects.settling import Settlement


def follow(project: Project, plan: Planned, cast: Cast) -> None:
    """The first instalment, an account for every period that is over, and the settlement after the last."""
    region, first = project.application.round.region.code, project.instalments[0]
    controller = cast.of(Role.CONTROLLER, region)
    _pay(project, first, first.due_on + timedelta(days=5), controller)
    for due in _over(project):
        account = _account(project, due, plan, cast)
        if account.status is not AccountStatus.APPROVED:
            return
        if due.final:
            _settle(project, due.ends_on + timedelta(days=75), controller)
        else:
            _pay_the_year(project, due.ends_on + timedelta(days=60), controller)


def _over(project: Project) -> Iterator[Due]:
    within = figures.settings_of(project).account_within_days
    return (each for each in dues.of(project.starts_on, project.ends_on, within=within) if each.due_on < END)


def _pay_the_year(project: Project, day: date, by: Person) -> None:
    for each in project.instalments:
        if each.condition is Condition.ACCOUNT and each.status is InstalmentStatus.PLANNED and each.due_on <= day:
            _pay(project, each, day, by)


def _pay(project: Project, instalment: Instalment, day: date, by: Person) -> None:
    """Released, and paid three days later."""
    released, paid = _at(day), _at(day + timedelta(days=3))
    case, note = project.reference, str(instalment.number)
    with clock.at(released):
        payments.release(project.application.round, instalment.amount, case=case, by=by, note=note)
    with clock.at(paid):
        payments.pay(project.application.round, instalment.amount, case=case, by=by, note=note)
        audit.record("instalment.paid", project, by=by, number=instalment.number, paid_on=str(paid.date()))
    instalment.status, instalment.released_at, instalment.released_by = InstalmentStatus.PAID, released, by
    instalment.paid_on, instalment.paid_by = paid.date(), by


def _account(project: Project, due: Due, plan: Planned, cast: Cast) -> Account:
    """A share of every line for the period. One final account in twenty waits for the region."""
    manager = cast.of(Role.MANAGER, project.application.job_centre.code)
    caseworker = cast.of(Role.CASEWORKER, project.application.round.region.code)
    signed, waits = _at(due.ends_on + timedelta(days=20)), due.final and plan.number % 20 == 7
    amounts = _amounts(project, due, plan)
    account = Account(
        project=project, number=len(project.accounts) + 1, starts_on=due.starts_on, ends_on=due.ends_on,
        final=due.final, status=AccountStatus.SIGNED if waits else AccountStatus.APPROVED,
        amounts={str(number): int(amount) for number, amount in sorted(amounts.items()) if amount},
        other_income=Ore(sum(amounts.values()) * own_share(project) // 100), note="Opdigtede tal til demonstration.",
        signed_at=signed, signed_by=manager,
    )  # fmt: skip
    db.session.add(account)
    account.vouchers = [_voucher(kind, name, signed, manager) for kind, name in NAMES.items()
                        if kind is VoucherKind.VOUCHER or due.final]  # fmt: skip
    if account.status is AccountStatus.APPROVED:
        account.decided_at, account.decided_by = signed + timedelta(days=10), caseworker
        account.answer = "Regnskabet stemmer med bilagene. (Opdigtet.)"
    db.session.flush()
    with clock.at(signed):
        audit.record("account.signed", account, by=manager, number=account.number)
    return account


def _amounts(project: Project, due: Due, plan: Planned) -> dict[int, Ore]:
    """The planned share of what each line has in its budget for the years of the period (P-01)."""
    years = range(due.starts_on.year, due.ends_on.year + 1)
    return {
        line.number: Ore(sum(line.years.get(year, 0) for year in years) * plan.used // 100)
        for line in figures.approved_lines(project)
    }


def _voucher(kind: VoucherKind, name: str, at: datetime, by: Person) -> Voucher:
    return Voucher(kind=kind, name=name, media_type="application/pdf", size=len(scale_papers.made(Paper.VOUCHER)),
                   sha256=scale_papers.paper(Paper.VOUCHER), added_at=at, added_by=by)  # fmt: skip


def _settle(project: Project, day: date, by: Person) -> None:
    """As `settlements.settle` does it, with the paper that all share; then the last payment or the repayment."""
    this_round, case = project.application.round, project.reference
    with clock.at(_at(day)):
        ledger.wait_for_turn(this_round)
        sum_up = settlements.reckoned(project)
        _write(project, sum_up, by)
        if sum_up.repay:
            payments.claim(this_round, sum_up.repay, case=case, by=by)
        if sum_up.left_to_the_job_centre:
            payments.leave(this_round, sum_up.left_to_the_job_centre, case=case, by=by)
        if sum_up.back_to_the_frame:
            ledger.give_back(this_round, sum_up.back_to_the_frame, case=case, by=by)
    for each in project.instalments:
        if each.status is InstalmentStatus.PLANNED:
            each.status = InstalmentStatus.CANCELLED
    if sum_up.to_pay:
        _pay_the_rest(project, sum_up.to_pay, day, by)
    if sum_up.repay:
        with clock.at(_at(day + timedelta(days=21))):
            payments.repay(this_round, sum_up.repay, case=case, by=by, note=str(day + timedelta(days=21)))
    with clock.at(_at(day + timedelta(days=22))):
        settlements.close_when_even(project, by=by)


def _write(project: Project, sum_up: Settlement, by: Person) -> None:
    kept = Settled(
        project=project, granted=sum_up.granted, cost=sum_up.cost, other_income=sum_up.other_income, paid=sum_up.paid,
        smallest_claim=sum_up.smallest_claim, final=sum_up.final, repay=sum_up.repay, words="Opdigtet.",
        letter_sha256=scale_papers.paper(Paper.SETTLEMENT), settled_at=clock.now(), settled_by=by,
    )  # fmt: skip
    db.session.add(kept)
    repay_by = str(repaying.last_day(project, clock.today())) if sum_up.repay else None
    audit.record("project.settled", project, by=by, final=int(sum_up.final), repay=int(sum_up.repay),
                 to_pay=int(sum_up.to_pay), repay_by=repay_by)  # fmt: skip


def _pay_the_rest(project: Project, amount: Ore, day: date, by: Person) -> None:
    last = Instalment(number=max(each.number for each in project.instalments) + 1, due_on=day, amount=amount,
                      condition=Condition.FINAL, status=InstalmentStatus.PLANNED)  # fmt: skip
    project.instalments.append(last)
    db.session.flush()
    _pay(project, last, day + timedelta(days=1), by)


def _at(day: date) -> datetime:
    return clock.in_copenhagen(day.year, day.month, day.day, 10)
