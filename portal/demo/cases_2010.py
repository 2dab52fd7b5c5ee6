"""The closed round of 2010: four projects, one granted in full, one in part, one with a condition, one refused."""

from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.money import Ore
from portal.decisions.rules import Outcome, Ruling
from portal.demo import campaign, rounds, spending, steps
from portal.demo.texts import Case
from portal.demo.trades import TRADES
from portal.pools.models import Round
from portal.projects.models import Project

INVITED = {"0573": "312", "0461": "1.480", "0540": "405", "0621": "388", "0479": "256"}
FIRST, LAST, COUNTED = date(2010, 12, 6), date(2011, 12, 16), date(2010, 9, 1)
LAGER = Case("Fra ledig til lager", "0573", TRADES["lager"], 40, 620_000, FIRST, LAST, COUNTED,
             partners=(("0573", 24, 412_000), ("0561", 16, 248_000)))  # fmt: skip
SOSU = Case("SOSU-sporet", "0461", TRADES["sosu"], 24, 480_000, FIRST, LAST, COUNTED)
SVEJS = Case("Svejs og CNC", "0540", TRADES["svejs"], 30, 890_000, FIRST, LAST, COUNTED,
             partners=(("0540", 14, 455_000), ("0580", 10, 297_000), ("0550", 6, 178_000)))  # fmt: skip
CHAUFFOER = Case("Chauffør nu", "0621", TRADES["chauffør"], 20, 540_000, FIRST, LAST, COUNTED,
                 partners=(("0621", 12, 364_000), ("0607", 8, 216_000)))  # fmt: skip
FACTS = "Ansøgningen er indsendt inden fristen af et inviteret jobcenter og opfylder alle krav i retningslinjerne."


def play(this_round: Round) -> None:
    rounds.invite(this_round, INVITED, "2. kvartal 2010", _at(9, 16))
    lager, sosu, svejs = _granted(this_round)
    steps.decided(this_round, CHAUFFOER, _at(10, 27), Ruling(
        Outcome.REFUSED, Ore(0), FACTS,
        "Virksomhederne er ikke nævnt, og ingen af dem har sagt ja til at tage imod. Ansøgningen er derfor mindre "
        "jobrettet end de øvrige, og regionen prioriterer dem.",
    ), points=(2, 4, 3, 3, 2, 4))  # fmt: skip
    spending.move(svejs.milestones[2], "Skolen flyttede holdets sidste prøve.", clock.in_copenhagen(2011, 3, 7, 10))
    for project, reached in ((lager, 4), (sosu, 3)):
        _run(project, reached)
    _run(svejs, 4, first=1)  # the first is told when the annual report is frozen already
    campaign.add(svejs)
    spending.spend(lager, sosu, svejs)


def _granted(this_round: Round) -> tuple[Project, Project, Project]:
    lager = steps.granted(this_round, LAGER, _at(10, 25), Ruling(
        Outcome.FULL, Ore(620_000_00), FACTS,
        "Vejen fra kursus til ansættelse er kort, og begge kommuner har aftaler med virksomhederne.",
    ), points=(5, 4, 4, 4, 4, 4))  # fmt: skip
    sosu = steps.granted(this_round, SOSU, _at(10, 26), Ruling(
        Outcome.PARTIAL, Ore(400_000_00), FACTS,
        "Indsatsen er rettet mod rigtig gode jobmuligheder. Udgiften til kurset er højere end for tilsvarende forløb, "
        "og tilskuddet er sat ned til prisen for disse.",
    ), points=(4, 5, 4, 4, 3, 2))  # fmt: skip
    svejs = steps.granted(this_round, SVEJS, _at(10, 26), Ruling(
        Outcome.CONDITIONAL, Ore(890_000_00), FACTS,
        "Tre jobcentre går sammen om et område med rigtig gode jobmuligheder. Skolen er endnu ikke valgt i Tønder.",
        ("Aftalen med skolen i Tønder sendes til regionen inden 31. januar 2011.",),
    ), points=(5, 5, 4, 3, 5, 3))  # fmt: skip
    return lager, sosu, svejs


def _run(project: Project, reached: int, first: int = 0) -> None:
    """Each milestone done on the third day before its date, and seen by the region in the week after."""
    for milestone in project.milestones[first:reached]:
        done = datetime.combine(milestone.due_on, datetime.min.time(), clock.COPENHAGEN) + timedelta(hours=10, days=-3)
        steps.mark(milestone, "Nået som planlagt.", done)
        steps.see(milestone, done + timedelta(days=6))


def _at(month: int, day: int) -> datetime:
    return clock.in_copenhagen(2010, month, day, 9)
