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
    """Where a round is by the clock."""

    PLANNED = "planned", _("Not open yet")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed for applications")


def phase(opens_at: datetime, closes_at: datetime, *, now: datetime) -> Phase:
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


def problems_with_the_plan(plan: RoundPlan, *, now: datetime) -> Iterator[Problem]:
    """Everything in the plan that cannot be, each beside the field to change."""
    yield from _problems_with_the_days(plan, now)
    if plan.period_end < plan.period_start:
        yield Problem(_("The last day of the period is before its first. Choose a later day."), "period_end")
    if not 2000 <= plan.year <= 2100:
        yield Problem(_("We read the year %(year)s. Write a year such as 2010.", year=plan.year), "year")
    yield from _problems_with_the_money(plan)


def _problems_with_the_days(plan: RoundPlan, now: datetime) -> Iterator[Problem]:
    if plan.closes_at <= plan.opens_at:
        yield Problem(_("The deadline must be after the round opens, %(opens)s.", opens=plan.opens_at), "closes_on")
    elif plan.closes_at <= now:
        yield Problem(_("The deadline %(closes)s has passed. Choose a later one.", closes=plan.closes_at), "closes_on")
    if plan.answer_at <= plan.closes_at:
        yield Problem(_("The answer must come after the deadline, %(closes)s.", closes=plan.closes_at), "answer_on")


def _problems_with_the_money(plan: RoundPlan) -> Iterator[Problem]:
    if plan.frame <= 0:
        yield Problem(_("Write a frame above 0 kr."), "frame")
    if not 0 < plan.largest_grant <= max(plan.frame, 1):
        yield Problem(
            _("We read %(read)s. Write an amount above 0 kr. and at most the frame, %(frame)s.",
              read=plan.largest_grant, frame=plan.frame),
            "largest_grant",
        )  # fmt: skip


def problems_with_an_invitation(closes_at: datetime, *, now: datetime) -> Iterator[Problem]:
    if now >= closes_at:
        yield Problem(_("The deadline was %(deadline)s, so nobody can be invited any more.", deadline=closes_at))


FIGURE = re.compile(r"(\d{1,9}|\d{1,3}(\.\d{3})+)(,\d{1,4})?", re.ASCII)


def problem_with_the_figure(centre: str, written: str) -> Problem | None:
    """The indicator's figure for one job centre: 312, 1.312 or 8,4."""
    if not written.strip():
        return Problem(_("%(centre)s: write the figure, such as 312 or 8,4.", centre=centre), "job_centres")
    if not FIGURE.fullmatch(written.strip()):
        values = {"centre": centre, "read": written}
        sentence = _("%(centre)s: we read “%(read)s”. Write a number of 0 or more, such as 312 or 8,4.", **values)
        return Problem(sentence, "job_centres")
    return None


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
                parts.append(Part(look, words, amount, round(x, 1), round(width, 1), self.percent(amount)))
        return parts

    def percent(self, amount: Ore) -> float:
        return round(100 * self._share(amount), 1)

    def _share(self, amount: Ore) -> float:
        return amount / self.frame if self.frame else 0.0


WIDTH = 1168  # of the drawing, near what it has on the page, so that the hatching stays even
