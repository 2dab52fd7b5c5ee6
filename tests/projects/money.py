"""Accounts as a job centre makes them, for tests."""

from datetime import date

from portal.core.money import Ore
from portal.projects import accounts, figures
from portal.projects.models import Account
from portal.projects.rules import VoucherKind

PDF = b"%PDF-1.7\n% a voucher\n"


def account(case, start: date, end: date, percent: int, *, final: bool = False, income: int = 0) -> Account:
    """An account that uses so many percent of every line, with its vouchers."""
    made = accounts.begin(case.project, start, end, final=final, by=case.manager)
    amounts = {line.number: Ore(line.amount * percent // 100) for line in figures.approved_lines(case.project)}
    accounts.save(made, amounts, Ore(income), "", seen=made.version, by=case.manager)
    for number, kind in enumerate(VoucherKind):
        accounts.attach(made, kind, f"bilag-{number}.pdf", PDF + bytes([48 + number]), by=case.manager)
    return made


def approved(case, *rest, **facts) -> Account:
    made = account(case, *rest, **facts)
    accounts.sign(made, seen=made.version, by=case.manager)
    accounts.approve(made, "", seen=made.version, by=case.caseworker)
    return made
