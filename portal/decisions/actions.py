"""The director's decision: money bound, letter made and kept, job centre told, all in one transaction."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from portal.adapters import files
from portal.applications.models import Application
from portal.applications.rules import GRANT, REFUSE
from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.money import Ore
from portal.decisions import letters, money, queries, rules
from portal.decisions.assessing import tell_the_centre
from portal.decisions.models import Decision
from portal.decisions.rules import Outcome, Ruling
from portal.identity.models import Person
from portal.pools import ledger

WHEN_GRANTED: list[Callable[[Decision, Person], None]] = []  # rooms above add what must follow a grant


def decide(application: Application, ruling: Ruling, *, seen: int, by: Person) -> Decision:
    """Decide once. Pressed again with the same words it is the decision that was already made."""
    audit.wait_for_turn()
    db.session.refresh(application, ["status", "version", "requested"], with_for_update=True)
    if (made := queries.find_decided(application.id)) and _says_the_same(made, ruling, by):
        return made
    step = REFUSE if ruling.outcome is Outcome.REFUSED else GRANT
    workflow.require(application, step)
    case = queries.case_of(application)
    refuse_if(
        [
            *rules.problems_with_ruling(ruling, application.requested),
            *case.problems_with_the_words(ruling),
            *rules.problems_with_the_basis(scored=case.is_scored, recommended=case.recommendation is not None),
            *_problems_with_the_frame(application, ruling),
        ]
    )
    workflow.advance(application, step, seen=seen)
    if ruling.outcome is not Outcome.REFUSED:
        _bind_the_money(application, ruling, by)
    decision = _written(application, ruling, case.latest.sha256 if case.latest else "", by=by, at=clock.now())
    _tell(decision, by)
    return decision


def _problems_with_the_frame(application: Application, ruling: Ruling) -> list[Problem]:
    """Looked up before anything is changed, and held until the end, so that a case that is refused stays as it is."""
    if ruling.outcome is Outcome.REFUSED:
        return []
    ledger.wait_for_turn(application.round)
    return money.problems_with_the_frame(application.round, ruling.amount)


def _bind_the_money(application: Application, ruling: Ruling, by: Person) -> None:
    note = application.title
    ledger.commit(application.round, ruling.amount, case=application.reference, by=by, note=note)


def _written(application: Application, ruling: Ruling, sha256: str, *, by: Person, at: datetime) -> Decision:
    paper = letters.letter(application, ruling, queries.waivers_of(application), by=by, at=at, draft=False)
    letter_sha256, _size = files.store(BytesIO(paper))
    granted = ruling.outcome is not Outcome.REFUSED
    decision = Decision(
        application=application, submission_sha256=sha256, outcome=ruling.outcome,
        amount=ruling.amount if granted else Ore(0), facts=ruling.facts.strip(),
        considerations=ruling.considerations.strip(), legal_basis=application.round.pool.legal_basis,
        conditions=list(ruling.conditions), appeal_text=application.round.pool.appeal_text,
        accept_before=rules.accept_before(at) if granted else None, letter_sha256=letter_sha256, decided_at=at,
        decided_by=by,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _tell(decision: Decision, by: Person) -> None:
    application = decision.application
    facts = {"outcome": decision.outcome.value, "amount": int(decision.amount)}
    hashes = {"submission": decision.submission_sha256, "letter": decision.letter_sha256}
    audit.record("decision.made", application, by=by, **facts, **hashes)
    paper = (f"{application.reference}-afgoerelse.pdf", decision.letter_sha256)
    tell_the_centre("decision", application, key=f"decision-{decision.id}", attachments=(paper,), decision=decision)
    if decision.outcome is not Outcome.REFUSED:
        for follow in WHEN_GRANTED:
            follow(decision, by)


def _says_the_same(made: Decision, ruling: Ruling, by: Person) -> bool:
    said = (made.outcome, int(made.amount), made.facts, made.considerations, tuple(made.conditions))
    asked = (ruling.outcome, int(ruling.amount), ruling.facts.strip(), ruling.considerations.strip(), ruling.conditions)
    return made.decided_by_id == by.id and said == asked
