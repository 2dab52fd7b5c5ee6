"""Positions, goals and workbooks of the consultant pool for the tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st

from portal.adapters import spreadsheets
from portal.budgets import position_lines, specification, template
from portal.budgets.lines import Budget
from portal.budgets.plans import Goal, Milestone, YearlyGrant
from portal.core.money import Ore
from portal.pools.positions import Position
from tests.budgets.workbooks import MADE, WORDS, changed

SPEC = specification.of("consultants")
LAYOUT = position_lines.layout(SPEC)
YEARS = SPEC.years
INSTRUMENTS = [each.code for each in SPEC.lists["instruments"] if each.code != "total"]
PERCENT, DATE = "0.0%", "dd-mm-yyyy"


def position(number: int = 1, **facts) -> Position:
    """A full-time consultant in Varde from the first day the pool pays for."""
    usual = {
        "job_centre": "Varde", "function": "Virksomhedskonsulent", "start": date(2010, 9, 15), "share": Decimal(1),
        "monthly_wage": Ore(36_000_00), "pension": Decimal("17.3"), "sought": Ore(1_000_000_00),
        "caseload": Decimal(40), "visits": Decimal(200),
    }  # fmt: skip
    return Position(number, **usual | facts)


def goal(instrument: str = "placement", first: int = 85, baseline: int | str = 75, **facts) -> Goal:
    figures = tuple((year, Decimal(first + 10 * step)) for step, year in enumerate(YEARS))
    usual = {"baseline_period": "1. halvår 2010", "baseline_source": "jobindsats.dk", "goals": figures}
    return Goal(facts.pop("group", "Langtidsledige"), instrument, Decimal(baseline), **usual | facts)


MILESTONES = tuple(
    Milestone(number, f"Flere i praktik {year}", date(year, 12, 1), "Jobcenterchef", "120 personer", "planned")
    for number, year in enumerate(YEARS, 1)
)


def budget(*positions: Position, goals=(), milestones=(), grants=None) -> Budget:
    """Positions with the lines, the sources and the yearly grants that follow from them."""
    lines = tuple(position_lines.line(each, YEARS, LAYOUT) for each in positions)
    owned = tuple(replace(each, own=line.own) for each, line in zip(positions, lines, strict=True))
    if grants is None:
        paid = position_lines.shared_out(lines)
        grants = tuple(YearlyGrant(year, paid.get(year, Ore(0)), Ore(1_000_000_00)) for year in YEARS)
    sources = position_lines.sources(lines, grants, SPEC)
    return Budget(lines, sources, owned, tuple(goals), tuple(milestones), tuple(grants))


PLAN = budget(
    position(),
    position(2, job_centre="Esbjerg", start=date(2011, 1, 31), end=date(2012, 2, 28), share=Decimal("0.5"),
             monthly_wage=Ore(35_123_45), sought=Ore(0)),
    goals=[goal(), goal("private_subsidy", 20, 10), goal(group="Ledige i risiko", first=8, baseline=4)],
    milestones=MILESTONES,
)  # fmt: skip


@lru_cache(maxsize=8)
def filled(plan: Budget = PLAN, **facts) -> bytes:
    """The template with a plan in it, as the portal itself writes it."""
    return spreadsheets.write(template.plan(SPEC, template.Request(MADE, budget=plan, **facts)))


def write(sheet, row: int, values: Mapping[str, object]) -> None:
    """Type into a row by the headings, as Excel does: cells take over the format of their column."""
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    for title, value in values.items():
        cell = sheet.cell(row, columns[title])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # also where it begins with =
        if title == "Pension %" and not isinstance(value, str):
            cell.number_format = PERCENT


@lru_cache(maxsize=8)
def by_hand(plan: Budget) -> bytes:
    """The blank template filled in by openpyxl, which forgets every formula's saved result."""

    def type_in(book):
        for row, each in enumerate(plan.positions, 5):
            write(book["Stillinger"], row, _position(each))
        goals = book["Mål"]
        for row in range(5, goals.max_row + 1):
            write(goals, row, {"Målgruppe": None, "Redskab": None})
        for row, each in enumerate(plan.goals, 5):
            write(goals, row, _goal(each))
        for row, each in enumerate(plan.milestones, 5):
            write(book["Milepæle"], row, _milestone(each))
        for row, each in enumerate(plan.grants, 5):
            given = None if each.allocation is None else each.allocation / 100
            write(book["Tilskud pr. år"], row, {"År": each.year, "Tildelt": given, "Søgt tilskud": each.grant / 100})

    return changed(filled(Budget()), type_in)


def _position(each: Position) -> dict[str, object]:
    return {
        "Nr.": each.number, "Jobcenter": each.job_centre, "Funktion": each.function, "Startdato": each.start,
        "Slutdato": each.end, "Årsværk": each.share, "Månedsløn": each.monthly_wage / 100,
        "Pension %": each.pension / 100, "Heraf tilskud": each.sought / 100, "Sagstal": each.caseload,
        "Virksomhedsbesøg pr. år": each.visits,
    }  # fmt: skip


def _goal(each: Goal) -> dict[str, object]:
    return {
        "Målgruppe": each.target_group, "Redskab": SPEC.words("instruments", each.instrument),
        "Udgangspunkt": each.baseline, "Periode for udgangspunkt": each.baseline_period,
        "Kilde": each.baseline_source, **{f"Mål {year}": number for year, number in each.goals},
        **{f"Faktisk {year}": number for year, number in each.actual},
    }  # fmt: skip


def _milestone(each: Milestone) -> dict[str, object]:
    status = SPEC.words("milestone_statuses", each.status) if each.status else None
    return {
        "Nr.": each.number, "Milepæl": each.title, "Dato": each.date, "Ansvarlig": each.responsible,
        "Resultatkrav": each.result, "Status": status,
    }  # fmt: skip


@st.composite
def positions(draw, number: int) -> Position:
    start = draw(st.dates(date(2010, 9, 15), date(2013, 12, 30)))
    made = position(
        number,
        job_centre=draw(st.sampled_from(["Varde", "Esbjerg", "Ribe"])),
        function=draw(st.sampled_from(["Virksomhedskonsulent", "Virksomhedskonsulent, match 2"])),
        start=start,
        end=draw(st.none() | st.dates(start, date(2013, 12, 31))),
        share=Decimal(draw(st.integers(1, 100))) / 100,
        monthly_wage=Ore(draw(st.integers(0, 9_999_999))),
        pension=Decimal(draw(st.integers(0, 300))) / 10,
        caseload=Decimal(draw(st.integers(0, 100))),
        sought=Ore(0),
    )
    whole = position_lines.line(made, YEARS, LAYOUT).total
    return replace(made, sought=Ore(draw(st.integers(0, whole // 100)) * 100))


@st.composite
def figures(draw) -> tuple:
    return tuple((year, Decimal(draw(st.integers(0, 4_000)))) for year in YEARS)


@st.composite
def plans(draw) -> Budget:
    made = [draw(positions(number)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    goals = [
        goal(instrument, group=group, goals=draw(figures()), baseline=draw(st.integers(1, 999)))
        for group in ("Langtidsledige", "Ledige i risiko")
        for instrument in draw(st.lists(st.sampled_from(INSTRUMENTS), unique=True, max_size=3))
    ]
    stones = [
        Milestone(number, draw(WORDS), draw(st.dates(date(2010, 1, 1), date(2013, 12, 31))), draw(WORDS), draw(WORDS))
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    return budget(*made, goals=goals, milestones=stones)
