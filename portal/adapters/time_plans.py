"""A picture of a time plan: a row for each milestone, with the days agreed first and now, and the day it was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from textwrap import wrap
from typing import Any

from babel.dates import format_date

from portal.adapters.charts import FONT, INK, RULE, SOFT, Picture

ROW = 40  # pixels
LETTER = 6.5  # pixels of a letter on average
RED, DEEP, SAND = "#b00020", "#0f4c58", "#e0b48a"
SHAPES = {"first": "circle", "to_come": "diamond", "late": "triangle-up", "done": "square", "partly": "square",
          "missed": "cross"}  # fmt: skip
FILLS = {"first": "white", "to_come": "white", "late": RED, "done": DEEP, "partly": "white", "missed": RED}
EDGES = {"first": SOFT, "to_come": INK, "late": RED, "done": DEEP, "partly": DEEP, "missed": RED}
MONTHS = (1, 2, 3, 6, 12)  # between the days that are named below the picture
HALVES = (1, 15)  # the days of a month that are named when the project is short
HALF = 60  # pixels for such a day
MARGIN = 0.03  # of the time drawn, so that no mark stands on the edge
TO_THE_LEFT = 0.75  # from here a day is written before its mark


@dataclass(frozen=True)
class Size:
    """How wide the time is, in pixels, how many days are named below it, and how a milestone is named."""

    width: int
    days: int
    letters: int  # in a line of a title; 0: the number alone, for the table beside it has the title
    columns: int  # of the legend


WIDE, NARROW = Size(560, 16, 36, 6), Size(262, 6, 0, 2)


@dataclass(frozen=True)
class PlanRow:
    """One milestone. `state` is to_come, late, done, partly or missed."""

    title: str
    first_on: date
    due_on: date
    done_on: date | None
    state: str

    @property
    def now_on(self) -> date:
        """Where its mark stands."""
        return self.done_on or self.due_on


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
    """Milestones between the first and the last day of a project. `narrow` is for a telephone."""

    rows: tuple[PlanRow, ...]
    words: PlanWords
    starts_on: date
    ends_on: date
    today: date
    narrow: bool = False

    @property
    def size(self) -> Size:
        return NARROW if self.narrow else WIDE

    @property
    def span(self) -> tuple[date, date]:
        """From the first to the last of all days that are drawn. Today counts only while the project runs."""
        days = [self.starts_on, self.ends_on]
        for each in self.rows:
            days += [each.first_on, each.due_on, each.now_on]
        return min(days), max(days)

    @property
    def shows_today(self) -> bool:
        first, last = self.span
        return first <= self.today <= last

    @property
    def named_days(self) -> list[date]:
        """The days named below the picture: months, as close as they can be read, or halves of a short project's."""
        first, last = self.span
        if (halves := list(_days(first, last, 1, HALVES))) and len(halves) <= self.size.width // HALF:
            return halves
        tries = (list(_days(first, last, step)) for step in MONTHS)
        return next((days for days in tries if len(days) <= self.size.days), list(_days(first, last, MONTHS[-1])))

    def spec(self, alt: Any) -> dict[str, Any]:
        drawn = _bars(alt, self) + _marks(alt, self)
        if self.shows_today:
            drawn = _today(alt, self) + drawn
        drawn += _written(alt, self)
        height = ROW * len(self.rows)
        looks = drawn.properties(width=self.size.width, height=height).configure(font=FONT, background="white")
        looks = looks.configure_view(stroke=None).configure_axis(
            labelColor=INK, gridColor=RULE, domainColor=SOFT, tickColor=SOFT, labelFontSize=12
        )
        spec: dict[str, Any] = looks.to_dict(validate=False)
        return spec


def _days(first: date, last: date, step: int, within: tuple[int, ...] = (1,)) -> Iterator[date]:
    """The named days of every `step`th month of the year, from `first` to `last`."""
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, step):
            yield from (day for each in within if first <= (day := date(year, month, each)) <= last)


def _stamp(day: date) -> int:
    """Milliseconds, as Vega counts."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _x(alt: Any, plan: TimePlan, name: str = "day") -> Any:
    first, last = plan.span
    margin = max(timedelta(days=3), (last - first) * MARGIN)
    domain = [_stamp(first - margin), _stamp(last + margin)]
    axis = alt.Axis(values=[_stamp(each) for each in plan.named_days], labelExpr=_named(plan), labelOverlap=False)
    return alt.X(f"{name}:T", title=None, scale=alt.Scale(type="utc", domain=domain, nice=False), axis=axis)


def _named(plan: TimePlan) -> str:
    """The year stands below the first day that is named, and below the first of each year."""
    days = plan.named_days
    day = "toNumber(utcFormat(datum.value, '%d')) + '. ' + " if any(each.day > 1 for each in days) else ""
    named = f"{day}utcFormat(datum.value, '%b')"
    firsts = [each for at, each in enumerate(days) if at == 0 or each.year != days[at - 1].year]
    stamps = ", ".join(str(_stamp(each)) for each in firsts)
    return f"indexof([{stamps}], time(datum.value)) < 0 ? {named} : [{named}, utcFormat(datum.value, '%Y')]"


def _y(alt: Any, plan: TimePlan) -> Any:
    longest = max(len(line) for each in _numbered(plan) for line in _label(plan, each).split("\n"))
    room = longest * LETTER + 8
    looks = {"labelAlign": "left", "labelPadding": room, "labelLimit": room} if plan.size.letters else {}
    axis = alt.Axis(title=None, grid=True, domain=False, ticks=False, labelExpr="split(datum.label, '\\n')",
                    labelLineHeight=15, **looks)  # fmt: skip
    return alt.Y("row:N", sort=[_label(plan, each) for each in _numbered(plan)], axis=axis)


def _numbered(plan: TimePlan) -> list[tuple[int, PlanRow]]:
    return list(enumerate(plan.rows, 1))


def _label(plan: TimePlan, numbered: tuple[int, PlanRow]) -> str:
    """Number and title in two lines at most; the table has every title whole."""
    number, row = numbered
    if not plan.size.letters:
        return f"{number}."
    return "\n".join(wrap(f"{number}. {row.title}", plan.size.letters, max_lines=2, placeholder=" …"))


def _bars(alt: Any, plan: TimePlan) -> Any:
    """From the day first agreed to the day now; nothing where they are the same."""
    values = [{"row": _label(plan, each), "day": each[1].first_on.isoformat(), "until": each[1].due_on.isoformat()}
              for each in _numbered(plan)]  # fmt: skip
    base = alt.Chart(alt.Data(values=values)).encode(y=_y(alt, plan), x=_x(alt, plan))
    return base.encode(x2="until:T").mark_bar(height=8, color=SAND, cornerRadius=2)


def _marks(alt: Any, plan: TimePlan) -> Any:
    values = [point for each in _numbered(plan) for point in _points(plan, each)]
    names = _used(plan)
    said = [getattr(plan.words, name) for name in names]
    columns = min(plan.size.columns, len(names))
    look = {"legend": alt.Legend(title=None, orient="top", columns=columns, labelFontSize=12, symbolSize=110,
                                 columnPadding=18, offset=26)}  # fmt: skip
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


def _used(plan: TimePlan) -> list[str]:
    """What the legend explains: only what is drawn."""
    drawn = {each.state for each in plan.rows}
    if any(each.first_on != each.due_on for each in plan.rows):
        drawn.add("first")
    return [name for name in SHAPES if name in drawn]


def _of(looks: dict[str, str], names: list[str]) -> list[str]:
    return [looks[name] for name in names]


def _points(plan: TimePlan, numbered: tuple[int, PlanRow]) -> list[dict[str, str]]:
    """The day first agreed when it was moved, and where the milestone stands now."""
    label, row = _label(plan, numbered), numbered[1]
    found = [{"row": label, "day": row.now_on.isoformat(), "what": getattr(plan.words, row.state)}]
    if row.first_on != row.due_on:
        found.insert(0, {"row": label, "day": row.first_on.isoformat(), "what": plan.words.first})
    return found


def _written(alt: Any, plan: TimePlan) -> Any:
    """The day of each milestone: after all its marks or, where the picture ends, before them. White lies behind it."""
    first, last = plan.span
    turn = first + (last - first) * TO_THE_LEFT
    values: dict[str, list[dict[str, str]]] = {"left": [], "right": []}
    for number, row in _numbered(plan):
        marks = (row.first_on, row.due_on, row.now_on)
        align, beside = ("right", min(marks)) if max(marks) > turn else ("left", max(marks))
        written = format_date(row.now_on, _short(plan), locale=plan.language)
        values[align].append({"row": _label(plan, (number, row)), "day": beside.isoformat(), "words": written})
    looks = ({"stroke": "white", "strokeWidth": 4}, {"color": INK})
    return alt.layer(*(
        alt.Chart(alt.Data(values=values[align]))
        .mark_text(align=align, dx=dx, fontSize=12, **look)
        .encode(x=_x(alt, plan), y=_y(alt, plan), text="words:N")
        for align, dx in (("left", 12), ("right", -12))
        for look in looks
        if values[align]
    ))  # fmt: skip


def _short(plan: TimePlan) -> str:
    """The year is written where it can be in doubt."""
    return "d. MMM y" if plan.span[0].year != plan.span[1].year and not plan.narrow else "d. MMM"


def _today(alt: Any, plan: TimePlan) -> Any:
    """A line through all rows, named above them, so that its name meets no mark."""
    first, last = plan.span
    late = plan.today > first + (last - first) * TO_THE_LEFT
    words = f"{plan.words.today}, {format_date(plan.today, 'd. MMM y', locale=plan.language)}"
    base = alt.Chart(alt.Data(values=[{"day": plan.today.isoformat(), "words": words}]))
    line = base.mark_rule(strokeDash=[5, 3], strokeWidth=2, color=RED).encode(x=_x(alt, plan))
    text = base.mark_text(align="right" if late else "left", dx=2 if late else -2, dy=-10, color=RED, fontSize=12)
    return line + text.encode(x=_x(alt, plan), y=alt.value(0), text="words:N")
