"""Signing and submitting: what is frozen, fingerprinted, receipted and told; and withdrawing a draft."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from portal.adapters import files, mail, pdf
from portal.applications import belonging, checking, printing, queries, rules, sizes, wording
from portal.applications.documents import SUBMITTED, document_of, signed_submission
from portal.applications.models import Application, Section, Submission
from portal.applications.rules import Status
from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.language import DEFAULT, sentence, shown
from portal.core.permissions import Role
from portal.core.text import Text, _
from portal.eligibility.verdicts import Outcome, Verdict, as_json
from portal.identity.links import address_of
from portal.identity.models import Person

WHEN_SUBMITTED: list[Callable[[Application, Person], None]] = []  # higher rooms hear of it here
TOLD = (Role.MANAGER, Role.WRITER)
DEADLINE_RULE = "G-02"  # the sentence of _late says it better: with the time it is
CHANGED_SINCE = Problem(
    _("A colleague has changed the application since you opened this page. Read what it says now, and sign again.")
)


def find_submission(application_id: int, number: int) -> Submission | None:
    """One of the submissions of a case, with all that its pages show."""
    application = queries.find(application_id)
    made = application.submissions if application else []
    return next((each for each in made if each.number == number), None)


def find_for_paper(application_id: int, number: int, kind: str) -> Submission | None:
    """One of the submissions, whichever kind of paper it is wanted as."""
    return find_submission(application_id, number)


def deadline_of(application: Application) -> datetime:
    """The round's deadline, or the one the region set when it sent the application back."""
    if application.status is Status.RETURNED and application.correct_before:
        return application.correct_before
    return application.round.closes_at


@dataclass(frozen=True)
class Missing:
    """One thing that keeps an application from being submitted, and the verdict that says where it is put right."""

    text: Text
    verdict: Verdict | None = None


def what_is_missing(application: Application, verdicts: Sequence[Verdict] | None = None) -> list[Missing]:
    """Everything that keeps the application from being submitted now, but for the manager's name."""
    judged = checking.verdicts(application) if verdicts is None else verdicts
    return [*_late(application), *(Missing(_in_words(each), each) for each in judged if _stops(each))]


def _late(application: Application) -> Iterator[Missing]:
    now, deadline = clock.now(), deadline_of(application)
    if now >= deadline:
        values = {"deadline": deadline, "now": now}
        yield Missing(_("The deadline was %(deadline)s. The time is now %(now)s, so it cannot be submitted.", **values))


def _stops(verdict: Verdict) -> bool:
    return verdict.blocks and verdict.rule != DEADLINE_RULE


def _in_words(verdict: Verdict) -> Text:
    values = {"rule": verdict.rule, "title": verdict.title, "found": sentence(verdict.found), "remedy": verdict.remedy}
    return _("%(rule)s %(title)s: %(found)s %(remedy)s", **values)


def listed(application: Application) -> str:
    """A fingerprint of what the page lists, so that nobody signs what a colleague has changed in the meantime."""
    return digest(document_of(application)["sections"])


def submit(
    application: Application, *, seen: int, name: str, title: str, by: Person, read: str | None = None
) -> Submission:
    """Freeze the application as it stands. `read` is the fingerprint of what the manager had on the page.

    Pressed twice it is submitted once: the second press gets the submission that stands.
    """
    _lock(application)
    if standing := signed_submission(application):
        return standing
    workflow.require(application, rules.SUBMIT)
    if read is not None and read != listed(application):
        raise Conflict(CHANGED_SINCE)
    missing = [Problem(each.text) for each in what_is_missing(application)]
    refuse_if([*missing, *unsigned(name, title, by)])
    submission = _freeze(application, by.name, " ".join(title.split()), by)  # as it is known, however it was typed
    workflow.advance(application, rules.SUBMIT, seen=seen)
    application.submitted_at = submission.submitted_at
    for asked in application.changes_asked:
        asked.answered_at = asked.answered_at or submission.submitted_at
    db.session.add(submission)
    db.session.flush()
    _tell(application, submission, by)
    return submission


def _tell(application: Application, submission: Submission, by: Person) -> None:
    """The chain of events, those who get the receipt, and the rooms that wait for a submission."""
    sums = {"sha256": submission.sha256, "receipt_sha256": submission.receipt_sha256}
    audit.record("application.submitted", application, by=by, number=submission.number, **sums)
    _send_the_receipt(submission)
    for tell in WHEN_SUBMITTED:
        tell(application, by)


def _lock(application: Application) -> None:
    """Whoever presses at the same moment waits here, and then sees that it is submitted; a late save is seen too."""
    db.session.flush()
    audit.wait_for_turn()
    db.session.refresh(application, ["status", "version", "correct_before"], with_for_update=True)
    db.session.expire(application, ["submissions"])
    sections = select(Section).where(Section.application_id == application.id)
    db.session.scalars(sections.execution_options(populate_existing=True)).all()


def not_signed(application: Application, *, name: str, title: str, read: str, by: Person) -> Iterator[Problem]:
    """What is told beside what the fields refuse: also that the page has other words now than those that were read."""
    if read != listed(application):
        yield CHANGED_SINCE
    yield from unsigned(name, title, by)


def unsigned(name: str, title: str, by: Person) -> Iterator[Problem]:
    """What keeps the name and the title that were typed from being a signature."""
    if not name.strip():
        yield Problem(_("Write your name."), "name")
    elif name.casefold().split() != by.name.casefold().split():
        yield Problem(_("You sign in your own name. Write it as it stands here: %(name)s.", name=by.name), "name")
    if not title.strip():
        yield Problem(_("Write your title."), "title")


def _freeze(application: Application, name: str, title: str, by: Person) -> Submission:
    now = clock.now()
    content = snapshot_of(application, name, title, now)
    submission = Submission(
        application_id=application.id,
        number=len(application.submissions) + 1,
        content=content,
        sha256=digest(content),
        submitted_at=now,
        submitted_by_id=by.id,
        signed_name=name,
        signed_title=title,
    )
    paper = pdf.render("receipt", receipt_of(application, submission), DEFAULT)
    submission.receipt_sha256, _size = files.store(io.BytesIO(paper))
    return submission


def snapshot_of(application: Application, name: str, title: str, now: datetime) -> dict[str, Any]:
    """Answers, budget, verdicts, guideline version and balance period, as they bind both sides from now on."""
    document, guideline = document_of(application), application.round.guideline
    document["judged_at"], document["state"] = now.isoformat(), SUBMITTED
    document["sections"]["declarations"] |= {
        "confirmed_name": name,
        "confirmed_title": title,
        "confirmed_at": now.isoformat(),
    }
    with force_locale(DEFAULT):  # a signed paper has one wording, whoever reads it
        verdicts = [{**as_json(each, sentence), "title": str(shown(each.title))} for each in checking.judged(document)]
    signed = {"reference": guideline.reference, "number": guideline.number, "sha256": guideline.sha256}
    return {
        "document": document,
        "verdicts": verdicts,
        "guideline": signed,
        "balance_period": document["balance_period"],
    }


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys in order, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def receipt_of(application: Application, submission: Submission) -> dict[str, Any]:
    """What the receipt says, in Danish."""
    document = submission.content["document"]
    with force_locale(DEFAULT):
        size = sizes.of(application)
        how_large = size.words
        sections = [printing.section(spec, document) for spec in belonging.sections_of(application)]
        sections.append(printing.talks(document))
        verdicts = [_verdict(each) for each in submission.content["verdicts"]]
    return {
        "heading": wording.of(allots=application.round.pool.allots).receipt,
        "reference": application.reference,
        "title": document["sections"]["basis"]["title"] or application.title,
        "round": application.round.title,
        "job_centre": application.job_centre.name,
        "submitted_at": submission.submitted_at,
        "signed_name": submission.signed_name,
        "signed_title": submission.signed_title,
        "requested": application.requested,
        "size_name": size.name,
        "size": how_large,
        "sha256": submission.sha256,
        "sections": sections,
        "verdicts": verdicts,
    }


def _verdict(judged: Mapping[str, str]) -> dict[str, object]:
    label = next(each.label for each in Outcome if each.value == judged["outcome"])
    return {"rule": judged["rule"], "title": judged["title"], "outcome": label, "found": judged["found"]}


def receipt_name(submission: Submission) -> str:
    """kvittering-OPK-2010-SYD-007-1.pdf: one name in every language, as it is journalised."""
    return f"kvittering-{submission.application.reference}-{submission.number}.pdf"


def _send_the_receipt(submission: Submission) -> None:
    application = submission.application
    where = address_of("applications.receipt", application_id=application.id, number=submission.number)
    for person in queries.people_of(application.job_centre_id, TOLD):
        mail.send_later(
            "application_submitted",
            to=person.email,
            key=f"submission:{submission.id}",
            language_code=person.language,
            attachments=((receipt_name(submission), submission.receipt_sha256),),
            submission=submission,
            person=person,
            href=where,
        )


def withdraw(application: Application, *, seen: int, by: Person) -> None:
    """Take a draft that was never submitted off the table. Nothing in it is deleted."""
    workflow.advance(application, rules.WITHDRAW, seen=seen)
    audit.record("application.withdrawn", application, by=by)
