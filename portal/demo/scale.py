"""Many projects at once: five years, two pools, four regions, 91 job centres. The same number gives the same data."""

from collections import Counter
from collections.abc import Callable

from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.text import _
from portal.demo import loading, scale_cases, scale_money, scale_plan, scale_results, scale_rounds
from portal.demo.scale_plan import Planned
from portal.demo.scale_rounds import Cast
from portal.identity.places import ensure_places
from portal.labour_market import catalogue
from portal.pools.catalogue import ensure_pools
from portal.pools.models import Round

AT_ONCE = 25  # projects in one transaction, so that memory does not grow with their number
Say = Callable[[int], None]


def make(number: int, commit: Callable[[], None], say: Say = lambda _done: None) -> None:
    """So many granted projects, in a database in which nobody can sign in yet."""
    refuse_if(_problems(number))
    ensure_places()
    ensure_pools()
    cast = scale_rounds.cast()
    regions = sorted({each.code for each in cast.organisations.values() if each.code.startswith("BR-")})
    catalogue.ensure_invented_balance([f"{year}H1" for year in scale_plan.YEARS], regions)
    planned = scale_plan.planned(number, cast.centres)
    rounds, taken = scale_rounds.lay_out(planned, cast), Counter[int]()
    for done, plan in enumerate(planned, 1):
        this_round = rounds[plan.pool, plan.year, cast.region_of(plan.centre).code]
        taken[this_round.id] += 1
        _live(plan, taken[this_round.id], this_round, cast)
        if done % AT_ONCE == 0 or done == number:
            commit()
            say(done)


def _problems(number: int) -> list[Problem]:
    if not 1 <= number <= scale_plan.MOST:
        return [Problem(_("Write a number of projects from 1 to %(most)s.", most=scale_plan.MOST))]
    if not loading.is_empty():
        return [Problem(_("The database has people already. Take an empty one, so that nobody's data is mixed up."))]
    return []


def _live(plan: Planned, number: int, this_round: Round, cast: Cast) -> None:
    """One project from the draft to the last report."""
    project = scale_cases.granted(plan, number, this_round, cast)
    scale_results.reached(project, plan, cast)
    scale_money.follow(project, plan, cast)
    db.session.flush()
    scale_results.report(project, plan, cast)
