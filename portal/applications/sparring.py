"""Talks with the region about a draft: logged with their day by either side, and told to the other."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.adapters import mail
from portal.applications import queries
from portal.applications.models import Application, Sparring
from portal.applications.rules import OPEN
from portal.core import audit, clock, cpr
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.permissions import Permission, Role, Side, places
from portal.core.text import _
from portal.identity.links import address_of
from portal.identity.models import Organisation, Person
from portal.pools.models import Round

CLOSED = Problem(_("The application is submitted, so talks about the draft can no longer be noted."))


def log(application: Application, *, on: date, note: str, by: Person) -> Sparring:
    """Note that the talk took place; the other side gets a mail, without the words of the note."""
    if application.status not in OPEN:
        raise Conflict(CLOSED)
    refuse_if(problems(on, note, application))
    noted = Sparring(application_id=application.id, on=on, note=note.strip(), logged_at=clock.now(), logged_by_id=by.id)
    db.session.add(noted)
    db.session.flush()
    db.session.expire(application, ["sparrings"])
    audit.record("sparring.logged", application, by=by, on=on.isoformat())
    _tell(application, noted, by)
    return noted


def problems(on: date | None, note: str, application: Application | None) -> Iterator[Problem]:
    """What keeps a talk from being noted. A day that could not be read has its own sentence in the form."""
    if on is not None and on > clock.today():
        yield Problem(_("We read %(day)s, which has not been yet. Write the day the talk took place.", day=on), "on")
    elif on is not None and application is not None and on < (earliest := _earliest(application)):
        values = {"day": on, "earliest": earliest}
        yield Problem(_("We read %(day)s. A talk about this application was on %(earliest)s or later.", **values), "on")
    if not note.strip():
        yield Problem(_("Write in a few words what you talked about."), "note")
    if cpr.find(note):
        yield Problem(_("The note contains a number that looks like a CPR number. Remove it."), "note")


def _earliest(application: Application) -> date:
    """When the round opened or the job centre was invited: before that there was nothing to apply for."""
    this_round = application.round
    invited = [each.sent_at for each in this_round.invitations if each.job_centre_id == application.job_centre_id]
    return min([this_round.opens_at, *invited]).astimezone(clock.COPENHAGEN).date()


def own(person: Person, talk_id: int) -> Sparring | None:
    """A talk that this person noted, while they still work on that side of the case."""
    talk = db.session.get(Sparring, talk_id)
    if talk is None or talk.logged_by_id != person.id:
        return None
    application = application_of(talk)
    writes = places(person, Permission.APPLICATION_EDIT)[Side.APPLYING]
    assesses = places(person, Permission.APPLICATION_ASSESS)[Side.GRANTING]
    return talk if application.job_centre_id in writes or application.region_id in assesses else None


def application_of(talk: Sparring) -> Application:
    """The application that was talked about, which always is there."""
    return db.session.get_one(Application, talk.application_id)


def correct(talk: Sparring, *, on: date, note: str, by: Person) -> None:
    """Put right what the writer noted, while the application is open; the day it had stays in the events."""
    application = open_application(talk)
    refuse_if(problems(on, note, application))
    before = talk.on
    talk.on, talk.note = on, note.strip()
    db.session.flush()
    db.session.expire(application, ["sparrings"])
    audit.record("sparring.corrected", application, by=by, on=on.isoformat(), before=before.isoformat())


def remove(talk: Sparring, *, by: Person) -> None:
    """Take back a talk that did not take place, while the application is open; the events keep its day."""
    application = open_application(talk)
    on = talk.on
    db.session.delete(talk)
    db.session.flush()
    db.session.expire(application, ["sparrings"])
    audit.record("sparring.removed", application, by=by, on=on.isoformat())


def open_application(talk: Sparring) -> Application:
    """What the talk was about; a Conflict once it is submitted."""
    application = application_of(talk)
    if application.status not in OPEN:
        raise Conflict(CLOSED)
    return application


def noted_by(person: Person, drafts: Iterable[Application]) -> list[Sparring]:
    """What this person noted about these drafts, newest first."""
    ids = [each.id for each in drafts]
    mine = select(Sparring).where(Sparring.application_id.in_(ids), Sparring.logged_by_id == person.id)
    return list(db.session.scalars(mine.order_by(Sparring.on.desc(), Sparring.id.desc())))


def _tell(application: Application, noted: Sparring, by: Person) -> None:
    centre, region = application.job_centre_id, application.round.region_id
    from_the_centre = any(each.organisation_id == centre for each in by.memberships)
    others = (
        queries.people_of(region, (Role.CASEWORKER,))
        if from_the_centre
        else queries.people_of(centre, (Role.WRITER, Role.MANAGER))
    )
    page = address_of("applications.region_sparring") if from_the_centre else _page_of(application)
    for person in others:
        mail.send_later(
            "sparring_logged",
            to=person.email,
            key=f"sparring:{noted.id}",
            language_code=person.language,
            application=application,
            noted=noted,
            by=by,
            person=person,
            href=page,
        )


def _page_of(application: Application) -> str:
    return address_of("applications.sparring", application_id=application.id)


def noted(application: Application) -> list[Sparring]:
    """The talks about one application, earliest first, with who noted them."""
    talks = select(Sparring).where(Sparring.application_id == application.id).options(joinedload(Sparring.logged_by))
    return list(db.session.scalars(talks.order_by(Sparring.on, Sparring.id)))


def begun_in_the_region_of(person: Person) -> list[Application]:
    """What is being written in the rounds of the person's regions. Only reference, job centre and title are shown."""
    regions = places(person, Permission.APPLICATION_ASSESS)[Side.GRANTING]
    begun = select(Application).join(Application.round).join(Application.job_centre)
    mine = begun.where(Round.region_id.in_(regions), Application.status.in_(OPEN))
    loaded = mine.options(joinedload(Application.round), joinedload(Application.job_centre))
    return list(db.session.scalars(loaded.order_by(Organisation.name, Application.id)))
