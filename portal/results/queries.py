"""Finding results reviews and their uploads, and when each is due."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.db import db
from portal.core.lists import danish, holds
from portal.core.permissions import Permission, Side, places
from portal.identity.models import Organisation, Person
from portal.identity.rules import Kind
from portal.pools.models import Guideline
from portal.pools.rules import GuidelineStatus
from portal.pools.settings import Settings
from portal.results import listing
from portal.results.judging import Centre
from portal.results.listing import Columns, Wanted
from portal.results.models import ResultsReview, ReviewImport, ReviewVersion
from portal.results.rules import ReviewStatus, due_at

STATUSES = {each.value: each for each in ReviewStatus}
USUALLY = (ResultsReview.year.desc(), danish(Organisation.name), ResultsReview.id)  # newest year first
SORTS: Mapping[str, Columns] = {
    "job_centre": (danish(Organisation.name),),
    "year": (ResultsReview.year,),
    "status": (listing.in_turn(ResultsReview.status, ReviewStatus),),
}
REFERENCE = literal("RR-") + cast(ResultsReview.year, String) + "-" + func.replace(Organisation.code, "JC-", "")


def within(person: Person, permission: Permission) -> ColumnElement[bool]:
    """The job centres whose reviews the person may use that way: the own one, or those of the own region."""
    held = places(person, permission)
    return or_(Organisation.id.in_(held[Side.APPLYING]), Organisation.region_id.in_(held[Side.GRANTING]))


def visible_to(person: Person, permission: Permission = Permission.RESULTS_READ) -> Select[ResultsReview]:
    rows = select(ResultsReview).join(ResultsReview.job_centre).where(within(person, permission))
    return rows.options(contains_eager(ResultsReview.job_centre)).order_by(*USUALLY)


def listed(person: Person, wanted: Wanted) -> tuple[list[ResultsReview], int]:
    """One page of reviews, and how many there are, counted to a thousand and one."""
    rows = _chosen(person, wanted)
    return list(listing.page(rows, wanted)), listing.counted(rows, ResultsReview.id)


def everything(person: Person, wanted: Wanted) -> list[ResultsReview]:
    """The whole list, for downloads."""
    return list(db.session.scalars(_chosen(person, wanted)))


def _chosen(person: Person, wanted: Wanted) -> Select[ResultsReview]:
    rows = visible_to(person).order_by(None)
    if wanted.one_year:
        rows = rows.where(ResultsReview.year == wanted.one_year)
    if wanted.status in STATUSES:
        rows = rows.where(ResultsReview.status == STATUSES[wanted.status])
    if words := wanted.words.strip():
        rows = rows.where(or_(holds(Organisation.name, words), holds(REFERENCE, words)))
    return listing.ordered(rows, wanted, SORTS, USUALLY)


def years(person: Person) -> list[int]:
    rows = visible_to(person).order_by(None).with_only_columns(ResultsReview.year, maintain_column_froms=True)
    return sorted(db.session.scalars(rows.distinct()), reverse=True)


def find(review_id: int) -> ResultsReview | None:
    rows = select(ResultsReview).where(ResultsReview.id == review_id)
    centre = joinedload(ResultsReview.job_centre).joinedload(Organisation.region)
    versions = selectinload(ResultsReview.versions).joinedload(ReviewVersion.saved_by)
    return db.session.scalar(rows.options(centre, versions, joinedload(ResultsReview.closed_by)))


def of(job_centre: Organisation, year: int) -> ResultsReview | None:
    return db.session.scalar(select(ResultsReview).filter_by(job_centre_id=job_centre.id, year=year))


def find_import(review_id: int, review_import_id: int) -> ReviewImport | None:
    rows = select(ReviewImport).where(ReviewImport.id == review_import_id, ReviewImport.review_id == review_id)
    review = joinedload(ReviewImport.review)
    return db.session.scalar(
        rows.options(
            review.joinedload(ResultsReview.job_centre),
            review.selectinload(ResultsReview.versions),
            joinedload(ReviewImport.uploaded_by),
        )
    )


def number_of_imports(review: ResultsReview) -> int:
    """How many files were uploaded, also those that were dropped again."""
    rows = select(func.count()).select_from(ReviewImport).where(ReviewImport.review_id == review.id)
    return db.session.scalar(rows) or 0


def imports_of(review: ResultsReview) -> list[ReviewImport]:
    """The files that were uploaded, latest first."""
    rows = select(ReviewImport).where(ReviewImport.review_id == review.id).order_by(ReviewImport.id.desc())
    return list(db.session.scalars(rows.options(joinedload(ReviewImport.uploaded_by)).limit(100)))


def begun_years(job_centre_id: int) -> set[int]:
    return set(db.session.scalars(select(ResultsReview.year).where(ResultsReview.job_centre_id == job_centre_id)))


def centres_of(person: Person, permission: Permission) -> list[Organisation]:
    """The job centres on whose own side the person stands with this permission."""
    own = places(person, permission)[Side.APPLYING]
    rows = select(Organisation).where(Organisation.id.in_(own), Organisation.kind == Kind.JOB_CENTRE)
    return list(db.session.scalars(rows.order_by(Organisation.name)))


def centres_by_word() -> Mapping[str, Centre]:
    """Every job centre by its code and by its name, with and without “Jobcenter”, casefolded."""
    found: dict[str, Centre] = {}
    rows = select(Organisation.code, Organisation.name).where(Organisation.kind == Kind.JOB_CENTRE)
    for code, name in db.session.execute(rows):
        words = (code.casefold(), name.casefold(), name.removeprefix("Jobcenter ").casefold())
        found |= dict.fromkeys(words, Centre(code, name))
    return found


def names_of(codes: Iterable[str]) -> list[str]:
    rows = select(Organisation.name).where(Organisation.code.in_(list(codes))).order_by(Organisation.name)
    return list(db.session.scalars(rows))


class Deadlines:
    """When reviews are due: as the newest signed guideline of the region and the year says, else 15 April."""

    def __init__(self) -> None:
        signed = select(Guideline.region_id, Guideline.year, Guideline.settings).where(
            Guideline.status == GuidelineStatus.SIGNED
        )
        found = db.session.execute(signed.order_by(Guideline.signed_at, Guideline.id))
        self.days = {(region, year): Settings.from_json(facts).results_review_due for region, year, facts in found}

    def of(self, job_centre: Organisation, year: int) -> datetime:
        day = self.days.get((job_centre.region_id or 0, year), Settings().results_review_due)
        return due_at(year, day)


def not_begun(person: Person, year: int) -> list[Organisation]:
    """The job centres in the person's sight that have no review of the year."""
    begun = select(ResultsReview.job_centre_id).where(ResultsReview.year == year)
    rows = select(Organisation).where(
        within(person, Permission.RESULTS_READ), Organisation.kind == Kind.JOB_CENTRE, Organisation.id.not_in(begun)
    )
    return list(db.session.scalars(rows.order_by(danish(Organisation.name))))


def not_closed(year: int) -> list[tuple[Organisation, ResultsReview | None]]:
    """Every job centre, in all regions, whose review of the year is not begun or not closed, for the reminders."""
    of_the_year = and_(ResultsReview.job_centre_id == Organisation.id, ResultsReview.year == year)
    rows = select(Organisation, ResultsReview).outerjoin(ResultsReview, of_the_year)
    rows = rows.where(
        Organisation.kind == Kind.JOB_CENTRE,
        or_(ResultsReview.id.is_(None), ResultsReview.status == ReviewStatus.OPEN),
    )
    return [(centre, review) for centre, review in db.session.execute(rows.order_by(Organisation.id))]


def open_reviews(person: Person, permission: Permission) -> list[ResultsReview]:
    return list(db.session.scalars(visible_to(person, permission).where(ResultsReview.status == ReviewStatus.OPEN)))
