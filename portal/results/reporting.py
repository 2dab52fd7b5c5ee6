"""What happens to a yearly report: opened, written section by section, explained, signed, approved or sent back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from portal.adapters import files
from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, Refusal, refuse_if
from portal.core.text import _
from portal.identity.models import Person
from portal.pools.settings import Settings
from portal.projects.models import Project
from portal.results import report_claims, report_content, report_mails, report_paper, report_rules
from portal.results import report_queries as queries
from portal.results.queries import Deadlines
from portal.results.report_blocks import digest
from portal.results.report_claims import Answer, Claim, Difference
from portal.results.report_models import ReportSection, ReportVersion, YearlyReport
from portal.results.report_rules import APPROVE, KEYS, RETURN, SECTIONS, SIGN, WRITE, ReportStatus, Section

LONGEST = 8000
SAVED_FIRST = Problem(_("A colleague saved this section first, so yours is not saved yet. Both stand below."))


def open_for(year: int, *, by: Person | None, region_ids: Iterable[int] | None = None) -> list[YearlyReport]:
    """A report for everybody who owes one for the year and has none. Opening twice opens nothing new."""
    refuse_if(report_rules.problems_with_opening(year, clock.today()))
    audit.wait_for_turn()  # two who open the same year wait for each other
    deadlines = Deadlines()
    return [_open(project, year, deadlines, by) for project in queries.owing(year, region_ids)]


def _open(project: Project, year: int, deadlines: Deadlines, by: Person | None) -> YearlyReport:
    centre = project.application.job_centre
    day = deadlines.days.get((centre.region_id or 0, year), Settings().results_review_due)
    due_on = report_rules.deadline(year, day)
    report = YearlyReport(project=project, year=year, first_due_on=due_on, due_on=due_on, claims={}, explanations={},
                          opened_at=clock.now(), opened_by_id=by.id if by else None)  # fmt: skip
    report.sections = [ReportSection(key=each.key, words={}) for each in SECTIONS]
    db.session.add(report)
    db.session.flush()
    audit.record("report.opened", report, by=by, year=year, due_on=str(due_on))
    report_mails.the_job_centre("report_opened", report, key=f"report-opened-{report.id}")
    return report


def require_open(report: YearlyReport) -> None:
    """What is with the region is not written in; a year whose report is approved is closed."""
    if report.status is ReportStatus.APPROVED:
        sentence = _("The report for %(year)s is approved and the year is closed, so nothing can be changed. Ask the "
                     "region to send it back if something is wrong.", year=str(report.year))  # fmt: skip
        raise Refusal(Problem(sentence))
    workflow.require(report, WRITE)


def save(section: ReportSection, words: Mapping[str, str], *, seen: int, by: Person,
         claims: Iterable[Claim] | None = None) -> None:  # fmt: skip
    """Keep the words of a section; with the section of results also the figures that are claimed."""
    report = section.report
    require_open(report)
    typed = {each.key: words.get(each.key, "").strip() for each in KEYS[section.key].questions}
    claimed = list(claims) if claims is not None else None
    refuse_if([*_unfit(KEYS[section.key], typed), *(report_claims.problems(claimed, clock.today()) if claimed else ())])
    if section.version != seen:
        raise Conflict(SAVED_FIRST)
    section.words, section.saved_at, section.saved_by = typed, clock.now(), by
    if claimed is not None:
        report.claims = report_claims.kept(claimed)
    report.saves += 1
    audit.record("report.saved", report, by=by, section=section.key)


def _unfit(section: Section, words: Mapping[str, str]) -> Iterable[Problem]:
    for each in section.questions:
        if cpr.find(words[each.key]):
            yield Problem(_("The text contains a number that looks like a CPR number. Remove it."), each.key)
        if len(words[each.key]) > LONGEST:
            yield Problem(_("Write at most %(most)s characters.", most=LONGEST), each.key)


def explain(report: YearlyReport, said: Mapping[str, tuple[Answer | None, str]], *, seen: int, by: Person) -> None:
    """An answer to each difference that has one; `said` by the key of the difference."""
    require_open(report)
    found = [each for each in report_content.differences(report) if each.differs]
    refuse_if(unsaid(found, said))
    if report.version != seen:
        raise Conflict(SAVED_BY_A_COLLEAGUE)
    answers = {each.key: said.get(each.key, (None, "")) for each in found}
    report.explanations = {
        each.key: report_claims.explained(each, answer, words)
        for each in found
        if (answer := answers[each.key][0]) and (words := answers[each.key][1])
    }
    report.saves += 1
    audit.record("report.explained", report, by=by, differences=sorted(report.explanations))


def unsaid(found: Sequence[Difference], said: Mapping[str, tuple[Answer | None, str]]) -> Iterable[Problem]:
    """An answer without words, words without an answer, or nothing at all."""
    if found and not any(answer is not None or words.strip() for answer, words in said.values()):
        yield Problem(_("Nothing has been chosen or written yet."), "answer_0")
    for number, each in enumerate(found):
        answer, words = said.get(each.key, (None, ""))
        if answer is not None and len(words.strip()) < report_rules.SHORTEST:
            yield Problem(_("%(what)s: write the explanation in a sentence.", what=each.words), f"words_{number}")
        if answer is None and words.strip():
            yield Problem(
                _("%(what)s: choose whether the difference is explained.", what=each.words), f"answer_{number}"
            )
        if cpr.find(words):
            yield Problem(_("The text contains a number that looks like a CPR number. Remove it."), f"words_{number}")


def obstacles(report: YearlyReport) -> list[Problem]:
    """Everything that must be put right before the report can be signed."""
    claims = report_claims.read(report.claims)
    words = [one for key, each in KEYS.items()
             for one in report_rules.problems_with_the_words(each, report.section(key).words)]  # fmt: skip
    returned = [
        Problem(_("%(section)s: the region has asked for a correction. Put it right, and save the section.",
                  section=KEYS[each.key].title), each.key)
        for each in report.uncorrected
    ]  # fmt: skip
    return [
        *returned, *words, *report_claims.missing(claims), *report_claims.problems(claims, clock.today()),
        *report_claims.unexplained(report_content.differences(report), report.explanations),
    ]  # fmt: skip


def sign(report: YearlyReport, *, seen: int, by: Person) -> ReportVersion:
    """The manager vouches for the report; words and figures are frozen as they are now and sent to the region."""
    require_open(report)
    refuse_if(Problem(each.text) for each in obstacles(report))
    workflow.advance(report, SIGN, seen=seen)
    content = report_content.content(report)
    signed = ReportVersion(number=len(report.versions) + 1, content=content, sha256=digest(content),
                           signed_at=clock.now(), signed_by=by)  # fmt: skip
    paper = report_paper.paper(signed, report)
    signed.paper_sha256, _size = files.store(io.BytesIO(paper))
    report.versions.append(signed)
    report.signed_at, report.signed_by = signed.signed_at, by
    for each in report.sections:
        each.returned_because = ""
    event = audit.record("report.signed", report, by=by, number=signed.number, sha256=signed.sha256)
    report_mails.the_region("report_signed", report, key=f"report-{event.id}", by=by, version=signed)
    return signed


def approve(
    report: YearlyReport, words: str, *, seen: int, by: Person, reasons: Mapping[str, str] | None = None
) -> None:
    """The region approves the report, and the year is closed for the project. `reasons` by section: there are none."""
    workflow.require(report, APPROVE)
    refuse_if(report_rules.problems_with_approving(reasons or {}))
    workflow.advance(report, APPROVE, seen=seen)
    _answered(report, words, "report.approved", by, {})


def give_back(
    report: YearlyReport, reasons: Mapping[str, str], correct_by: date | None, words: str, *, seen: int, by: Person
) -> None:
    """Back to the job centre: which sections, why, and by when. An approved report opens again that way."""
    workflow.require(report, RETURN)
    refuse_if(report_rules.problems_with_returning(reasons, correct_by, words, today=clock.today()))
    workflow.advance(report, RETURN, seen=seen)
    for each in report.sections:
        each.returned_because = reasons.get(each.key, "").strip()
    report.due_on = correct_by or report.due_on
    said = {each.key: each.returned_because for each in report.sections if each.returned_because}
    _answered(report, words, "report.returned", by, {"reasons": said, "due_on": str(report.due_on)})


def _answered(report: YearlyReport, words: str, what: str, by: Person, details: dict[str, Any]) -> None:
    report.decided_at, report.decided_by, report.answer = clock.now(), by, words.strip()
    event = audit.record(what, report, by=by, answer=report.answer, **details)
    report_mails.the_job_centre("report_answered", report, key=f"report-{event.id}", by=by)
