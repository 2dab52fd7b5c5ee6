"""Budgets and workbooks for the tests: drawn at random, filled in, and broken on purpose."""

import io
import pickle
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

import openpyxl
from hypothesis import strategies as st

from portal.adapters import spreadsheets
from portal.budgets import judging, specification, template
from portal.budgets.findings import Finding
from portal.budgets.lines import Budget, Financing, Line, YearAmount, YearCost, in_whole_kroner
from portal.budgets.reading import Reading
from portal.core.money import Ore

SPEC = specification.of("upskilling")
MADE = datetime(2010, 9, 1, tzinfo=UTC)
WORDS = (
    st.text("abcæøåABC 123=@+-.,", min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda text: any(map(str.isalpha, text)))
)


def line(number: int = 1, **facts) -> Line:
    """Forty truck certificates at 6.000 kr., all of it applied for."""
    usual = {
        "category": "21",
        "purpose": f"Truckcertifikat, hold {number}",
        "unit": "courses",
        "years": (YearCost(2010, Decimal(10), Ore(600_000), Ore(6_000_000)),),
    }
    made = Line(number, **usual | facts)
    return made if "sought" in facts else Line(number, **usual | facts | {"sought": made.total})


def funded(*lines: Line) -> Budget:
    """A budget whose financing is what its lines cost, applied for."""
    years = sorted({each.year for one in lines for each in one.years})
    amounts = tuple(YearAmount(year, Ore(sum(one.of_year(year) for one in lines))) for year in years)
    return Budget(tuple(lines), (Financing("Puljen", "grant", "applied", amounts),))


FORTY = funded(*(line(number) for number in range(1, 41)))


def refilled(change: Callable) -> bytes:
    """Forty lines filled in by hand, and then changed."""
    return changed(blank_filled_by_hand(FORTY), change)


@lru_cache(maxsize=8)
def filled(budget: Budget | None = None, **facts) -> bytes:
    """The template with a budget in it, as the portal itself writes it."""
    return spreadsheets.write(template.plan(SPEC, template.Request(MADE, budget=budget or Budget(), **facts)))


@lru_cache(maxsize=8)  # the forty lines are asked for again and again
def blank_filled_by_hand(budget: Budget) -> bytes:
    """The blank template filled in by openpyxl, which forgets every formula's saved result."""
    book = opened(filled())
    costs, sources = book["Udgifter"], book["Finansiering"]
    for row, each in enumerate(budget.lines, 5):
        put = {
            "Nr.": each.number, "Kategori": each.category, "Aktivitet/formål": each.purpose, "Note": each.note,
            "Enhed": SPEC.words("units", each.unit), "Heraf søgt": each.sought / 100, "Heraf andre": each.other / 100,
            "Heraf egenfinansiering": each.own / 100, "Også refusion?": "ja" if each.refund else "nej",
        }  # fmt: skip
        for cost in each.years:
            put |= {f"Antal {cost.year}": cost.units, f"Pris {cost.year}": cost.unit_price / 100}
        write(costs, row, put)
    for row, each in enumerate(budget.financing, 5):
        put = {str(amount.year): amount.amount / 100 for amount in each.years}
        write(sources, row, put | {"Kilde": each.source, "Type": "Søgt tilskud", "Status": "søgt"})
    return saved(book)


def write(sheet, row: int, values: dict[str, object]) -> None:
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    for title, value in values.items():
        cell = sheet.cell(row, columns[title])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def saved(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl has it, to change at will: it parses each file once, and hands out copies."""
    with judging.much_at_once():
        book = pickle.loads(_parsed(data))  # noqa: S301 - our own
    for sheet in book.worksheets:  # a pickle leaves out how a row or a column that is asked for first is made
        rows, columns = sheet.row_dimensions, sheet.column_dimensions
        rows.reference, rows.default_factory = "index", sheet._add_row
        columns.reference, columns.default_factory, columns.worksheet = "index", sheet._add_column, sheet
    return book


@lru_cache(maxsize=32)
def _parsed(data: bytes) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(data)), pickle.HIGHEST_PROTOCOL)


def changed(data: bytes, change: Callable) -> bytes:
    """The workbook after a person's hand has been at it."""
    book = opened(data)
    change(book)
    return saved(book)


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes], new: str | None = None) -> bytes:
    """The file with one part of its zip changed, renamed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in old.namelist():
            content = old.read(name)
            fresh.writestr(new if name == part and new else name, change(content) if name == part else content)
        if part not in old.namelist():
            fresh.writestr(part, change(b""))
    return target.getvalue()


def read(data: bytes, name: str = "budget.xlsx", **known) -> Reading:
    return judging.judge(data, name, **known)


def codes(found: Reading) -> list[str]:
    return [each.code for each in found.findings]


def told(found: Reading, code: str) -> list[Finding]:
    return [each for each in found.findings if each.code == code]


def answer(data: bytes, name: str = "budget.xlsx", **known) -> str:
    """R with the code it was refused with; else B, W or OK, as in the table of cases."""
    found = read(data, name, **known)
    if found.refused:
        assert not found.budget.lines
        assert found.findings[0].text("da")
        return f"R {found.refused}"
    severities = {each.severity.value for each in found.findings}
    return "B" if "block" in severities else "W" if "warn" in severities else "OK"


@st.composite
def costs(draw, year: int) -> YearCost:
    units = Decimal(draw(st.integers(1, 99_999))) / 100
    price = Ore(draw(st.integers(1, 5_000_000)))
    return YearCost(year, units, price, in_whole_kroner(units * price))


@st.composite
def lines(draw, number: int) -> Line:
    years = tuple(draw(costs(year)) for year in (2010, 2011, 2012) if draw(st.booleans()))
    years = years or (draw(costs(2010)),)
    total = sum(each.amount for each in years)
    sought = draw(st.integers(0, total))
    own = draw(st.integers(0, total - sought))
    return Line(
        number=number,
        category=draw(st.sampled_from(["20", "21", "30", "40", "60", "80", "90"])),
        purpose=f"{number} {draw(WORDS)}",
        unit=draw(st.sampled_from(["hours", "pieces", "weeks", "km", "courses"])),
        years=years,
        sought=Ore(sought),
        own=Ore(own),
        other=Ore(total - sought - own),
        refund=draw(st.booleans()),
        note=draw(st.one_of(st.just(""), WORDS)),
    )


@st.composite
def budgets(draw) -> Budget:
    drawn = [draw(lines(number)) for number in range(1, draw(st.integers(1, 6)) + 1)]
    return funded(*drawn)
