"""Reading pools, guidelines, rounds and invitations. Who asks decides what is found."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.audit import Event
from portal.core.db import db
from portal.core.money import Ore, total
from portal.core.permissions import Permission, Role, Side, can, places
from portal.identity.models import Membership, Organisation, Person
from portal.identity.queries import active
from portal.identity.rules import Kind
from portal.pools.models import Allotment, Guideline, Invitation, Pool, RiskGroup, Round
from portal.pools.rules import FramePicture, GuidelineStatus, Phase, phase

ASKED: list[Callable[[Round], Ore]] = []  # higher rooms say what the open cases of a round ask for
ANSWERED: list[Callable[[Invitation], bool]] = []  # and whether a job centre has begun what it was invited to

WITH_ALL = (joinedload(Round.pool), joinedload(Round.region), joinedload(Round.guideline).joinedload(Guideline.pool))


def all_pools() -> list[Pool]:
    return list(db.session.scalars(select(Pool).order_by(Pool.id)))


def pool_of(code: str) -> Pool | None:
    return db.session.scalar(select(Pool).filter_by(code=code))


def regions_seen_by(person: Person) -> set[int]:
    """The person's own regions, and those of the person's job centres."""
    seen = set(places(person, Permission.POOL_READ)[Side.GRANTING])
    applying = places(person, Permission.POOL_READ)[Side.APPLYING]
    centres = [each.organisation for each in person.memberships if each.organisation_id in applying]
    return seen | {centre.region_id for centre in centres if centre.region_id is not None}


def regions_drafted_by(person: Person) -> list[Organisation]:
    """Where this person may draft guidelines and rounds, by name."""
    own = places(person, Permission.POOL_DRAFT)[Side.GRANTING]
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.name)))


def find_round(round_id: int) -> Round | None:
    return db.session.scalar(select(Round).where(Round.id == round_id).options(*WITH_ALL))


def readable_round(person: Person, round_id: int) -> Round | None:
    """The round, for people of its region and of the region's job centres; a cancelled one for the region alone."""
    found = find_round(round_id)
    if found is None or found.region_id not in regions_seen_by(person):
        return None
    return found if not found.is_cancelled or can(person, Permission.POOL_READ, found) else None


def round_by_reference(reference: str) -> Round | None:
    return db.session.scalar(select(Round).filter_by(reference=reference).options(*WITH_ALL))


def rounds_for(person: Person) -> list[Round]:
    """Every round of the regions the person sees, latest deadline first. Cancelled ones are the region's alone."""
    own = Round.region_id.in_(places(person, Permission.POOL_READ)[Side.GRANTING])
    return _rounds(Round.region_id.in_(regions_seen_by(person)) & or_(Round.cancelled_at.is_(None), own))


def open_rounds_for(person: Person) -> list[Round]:
    """The rounds in which this person's job centre can begin an application now."""
    centres = places(person, Permission.APPLICATION_EDIT)[Side.APPLYING]
    mine = [each.organisation for each in person.memberships if each.organisation_id in centres]
    here = Round.region_id.in_({centre.region_id for centre in mine if centre.region_id is not None})
    asked, now = Round.invitations.any(Invitation.job_centre_id.in_(centres)), clock.now()
    goes_on = (Round.opens_at <= now) & (Round.closes_at > now) & Round.cancelled_at.is_(None)
    return _rounds(here & or_(~Round.by_invitation, asked) & goes_on)


def _rounds(where: ColumnElement[bool]) -> list[Round]:
    found = select(Round).where(where).options(*WITH_ALL).order_by(Round.closes_at.desc(), Round.id.desc())
    return list(db.session.scalars(found))


def phase_of(this_round: Round) -> Phase:
    return phase(this_round.opens_at, this_round.closes_at, now=clock.now(), cancelled=this_round.is_cancelled)


def asked(this_round: Round) -> Ore | None:
    """What the open cases ask for together; None while no room can say."""
    return total(each(this_round) for each in ASKED) if ASKED else None


def picture(this_round: Round, this: Ore | None = None) -> FramePicture:
    """The frame gauge of a round; `this` is the amount of the decision at hand."""
    return FramePicture(this_round.frame, this_round.committed, asked(this_round), this, promised(this_round))


def promised(this_round: Round) -> Ore | None:
    """What the grant letters that are sent say together; None in a pool that sends none."""
    if not this_round.pool.allots:
        return None
    rows = select(func.coalesce(func.sum(Allotment.amount), 0)).where(Allotment.round_id == this_round.id)
    return Ore(int(db.session.scalar(rows.where(Allotment.sent_at.is_not(None))) or 0))


def invitations(this_round: Round) -> list[Invitation]:
    """Who was invited, by name, with the job centre loaded."""
    found = select(Invitation).filter_by(round_id=this_round.id).join(Invitation.job_centre)
    return list(db.session.scalars(found.options(joinedload(Invitation.job_centre)).order_by(Organisation.name)))


def invitations_seen_by(person: Person, this_round: Round) -> list[Invitation]:
    """The region sees all of them, a job centre its own."""
    return [each for each in invitations(this_round) if can(person, Permission.POOL_READ, each)]


def invited(this_round: Round) -> frozenset[str]:
    """The codes of the invited job centres."""
    codes = select(Organisation.code).join(Invitation, Invitation.job_centre_id == Organisation.id)
    return frozenset(db.session.scalars(codes.where(Invitation.round_id == this_round.id)))


def allotments(this_round: Round) -> list[Allotment]:
    """What the job centres are allotted, by name, with the job centre and the sender loaded."""
    found = select(Allotment).filter_by(round_id=this_round.id).join(Allotment.job_centre)
    loaded = found.options(joinedload(Allotment.job_centre), joinedload(Allotment.sent_by))
    return list(db.session.scalars(loaded.order_by(Organisation.name)))


def allotments_seen_by(person: Person, this_round: Round) -> list[Allotment]:
    """The region sees all of them, a job centre its own once the letter is sent."""
    if not this_round.pool.allots:
        return []
    return [each for each in allotments(this_round) if can(person, Permission.POOL_READ, each)]


def find_allotting_round(round_id: int) -> Round | None:
    """A round whose pool allots amounts; no other has pages about them."""
    found = find_round(round_id)
    return found if found is not None and found.pool.allots else None


def find_letter(allotment_id: int) -> Allotment | None:
    """An allotment whose letter is sent."""
    return db.session.scalar(
        select(Allotment)
        .where(Allotment.id == allotment_id, Allotment.sent_at.is_not(None))
        .options(joinedload(Allotment.round), joinedload(Allotment.job_centre))
    )


def centres_of(this_round: Round) -> list[Organisation]:
    """The job centres of the round's region, by name."""
    centres = select(Organisation).filter_by(kind=Kind.JOB_CENTRE, region_id=this_round.region_id)
    return list(db.session.scalars(centres.order_by(Organisation.name)))


def allotment_of(this_round: Round, job_centre_id: int) -> Allotment | None:
    return db.session.scalar(select(Allotment).filter_by(round_id=this_round.id, job_centre_id=job_centre_id))


def allotted(this_round: Round, job_centre: str) -> Ore | None:
    """What a job centre's grant letter allots, by its code: 0 without a letter, None where the round does not allot."""
    if not this_round.pool.allots:
        return None
    sent = select(Allotment.amount).join(Allotment.job_centre).where(Allotment.sent_at.is_not(None))
    there = sent.where(Allotment.round_id == this_round.id, Organisation.code == job_centre)
    return db.session.scalar(there) or Ore(0)


def invitations_of(person: Person) -> list[Invitation]:
    """What the person's job centres are invited to, soonest deadline first."""
    centres = places(person, Permission.POOL_READ)[Side.APPLYING]
    found = select(Invitation).join(Invitation.round).where(Invitation.job_centre_id.in_(centres))
    loaded = found.options(joinedload(Invitation.round).joinedload(Round.pool), joinedload(Invitation.job_centre))
    return list(db.session.scalars(loaded.order_by(Round.closes_at, Invitation.id)))


def is_answered(invitation: Invitation) -> bool:
    return any(each(invitation) for each in ANSWERED)


def not_invited(this_round: Round) -> list[Organisation]:
    """The region's job centres that have no invitation yet, by name."""
    there = select(Invitation.job_centre_id).where(Invitation.round_id == this_round.id)
    centres = select(Organisation).filter_by(kind=Kind.JOB_CENTRE, region_id=this_round.region_id)
    return list(db.session.scalars(centres.where(Organisation.id.not_in(there)).order_by(Organisation.name)))


def managers(job_centre_ids: list[int]) -> dict[int, list[Person]]:
    """The managers who get the mail, by job centre: those who can sign in."""
    found = select(Membership).where(Membership.organisation_id.in_(job_centre_ids), Membership.role == Role.MANAGER)
    members = found.join(Membership.person).where(active()).options(joinedload(Membership.person))
    by_centre: dict[int, list[Person]] = {each: [] for each in job_centre_ids}
    for membership in db.session.scalars(members.order_by(Person.name)):
        by_centre[membership.organisation_id].append(membership.person)
    return by_centre


def names_of(events: Iterable[Event]) -> dict[int, str]:
    """Who did what stands in these events, by id."""
    ids = {each.by_id for each in events if each.by_id is not None}
    return {each.id: each.name for each in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def names_of_centres(events: Iterable[Event]) -> dict[str, str]:
    """The job centres that these events are about, by code."""
    codes = {each.details["job_centre"] for each in events if "job_centre" in each.details}
    found = db.session.scalars(select(Organisation).where(Organisation.code.in_(codes)))
    return {each.code: each.name for each in found}


GUIDELINE_LOADED = (
    joinedload(Guideline.pool),
    joinedload(Guideline.region),
    joinedload(Guideline.drafted_by),
    joinedload(Guideline.signed_by),
)


def find_guideline(guideline_id: int) -> Guideline | None:
    return db.session.scalar(select(Guideline).where(Guideline.id == guideline_id).options(*GUIDELINE_LOADED))


def readable_guideline(person: Person, guideline_id: int) -> Guideline | None:
    """A signed version is for everybody who has signed in, a draft for the region that writes it."""
    found = find_guideline(guideline_id)
    if found is None or found.status is GuidelineStatus.SIGNED:
        return found
    return found if can(person, Permission.POOL_READ, found) else None


def guidelines_for(person: Person) -> list[Guideline]:
    """Signed versions of all regions and the drafts of one's own, newest first within region and pool."""
    own = places(person, Permission.POOL_READ)[Side.GRANTING]
    seen = or_(Guideline.status == GuidelineStatus.SIGNED, Guideline.region_id.in_(own))
    order = (Organisation.name, Guideline.pool_id, Guideline.year.desc(), Guideline.number.desc())
    found = select(Guideline).join(Guideline.region).where(seen).options(*GUIDELINE_LOADED).order_by(*order)
    return list(db.session.scalars(found))


def drafts_to_sign(person: Person) -> list[Guideline]:
    own = places(person, Permission.POOL_SIGN)[Side.GRANTING]
    found = select(Guideline).where(Guideline.status == GuidelineStatus.DRAFT, Guideline.region_id.in_(own))
    return list(db.session.scalars(found.options(*GUIDELINE_LOADED).order_by(Guideline.id)))


def signed_guidelines(region_ids: set[int]) -> list[Guideline]:
    """What a new round of these regions can be bound to, newest first."""
    found = select(Guideline).where(Guideline.status == GuidelineStatus.SIGNED, Guideline.region_id.in_(region_ids))
    return list(
        db.session.scalars(
            found.options(*GUIDELINE_LOADED).order_by(Guideline.pool_id, Guideline.year.desc(), Guideline.number.desc())
        )
    )


def previous_of(guideline: Guideline) -> Guideline | None:
    """The signed version before this one, of the same pool and region, also from an earlier year."""
    earlier = or_(
        Guideline.year < guideline.year, (Guideline.year == guideline.year) & (Guideline.number < guideline.number)
    )
    return _latest(Guideline.pool_id == guideline.pool_id, Guideline.region_id == guideline.region_id, earlier)


def latest_signed(pool: Pool, region: Organisation) -> Guideline | None:
    return _latest(Guideline.pool_id == pool.id, Guideline.region_id == region.id)


def _latest(*where: ColumnElement[bool]) -> Guideline | None:
    signed = select(Guideline).where(Guideline.status == GuidelineStatus.SIGNED, *where)
    return db.session.scalar(signed.order_by(Guideline.year.desc(), Guideline.number.desc()).limit(1))


def guideline_of(reference: str, number: int) -> Guideline | None:
    """The signed version with this number among those of the round's pool, region and year."""
    this_round = round_by_reference(reference)
    if this_round is None:
        return None
    return db.session.scalar(
        select(Guideline).filter_by(
            pool_id=this_round.pool_id,
            region_id=this_round.region_id,
            year=this_round.guideline.year,
            number=number,
            status=GuidelineStatus.SIGNED,
        )
    )


def risk_groups_seen_by(person: Person) -> list[RiskGroup]:
    theirs = select(RiskGroup).where(RiskGroup.region_id.in_(regions_seen_by(person)))
    return list(db.session.scalars(theirs.order_by(RiskGroup.region_id, RiskGroup.name)))


def risk_groups(region_id: int) -> dict[str, date]:
    """The groups a region has judged at special risk, with the day of judgement."""
    found = db.session.scalars(select(RiskGroup).filter_by(region_id=region_id).order_by(RiskGroup.name))
    return {group.name: group.judged_on for group in found}
