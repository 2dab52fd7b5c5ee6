"""What this room finds to do: assess, decide, read."""

from collections.abc import Iterator, Sequence

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.menu import Task
from portal.core.permissions import Permission, Role, Side, places
from portal.core.text import _
from portal.identity.models import Person


def tasks(person: Person) -> Iterator[Task]:
    roles = {each.role for each in person.memberships if each.side is Side.GRANTING}
    if not roles:
        return
    if roles & {Role.CASEWORKER, Role.DIRECTOR}:
        waiting = list(db.session.scalars(_waiting(person)))
        yield from _to_assess(waiting if Role.CASEWORKER in roles else [])
        yield from _to_decide(waiting if Role.DIRECTOR in roles else [])
    if Role.READER in roles and db.session.scalar(_waiting(person).limit(1)):
        why = _("They are submitted and not decided yet. You can read them with scores and recommendation.")
        yield Task(_("Read the open cases"), why, url_for("decisions.desk"), others=True)


def _waiting(person: Person) -> Select[Application]:
    """Submitted and not decided, in the person's own regions."""
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    return (
        select(Application)
        .where(Application.region_id.in_(regions), Application.status.in_((Status.SUBMITTED, Status.RECOMMENDED)))
        .options(joinedload(Application.round), joinedload(Application.job_centre))
        .order_by(Application.submitted_at, Application.id)
    )


def _to_assess(waiting: Sequence[Application]) -> Iterator[Task]:
    back = _back_again(waiting)
    for each in waiting:
        if each.status is Status.SUBMITTED and each.points_in_tenths:
            why = _("%(centre)s has applied for %(amount)s, and the scores are given.",
                    centre=each.job_centre.name, amount=each.requested)  # fmt: skip
            href = url_for("decisions.recommend", application_id=each.id)
            yield Task(_("Write the recommendation on %(title)s", title=each.title), why, href, each.round.answer_at)
        elif each.status is Status.SUBMITTED:
            why = _("%(centre)s has applied for %(amount)s. Score it and write the recommendation.",
                    centre=each.job_centre.name, amount=each.requested)  # fmt: skip
            if each.id in back:
                why = _("%(centre)s has changed it and submitted it again. See what has changed, score it and write "
                        "the recommendation.", centre=each.job_centre.name)  # fmt: skip
            href = url_for("decisions.case", application_id=each.id)
            yield Task(_("Assess %(title)s", title=each.title), why, href, each.round.answer_at)


def _back_again(waiting: Sequence[Application]) -> frozenset[int]:
    """Those that were submitted more than once."""
    rows = select(Submission.application_id).where(
        Submission.application_id.in_([each.id for each in waiting]), Submission.number > 1
    )
    return frozenset(db.session.scalars(rows)) if waiting else frozenset()


def _to_decide(waiting: Sequence[Application]) -> Iterator[Task]:
    for each in waiting:
        if each.status is Status.RECOMMENDED:
            why = _("%(centre)s has applied for %(amount)s, and the recommendation is written.",
                    centre=each.job_centre.name, amount=each.requested)  # fmt: skip
            href = url_for("decisions.decide", application_id=each.id)
            yield Task(_("Decide on %(title)s", title=each.title), why, href, each.round.answer_at)
