"""The administrator's page of workbooks that could not be read."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_wtf import FlaskForm

from portal.applications import budget_upkeep
from portal.core.access import holds
from portal.core.errors import Refusal
from portal.core.language import shown
from portal.core.permissions import Permission
from portal.identity.models import Person

bp = Blueprint("budget_upkeep", __name__, url_prefix="/upkeep/workbooks")


@bp.get("/")
@holds(Permission.WORKBOOK_READ)
def index(me: Person) -> ResponseReturnValue:
    return render_template("budgets/upkeep.html", rows=budget_upkeep.unread())


@bp.post("/")
@holds(Permission.WORKBOOK_REREAD)
def read_again(me: Person) -> ResponseReturnValue:
    if FlaskForm().validate_on_submit():
        try:
            count = budget_upkeep.reread(request.form.get("reference", ""), by=me)
        except Refusal as refusal:  # a colleague pressed first
            flash(str(shown(refusal.problems[0].text)), "warning")
        else:
            flash(ngettext("The file is read again.", "%(num)d files are read again.", count), "success")
    return redirect(url_for(".index"), code=303)
