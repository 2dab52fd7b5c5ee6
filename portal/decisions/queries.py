"""Reading a case: what was submitted, what was said about it, how it was judged, and the decision."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.applications import budget_desk
from portal.applications.budget_desk import ImportPage
from portal.applications.models import Application, ChangeAsked, Submission
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.errors import Problem
from portal.core.text import Both, Text
from portal.decisions import differences, reading, rules
from portal.decisions.differences import Difference
from portal.decisions.models import Comment, Decision, Recommendation, Score, Waiver
from portal.decisions.reading import FrozenVerdict, Reading
from portal.decisions.rules import Ruling
from portal.eligibility import context
from portal.pools import criteria
from portal.pools.criteria import Criterion
from portal.pools.models import Guideline, Round
from portal.pools.settings import Settings

WHOLE = (
    joinedload(Application.job_centre),
    joinedload(Application.round).joinedload(Round.region),
    joinedload(Application.round).joinedload(Round.pool),
    joinedload(Application.round).joinedload(Round.guideline).joinedload(Guideline.region),
)

APPLICATION = select(Application).where(Application.id == bindparam("application")).options(*WHOLE)
DECIDED = (
    select(Decision)
    .where(Decision.application_id == bindparam("application"))
    .options(joinedload(Decision.application), joinedload(Decision.decided_by))
)
SUBMISSIONS = select(Submission).where(Submission.application_id == bindparam("application"))
IN_ORDER = SUBMISSIONS.order_by(Submission.number)
LATEST = SUBMISSIONS.order_by(Submission.number.desc()).limit(1)
SCORES = (
    select(Score)
    .where(Score.application_id == bindparam("application"), Score.submission_sha256 == bindparam("sha256"))
    .where(Score.voided_at.is_(None))
    .options(joinedload(Score.by))
    .order_by(Score.id)
)
RECOMMENDATION = (
    select(Recommendation)
    .where(Recommendation.application_id == bindparam("application"))
    .where(Recommendation.submission_sha256 == bindparam("sha256"), Recommendation.voided_at.is_(None))
    .options(joinedload(Recommendation.by))
    .order_by(Recommendation.id.desc())
    .limit(1)
)
CHANGES_ASKED = (
    select(ChangeAsked)
    .where(ChangeAsked.application_id == bindparam("application"))
    .options(joinedload(ChangeAsked.asked_by))
    .order_by(ChangeAsked.id)
)  # these are put together once: every page of a case asks them

DEADLINES: list[Callable[[Decision], datetime | None]] = []  # the room above knows a later one than the letter's


@dataclass(frozen=True)
class Case:
    """One application on the desk, with what its page needs."""

    application: Application
    submissions: list[Submission]
    asked: list[ChangeAsked]
    scores: Mapping[str, Score]
    recommendation: Recommendation | None
    weights: Mapping[str, int]

    @property
    def latest(self) -> Submission | None:
        return self.submissions[-1] if self.submissions else None

    @property
    def is_scored(self) -> bool:
        return rules.is_scored(whole(self.scores.values()), self.weights)

    @property
    def lacking(self) -> list[Both]:
        """The criteria that still want points or words, once the caseworker has begun."""
        return rules.lacking({code: each.mark for code, each in self.scores.items()}, self.criteria)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria_of(self.application)

    @property
    def marked(self) -> list[tuple[Criterion, Score]]:
        """Each criterion that has its points, also one that the pool no longer knows."""
        called = criteria.named(self.application.round.pool.criteria, self.scores)
        return [(each, self.scores[each.code]) for each in called if each.code in self.scores]

    def told_about(self, criterion: Criterion) -> list[Reading]:
        """The sections of what was submitted that tell about a criterion."""
        return [each for each in self.sections if each.key in criterion.sections]

    @property
    def total(self) -> Decimal | None:
        given = {code: score.points for code, score in self.scores.items()}
        return rules.total(given, self.weights) if self.is_scored else None

    def problems_with_the_words(self, ruling: Ruling) -> Iterator[Problem]:
        """Of a decision whose reasons are the recommendation's, though its outcome is the opposite."""
        if found := self.recommendation:
            yield from rules.problems_with_borrowed_words(ruling, found.outcome, found.words)

    @cached_property
    def sections(self) -> list[Reading]:
        return reading.read(self._content.get("document", {}))

    @cached_property
    def verdicts(self) -> list[FrozenVerdict]:
        return reading.verdicts_of(self._content)

    @cached_property
    def differences(self) -> list[Difference]:
        """Between the two latest submissions; a change counts as asked for when its section was."""
        if len(self.submissions) < 2:
            return []
        old, new = (each.content.get("document", {}) for each in self.submissions[-2:])
        return differences.between(old, new, self._asked_between)

    @property
    def unanswered(self) -> list[Text]:
        """The sections in which changes were asked for, and the job centre changed nothing."""
        return differences.unanswered(self.differences, self._asked_between, self.application.round.pool.code)

    @property
    def _asked_between(self) -> list[str]:
        """The sections in which changes were asked for between the two latest submissions, each once."""
        if len(self.submissions) < 2:
            return []
        before, after = self.submissions[-2:]
        between = (each for each in self.asked if before.submitted_at <= each.asked_at <= after.submitted_at)
        return list(dict.fromkeys(each.section_key.value for each in between))

    @property
    def _content(self) -> Mapping[str, Any]:
        return self.latest.content if self.latest else {}


def find_application(application_id: int) -> Application | None:
    return db.session.scalar(APPLICATION, {"application": application_id})


def find_decided(application_id: int) -> Decision | None:
    """The decision about an application, for its letter."""
    return db.session.scalar(DECIDED, {"application": application_id})


def accept_before(decision: Decision | None) -> datetime | None:
    """Until when a grant can be accepted; None when there is nothing to accept, or not any more."""
    return next((found for find in DEADLINES if decision and (found := find(decision))), None)


def case_of(application: Application) -> Case:
    submissions = list(db.session.scalars(IN_ORDER, {"application": application.id}))
    sha256 = submissions[-1].sha256 if submissions else ""
    return Case(
        application,
        submissions,
        changes_asked(application),
        {each.criterion: each for each in scores_of(application, sha256)},
        recommendation_of(application, sha256),
        weights_of(application),
    )


def weights_of(application: Application) -> Mapping[str, int]:
    return Settings.from_json(application.round.guideline.settings).weights


def criteria_of(application: Application) -> tuple[Criterion, ...]:
    """What the round's guideline gives weight to, among the criteria of the pool."""
    return criteria.weighing(application.round.pool.criteria, weights_of(application))


def latest_submission(application: Application) -> Submission | None:
    return db.session.scalar(LATEST, {"application": application.id})


def scores_of(application: Application, sha256: str) -> list[Score]:
    """Those that stand: about this submission and not voided, in the order in which they were given."""
    return list(db.session.scalars(SCORES, {"application": application.id, "sha256": sha256}))


def whole(scores: Iterable[Score]) -> list[str]:
    """The codes of the criteria that have both points and words."""
    return [each.criterion for each in scores if each.mark.is_whole]


def recommendation_of(application: Application, sha256: str) -> Recommendation | None:
    return db.session.scalar(RECOMMENDATION, {"application": application.id, "sha256": sha256})


def comments(application: Application) -> list[Comment]:
    rows = select(Comment).where(Comment.application_id == application.id).options(joinedload(Comment.by))
    return list(db.session.scalars(rows.order_by(Comment.id.desc())))


def sent_comments(application: Application) -> list[Comment]:
    """What the region has written to the job centre, newest first."""
    return [each for each in comments(application) if each.sent]


def changes_asked(application: Application) -> list[ChangeAsked]:
    return list(db.session.scalars(CHANGES_ASKED, {"application": application.id}))


def waivers_of(application: Application) -> list[Waiver]:
    rows = select(Waiver).where(Waiver.application_id == application.id).options(joinedload(Waiver.by))
    return list(db.session.scalars(rows.order_by(Waiver.id)))


def submitted_workbook(application: Application) -> ImportPage | None:
    """The workbook that the submitted budget came from; while the draft can be changed nobody can tell."""
    return None if application.status in (Status.DRAFT, Status.RETURNED) else budget_desk.source(application)


def waivers_by_rule(reference: str) -> dict[str, context.Waiver]:
    """For the check of an application: who set which rule aside, why, and until when. The latest counts."""
    rows = select(Waiver).join(Application, Application.id == Waiver.application_id)
    found = db.session.scalars(
        rows.where(Application.reference == reference).options(joinedload(Waiver.by)).order_by(Waiver.id)
    )
    return {each.rule: context.Waiver(each.by.name, each.reason, each.until) for each in found}
