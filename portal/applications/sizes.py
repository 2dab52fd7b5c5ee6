"""How large an application is, in its pool's own words: places in courses, or positions of company consultants."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale

from portal.applications import catalogue
from portal.applications.models import Application
from portal.applications.rules import SectionKey
from portal.budgets.lines import from_json
from portal.core.text import Text, _

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Size:
    """`full_time` is the positions together, 1 for each full-time year of work; None where a pool has places."""

    name: Text
    people: int  # places, or persons whom the plan is for in its last year
    full_time: Decimal | None = None

    @property
    def words(self) -> Text | str:
        """For the reader: 2 full-time, or 40."""
        if self.full_time is None:
            return str(self.people)
        return _("%(number)s full-time", number=format_decimal(self.full_time, "#,##0.##", locale=str(get_locale())))


def of(application: Application) -> Size:
    """Read from the sections as they stand; the number of people is kept with the application."""
    kept = catalogue.shared_fields(application.round.pool.code)
    if "positions" not in kept:
        return Size(_("Places"), application.places)
    positions = from_json(application.section(SectionKey.BUDGET).answers).positions
    together = sum((each.share or NOTHING for each in positions), NOTHING)
    return Size(kept["positions"].label, application.places, together)
