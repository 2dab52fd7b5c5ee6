"""What a director should look at before signing: years and days that were copied and may have been forgotten. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.text import Text, _
from portal.pools.settings import Settings
from portal.pools.wording import LABELS

OF_EVERY_POOL = ("years",)
OF_AN_ADDENDUM = ("plan_years", "addendum_years")


@dataclass(frozen=True)
class Version:
    """One version of a guideline: which year it is for, and its figures."""

    year: int
    settings: Settings


def doubts(version: Version, before: Version | None, *, with_addendum: bool, today: date) -> list[Text]:
    """A draft begins as a copy: whatever lies before its own year, or is as in the version of another year, is said.

    `with_addendum`: the pool is answered with an addendum, so that its plan years count.
    """
    names = (*OF_EVERY_POOL, *OF_AN_ADDENDUM) if with_addendum else OF_EVERY_POOL
    return [*_of_the_years(version, before, names, today), *_of_the_first_day(version, before, today)]


def _of_the_years(version: Version, before: Version | None, names: Iterable[str], today: date) -> Iterator[Text]:
    for name in names:
        years: Sequence[int] = getattr(version.settings, name)
        values = {"label": LABELS[name], "years": _listed(years), "year": str(version.year)}
        if past := _listed(each for each in years if each < version.year):
            yield _("%(label)s: %(years)s. The guideline is for %(year)s. Before that: %(past)s.", **values, past=past)
        elif years and max(years) < today.year:
            yield _("%(label)s: %(years)s. All of them have passed.", **values)
        elif before is not None and _is_copied(version, before, name):
            yield _("%(label)s: %(years)s, as in the version of %(before)s.", **values, before=str(before.year))


def _of_the_first_day(version: Version, before: Version | None, today: date) -> Iterator[Text]:
    day = version.settings.earliest_cost_date
    if day is None:
        return
    values = {"label": LABELS["earliest_cost_date"], "day": day}
    if day.year < version.year:
        yield _("%(label)s: %(day)s. The guideline is for %(year)s.", **values, year=str(version.year))
    elif before is not None and _is_copied(version, before, "earliest_cost_date"):
        yield _("%(label)s: %(day)s, as in the version of %(before)s.", **values, before=str(before.year))
    elif day < today:
        yield _("%(label)s: %(day)s, which has passed.", **values)


def _is_copied(version: Version, before: Version, name: str) -> bool:
    """The same as in a version of another year; within a year it stays on purpose."""
    same = getattr(before.settings, name) == getattr(version.settings, name)
    return same and before.year != version.year


def _listed(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))
