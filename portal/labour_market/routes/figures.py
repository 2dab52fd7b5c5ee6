"""The list of indicators, and one indicator's figures as table, chart and file."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import charts, tables
from portal.core.access import holds
from portal.core.clock import day_of
from portal.core.language import chosen
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.labour_market import figure_queries as queries
from portal.labour_market import indicators
from portal.labour_market.figure_queries import Areas, Point
from portal.labour_market.indicators import Indicator
from portal.labour_market.models import IndicatorFigure
from portal.labour_market.routes.blueprint import bp


@bp.get("/indicators")
@holds(Permission.LABOUR_MARKET_READ)
def indicator_list(me: Person) -> ResponseReturnValue:
    known = queries.areas()
    area = request.args.get("area", queries.home_area(me))
    area = area if area in known.names else queries.COUNTRY[0]
    return render_template(
        "labour_market/indicators.html", areas=known.names, area=area, rows=queries.latest(area),
        catalogue=indicators.all_of_them().values(),
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address of the figures asks for."""

    indicator: Indicator
    areas: tuple[str, ...]  # the area, and the one it stands beside
    on: date | None
    misread: str  # what was written instead of a day

    @property
    def address(self) -> dict[str, str]:
        beside = self.areas[1] if len(self.areas) > 1 else ""
        on = self.on.isoformat() if self.on else ""
        return {"indicator": self.indicator.code, "area": self.areas[0], "beside": beside, "on": on}


@bp.get("/indicators/figures")
@holds(Permission.LABOUR_MARKET_READ)
def figures(me: Person) -> ResponseReturnValue:
    known, asked = queries.areas(), _asked(me)
    points = queries.series(asked.indicator.code, asked.areas, asked.on)
    history = queries.history(asked.indicator.code, asked.areas[0])
    page = render_template(
        "labour_market/figures.html",
        asked=asked,
        areas=known.names,
        catalogue=indicators.all_of_them(),
        points=points,
        drawn=_chart(asked, points, known),
        history=history,
        on_the_day=_on_the_day(asked, points, history),
        wrong_totals=queries.wrong_totals(asked.indicator.code, asked.areas[0]),
    )
    return page, 422 if asked.misread else 200


def _on_the_day(asked: Asked, points: list[Point], history: list[IndicatorFigure]) -> dict[int, str]:
    """How each revision stood on the past day that is asked for, by its id; empty without one."""
    if asked.on is None:
        return {}
    counted = {row.period: row.revision for point in points for area, row in point.rows.items()
               if area == asked.areas[0]}  # fmt: skip
    return {each.id: _standing(each.revision - counted.get(each.period, 0)) for each in history}


def _standing(ahead: int) -> str:
    if not ahead:
        return str(_("Counted that day"))
    return str(_("Stored later") if ahead > 0 else _("Replaced by then"))


@bp.get("/indicators/figures.svg")
@holds(Permission.LABOUR_MARKET_READ)
def figures_svg(me: Person) -> ResponseReturnValue:
    asked = _asked(me)
    chart = _chart(asked, queries.series(asked.indicator.code, asked.areas, asked.on), queries.areas())
    if chart is None:
        abort(404)
    return charts.answer(chart)


def download(me: Person, kind: str) -> ResponseReturnValue:
    asked, names = _asked(me), queries.areas().names
    header = [_("Indicator"), _("Title"), _("Area"), _("Name"), _("Period"), _("Figure"), _("Unit"), _("Revision"),
              _("Source"), _("Retrieved on"), _("Invented")]  # fmt: skip
    rows = [
        (row.indicator, asked.indicator.titles[chosen()], row.area, names.get(row.area, row.area), row.period,
         row.figure.decimal.normalize(), asked.indicator.unit, row.revision, row.imported.source,
         row.imported.retrieved_on, _("yes") if row.imported.invented else _("no"))
        for point in queries.series(asked.indicator.code, asked.areas, asked.on)
        for row in point.rows.values()
    ]  # fmt: skip
    return tables.download(kind, f"indikator-{asked.indicator.code}", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.LABOUR_MARKET_READ)(partial(download, kind=each))
    bp.add_url_rule(f"/indicators/figures.{each}", f"figures_{each}", view, methods=["GET"])


def _asked(me: Person) -> Asked:
    indicator = indicators.all_of_them().get(request.args.get("indicator", "langtidsledige"))
    if indicator is None:
        abort(404)
    names, area = queries.areas().names, request.args.get("area", queries.home_area(me))
    beside = request.args.get("beside", "")
    kept = tuple(dict.fromkeys(each for each in (area, beside) if each in names))
    on, misread = _day(request.args.get("on", "").strip())
    return Asked(indicator, kept or queries.COUNTRY[:1], on, misread)


def _day(written: str) -> tuple[date | None, str]:
    try:
        return (day_of(written) if written else None), ""
    except ValueError:
        return None, written[:40]


def _chart(asked: Asked, points: list[Point], known: Areas) -> charts.Lines | None:
    """Periods of one length only, that of the newest: a month and a year do not lie on one line."""
    length = points[-1].period.last - points[-1].period.first if points else 0
    drawn = tuple(
        (known.names[area], point.period.code, point.rows[area].figure.decimal)
        for area in asked.areas
        for point in points
        if area in point.rows and point.period.last - point.period.first == length
    )
    return charts.Lines(drawn, language=str(chosen())) if len(drawn) > 1 else None
