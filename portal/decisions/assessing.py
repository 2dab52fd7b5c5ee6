"""What the region does with a case before the decision: comment, ask for changes, score, recommend, waive."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from portal.adapters import mail
from portal.applications.models import Application, ChangeAsked
from portal.applications.rules import RECOMMEND, RETURN
from portal.applications.titles import Key
from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.permissions import Role
from portal.core.text import _
from portal.decisions import coming_back, queries, reading, rules
from portal.decisions.models import Comment, Recommendation, Score, Waiver
from portal.decisions.rules import SCORE, WAIVE, Advice, Mark
from portal.identity.models import Person
from portal.identity.queries import people_with


def comment(application: Application, words: str, *, sent: bool, section: str = "", by: Person) -> Comment:
    """A remark, kept inside the region or mailed to those who write and sign at the job centre."""
    if not words.strip():
        refuse_if([Problem(_("Write the comment first."), "words")])
    now = clock.now()
    made = Comment(
        application_id=application.id, section_key=section, words=words.strip(), sent=sent, at=now, by_id=by.id
    )
    db.session.add(made)
    db.session.flush()
    audit.record("comment.sent" if sent else "comment.kept", application, by=by, section=section)
    if sent:
        tell_the_centre("comment_sent", application, key=f"comment-{made.id}", words=made.words, by=by)
    return made


def ask_for_changes(
    application: Application, reasons: Mapping[str, str], correct_before: datetime, *, seen: int, by: Person
) -> None:
    """Send the application back, section by section with a reason, with a deadline of its own."""
    workflow.require(application, RETURN)
    now = clock.now()
    written, answer_at = dict(reasons), application.round.answer_at
    refuse_if(rules.problems_with_changes(rules.Asked(written, correct_before), answer_at=answer_at, now=now))
    workflow.advance(application, RETURN, seen=seen)
    application.correct_before = correct_before
    asked = [
        ChangeAsked(
            application_id=application.id, section_key=Key(key), reason=why.strip(), asked_at=now, asked_by_id=by.id
        )
        for key, why in reasons.items()
    ]
    db.session.add_all(asked)
    sections = {str(key): why.strip() for key, why in reasons.items()}
    event = audit.record(
        "application.returned", application, by=by, sections=sections, before=correct_before.isoformat()
    )
    tell_the_centre("changes_asked", application, key=f"returned-{event.id}", asked=asked, before=correct_before)


def score(application: Application, marks: Mapping[str, Mark], *, seen: int, by: Person) -> None:
    """Scores of what was submitted last, by the criterion's code. Those given before are kept, but no longer count."""
    asked = queries.criteria_of(application)
    refuse_if(rules.problems_with_marks(marks, asked))
    given = {each.code: marks[each.code] for each in asked}
    _mark(application, given, seen=seen, by=by)
    points = {code: mark.points for code, mark in given.items()}
    application.points_in_tenths = rules.in_tenths(points, queries.weights_of(application))
    audit.record("application.scored", application, by=by, points=points, submission=_sha256_of(application))


def score_in_part(application: Application, marks: Mapping[str, Mark], *, seen: int, by: Person) -> None:
    """Half a job: what has its points is kept and shown as unfinished. It counts for nothing until all of it is there.

    Scores that are complete are not replaced by half a set.
    """
    workflow.require(application, SCORE)
    asked = queries.criteria_of(application)
    complete = queries.case_of(application).is_scored
    refuse_if(rules.problems_with_marks(marks, asked) if complete else rules.problems_with_part(marks, asked))
    given = {each.code: marks[each.code] for each in asked if each.code in marks and marks[each.code].has_points}
    _mark(application, given, seen=seen, by=by)
    audit.record("application.scored_in_part", application, by=by, criteria=sorted(given))


def _mark(application: Application, given: Mapping[str, Mark], *, seen: int, by: Person) -> None:
    """These are the points of what was submitted last, instead of those before."""
    workflow.advance(application, SCORE, seen=seen)
    flag_modified(application, "status")  # also when it stays as it is: a second caseworker must be told
    now, sha256 = clock.now(), _sha256_of(application)
    _void(application, now)
    for code, mark in given.items():
        db.session.add(
            Score(
                application_id=application.id, submission_sha256=sha256, criterion=code, points=mark.points,
                justification=mark.justification.strip(), at=now, by_id=by.id,
            )
        )  # fmt: skip


def recommend(application: Application, advice: Advice, *, seen: int, by: Person) -> Recommendation:
    workflow.require(application, RECOMMEND)
    sha256 = _sha256_of(application)
    given = queries.whole(queries.scores_of(application, sha256))
    is_scored = rules.is_scored(given, queries.weights_of(application))
    refuse_if(rules.problems_with_advice(advice, application.requested, is_scored=is_scored))
    workflow.advance(application, RECOMMEND, seen=seen)
    flag_modified(application, "status")
    now = clock.now()
    if before := queries.recommendation_of(application, sha256):
        before.voided_at = now
    made = Recommendation(
        application_id=application.id, submission_sha256=sha256, outcome=advice.outcome, amount=advice.amount,
        words=advice.words.strip(), conditions=list(advice.conditions), at=now, by_id=by.id,
    )  # fmt: skip
    db.session.add(made)
    facts = {"outcome": advice.outcome.value, "amount": int(advice.amount), "submission": sha256}
    audit.record("application.recommended", application, by=by, **facts)
    return made


def waive(application: Application, rule: str, reason: str, until: date | None, *, by: Person) -> Waiver:
    """The director sets one rule aside for this application; both sides see it, and the letter says it."""
    workflow.require(application, WAIVE)
    known = reading.waivable(application.round.pool.code)
    refuse_if(rules.problems_with_waiver(rule, known, reason, until, today=clock.today()))
    made = Waiver(
        application_id=application.id, rule=rule, reason=reason.strip(), until=until, at=clock.now(), by_id=by.id
    )
    db.session.add(made)
    audit.record("rule.waived", application, by=by, rule=rule, reason=reason.strip(), until=str(until))
    return made


def void_assessment(application: Application, by: Person) -> None:
    """A new submission is another text: scores and recommendation of the one before no longer count.

    Those who gave them, or asked for changes, are told by mail.
    """
    voided = _void(application, clock.now())
    if voided:
        application.points_in_tenths = 0
        audit.record("assessment.voided", application, by=by)
    coming_back.tell(application, voided=bool(voided))


def tell_the_centre(
    template: str,
    application: Application,
    *,
    key: str,
    attachments: tuple[mail.Attachment, ...] = (),
    **context: object,
) -> None:
    """One mail to each who writes or signs at the job centre."""
    href = f"{current_app.config['BASE_URL']}/decisions/{application.id}"
    for person in people_with((Role.MANAGER, Role.WRITER), application.job_centre_id):
        mail.send_later(
            template, to=person.email, key=key, language_code=person.language, attachments=attachments,
            application=application, person=person, href=href, **context,
        )  # fmt: skip


def _sha256_of(application: Application) -> str:
    latest = queries.latest_submission(application)
    return latest.sha256 if latest else ""


def _void(application: Application, now: datetime) -> int:
    """How many scores and recommendations no longer count."""
    standing = {"application_id": application.id, "voided_at": None}
    scores = db.session.scalars(select(Score).filter_by(**standing)).all()
    recommendations = db.session.scalars(select(Recommendation).filter_by(**standing)).all()
    for score_given in scores:
        score_given.voided_at = now
    for advice_given in recommendations:
        advice_given.voided_at = now
    return len(scores) + len(recommendations)
