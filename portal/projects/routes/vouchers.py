"""Vouchers: attached to an account, handed back as they came, taken off the list."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.project_money import VoucherForm, WorkbookForm
from portal.adapters import files
from portal.core import workflow
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.projects import accounts, queries
from portal.projects.models import Account, Voucher
from portal.projects.routes.accounts import form_of, is_kept, writing_page
from portal.projects.routes.blueprint import bp
from portal.projects.rules import WRITE_ACCOUNT

BLIND = "application/octet-stream"  # what people uploaded is handed back, never shown


@bp.route("/<int:project_id>/accounts/<int:account_id>/vouchers", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_account)
def attach_voucher(account: Account, me: Person) -> ResponseReturnValue:
    workflow.require(account, WRITE_ACCOUNT)
    form = VoucherForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            accounts.attach(account, form.kind.data, form.file.data.filename or "", form.file.data.read(), by=me)
            flash(_("The file is attached."), "success")
            return redirect(
                url_for("projects.write_account", project_id=account.project_id, account_id=account.id,
                        _anchor="vouchers")
            )  # fmt: skip
    page = render_template("projects/attach_voucher.html", account=account, project=account.project, form=form)
    return page, form.status


@bp.get("/<int:project_id>/vouchers/<int:voucher_id>")
@requires(Permission.PROJECT_READ, queries.find_voucher)
def voucher(voucher: Voucher, me: Person) -> ResponseReturnValue:
    return files.handed_over(files.read(voucher.sha256), voucher.name, BLIND)


@bp.post("/<int:project_id>/vouchers/<int:voucher_id>/remove")
@requires(Permission.PROJECT_EDIT, queries.find_voucher)
def remove_voucher(voucher: Voucher, me: Person) -> ResponseReturnValue:
    account, form = voucher.account, form_of(voucher.account)
    workflow.require(account, WRITE_ACCOUNT)
    if not is_kept(account, form, me):  # what is typed beside the list is not lost
        return writing_page(account, form, WorkbookForm(formdata=None))
    accounts.remove(voucher, by=me)
    flash(_("The file is off the list."), "success")
    return redirect(
        url_for("projects.write_account", project_id=voucher.account.project_id, account_id=voucher.account_id,
                _anchor="vouchers")
    )  # fmt: skip
