"""Guidelines: drafted from the latest signed version, changed while a draft, and signed once for all."""

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import func, select

from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.pools import queries
from portal.pools.criteria import problems_with_weights
from portal.pools.models import Guideline, Pool
from portal.pools.rules import EDIT_GUIDELINE, SIGN_GUIDELINE, GuidelineStatus, problems_with_the_year
from portal.pools.settings import Settings


def draft(pool: Pool, region: Organisation, year: int, *, by: Person) -> Guideline:
    """Begin a new version as a copy of the latest signed one; only one draft of a year at a time."""
    refuse_if(problems_with_the_year(year))
    audit.wait_for_turn()  # so that two new drafts never take the same number
    same = select(Guideline).filter_by(pool_id=pool.id, region_id=region.id, year=year)
    if (waiting := db.session.scalar(same.filter_by(status=GuidelineStatus.DRAFT))) is not None:
        sentence = _("Version %(number)s of %(year)s is a draft already. Go on with that one.",
                     number=waiting.number, year=str(year))  # fmt: skip
        raise Conflict(Problem(sentence, "year"))
    latest = queries.latest_signed(pool, region)
    highest = db.session.scalar(same.with_only_columns(func.max(Guideline.number))) or 0
    guideline = Guideline(
        pool=pool,
        region=region,
        year=year,
        number=highest + 1,
        settings=dict(latest.settings) if latest else Settings().to_json(),
        words=latest.words if latest else "",
        drafted_by=by,
    )
    db.session.add(guideline)
    db.session.flush()
    audit.record("guideline.drafted", guideline, by=by, copied_from=latest.reference if latest else "")
    return guideline


def edit(guideline: Guideline, settings: Settings, words: str, *, seen: int, by: Person) -> None:
    """Change a draft. Everything that cannot be signed is said at once, beside its field."""
    refuse_when_signed(guideline)
    workflow.advance(guideline, EDIT_GUIDELINE, seen=seen)
    refuse_if(problems(settings, guideline))
    before, after = guideline.settings, settings.to_json()
    changed = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    if changed or words != guideline.words:
        guideline.settings, guideline.words = after, words
        audit.record("guideline.edited", guideline, by=by, changed=changed)


def problems(settings: Settings, guideline: Guideline) -> Iterator[Problem]:
    """What cannot be signed: the figures themselves, and weights that the pool is not scored on."""
    yield from settings.problems()
    yield from problems_with_weights(settings.weights, guideline.pool.criteria)


def sign(guideline: Guideline, *, seen: int, by: Person) -> None:
    """The director binds the region to this version: from now on it never changes."""
    refuse_when_signed(guideline)
    refuse_if(problems(Settings.from_json(guideline.settings), guideline))
    sha256 = fingerprint(guideline)  # first: from the moment the row says "signed", nothing in it may change
    workflow.advance(guideline, SIGN_GUIDELINE, seen=seen)
    guideline.signed_by, guideline.signed_at, guideline.sha256 = by, clock.now(), sha256
    audit.record("guideline.signed", guideline, by=by, sha256=guideline.sha256)


def refuse_when_signed(guideline: Guideline) -> None:
    if guideline.status is GuidelineStatus.SIGNED:
        sentence = _("Version %(number)s was signed %(signed)s and can no longer change. Draft a new version instead.",
                     number=guideline.number, signed=guideline.signed_at)  # fmt: skip
        raise Conflict(Problem(sentence))


def fingerprint(guideline: Guideline) -> str:
    """SHA-256 over what is signed: which version it is, every setting, and the words."""
    signed = {"reference": guideline.reference, "settings": guideline.settings, "words": guideline.words}
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def signed_now() -> dict[str, str]:
    """Every signed version and what its words and settings are now, to be held against what was signed."""
    found = db.session.scalars(select(Guideline).filter_by(status=GuidelineStatus.SIGNED).order_by(Guideline.id))
    return {each.reference: fingerprint(each) for each in found}
