"""Lines that a section shows and the budget keeps, so that the page and the workbook write the same figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal.applications import belonging
from portal.applications.models import Application, Section
from portal.applications.rules import SectionKey
from portal.applications.shared_lines import WRITTEN, Line, shown
from portal.budgets import actions as budgets
from portal.budgets import position_lines, specification
from portal.budgets.lines import Budget, from_json
from portal.budgets.plans import YearlyGrant
from portal.budgets.queries import versions
from portal.budgets.rules import Origin
from portal.core import clock
from portal.core.money import Ore, total
from portal.identity.models import Person
from portal.pools.settings import Settings


def answers_of(section: Section) -> dict[str, Any]:
    """What stands in a section, with the lines that are kept in the budget."""
    spec = belonging.spec_of(section)
    if not spec.shared:
        return dict(section.answers)
    return {**section.answers, **shown(spec, section.application.section(SectionKey.BUDGET).answers)}


def keep(section: Section, answers: Mapping[str, Any], by: Person) -> dict[str, Any]:
    """Put the shared lines among `answers` into the budget; the rest is the section's own."""
    names = {each.key for each in belonging.spec_of(section).shared}
    given = {name: value for name, value in answers.items() if name in names}
    if given:
        _write(section.application, given, by)
    return {name: value for name, value in answers.items() if name not in names}


def follow(section: Section, by: Person, *, auto: bool) -> None:
    """Where the positions are the budget, it is complete when they are; a save by hand is one of its versions."""
    if not any(each.key == "positions" for each in belonging.spec_of(section).shared):
        return
    home = section.application.section(SectionKey.BUDGET)
    has_lines = bool(home.answers.get("lines"))
    home.complete = has_lines and (home.complete or section.complete)
    if not auto and has_lines and not is_last(home):
        budgets.keep_version(home.answers, Origin.FORM, application_id=section.application_id, by=by)


def is_last(home: Section) -> bool:
    """Whether the newest version of the budget is already as it stands."""
    last = next(iter(versions(home.application_id)), None)
    return last is not None and last.budget == from_json(home.answers)


def _write(application: Application, given: Mapping[str, Sequence[Line]], by: Person) -> None:
    home = application.section(SectionKey.BUDGET)
    written = {name: _numbered(name, lines, home.answers.get(name) or []) for name, lines in given.items()}
    content = {**home.answers, **written}
    if "positions" in given:
        content |= _costs(application, from_json(content))
    if content != home.answers:
        home.answers = content
        home.saved_at, home.saved_by_id = clock.now(), by.id


def _numbered(name: str, lines: Sequence[Line], before: Sequence[Line]) -> list[Line]:
    write = WRITTEN.get(name)
    return [write(number, line, before) if write else dict(line) for number, line in enumerate(lines, 1)]


def _costs(application: Application, budget: Budget) -> dict[str, Any]:
    """What follows from the positions: the lines of the budget, who pays them, and the grant of each year."""
    spec = specification.of(application.round.pool.code)
    years = Settings.from_json(application.round.guideline.settings).plan_years
    known = position_lines.layout(spec)
    lines = tuple(position_lines.line(each, years, known) for each in budget.positions)
    grants = _grants(budget.grants, lines) if budget.grants else None
    financing = position_lines.sources(lines, grants, spec)
    made = replace(budget, lines=lines, financing=financing, grants=tuple(grants or ())).as_json()
    return {name: made.get(name, []) for name in ("lines", "financing", "grants") if name in made or budget.grants}


def _grants(before: Sequence[YearlyGrant], lines: Sequence[Any]) -> list[YearlyGrant]:
    """The grants of the years as they stand, or shared out anew when they are no longer what is sought in all."""
    if total(each.grant for each in before) == total(each.sought for each in lines):
        return list(before)
    shares, allocations = position_lines.shared_out(lines), {each.year: each.allocation for each in before}
    years = sorted({*shares, *allocations})
    return [YearlyGrant(year, shares.get(year, Ore(0)), allocations.get(year)) for year in years]


def after_the_budget(application: Application, by: Person) -> None:
    """The sections that show what the budget keeps are saved with it: who has one of them open is told."""
    for spec in belonging.sections_of(application):
        if spec.shared:
            section = application.section(spec.key)
            section.saved_at, section.saved_by_id = clock.now(), by.id
