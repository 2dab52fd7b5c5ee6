"""What stands in the rows of the template's tables: values by column and year. Pure."""

from datetime import date
from decimal import Decimal

from portal.budgets.labels import Words

Place = tuple[str, int | None]  # a column's key and its year
Value = str | Decimal | int | date
Row = dict[Place, Value]
DIFFERS = Words("Forskel", "Difference")  # beside a row whose parts are not its total
ADDS_UP: Place = ("adds_up", None)  # marks a row that only adds up others


def kroner(ore: int | None) -> Decimal:
    return Decimal(ore or 0) / 100
