"""Amounts of Danish money in whole øre, never as floats. Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_decimal, parse_decimal

WRITTEN_BY_A_DANE = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+|\d+)(,\d{1,2})?", re.ASCII)
NO_BREAK = "\N{NO-BREAK SPACE}"
BLANKS = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")  # what Excel and Word put in


class Ore(int):
    """An amount in øre. It is written the Danish way in every language, as people must also type it."""

    def __str__(self) -> str:
        """1.234.567 kr., with two decimals only when there are øre."""
        return f"{self.short}{NO_BREAK}kr."

    @property
    def digits(self) -> str:
        """1.234,50 without the kroner: what stands in a field."""
        return format_decimal(Decimal(self) / 100, "#,##0.00", locale="da")

    @property
    def short(self) -> str:
        """1.234 or 1.234,50 without the kroner: what stands in a table whose head says kr."""
        return format_decimal(Decimal(self) / 100, "#,##0" if self % 100 == 0 else "#,##0.00", locale="da")


MOST_DIGITS = 12
MOST = Ore(999_999_999_999_99)  # what can be typed; sums of it still fit the database


class TooLarge(ValueError):
    """An amount that is written well, and is more than `MOST`."""


def parse(written: str) -> Ore:
    """Read 1.234,50 or 1 234,50 or 1234,5 or 1234 kr.; anything else is a ValueError, and above `MOST` a TooLarge.

    The pattern comes first because Babel alone reads 12.50 as 1250, and 1e5 and nan as numbers.
    """
    digits = BLANKS.sub(" ", written).strip().removesuffix("kr.").strip()
    if not WRITTEN_BY_A_DANE.fullmatch(digits):
        raise ValueError(f"not an amount: {written!r}")
    if sum(map(str.isdigit, digits.partition(",")[0])) > MOST_DIGITS:
        raise TooLarge(f"too large an amount: {written!r}")
    return Ore(parse_decimal(digits.replace(" ", ""), locale="da") * 100)


def total(amounts: Iterable[int]) -> Ore:
    return Ore(sum(amounts))


def per_head(amount: int, heads: int) -> Ore:
    """What each of so many persons or places costs, to the nearest krone; `heads` is at least 1."""
    krone = heads * 100
    return Ore((amount + krone // 2) // krone * 100)
