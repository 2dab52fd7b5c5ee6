"""The people, guidelines and rounds of the many projects: four regions, both pools, five years. All invented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions.rules import noon
from portal.demo import people, scale_papers
from portal.demo.consultants import SETTINGS
from portal.demo.people import Account
from portal.demo.rounds import WORDS
from portal.demo.scale_papers import Paper
from portal.demo.scale_plan import CONSULTANTS, Planned
from portal.identity import passwords
from portal.identity.models import Membership, Organisation, Person
from portal.identity.rules import Kind
from portal.pools import guidelines, queries, rounds
from portal.pools.models import Allotment, Guideline, Invitation, Pool, Round
from portal.pools.rules import RoundPlan
from portal.pools.settings import Settings

OF_A_CENTRE = ((Role.WRITER, "Skriver", "projektleder"), (Role.MANAGER, "Chef", "jobcenterchef"))
OF_A_REGION = (
    (Role.CASEWORKER, "Sagsbehandler", "fuldmægtig"), (Role.DIRECTOR, "Direktør", "regionsdirektør"),
    (Role.CONTROLLER, "Controller", "økonomikonsulent"), (Role.READER, "Revisor", "revisor"),
)  # fmt: skip
BEGINNING = clock.in_copenhagen(2010, 6, 1, 8)


@dataclass
class Cast:
    """Everybody who does something, and every organisation, by its code: looked up once."""

    organisations: dict[str, Organisation]
    people: dict[tuple[Role, str], Person] = field(default_factory=dict)

    def of(self, role: Role, code: str) -> Person:
        return self.people[role, code]

    def region_of(self, centre: str) -> Organisation:
        region = self.organisations[f"JC-{centre}"].region
        assert region is not None  # noqa: S101 - places gives every job centre its region
        return region

    @property
    def centres(self) -> list[str]:
        kinds = (each for each in self.organisations.values() if each.kind is Kind.JOB_CENTRE)
        return sorted(each.code.removeprefix("JC-") for each in kinds)


def cast() -> Cast:
    """The people of the small demonstration, and for every other place those it needs. One password for all."""
    made = Cast({each.code: each for each in db.session.scalars(select(Organisation).order_by(Organisation.id))})
    hashed = passwords.hashed(people.PASSWORD)
    for account in (*people.ACCOUNTS, *_accounts(made)):
        there = Membership(organisation=made.organisations[account.code], role=account.role)
        person = Person(email=account.email, name=account.name, title=account.title, telephone="00 00 00 00",
                        created_at=BEGINNING, password_hash=hashed, memberships=[there])  # fmt: skip
        db.session.add(person)
        made.people.setdefault((account.role, account.code), person)
    db.session.flush()
    return made


def _accounts(made: Cast) -> Iterable[Account]:
    known = {(each.role, each.code) for each in people.ACCOUNTS}
    kinds = {Kind.JOB_CENTRE: OF_A_CENTRE, Kind.EMPLOYMENT_REGION: OF_A_REGION}
    for organisation in made.organisations.values():
        short = organisation.code.removeprefix("JC-")
        for role, name, title in kinds.get(organisation.kind, ()):
            if (role, organisation.code) not in known:
                yield Account(f"{name} {short}", title, role, organisation.code)


def lay_out(planned: Iterable[Planned], made: Cast) -> Mapping[tuple[str, int, str], Round]:
    """The rounds that the projects need, by pool, year and region, each with a frame that holds them."""
    wanted: dict[tuple[str, int, str], list[Planned]] = {}
    for each in planned:
        wanted.setdefault((each.pool, each.year, made.region_of(each.centre).code), []).append(each)
    return {place: _round(*place, wanted[place], made) for place in sorted(wanted, key=lambda one: (one[1], one))}


def _round(pool_code: str, year: int, region: str, cases: list[Planned], made: Cast) -> Round:
    pool = queries.pool_of(pool_code)
    assert pool is not None  # noqa: S101 - ensure_pools made it
    caseworker = made.of(Role.CASEWORKER, region)
    guideline = _guideline(pool, year, region, made)
    sought = sum(each.sought for each in cases)
    with clock.at(clock.in_copenhagen(year, 8, 30, 9)):
        this_round = rounds.create(guideline, _plan(pool, year, region, sought), by=caseworker, invented=True)
    for centre in sorted({each.centre for each in cases}):
        amount = sum(each.sought for each in cases if each.centre == centre)
        organisation = made.organisations[f"JC-{centre}"]
        db.session.add(_invited(this_round, organisation, caseworker))
        if pool.allots:
            db.session.add(_allotted(this_round, organisation, Ore(amount * 100), caseworker))
    db.session.flush()
    return this_round


def _plan(pool: Pool, year: int, region: str, sought: int) -> RoundPlan:
    closes = noon(date(year, 10, 15 if pool.allots else 29))
    begins = date(year, 9, 15) if pool.allots else date(year, 12, 1)
    return RoundPlan(
        title=f"{pool.title_da} {year}, {region} (opdigtet)", year=year, opens_at=_at(year, 9, 3), closes_at=closes,
        answer_at=noon(date(year, 11, 26)), expected_grant_on=begins, period_start=begins,
        period_end=date(year + 3, 12, 31),
        frame=Ore(sought * 110), largest_grant=Ore(min(2_000_000_00, sought * 110)),
    )  # fmt: skip


def _guideline(pool: Pool, year: int, region: str, made: Cast) -> Guideline:
    caseworker, director = (made.of(role, region) for role in (Role.CASEWORKER, Role.DIRECTOR))
    with clock.at(_at(year, 8, 23)):
        guideline = guidelines.draft(pool, made.organisations[region], year, by=caseworker)
        guidelines.edit(guideline, _settings(pool, year), WORDS, seen=guideline.version, by=caseworker)
        db.session.flush()
    with clock.at(_at(year, 8, 24)):
        guidelines.sign(guideline, seen=guideline.version, by=director)
        db.session.flush()
    return guideline


def _settings(pool: Pool, year: int) -> Settings:
    years = tuple(range(year, year + 4))
    if pool.code != CONSULTANTS:
        return replace(Settings(), years=years[:3], require_sparring=False)
    return replace(SETTINGS, years=years, plan_years=years, addendum_years=years[:2],
                   earliest_cost_date=date(year, 9, 15))  # fmt: skip


def _invited(this_round: Round, centre: Organisation, by: Person) -> Invitation:
    return Invitation(
        round=this_round, job_centre=centre, reason="Opdigtet til demonstration.", indicator="Langtidsledige",
        indicator_value="300", indicator_period=f"2. kvartal {this_round.year}", sent_at=_at(this_round.year, 9, 3),
        sent_by_id=by.id,
    )  # fmt: skip


def _allotted(this_round: Round, centre: Organisation, amount: Ore, by: Person) -> Allotment:
    """Where the pool allots. The letter is the paper that all the invented ones share."""
    return Allotment(round=this_round, job_centre=centre, amount=amount, sent_at=_at(this_round.year, 9, 3),
                     sent_by_id=by.id, letter_sha256=scale_papers.paper(Paper.GRANT_LETTER))  # fmt: skip


def _at(year: int, month: int, day: int) -> datetime:
    return clock.in_copenhagen(year, month, day, 9)
