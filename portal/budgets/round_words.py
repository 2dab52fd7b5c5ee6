"""A template in the words of a round: the first day of any cost stands in it as the guideline says. Pure."""

from dataclasses import replace
from datetime import date

from portal.budgets import specification
from portal.budgets.labels import Words
from portal.budgets.specification import Spec

LIMIT = "earliest_wage_date"
DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_round(spec: Spec, earliest: date | None) -> Spec:
    """`earliest` is the first day of any cost; None leaves the template as it is without a round."""
    if earliest is None:
        return spec
    spoken = specification.with_first_day(spec, _said(earliest))
    limits = {**spec.limits, **({LIMIT: earliest.isoformat()} if LIMIT in spec.limits else {})}
    return replace(spoken, limits=limits)


def _said(day: date) -> Words:
    return Words(
        f"den {day.day}. {DANISH_MONTHS[day.month - 1]} {day.year}",
        f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}",
    )
