"""Figures as Danes write them, kept as whole thousandths, never as floats. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from portal.core.money import BLANKS

WRITTEN = re.compile(r"-?(\d{1,3}(\.\d{3}){1,3}|\d{1,3}( \d{3}){1,3}|\d{1,12})(,\d{1,3})?", re.ASCII)
THOUSAND = Decimal(1000)


class Figure(int):
    """A figure in thousandths. It is written the Danish way, as amounts are."""

    @property
    def decimal(self) -> Decimal:
        return Decimal(self) / THOUSAND

    def __str__(self) -> str:
        return format_decimal(self.decimal, "#,##0.###", locale="da")


def parse(written: str) -> Figure:
    """Read 1.234,5 or 1 234,5 or 27,8 or -3; at most twelve digits and three decimals. Else it is a ValueError."""
    digits = BLANKS.sub(" ", written).replace("\N{MINUS SIGN}", "-").strip().removesuffix("%").strip()
    if not WRITTEN.fullmatch(digits):
        raise ValueError(f"not a figure: {written!r}")
    return Figure(Decimal(digits.replace(".", "").replace(" ", "").replace(",", ".")) * THOUSAND)


def of(number: Decimal) -> Figure:
    """To the nearest thousandth."""
    return Figure((number * THOUSAND).quantize(Decimal(1), ROUND_HALF_UP))


def typed_whole(number: int | None) -> str:
    """31.200, or nothing."""
    return "" if number is None else str(Figure(number * 1000))


def tenths(figure: Figure) -> str:
    """With one decimal, always, so that a column of them stands in line: 6,0."""
    rounded = figure.decimal.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return format_decimal(rounded, "#,##0.0", locale="da")
