"""Yearly reports for tests: one that is opened for 2010, and the words and figures that fill it."""

from datetime import date

from portal.labour_market import figure_importing
from portal.labour_market.figure_importing import Origin
from portal.labour_market.numbers import Figure
from portal.results import report_claims, reporting
from portal.results.report_claims import Claim
from portal.results.report_rules import SECTIONS

DAY = date(2010, 12, 31)


def claims(**figures: int | None) -> list[Claim]:
    """Every kind, with the named figures in whole numbers."""
    return [
        Claim(kind, None if figures.get(kind.code) is None else Figure(figures[kind.code] * 1000),
              "" if figures.get(kind.code) is None else "Jobcentrets egen optælling", DAY)
        for kind in report_claims.KINDS
    ]  # fmt: skip


def written(report, by, words="Det gik, som det var planlagt.", **figures: int | None) -> None:
    """Every section, with the figures that must be there."""
    for section in SECTIONS:
        kept = report.section(section.key)
        found = claims(**{"participants": 12, "in_work": 5} | figures) if section.key == "goals" else None
        typed = {each.key: words for each in section.questions}
        reporting.save(kept, typed, seen=kept.version, by=by, claims=found)


def signed(report, by, **facts):
    written(report, by, **facts)
    return reporting.sign(report, seen=report.version, by=by)


def imported(case, row, retrieved):
    """One figure of full-time persons, taken in."""
    data = f"indicator;area;period;value;unit\n{row};fuldtidspersoner".encode()
    uploaded = figure_importing.preview(
        case.application.round.region, data, Origin("tal.csv", "jobindsats.dk", retrieved), by=case.caseworker
    )
    figure_importing.confirm(uploaded, seen=uploaded.version, by=case.caseworker)
