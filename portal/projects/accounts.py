"""Accounts: begun for a period, filled in by line, vouched for, signed by the manager, answered by the region."""

import io
from collections.abc import Iterator, Mapping
from datetime import date

from portal.adapters import files
from portal.applications.attaching import bare_name, kind_of, problems_with
from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.money import Ore
from portal.core.text import _
from portal.eligibility.papers import MEDIA_TYPES
from portal.identity.models import Person
from portal.projects import accounting, closed_years, figures, telling
from portal.projects.accounting import Period, Standing
from portal.projects.models import Account, Project, Voucher
from portal.projects.rules import (
    APPROVE_ACCOUNT,
    CORRECT_ACCOUNT,
    RETURN_ACCOUNT,
    SIGN_ACCOUNT,
    WRITE_ACCOUNT,
    AccountStatus,
    ProjectStatus,
    VoucherKind,
)

NOT_RUNNING = Problem(_("Accounts are made while the project runs. It is not running now."))
UNFINISHED = Problem(_("There is an account that is not approved yet. Finish it before you begin the next."))


def begin(project: Project, starts_on: date, ends_on: date, *, final: bool, by: Person) -> Account:
    """A new account for a period that no other account covers."""
    if project.status is not ProjectStatus.RUNNING or project.settlement is not None:
        raise Conflict(NOT_RUNNING)
    if any(each.status in WRITE_ACCOUNT.source for each in project.accounts):
        raise Conflict(UNFINISHED)
    whole = Period(project.starts_on, project.ends_on)
    others = [Period(each.starts_on, each.ends_on) for each in project.accounts]
    asked = Period(starts_on, ends_on)
    refuse_if([
        *accounting.problems_with_the_period(asked, project=whole, others=others, today=clock.today()),
        *_early_end(final, ends_on, project),
        *closed_years.problems_with_the_period(project, starts_on, ends_on),
    ])  # fmt: skip
    account = Account(
        project=project, number=len(project.accounts) + 1, starts_on=starts_on, ends_on=ends_on, final=final, amounts={}
    )
    db.session.add(account)
    db.session.flush()
    audit.record("account.begun", account, by=by, number=account.number, start=str(starts_on), end=str(ends_on))
    return account


def _early_end(final: bool, ends_on: date, project: Project) -> Iterator[Problem]:
    if final and ends_on != project.ends_on:
        yield Problem(_("The final account ends when the project ends, on %(day)s.", day=project.ends_on), "ends_on")
    if not final and ends_on == project.ends_on:
        yield Problem(_("This is the last period. Tick that it is the final account."), "final")


def save(
    account: Account, amounts: Mapping[int, Ore], other_income: Ore, note: str, *, seen: int, by: Person, file: str = ""
) -> None:  # fmt: skip
    """Keep the figures of the period; what P-01 and P-02 refuse is not kept. `file`: the workbook they came in."""
    workflow.advance(account, WRITE_ACCOUNT, seen=seen)
    refuse_if(problems_with_the_figures(account, amounts, other_income, note))
    before = account.amounts, account.other_income, account.note
    account.amounts = {str(number): int(amount) for number, amount in sorted(amounts.items()) if amount}
    account.other_income, account.note = other_income, note.strip()
    if before != (account.amounts, account.other_income, account.note):
        _is_corrected(account)
    from_file = {"name": bare_name(file)} if file else {}
    audit.record("account.saved", account, by=by, number=account.number, cost=int(sum(amounts.values())), **from_file)


def _is_corrected(account: Account) -> None:
    """What was sent back waits for the manager again once it is worked on; the region's words stay until then."""
    if account.status in CORRECT_ACCOUNT.source:
        workflow.advance(account, CORRECT_ACCOUNT, seen=account.version)


def problems_with_the_figures(
    account: Account, amounts: Mapping[int, Ore], other_income: Ore, note: str
) -> list[Problem]:  # fmt: skip
    """Everything that must be put right before the figures of the period can be kept."""
    lines, budget = figures.approved_lines(account.project), figures.budget(account.project)
    rows = accounting.standings(lines, figures.earlier(account), amounts)
    return [
        *accounting.problems_with_foreign_lines(amounts, lines),
        *accounting.problems_with_the_lines(rows, figures.limits(account.project)),
        *_problems_with_the_years(account, rows),
        *accounting.problems_with_the_grant(rows, granted=budget.granted, above=budget.above, most=budget.most),
        *_income_problems(other_income, note),
        *closed_years.problems_with_the_account(account),
    ]


def _income_problems(other_income: Ore, note: str) -> Iterator[Problem]:
    if other_income < 0:
        yield Problem(_("Income cannot be below 0 kr."), "other_income")
    if cpr.find(note):
        yield Problem(_("The remark contains a number that looks like a CPR number. Remove it."), "note")


def attach(account: Account, kind: VoucherKind, name: str, content: bytes, *, by: Person) -> Voucher:
    """Keep one voucher byte for byte."""
    workflow.require(account, WRITE_ACCOUNT)
    name = bare_name(name)
    refuse_if(problems_with(name, content, figures.settings_of(account.project)))
    sha256, size = files.store(io.BytesIO(content))
    refuse_if(_twice(account, sha256))
    kept = Voucher(
        account=account, kind=kind, name=name, media_type=MEDIA_TYPES[kind_of(content)], size=size, sha256=sha256,
        added_at=clock.now(), added_by=by,
    )  # fmt: skip
    db.session.add(kept)
    _is_corrected(account)
    audit.record("voucher.added", account, by=by, name=name, sha256=sha256, size=size)
    return kept


def _twice(account: Account, sha256: str) -> Iterator[Problem]:
    for each in account.vouchers:
        if each.sha256 == sha256 and each.removed_at is None:
            yield Problem(_("The same file is attached already, as “%(name)s”.", name=each.name), "file")


def remove(voucher: Voucher, *, by: Person) -> None:
    """Off the list, and not off the disk."""
    workflow.require(voucher.account, WRITE_ACCOUNT)
    if voucher.removed_at is None:
        voucher.removed_at = clock.now()
        _is_corrected(voucher.account)
        audit.record("voucher.removed", voucher.account, by=by, name=voucher.name, sha256=voucher.sha256)


def sign(account: Account, *, seen: int, by: Person) -> None:
    """The manager vouches for the account and sends it to the region."""
    workflow.require(account, SIGN_ACCOUNT)
    refuse_if(problems_before_signing(account))
    workflow.advance(account, SIGN_ACCOUNT, seen=seen)
    account.signed_at, account.signed_by, account.answer = clock.now(), by, ""
    event = audit.record("account.signed", account, by=by, number=account.number, amounts=account.amounts,
                         other_income=int(account.other_income))  # fmt: skip
    telling.the_region(
        "account_signed", account.project, key=f"account-{event.id}", path=f"/accounts/{account.id}", by=by,
        account=account,
    )  # fmt: skip


def problems_before_signing(account: Account) -> list[Problem]:
    """What is missing, and what no longer fits because the budget was changed after the account was saved."""
    figures_then = problems_with_the_figures(account, account.by_line, account.other_income, account.note)
    return [*_uncorrected(account), *accounting.problems_with_the_signature(facts_of(account)), *figures_then]


def _uncorrected(account: Account) -> Iterator[Problem]:
    """The region is not sent what it has just sent back, without a word."""
    if account.status is AccountStatus.RETURNED:
        text = _("The region has sent the account back. Correct it, or write in the remark to the region why it is "
                 "right as it is, before it is signed.")  # fmt: skip
        yield Problem(text)


def between_years(account: Account) -> list[Problem]:
    """What an account spends above the budget of its years (P-01), for those who answer one that was kept before."""
    rows = accounting.standings(figures.approved_lines(account.project), figures.earlier(account), account.by_line)
    return list(_problems_with_the_years(account, rows))


def _problems_with_the_years(account: Account, rows: list[Standing]) -> Iterator[Problem]:
    years = range(account.starts_on.year, account.ends_on.year + 1)
    return accounting.problems_with_the_years(
        rows, years, figures.in_the_same_years(account), figures.limits(account.project)
    )


def facts_of(account: Account) -> accounting.Signature:
    settings = figures.settings_of(account.project)
    there = {each.kind for each in account.vouchers if each.removed_at is None}
    return accounting.Signature(
        cost=Ore(sum(account.amounts.values())),
        final=account.final,
        granted=account.project.granted,
        vouchers=VoucherKind.VOUCHER in there,
        auditor=VoucherKind.AUDITOR in there,
        performance=VoucherKind.PERFORMANCE in there,
        audit_from=settings.audit_from_ore,
        performance_from=settings.performance_audit_from_ore,
    )


def approve(account: Account, words: str, *, seen: int, by: Person) -> None:
    workflow.advance(account, APPROVE_ACCOUNT, seen=seen)
    _answered(account, words, "account.approved", by)


def give_back(account: Account, words: str, *, seen: int, by: Person) -> None:
    """Back to the job centre, with what must be put right."""
    workflow.require(account, RETURN_ACCOUNT)
    refuse_if([] if words.strip() else [Problem(_("Write what must be put right."), "answer")])
    workflow.advance(account, RETURN_ACCOUNT, seen=seen)
    _answered(account, words, "account.returned", by)


def _answered(account: Account, words: str, what: str, by: Person) -> None:
    account.decided_at, account.decided_by, account.answer = clock.now(), by, words.strip()
    event = audit.record(what, account, by=by, number=account.number, answer=account.answer)
    telling.the_job_centre(
        "account_answered", account.project, key=f"account-{event.id}", path=f"/accounts/{account.id}", by=by,
        account=account,
    )  # fmt: skip
