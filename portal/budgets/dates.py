"""Days and percentages from what stands in a cell: Danish ways of writing first, and nothing is guessed. Pure."""

import re
from datetime import date
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.findings import short
from portal.budgets.normalising import BLANK, Outcome, danish, text_of

FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "oct": 10, "nov": 11, "dec": 12, "januar": 1, "january": 1, "februar": 2, "february": 2, "marts": 3,
    "march": 3, "april": 4, "juni": 6, "june": 6, "juli": 7, "july": 7, "august": 8, "september": 9, "oktober": 10,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
TIME = r"(?:[T ](?P<time>\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?)?"
ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){TIME}", re.ASCII)
NUMBERS = re.compile(
    r"(?P<day>\d{1,2})\s?(?P<by>[./-])\s?(?P<month>\d{1,2})\s?[./ -]\s?(?P<year>\d{4}|\d\d)" + TIME, re.ASCII
)
WEEKDAY = re.compile(
    r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?,?\s*(?:d\.|den|the)?\s*"
)
NAMED = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[. -]*(?P<name>[a-z]+)[., -]*(?P<year>\d{4}|\d\d)", re.ASCII)
ENGLISH = re.compile(r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII)


def day(cell: Cell | None) -> Outcome:
    """A day in a cell: a date of the program's own, or one written as text."""
    if cell is None:
        return BLANK
    match cell.kind:
        case Kind.DATE:
            return _stored(cell.raw)
        case Kind.TEXT:
            return written(cell.raw)
        case Kind.ERROR:
            return Outcome(code="error_cell", seen=short(cell.raw))
        case Kind.EMPTY:
            return Outcome(code="formula_no_value")
        case _:
            return Outcome(code="text_not_date", seen=short(cell.raw))


def _stored(iso: str) -> Outcome:
    """What the program keeps as a date; a time of day alone is none."""
    match = ISO.fullmatch(iso)
    return _checked(match, int(match["month"]), iso) if match else Outcome(code="text_not_date", seen=short(iso))


def written(raw: str) -> Outcome:
    """15.9.2010, 15-09-2010, 15/9 2010, 2010-09-15, 15. september 2010, September 15, 2010."""
    text, seen = text_of(raw), short(raw)
    if not text:
        return BLANK
    if match := ISO.fullmatch(text) or NUMBERS.fullmatch(text):
        return _checked(match, int(match["month"]), seen)
    named = WEEKDAY.sub("", " ".join(text.casefold().split()))
    match = NAMED.fullmatch(named) or ENGLISH.fullmatch(named)
    if match and (month := MONTHS.get(match["name"])):
        return _checked(match, month, seen)
    return Outcome(code="text_not_date", seen=seen)


def _checked(match: re.Match[str], month: int, seen: str) -> Outcome:
    """The day, if the calendar has it. Two figures for the year, and days that could be months, are told."""
    year, number = int(match["year"]), int(match["day"])
    found = _in_the_calendar(year if len(match["year"]) == 4 else 2000 + year, month, number)
    if found is None:
        return Outcome(code="no_such_date", seen=seen)
    if len(match["year"]) == 2:
        return Outcome(found, "two_digit_year", {"value": shown(found)}, seen)
    if "by" in match.groupdict() and match["by"] == "/" and number <= 12 and number != month:
        return Outcome(found, "danish_date", {"value": shown(found)}, seen)
    return Outcome(found, seen=seen)


def _in_the_calendar(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def shown(when: date) -> str:
    """15.9.2010, as Danes write it."""
    return f"{when.day}.{when.month}.{when.year}"


def percent(cell: Cell | None) -> Outcome:
    """15, 15 %, or 0.15 in a cell shown as a percentage, all as 15; 0.15 alone may be either and is asked about."""
    if cell is None:
        return BLANK
    if cell.kind is Kind.NUMBER and cell.style == "percent":
        read = normalising.number(Cell(Kind.NUMBER, cell.raw, cell.formula))
        return Outcome(read.value * 100, read.code, read.params, read.seen) if read.value is not None else read
    if cell.kind is Kind.TEXT and text_of(cell.raw).endswith("%"):
        return _without_code(normalising.number(Cell(Kind.TEXT, text_of(cell.raw).removesuffix("%").strip())), cell)
    read = normalising.number(cell)
    if read.value is not None and 0 < abs(read.value) <= 1:
        readings = {"a": f"{danish(read.value * 100)} %", "b": f"{danish(read.value)} %"}
        return Outcome(code="ambiguous_percent", params=readings, seen=short(cell.raw))
    return read


def _without_code(read: Outcome, cell: Cell) -> Outcome:
    """15 % written as text means what it says; only what cannot be read is told."""
    return Outcome(read.value, seen=short(cell.raw)) if isinstance(read.value, Decimal) else read
