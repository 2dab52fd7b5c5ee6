"""From what stands in a cell to whole øre, numbers, choices and texts. Nothing is guessed silently. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, NamedTuple

from portal.adapters.spreadsheet_form import IN_CURRENCY, Cell, Kind
from portal.budgets.findings import short
from portal.budgets.labels import INVISIBLE
from portal.budgets.lines import written
from portal.core.money import Ore

LARGEST = Decimal(10) ** 12
ONE, UNNOTICED = Decimal(1), Decimal("0.4")  # øre
MOST_DIGITS, MOST_SIGNIFICANT = 15, 20
LONGEST_TEXT, LONGEST_FIGURE = 4_000, 200
DASHES = {"-", "–", "—", "−", "0,-", "0,–"}
CURRENCY = re.compile(r"^(kr\.?|dkk)\s*|\s*(kr\.?|dkk|kroner)$", re.IGNORECASE)
FOREIGN = re.compile(r"(€|\$|£|\b(eur|euro|usd|gbp|sek|nok|chf)\b)", re.IGNORECASE)
MARKED = re.compile(r"^['’](?=[\d(+-])")  # what Excel hides in front of a number kept as text, other programs write
ENDS_ROUND = re.compile(r"[,.]\s*[-–—]$")
GROUPED = re.compile(r"\d{1,3}(?:(?P<by>[. '’])\d{3})(?:(?P=by)\d{3})*(?:,\d{1,2})?", re.ASCII)
PLAIN = re.compile(r"\d+(?:,\d{1,2})?", re.ASCII)
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}", re.ASCII)
QUANTITY = re.compile(r"\d+[.,]\d{1,2}|0[.,]\d{1,6}|\d+,\d{4,6}", re.ASCII)
SEPARATED = re.compile(r"[\d., '’]*\d[\d., '’]*", re.ASCII)


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Outcome(NamedTuple):
    """The value, or why there is none; a code may also come with a value, as a warning or for information."""

    value: Any = None
    code: str = ""
    params: Mapping[str, Any] = NOTHING
    seen: str = ""  # what to quote; an amount or a number that was read well quotes nothing

    @property
    def blank(self) -> bool:
        return self.value is None and not self.code


BLANK = Outcome()


def amount(cell: Cell | None) -> Outcome:
    """Kroner in a cell as whole øre."""
    if cell is None:
        return BLANK
    if is_whole(cell):
        return Outcome(Ore(int(cell.raw) * 100))
    read = number(cell, money=True)
    if read.value is None:
        return read
    exact = read.value * 100
    ore = Ore(int(exact.quantize(ONE, ROUND_HALF_UP)))
    if not read.code and abs(exact - ore) > UNNOTICED:
        return Outcome(ore, "rounded", {"value": ore.digits}, danish(read.value))
    return Outcome(ore, read.code, read.params, read.seen)


def number(cell: Cell | None, *, money: bool = False) -> Outcome:
    if cell is None:
        return BLANK
    if is_whole(cell):
        return Outcome(Decimal(cell.raw))
    match cell.kind:
        case Kind.NUMBER:
            return _number(cell, money)
        case Kind.TEXT:
            return _written(text_of(cell.raw[:LONGEST_TEXT]), short(cell.raw), money)
        case Kind.DATE:
            return Outcome(code="date_in_amount", seen=_day(cell.raw))
        case Kind.ERROR:
            return Outcome(code="error_cell", seen=short(cell.raw))
        case Kind.BOOL:
            return Outcome(code="bool_in_amount", seen="SAND" if cell.raw == "1" else "FALSK")
        case _:
            return Outcome(code="formula_no_value")


def is_whole(cell: Cell) -> bool:
    """What most numbers are: nothing about them needs a closer look."""
    return cell.kind is Kind.NUMBER and cell.raw.isdecimal() and len(cell.raw) <= 12 and not cell.style


def _number(cell: Cell, money: bool) -> Outcome:
    value = _value(cell.raw)
    if value is None or not value.is_finite() or abs(value) > LARGEST:
        return Outcome(code="number_too_large", params=_most(money), seen=short(cell.raw))
    if cell.style == "percent":
        return Outcome(code="percent_in_amount", params=_wanted(money), seen=f"{danish(value * 100)} %")
    if cell.style.startswith(IN_CURRENCY):
        currency = cell.style.removeprefix(IN_CURRENCY)
        return Outcome(code="foreign_currency", params={"cur": currency}, seen=danish(value))
    return _warned(value, cell) if money else Outcome(value)


def _value(raw: str) -> Decimal | None:
    """The number; None when it has more digits than anybody types. A float's own noise is left out."""
    try:
        value = Decimal(raw)
        if len(raw) > MOST_DIGITS and value.is_finite():
            digits = len(value.as_tuple().digits)
            if digits > MOST_SIGNIFICANT:
                return None
            return Decimal(repr(float(raw))) if digits > MOST_DIGITS else value
    except (InvalidOperation, OverflowError, ValueError):
        return None
    return value


def _warned(value: Decimal, cell: Cell) -> Outcome:
    if cell.style == "scaled":
        return Outcome(value, "scaled_number", {"value": danish(value)}, short(cell.raw))
    if cell.formula is None and 1 <= abs(value) < 1000 and value.normalize().as_tuple().exponent == -3:
        params = {"meant": Ore(int(value * 1000) * 100).short, "value": _kroner(value)}
        return Outcome(value, "thousands_suspected", params, danish(value))
    return Outcome(value)


def _written(text: str, seen: str, money: bool) -> Outcome:
    if not text:
        return BLANK
    if len(text) > LONGEST_FIGURE:
        return Outcome(code="text_not_amount" if money else "text_not_number", seen=seen)
    if text in DASHES:
        return Outcome(Decimal(0), "text_number", {"value": "0"}, seen)
    if match := FOREIGN.search(text):
        return Outcome(code="foreign_currency", params={"cur": match[0]}, seen=seen)
    if text.endswith("%"):
        return Outcome(code="percent_in_amount", params=_wanted(money), seen=short(text))
    text = MARKED.sub("", text)
    sign, digits = _signed(ENDS_ROUND.sub("", CURRENCY.sub("", CURRENCY.sub("", text))).strip())
    return _digits(sign, digits, seen, money)


def _wanted(money: bool) -> dict[str, Any]:
    """What the cell should have held."""
    return {"wanted": {"da": "et beløb i kroner", "en": "an amount in kroner"} if money else
            {"da": "et tal uden procent", "en": "a number without a percentage"}}  # fmt: skip


def _most(money: bool) -> dict[str, Any]:
    """How much can be written: of kroner, or of what is counted."""
    most = danish(LARGEST)
    return {"most": {"da": f"Skriv beløbet i kroner, højst {most}.",
                     "en": f"Write the amount in kroner, at most {most}."} if money else
            {"da": f"Skriv et tal på højst {most}.", "en": f"Write a number of at most {most}."}}  # fmt: skip


def _signed(text: str) -> tuple[int, str]:
    """Minus before or after, or the accountant's parentheses."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    if text[:1] in ("-", "−", "–"):
        return -1, text[1:].strip()
    if text[-1:] in ("-", "−", "–"):
        return -1, text[:-1].strip()
    return 1, text.removeprefix("+").strip()


def _digits(sign: int, digits: str, seen: str, money: bool) -> Outcome:
    if not money and QUANTITY.fullmatch(digits):
        return _read(sign, digits.replace(",", "."), "text_number", seen, money)
    if PLAIN.fullmatch(digits) or GROUPED.fullmatch(digits):
        return _read(sign, re.sub(r"[. '’]", "", digits).replace(",", "."), "text_number", seen, money)
    if ENGLISH.fullmatch(digits):
        return _read(sign, digits.replace(",", ""), "english_number", seen, money)
    if SEPARATED.fullmatch(digits) and (readings := _readings(digits, money))["a"] != readings["b"]:
        return Outcome(code="ambiguous_number", params=readings, seen=seen)
    return Outcome(code="text_not_amount" if money else "text_not_number", seen=seen)


def _read(sign: int, digits: str, code: str, seen: str, money: bool) -> Outcome:
    value = sign * Decimal(digits)
    if abs(value) > LARGEST:
        return Outcome(code="number_too_large", params=_most(money), seen=seen)
    return Outcome(value, code, {"value": _kroner(value) + " kr." if money else danish(value)}, seen)


def _readings(digits: str, money: bool) -> dict[str, str]:
    """Both ways of reading it: every separator between thousands, or the last one before the decimals."""
    whole = re.sub(r"\D", "", digits)[:MOST_DIGITS] or "0"
    last = re.search(r"[., '’](\d*)\D*$", digits)
    decimals = len(last[1]) if last else 0
    parted = Decimal(whole).scaleb(-decimals)
    unit = " kr." if money else ""
    return {"a": danish(Decimal(whole)) + unit, "b": danish(parted) + unit}


def danish(value: Decimal) -> str:
    """1234.5 → 1.234,5"""
    whole, _point, decimals = written(abs(value)).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if value < 0 else "") + grouped + (f",{decimals}" if decimals else "")


def _kroner(value: Decimal) -> str:
    return Ore(int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))).digits


def _day(iso: str) -> str:
    """A day as Danes write it; a time of day or a number of hours to the minute."""
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", iso):
        return f"{int(match[3])}.{int(match[2])}.{match[1]}"
    match = re.match(r"(-?\d+):(\d\d)", iso)
    return f"{int(match[1])}:{match[2]}" if match else iso


def glimpse(cell: Cell | None) -> str:
    """What a cell says, in few words: a number as Danes write it, a day as a day; an error as the program names it."""
    if cell is None or cell.kind is Kind.EMPTY:
        return ""
    if cell.kind is Kind.NUMBER and (value := _value(cell.raw)) is not None and abs(value) <= LARGEST:
        return f"{danish(value * 100)} %" if cell.style == "percent" else danish(value)
    return _day(cell.raw) if cell.kind is Kind.DATE else short(cell.raw)


def text_of(raw: str) -> str:
    """A number as text without the invisible characters that come with copying."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).strip()


def text(cell: Cell | None) -> Outcome:
    """Words as they stand, without control characters (which is said); a leading = is a character like others."""
    if cell is None:
        return BLANK
    if cell.kind is Kind.ERROR:
        return Outcome(code="error_cell", seen=short(cell.raw))
    if cell.kind is Kind.EMPTY:
        return Outcome(code="formula_no_value")
    raw = danish(Decimal(cell.raw)) if cell.kind is Kind.NUMBER and _is_small(cell.raw) else cell.raw
    clean = cleaned(raw)
    if len(clean) > LONGEST_TEXT:
        return Outcome(code="text_too_long", params={"count": len(clean), "max": LONGEST_TEXT})
    if not INVISIBLE.sub("", clean).strip():
        return BLANK
    return Outcome(clean, "control_characters" if _has_controls(raw) else "", seen=short(clean))


def _has_controls(raw: str) -> bool:
    """Characters that nobody sees and that mean nothing in a text; Excel's own line breaks are none."""
    return not raw.isprintable() and any(unicodedata.category(each) == "Cc" and each not in "\n\r\t" for each in raw)


def _is_small(raw: str) -> bool:
    try:
        return abs(Decimal(raw)) <= LARGEST
    except InvalidOperation:
        return False


def cleaned(raw: str) -> str:
    if raw.isprintable():
        return unicodedata.normalize("NFC", raw).strip()
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip().strip("\u00a0")
