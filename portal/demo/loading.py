"""The demonstration data from nothing to whole, in the order in which it would have happened."""

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.demo import annual, cases_2010, cases_now, consultants, people, reports, results, rounds
from portal.identity.models import Person
from portal.identity.places import ensure_places
from portal.pools.catalogue import ensure_pools

BEGINNING = clock.in_copenhagen(2010, 6, 1, 8)


def is_loaded() -> bool:
    return db.session.scalar(select(Person.id).where(Person.email == people.CASEWORKER.email)) is not None


def is_empty() -> bool:
    """True when nobody can sign in yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def load() -> None:
    days = rounds.Days(clock.today())
    ensure_places()
    ensure_pools()
    people.add(BEGINNING)
    people.add_numbers(BEGINNING)
    rounds.add_balance(days)
    rounds.judge_risk_groups()
    pool = rounds.pool_of_upskilling()
    cases_2010.play(rounds.lay_out_2010(pool))
    consultants.play()
    consultants.prepare(days)
    now = rounds.lay_out_now(pool, days)
    cases_now.play(now, days)
    rounds.prepare_next_year(pool, now, days)
    people.invite_and_wait(days.at(-9))
    rounds.upload_next_balance(days)
    results.add_figures()
    results.add_reviews(days)
    reports.play()
    annual.play()
