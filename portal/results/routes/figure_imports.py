"""The import of figures: upload, look, confirm or drop."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.results import ButtonForm, FiguresForm
from portal.core.access import holds, requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.labour_market.queries import regions_imported_by
from portal.results import figure_queries as queries
from portal.results import importing, indicators
from portal.results.importing import Origin
from portal.results.models import IndicatorImport
from portal.results.routes.blueprint import bp

SHOWN = 50


@bp.route("/indicators/imports", methods=["GET", "POST"])
@holds(Permission.LABOUR_MARKET_IMPORT)
def figure_imports(me: Person) -> ResponseReturnValue:
    regions, form = regions_imported_by(me), FiguresForm()
    form.region.choices = [(each.id, each.name) for each in regions]
    if form.validate_on_submit():
        region = next(each for each in regions if each.id == form.region.data)
        with form.showing_refusals():
            upload = form.file.data
            origin = Origin(upload.filename or "", form.source.data or "", form.retrieved_on.data)
            uploaded = importing.preview(region, upload.read(), origin, by=me)
            return redirect(url_for("results.show_figure_import", indicator_import_id=uploaded.id))
    page = render_template("results/figure_imports.html", form=form, history=queries.imports_of(me))
    return page, form.status


@bp.get("/indicators/imports/<int:indicator_import_id>")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def show_figure_import(uploaded: IndicatorImport, me: Person) -> ResponseReturnValue:
    return _preview(uploaded, ButtonForm(obj=uploaded))


@bp.post("/indicators/imports/<int:indicator_import_id>/confirm")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def confirm_figure_import(uploaded: IndicatorImport, me: Person) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            importing.confirm(uploaded, seen=form.seen, by=me)
            flash(_("The figures are imported, and count from now on."), "success")
            return redirect(url_for("results.show_figure_import", indicator_import_id=uploaded.id))
    return _preview(uploaded, form)


@bp.post("/indicators/imports/<int:indicator_import_id>/drop")
@requires(Permission.LABOUR_MARKET_IMPORT, queries.find_import)
def drop_figure_import(uploaded: IndicatorImport, me: Person) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            importing.drop(uploaded, seen=form.seen, by=me)
            flash(_("The import is dropped. The figures are as they were."), "success")
            return redirect(url_for("results.figure_imports"))
    return _preview(uploaded, form)


def _preview(uploaded: IndicatorImport, form: ButtonForm) -> ResponseReturnValue:
    found = importing.findings_of(uploaded)
    page = render_template(
        "results/figure_import.html",
        uploaded=uploaded,
        form=form,
        outlook=importing.outlook(uploaded),
        read=len(uploaded.rows) + len({each.row for each in found if each.blocks and each.row}),
        stored=queries.stored_by(uploaded),
        blocking=[each for each in found if each.blocks],
        notes=[each for each in found if not each.blocks],
        rows=importing.rows_of(uploaded)[:SHOWN],
        catalogue=indicators.all_of_them(),
        areas=queries.areas().names,
        most=SHOWN,
    )
    return page, form.status
