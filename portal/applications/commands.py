"""Commands about applications: judge one, or a document from a file, and write one as a document. Nothing is stored."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.applications import checking, queries
from portal.applications.documents import document_of
from portal.applications.models import Application
from portal.applications.rules import SUBMIT, Status
from portal.core import cpr
from portal.core.commands import WHY_NOT_READ, WHY_NOT_WRITTEN, failed, language_option, why_not
from portal.core.errors import Problem, Refusal
from portal.core.language import sentence, shown
from portal.core.text import Text, _
from portal.eligibility import parsing
from portal.eligibility.verdicts import Verdict, as_json, may_submit

REFUSED = 2
MARGIN = 8  # the longest name of a rule is VIRK-01, and a space
ONE_OF_THEM = _("Name either a reference or --file DOC.json.")
SUBMITTED = _("The application has been submitted, so it cannot be submitted again.")
DECIDED = _("The application has been decided, so it cannot be submitted again.")
CLOSED = {
    Status.SUBMITTED: SUBMITTED,
    Status.RECOMMENDED: SUBMITTED,
    Status.GRANTED: DECIDED,
    Status.REFUSED: DECIDED,
    Status.WITHDRAWN: _("The application has been withdrawn, so it cannot be submitted."),
}
applications = AppGroup("applications", help="Judge an application, or write it as a document.")


@applications.command("check")
@click.argument("reference", required=False)
@click.option("--file", "path", type=click.Path(path_type=Path), help="A document from a file, instead of a reference.")
@click.option("--json", "machine", is_flag=True, help="One JSON object.")
@language_option
def check(reference: str | None, path: Path | None, machine: bool, language: str) -> None:
    """Print the verdict of every rule, and whether the application may be submitted: one that has been submitted,
    decided or withdrawn may not, whatever the rules say. A document from a file is judged by the rules alone.

    \b
    Exit code 0: it was judged, whether it may be submitted or not. The last line says which; with --json, may_submit.
    Exit code 1: there is no such application, or the file cannot be read.
    Exit code 2: the document cannot be judged, or the command itself was not understood.
    """
    with force_locale(language):
        if (reference is None) == (path is None):
            raise click.UsageError(str(shown(ONE_OF_THEM)))
        if path is None:
            application = _found(str(reference))
            _print(application.reference, checking.verdicts(application), machine=machine, status=application.status)
        else:
            _check_document(_read(path), machine=machine)


@applications.command("export")
@click.argument("reference")
@click.option("-o", "target", type=click.Path(path_type=Path), help="The file to write; otherwise it is printed.")
@language_option
def export(reference: str, target: Path | None, language: str) -> None:
    """Write an application as one JSON document (docs/application.schema.json)."""
    with force_locale(language):
        written = json.dumps(document_of(_found(reference)), ensure_ascii=False, indent=2)
        if target is None:
            click.echo(written)
            return
        try:
            target.write_text(written + "\n", "utf-8")
        except OSError as error:
            raise failed(
                _("%(file)s cannot be written: %(why)s.", **_told(target, why_not(error, WHY_NOT_WRITTEN)))
            ) from None


def _found(reference: str) -> Application:
    application = queries.by_reference(reference) if reference.isprintable() else None
    whole = queries.find(application.id) if application else None
    if whole is None:
        raise failed(
            _("There is no application %(reference)s. Its page shows the reference.", reference=cpr.hidden(reference))
        )
    return whole


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise failed(_("%(file)s cannot be read: %(why)s.", **_told(path, why_not(error, WHY_NOT_READ)))) from None


def _told(path: Path, why: Text) -> dict[str, object]:
    """Which file, and why not, in the reader's words; a file name can hold a CPR-shaped number too."""
    return {"file": cpr.hidden(str(path)), "why": why}


def _check_document(content: bytes, *, machine: bool) -> None:
    document: Any = None
    try:
        document = parsing.read(content)
        verdicts = checking.judged(document)
    except Refusal as refusal:
        _refuse(_reference_in(document), refusal.problems, machine=machine)
    else:
        _print(document["reference"], verdicts, machine=machine)


def _reference_in(document: Any) -> str | None:
    reference = document.get("reference") if isinstance(document, dict) else None
    return cpr.hidden(reference) if isinstance(reference, str) else None


def _refuse(reference: str | None, problems: Iterable[Problem], *, machine: bool) -> None:
    told = [{"place": each.field or "", "message": str(shown(each.text))} for each in problems]
    if machine:
        _say_json({"reference": reference, "problems": told, "may_submit": False})
    else:
        for each in told:
            _say(f"{each['place']}: {each['message']}" if each["place"] else each["message"])
    raise SystemExit(REFUSED)


def _print(reference: str, verdicts: list[Verdict], *, machine: bool, status: Status = Status.DRAFT) -> None:
    """`status` is that of a stored application; a document from a file is like a draft."""
    reference, kept = cpr.hidden(reference), may_submit(verdicts)
    if machine:
        judged = [as_json(each, sentence) for each in verdicts]
        _say_json({"reference": reference, "verdicts": judged, "may_submit": kept and status in SUBMIT.source})
        return
    _say(reference)
    for each in verdicts:
        _say(_lines(each))
    _say(" ".join(str(shown(each)) for each in _conclusion(status, kept=kept)))


def _conclusion(status: Status, *, kept: bool) -> list[Text]:
    """`kept`: whether every rule that blocks is kept."""
    if status in SUBMIT.source:
        return [_("The application may be submitted.") if kept else _("The application may not be submitted.")]
    return [CLOSED[status], _("It meets every must.") if kept else _("It does not meet every must.")]


def _lines(verdict: Verdict) -> str:
    said = {name: sentence(getattr(verdict, name)) for name in ("title", "found", "expected", "remedy", "source")}
    head = f"{verdict.rule:<{MARGIN}}{shown(verdict.outcome)} ({shown(verdict.severity)}): {said['title']}"
    rest = [said["found"]] if verdict.outcome.value == "met" else [said["found"], said["expected"], said["remedy"]]
    return "\n".join([head, *(f"{'':<{MARGIN}}{each}" for each in [*rest, said["source"]])])


def _say_json(answer: Mapping[str, Any]) -> None:
    _say(json.dumps(answer, ensure_ascii=False))


def _say(line: str) -> None:
    """Half a character, as JSON may hold, cannot be printed."""
    click.echo(line.encode("utf-8", "replace").decode("utf-8"))
