"""Cases as they lie on the desk: submitted, scored, recommended; and the people around them."""

import hashlib
import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from portal.applications.models import Submission
from portal.applications.rules import Status
from portal.core import clock
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import assessing
from portal.decisions.rules import Advice, Mark, Outcome
from portal.pools import criteria
from tests.support.documents import complete_document

LONG_AGO = datetime(2010, 10, 1, 8, tzinfo=UTC)
REQUESTED = Ore(620_000_00)
GOOD = {each.code: Mark(4, f"Begrundelse for {each.code}") for each in criteria.common()}
ADVICE = Advice(Outcome.FULL, REQUESTED, "Bevilg det søgte.")


def verdict(rule: str, outcome: str, severity: str = "must") -> dict[str, str]:
    words = {
        "title": f"Regel {rule}",
        "found": "fandt",
        "expected": "ventede",
        "remedy": "ret det",
        "source": "Retningslinjer",
    }
    return {"rule": rule, "outcome": outcome, "severity": severity} | words


VERDICTS = [verdict("G-01", "met"), verdict("OPK-05", "met"), verdict("G-13", "not_met", "should")]


def submit(make, application, document: dict[str, Any] | None = None, verdicts=VERDICTS) -> Submission:
    """One more submission of the application, as the job centre's room would freeze it."""
    number = len(application.submissions) + 1
    content = {"document": document or complete_document(), "verdicts": list(verdicts)}
    now = clock.now()
    application.submitted_at, application.status = now, Status.SUBMITTED
    return make.save(
        Submission(
            application=application, number=number, content=content,
            sha256=hashlib.sha256(json.dumps([number, content]).encode()).hexdigest(), submitted_at=now,
            submitted_by_id=application.begun_by_id, signed_name="Henrik Møller", signed_title="Jobcenterchef",
        )
    )  # fmt: skip


def a_case(make, document: dict[str, Any] | None = None, **facts: Any) -> SimpleNamespace:
    """A submitted application and one person in each role."""
    application = make.application(status=Status.SUBMITTED, **{"requested": REQUESTED, "places": 40} | facts)
    submit(make, application, document)
    region, centre = application.round.region, application.job_centre
    return SimpleNamespace(
        application=application,
        caseworker=make.person(Role.CASEWORKER, region),
        director=make.person(Role.DIRECTOR, region, title="Regionsdirektør"),
        manager=make.person(Role.MANAGER, centre),
        reader=make.person(Role.READER, region),
    )


def a_recommended_case(make, advice: Advice = ADVICE, **facts: Any) -> SimpleNamespace:
    case = a_case(make, **facts)
    application = case.application
    assessing.score(application, GOOD, seen=application.version, by=case.caseworker)
    make.session.commit()
    assessing.recommend(application, advice, seen=application.version, by=case.caseworker)
    make.session.commit()
    return case
