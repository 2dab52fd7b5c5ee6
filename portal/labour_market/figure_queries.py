"""Reading indicator figures: the newest of each, as they stood on any day, and how they were revised."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.db import db
from portal.identity.models import Municipality, Organisation, Person
from portal.identity.rules import Kind
from portal.labour_market import indicators, periods
from portal.labour_market.figures import Key, Mismatch, mismatches
from portal.labour_market.indicators import Indicator
from portal.labour_market.models import IndicatorFigure, IndicatorImport
from portal.labour_market.numbers import Figure
from portal.labour_market.periods import Period

COUNTRY = "DK", "Hele landet"
PREFIX = "Beskæftigelsesregion "


@dataclass(frozen=True)
class Areas:
    """The country, the employment regions, the job centres and the municipalities, by their codes."""

    names: Mapping[str, str]

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """The code of an area by everything it may be called, casefolded."""
        found = {code.casefold(): code for code in self.names}
        for code, name in self.names.items():
            found.setdefault(name.casefold(), code)
            found.setdefault(name.removeprefix(PREFIX).casefold(), code)
        return found


def areas() -> Areas:
    names = dict([COUNTRY])
    for kind in (Kind.EMPLOYMENT_REGION, Kind.JOB_CENTRE):
        found = select(Organisation.code, Organisation.name).filter_by(kind=kind).order_by(Organisation.name)
        names |= {each.code: each.name for each in db.session.execute(found)}
    municipalities = select(Municipality.code, Municipality.name).order_by(Municipality.name)
    return Areas(names | {each.code: each.name for each in db.session.execute(municipalities)})


def own_areas(region: Organisation) -> set[str]:
    """The codes of the region, its job centres and its municipalities, and of the whole country."""
    centres = select(Organisation.code).where(Organisation.region_id == region.id)
    municipalities = select(Municipality.code).where(Municipality.job_centre.has(Organisation.region_id == region.id))
    return {COUNTRY[0], region.code, *db.session.scalars(centres), *db.session.scalars(municipalities)}


def home_area(person: Person) -> str:
    """Where the person's own figures are: the job centre or the region; for others the country."""
    home = person.home
    return home.code if home and home.kind is not Kind.OPERATOR else COUNTRY[0]


def newest(codes: Collection[str], area_codes: Collection[str], on: date | None = None) -> dict[Key, IndicatorFigure]:
    """The figures that count: of each the latest revision, or the one that counted at the end of a past day."""
    found = _rows(codes, area_codes).options(joinedload(IndicatorFigure.imported))
    if on is not None:
        next_day = on + timedelta(days=1)
        found = found.where(
            IndicatorFigure.stored_at < clock.in_copenhagen(next_day.year, next_day.month, next_day.day)
        )
    return {each.key: each for each in db.session.scalars(found)}


def _rows(codes: Collection[str], area_codes: Collection[str]) -> Select[IndicatorFigure]:
    rows = select(IndicatorFigure).where(IndicatorFigure.area.in_(area_codes), IndicatorFigure.indicator.in_(codes))
    return rows.order_by(IndicatorFigure.revision)  # so that the newest is the last to be seen


def figures(codes: Collection[str], area_codes: Collection[str], on: date | None = None) -> dict[Key, Figure]:
    return {key: each.figure for key, each in newest(codes, area_codes, on).items()}


def value(indicator: str, area: str, period: str, on: date | None = None) -> IndicatorFigure | None:
    """One figure with where it comes from; None when it was never imported (or not by that day)."""
    return newest([indicator], [area], on).get((indicator, area, period))


@dataclass(frozen=True)
class Point:
    period: Period
    rows: Mapping[str, IndicatorFigure]  # by area


def series(code: str, area_codes: Collection[str], on: date | None = None) -> list[Point]:
    """The figures of one indicator, oldest period first."""
    gathered: dict[str, dict[str, IndicatorFigure]] = {}
    for (_code, area, period), row in newest([code], area_codes, on).items():
        gathered.setdefault(period, {})[area] = row
    points = [Point(known, rows) for period, rows in gathered.items() if (known := periods.parse(period))]
    return sorted(points, key=lambda each: each.period.order)


def history(code: str, area: str) -> list[IndicatorFigure]:
    """Every revision of every figure of one indicator and area that was ever revised, newest first."""
    loaded = joinedload(IndicatorFigure.imported), joinedload(IndicatorFigure.stored_by)
    rows = list(db.session.scalars(_rows([code], [area]).options(*loaded)))
    revised = {each.period for each in rows if each.revision > 1}
    changed = [each for each in rows if each.period in revised]
    return sorted(changed, key=lambda each: (each.period, each.revision), reverse=True)


@dataclass(frozen=True)
class Latest:
    """An indicator as the list shows it: its newest figure in one area."""

    indicator: Indicator
    period: Period
    row: IndicatorFigure
    number: int  # of periods


def latest(area: str) -> list[Latest]:
    """Every indicator that has figures in the area, in the order of the catalogue."""
    known = indicators.all_of_them()
    by_indicator: dict[str, list[tuple[Period, IndicatorFigure]]] = {}
    for (code, _area, written), row in newest(list(known), [area]).items():
        if period := periods.parse(written):
            by_indicator.setdefault(code, []).append((period, row))
    found = []
    for code, indicator in known.items():
        if rows := by_indicator.get(code):
            period, row = max(rows, key=lambda each: each[0].order)
            found.append(Latest(indicator, period, row, len(rows)))
    return found


def wrong_totals(code: str, area: str) -> list[Mismatch]:
    """Totals of this indicator, or with it as a part, that are not the sum of their parts."""
    concerned = {each.code for each in indicators.totals_with(code)} | {code}
    known = indicators.all_of_them()
    needed = {part for each in concerned if each in known for part in (each, *known[each].parts)}
    found = [each for each in mismatches(figures(needed, [area])) if each.total.code in concerned]
    return sorted(found, key=lambda each: each.period)


def stored_by(uploaded: IndicatorImport) -> tuple[int, int]:
    """How many figures a confirmed import added, and how many it revised."""
    found = select(IndicatorFigure.revision).where(IndicatorFigure.import_id == uploaded.id)
    revisions = list(db.session.scalars(found))
    return revisions.count(1), sum(1 for each in revisions if each > 1)


def codes_of(keys: Iterable[Key]) -> tuple[set[str], set[str]]:
    """The indicators and the areas these figures are about."""
    pairs = {(code, area) for code, area, _period in keys}
    return {code for code, _area in pairs}, {area for _code, area in pairs}
