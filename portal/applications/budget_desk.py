"""An application's budget as its pages need it: the draft, the specification, the limits, and what was uploaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from portal.adapters import spreadsheets
from portal.applications import actions as applications
from portal.applications import budget_facts, queries, rules
from portal.applications.models import Application
from portal.applications.rules import SectionKey
from portal.budgets import actions, annotating, correcting, position_lines, previewing, signing, specification, template
from portal.budgets import queries as budgets
from portal.budgets.findings import Finding, Group
from portal.budgets.leftovers import HOLDS
from portal.budgets.limits import Limits
from portal.budgets.lines import Budget, from_json
from portal.budgets.models import BudgetImport, BudgetVersion
from portal.budgets.normalising import danish
from portal.budgets.previewing import Preview, Todo
from portal.budgets.reading import Reading
from portal.budgets.rules import ImportStatus, Origin
from portal.budgets.specification import Spec
from portal.budgets.totals import years_of
from portal.core import clock, outbox
from portal.core.language import DEFAULT
from portal.core.permissions import Side
from portal.identity.models import Person
from portal.pools import queries as pools
from portal.pools.settings import Settings

WAGE_FIELDS = ("function", "hours", "hourly_rate")


@dataclass(frozen=True)
class Desk:
    application: Application
    draft: Budget
    spec: Spec
    years: tuple[int, ...]
    limits: Limits

    @property
    def plan_years(self) -> tuple[int, ...]:
        return self.limits.plan_years or self.spec.years

    def label(self, name: str, year: int | None, language: str) -> str:
        """What a field of a line is called in the workbook and on the page."""
        named = "wages" if name in WAGE_FIELDS else "costs"
        tables = sorted(self.spec.tables, key=lambda each: each.key != named)
        column = next((each for table in tables for each in table.columns if each.key == name), None)
        return column.title(year, language) if column else name

    def goal_years(self, budget: Budget) -> tuple[int, ...]:
        """The years of the plan, and those that the budget's own goals are for."""
        return tuple(sorted({*self.plan_years, *(year for each in budget.goals for year, _number in each.goals)}))

    @staticmethod
    def number(value: Decimal) -> str:
        """1234.5 as 1.234,5: figures are written the Danish way in every language, like amounts."""
        return danish(value)

    def options(self, name: str, language: str) -> list[tuple[str, str]]:
        """A list to choose from: the code, and its words."""
        return [(each.code, self.spec.words(name, each.code, language)) for each in self.spec.lists[name]]

    def words(self, name: str, value: str, language: str) -> str:
        return self.spec.said(name, value, language)

    def source(self, name: str, language: str) -> str:
        return position_lines.source_in(name, self.spec, language)


def of(application: Application) -> Desk:
    settings = Settings.from_json(application.round.guideline.settings)
    draft = from_json(application.section(SectionKey.BUDGET).answers)
    spec = specification_of(application)
    planned = settings.plan_years if spec.own_years else settings.years
    years = tuple(sorted({*planned, *years_of(draft)}))  # what a workbook brought is not lost on the page
    return Desk(application, draft, spec, years, limits(application, settings, years))


def specification_of(application: Application) -> Spec:
    """The pool's own layout; a pool without one uses the upskilling pool's."""
    try:
        return specification.of(application.round.pool.code)
    except LookupError:
        return specification.of("upskilling")


def version(application: Application) -> int:
    """What the person saw: the version of the budget section."""
    return application.section(SectionKey.BUDGET).version


def limits(application: Application, settings: Settings, years: tuple[int, ...]) -> Limits:
    basis = application.section(SectionKey.BASIS).answers
    allotted = pools.allotted(application.round, application.job_centre.code)
    reason, this_round = (
        basis.get("early_start_reason") or _budget(application).get("early_cost_reason"),
        application.round,
    )
    return Limits.of(
        settings,
        first_year=_year(basis.get("period_start")),
        last_year=_year(basis.get("period_end")),
        early=bool((reason or "").strip()),
        years=years,
        largest_grant=min(each for each in (this_round.frame, this_round.largest_grant, allotted) if each is not None),
    )


def _budget(application: Application) -> Mapping[str, Any]:
    return application.section(SectionKey.BUDGET).answers


def _year(day: object) -> int | None:
    return int(day[:4]) if isinstance(day, str) and day[:4].isdecimal() else None


def known(application: Application) -> dict[str, Any]:
    """What receiving a workbook must know about its application."""
    desk = of(application)
    return {
        "application_id": application.id,
        "reference": application.reference,
        "pool": desk.spec.pool,
        "limits": desk.limits,
        "base_version": version(application),
        "facts": budget_facts.of_draft(application, DEFAULT),
    }


def save(
    application: Application, content: dict[str, Any], origin: Origin, *, seen: int, by: Person,
    kept: BudgetImport | None = None, complete: bool = True,
) -> None:  # fmt: skip
    """Into the draft, and remembered as a version that can be brought back."""
    applications.save_budget(application, content, seen=seen, origin=origin.value, by=by, complete=complete)
    actions.keep_version(content, origin, application_id=application.id, by=by, kept=kept)


def written(desk: Desk, language: str, *, blank: bool) -> bytes:
    """The workbook to download."""
    application = desk.application
    facts = budget_facts.of_applicant(application) if blank else budget_facts.of_draft(application, language)
    request = template.Request(
        made_at=clock.now(),
        years=desk.years,
        reference=application.reference,
        language=language,
        budget=Budget() if blank else desk.draft,
        facts=facts,
        earliest=desk.limits.earliest,
        key=signing.key(),
    )
    return spreadsheets.write(template.plan(desk.spec, request))


@dataclass(frozen=True)
class ImportPage:
    """One upload of one application: whoever may see the application may see it."""

    application: Application
    kept: BudgetImport

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties

    @cached_property
    def todo(self) -> Todo:
        return previewing.todo(self.kept.found)

    @cached_property
    def reading(self) -> Reading:
        """What was found, for the copy with marks."""
        kept = self.kept
        refused, version = kept.result.get("refused", ""), kept.result.get("version")
        return Reading(of(self.application).spec.pool, findings=kept.found, refused=refused, version=version)

    @property
    def can_be_annotated(self) -> bool:
        return annotating.can_be(self.reading)

    @property
    def warned(self) -> list[Finding]:
        """What to know before the original is opened: it may run something, or nobody could look into it."""
        refused = "" if self.can_be_annotated else self.reading.refused
        return [each for each in self.kept.found if each.code in (*HOLDS.values(), refused)]

    @property
    def can_be_shown(self) -> bool:
        """Whether the person can point at the tables in it."""
        return bool(self.kept.result.get("glimpse"))

    @property
    def given_up(self) -> bool:
        return outbox.given_up(self.kept.result.get("queued", ""))

    @property
    def open(self) -> bool:
        """Whether it can still be corrected: the draft can be written in, and does not use it yet."""
        writable = self.application.status in rules.EDIT.source
        return writable and self.kept.status is not ImportStatus.CONFIRMED and not self.kept.submitted_at

    def corrected_to(self, place: str, text: str, language: str) -> str:
        """What was written in a cell, a choice by its words."""
        spec = specification_of(self.application)
        column = correcting.column_of(self.kept.result.get("tables", ()), place, spec)
        return correcting.in_words(text, column, spec)[language]

    @property
    def words_of(self) -> Callable[[Group], str]:
        return previewing.cells

    @property
    def key_of(self) -> Callable[[Group], str]:
        return previewing.key

    @cached_property
    def preview(self) -> Preview:
        return previewing.preview(of(self.application).draft, self.kept.budget, self.application.places)


@dataclass(frozen=True)
class VersionPage:
    application: Application
    version: BudgetVersion

    @property
    def parties(self) -> dict[Side, int]:
        return self.application.parties


def mark_submitted(application: Application, by: Person) -> None:
    actions.mark_submitted(application.id, reference=application.reference, by=by)


@outbox.handles("budgets.read")
def read_received(import_id: int) -> None:
    """The worker reads what was too large to be read while the person waited."""
    kept = budgets.by_id(import_id)
    application = queries.find(kept.application_id) if kept else None
    if kept is not None and application is not None and kept.status is ImportStatus.RECEIVED:
        actions.finish(kept, shared=queries.is_attached(kept.sha256), **known(application))


def source(application: Application) -> ImportPage | None:
    """The workbook that the budget as it stands came from; None when somebody typed in it since."""
    last = next(iter(budgets.versions(application.id)), None)
    if last is None or last.from_import is None or last.budget != of(application).draft:
        return None
    return ImportPage(application, last.from_import)


def find_import(application_id: int, import_id: int) -> ImportPage | None:
    application, kept = queries.find(application_id), budgets.find_import(application_id, import_id)
    return ImportPage(application, kept) if application and kept else None


def find_version(application_id: int, number: int) -> VersionPage | None:
    application, kept = queries.find(application_id), budgets.find_version(application_id, number)
    return VersionPage(application, kept) if application and kept else None


def history(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "desk": of(application),
        "imports": budgets.imports(application.id),
        "versions": budgets.versions(application.id),
        "version": version(application),
    }
