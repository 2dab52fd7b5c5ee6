"""Accounts: what is owed, beginning one, filling it in on the page or in a workbook, signing and answering it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.project_money import (
    AccountForm,
    AnswerForm,
    BeginAccountForm,
    SignForm,
    VoucherForm,
    WorkbookForm,
    account_form,
)
from portal.adapters import files, tables
from portal.adapters.spreadsheets import LARGEST_FILE
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import Problem, refuse_if
from portal.core.money import Ore
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import account_workbook, accounting, accounts, figures, queries
from portal.projects.models import Account, Project
from portal.projects.routes.blueprint import bp
from portal.projects.rules import APPROVE_ACCOUNT, SIGN_ACCOUNT, WRITE_ACCOUNT, AccountStatus, ProjectStatus


@bp.get("/<int:project_id>/accounts")
@requires(Permission.PROJECT_READ, queries.find)
def show_accounts(project: Project, me: Person) -> ResponseReturnValue:
    return _accounts_page(project, BeginAccountForm(formdata=None, data=_next_period(project)))


@bp.post("/<int:project_id>/accounts")
@requires(Permission.PROJECT_EDIT, queries.find)
def begin_account(project: Project, me: Person) -> ResponseReturnValue:
    form = BeginAccountForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            begun = accounts.begin(
                project, form.starts_on.data, form.ends_on.data, final=bool(form.final.data), by=me
            )  # fmt: skip
            return redirect(url_for("projects.write_account", project_id=project.id, account_id=begun.id))
    return _accounts_page(project, form)


def _next_period(project: Project) -> dict[str, Any]:
    """The first account that is owed, so that nobody has to work out the days."""
    owed = figures.owed_accounts(project)
    return {"starts_on": owed[0].starts_on, "ends_on": owed[0].ends_on, "final": owed[0].final} if owed else {}


def _accounts_page(project: Project, form: BeginAccountForm) -> ResponseReturnValue:
    lines = figures.approved_lines(project)
    begins = project.status is ProjectStatus.RUNNING and project.settlement is None
    page = render_template(
        "projects/accounts.html",
        project=project,
        form=form,
        budget=figures.budget(project),
        rows=accounting.standings(lines, figures.used(project), {}),
        owed=figures.owed_accounts(project),
        may_begin=begins and not any(each.status in WRITE_ACCOUNT.source for each in project.accounts),
    )
    return page, form.status


@bp.get("/<int:project_id>/accounts/<int:account_id>")
@requires(Permission.PROJECT_READ, queries.find_account)
def show_account(account: Account, me: Person) -> ResponseReturnValue:
    return render_template("projects/account.html", **_known(account))


def _known(account: Account) -> dict[str, Any]:
    project = account.project
    other_years = accounts.between_years(account) if account.status is not AccountStatus.APPROVED else []
    known = {"account": account, "project": project, "budget": figures.budget(project), "rows": _rows(account)}
    return known | {"other_years": other_years}


def _rows(account: Account) -> list[accounting.Standing]:
    return accounting.standings(figures.approved_lines(account.project), figures.earlier(account), account.by_line)


@bp.route("/<int:project_id>/accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_account)
def write_account(account: Account, me: Person) -> ResponseReturnValue:
    workflow.require(account, WRITE_ACCOUNT)
    form = form_of(account)
    if form.is_submitted() and is_kept(account, form, me):
        flash(_("The account is saved."), "success")
        return redirect(_after(account, request.form.get("then", "")))
    return writing_page(account, form, WorkbookForm(formdata=None))


def is_kept(account: Account, form: AccountForm, me: Person) -> bool:
    """Save what is typed on the page; False when something is wrong with it, which the form then says."""
    form.validate()
    said = form.amounts(_numbers(account)), form.other_income.data or Ore(0), form.note.data or ""
    form.also(accounts.problems_with_the_figures(account, *said))
    with form.showing_refusals():
        if not form.errors:
            accounts.save(account, *said, seen=form.seen, by=me)
            return True
    return False


def _after(account: Account, then: str) -> str:
    """Where the button leads: what is typed is saved before anybody leaves the page for the next step."""
    where = {"voucher": "projects.attach_voucher", "sign": "projects.sign_account"}.get(then, "projects.write_account")
    return url_for(where, project_id=account.project_id, account_id=account.id)


def _numbers(account: Account) -> list[int]:
    return [each.number for each in figures.approved_lines(account.project)]


def form_of(account: Account) -> AccountForm:
    stands: dict[str, Any] = {"version": account.version, "other_income": account.other_income, "note": account.note}
    stands |= {f"line-{number}": amount for number, amount in account.by_line.items()}
    return account_form(_numbers(account), stands)


def writing_page(account: Account, form: AccountForm, workbook: WorkbookForm) -> ResponseReturnValue:
    page = render_template(
        "projects/write_account.html", form=form, workbook=workbook, voucher=VoucherForm(formdata=None),
        **_known(account),
    )  # fmt: skip
    return page, max(form.status, workbook.status)


@bp.get("/<int:project_id>/accounts/<int:account_id>/account.xlsx")
@requires(Permission.PROJECT_READ, queries.find_account)
def account_template(account: Account, me: Person) -> ResponseReturnValue:
    name = f"regnskab-{account.reference}-{account.number}.xlsx"
    return files.handed_over(account_workbook.written(account), name, tables.MEDIA_TYPES["xlsx"])


@bp.post("/<int:project_id>/accounts/<int:account_id>/workbook")
@requires(Permission.PROJECT_EDIT, queries.find_account)
def upload_account(account: Account, me: Person) -> ResponseReturnValue:
    """The filled workbook takes the place of the amounts that were typed; the words beside them are kept."""
    workflow.require(account, WRITE_ACCOUNT)
    form, typed = WorkbookForm(), form_of(account)
    if form.validate_on_submit() and _words_fit(typed):
        with form.showing_refusals():
            sent, name = form.workbook.data.read(LARGEST_FILE + 1), form.workbook.data.filename or ""
            found = account_workbook.read(sent, account, str(get_locale()), name)
            refuse_if(_beside_the_file([*found.problems, *_foreign(account, found)]))
            accounts.save(
                account, found.amounts, typed.other_income.data or Ore(0), typed.note.data or "", seen=typed.seen,
                by=me, file=name,
            )  # fmt: skip
            flash(_("The amounts of the workbook are taken in and saved. Compare them before you sign."), "success")
            return redirect(url_for("projects.write_account", project_id=account.project_id, account_id=account.id))
    return writing_page(account, typed, form)


def _words_fit(typed: AccountForm) -> bool:
    """The income and the remark are saved with the workbook; typed amounts give way, so theirs do not matter."""
    typed.validate()
    return not typed.other_income.errors and not typed.note.errors and not typed.form_errors


def _foreign(account: Account, found: account_workbook.Read) -> list[Problem]:
    return list(accounting.problems_with_foreign_lines(found.amounts, figures.approved_lines(account.project)))


def _beside_the_file(problems: list[Problem]) -> list[Problem]:
    return [Problem(each.text, "workbook") for each in problems]


@bp.route("/<int:project_id>/accounts/<int:account_id>/sign", methods=["GET", "POST"])
@requires(Permission.PROJECT_SIGN, queries.find_account)
def sign_account(account: Account, me: Person) -> ResponseReturnValue:
    workflow.require(account, SIGN_ACCOUNT)
    form = SignForm(data={"version": account.version})
    obstacles = accounts.problems_before_signing(account)
    if form.validate_on_submit():
        with form.showing_refusals():
            accounts.sign(account, seen=form.seen, by=me)
            flash(_("The account is signed and sent to the region."), "success")
            return redirect(url_for("projects.show_account", project_id=account.project_id, account_id=account.id))
    page = render_template(
        "projects/sign_account.html", form=form, obstacles=[] if form.errors else obstacles, **_known(account)
    )
    return page, form.status


@bp.route("/<int:project_id>/accounts/<int:account_id>/answer", methods=["GET", "POST"])
@requires(Permission.PROJECT_FOLLOW, queries.find_account)
def answer_account(account: Account, me: Person) -> ResponseReturnValue:
    workflow.require(account, APPROVE_ACCOUNT)
    form = AnswerForm(data={"version": account.version})
    form.offering(_("Approve the account"), _("Send the account back"))
    if form.validate_on_submit():
        answer = accounts.approve if form.approves else accounts.give_back
        with form.showing_refusals():
            answer(account, form.answer.data or "", seen=form.seen, by=me)
            flash(_("The job centre is told."), "success")
            return redirect(url_for("projects.show_account", project_id=account.project_id, account_id=account.id))
    return render_template("projects/answer_account.html", form=form, **_known(account)), form.status
