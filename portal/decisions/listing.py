"""The desk's list: the cases of one's own region, filtered, sorted and paged, in the same few queries however many."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore, total
from portal.core.permissions import Permission, Side, places
from portal.core.sqlite import in_danish_order
from portal.core.text import Text, _
from portal.decisions import desk_pages, reading, rules
from portal.decisions.desk_pages import Asked, Conditions, Count
from portal.decisions.models import Score
from portal.eligibility.verdicts import Severity, Tally, tally
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
    musts: Tally

    @property
    def state(self) -> Text:
        return STATES[self.status]

    @property
    def is_open(self) -> bool:
        return self.status not in {Status.GRANTED, Status.REFUSED}


@dataclass(frozen=True)
class Part:
    """One state in the picture over the list: how many, for how much, and where it is drawn."""

    words: Text
    look: str
    count: Count
    x: float
    width: float


@dataclass(frozen=True)
class Listed:
    rows: list[Row]  # of this page
    tally: Mapping[Status, Count]  # of everything that fits, on all pages
    rounds: list[Round]  # with cases, for the filter
    page: int = 1

    @property
    def count(self) -> Count:
        return _together(self.tally.values())

    @property
    def parts(self) -> list[Part]:
        """The states that occur, in the order of a case's life from its end."""
        parts: list[Part] = []
        for words, look, statuses in LOOKS:
            count = _together(self.tally[status] for status in statuses if status in self.tally)
            if count.number:
                x = parts[-1].x + parts[-1].width if parts else 0.0
                width = WIDTH * count.number / self.count.number
                parts.append(Part(words, look, count, round(x, 1), round(width, 1)))
        return parts

    @property
    def pages(self) -> int:
        """Only known when everything is counted."""
        return max(1, -(-self.count.number // PAGE))

    @property
    def goes_on(self) -> bool:
        """Whether there is a next page. What is not counted to its end has one when this page is full."""
        return len(self.rows) == PAGE if self.count.more else self.page < self.pages


def _together(counts: Iterable[Count]) -> Count:
    found = list(counts)
    sought = total(each.requested for each in found)
    return Count(sum(each.number for each in found), sought, more=any(each.more for each in found))


SORTS: Mapping[str, Callable[[Row], Any]] = MappingProxyType(
    {
        "title": lambda row: in_danish_order(row.title),
        "centre": lambda row: in_danish_order(row.centre),
        "requested": lambda row: row.requested,
        "state": lambda row: list(STATES).index(row.status),
        "must": lambda row: list(MUSTS).index(row.musts.worst),
        "points": lambda row: row.points if row.points is not None else Decimal(-1),
        "days": lambda row: (not row.is_open, row.answer_at),
    }
)
INSIDE = frozenset({"must", "points"})  # what stands inside of a case


def listed(person: Person, wanted: Wanted) -> Listed:
    """The database finds the page; but verdicts and points stand inside of the cases, so for those all are opened."""
    rounds = rounds_on_the_desk(person)
    asked = _asked(person, wanted, rounds)
    first = (wanted.page - 1) * PAGE
    if wanted.must or wanted.sort in INSIDE:
        rows = _opened(asked, wanted)
        return Listed(rows[first : first + PAGE], _tally(rows), rounds, wanted.page)
    found = desk_pages.tally(asked)
    sort = wanted.sort if wanted.sort in SORTS else "days"
    ids = desk_pages.page(asked, found, sort=sort, down=wanted.down, first=first, size=PAGE)
    rows = sorted(_rows((Application.id.in_(ids),)), key=lambda row: ids.index(row.id))
    return Listed(rows, found, rounds, wanted.page)


def everywhere(person: Person) -> Asked:
    """All cases of the regions whose assessment the person may read."""
    return Asked(places(person, Permission.ASSESSMENT_READ)[Side.GRANTING], ON_THE_DESK)


def _asked(person: Person, wanted: Wanted, rounds: list[Round]) -> Asked:
    in_turn = sorted(rounds, key=lambda each: (each.answer_at, each.reference))
    turns = [each.id for each in in_turn if wanted.round in {"", each.reference}]
    states = tuple(each for each in ON_THE_DESK if wanted.state in {"", each.value})
    chosen = turns if wanted.round else None
    return replace(everywhere(person), states=states, rounds=chosen, words=wanted.words.strip(), turns=turns)


def _opened(asked: Asked, wanted: Wanted) -> list[Row]:
    """Every case that fits, in order."""
    those = (*asked.those, Application.status.in_(asked.states))
    rows = [row for row in _rows(those) if wanted.must in {"", row.musts.worst}]
    rows.sort(key=lambda row: row.reference)
    rows.sort(key=SORTS.get(wanted.sort, SORTS["days"]), reverse=wanted.down)
    return rows


def _tally(rows: Iterable[Row]) -> dict[Status, Count]:
    found: dict[Status, Count] = {}
    for row in rows:
        found[row.status] = _together((found.get(row.status, Count(0, Ore(0))), Count(1, row.requested)))
    return found


def rounds_on_the_desk(person: Person) -> list[Round]:
    """Those with cases, for the filter."""
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    with_cases = exists().where(Application.round_id == Round.id, Application.submitted_at.is_not(None))
    rows = select(Round).where(Round.region_id.in_(regions), with_cases)
    return list(db.session.scalars(rows.order_by(Round.closes_at.desc(), Round.id)))


def _rows(those: Conditions) -> list[Row]:
    rows = (
        select(Application, Organisation.name, Round, Guideline.settings)
        .join(Application.job_centre)
        .join(Application.round)
        .join(Round.guideline)
        .where(*those)
    )
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
        given.setdefault(application_id, {})[criterion] = points
    return given


def _total(points: Mapping[int, Mapping[str, int]], application_id: int, settings: Mapping[str, Any]) -> Decimal | None:
    given, weights = points.get(application_id, {}), Settings.from_json(settings).weights
    return rules.total(given, weights) if given and rules.is_scored(given, weights) else None


def _row(
    application: Application, centre: str, in_round: Round, verdicts: list[Mapping[str, str]], points: Decimal | None
) -> Row:
    return Row(
        application.id, application.reference, application.title, centre, application.requested, application.places,
        application.status, in_round.reference, in_round.answer_at,
        application.submitted_at or application.begun_at, points,
        tally(reading.verdicts_of({"verdicts": verdicts}), Severity.MUST),
    )  # fmt: skip
