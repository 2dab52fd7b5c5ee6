"""The open round: one case in every state, and in four drafts one planted error each."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.core import workdays
from portal.core.money import Ore
from portal.decisions.rules import Outcome, Ruling
from portal.demo import rounds, spending, steps
from portal.demo.rounds import Days
from portal.demo.texts import Answers, Case
from portal.demo.trades import TRADES
from portal.pools.models import Round
from portal.projects.models import Project

INVITED = {
    "0573": "298", "0461": "1.215", "0540": "377", "0621": "342", "0561": "640", "0607": "281", "0630": "455",
    "0580": "240", "0479": "233",
}  # fmt: skip
FACTS = "Ansøgningen er indsendt inden fristen af et inviteret jobcenter og opfylder alle krav i retningslinjerne."
GAP = 5_000_00


def play(this_round: Round, days: Days) -> None:
    rounds.invite(this_round, INVITED, days.last_quarter, days.at(-20))
    with_planted_errors(this_round, days)
    steps.ready(this_round, _case(days, "Procesoperatør på seks uger", "0540", "proces", 18, 410_000), days.at(-6))
    given_up(this_round, days)
    industri, el = granted(this_round, days)
    decided(this_round, days)
    in_the_region(this_round, days)
    spending.begin(industri, days)
    spending.ask(el, days)


def with_planted_errors(this_round: Round, days: Days) -> None:
    """A finance gap of 5.000 kr., an occupation with less good prospects, no baseline, and a cost before the period."""
    lager = _case(days, "Fra ledig til lager, hold 2", "0573", "lager", 40, 620_000)
    lager = replace(lager, partners=(("0573", 24, 412_000), ("0561", 16, 248_000)))
    half = ("basis", "background", "target_group", "occupations", "budget")
    written = steps.draft(this_round, lager, days.at(-12), change=gap_in_the_financing, only=half)
    steps.upload_budget(written, lager, days.at(-11))
    steps.attach(written, lager, days.at(-11, 11))
    sosu = _case(days, "SOSU-sporet, hold 2", "0461", "sosu", 24, 480_000)
    written = steps.draft(this_round, sosu, days.at(-10), change=less_good_prospects)
    steps.upload_budget(written, sosu, days.at(-9))
    svejs = _case(days, "Svejs og CNC, hold 2", "0540", "svejs", 30, 890_000)
    svejs = replace(svejs, partners=(("0540", 14, 455_000), ("0580", 10, 297_000), ("0550", 6, 178_000)))
    written = steps.draft(this_round, svejs, days.at(-9), change=no_baseline)
    steps.upload_own_sheet(written, svejs, days.at(-8))
    chauffoer = _case(days, "Chauffør nu, hold 2", "0621", "chauffør", 20, 540_000)
    chauffoer = replace(chauffoer, partners=(("0621", 12, 364_000), ("0607", 8, 216_000)))
    steps.draft(this_round, chauffoer, days.at(-8), change=cost_before_the_period)


def given_up(this_round: Round, days: Days) -> None:
    """A draft that the job centre has taken off the table again."""
    lager = _case(days, "Lagerholdet i Fredericia", "0607", "lager", 15, 320_000)
    written = steps.draft(this_round, lager, days.at(-16), only=("basis", "background"))
    steps.withdraw(written, lager, days.at(-14))


def in_the_region(this_round: Round, days: Days) -> None:
    """Submitted, returned, and recommended."""
    steps.submitted(this_round, _case(days, "El og vvs i Esbjerg", "0561", "el", 20, 450_000), days.at(-5))
    steps.returned(
        this_round, _case(days, "Køkken og kantine", "0461", "køkken", 22, 430_000), days.at(-11),
        {"goals": "Skriv, hvor udgangspunktet på 31 % kommer fra, og hvilke hold det er talt op på.",
         "activities": "Navngiv de hoteller og kantiner, der har sagt ja til at tage imod."},
        correct_before=days.noon(6),
    )  # fmt: skip
    steps.recommended(
        this_round, _case(days, "It-support fra dag ét", "0607", "it", 16, 390_000), days.at(-13),
        Ruling(Outcome.FULL, Ore(390_000_00), FACTS, "Kort vej til fire virksomheder, som alle mangler folk."),
        points=(4, 4, 4, 4, 3, 4),
    )  # fmt: skip


def decided(this_round: Round, days: Days) -> None:
    """Refused, and granted but not yet accepted, in the order of their days."""
    steps.decided(
        this_round, _case(days, "Køkkenholdet i Aabenraa", "0580", "køkken", 12, 300_000), days.at(-17),
        Ruling(Outcome.REFUSED, Ore(0), FACTS, "Ingen virksomhed har sagt ja, og prisen pr. plads er høj."),
        points=(2, 3, 3, 3, 2, 2),
    )  # fmt: skip
    yes = Ruling(Outcome.FULL, Ore(360_000_00), FACTS, "Tæt samarbejde med vognmændene og realistiske mål.")
    steps.decided(
        this_round, _case(days, "Truck og terminal", "0621", "chauffør", 15, 360_000), days.at(-16), yes,
        points=(5, 4, 4, 4, 4, 4),
    )  # fmt: skip


def granted(this_round: Round, days: Days) -> tuple[Project, Project]:
    """Two projects that have begun already, one of them with a milestone due. They were the first to be decided."""
    mechanics = _begun(days, _case(days, "Industrimekaniker i Vejle", "0630", "proces", 18, 420_000), weeks=44)
    industri = steps.granted(
        this_round, mechanics, days.at(-19),
        Ruling(Outcome.FULL, Ore(420_000_00), FACTS, "Virksomhederne har underskrevet aftaler om praktik og samtale."),
        points=(5, 4, 4, 4, 4, 5),
    )  # fmt: skip
    electricians = _begun(days, _case(days, "Elektrikere til havnen", "0561", "el", 14, 350_000), weeks=40)
    el = steps.granted(
        this_round, electricians, days.at(-18),
        Ruling(Outcome.FULL, Ore(350_000_00), FACTS, "Tre installatører på havnen ansætter direkte fra holdet."),
        points=(5, 5, 4, 4, 3, 4),
    )  # fmt: skip
    return industri, el


def _begun(days: Days, case: Case, *, weeks: int) -> Case:
    early = "Holdet er samlet, og skolen har kun plads nu; jobcentret bærer selv risikoen indtil afgørelsen."
    begins = days.today - timedelta(days=3)
    ends = workdays.on_or_after(begins + timedelta(weeks=weeks))
    return replace(case, start=begins, end=ends, early=early)


def _case(days: Days, title: str, centre: str, trade: str, places: int, sought: int) -> Case:
    start = workdays.on_or_after(days.closes_at.date() + timedelta(days=49))
    before = days.today - timedelta(days=45)
    ends = workdays.on_or_after(start + timedelta(weeks=46))
    return Case(title, centre, TRADES[trade], places, sought, start, ends, before)


def gap_in_the_financing(answers: Answers) -> Answers:
    own = answers["budget"]["financing"][1]["years"][-1]
    own["amount_ore"] -= GAP
    return answers


def less_good_prospects(answers: Answers) -> Answers:
    answers["occupations"]["lines"] = [
        {"occupation_code": "9412", "title": "Køkkenmedhjælper", "places": 8},
        {"occupation_code": "5322", "title": "Social- og sundhedshjælper", "places": 16},
    ]
    return answers


def no_baseline(answers: Answers) -> Answers:
    answers["goals"]["lines"][0] |= {"baseline": None, "baseline_date": None, "baseline_source": ""}
    return answers


def cost_before_the_period(answers: Answers) -> Answers:
    """The materials are bought the year before the project begins, and nothing says why."""
    start = int(answers["basis"]["period_start"][:4])
    lines: list[dict[str, Any]] = deepcopy(answers["budget"]["lines"])
    lines[2]["years"][0]["year"] = start - 1
    answers["budget"]["lines"] = lines
    answers["budget"]["financing"][0]["years"] = _moved(answers["budget"]["financing"][0]["years"], lines[2], start)
    return answers


def _moved(years: list[dict[str, int]], line: dict[str, Any], start: int) -> list[dict[str, int]]:
    kept = [
        each | {"amount_ore": each["amount_ore"] - (line["sought_ore"] if each["year"] == start else 0)}
        for each in years
    ]
    return [{"year": start - 1, "amount_ore": line["sought_ore"]}, *kept]
