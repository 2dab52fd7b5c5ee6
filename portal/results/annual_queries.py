"""Finding annual reports and their editions, and who sees which."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.core.permissions import Permission, Role, Side, places
from portal.identity.models import Membership, Organisation, Person
from portal.identity.queries import active
from portal.identity.rules import Kind
from portal.pools.models import Pool
from portal.results.annual_models import AnnualComment, AnnualEdition, AnnualReport
from portal.results.annual_rules import AnnualStatus

PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asks for; empty means everything. `scope` is a pool's code, or "all"."""

    year: str = ""
    scope: str = ""
    page: int = 1


def find(annual_id: int) -> AnnualReport | None:
    rows = select(AnnualReport).where(AnnualReport.id == annual_id)
    return db.session.scalar(
        rows.options(
            joinedload(AnnualReport.region),
            joinedload(AnnualReport.begun_by),
            selectinload(AnnualReport.comments).joinedload(AnnualComment.by),
            selectinload(AnnualReport.editions).joinedload(AnnualEdition.signed_by),
        )
    )


def of(region_id: int, year: int, scope: str) -> AnnualReport | None:
    return db.session.scalar(select(AnnualReport).filter_by(region_id=region_id, year=year, scope=scope))


def edition_of(region_id: int, year: int, scope: str) -> AnnualEdition | None:
    """The newest edition of a year; None when nothing is frozen."""
    rows = select(AnnualEdition).join(AnnualEdition.report)
    rows = rows.where(
        AnnualReport.region_id == region_id, AnnualReport.year == year, AnnualReport.scope == scope
    ).order_by(AnnualEdition.number.desc())
    return db.session.scalar(rows.limit(1))


def regions_of(person: Person, permission: Permission = Permission.RESULTS_READ) -> set[int]:
    """The regions whose editions the person may read: the own one, or that of the own job centre."""
    held = places(person, permission)
    rows = select(Organisation.region_id).where(
        Organisation.id.in_(held[Side.APPLYING]), Organisation.region_id.is_not(None)
    )
    return held[Side.GRANTING] | {each for each in db.session.scalars(rows) if each is not None}


def find_edition(person: Person, edition_id: int) -> AnnualEdition | None:
    """The edition, if the person may read it."""
    rows = select(AnnualEdition).join(AnnualEdition.report).where(AnnualEdition.id == edition_id)
    rows = rows.where(AnnualReport.region_id.in_(regions_of(person)))
    report = contains_eager(AnnualEdition.report)
    loaded = (report.joinedload(AnnualReport.region), report.selectinload(AnnualReport.editions))
    return db.session.scalar(rows.options(*loaded, joinedload(AnnualEdition.signed_by)))


def listed(person: Person, wanted: Wanted) -> tuple[list[AnnualEdition], int]:
    """One page of the editions, and how many there are in all."""
    found = _editions(person, wanted)
    number = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = _in_order(found).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return list(db.session.scalars(rows)), number


def editions(person: Person, wanted: Wanted) -> list[AnnualEdition]:
    """Every edition the person may read, newest year first."""
    return list(db.session.scalars(_in_order(_editions(person, wanted))))


def _editions(person: Person, wanted: Wanted) -> Select[AnnualEdition]:
    rows = select(AnnualEdition).join(AnnualEdition.report).join(AnnualReport.region)
    return rows.where(AnnualReport.region_id.in_(regions_of(person)), *_asked(wanted))


def _in_order(found: Select[AnnualEdition]) -> Select[AnnualEdition]:
    loaded = (contains_eager(AnnualEdition.report).contains_eager(AnnualReport.region),
              joinedload(AnnualEdition.signed_by))  # fmt: skip
    newest_first = (AnnualReport.year.desc(), AnnualReport.reference, AnnualEdition.number.desc())
    return found.options(*loaded).order_by(*newest_first)


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.year.isdecimal() and len(wanted.year) == 4:
        asked.append(AnnualReport.year == int(wanted.year))
    if wanted.scope:
        asked.append(AnnualReport.scope == ("" if wanted.scope == "all" else wanted.scope))
    return asked


def years(person: Person) -> list[int]:
    rows = select(AnnualReport.year).where(AnnualReport.region_id.in_(regions_of(person)), AnnualReport.editions.any())
    return sorted(db.session.scalars(rows.distinct()), reverse=True)


def drafts(person: Person) -> list[AnnualReport]:
    """What is not frozen, of the person's own regions: the region's side alone sees it."""
    own = places(person, Permission.RESULTS_READ)[Side.GRANTING]
    return _open(own, (AnnualStatus.COMPILING, AnnualStatus.READY))


def to_sign(person: Person) -> list[AnnualReport]:
    return _open(places(person, Permission.RESULTS_FREEZE)[Side.GRANTING], (AnnualStatus.READY,))


def _open(regions: Collection[int], states: Collection[AnnualStatus]) -> list[AnnualReport]:
    rows = select(AnnualReport).where(AnnualReport.region_id.in_(regions), AnnualReport.status.in_(states))
    loaded = (joinedload(AnnualReport.region), selectinload(AnnualReport.editions))
    return list(db.session.scalars(rows.options(*loaded).order_by(AnnualReport.year.desc(), AnnualReport.reference)))


def regions_compiled_by(person: Person) -> list[Organisation]:
    own = places(person, Permission.RESULTS_COMPILE)[Side.GRANTING]
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.name)))


def regions() -> dict[str, int]:
    """The id of every employment region, by its code."""
    rows = select(Organisation.code, Organisation.id).where(Organisation.kind == Kind.EMPLOYMENT_REGION)
    found = db.session.execute(rows.order_by(Organisation.code))
    return {each.code: each.id for each in found}


def pools() -> list[Pool]:
    return list(db.session.scalars(select(Pool).order_by(Pool.id)))


def managers_in(region: Organisation) -> list[Person]:
    """Of the region's job centres, for mails to all of them."""
    held = Membership.organisation.has(Organisation.region_id == region.id)
    manages = Person.memberships.any(and_(Membership.role == Role.MANAGER, held))
    rows = select(Person).where(manages, active()).order_by(Person.id)
    return list(db.session.scalars(rows))


def pool(code: str) -> Pool | None:
    return db.session.scalar(select(Pool).filter_by(code=code))
