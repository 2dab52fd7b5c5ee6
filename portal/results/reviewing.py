"""What happens to a results review: begun, filled in from a file or on the page, closed, and opened again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.adapters import row_files
from portal.core import audit, clock, findings, workflow
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, Refusal, refuse_if
from portal.core.text import Text, _
from portal.identity.models import Organisation, Person
from portal.labour_market import uploads
from portal.results import judging, layout, queries, review_files, rules, savings
from portal.results.judging import About, Entry
from portal.results.models import ResultsReview, ReviewImport, ReviewVersion
from portal.results.rules import CLOSE, REMOVE, REOPEN, WRITE, Origin


def begin(job_centre: Organisation, year: int | None, *, by: Person, invented: bool = False) -> ResultsReview:
    audit.wait_for_turn()  # two people who begin the same year wait for each other
    begun = queries.begun_years(job_centre.id)
    refuse_if(rules.problems_with_beginning(year, begun, clock.today()))
    review = ResultsReview(job_centre=job_centre, year=year, invented=invented, begun_at=clock.now(), begun_by_id=by.id)
    db.session.add(review)
    db.session.flush()
    audit.record("review.begun", review, by=by, year=review.year)
    return review


def doubts_about_beginning(job_centre: Organisation, year: int | None, *, warned: str) -> list[Problem]:
    """What is asked about before a review is begun. `warned` is the year about which it was asked already."""
    begun = queries.begun_years(job_centre.id)
    if year is None or str(year) == warned or any(rules.problems_with_beginning(year, begun, clock.today())):
        return []
    return list(rules.doubts_about_beginning(year, queries.Deadlines().of(job_centre, year), clock.now()))


def problems_with_removing(review: ResultsReview) -> list[Problem]:
    return list(rules.problems_with_removing(review.saved_number, queries.number_of_imports(review)))


def may_be_removed(review: ResultsReview) -> bool:
    """Begun, and nothing more."""
    return review.status in REMOVE.source and not problems_with_removing(review)


def remove(review: ResultsReview, *, seen: int, by: Person) -> None:
    """Take away a review that was begun by mistake, as long as nobody has written or uploaded anything in it."""
    audit.wait_for_turn()  # an upload that comes at the same moment has its file kept, or finds no review
    refuse_if(problems_with_removing(review))
    workflow.advance(review, REMOVE, seen=seen)
    audit.record("review.removed", review, by=by, year=review.year)
    db.session.delete(review)


def content_of(review: ResultsReview) -> dict[str, Any]:
    """The figures that count now; empty when nothing has been saved yet."""
    return review.newest.content if review.newest else layout.empty_content()


def require_open(review: ResultsReview) -> None:
    """A closed year takes no more figures."""
    if review.status not in WRITE.source:
        sentence = _("The results review of %(year)s is closed, so its figures cannot be changed. Ask the region to "
                     "open it again.", year=str(review.year))  # fmt: skip
        raise Refusal(Problem(sentence))


def about(review: ResultsReview) -> About:
    return About(review.job_centre.code, review.job_centre.name, review.year)


def write(review: ResultsReview, entries: list[Entry], *, seen: int, by: Person) -> None:
    """Save what was typed on the page. Every cell that cannot be read is told beside its field, and nothing saved."""
    require_open(review)
    refuse_if(problems(review, entries))
    _refuse_other(review, seen)
    _add_version(review, judging.judge(entries, review.year, clock.today()).content, Origin.FORM, by=by)


def problems(review: ResultsReview, entries: list[Entry]) -> list[Problem]:
    """Every cell that cannot be read, each beside its field."""
    return [Problem(each.text, each.column) for each in judging.judge(entries, review.year, clock.today()).findings]


def preview(review: ResultsReview, file_name: str, data: bytes, *, by: Person) -> ReviewImport:
    """Keep the file as it came and show what is in it. Nothing counts before it is confirmed."""
    require_open(review)
    read = review_files.read(data, review.year)
    row_files.refuse_cpr(read.findings)
    judged = _judged(review, read)
    uploaded = ReviewImport(review=review, file_name=file_name, content=judged.content)
    return uploads.keep(uploaded, data, judged.findings, by=by)


def _judged(review: ResultsReview, read: review_files.Read) -> judging.Judged:
    """A file of another job centre or year is told as that alone: its other faults are not ours."""
    if not read.entries and read.findings:
        return judging.Judged(layout.empty_content(), read.findings)
    if wrong := judging.about_another(read.entries, about(review), queries.centres_by_word()):
        return judging.Judged(layout.empty_content(), wrong)
    judged = judging.judge(read.entries, review.year, clock.today())
    return judging.Judged(judged.content, [*read.findings, *judged.findings])


def confirm(uploaded: ReviewImport, *, seen: int, after: int, by: Person) -> None:
    """Let what was read be the newest version, once. `after` is the version it was compared with on the page."""
    require_open(uploaded.review)
    findings.require_waiting(uploaded, seen)
    if uploaded.review.saved_number != after:
        raise Conflict(Problem(_("Figures have been saved since you looked. See what the file changes now.")))
    findings.require_ready(uploaded)
    _add_version(uploaded.review, uploaded.content, Origin.FILE, by=by, uploaded=uploaded)
    uploads.close_as_used(uploaded)


def close(review: ResultsReview, *, seen: int, by: Person) -> None:
    """The manager says that the figures are right. From then on nobody changes them."""
    workflow.require(review, CLOSE)
    refuse_if(problems_with_closing(review))
    workflow.advance(review, CLOSE, seen=seen)
    review.closed_at, review.closed_by = clock.now(), by
    audit.record("review.closed", review, by=by, number=review.newest.number if review.newest else 0)


def problems_with_closing(review: ResultsReview) -> Iterator[Problem]:
    """What must be there first, table by table."""
    content = content_of(review)
    for name, label in (("population", judging.POPULATION), ("source", judging.SOURCE),
                        ("retrieved_on", judging.RETRIEVED)):  # fmt: skip
        if not content["facts"].get(name):
            yield Problem(_("%(label)s is missing.", label=label))
    for table in layout.tables(review.year):
        if number := sum(1 for _each in savings.missing(content, (table,))):
            yield Problem(_missing(table, number))


def _missing(table: layout.Table, number: int) -> Text:
    if number == 1:
        return _("%(table)s: one figure is missing.", table=table.title)
    return _("%(table)s: %(number)s figures are missing.", table=table.title, number=number)


def reopen(review: ResultsReview, reason: str, *, seen: int, by: Person) -> None:
    """The region lets the job centre correct a review that was closed."""
    workflow.require(review, REOPEN)
    refuse_if(rules.problems_with_reopening(reason))
    workflow.advance(review, REOPEN, seen=seen)
    review.closed_at, review.closed_by, review.reopened_because = None, None, reason.strip()
    audit.record("review.reopened", review, by=by, reason=reason.strip())


@dataclass(frozen=True)
class Change:
    """One cell in which a file differs from what counts now."""

    table: layout.Table
    line: layout.Line
    column: layout.Column
    before: int | None
    now: int | None


def changes(review: ResultsReview, after: Mapping[str, Any]) -> list[Change]:
    return list(_changes(review.year, content_of(review)["tables"], after["tables"]))


def _changes(year: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for table in layout.tables(year):
        for line in table.lines:
            old, new = (each.get(table.key, {}).get(line.code, {}) for each in (before, after))
            yield from (
                Change(table, line, column, old.get(column.key), new.get(column.key))
                for column in table.columns
                if old.get(column.key) != new.get(column.key)
            )


def _add_version(
    review: ResultsReview, content: dict[str, Any], origin: Origin, *, by: Person, uploaded: ReviewImport | None = None
) -> None:
    """The review's own version number moves with it, so that two who save at once are told."""
    number = review.newest.number + 1 if review.newest else 1
    added = ReviewVersion(number=number, origin=origin, content=content, saved_at=clock.now(), saved_by=by)
    if uploaded is not None:
        added.file_name, added.sha256 = uploaded.file_name, uploaded.sha256
    changed = len(changes(review, content))
    review.versions.append(added)
    review.saved_number = number
    audit.record("review.saved", review, by=by, number=number, origin=origin.value, changed=changed)


def _refuse_other(review: ResultsReview, seen: int) -> None:
    if review.version != seen:
        raise Conflict(SAVED_BY_A_COLLEAGUE)
