"""The list of occupations with their job chances, and the import of a balance."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.labour_market import AnswerForm, UploadForm
from portal.adapters import tables
from portal.core import clock
from portal.core.access import holds, requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.labour_market import actions, queries
from portal.labour_market.models import BalanceImport
from portal.labour_market.queries import Wanted
from portal.labour_market.rules import CHANCES, Chance

bp = Blueprint("labour_market", __name__, url_prefix="/labour-market")


@bp.get("/")
@holds(Permission.LABOUR_MARKET_READ)
def index(me: Person) -> ResponseReturnValue:
    periods, wanted = queries.periods(), _wanted()
    page = max(request.args.get("page", 1, type=int), 1)
    rows, number = queries.balance(wanted, page)
    return render_template(
        "labour_market/index.html",
        rows=rows,
        number=number,
        page=page,
        pages=max(-(-number // queries.PAGE), 1),
        wanted=wanted,
        periods=periods,
        areas={each.code: each.name for each in queries.areas()},
        all_chances=Chance,
        chances=CHANCES,
    )


def _wanted() -> Wanted:
    """What the address asks for; without a period the one in force today, so that the list says what counts now."""
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("area", "words", "chance")}
    in_force = queries.period_valid_on(clock.today()) or ""
    return Wanted(period=request.args.get("period", in_force), **asked)


def download(me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Period"), _("Region"), _("Code"), _("Occupation"), _("Balance"), _("Job prospects"), _("Invented")]
    rows = [
        (each.period, each.area_code, each.occupation_code, each.occupation.title, each.category,
         CHANCES[each.category], _("yes") if each.invented else _("no"))
        for each in queries.whole_balance(_wanted())
    ]  # fmt: skip
    return tables.download(kind, "arbejdsmarkedsbalancen", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.LABOUR_MARKET_READ)(partial(download, kind=each))
    bp.add_url_rule(f"/occupations.{each}", f"occupations_{each}", view, methods=["GET"])


@bp.route("/imports", methods=["GET", "POST"])
@holds(Permission.LABOUR_MARKET_IMPORT)
def imports(me: Person) -> ResponseReturnValue:
    regions, form = queries.regions_imported_by(me), UploadForm()
    form.region.choices = [(each.id, each.name) for each in regions]
    if form.validate_on_submit():
        region = next(each for each in regions if each.id == form.region.data)
        with form.showing_refusals():
            upload = form.file.data
            uploaded = actions.preview(region, upload.filename or "", upload.read(), by=me)
            return redirect(url_for("labour_market.show_import", import_id=uploaded.id))
    page = render_template("labour_market/imports.html", form=form, history=queries.imports_of(me))
    return page, form.status


@bp.get("/imports/<int:import_id>")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def show_import(uploaded: BalanceImport, me: Person) -> ResponseReturnValue:
    return _preview(uploaded, AnswerForm(obj=uploaded))


@bp.post("/imports/<int:import_id>/confirm")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def confirm_import(uploaded: BalanceImport, me: Person) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            actions.confirm(uploaded, seen=form.seen, by=me)
            flash(_("The balance is imported, and counts from now on."), "success")
            return redirect(url_for("labour_market.show_import", import_id=uploaded.id))
    return _preview(uploaded, form)


@bp.post("/imports/<int:import_id>/drop")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def drop_import(uploaded: BalanceImport, me: Person) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            actions.drop(uploaded, seen=form.seen, by=me)
            flash(_("The import is dropped. The balance is as it was."), "success")
            return redirect(url_for("labour_market.imports"))
    return _preview(uploaded, form)


def _preview(uploaded: BalanceImport, form: AnswerForm) -> ResponseReturnValue:
    findings = actions.findings_of(uploaded)
    page = render_template(
        "labour_market/import.html",
        uploaded=uploaded,
        form=form,
        counts=actions.counts(uploaded),
        blocking=[each for each in findings if each.blocks],
        notes=[each for each in findings if not each.blocks],
        rows=actions.rows_of(uploaded)[: queries.PAGE],
        chances=CHANCES,
    )
    return page, form.status
