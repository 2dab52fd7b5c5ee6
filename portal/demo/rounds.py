"""The frame of the demonstration: guidelines, the closed round of 2010, the open round around today, and a balance."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from portal.core import clock, workdays
from portal.core.db import db
from portal.core.money import Ore
from portal.decisions.rules import noon
from portal.demo import people
from portal.labour_market import actions as balance
from portal.labour_market import catalogue
from portal.pools import guidelines, invitations, queries, rounds
from portal.pools.invitations import Grounds
from portal.pools.models import Guideline, Pool, Round
from portal.pools.rules import RoundPlan
from portal.pools.settings import Settings

ROLLING = (
    " Regionen behandler ansøgningerne, efterhånden som de kommer ind. Et projekt kan begynde fra den dag, runden "
    "åbner, når det haster, og ansøgningen siger hvorfor."
)
WORDS = (
    "Pengene skal ud i jobcentrene og bruges direkte på målgruppen. Et projekt skal handle om langtidsledige eller "
    "grupper, som regionen vurderer er i særlig risiko, rette sig mod områder med gode jobmuligheder, være jobrettet "
    "og have ambitiøse og realistiske mål. Det bør rumme et eller flere af elementerne A-G."
)


@dataclass(frozen=True)
class Days:
    """The days of the open round, counted from the day the data is made."""

    today: date

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), clock.COPENHAGEN)

    def noon(self, days: int) -> datetime:
        """A deadline: noon in so many days, or on the first working day after that."""
        return noon(self.today + timedelta(days=days))

    def morning(self, ago: int) -> datetime:
        """The last working day that is at least so many days ago, when people come to work."""
        days = next(each for each in range(ago, ago + 9) if workdays.is_working_day(self.today - timedelta(days=each)))
        return self.at(-days, 8)

    @property
    def closes_at(self) -> datetime:
        return self.noon(14)

    @property
    def last_quarter(self) -> str:
        """The quarter that was over when the job centres were invited, as people write it."""
        invited = self.at(-20)
        over = (invited.month - 1) // 3
        return f"{over}. kvartal {invited.year}" if over else f"4. kvartal {invited.year - 1}"

    @property
    def half_year(self) -> str:
        return f"{self.today.year}H{1 if self.today.month <= 6 else 2}"

    @property
    def next_half_year(self) -> str:
        return f"{self.today.year}H2" if self.today.month <= 6 else f"{self.today.year + 1}H1"


def lay_out_2010(pool: Pool) -> Round:
    """Three versions of the guidelines, each signed, and the round that the third one governs."""
    signed = None
    for day, settings in (
        (date(2010, 7, 5), Settings(min_characters=100, require_sparring=False)),
        (date(2010, 8, 20), Settings(min_characters=100)),
        (date(2010, 9, 10), Settings()),
    ):
        signed = sign(pool, 2010, settings, clock.in_copenhagen(day.year, day.month, day.day, 10))
    assert signed is not None  # noqa: S101 - the loop above has three turns
    plan = RoundPlan(
        title="Jobrettet opkvalificering, Syddanmark 2010",
        year=2010,
        opens_at=clock.in_copenhagen(2010, 9, 15, 8),
        closes_at=clock.in_copenhagen(2010, 10, 29, 12),
        answer_at=clock.in_copenhagen(2010, 11, 26, 12),
        expected_grant_on=date(2010, 12, 1),
        period_start=date(2010, 12, 1),
        period_end=date(2012, 12, 31),
        frame=Ore(4_200_000_00),
        largest_grant=Ore(1_000_000_00),
    )
    with clock.at(clock.in_copenhagen(2010, 9, 13, 9)):
        return rounds.create(signed, plan, by=people.person(people.CASEWORKER), invented=True)


def lay_out_now(pool: Pool, days: Days) -> Round:
    """The round that is open now. Its guidelines stand; those of next year wait for the director."""
    year = days.today.year
    guideline = sign(pool, year, of_the_years(year), days.at(-40), WORDS + ROLLING)
    with clock.at(days.at(-30)):
        return rounds.create(guideline, open_round(days), by=people.person(people.CASEWORKER), invented=True)


def of_the_years(year: int) -> Settings:
    """The rules of a round of this year, with no year in them from before."""
    return replace(
        Settings(), years=(year, year + 1, year + 2), plan_years=tuple(range(year, year + 4)),
        addendum_years=(year, year + 1),
    )  # fmt: skip


def open_round(days: Days) -> RoundPlan:
    year = days.today.year
    opens_at, answer_at = days.morning(21), noon(days.closes_at.date() + timedelta(days=28))
    return RoundPlan(
        title=f"Jobrettet opkvalificering, Syddanmark {year}",
        year=year,
        opens_at=opens_at,
        closes_at=days.closes_at,
        answer_at=answer_at,
        expected_grant_on=answer_at.date(),
        period_start=opens_at.date(),
        period_end=date(year + 2, 12, 31),
        frame=Ore(8_400_000_00),
        largest_grant=Ore(1_000_000_00),
    )


def prepare_next_year(pool: Pool, now: Round, days: Days) -> None:
    """A round that is planned and can still be changed, and a guideline that waits for the director."""
    with clock.at(days.at(-3, 9)):
        rounds.create(now.guideline, next_round(days), by=people.person(people.CASEWORKER), invented=True)
    with clock.at(days.at(-2, 14)):
        _draft(pool, days.today.year + 1)


def next_round(days: Days) -> RoundPlan:
    year = days.today.year + 1
    answer_at = days.noon(108)
    return RoundPlan(
        title=f"Jobrettet opkvalificering, Syddanmark {year}",
        year=year,
        opens_at=days.noon(45).replace(hour=8),
        closes_at=days.noon(80),
        answer_at=answer_at,
        expected_grant_on=answer_at.date(),
        period_start=max(answer_at.date() + timedelta(days=14), date(year, 1, 1)),
        period_end=date(year + 1, 12, 31),
        frame=Ore(8_400_000_00),
        largest_grant=Ore(1_000_000_00),
    )


def _draft(pool: Pool, year: int) -> None:
    caseworker = people.person(people.CASEWORKER)
    waiting = guidelines.draft(pool, people.organisation(people.REGION), year, by=caseworker)
    settings = replace(of_the_years(year), good_places_percent=85)
    guidelines.edit(waiting, settings, waiting.words, seen=waiting.version, by=caseworker)


def sign(pool: Pool, year: int, settings: Settings, moment: datetime, words: str = WORDS) -> Guideline:
    """Drafted by the caseworker, and signed by the director two hours later."""
    caseworker = people.person(people.CASEWORKER)
    with clock.at(moment):
        guideline = guidelines.draft(pool, people.organisation(people.REGION), year, by=caseworker)
        guidelines.edit(guideline, settings, words, seen=guideline.version, by=caseworker)
        db.session.flush()
    with clock.at(moment + timedelta(hours=2)):
        guidelines.sign(guideline, seen=guideline.version, by=people.person(people.DIRECTOR))
        db.session.flush()
    return guideline


def invite(this_round: Round, values: dict[str, str], period: str, moment: datetime) -> None:
    """`values` is the indicator of each job centre, by the code of its leading municipality."""
    grounds = Grounds(
        reason="Langtidsledigheden er steget mere hos jer end i regionen som helhed, og I har en plan at bygge på.",
        indicator="Langtidsledige, fuldtidspersoner (opdigtet tal)",
        period=period,
    )
    by_id = {people.organisation(f"JC-{code}").id: value for code, value in values.items()}
    with clock.at(moment):
        invitations.invite(this_round, by_id, grounds, by=people.person(people.CASEWORKER))


def judge_risk_groups() -> None:
    with clock.at(clock.in_copenhagen(2010, 6, 15, 10)):
        region, caseworker = people.organisation(people.REGION), people.person(people.CASEWORKER)
        for name, reason in (
            ("Ufaglærte over 50 år", "Fra brancher, hvor jobbene forsvandt i 2009"),
            ("Nyuddannede uden første job", "Ledige i mere end 26 uger efter endt uddannelse"),
        ):
            rounds.judge_at_risk(region, name, date(2010, 6, 15), reason, by=caseworker)


def add_balance(days: Days) -> None:
    """Job chances that are invented and say so."""
    catalogue.ensure_invented_balance(("2010H1", days.half_year), (people.REGION,))


def upload_next_balance(days: Days) -> None:
    """A file of the next half-year that waits to be confirmed."""
    area = f"{days.next_half_year};{people.REGION}"
    rows = (
        "period;area_code;occupation_code;occupation_title;category",
        f"{area};7212;Svejser;MANG",
        f"{area};8332;Lastbilchauffør;BAL",
    )
    with clock.at(days.at(-1, 15)):
        region, caseworker = people.organisation(people.REGION), people.person(people.CASEWORKER)
        balance.preview(region, "arbejdsmarkedsbalancen.csv", "\n".join(rows).encode(), by=caseworker)


def pool_of_upskilling() -> Pool:
    pool = queries.pool_of("upskilling")
    assert pool is not None  # noqa: S101 - ensure_pools made it
    return pool
