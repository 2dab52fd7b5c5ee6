"""The reports of one job centre and year together: their states, their sums, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core import clock
from portal.core.money import Ore, total
from portal.core.text import Text, _
from portal.pools import standing
from portal.pools.rules import Money
from portal.projects.models import Project
from portal.results import report_facts
from portal.results.report_models import YearlyReport
from portal.results.report_rules import WITH_THE_CENTRE, is_overdue, missing_words

SUMS: tuple[tuple[str, Text], ...] = (
    ("granted", _("Granted, kr.")),
    ("paid", _("Paid, kr.")),
    ("used_in_the_year", _("Used in the year, kr.")),
    ("used", _("Used in all, kr.")),
    ("repaid", _("Repaid, kr.")),
)


@dataclass(frozen=True)
class Gathered:
    report: YearlyReport
    sums: dict[str, Ore | None]  # None: no approved account says it
    missing: Text | str  # what the report still lacks; empty when nothing


def gathered(reports: Iterable[YearlyReport]) -> list[Gathered]:
    """What is signed counts as it was signed, and what is being written as it stands now."""
    found = list(reports)
    rounds = {each.project.application.round_id for each in found if each.status in WITH_THE_CENTRE}
    years = {each.year for each in found}
    ledgers = {year: _ledger(year, rounds) for year in years} if rounds else {}
    return [Gathered(each, _sums(each, ledgers), missing(each)) for each in found]


def _ledger(year: int, rounds: set[int]) -> dict[str, Money]:
    """The cases of these rounds at the end of the year, by reference."""
    on_the_day = standing.on(report_facts.end_of(year), rounds=rounds)
    return {case: money for each in on_the_day for case, money in each.cases.items()}


def _sums(report: YearlyReport, ledgers: dict[int, dict[str, Money]]) -> dict[str, Ore | None]:
    if report.status not in WITH_THE_CENTRE and report.newest is not None:
        return _amounts(report.newest.content["sums"])
    project: Project = report.project
    money = ledgers[report.year].get(project.reference, Money())
    return _amounts(report_facts.added_up(project, report.year, money))


def _amounts(sums: Mapping[str, int | None]) -> dict[str, Ore | None]:
    return {name: None if (amount := sums[name]) is None else Ore(amount) for name, _words in SUMS}


def together(rows: Iterable[Gathered]) -> dict[str, Ore | None]:
    """The sums of what is known; None where it is known of no report."""
    kept = list(rows)
    known = {name: [amount for each in kept if (amount := each.sums[name]) is not None] for name, _words in SUMS}
    return {name: total(amounts) if amounts else None for name, amounts in known.items()}


def missing(report: YearlyReport) -> Text | str:
    """In words for the list: what keeps the report from the region."""
    if report.status not in WITH_THE_CENTRE:
        return ""
    number = len(missing_words({each.key: each.words for each in report.sections}))
    if returned := sum(1 for each in report.sections if each.returned_because):
        return (
            _("%(number)s sections were sent back.", number=returned) if returned > 1 else _("A section was sent back.")
        )
    if not number:
        return _("The manager's signature.")
    return unwritten(number, len(report.sections))


def unwritten(number: int, sections: int) -> Text:
    """How many sections are not written yet; `number` is at least 1."""
    if number == sections:
        return _("None of the %(all)s sections is written yet.", all=sections)
    return _("%(number)s of %(all)s sections are written.", number=sections - number, all=sections)


def overdue(report: YearlyReport) -> bool:
    return is_overdue(report.status, report.due_on, clock.today())
