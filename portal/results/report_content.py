"""A report as its readers see it: what the portal knows, section by section, and the words that were added."""

from datetime import date
from typing import Any

from portal.core import clock
from portal.results import report_claims, report_facts, report_market
from portal.results.report_blocks import Block, both, frozen
from portal.results.report_claims import Difference
from portal.results.report_market import Known
from portal.results.report_models import YearlyReport
from portal.results.report_rules import SECTIONS, WITH_THE_CENTRE, Section


def differences(report: YearlyReport) -> list[Difference]:
    """Claimed figures and measured goals beside what is imported now."""
    found = report_market.known(report.project, report.year)
    return report_market.differences(report.project, found, report_claims.read(report.claims))


def shown(report: YearlyReport) -> dict[str, Any]:
    """As it stands now while it is written; as it was signed once it is with the region."""
    if report.status not in WITH_THE_CENTRE and report.newest is not None:
        return report.newest.content
    return content(report)


def content(report: YearlyReport) -> dict[str, Any]:
    """Plain values in both languages, made now."""
    project, found = report.project, report_market.known(report.project, report.year)
    application = project.application
    return {
        "reference": project.reference,
        "title": project.title,
        "year": report.year,
        "centre": application.job_centre.name,
        "round": f"{application.round.title} ({application.round.reference})",
        "period": [project.starts_on.isoformat(), project.ends_on.isoformat()],
        "read_on": clock.today().isoformat(),
        "sums": report_facts.sums(project, report.year),
        "sections": [_section(each, report, found) for each in SECTIONS],
    }


def _section(section: Section, report: YearlyReport, found: Known) -> dict[str, Any]:
    words = report.section(section.key).words
    return {
        "key": section.key,
        "title": both(section.title),
        "blocks": [frozen(each) for each in _blocks(section.key, report, found)],
        "answers": [{"question": both(each.words), "text": words.get(each.key, "")} for each in section.questions],
    }


def _blocks(key: str, report: YearlyReport, found: Known) -> list[Block]:
    project, year = report.project, report.year
    match key:
        case "money":
            facts = (report_facts.ledger_block, report_facts.lines_block, report_facts.accounts_block)
        case "milestones":
            return [report_facts.milestones_block(project, year)]
        case "goals":
            claims = report_claims.read(report.claims)
            return [report_facts.goals_block(project, year), report_market.claims_block(claims)]
        case "figures":
            compared = report_market.differences(project, found, report_claims.read(report.claims))
            return [report_market.indicators_block(found), report_market.review_block(found),
                    report_market.differences_block(compared, report.explanations)]  # fmt: skip
        case "changes":
            facts = (report_facts.changes_block, report_facts.moved_block, report_facts.waivers_block)
        case _:
            return []
    return [each(project, year) for each in facts]


def read_on(content: dict[str, Any]) -> date:
    return date.fromisoformat(content["read_on"])
