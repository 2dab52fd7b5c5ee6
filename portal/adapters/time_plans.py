"""A picture of a time plan: a row for each milestone, with the days agreed first and now, and the day it was done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.adapters.charts import FONT, INK, RULE, SOFT, Picture

ROW = 38  # pixels
WIDTH = 560
RED, DEEP = "#b00020", "#0f4c58"
SHAPES = {"first": "circle", "to_come": "diamond", "late": "triangle-up", "done": "square", "partly": "square",
          "missed": "cross"}  # fmt: skip
FILLS = {"first": "white", "to_come": "white", "late": RED, "done": DEEP, "partly": "white", "missed": RED}
EDGES = {"first": SOFT, "to_come": INK, "late": RED, "done": DEEP, "partly": DEEP, "missed": RED}
SELDOM = frozenset({"partly", "missed"})  # in the legend only where a milestone stands so


@dataclass(frozen=True)
class PlanRow:
    """One milestone. `state` is to_come, late, done, partly or missed."""

    title: str
    first_on: date
    due_on: date
    done_on: date | None
    state: str


@dataclass(frozen=True)
class PlanWords:
    """What the legend says, in the reader's language; `today` stands at the line of today."""

    first: str
    to_come: str
    late: str
    done: str
    partly: str
    missed: str
    today: str


@dataclass(frozen=True)
class TimePlan(Picture):
    """Milestones between the first and the last day of a project."""

    rows: tuple[PlanRow, ...]
    words: PlanWords
    starts_on: date
    ends_on: date
    today: date

    @property
    def span(self) -> tuple[date, date]:
        """From the first to the last of all days that are drawn. Today counts only while the project runs."""
        days = [self.starts_on, self.ends_on]
        for each in self.rows:
            days += [each.first_on, each.due_on, each.done_on or each.due_on]
        return min(days), max(days)

    @property
    def shows_today(self) -> bool:
        first, last = self.span
        return first <= self.today <= last

    def spec(self, alt: Any) -> dict[str, Any]:
        drawn = _bars(alt, self) + _marks(alt, self)
        if self.shows_today:
            drawn += _today(alt, self)
        looks = drawn.properties(width=WIDTH, height=ROW * len(self.rows)).configure(font=FONT, background="white")
        looks = looks.configure_view(stroke=None).configure_axis(
            labelColor=INK, gridColor=RULE, domainColor=SOFT, tickColor=SOFT, labelFontSize=12
        )
        spec: dict[str, Any] = looks.to_dict()
        return spec


def _x(alt: Any, plan: TimePlan, name: str = "day") -> Any:
    domain = [each.isoformat() for each in plan.span]
    axis = alt.Axis(format="%b %Y", labelOverlap=True, tickCount=8, labelFlush=True)
    return alt.X(f"{name}:T", title=None, scale=alt.Scale(type="utc", domain=domain, nice=False), axis=axis)


def _y(alt: Any, plan: TimePlan) -> Any:
    axis = alt.Axis(title=None, labelLimit=260, grid=True, domain=False, ticks=False)
    return alt.Y("row:N", sort=[_label(each) for each in _numbered(plan)], axis=axis)


def _numbered(plan: TimePlan) -> list[tuple[int, PlanRow]]:
    return list(enumerate(plan.rows, 1))


def _label(numbered: tuple[int, PlanRow]) -> str:
    return f"{numbered[0]}. {numbered[1].title}"


def _bars(alt: Any, plan: TimePlan) -> Any:
    """From the day first agreed to the day now; nothing where they are the same."""
    values = [{"row": _label(each), "day": each[1].first_on.isoformat(), "until": each[1].due_on.isoformat()}
              for each in _numbered(plan)]  # fmt: skip
    base = alt.Chart(alt.Data(values=values)).encode(y=_y(alt, plan), x=_x(alt, plan))
    return base.encode(x2="until:T").mark_bar(height=8, color="#e0b48a", cornerRadius=2)


def _marks(alt: Any, plan: TimePlan) -> Any:
    values = [point for each in _numbered(plan) for point in _points(_label(each), each[1], plan.words)]
    used = SHAPES.keys() - (SELDOM - {each.state for each in plan.rows})
    names = [name for name in SHAPES if name in used]
    said = [getattr(plan.words, name) for name in names]
    look = {
        "legend": alt.Legend(
            title=None, orient="top", columns=4 if len(names) == 4 else 3, labelFontSize=12, symbolSize=110
        )
    }
    return (
        alt.Chart(alt.Data(values=values))
        .mark_point(size=130, filled=True, opacity=1, strokeWidth=2)
        .encode(
            x=_x(alt, plan),
            y=_y(alt, plan),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=said, range=_of(SHAPES, names)), **look),
            fill=alt.Fill("what:N", scale=alt.Scale(domain=said, range=_of(FILLS, names)), **look),
            stroke=alt.Stroke("what:N", scale=alt.Scale(domain=said, range=_of(EDGES, names)), **look),
        )
    )


def _of(looks: dict[str, str], names: list[str]) -> list[str]:
    return [looks[name] for name in names]


def _points(label: str, row: PlanRow, words: PlanWords) -> list[dict[str, str]]:
    """The day first agreed when it was moved, and where the milestone stands now."""
    found = [{"row": label, "day": (row.done_on or row.due_on).isoformat(), "what": getattr(words, row.state)}]
    if row.first_on != row.due_on:
        found.insert(0, {"row": label, "day": row.first_on.isoformat(), "what": words.first})
    return found


def _today(alt: Any, plan: TimePlan) -> Any:
    base = alt.Chart(alt.Data(values=[{"day": plan.today.isoformat(), "words": plan.words.today}]))
    line = base.mark_rule(strokeDash=[5, 3], strokeWidth=2, color="#b00020").encode(x=_x(alt, plan))
    text = base.mark_text(align="left", dx=4, dy=-6, baseline="top", color="#b00020", fontSize=12)
    return line + text.encode(x=_x(alt, plan), y=alt.value(0), text="words:N")
