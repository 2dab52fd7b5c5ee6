"""What happens to an annual report: compiled piece by piece, commented on, signed, and frozen as an edition."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import current_app

from portal.adapters import files, mail
from portal.core import audit, clock, outbox, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.outbox import AT_ONCE
from portal.core.permissions import Role
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.identity.queries import people_with
from portal.pools.models import Pool, Round
from portal.results import annual_facts, annual_papers, annual_projects, annual_queries, annual_rules, annual_sums
from portal.results import annual_tables as t
from portal.results.annual_facts import Year
from portal.results.annual_models import AnnualComment, AnnualEdition, AnnualReport
from portal.results.annual_rules import COMPILE, FREEZE, AnnualStatus
from portal.results.annual_sums import Difference, Tables, parts_of

BUSY = Problem(_("The report is being compiled already. Wait until it is done."))
REGION_ROLES = (Role.CASEWORKER, Role.DIRECTOR, Role.CONTROLLER, Role.READER)


def begin(
    region: Organisation, year: int | None, pool: Pool | None, *, by: Person | None, hold: timedelta = AT_ONCE
) -> AnnualReport:
    """Compile the report on a year that is over. The same report again is compiled anew; its editions stand.

    Who gathers it himself, with `gather` and `queue`, keeps the worker away with `hold`.
    """
    refuse_if(annual_rules.problems_with_the_year(year, today=clock.today()))
    number, scope = year or 0, pool.code if pool else ""
    audit.wait_for_turn()  # two people who begin the same report wait for each other
    report = annual_queries.of(region.id, number, scope)
    if report is not None:
        again(report, seen=report.version, by=by, hold=hold)
        return report
    report = AnnualReport(
        region=region, year=number, scope=scope, begun_at=clock.now(), as_of=clock.today(),
        reference=annual_rules.reference(number, region.code, pool.prefix if pool else ""),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    _start(report, by, hold)
    return report


def again(report: AnnualReport, *, seen: int, by: Person | None, hold: timedelta = AT_ONCE) -> None:
    """Gather every figure anew. A compilation that was given up is begun again."""
    if report.status is AnnualStatus.COMPILING and given_up(report):
        if report.version != seen:
            raise Conflict(BUSY)
    elif report.status is AnnualStatus.COMPILING:
        raise Conflict(BUSY)
    else:
        workflow.advance(report, COMPILE, seen=seen)
    _start(report, by, hold)


def _start(report: AnnualReport, by: Person | None, hold: timedelta) -> None:
    report.run += 1
    report.status, report.as_of, report.compiled_at = AnnualStatus.COMPILING, clock.today(), None
    report.begun_at, report.begun_by_id = clock.now(), by.id if by else None
    rounds = annual_facts.rounds_of(report.region_id, report.year, report.scope)
    report.todo = {"rounds": rounds, "after": None, "step": 0}
    report.done, report.total = 0, annual_facts.number_of_projects(rounds, Year(report.year))
    report.facts, report.invented = {"tables": {}, "names": {}}, False
    audit.record("annual.compile_begun", report, by=by, run=report.run, projects=report.total)
    queue(report, hold)


def queue(report: AnnualReport, hold: timedelta = AT_ONCE) -> None:
    """Order the next piece."""
    facts = {"report_id": report.id, "run": report.run, "step": report.todo["step"]}
    outbox.put("annual.compile", key=_key(report), hold=hold, **facts)


def _key(report: AnnualReport) -> str:
    return f"annual-{report.id}-{report.run}-{report.todo.get('step', 0)}"


def given_up(report: AnnualReport) -> bool:
    """Whether the worker has tried this piece as often as it tries."""
    return report.status is AnnualStatus.COMPILING and outbox.given_up(_key(report))


@outbox.handles("annual.compile")
def carry_on(report_id: int, run: int, step: int) -> None:
    """One piece, in one transaction with the order for the next: a killed worker leaves whole pieces only."""
    report = db.session.get(AnnualReport, report_id, with_for_update=True)
    if report is not None and (report.run, report.todo.get("step")) == (run, step) and gather(report):
        queue(report)


def gather(report: AnnualReport) -> bool:
    """Add one piece; False when the report is whole."""
    if report.status is not AnnualStatus.COMPILING:
        return False
    rounds = list(report.todo["rounds"])
    if not rounds:
        _finish(report)
        return False
    this_round = db.session.get_one(Round, rounds[0])
    tables, names = _kept(report)
    year, after = Year(report.year), report.todo["after"]
    if after is None:
        annual_sums.merge(tables, annual_facts.of_the_round(this_round, year, report.as_of))
    piece = annual_projects.of_the_next(this_round, after or 0, year, report.as_of)
    annual_sums.merge(tables, piece.tables)
    report.facts = {"tables": tables, "names": names | piece.names}
    report.done += piece.number
    left, place = (rounds[1:], None) if piece.ended else (rounds, piece.last)
    report.todo = {"rounds": left, "after": place, "step": report.todo["step"] + 1}
    report.invented = report.invented or this_round.invented
    return True


def _kept(report: AnnualReport) -> tuple[Tables, dict[str, str]]:
    """Copies, so that the database is told of every change."""
    tables = {name: {key: dict(row) for key, row in rows.items()} for name, rows in report.facts["tables"].items()}
    return tables, dict(report.facts["names"])


def _finish(report: AnnualReport) -> None:
    tables, names = _kept(report)
    codes = {part for rows in tables.values() for key in rows for part in parts_of(key) if part.startswith("JC-")}
    before = annual_queries.edition_of(report.region_id, report.year - 1, report.scope)
    report.facts = {
        "region": {"code": report.region.code, "name": report.region.name},
        "year": report.year,
        "scope": report.scope,
        "as_of": report.as_of.isoformat(),
        "invented": report.invented,
        "pools": annual_facts.pools(),
        "names": dict(sorted((names | annual_facts.names(codes)).items())),
        "tables": {table.key: dict(sorted(tables.get(table.key, {}).items())) for table in t.TABLES},
        "last_year": _last_year(before, tables),
    }
    report.status, report.compiled_at = AnnualStatus.READY, clock.now()
    audit.record("annual.compiled", report, by=None, run=report.run, projects=report.done)


def _last_year(before: AnnualEdition | None, tables: Tables) -> dict[str, Any] | None:
    """The sums of the region beside those of the newest edition of the year before; None when there is none."""
    if before is None:
        return None
    found = annual_sums.since_last_year(before.content["tables"], tables)
    return {"edition": before.reference, "differences": [each.as_json() for each in found]}


def comment(report: AnnualReport, words: str, *, by: Person) -> AnnualComment:
    """Say something about the draft; it is kept with it and is not part of any edition."""
    workflow.require(report, annual_rules.COMMENT)
    refuse_if(annual_rules.problems_with_the_comment(words))
    said = AnnualComment(report=report, run=report.run, words=words.strip(), at=clock.now(), by=by)
    db.session.add(said)
    db.session.flush()
    audit.record("annual.commented", report, by=by, run=report.run)
    return said


def changed(report: AnnualReport) -> list[Difference]:
    """The figures that differ from the newest edition; none when there is no edition."""
    return list(_changed(report))


def _changed(report: AnnualReport) -> Iterator[Difference]:
    if report.newest is not None:
        yield from annual_sums.differences(report.newest.content["tables"], report.facts["tables"])


def freeze(report: AnnualReport, words: str, *, seen: int, by: Person) -> AnnualEdition:
    """The director signs: the facts as they are become an edition, with a fingerprint and a paper."""
    workflow.require(report, FREEZE)
    found, earlier = changed(report), len(report.editions)
    refuse_if(annual_rules.problems_with_freezing(words, earlier=earlier, changed=len(found)))
    workflow.advance(report, FREEZE, seen=seen)
    content = {**report.facts, "number": earlier + 1, "words": words.strip(), "reference": report.reference,
               "changed": [each.as_json() for each in found]}  # fmt: skip
    edition = AnnualEdition(
        number=earlier + 1, content=content, sha256=annual_sums.sha256(content), signed_at=clock.now(), signed_by=by
    )
    with db.session.no_autoflush:  # the paper is read from the row before the row is kept
        signed = annual_papers.Signed(by.name, by.title, edition.signed_at, edition.sha256)
        edition.paper_sha256, _size = files.store(io.BytesIO(annual_papers.pdf_of(content, signed)))
    report.editions.append(edition)
    db.session.flush()
    audit.record("annual.frozen", report, by=by, number=edition.number, sha256=edition.sha256, changed=len(found))
    _tell(report, edition)
    return edition


def holds(edition: AnnualEdition) -> bool:
    """Whether the edition still has the fingerprint it was signed with."""
    return annual_sums.sha256(edition.content) == edition.sha256


def _tell(report: AnnualReport, edition: AnnualEdition) -> None:
    """The region's people, and the managers of its job centres."""
    people = [*people_with(REGION_ROLES, report.region_id), *annual_queries.managers_in(report.region)]
    href = f"{current_app.config['BASE_URL']}/results/annual/editions/{edition.id}"
    for person in {each.id: each for each in people}.values():
        mail.send_later(
            "annual_frozen", to=person.email, key=f"annual-{edition.id}", language_code=person.language, person=person,
            report=report, edition=edition, href=href,
        )  # fmt: skip
