"""The desk's list: the cases of one's own region, filtered, sorted and paged, in the same few queries however many."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore, total
from portal.core.permissions import Permission, Side, places
from portal.core.text import Text, _
from portal.decisions import desk_counts, desk_pages, reading
from portal.decisions.desk_counts import Asked, Count
from portal.decisions.desk_pages import Page
from portal.eligibility.verdicts import Outcome, Severity, Tally, tally
from portal.identity.models import Organisation, Person
from portal.pools.models import Round

PAGE = 25
MOST_IN_A_FILE = 10_000  # the page says it when there may be more
AT_ONCE = 500
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
MUSTS: Mapping[Outcome, Text] = MappingProxyType(
    {
        Outcome.NOT_MET: _("Not met"),
        Outcome.CANNOT_TELL: _("Cannot be told"),
        Outcome.WAIVED: _("Waived"),
        Outcome.MET: _("All met"),
    }
)
SORTS = frozenset({"title", "centre", "requested", "state", "must", "points", "days"})
LOOKS: tuple[tuple[Text, str, tuple[Status, ...]], ...] = (
    (_("The case is decided"), "f1", (Status.GRANTED, Status.REFUSED)),
    (STATES[Status.RECOMMENDED], "hatch", (Status.RECOMMENDED,)),
    (STATES[Status.SUBMITTED], "f2", (Status.SUBMITTED,)),
    (STATES[Status.RETURNED], "f4", (Status.RETURNED,)),
)
WIDTH = 1100  # of the drawing

OTHER = aliased(Submission)
NEWEST = select(func.max(OTHER.number)).where(OTHER.application_id == Submission.application_id).scalar_subquery()
VERDICTS = select(Submission.application_id, Submission.content["verdicts"]).where(
    Submission.application_id.in_(bindparam("cases")), Submission.number == NEWEST
)
CASES = (
    select(Application, Organisation.name, Round)
    .join(Application.job_centre)
    .join(Application.round)
    .where(Application.id.in_(bindparam("cases")))
)
ROUNDS = (
    select(Round)
    .where(Round.region_id.in_(bindparam("regions")))
    .where(exists().where(Application.round_id == Round.id, Application.submitted_at.is_not(None)))
    .order_by(Round.closes_at.desc(), Round.id)
)  # these are put together once: every page of the list asks them


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


def listed(person: Person, wanted: Wanted) -> Listed:
    """One page, found by the database: only the cases on it are opened."""
    rounds = rounds_on_the_desk(person)
    asked = _asked(person, wanted, rounds)
    found = desk_counts.tally(asked)
    ids = _ids(asked, found, wanted, first=(wanted.page - 1) * PAGE, size=PAGE)
    return Listed(_rows(ids), found, rounds, wanted.page)


def everything(person: Person, wanted: Wanted) -> Iterator[Row]:
    """The whole list for a file, on whichever page it is asked for; some cases are opened at a time."""
    asked = _asked(person, wanted, rounds_on_the_desk(person))
    ids = _ids(asked, desk_counts.tally(asked), wanted, first=0, size=MOST_IN_A_FILE)
    for start in range(0, len(ids), AT_ONCE):
        yield from _rows(ids[start : start + AT_ONCE])


def _ids(asked: Asked, found: desk_counts.Tally, wanted: Wanted, *, first: int, size: int) -> list[int]:
    sort = wanted.sort if wanted.sort in SORTS else "days"
    return desk_pages.page(asked, found, Page(sort, wanted.down, first, size))


def everywhere(person: Person) -> Asked:
    """All cases of the regions whose assessment the person may read."""
    return Asked(places(person, Permission.ASSESSMENT_READ)[Side.GRANTING], ON_THE_DESK)


def _asked(person: Person, wanted: Wanted, rounds: list[Round]) -> Asked:
    in_turn = sorted(rounds, key=lambda each: (each.answer_at, each.reference))
    turns = [each.id for each in in_turn if wanted.round in {"", each.reference}]
    states = tuple(each for each in ON_THE_DESK if wanted.state in {"", each.value})
    chosen = turns if wanted.round else None
    must = next((each for each in MUSTS if each.value == wanted.must), None)
    here = everywhere(person)
    return replace(here, states=states, rounds=chosen, words=wanted.words.strip(), must=must, turns=turns)


def rounds_on_the_desk(person: Person) -> list[Round]:
    """Those with cases, for the filter."""
    regions = places(person, Permission.ASSESSMENT_READ)[Side.GRANTING]
    return list(db.session.scalars(ROUNDS, {"regions": list(regions)}))


def _rows(ids: list[int]) -> list[Row]:
    """These cases, in this order."""
    found = {each[0].id: each for each in db.session.execute(CASES, {"cases": ids})}
    verdicts = _verdicts(ids)
    return [_row(*found[each], verdicts.get(each, [])) for each in ids]


def _verdicts(ids: list[int]) -> dict[int, list[Mapping[str, str]]]:
    """Of the latest submissions; only that part of what was submitted is read."""
    return {application_id: found or [] for application_id, found in db.session.execute(VERDICTS, {"cases": ids})}


def _row(application: Application, centre: str, in_round: Round, verdicts: list[Mapping[str, str]]) -> Row:
    tenths = application.points_in_tenths
    return Row(
        application.id, application.reference, application.title, centre, application.requested, application.places,
        application.status, in_round.reference, in_round.answer_at,
        application.submitted_at or application.begun_at, Decimal(tenths) / 10 if tenths else None,
        tally(reading.verdicts_of({"verdicts": verdicts}), Severity.MUST),
    )  # fmt: skip
