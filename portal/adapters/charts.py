"""Pictures of figures, as SVG made on the server. Always shown beside a table of the same figures."""

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import cycle, islice
from typing import Any

from babel.numbers import format_decimal
from flask import Response, request

INK, SOFT, RULE = "#1a1a1a", "#595959", "#dcdcdc"
COLOURS: list[Any] = ["#0f4c58", "#b35900", "#6f4fa3", "#2d6b00", "#8a1f4b", "#595959"]
DASHES: list[Any] = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 4]]
FONT = "IBM Plex Sans, Arial, sans-serif"
KEPT = 128  # pictures per process
LOCALES: dict[str, Any] = {"da": "da-DK", "en": "en-GB"}
MOST_WRITTEN = 24  # points that carry their figure


@dataclass(frozen=True)
class Picture(ABC):
    """What can be drawn: facts, and how they become a specification of Vega-Lite."""

    language: str = field(default="da", kw_only=True)

    @property
    def hash(self) -> str:
        """The same figures in the same words are the same picture."""
        said = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    @abstractmethod
    def spec(self, alt: Any) -> dict[str, Any]: ...


PLACES = {"above": -12, "below": 18}  # where the figure of a point stands


@dataclass(frozen=True)
class Lines(Picture):
    """One line per series over periods, each point with its figure. `points` are (series, period, figure).

    Periods stand in the order of `periods` or, when it is empty, of the alphabet.
    """

    points: tuple[tuple[str, str, Decimal], ...]
    periods: tuple[str, ...] = ()

    def spec(self, alt: Any) -> dict[str, Any]:
        return _spec(alt, self)


@lru_cache(maxsize=KEPT)
def svg(chart: Picture) -> bytes:
    """The picture. Kept, so that the same rows are drawn once."""
    import altair
    import vl_convert

    local = LOCALES[chart.language]
    drawn = vl_convert.vegalite_to_svg(vl_spec=chart.spec(altair), format_locale=local, time_format_locale=local)
    return str(drawn).encode()


def answer(chart: Picture) -> Response:
    """The picture as an image of a page, which the browser may keep until the figures change."""
    response = Response(svg(chart), content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(chart.hash)
    response.make_conditional(request)
    return response


def _spec(alt: Any, chart: Lines) -> dict[str, Any]:
    rows = [_row(each, chart) for each in chart.points]
    base = alt.Chart(alt.Data(values=rows)).encode(**_axes(alt, chart), **_series(alt, chart))
    drawn = base.mark_line(strokeWidth=2.5) + base.mark_point(size=70, filled=True, opacity=1)
    if len(rows) <= MOST_WRITTEN:
        plain = {"color": alt.value(INK), "strokeDash": alt.Undefined, "shape": alt.Undefined}
        for place, dy in PLACES.items():
            here = base.transform_filter(alt.datum.place == place)
            drawn += here.mark_text(dy=dy, fontSize=12).encode(text="words:N", **plain)
    looks = drawn.properties(width=760, height=260).configure(font=FONT, background="white")
    looks = looks.configure_view(stroke=None).configure_axis(
        labelColor=INK, gridColor=RULE, domainColor=SOFT, tickColor=SOFT, labelFontSize=12
    )
    spec: dict[str, Any] = looks.to_dict(validate=False)
    return spec


def _row(point: tuple[str, str, Decimal], chart: Lines) -> dict[str, object]:
    """A figure stands above its point, and below it where another series has a higher one; what is equal, once."""
    series, period, figure = point
    there = [each for each in chart.points if each[1] == period]
    said = figure in [each[2] for each in there[: there.index(point)]]
    place = "below" if any(each[2] > figure for each in there) else "above"
    return {"series": series, "period": period, "figure": float(figure), "place": place,
            "words": "" if said else _written(figure, chart)}  # fmt: skip


def _axes(alt: Any, chart: Lines) -> dict[str, Any]:
    periods = list(chart.periods) or sorted({period for _series, period, _figure in chart.points})
    return {
        "x": alt.X("period:N", sort=periods, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False)),
        "y": alt.Y("figure:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5)),
    }


def _series(alt: Any, chart: Lines) -> dict[str, Any]:
    """Told apart by dashes and shapes as well as by colour."""
    names = list(dict.fromkeys(series for series, _period, _figure in chart.points))
    looks: dict[str, Any] = {"sort": names, "legend": None}
    if len(names) > 1:
        looks["legend"] = alt.Legend(
            title=None, orient="top", columns=2, labelLimit=420, labelFontSize=12, symbolStrokeWidth=0
        )
    colours, dashes = (list(islice(cycle(each), len(names))) for each in (COLOURS, DASHES))
    return {
        "color": alt.Color("series:N", scale=alt.Scale(domain=names, range=colours), **looks),
        "strokeDash": alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=dashes), **looks),
        "shape": alt.Shape("series:N", scale=alt.Scale(domain=names), **looks),
    }


def _written(figure: Decimal, chart: Lines) -> str:
    return format_decimal(figure, "#,##0.###", locale=chart.language)
