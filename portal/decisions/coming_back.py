"""A case that comes back to the desk: those who worked on it are told, and see what they had given before."""

from flask import current_app
from sqlalchemy import select, union
from sqlalchemy.orm import joinedload

from portal.adapters import mail
from portal.applications.models import Application, ChangeAsked
from portal.core.db import db
from portal.core.permissions import Role
from portal.decisions import queries
from portal.decisions.models import Recommendation, Score
from portal.identity.models import Person
from portal.identity.queries import people_with


def tell(application: Application, *, voided: bool) -> None:
    """One mail to each at the region who asked for changes, scored or recommended.

    `voided`: there were scores, and they no longer count. A first submission lies on the desk of all: nobody is told.
    """
    latest = queries.latest_submission(application)
    if latest is None or latest.number == 1:
        return
    found = queries.case_of(application).differences
    href = f"{current_app.config['BASE_URL']}/desk/{application.id}"
    for person in _who_worked_on_it(application):
        mail.send_later(
            "application_back", to=person.email, key=f"back-{latest.id}", language_code=person.language,
            application=application, person=person, href=href, voided=voided, changed=len(found),
            unasked=sum(1 for each in found if not each.asked),
        )  # fmt: skip


def _who_worked_on_it(application: Application) -> list[Person]:
    """Those who still sit in the region."""
    of = application.id
    rows = union(
        select(Score.by_id).where(Score.application_id == of),
        select(Recommendation.by_id).where(Recommendation.application_id == of),
        select(ChangeAsked.asked_by_id).where(ChangeAsked.application_id == of),
    )
    worked = set(db.session.scalars(rows))
    here = people_with((Role.CASEWORKER, Role.DIRECTOR), application.region_id)
    return [each for each in here if each.id in worked]


def given_before(application: Application) -> dict[str, Score]:
    """The scores given last to an earlier submission, by criterion."""
    latest = queries.latest_submission(application)
    rows = select(Score).where(Score.application_id == application.id, Score.voided_at.is_not(None))
    if latest is not None:
        rows = rows.where(Score.submission_sha256 != latest.sha256)
    found = db.session.scalars(rows.options(joinedload(Score.by)).order_by(Score.id))
    return {each.criterion: each for each in found}
