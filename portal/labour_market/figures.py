"""What an imported row of figures must look like, and totals that are not the sum of their parts. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core import cpr
from portal.core.findings import Finding
from portal.core.text import Text, _
from portal.labour_market import indicators, numbers, periods
from portal.labour_market.indicators import Indicator
from portal.labour_market.numbers import Figure

COLUMNS = {"indicator": "indikator", "area": "område", "period": "periode", "value": "værdi", "unit": "enhed"}
ALSO_CALLED = {"tal": "value"}
HUNDRED = 100_000  # percent, in thousandths
EMPTY = {"", "-", "–", "..", "*", "•"}
Key = tuple[str, str, str]  # indicator, area, period
Row = tuple[int, Mapping[str, str]]


def explained(today: date) -> list[tuple[str, Text, str]]:
    """Each heading of the file, what stands below it, and an example: a quarter of last year."""
    return [
        (COLUMNS["indicator"], _("The code of the indicator, from the list of indicators."), "langtidsledige"),
        (COLUMNS["area"], _("The code or the name of a municipality, a job centre or an employment region, or DK for "
                            "the whole country."), "Jobcenter Varde"),
        (COLUMNS["period"], _("A year, or a year with H1 (half-year), Q3 (quarter), M08 (month) or M01-M07 (months "
                              "from and to) after it."), f"{today.year - 1}Q3"),
        (COLUMNS["value"], _("The figure, with a decimal comma and at most three decimals."), "27,8"),
        (COLUMNS["unit"], _("The unit the portal counts the indicator in: personer, fuldtidspersoner, procent or "
                            "uger."), "procent"),
    ]  # fmt: skip


@dataclass(frozen=True)
class FigureRow:
    number: int  # in the file
    indicator: str
    area: str
    period: str
    figure: Figure

    @property
    def key(self) -> Key:
        return (self.indicator, self.area, self.period)


def judge(
    rows: Iterable[Row], areas: Mapping[str, str], retrieved_on: date | None = None
) -> tuple[list[FigureRow], list[Finding]]:
    """The rows that can be stored, and what must be put right first or is worth knowing, place by place.

    `areas` is the code of an area by everything it may be called, casefolded. Nothing is known on `retrieved_on` of a
    period that begins later.
    """
    good: list[FigureRow] = []
    findings: list[Finding] = []
    first_at: dict[Key, int] = {}
    for number, row in rows:
        read = _Reader(number, row, areas, retrieved_on)
        key = read.key
        if key and key in first_at:
            text = _("The period %(period)s stands in row %(first)s already, for the same indicator and area. "
                     "Keep one of the two rows.", period=key[2], first=first_at[key])  # fmt: skip
            read.wrong("period", text)
        if key:
            first_at.setdefault(key, number)
        if key and read.figure is not None and not read.findings:
            good.append(FigureRow(number, *key, read.figure))
        findings += read.findings
    return good, [*findings, *(_unfinished(good, retrieved_on) if retrieved_on else ())]


def _unfinished(rows: Iterable[FigureRow], retrieved_on: date) -> Iterator[Finding]:
    """A remark on each period that was not over when the figures were retrieved, at its first row."""
    first_at: dict[str, int] = {}
    for row in rows:
        first_at.setdefault(row.period, row.number)
    for code, number in first_at.items():
        period = periods.parse(code)
        if period is not None and period.ends_on >= retrieved_on:
            words = _("The period %(period)s was not over on %(day)s, when the figures were retrieved. Check that the "
                      "figures are the final ones.", period=code, day=_written(retrieved_on))  # fmt: skip
            yield Finding(number, "period", words, blocks=False)


def _written(day: date) -> str:
    """As plain text, for what is found is kept as JSON."""
    return f"{day:%d.%m.%Y}"


class _Reader:
    """One row, cell by cell; what is wrong in it gathers in `findings`."""

    def __init__(
        self, number: int, row: Mapping[str, str], areas: Mapping[str, str], retrieved_on: date | None
    ) -> None:
        self.number, self.row, self.findings = number, row, list[Finding]()
        self.indicator = self._indicator()
        self.area = self._area(areas)
        self.period = self._period(retrieved_on)
        self.figure = self._figure()
        self._unit()

    @property
    def key(self) -> Key | None:
        if self.indicator and self.area and self.period:
            return (self.indicator.code, self.area, self.period)
        return None

    def wrong(self, column: str, text: Text) -> None:
        self.findings.append(Finding(self.number, column, text))

    def quoted(self, column: str) -> str:
        return cpr.hidden(self.row[column])[:80]

    def _indicator(self) -> Indicator | None:
        known = indicators.all_of_them().get(self.row["indicator"].casefold())
        if known is None:
            text = _("We do not know the indicator “%(read)s”. Write a code from the list of indicators, such as "
                     "langtidsledige.", read=self.quoted("indicator"))  # fmt: skip
            self.wrong("indicator", text)
        return known

    def _area(self, areas: Mapping[str, str]) -> str | None:
        known = areas.get(" ".join(self.row["area"].split()).casefold())
        if known is None:
            self.wrong("area", _("We do not know the area “%(read)s”. Write the code or the name of a municipality, a "
                                 "job centre or an employment region, or DK.", read=self.quoted("area")))  # fmt: skip
        return known

    def _period(self, retrieved_on: date | None) -> str | None:
        known = periods.parse(self.row["period"])
        if known is None:
            self.wrong(
                "period",
                _(
                    "We do not understand the period “%(read)s”. Write it as a year, with H1, Q3, M08 or M01-M07 "
                    "after it when it is shorter.",
                    read=self.quoted("period"),
                ),
            )
        elif retrieved_on is not None and known.starts_on > retrieved_on:
            self.wrong("period", _("The period %(period)s begins after %(day)s, when the figures were retrieved. "
                                   "Correct the period, or the day of retrieval.",
                                   period=known.code, day=_written(retrieved_on)))  # fmt: skip
        return known.code if known else None

    def _figure(self) -> Figure | None:
        if self.row["value"] in EMPTY:
            self.wrong("value", _("The figure is missing. Write it, or leave the row out."))
            return None
        try:
            read = numbers.parse(self.row["value"])
        except ValueError:
            self.wrong("value", _("We read “%(read)s”. Write a number with a comma and at most three decimals, such as "
                                  "27,8.", read=self.quoted("value")))  # fmt: skip
            return None
        if read < 0:
            self.wrong("value", _("We read %(read)s. A figure cannot be below 0.", read=str(read)))
        elif self.indicator and self.indicator.is_share and read > HUNDRED:
            self.wrong("value", _("We read %(read)s. A share cannot be above 100 percent.", read=str(read)))
        return read

    def _unit(self) -> None:
        read, counted = indicators.unit_of(self.row["unit"]), self.indicator.unit if self.indicator else None
        if read is None:
            self.wrong("unit", _("We read “%(read)s”. Write personer, fuldtidspersoner, procent or uger.",
                                 read=self.quoted("unit")))  # fmt: skip
        elif counted and read is not counted:
            self.wrong("unit", _("The unit has changed: the portal counts this indicator in %(known)s, and the file "
                                 "says “%(read)s”. Figures in two units cannot stand in one series: get the figures in "
                                 "%(known)s, or ask for a new indicator.",
                                 known=NAMED[counted.value], read=self.quoted("unit")))  # fmt: skip


NAMED = {
    each.value: next(word for word, unit in indicators.WRITTEN.items() if unit is each) for each in indicators.Unit
}


@dataclass(frozen=True)
class Mismatch:
    """A total that is not the sum of its parts."""

    total: Indicator
    area: str
    period: str
    stated: Figure
    added: Figure
    left_out: Indicator | None  # the one part that makes the whole difference
    amount: Figure

    def words(self, part: str) -> Text:
        """`part` is what the reader knows the part by that was left out: its code in a file, its title on a page."""
        values = {"stated": str(self.stated), "added": str(self.added)}
        if self.left_out is None:
            return _("The total says %(stated)s, but its parts add up to %(added)s.", **values)
        return _("The total says %(stated)s, but its parts add up to %(added)s. The difference is exactly “%(part)s”, "
                 "%(amount)s, which seems to be left out.",
                 **values, part=part, amount=str(self.amount))  # fmt: skip


def mismatches(figures: Mapping[Key, Figure]) -> Iterator[Mismatch]:
    """Every total of these figures whose parts are all there and add up to something else."""
    known = indicators.all_of_them()
    for (code, area, period), stated in figures.items():
        total = known.get(code)
        parts = {part: figures.get((part, area, period)) for part in total.parts} if total else {}
        there = {part: figure for part, figure in parts.items() if figure is not None}
        if total is None or not parts or len(there) < len(parts):
            continue
        added = Figure(sum(there.values()))
        if added != stated:
            left_out = next((part for part, figure in there.items() if figure and figure == added - stated), None)
            amount = there[left_out] if left_out else Figure(0)
            yield Mismatch(total, area, period, stated, added, known[left_out] if left_out else None, amount)
