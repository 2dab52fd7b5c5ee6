"""When accounts are due, and what is overdue. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core import workdays
from portal.core.text import Text, _


@dataclass(frozen=True)
class Due:
    """An account that a project owes: for one calendar year, or what is left of the project."""

    starts_on: date
    ends_on: date
    due_on: date
    final: bool

    @property
    def overdue_words(self) -> Text:
        values = {"start": self.starts_on, "end": self.ends_on, "due": self.due_on}
        if self.final:
            return _("The final account was due on %(due)s", **values)
        return _("The account for %(start)s to %(end)s was due on %(due)s", **values)


def of(start: date, end: date, *, within: int) -> list[Due]:
    """One account for each calendar year the project touches; the last is the final one.

    `within` is days after the period; a day off moves to the next working day.
    """
    years = range(start.year, end.year + 1)
    return [_due(max(start, date(year, 1, 1)), min(end, date(year, 12, 31)), end, within) for year in years]


def _due(starts_on: date, ends_on: date, end: date, within: int) -> Due:
    due_on = workdays.on_or_after(ends_on + timedelta(days=within))
    return Due(starts_on, ends_on, due_on, final=ends_on == end)


@dataclass(frozen=True)
class Sent:
    """What is with the region: the last day a signed account covers, and whether the final one is among them."""

    until: date | None
    final: bool


def missing(dues: list[Due], sent: Sent) -> Iterator[Due]:
    """Those that are not with the region yet."""
    for each in dues:
        there = sent.final if each.final else sent.until is not None and sent.until >= each.ends_on
        if not there:
            yield each


def overdue(dues: list[Due], sent: Sent, *, today: date) -> list[Due]:
    """Those whose day has passed."""
    return [each for each in missing(dues, sent) if each.due_on < today]
