"""Rounds: planned before they open, with their frame in the ledger; and the groups the region judges at risk."""

from datetime import date

from sqlalchemy import func, select

from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, refuse_if
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.pools import ledger
from portal.pools.models import Guideline, RiskGroup, Round
from portal.pools.planning import problems_with_the_plan
from portal.pools.rules import CANCELLED, GuidelineStatus, RoundPlan, round_reference

PLANNED = ("title", "year", "opens_at", "closes_at", "answer_at", "expected_grant_on", "period_start", "period_end",
           "largest_grant", "by_invitation")  # fmt: skip


def create(guideline: Guideline, plan: RoundPlan, *, by: Person, invented: bool = False) -> Round:
    """A new round of the guideline's pool and region. Its frame is entered in the ledger at once."""
    audit.wait_for_turn()  # so that two new rounds never take the same reference or title
    refuse_if(problems(guideline, plan))
    this_round = Round(
        reference=_free_reference(guideline, plan.year),
        guideline=guideline,
        pool=guideline.pool,
        region=guideline.region,
        frame=plan.frame,
        invented=invented,
    )
    _set(this_round, plan)
    db.session.add(this_round)
    db.session.flush()
    audit.record("round.created", this_round, by=by, **_plain(this_round))
    ledger.open_frame(this_round, by)
    return this_round


def edit(this_round: Round, guideline: Guideline, plan: RoundPlan, *, seen: int, by: Person) -> None:
    """Change a round that has not opened. Afterwards those who apply must be able to rely on it."""
    ledger.wait_for_turn(this_round)
    refuse_when_open(this_round)
    if this_round.version != seen:
        raise Conflict(SAVED_BY_A_COLLEAGUE)
    refuse_if([*_other_money(this_round, guideline), *problems(guideline, plan, but=this_round)])
    before = _plain(this_round)
    ledger.change_frame(this_round, plan.frame, by=by)
    _set(this_round, plan)
    this_round.guideline = guideline
    db.session.flush()
    audit.record("round.edited", this_round, by=by, before=before, after=_plain(this_round))


def refuse_when_open(this_round: Round) -> None:
    if this_round.is_cancelled:
        raise Conflict(CANCELLED)
    if clock.now() >= this_round.opens_at:
        sentence = _("The round opened %(opened)s and can no longer change.", opened=this_round.opens_at)
        raise Conflict(Problem(sentence))


def judge_at_risk(region: Organisation, name: str, judged_on: date, reason: str, *, by: Person) -> RiskGroup:
    """Put a group on the region's list. A group that stands there gets the new date and reason."""
    refuse_if(problems_with_the_group(name, judged_on))
    known = select(RiskGroup).filter_by(region_id=region.id).where(func.lower(RiskGroup.name) == name.lower())
    group = db.session.scalar(known) or RiskGroup(region=region, name=name)
    group.judged_on, group.reason = judged_on, reason
    db.session.add(group)
    db.session.flush()
    audit.record("risk_group.judged", region, by=by, name=group.name, judged_on=judged_on.isoformat())
    return group


def problems_with_the_group(name: str, judged_on: date | None) -> list[Problem]:
    """A day that could not be read has its own sentence in the form."""
    problems = [] if name.strip() else [Problem(_("Name the group."), "name")]
    if judged_on is not None and judged_on > clock.today():
        problems.append(Problem(_("The day of judgement cannot lie ahead. Choose today or earlier."), "judged_on"))
    return problems


def problems(guideline: Guideline, plan: RoundPlan, *, but: Round | None = None) -> list[Problem]:
    """Everything that keeps a round from being planned so; `but` is the round that is changed."""
    titles = _titles_beside(guideline, plan.year, but)
    allots = guideline.pool.allots
    found = list(problems_with_the_plan(plan, now=clock.now(), allots=allots, titles=titles))
    if guideline.status is not GuidelineStatus.SIGNED:
        found.append(Problem(_("The guideline is a draft. Let the director sign it first."), "guideline"))
    return found


def _titles_beside(guideline: Guideline, year: int, but: Round | None) -> list[str]:
    """The titles of the other rounds of the guideline's pool and region in this year. A cancelled one gives its up."""
    alike = select(Round.title).filter_by(pool_id=guideline.pool_id, region_id=guideline.region_id, year=year)
    others = alike.where(Round.cancelled_at.is_(None), Round.id != (but.id if but else 0))
    return list(db.session.scalars(others.order_by(Round.id)))


def _other_money(this_round: Round, guideline: Guideline) -> list[Problem]:
    same = (guideline.pool_id, guideline.region_id) == (this_round.pool_id, this_round.region_id)
    return [] if same else [Problem(_("Choose a guideline of the same pool and region."), "guideline")]


def _set(this_round: Round, plan: RoundPlan) -> None:
    for name in PLANNED:
        setattr(this_round, name, getattr(plan, name))


def _plain(this_round: Round) -> dict[str, object]:
    """The plan as plain values, for the chain of events."""
    facts = {name: getattr(this_round, name) for name in (*PLANNED, "frame")}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()}
    return plain | {"guideline": this_round.guideline.reference}


def _free_reference(guideline: Guideline, year: int) -> str:
    """OPK-2010-SYD, and OPK-2010-SYD-B, -C for a second and third round of the same year."""
    first = round_reference(guideline.pool.prefix, year, guideline.region.code)
    taken = set(db.session.scalars(select(Round.reference).where(Round.reference.startswith(first))))
    names = (first, *(f"{first}-{letter}" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return next(name for name in names if name not in taken)
