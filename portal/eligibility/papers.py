"""The manager's confirmation and the attachments: G-23 and G-24. Pure."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_UP, Decimal

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Attachment, Facts
from portal.eligibility.labels import missing
from portal.eligibility.saying import lacking, number, together
from portal.eligibility.verdicts import Finding, Outcome, Severity, cannot_tell, met, not_met

MEGABYTE = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ALSO_CALLED: Mapping[str, str] = {"jpeg": "jpg"}


def confirmed_by_the_manager(facts: Facts, context: Context) -> Finding:
    """G-23, as a submitted application or a document from a file must stand."""
    declared = facts.declarations
    expected = _("The manager's confirmation with name, title and time")
    absent = lacking(missing(declared, "confirmed_name", "confirmed_title", "confirmed_at"))
    if absent:
        return not_met(
            expected, together(absent), _("The manager confirms on the page where the application is submitted.")
        )
    values = {"name": declared.confirmed_name, "title": declared.confirmed_title, "time": declared.confirmed_at}
    return met(expected, _("Confirmed by %(name)s, %(title)s, %(time)s.", **values))


def confirmation_to_come(facts: Facts, context: Context) -> Finding:
    """G-23 while a draft is written: the confirmation is given when the manager signs, so it only informs.

    Half a confirmation is none, in a draft too.
    """
    finding, given = confirmed_by_the_manager(facts, context), facts.declarations
    begun = length(given.confirmed_name) or length(given.confirmed_title) or given.confirmed_at
    if finding.outcome is Outcome.NOT_MET and not begun:
        found = _("It is given when the manager signs.")
        return cannot_tell(finding.expected, found, finding.remedy, Severity.INFO)
    return finding


def attachments_allowed(facts: Facts, context: Context) -> Finding:
    """G-24. A file the scanner has not come to yet cannot be judged; where no scanner is set up, it is said so."""
    settings, files = context.settings, facts.attachments.files
    expected = _(
        "Files of the types %(types)s, at most %(size)s MB each, scanned for virus",
        types=", ".join(settings.attachment_types),
        size=_megabytes(settings.attachment_max_bytes),
    )
    if not files:
        return met(expected, _("There are no attachments."))
    problems = [problem for each in files for problem in _problems(each, context)]
    if problems:
        return not_met(expected, together(problems), _("Remove the file, or attach it again in an allowed form."))
    waiting = [_named(each, _("not scanned yet")) for each in files if _waits(each, context)]
    if waiting:
        return cannot_tell(expected, together(waiting), _("Wait until the file is scanned, then look again."))
    if any(each.scan == "not_scanned" for each in files):
        return met(expected, _("Attachments: %(number)s; no virus scanner is set up here.", number=len(files)))
    return met(expected, _("Attachments: %(number)s, all scanned.", number=len(files)))


def _waits(file: Attachment, context: Context) -> bool:
    return file.scan == "waiting" or (file.scan == "not_scanned" and context.scans)


def _allowed(context: Context) -> set[str]:
    return {MEDIA_TYPES[each] for each in context.settings.attachment_types if each in MEDIA_TYPES}


def _problems(file: Attachment, context: Context) -> Iterator[Text]:
    ending = file.name.rpartition(".")[2].casefold() if "." in file.name else ""
    kind = ALSO_CALLED.get(ending, ending)
    if kind not in context.settings.attachment_types:
        yield _named(file, _("the type “%(kind)s” is not allowed", kind=ending))
    elif file.media_type and file.media_type.casefold() not in _allowed(context):
        yield _named(file, _("the content “%(media_type)s” is not allowed", media_type=file.media_type[:80]))
    if file.size <= 0:
        yield _named(file, _("the file is empty"))
    if file.size > context.settings.attachment_max_bytes:
        yield _named(file, _("the file has %(size)s MB", size=_megabytes(file.size)))
    if file.scan == "quarantined":
        yield _named(file, _("the scanner found a virus"))


def _named(file: Attachment, what: Text) -> Text:
    return _("%(file)s: %(what)s", file=file.name[:80], what=what)


def _megabytes(size: int) -> str:
    """Rounded up at the second decimal, so that one byte too many is seen."""
    return number((Decimal(size) / MEGABYTE).quantize(Decimal("0.01"), rounding=ROUND_UP))
