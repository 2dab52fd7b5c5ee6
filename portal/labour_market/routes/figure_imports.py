"""The import of figures: what its pages ask, show and say."""

from typing import Any

from flask import url_for

from forms.labour_market import FiguresForm
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.identity.models import Organisation, Person
from portal.labour_market import figure_importing, figures, indicators, queries
from portal.labour_market import figure_queries as stored
from portal.labour_market.figure_importing import Origin
from portal.labour_market.models import IndicatorImport
from portal.labour_market.routes.blueprint import bp
from portal.labour_market.routes.importing import SHOWN, Answer, Arrival, Preview


def address(uploaded: IndicatorImport) -> str:
    return url_for("labour_market.show_figure_import", figure_import_id=uploaded.id)


def all_imports(_uploaded: IndicatorImport) -> str:
    return url_for("labour_market.figure_imports")


def read(region: Organisation, form: FiguresForm, me: Person) -> IndicatorImport:
    origin = Origin(form.file.data.filename or "", form.source.data or "", form.retrieved_on.data)
    return figure_importing.preview(region, form.file.data.read(), origin, by=me)


def details(uploaded: IndicatorImport) -> dict[str, Any]:
    return {
        "owner": uploaded.region.name,
        "outlook": figure_importing.outlook(uploaded),
        "stored": stored.stored_by(uploaded),
        "rows": figure_importing.rows_of(uploaded)[:SHOWN],
        "catalogue": indicators.all_of_them(),
        "areas": stored.areas().names,
    }


def trail() -> list[tuple[Text, str]]:
    room = (_("Labour market"), url_for("labour_market.index"))
    return [room, (_("Indicators"), url_for("labour_market.indicator_list"))]


Arrival(
    name="figure_import",
    model=IndicatorImport,
    template="labour_market/figure_imports.html",
    form=FiguresForm,
    read=read,
    address=address,
    trail=trail,
    headings=figures.explained,
).add_to(bp, "/indicators/imports")
Preview(
    name="figure_import",
    permission=Permission.LABOUR_MARKET_IMPORT,
    find=lambda figure_import_id: queries.find_import(IndicatorImport, figure_import_id),
    template="labour_market/figure_import.html",
    address=address,
    again=all_imports,
    details=details,
    confirm=lambda uploaded, form, me: figure_importing.confirm(uploaded, seen=form.seen, by=me),
    confirmed=Answer(_("The figures are imported, and count from now on."), address),
    dropped=Answer(_("The import is dropped. The figures are as they were."), all_imports),
).add_to(bp, "/indicators/imports/<int:figure_import_id>")
