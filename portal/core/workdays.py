"""Danish working days: a deadline that falls on a Saturday, Sunday or holiday is on the next working day. Pure."""

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    """Public holidays, and those on which authorities are closed as well: Grundlovsdag and 24 December."""
    import holidays  # the calendars of the whole world: most commands need none

    return frozenset(holidays.country_holidays("DK", years=year, categories=("public", "optional")))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year)


def on_or_after(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
