"""The yearly reports of 2010 and 2011: approved, returned, waiting, and one that nobody has written. All invented."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.permissions import Role
from portal.demo import people
from portal.identity.models import Person
from portal.labour_market.numbers import Figure
from portal.results import queries as reviews
from portal.results import report_claims, report_content, reporting
from portal.results.report_claims import Answer, Claim
from portal.results.report_models import YearlyReport
from portal.results.report_rules import SECTIONS

LAGER, SOSU, SVEJS, KOLDING = "JC-0573", "JC-0461", "JC-0540", "JC-0621"
WORDS: Mapping[str, Mapping[str, str]] = {
    "money": {"deviations": "Forbruget følger budgettet. Undervisningen blev lidt billigere, fordi to hold blev lagt "
                            "sammen."},
    "milestones": {"well": "Holdene begyndte til tiden, og virksomhederne tog imod som aftalt.",
                   "not_well": "Ét hold blev forsinket, fordi skolen manglede en underviser."},
    "goals": {"well": "Flere end ventet kom i arbejde hos de virksomheder, der tog imod i praktik.",
              "not_well": "Enkelte deltagere stoppede før tid på grund af sygdom."},
    "figures": {"meaning": "Langtidsledigheden steg i hele regionen. Deltagerne er kommet hurtigere i arbejde end "
                           "andre langtidsledige."},
    "changes": {"deviations": "Der er kun flyttet penge mellem linjer, som regionen har godkendt."},
    "next": {"plans": "Holdene fortsætter som planlagt, og jobcentret følger deltagerne i et halvt år efter kurset."},
}  # fmt: skip
OF_CONSULTANTS: Mapping[str, Mapping[str, str]] = {
    "money": {"deviations": "Lønnen blev lidt lavere end ventet, fordi den ene konsulent begyndte på et lavere trin."},
    "milestones": {"well": "Konsulenterne kom hurtigt ud på virksomhederne.",
                   "not_well": "Intet at bemærke."},
    "goals": {"well": "Flere ledige kom i praktik og løntilskud end året før.",
              "not_well": "De private løntilskud kom langsomt i gang."},
    "figures": {"meaning": "Flere er i virksomhedsrettede tilbud, og stigningen er størst i de private virksomheder."},
    "changes": {"deviations": "Intet er gjort anderledes, end tilsagnet siger."},
    "next": {"plans": "Konsulenterne fortsætter, og aftalerne med virksomhederne bliver fornyet."},
}  # fmt: skip
FORGOTTEN = "Forklar, hvorfor undervisningen blev billigere, og hvor pengene er flyttet hen."
OWN = "Jobcentrets egen optælling (opdigtet)"


def play() -> None:
    """After figures, results reviews and accounts, because the reports are filled from them."""
    first = opened(2010, _at(2011, 2, 1))
    lager, sosu, svejs = first[LAGER], first[SOSU], first[SVEJS]
    counted = Claim(report_claims.CODES["long_term"], Figure(312_000), "jobindsats.dk, hentet før revisionen",
                    date(2010, 12, 31))  # fmt: skip
    write(lager, {"participants": 14, "completed": 0, "in_work": 0}, _at(2011, 3, 23), counted)
    sign(lager, _at(2011, 3, 28))
    give_back(lager, {"money": FORGOTTEN}, date(2011, 4, 29), _at(2011, 4, 11))
    correct(lager, "money", "deviations", "To hold blev lagt sammen, så skolen tog 12.000 kr. mindre. Pengene bruges i "
            "2011.", _at(2011, 4, 15))  # fmt: skip
    sign(lager, _at(2011, 4, 18))
    approve(lager, _at(2011, 4, 26))
    for report, participants, day in ((sosu, 9, 11), (svejs, 11, 13)):
        write(report, {"participants": participants, "completed": 0, "in_work": 0}, _at(2011, 4, day))
        sign(report, _at(2011, 4, day, 13))
        approve(report, _at(2011, 4, 27))
    yearly(first[KOLDING], 54, _at(2011, 4, 12))
    second = opened(2011, _at(2012, 2, 1))
    yearly(second[KOLDING], 71, _at(2012, 4, 11))
    write(second[LAGER], {"participants": 41, "completed": 37, "in_work": 18}, _at(2012, 4, 3))
    sign(second[LAGER], _at(2012, 4, 10))
    write(second[SOSU], {"participants": 24, "completed": 20, "in_work": 9}, _at(2012, 4, 4))
    sign(second[SOSU], _at(2012, 4, 12))
    reasons = {"goals": "Skriv, hvor mange der stadig var i arbejde efter et halvt år.",
               "next": "Projektet er slut. Skriv i stedet, hvordan erfaringerne bruges."}  # fmt: skip
    give_back(second[LAGER], reasons, date(2012, 5, 8), _at(2012, 4, 24))


def opened(year: int, moment: datetime) -> dict[str, YearlyReport]:
    """Every report of the year, by job centre."""
    with clock.at(moment):
        made = reporting.open_for(year, by=_caseworker())
    return {each.project.application.job_centre.code: each for each in made}


def yearly(report: YearlyReport, participants: int, moment: datetime) -> None:
    """A report of the consultants: written, signed two hours later, and approved in the week after."""
    counted = {"participants": participants, "completed": participants, "in_work": participants // 4}
    write(report, counted, moment, words=OF_CONSULTANTS)
    sign(report, moment + timedelta(hours=2))
    approve(report, moment + timedelta(days=8))


def write(
    report: YearlyReport,
    counted: Mapping[str, int],
    moment: datetime,
    *more: Claim,
    words: Mapping[str, Mapping[str, str]] = WORDS,
) -> None:
    """Every section; the labour reserve as the results review has it; each difference explained."""
    by, end = _person(report, Role.WRITER), date(report.year, 12, 31)
    claims = {
        code: Claim(report_claims.CODES[code], Figure(number * 1000), OWN, end) for code, number in counted.items()
    }
    claims |= {each.kind.code: each for each in (*_reserve(report), *more)}
    kept = report_claims.read(report_claims.kept(claims.values()))
    with clock.at(moment):
        for each in SECTIONS:
            section = report.section(each.key)
            found = kept if each.key == "goals" else None
            reporting.save(section, words[each.key], seen=section.version, by=by, claims=found)
        differing = [each for each in report_content.differences(report) if each.differs]
        said = "Tallet blev rettet på jobindsats.dk, efter at vi hentede det."
        answers = {each.key: (Answer.EXPLAINED, said) for each in differing}
        reporting.explain(report, answers, seen=report.version, by=by)


def _reserve(report: YearlyReport) -> list[Claim]:
    """The figure of the results review, where there is one."""
    review = reviews.of(report.project.application.job_centre, report.year)
    if review is None or review.newest is None:
        return []
    value = review.newest.content["tables"]["goals"]["M1"]["result"]
    return [Claim(report_claims.CODES["reserve"], Figure(value), "Resultatrevisionen", date(report.year, 12, 31))]


def correct(report: YearlyReport, key: str, question: str, words: str, moment: datetime) -> None:
    section = report.section(key)
    with clock.at(moment):
        said = {**section.words, question: words}
        reporting.save(section, said, seen=section.version, by=_person(report, Role.WRITER))


def sign(report: YearlyReport, moment: datetime) -> None:
    with clock.at(moment):
        reporting.sign(report, seen=report.version, by=_person(report, Role.MANAGER))


def give_back(report: YearlyReport, reasons: Mapping[str, str], correct_by: date, moment: datetime) -> None:
    with clock.at(moment):
        reporting.give_back(report, reasons, correct_by, "", seen=report.version, by=_caseworker())


def approve(report: YearlyReport, moment: datetime) -> None:
    with clock.at(moment):
        reporting.approve(report, "Tak for en klar rapport.", seen=report.version, by=_caseworker())


def _person(report: YearlyReport, role: Role) -> Person:
    return people.person(people.account(role, report.project.application.job_centre.code))


def _caseworker() -> Person:
    return people.person(people.CASEWORKER)


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return clock.in_copenhagen(year, month, day, hour)
