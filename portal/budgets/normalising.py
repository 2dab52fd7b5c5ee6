"""From what stands in a cell to whole øre, numbers, choices and texts. Nothing is guessed silently. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets.findings import short
from portal.budgets.lines import written
from portal.budgets.specification import INVISIBLE
from portal.core.money import Ore

LARGEST = Decimal(10) ** 12
MOST_DIGITS = 15
LONGEST_TEXT = 4_000
DASHES = {"-", "–", "—", "−", "0,-", "0,–"}
CURRENCY = re.compile(r"^(kr\.?|dkk)\s*|\s*(kr\.?|dkk|kroner)$", re.IGNORECASE)
FOREIGN = re.compile(r"(€|\$|£|\b(eur|euro|usd|gbp|sek|nok|chf)\b)", re.IGNORECASE)
ENDS_ROUND = re.compile(r"[,.]\s*[-–—]$")
GROUPED = re.compile(r"\d{1,3}(?:(?P<by>[. '’])\d{3})(?:(?P=by)\d{3})*(?:,\d{1,2})?", re.ASCII)
PLAIN = re.compile(r"\d+(?:,\d{1,2})?", re.ASCII)
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}", re.ASCII)
QUANTITY = re.compile(r"\d+[.,]\d{1,2}|0[.,]\d{1,6}|\d+,\d{4,6}", re.ASCII)
SEPARATED = re.compile(r"[\d., '’]*\d[\d., '’]*", re.ASCII)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Outcome:
    """The value, or why there is none; a code may also come with a value, as a warning or for information."""

    value: Any = None
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""

    @property
    def blank(self) -> bool:
        return self.value is None and not self.code


BLANK = Outcome()


def amount(cell: Cell | None) -> Outcome:
    """Kroner in a cell as whole øre."""
    read = number(cell, money=True)
    if read.value is None:
        return read
    ore = Ore(int((read.value * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    if not read.code and abs(read.value * 100 - ore) > Decimal("0.4"):
        return Outcome(ore, "rounded", {"value": ore.digits}, read.seen)
    return Outcome(ore, read.code, read.params, read.seen)


def number(cell: Cell | None, *, money: bool = False) -> Outcome:
    if cell is None:
        return BLANK
    seen = short(cell.raw)
    match cell.kind:
        case Kind.NUMBER:
            return _number(cell, seen, money)
        case Kind.TEXT:
            return _written(text_of(cell.raw), seen, money)
        case Kind.DATE:
            return Outcome(code="date_in_amount", seen=_day(cell.raw))
        case Kind.ERROR:
            return Outcome(code="error_cell", seen=seen)
        case Kind.BOOL:
            return Outcome(code="bool_in_amount", seen="SAND" if cell.raw == "1" else "FALSK")
        case _:
            return Outcome(code="formula_no_value")


def _number(cell: Cell, seen: str, money: bool) -> Outcome:
    try:
        value = Decimal(cell.raw)
        if len(value.as_tuple().digits) > MOST_DIGITS:
            value = Decimal(repr(float(cell.raw)))
    except (InvalidOperation, OverflowError, ValueError):
        return Outcome(code="number_too_large", seen=seen)
    if not value.is_finite() or abs(value) > LARGEST:
        return Outcome(code="number_too_large", seen=seen)
    if cell.style == "percent":
        return Outcome(code="percent_in_amount", seen=f"{danish(value * 100)} %")
    return _warned(value, cell, seen) if money else Outcome(value, seen=seen)


def _warned(value: Decimal, cell: Cell, seen: str) -> Outcome:
    if cell.style == "scaled":
        return Outcome(value, "scaled_number", {"value": danish(value)}, seen)
    decimals = -int(value.normalize().as_tuple().exponent)
    if decimals == 3 and cell.formula is None and 1 <= abs(value) < 1000:
        params = {"meant": Ore(int(value * 1000) * 100).short, "value": _kroner(value)}
        return Outcome(value, "thousands_suspected", params, danish(value))
    return Outcome(value, seen=danish(value))


def _written(text: str, seen: str, money: bool) -> Outcome:
    if not text:
        return BLANK
    if text in DASHES:
        return Outcome(Decimal(0), "text_number", {"value": "0"}, seen)
    if match := FOREIGN.search(text):
        return Outcome(code="foreign_currency", params={"cur": match[0]}, seen=seen)
    if text.endswith("%"):
        return Outcome(code="percent_in_amount", seen=short(text.removesuffix("%").strip()))
    sign, digits = _signed(ENDS_ROUND.sub("", CURRENCY.sub("", CURRENCY.sub("", text))).strip())
    return _digits(sign, digits, seen, money)


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
    if SEPARATED.fullmatch(digits):
        return Outcome(code="ambiguous_number", params=_readings(digits, money), seen=seen)
    return Outcome(code="text_not_amount" if money else "text_not_number", seen=seen)


def _read(sign: int, digits: str, code: str, seen: str, money: bool) -> Outcome:
    value = sign * Decimal(digits)
    if abs(value) > LARGEST:
        return Outcome(code="number_too_large", seen=seen)
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
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso)
    return f"{int(match[3])}.{int(match[2])}.{match[1]}" if match else iso


def text_of(raw: str) -> str:
    """A number as text without the invisible characters that come with copying."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).strip()


def text(cell: Cell | None) -> Outcome:
    """Words as they stand, without control characters; a leading = is a character like others."""
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
    return Outcome(clean, seen=short(clean)) if clean else BLANK


def _is_small(raw: str) -> bool:
    try:
        return abs(Decimal(raw)) <= LARGEST
    except InvalidOperation:
        return False


def cleaned(raw: str) -> str:
    if raw.isascii() and raw.isprintable() and "_x" not in raw:
        return raw.strip()
    unescaped = ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
    lines = unescaped.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip().strip("\u00a0")
