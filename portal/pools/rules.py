"""What pools, guidelines, rounds and the ledger are, and when a round takes applications. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self

from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.permissions import Permission as P
from portal.core.text import Choice, Text, _
from portal.core.workflow import Step


class GuidelineStatus(Choice):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


class Entry(Choice):
    """Why money moved in the ledger: first in the frame, then to and from the job centre."""

    FRAME = "frame", _("Frame of the year")
    COMMITMENT = "commitment", _("Grant committed")
    RELEASE = "release", _("Commitment given back")
    INSTALMENT = "instalment", _("Instalment released")
    PAYMENT = "payment", _("Paid to the job centre")
    CLAIM = "claim", _("Repayment claimed")
    UNCLAIMED = "unclaimed", _("Small amount not claimed")
    REPAYMENT = "repayment", _("Repaid by the job centre")


OF_THE_FRAME = (Entry.FRAME, Entry.COMMITMENT, Entry.RELEASE)  # their sum is what is left of the frame


@dataclass(frozen=True)
class Money:
    """How far the money of one case has come, in whole øre and never below 0."""

    committed: Ore = Ore(0)  # granted and not given back to the frame
    released: Ore = Ore(0)  # instalments that may be paid, paid or not
    paid: Ore = Ore(0)
    claimed: Ore = Ore(0)
    unclaimed: Ore = Ore(0)
    repaid: Ore = Ore(0)

    @classmethod
    def of(cls, moved: Mapping[Entry, int]) -> Self:
        """From the sums of the ledger's entries by kind."""
        return cls(
            committed=Ore(-moved.get(Entry.COMMITMENT, 0) - moved.get(Entry.RELEASE, 0)),
            released=Ore(-moved.get(Entry.INSTALMENT, 0)),
            paid=Ore(-moved.get(Entry.PAYMENT, 0)),
            claimed=Ore(moved.get(Entry.CLAIM, 0)),
            unclaimed=Ore(moved.get(Entry.UNCLAIMED, 0)),
            repaid=Ore(moved.get(Entry.REPAYMENT, 0)),
        )

    @classmethod
    def together(cls, several: Iterable[Self]) -> Self:
        kept = list(several)
        return cls(*(Ore(sum(getattr(each, one.name) for each in kept)) for one in fields(cls)))

    @property
    def to_release(self) -> Ore:
        return Ore(self.committed - self.released)

    @property
    def to_pay(self) -> Ore:
        return Ore(self.released - self.paid)

    @property
    def kept(self) -> Ore:
        """Paid to the job centre, and neither claimed back nor left to it by a settlement."""
        return Ore(self.paid - self.claimed - self.unclaimed)

    @property
    def owed(self) -> Ore:
        """Claimed and not repaid yet."""
        return Ore(self.claimed - self.repaid)

    @property
    def free(self) -> Ore:
        """What can return to the frame: committed, and neither under way to the job centre nor with it for good."""
        return Ore(self.committed - self.to_pay - self.paid + self.claimed)

    @property
    def spent(self) -> Ore:
        """What the job centre holds of the region's money now."""
        return Ore(self.paid - self.repaid)


FIRST_YEAR, LAST_YEAR = 2000, 2100
G = GuidelineStatus
EDIT_GUIDELINE = Step("edit", _("Edit"), source=(G.DRAFT,), target=None, permission=P.POOL_DRAFT)
SIGN_GUIDELINE = Step("sign", _("Sign"), source=(G.DRAFT,), target=G.SIGNED, permission=P.POOL_SIGN)
STEPS = (EDIT_GUIDELINE, SIGN_GUIDELINE)


def problems_with_the_time(opens_at: datetime, closes_at: datetime, *, now: datetime) -> Iterator[Problem]:
    """A round takes applications from the moment it opens until just before its deadline."""
    if now < opens_at:
        yield Problem(_("The round does not open until %(opening)s.", opening=opens_at))
    if now >= closes_at:
        yield Problem(
            _("The deadline was %(deadline)s. It is now %(now)s, and you can no longer apply.",
              deadline=closes_at, now=now)
        )  # fmt: skip


class Phase(Choice):
    """Where a round is by the clock, unless it was cancelled."""

    PLANNED = "planned", _("Not open yet")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed for applications")
    CANCELLED = "cancelled", _("Round cancelled")


def phase(opens_at: datetime, closes_at: datetime, *, now: datetime, cancelled: bool = False) -> Phase:
    if cancelled:
        return Phase.CANCELLED
    if now < opens_at:
        return Phase.PLANNED
    return Phase.OPEN if now < closes_at else Phase.CLOSED


SHORT = {"BR-SD": "SYD", "BR-NJ": "NORD", "BR-MJ": "MIDT", "BR-HS": "HS"}


def round_reference(prefix: str, year: int, region_code: str) -> str:
    """OPK-2010-SYD."""
    return f"{prefix}-{year}-{SHORT.get(region_code, region_code.removeprefix('BR-'))}"


@dataclass(frozen=True)
class RoundPlan:
    """What a caseworker decides about a round before it opens."""

    title: str
    year: int
    opens_at: datetime
    closes_at: datetime
    answer_at: datetime
    expected_grant_on: date
    period_start: date
    period_end: date
    frame: Ore
    largest_grant: Ore
    by_invitation: bool = True


def problems_with_the_year(year: int) -> Iterator[Problem]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        values = {"read": str(year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        yield Problem(_("We read the year %(read)s. Write a year from %(first)s to %(last)s.", **values), "year")


def problems_with_an_invitation(closes_at: datetime, *, now: datetime, cancelled: bool) -> Iterator[Problem]:
    if cancelled:
        yield CANCELLED
    elif now >= closes_at:
        yield Problem(_("The deadline was %(deadline)s, so nobody can be invited any more.", deadline=closes_at))


CANCELLED = Problem(_("The round is cancelled. Plan a new one."))


def problems_with_cancelling(*, cancelled: bool, invited: bool, begun: bool) -> Iterator[Problem]:
    """A round can be cancelled as long as nobody outside the region has been asked to do anything about it."""
    if cancelled:
        yield Problem(_("The round is cancelled already."))
    if invited:
        yield Problem(_("Job centres are invited to the round, so it can no longer be cancelled."))
    if begun:
        yield Problem(_("A job centre has begun an application, so the round can no longer be cancelled."))


FIGURE = re.compile(r"(\d{1,9}|\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+)(,\d{1,4})?", re.ASCII)


def problem_with_the_figure(centre: str, written: str) -> Text | None:
    """What is wrong with the indicator's figure for one job centre: 312, 1.312 or 8,4."""
    if not written.strip():
        return _("%(centre)s: write the figure, such as 312 or 8,4.", centre=centre)
    if not FIGURE.fullmatch(written.strip()):
        values = {"centre": centre, "read": written}
        return _("%(centre)s: we read “%(read)s”. Write a number of 0 or more, such as 312 or 8,4.", **values)
    return None


def centre_of(centre_id: int) -> str:
    """The name of the field that chooses the job centre."""
    return f"centre-{centre_id}"


def figure_of(centre_id: int) -> str:
    """The name of the field with the job centre's figure."""
    return f"value-{centre_id}"


@dataclass(frozen=True)
class Part:
    """One piece of the frame gauge. `look` is how it is drawn: decided, this, or left."""

    look: str
    words: Text
    amount: Ore
    x: float
    width: float
    percent: float


@dataclass(frozen=True)
class FramePicture:
    """The frame, what is decided, what the decision at hand would take, and what is left: table and picture alike."""

    frame: Ore
    decided: Ore
    asked: Ore | None = None  # by the cases that are still open
    this: Ore | None = None  # the decision at hand
    promised: Ore | None = None  # in sent grant letters, of a pool that allots; decided or not

    @property
    def left(self) -> Ore:
        return Ore(self.frame - self.decided - (self.this or 0))

    @property
    def beside(self) -> list[tuple[str, Text, Ore]]:
        """What is told below the sum, for it is no part of it: a promise and an application are not yet a grant."""
        told: list[tuple[str, Text, Ore]] = []
        if self.promised is not None:
            told += [
                ("promised", _("Promised in grant letters"), self.promised),
                ("free", _("Neither decided nor promised"), Ore(self.frame - max(self.promised, self.decided))),
            ]
        return told if self.asked is None else [*told, ("asked", _("Asked for by open cases"), self.asked)]

    @property
    def parts(self) -> list[Part]:
        looks: list[tuple[str, Text, Ore | None]] = [
            ("decided", _("Decided"), self.decided),
            ("this", _("This decision"), self.this),
            ("left", _("Left"), self.left),
        ]
        parts: list[Part] = []
        for look, words, amount in looks:
            if amount is not None:
                x = parts[-1].x + parts[-1].width if parts else 0.0
                width = min(max(WIDTH * self._share(amount), 0.0), max(WIDTH - x, 0.0))
                percent = self._rest(parts) if look == "left" else self.percent(amount)
                parts.append(Part(look, words, amount, round(x, 1), round(width, 1), percent))
        return parts

    def _rest(self, before: Iterable[Part]) -> float:
        """What is left of 100 % after the others as they are shown, so that the column adds up."""
        return round(100 - sum(each.percent for each in before), 1) if self.frame else 0.0

    def percent(self, amount: Ore) -> float:
        return round(100 * self._share(amount), 1)

    def _share(self, amount: Ore) -> float:
        return amount / self.frame if self.frame else 0.0


WIDTH = 1168  # of the drawing, near what it has on the page, so that the hatching stays even
