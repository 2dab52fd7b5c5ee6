"""Reading occupations, the balance and its imports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from portal.core.db import db
from portal.core.findings import ImportStatus
from portal.core.lists import danish, holds
from portal.core.permissions import Permission, Side, places
from portal.identity.models import Organisation, Person
from portal.identity.rules import Kind
from portal.labour_market.models import BalanceEntry, Occupation
from portal.labour_market.rules import CHANCES, Category, Chance, Key, period_in_force
from portal.labour_market.uploads import RegionUpload

PAGE = 50
R = TypeVar("R", bound=RegionUpload)


def occupations() -> dict[str, str]:
    """Every occupation's title by its code, in the order of the titles."""
    found = db.session.scalars(select(Occupation).order_by(danish(Occupation.title), Occupation.code))
    return {each.code: each.title for each in found}


def chances(area_code: str, period: str) -> dict[str, str]:
    """RG, G or MG for every occupation of the balance of one region and half-year."""
    found = select(BalanceEntry.occupation_code, BalanceEntry.category).filter_by(area_code=area_code, period=period)
    return {code: CHANCES[category].value for code, category in db.session.execute(found)}


def periods(area_code: str = "") -> list[str]:
    """The half-years that are imported, latest first; of one region, or of any."""
    found = select(BalanceEntry.period).distinct().order_by(BalanceEntry.period.desc())
    return list(db.session.scalars(found.filter_by(area_code=area_code) if area_code else found))


def period_valid_on(day: date, area_code: str = "") -> str | None:
    """The balance in force on a day: the latest imported half-year that has begun by then.

    2010H1 counts from 1 January 2010 and goes on counting until a later half-year is imported and has begun.
    """
    return period_in_force(periods(area_code), day)


def areas() -> list[Organisation]:
    """The four employment regions, by name."""
    found = select(Organisation).filter_by(kind=Kind.EMPLOYMENT_REGION)
    return list(db.session.scalars(found.order_by(Organisation.name)))


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asks for; empty means everything."""

    period: str = ""
    area: str = ""
    words: str = ""
    chance: str = ""
    sort: str = "occupation"
    downwards: bool = False


def balance(wanted: Wanted, page: int = 1) -> tuple[list[BalanceEntry], int]:
    """One page of the list by occupation and region, and how many rows there are in all."""
    matching = _matching(wanted)
    number = db.session.scalar(select(func.count()).select_from(matching.order_by(None).subquery())) or 0
    rows = db.session.scalars(_ordered(matching, wanted).limit(PAGE).offset((page - 1) * PAGE))
    return list(rows), number


def whole_balance(wanted: Wanted) -> list[BalanceEntry]:
    """All rows that the list shows, for a download."""
    return list(db.session.scalars(_ordered(_matching(wanted), wanted)))


def _matching(wanted: Wanted) -> Select[BalanceEntry]:
    found = select(BalanceEntry).join(BalanceEntry.occupation)
    if wanted.period:
        found = found.where(BalanceEntry.period == wanted.period)
    if wanted.area:
        found = found.where(BalanceEntry.area_code == wanted.area)
    if wanted.words:
        found = found.where(or_(holds(Occupation.title, wanted.words), holds(Occupation.code, wanted.words)))
    if wanted.chance in Chance.__members__:
        meant = [category for category in Category if CHANCES[category] is Chance[wanted.chance]]
        found = found.where(BalanceEntry.category.in_(meant))
    return found


SORTS: Mapping[str, ColumnElement[Any]] = {
    "occupation": danish(Occupation.title),
    "chance": case(
        {category: list(Chance).index(CHANCES[category]) for category in Category}, value=BalanceEntry.category
    ),
    "area": BalanceEntry.area_code.expression,
    "period": BalanceEntry.period.expression,
}  # the best prospects first


def _ordered(found: Select[BalanceEntry], wanted: Wanted) -> Select[BalanceEntry]:
    asked = SORTS.get(wanted.sort, SORTS["occupation"])
    return found.options(contains_eager(BalanceEntry.occupation)).order_by(
        asked.desc() if wanted.downwards else asked.asc(),
        danish(Occupation.title), BalanceEntry.period.desc(), BalanceEntry.area_code, BalanceEntry.id,
    )  # fmt: skip


def stored(keys: Iterable[Key]) -> dict[Key, BalanceEntry]:
    """What stands in the balance for these rows now."""
    wanted = {(period, area) for period, area, _occupation in keys}
    same = [(BalanceEntry.period == period) & (BalanceEntry.area_code == area) for period, area in sorted(wanted)]
    if not same:
        return {}
    found = db.session.scalars(select(BalanceEntry).where(or_(*same)))
    return {(each.period, each.area_code, each.occupation_code): each for each in found}


def find_import(model: type[R], import_id: int) -> R | None:
    loaded = (joinedload(model.region), joinedload(model.uploaded_by))
    return db.session.scalar(select(model).where(model.id == import_id).options(*loaded))


def imports_of(person: Person, model: type[R]) -> list[tuple[R, int]]:
    """The history of the person's regions, latest first, each with its number of rows; the rows stay where they are."""
    own = places(person, Permission.LABOUR_MARKET_IMPORT)[Side.GRANTING]
    loaded = (joinedload(model.region), joinedload(model.uploaded_by), defer(model.rows))
    found = select(model, func.json_array_length(model.rows)).where(model.region_id.in_(own)).options(*loaded)
    return [(each[0], each[1]) for each in db.session.execute(found.order_by(model.id.desc()).limit(PAGE))]


def waiting_imports(person: Person, model: type[R], before: datetime) -> list[R]:
    """Of the person's regions: those sent before the moment, and neither confirmed nor dropped. Oldest first."""
    own = places(person, Permission.LABOUR_MARKET_IMPORT)[Side.GRANTING]
    if not own:
        return []
    waits = (model.status == ImportStatus.PREVIEW, model.uploaded_at < before)
    found = select(model).where(model.region_id.in_(own), *waits).options(defer(model.rows))
    return list(db.session.scalars(found.order_by(model.id)))


def regions_imported_by(person: Person) -> list[Organisation]:
    own = places(person, Permission.LABOUR_MARKET_IMPORT)[Side.GRANTING]
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.name)))
