"""Figures and results reviews of the demonstration: Nordjylland 2010 as printed, all else invented and said so."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from portal.adapters import spreadsheets
from portal.core import clock
from portal.core.permissions import Role
from portal.demo import people
from portal.demo.rounds import Days
from portal.identity.models import Organisation, Person
from portal.labour_market import figure_importing
from portal.labour_market.figure_importing import Origin
from portal.labour_market.models import IndicatorImport
from portal.results import layout, review_workbook, reviewing, savings
from portal.results.models import ResultsReview

PRINTED = Path(__file__).parents[1] / "data" / "nordjylland_2010.csv"
REPORT = "Kortlægning af jobfokus i den aktive indsats, Beskæftigelsesregion Nordjylland, 6. december 2010"
INVENTED = "Opdigtede tal til demonstration"
HEADING = "indikator;område;periode;værdi;enhed"
GROUPS = {"a_dagpenge": "dagpenge", "kontant_starthjaelp": "kontanthjaelp", "match_1": "match1", "match_2": "match2"}
OFFERS = {"virksomhedspraktik": "praktik", "voksenelev": "voksenelev", "loentilskud": "loentilskud",
          "total_as_printed": "virksomhedsrettet"}  # fmt: skip
WITHIN = {"1_month": "1md", "3_months": "3md"}
FIRSTS = {"first_interview_within": "samtale", "first_offer_within": "tilbud"}
SHARES = {"vejledning_og_opkvalificering": "vejledning", "virksomhedsrettet": "virksomhedsrettet"}
PEOPLE = {"0573": 33_400, "0461": 126_300, "0621": 58_700, "0540": 49_800}
LONG_TERM = {
    "JC-0573": (214, 236, 251, 268, 291, 312), "JC-0461": (1_020, 1_110, 1_190, 1_290, 1_390, 1_480),
    "BR-SD": (6_120, 6_640, 7_010, 7_520, 7_980, 8_310), "DK": (29_400, 31_900, 33_800, 36_100, 38_200, 39_900),
}  # fmt: skip
QUARTERS = ("2009Q3", "2009Q4", "2010Q1", "2010Q2", "2010Q3", "2010Q4")


def add_figures() -> None:
    """The printed figures; an invented series, of which one figure is revised later; and a file that waits."""
    printed = Origin("nordjylland_2010.csv", REPORT, date(2010, 12, 6))
    confirm(upload(as_rows(), printed, _at(2010, 12, 8)), _at(2010, 12, 8, 11))
    series = [f"langtidsledige;{area};{period};{value};fuldtidspersoner" for area, values in LONG_TERM.items()
              for period, value in zip(QUARTERS, values, strict=True)]  # fmt: skip
    first = Origin("langtidsledige.csv", INVENTED, date(2011, 1, 20), invented=True)
    confirm(upload(series, first, _at(2011, 1, 20)), _at(2011, 1, 20, 11))
    later = replace(first, file_name="langtidsledige-rettet.csv", retrieved_on=date(2011, 2, 21))
    revised = ["langtidsledige;JC-0573;2010Q4;318;fuldtidspersoner"]
    confirm(upload(revised, later, _at(2011, 2, 21)), _at(2011, 2, 21, 11))
    waits = ["langtidsledige;JC-0573;2011Q1;325;fuldtidspersoner", "langtidsledige;JC-0573;2010Q4;320;fuldtidspersoner"]
    upload(waits, replace(later, file_name="langtidsledige-2011.csv", retrieved_on=date(2011, 7, 4)), _at(2011, 7, 4))


def as_rows() -> list[str]:
    """The printed figures under the codes of the portal."""
    with PRINTED.open(encoding="utf-8-sig", newline="") as file:
        return [_as_row(each) for each in csv.DictReader(file, delimiter=";")]


def _as_row(row: dict[str, str]) -> str:
    unit = "procent" if row["unit"] == "pct" else "fuldtidspersoner"
    group, category = GROUPS[row["target_group"]], row["category"]
    if row["measure"] in FIRSTS:
        code = f"{FIRSTS[row['measure']]}-{WITHIN[category]}-{group}"
    elif row["measure"] == "tool_mix":
        code = f"andel-{SHARES[category]}-{group}"
    else:
        code = f"{OFFERS[category]}-{group}"
    begins, ends = (each.split("-") for each in row["period"].split("/"))
    period = f"{begins[0]}H1" if ends[1] == "06" else f"{begins[0]}M{begins[1]}-M{ends[1]}"
    return f"{code};BR-NJ;{period};{row['value'].replace('.', ',')};{unit}"


def upload(rows: list[str], origin: Origin, moment: datetime) -> IndicatorImport:
    data = "\r\n".join([HEADING, *rows]).encode()
    with clock.at(moment):
        return figure_importing.preview(people.organisation(people.REGION), data, origin, by=_caseworker())


def confirm(uploaded: IndicatorImport, moment: datetime) -> None:
    with clock.at(moment):
        figure_importing.confirm(uploaded, seen=uploaded.version, by=_caseworker())


def add_reviews(days: Days) -> None:
    """2010 is closed, in Sønderborg after the day; last year is begun in Varde, with a file to look at."""
    for code, closed in (("0573", (4, 4)), ("0461", (4, 4)), ("0621", (4, 12)), ("0540", (5, 2))):
        review = filled(code, 2010, _at(2011, 3, 21))
        with clock.at(_at(2011, *closed)):
            reviewing.close(review, seen=review.version, by=people.person(people.account(Role.MANAGER, f"JC-{code}")))
    begun_at = days.at(-20)  # in January the year that was over then is the one before
    this_year = filled("0573", begun_at.year - 1, begun_at)
    waiting = dict(content_of(this_year, 2))
    send(this_year, waiting, days.at(-2))


def filled(code: str, year: int, moment: datetime) -> ResultsReview:
    """Begun by the writer, and filled in with the workbook of the page."""
    centre = people.organisation(f"JC-{code}")
    with clock.at(moment):
        review = reviewing.begin(centre, year, by=_writer(centre), invented=True)
        uploaded = send(review, content_of(review, 1), moment + timedelta(hours=1))
    with clock.at(moment + timedelta(hours=2)):
        reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=_writer(centre))
    return review


def send(review: ResultsReview, content: dict[str, Any], moment: datetime) -> Any:
    with clock.at(moment):
        asked = review_workbook.Request(reviewing.about(review), content, clock.now())
        data = spreadsheets.write(review_workbook.plan(asked))
        return reviewing.preview(review, f"resultatrevision-{review.year}.xlsx", data, by=_writer(review.job_centre))


def content_of(review: ResultsReview, step: int) -> dict[str, Any]:
    """Invented figures that look like those of a job centre of this size; one stated amount is wrong on purpose."""
    people_there = PEOPLE[review.job_centre.code.removeprefix("JC-")]
    retrieved = min(date(review.year + 1, 2, 14), clock.today())
    facts = {"population": people_there, "source": INVENTED, "retrieved_on": retrieved.isoformat()}
    tables = {table.key: _lines(table, people_there, step) for table in layout.tables(review.year)}
    for number, each in enumerate(savings.comparisons({"facts": facts, "tables": tables})):
        if each.computed and each.line:
            wrong = 250_000_00 if number == 3 else 0
            stated = {"persons": int(each.computed.persons), "amount": int(each.computed.amount) + wrong}
            tables["savings"][each.line.code] |= stated
    return {"facts": facts, "tables": tables}


def _lines(table: layout.Table, size: int, step: int) -> dict[str, dict[str, int]]:
    return {line.code: LOOKS[table.key](number, size, step) for number, line in enumerate(table.lines)}


def _persons(number: int, size: int, step: int) -> dict[str, int]:
    before = size * (9 - number) // 400
    return {"before": before * 1000, "result": (before + before * (5 - 2 * number + step) // 100) * 1000,
            "cluster_change": (2_300 - 900 * number)}  # fmt: skip


def _goal(number: int, size: int, step: int) -> dict[str, int]:
    return _persons(number, size, step) | {"rank": (number + step) * 1000}


def _requirement(number: int, size: int, step: int) -> dict[str, int]:
    return {"missing": (size // 900 + 7 * number + step) * 1000, "on_time": 94_500 - 2_100 * number,
            "cluster_on_time": 93_800 - 900 * number}  # fmt: skip


def _saving(number: int, size: int, step: int) -> dict[str, int]:
    own = 2_450 - 210 * number + 10 * step
    return {"own_share": own, "cluster_share": own - 180 + 65 * number, "net_cost": 74_300_00 + number * 3_150_00}


LOOKS = {"goals": _goal, "benefits": _persons, "requirements": _requirement, "savings": _saving}


def _caseworker() -> Person:
    return people.person(people.CASEWORKER)


def _writer(centre: Organisation) -> Person:
    return people.person(people.account(Role.WRITER, centre.code))


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return clock.in_copenhagen(year, month, day, hour)
