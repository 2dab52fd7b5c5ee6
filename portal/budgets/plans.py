"""What a plan promises beside its costs: goals, milestones, and the grant of each year. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.core.money import Ore

TOTAL = "total"  # the instrument of a row that adds up the others of its target group
TENTH = Decimal("0.1")
Figures = tuple[tuple[int, Decimal], ...]
Day = date  # a milestone has a field called date


@dataclass(frozen=True)
class Goal:
    """So many persons of a target group in an instrument: today, in each year of the plan, and as it went."""

    target_group: str
    instrument: str
    baseline: Decimal | None = None
    baseline_period: str = ""
    baseline_source: str = ""
    goals: Figures = ()
    actual: Figures = ()

    @property
    def growth(self) -> Decimal | None:
        """From the baseline to the last year's goal, in percent with one decimal; None where the baseline is 0."""
        if not self.baseline or not self.goals:
            return None
        last = self.goals[-1][1]
        return ((last - self.baseline) * 100 / self.baseline).quantize(TENTH, ROUND_HALF_UP)

    def goal(self, year: int) -> Decimal | None:
        return dict(self.goals).get(year)

    def as_json(self) -> dict[str, Any]:
        return {
            "target_group": self.target_group,
            "instrument": self.instrument,
            "baseline": _said(self.baseline),
            "baseline_period": self.baseline_period,
            "baseline_source": self.baseline_source,
            "goals": [{"year": year, "persons": _said(number)} for year, number in self.goals],
            "actual": [{"year": year, "persons": _said(number)} for year, number in self.actual],
        }


@dataclass(frozen=True)
class Milestone:
    number: int
    title: str = ""
    date: Day | None = None
    responsible: str = ""
    result: str = ""
    status: str = ""

    def as_json(self) -> dict[str, Any]:
        day = self.date.isoformat() if self.date else None
        facts = {"responsible": self.responsible, "result": self.result, "status": self.status}
        return {"number": self.number, "title": self.title, "date": day, **facts}


@dataclass(frozen=True)
class YearlyGrant:
    """What is sought in a year, beside what the year's allocation is where it is known."""

    year: int
    grant: Ore
    allocation: Ore | None = None

    def as_json(self) -> dict[str, Any]:
        allocation = None if self.allocation is None else int(self.allocation)
        return {"year": self.year, "grant_ore": int(self.grant), "allocation_ore": allocation}


def goal(data: Mapping[str, Any]) -> Goal:
    return Goal(
        target_group=data.get("target_group") or "",
        instrument=data.get("instrument") or "",
        baseline=_decimal(data.get("baseline")),
        baseline_period=data.get("baseline_period") or "",
        baseline_source=data.get("baseline_source") or "",
        goals=_figures(data.get("goals")),
        actual=_figures(data.get("actual")),
    )


def milestone(data: Mapping[str, Any]) -> Milestone:
    day = data.get("date")
    words = {name: data.get(name) or "" for name in ("title", "responsible", "result", "status")}
    return Milestone(number=data["number"], date=date.fromisoformat(day) if day else None, **words)


def yearly_grant(data: Mapping[str, Any]) -> YearlyGrant:
    allocation = data.get("allocation_ore")
    return YearlyGrant(data["year"], Ore(data.get("grant_ore") or 0), None if allocation is None else Ore(allocation))


def counted(goals: Iterable[Goal]) -> list[Goal]:
    """The rows that may be added up: nobody is counted once by instrument and again in the row I alt."""
    kept = list(goals)
    apart = {each.target_group for each in kept if each.instrument != TOTAL}
    return [each for each in kept if each.instrument != TOTAL or each.target_group not in apart]


def persons(goals: Iterable[Goal], year: int | None) -> Decimal:
    """In company-directed courses in all: in a year, or at the baseline where the year is None."""
    figures = (each.baseline if year is None else each.goal(year) for each in counted(goals))
    return sum((each for each in figures if each is not None), Decimal(0))


def _figures(stored: Iterable[Mapping[str, Any]] | None) -> Figures:
    """Only what somebody wrote: an empty figure is no goal of nobody."""
    read = ((each.get("year"), _decimal(each.get("persons"))) for each in stored or ())
    return tuple((year, persons) for year, persons in read if year and persons is not None)


def _said(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _decimal(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
