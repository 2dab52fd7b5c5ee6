"""Reading applications: one case with what its pages show, and lists for either side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.applications import listing
from portal.applications.listing import Group
from portal.applications.models import Application, Attachment, Section, SectionVersion
from portal.applications.rules import OPEN, Status
from portal.core.db import db
from portal.core.lists import TO_MOST, holds
from portal.core.money import Ore
from portal.core.permissions import Permission, Role, Side, places
from portal.identity.models import Membership, Organisation, Person
from portal.identity.queries import active
from portal.pools.models import Invitation, Round

SORTS: Mapping[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "reference": (Application.reference,),
    "title": (Application.title,),
    "job_centre": (Organisation.name, Organisation.id, Application.reference),
    "requested": (Application.requested,),
    "status": (Application.status, Application.reference),
    "deadline": (Round.closes_at, Round.id, Application.reference),
}
JOINED = {"job_centre": Application.job_centre, "deadline": Application.round}
PAGE_SIZE = 50
WHOLE = (
    joinedload(Application.round).joinedload(Round.pool),
    joinedload(Application.round).joinedload(Round.region),
    joinedload(Application.round).joinedload(Round.guideline),
    joinedload(Application.job_centre),
    selectinload(Application.sections).joinedload(Section.saved_by),
)  # and the rest of the one case as a page asks for it: most show little of it
SHOWN = (joinedload(Application.round).joinedload(Round.pool), joinedload(Application.job_centre))


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: words in title, reference or job centre; one status; one round; order and page."""

    words: str = ""
    status: str = ""
    round_id: int | None = None
    sort: str = "reference"
    downwards: bool = False
    page: int = 1


def find(application_id: int) -> Application | None:
    """One case with round, pool, region, job centre and sections."""
    return db.session.get(Application, application_id, options=WHOLE)


def find_for_paper(application_id: int, kind: str) -> Application | None:
    """The case, whichever kind of paper it is wanted as."""
    return find(application_id)


def by_reference(reference: str) -> Application | None:
    return db.session.scalar(select(Application).where(Application.reference == reference))


def find_section(application_id: int, key: str, **_more: object) -> Section | None:
    application = find(application_id)
    if application is None:
        return None
    return next((each for each in application.sections if each.key.value == key), None)


def find_attachment(application_id: int, attachment_id: int) -> Attachment | None:
    found = db.session.get(Attachment, attachment_id, options=[joinedload(Attachment.application)])
    return found if found is not None and found.application_id == application_id else None


def attachments(application: Application) -> list[Attachment]:
    """The attachments that stand, oldest first."""
    live = select(Attachment).where(Attachment.application_id == application.id, Attachment.removed_at.is_(None))
    return list(db.session.scalars(live.order_by(Attachment.id)))


def versions(section: Section) -> list[SectionVersion]:
    """Every save of one section, newest first."""
    saved = select(SectionVersion).where(SectionVersion.section_id == section.id)
    return list(
        db.session.scalars(saved.options(joinedload(SectionVersion.saved_by)).order_by(SectionVersion.id.desc()))
    )


def version(section: Section, number: int) -> SectionVersion | None:
    kept = select(SectionVersion).where(SectionVersion.section_id == section.id, SectionVersion.number == number)
    return db.session.scalar(kept.order_by(SectionVersion.id.desc()).limit(1))


def visible_to(person: Person) -> Select[Application]:
    """Both sides' cases: the centre's own, and the region's once they have been submitted."""
    joined = select(Application).join(Application.round).join(Application.job_centre)
    return joined.where(_in_sight(person))


def _in_sight(person: Person) -> ColumnElement[bool]:
    """Only the sides on which the person stands are named, so that the database reads one index."""
    theirs = places(person, Permission.APPLICATION_READ)
    sides: list[ColumnElement[bool]] = []
    if own := theirs[Side.APPLYING]:
        sides.append(Application.job_centre_id.in_(own))
    if regions := theirs[Side.GRANTING]:
        sides.append(and_(Application.region_id.in_(regions), Application.submitted_at.is_not(None)))
    return or_(false(), *sides)


def listed(person: Person, wanted: Wanted) -> tuple[list[Application], int, Ore]:
    """One page of the list; how many there are, counted to a thousand and one; what those ask for together."""
    chosen = _narrowed(select(Application).where(_in_sight(person)), wanted)
    counted = chosen.with_only_columns(Application.requested).limit(TO_MOST).subquery()
    number, asked = db.session.execute(select(func.count(), func.coalesce(func.sum(counted.c.requested), 0))).one()
    return _page(person, chosen, wanted), number, Ore(int(asked))


def _page(person: Person, chosen: Select[Application], wanted: Wanted) -> list[Application]:
    first = (wanted.page - 1) * PAGE_SIZE
    group = _group(person, wanted) if wanted.sort in JOINED else None
    if group is None or len(group[1]) > listing.MOST_GROUPS:
        page = _ordered(chosen, wanted).limit(PAGE_SIZE).offset(first)
        return list(db.session.scalars(page.options(*SHOWN)))
    ids = listing.page(chosen, group, downwards=wanted.downwards, first=first, size=PAGE_SIZE)
    found = db.session.scalars(select(Application).where(Application.id.in_(ids)).options(*SHOWN))
    return sorted(found, key=lambda each: ids.index(each.id))


def _group(person: Person, wanted: Wanted) -> Group:
    """The job centres or the rounds whose cases the person sees, in the order of the list."""
    if wanted.sort == "deadline":
        rounds = sorted(attended_rounds(person), key=lambda each: (each.closes_at, each.id), reverse=wanted.downwards)
        return Application.round_id, [each.id for each in rounds]
    centres = select(Organisation.id).where(
        exists().where(Application.job_centre_id == Organisation.id, _in_sight(person))
    )
    order = (each.desc() if wanted.downwards else each.asc() for each in (Organisation.name, Organisation.id))
    return Application.job_centre_id, list(db.session.scalars(centres.order_by(*order)))


def everything(person: Person, wanted: Wanted) -> Iterable[Application]:
    """The whole list, for downloads."""
    chosen = _narrowed(select(Application).where(_in_sight(person)), wanted)
    return db.session.scalars(_ordered(chosen, wanted).options(*SHOWN))


def _narrowed(query: Select[Application], wanted: Wanted) -> Select[Application]:
    if wanted.words:
        centres = select(Organisation.id).where(holds(Organisation.name, wanted.words))
        own = (holds(each, wanted.words) for each in (Application.title, Application.reference))
        query = query.where(or_(*own, Application.job_centre_id.in_(centres)))
    if wanted.status:
        query = query.where(Application.status == wanted.status)
    if wanted.round_id:
        query = query.where(Application.round_id == wanted.round_id)
    return query


def _ordered(query: Select[Application], wanted: Wanted) -> Select[Application]:
    """What is alike stands by its number, or the other way round with all the rest, as an index has it."""
    if wanted.sort in JOINED:
        query = query.join(JOINED[wanted.sort])
    order = (*SORTS.get(wanted.sort, SORTS["reference"]), Application.id)
    return query.order_by(*(each.desc() if wanted.downwards else each.asc() for each in order))


def in_work(person: Person, permission: Permission = Permission.APPLICATION_EDIT) -> list[Application]:
    """What this person's job centres still write on, soonest deadline first."""
    centres = places(person, permission)[Side.APPLYING]
    if not centres:
        return []
    open_ones = visible_to(person).where(Application.job_centre_id.in_(centres), Application.status.in_(OPEN))
    return list(
        db.session.scalars(
            open_ones.order_by(Round.closes_at, Application.id).options(
                *SHOWN, selectinload(Application.sections), selectinload(Application.changes_asked)
            )
        )
    )


def answered(invitation: Invitation) -> bool:
    """True when the invited job centre has begun an application in the round."""
    begun = select(Application.id).where(
        Application.round_id == invitation.round_id,
        Application.job_centre_id == invitation.job_centre_id,
        Application.status != Status.WITHDRAWN,
    )
    return db.session.scalar(begun.limit(1)) is not None


def begun_in(this_round: Round) -> bool:
    """True when somebody has begun an application in the round, also one that was withdrawn."""
    return db.session.scalar(select(Application.id).filter_by(round_id=this_round.id).limit(1)) is not None


def asked_in(this_round: Round) -> Ore:
    """What open cases of a round ask for together: submitted and not yet decided."""
    waiting = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)
    here = (Application.region_id == this_round.region_id, Application.round_id == this_round.id)  # as an index has it
    total = select(func.coalesce(func.sum(Application.requested), 0)).where(*here, Application.status.in_(waiting))
    return Ore(int(db.session.scalar(total) or 0))


def people_of(job_centre_id: int, roles: Iterable[Role]) -> list[Person]:
    """The people who hold one of the roles in a job centre, for mails."""
    found = (
        select(Person)
        .join(Person.memberships)
        .where(Membership.organisation_id == job_centre_id, Membership.role.in_(list(roles)))
        .where(active())
        .order_by(Person.id)
    )
    return list(db.session.scalars(found.distinct()))


def attended_rounds(person: Person) -> list[Round]:
    """The rounds this person sees cases of, for the filter of the list."""
    seen = exists().where(Application.round_id == Round.id, _in_sight(person))
    return list(db.session.scalars(select(Round).where(seen).order_by(Round.year.desc(), Round.reference)))


def is_attached(sha256: str) -> bool:
    """Whether some application has this very file as an attachment."""
    return db.session.scalar(select(Attachment.id).where(Attachment.sha256 == sha256).limit(1)) is not None


def references(ids: Iterable[int]) -> dict[int, str]:
    """What each of these applications is known by."""
    known = select(Application.id, Application.reference).where(Application.id.in_(list(ids)))
    return {row.id: row.reference for row in db.session.execute(known)}
