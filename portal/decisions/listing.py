"""The desk's list: the cases of one's own region, filtered, sorted and paged, in the same few queries however many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore, total
from portal.core.permissions import Permission, Side, places
from portal.core.text import Text, _
from portal.decisions import rules
from portal.decisions.models import Score
from portal.decisions.rules import Criterion
from portal.eligibility.verdicts import Outcome
from portal.identity.models import Organisation, Person
from portal.pools.models import Guideline, Round
from portal.pools.settings import Settings

PAGE = 25
ON_THE_DESK = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED, Status.GRANTED, Status.REFUSED)
STATES: Mapping[Status, Text] = MappingProxyType(
    {
        Status.SUBMITTED: _("To be assessed"),
        Status.RETURNED: _("Sent back"),
        Status.RECOMMENDED: _("Ready for decision"),
        Status.GRANTED: _("Granted"),
        Status.REFUSED: _("Refused"),
    }
)
MUSTS: Mapping[str, Text] = MappingProxyType(
    {"not_met": _("Not met"), "cannot_tell": _("Cannot be told"), "waived": _("Waived"), "met": _("All met")}
)
LOOKS: tuple[tuple[Text, str, tuple[Status, ...]], ...] = (
    (_("The case is decided"), "f1", (Status.GRANTED, Status.REFUSED)),
    (STATES[Status.RECOMMENDED], "hatch", (Status.RECOMMENDED,)),
    (STATES[Status.SUBMITTED], "f2", (Status.SUBMITTED,)),
    (STATES[Status.RETURNED], "f4", (Status.RETURNED,)),
)
WIDTH = 1100  # of the drawing
ALPHABET = str.maketrans("æøåäö", "{|}{|")


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; empty means everything."""

    words: str = ""
    round: str = ""
    state: str = ""
    must: str = ""
    sort: str = "days"
    down: bool = False
    page: int = 1


@dataclass(frozen=True)
class Row:
    id: int
    reference: str
    title: str
    centre: str
    requested: Ore
    places: int
    status: Status
    round: str
    answer_at: datetime
    submitted_at: datetime
    points: Decimal | None
    not_met: tuple[str, ...]  # rules that must be met
    cannot_tell: tuple[str, ...]
    waived: tuple[str, ...]
    met: int

    @property
    def state(self) -> Text:
        return STATES[self.status]

    @property
    def must(self) -> str:
        """The worst that the musts say, as the filter calls it."""
        return next((name for name in ("not_met", "cannot_tell", "waived") if getattr(self, name)), "met")

    @property
    def is_open(self) -> bool:
        return self.status not in {Status.GRANTED, Status.REFUSED}


@dataclass(frozen=True)
class Part:
    """One state in the picture over the list: how many, for how much, and where it is drawn."""

    words: Text
    look: str
    number: int
    requested: Ore
    x: float
    width: float


@dataclass(frozen=True)
class Listed:
    rows: list[Row]  # of this page
    everything: list[Row]  # that fits, on all pages

    @property
    def number(self) -> int:
        return len(self.everything)

    @property
    def requested(self) -> Ore:
        return total(row.requested for row in self.everything)

    @property
    def parts(self) -> list[Part]:
        """The states that occur, in the order of a case's life from its end."""
        parts: list[Part] = []
        for words, look, statuses in LOOKS:
            rows = [row for row in self.everything if row.status in statuses]
            if rows:
                x = parts[-1].x + parts[-1].width if parts else 0.0
                width = WIDTH * len(rows) / self.number
                asked = total(row.requested for row in rows)
                parts.append(Part(words, look, len(rows), asked, round(x, 1), round(width, 1)))
        return parts

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE))


SORTS: Mapping[str, Callable[[Row], Any]] = MappingProxyType(
    {
        "title": lambda row: _danish(row.title),
        "centre": lambda row: _danish(row.centre),
        "requested": lambda row: row.requested,
        "state": lambda row: list(STATES).index(row.status),
        "must": lambda row: list(MUSTS).index(row.must),
        "points": lambda row: row.points if row.points is not None else Decimal(-1),
        "days": lambda row: (not row.is_open, row.answer_at),
    }
)


def listed(person: Person, wanted: Wanted) -> Listed:
    rows = [row for row in _rows(person, wanted.round) if _fits(row, wanted)]
    rows.sort(key=lambda row: row.reference)
    rows.sort(key=SORTS.get(wanted.sort, SORTS["days"]), reverse=wanted.down)
    return Listed(rows[(wanted.page - 1) * PAGE : wanted.page * PAGE], rows)


def rounds_on_the_desk(person: Person) -> list[Round]:
    """Those with cases, for the filter."""
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    with_cases = select(Application.round_id).where(Application.submitted_at.is_not(None))
    rows = select(Round).where(Round.region_id.in_(regions), Round.id.in_(with_cases))
    return list(db.session.scalars(rows.order_by(Round.closes_at.desc(), Round.id)))


def _fits(row: Row, wanted: Wanted) -> bool:
    """In Python, because SQLite does not know that Æ and æ are the same letter."""
    text = f"{row.title} {row.reference} {row.centre}".casefold()
    return (
        wanted.words.strip().casefold() in text
        and wanted.state in {"", row.status.value}
        and wanted.must in {"", row.must}
    )


def _rows(person: Person, this_round: str) -> list[Row]:
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    rows = (
        select(Application, Organisation.name, Round, Guideline.settings)
        .join(Application.job_centre)
        .join(Application.round)
        .join(Round.guideline)
        .where(Round.region_id.in_(regions), Application.submitted_at.is_not(None), Application.status.in_(ON_THE_DESK))
    )
    if this_round:
        rows = rows.where(Round.reference == this_round)
    found = db.session.execute(rows).all()
    ids = [each[0].id for each in found]
    verdicts, points = _verdicts(ids), _points(ids)
    return [
        _row(application, centre, in_round, verdicts.get(application.id, []), _total(points, application.id, settings))
        for application, centre, in_round, settings in found
    ]


def _verdicts(ids: list[int]) -> dict[int, list[Mapping[str, str]]]:
    """Of the latest submissions; only that part of what was submitted is read."""
    other = aliased(Submission)
    newest = select(func.max(other.number)).where(other.application_id == Submission.application_id).scalar_subquery()
    rows = select(Submission.application_id, Submission.content["verdicts"]).where(
        Submission.application_id.in_(ids), Submission.number == newest
    )
    return {application_id: found or [] for application_id, found in db.session.execute(rows)}


def _points(ids: list[int]) -> dict[int, dict[str, int]]:
    rows = select(Score.application_id, Score.criterion, Score.points)
    given: dict[int, dict[str, int]] = {}
    found = db.session.execute(rows.where(Score.application_id.in_(ids), Score.voided_at.is_(None)))
    for application_id, criterion, points in found:
        given.setdefault(application_id, {})[criterion.value] = points
    return given


def _total(points: Mapping[int, Mapping[str, int]], application_id: int, settings: Mapping[str, Any]) -> Decimal | None:
    given = points.get(application_id, {})
    return rules.total(given, Settings.from_json(settings).weights) if len(given) == len(Criterion) else None


def _row(
    application: Application, centre: str, in_round: Round, verdicts: list[Mapping[str, str]], points: Decimal | None
) -> Row:
    musts = [each for each in verdicts if each["severity"] == "must"]

    def those(outcome: Outcome) -> tuple[str, ...]:
        return tuple(each["rule"] for each in musts if each["outcome"] == outcome.value)

    return Row(
        application.id, application.reference, application.title, centre, application.requested, application.places,
        application.status, in_round.reference, in_round.answer_at,
        application.submitted_at or application.begun_at, points, those(Outcome.NOT_MET), those(Outcome.CANNOT_TELL),
        those(Outcome.WAIVED), len(those(Outcome.MET)),
    )  # fmt: skip


def _danish(words: str) -> str:
    """The order of the Danish alphabet, which ends with æ, ø, å."""
    return words.casefold().translate(ALPHABET)
