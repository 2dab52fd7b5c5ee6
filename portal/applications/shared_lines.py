"""Lines kept in the budget as the table of a section has them, and back again. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portal.applications.fields import SectionSpec

Line = dict[str, Any]


def shown(spec: SectionSpec, budget: Mapping[str, Any]) -> dict[str, list[Line]]:
    """The lines of the budget as the section's table has them."""
    return {each.key: [READ.get(each.key, dict)(line) for line in budget.get(each.key) or []] for each in spec.shared}


def _goal_read(row: Line) -> Line:
    figures = {f"goal_{each['year']}": each.get("persons") for each in row.get("goals") or []}
    return {**{name: row.get(name) for name in GOAL}, **figures}


def _goal_written(_number: int, line: Line, before: Sequence[Line]) -> Line:
    years = sorted(int(name.removeprefix("goal_")) for name in line if name.startswith("goal_"))
    figures = [{"year": year, "persons": line[f"goal_{year}"]} for year in years if line[f"goal_{year}"] is not None]
    same = [each for each in before if all(each.get(name) == line.get(name) for name in GOAL[:2])]
    return {**{name: line.get(name) for name in GOAL}, "goals": figures, "actual": same[0]["actual"] if same else []}


def _milestone_written(number: int, line: Line, before: Sequence[Line]) -> Line:
    same = [each.get("status") for each in before if each.get("title") == line.get("title")]
    return {"number": number, **line, "status": (same[0] if same else "") or ""}


def _position_written(number: int, line: Line, _before: Sequence[Line]) -> Line:
    return {"number": number, **line, "own_ore": None}


GOAL = ("target_group", "instrument", "baseline", "baseline_period", "baseline_source")
READ: Mapping[str, Callable[[Line], Line]] = {"goals": _goal_read}
WRITTEN: Mapping[str, Callable[[int, Line, Sequence[Line]], Line]] = {
    "goals": _goal_written,
    "milestones": _milestone_written,
    "positions": _position_written,
}
