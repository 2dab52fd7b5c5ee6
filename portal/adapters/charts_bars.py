"""Bars beside each other, one group for each row of a table. Each bar carries its name and figure in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from portal.adapters.charts import COLOURS, FONT, INK, RULE, SOFT, Picture

BAR, GAP, WIDTH = 17, 12, 520  # pixels


@dataclass(frozen=True)
class Bars(Picture):
    """`rows` are (group, series, figure). The figure is written at the bar, so that no colour has to be told apart."""

    rows: tuple[tuple[str, str, Decimal], ...]

    def spec(self, alt: Any) -> dict[str, Any]:
        groups = list(dict.fromkeys(group for group, _name, _figure in self.rows))
        names = list(dict.fromkeys(name for _group, name, _figure in self.rows))
        values = [
            {"group": group, "series": name, "figure": float(figure), "words": f"{name} {self._written(figure)}"}
            for group, name, figure in self.rows
        ]
        base = alt.Chart(alt.Data(values=values)).encode(
            y=alt.Y("group:N", sort=groups, title=None, axis=alt.Axis(labelLimit=190, ticks=False, labelPadding=8)),
            yOffset=alt.YOffset("series:N", sort=names),
            x=alt.X("figure:Q", title=None, axis=alt.Axis(tickCount=4, tickMinStep=1, format=",.0f")),
        )
        looks = alt.Scale(domain=names, range=[COLOURS[place % len(COLOURS)] for place in range(len(names))])
        bars = base.mark_bar().encode(color=alt.Color("series:N", sort=names, legend=None, scale=looks))
        words = base.mark_text(align="left", baseline="middle", dx=4, fontSize=11, color=INK).encode(text="words:N")
        return self._drawn(alt, bars + words, len(groups) * (len(names) * BAR + GAP))

    def _drawn(self, alt: Any, layers: Any, height: int) -> dict[str, Any]:
        looks = layers.properties(width=WIDTH, height=height).configure(font=FONT, background="white")
        looks = looks.configure_view(stroke=None).configure_axis(
            labelColor=INK, gridColor=RULE, domainColor=SOFT, tickColor=SOFT, labelFontSize=12
        )
        spec: dict[str, Any] = looks.to_dict(validate=False)
        return spec

    def _written(self, figure: Decimal) -> str:
        return format_decimal(figure, "#,##0.##", locale=self.language)
