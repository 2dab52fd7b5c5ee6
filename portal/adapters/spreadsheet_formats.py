"""What a number format makes of a number for the people who look: a percentage, thousands, foreign money. Pure."""

import re
from datetime import date, datetime, time, timedelta

from portal.adapters.spreadsheet_form import IN_CURRENCY, Cell, Kind

CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")  # a currency and its country, as in [$€-2]
BRACKETS = re.compile(r"\[[^\]]*\]")  # a colour, a condition
SPAN = re.compile(r"PT(\d+)H(\d\d)M(\d\d)(?:[.,]\d+)?S", re.ASCII)
WHOLE = 1e16  # beyond that a float says no more than its first digits
TEN_DIGITS = re.compile(r"0{6}[\W_]*0{4}")  # 000000-0000: how a number shows the noughts that it has lost
FOREIGN = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|SEK|NOK|CHF)\b")


def own_style(code: str) -> str:
    """Of a format that the file itself writes down; a built-in one shows the currency of whoever opens the file."""
    foreign = FOREIGN.search(BRACKETS.sub("", CURRENCY.sub(r"\1", code)))
    return f"{IN_CURRENCY}{foreign[0]}" if foreign else style(code)


def style(code: str) -> str:
    """What a format code does to a number, whatever its currency."""
    if TEN_DIGITS.fullmatch(code.split(";")[0]):
        return "ten digits"
    shown = code.split(";")[0].split('"')[0::2]  # what stands in quotes is words
    bare = "".join(shown)
    if "%" in bare:
        return "percent"
    return "scaled" if bare.rstrip(" _)").endswith(",") else ""


def of_text(text: str) -> str:
    """An OpenDocument's span of time, which its reader hands on as it is written: PT240H00M00S → 240:00:00."""
    match = SPAN.fullmatch(text)
    return f"{int(match[1])}:{match[2]}:{match[3]}" if match else ""


def hours(value: timedelta) -> str:
    """Ten days → 240:00:00, as the program shows them."""
    seconds = abs(round(value.total_seconds()))
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cell_of(value: object, formula: str | None = None, style: str = "") -> Cell:
    """What stands in a cell that a library has read as this value."""
    kind = type(value)
    if kind is str:
        return Cell(Kind.TEXT, str(value), formula)
    if kind is int:
        return Cell(Kind.NUMBER, str(value), formula, style)
    if isinstance(value, float):
        whole = value.is_integer() and -WHOLE < value < WHOLE
        return Cell(Kind.NUMBER, str(int(value)) if whole else repr(value), formula, style)
    if isinstance(value, bool):
        return Cell(Kind.BOOL, str(int(value)), formula)
    if isinstance(value, datetime | date | time):
        return Cell(Kind.DATE, value.isoformat(), formula)
    if isinstance(value, timedelta):
        return Cell(Kind.DATE, hours(value), formula)
    return Cell(Kind.TEXT, str(value), formula)
