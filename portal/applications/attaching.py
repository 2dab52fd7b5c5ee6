"""Attachments: taken in by what they are and not by what they are called, removed, and brought back."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath

from sqlalchemy import select

from portal.adapters import files
from portal.applications import queries, rules
from portal.applications.models import Application, Attachment, Section
from portal.applications.rules import SectionKey
from portal.applications.showing import size_in_words
from portal.core import audit, clock, cpr, workflow
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.text import Text, _
from portal.eligibility.papers import ALSO_CALLED, MEDIA_TYPES
from portal.identity.models import Person
from portal.pools.settings import Settings

BEGINNINGS: Mapping[bytes, str] = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
PARTS: Mapping[str, str] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and what Office locks with a password
MOST_FILES, LONGEST_NAME = 50, 150
FIELD = "file"


def settings_of(application: Application) -> Settings:
    return Settings.from_json(application.round.guideline.settings)


def attach(application: Application, name: str, content: bytes, *, by: Person) -> Attachment:
    """Keep one file byte for byte, and put it on the list."""
    workflow.require(application, rules.EDIT)
    name, there = bare_name(name), queries.attachments(application)
    refuse_if(problems_in(application, name, content))
    sha256, size = files.store(io.BytesIO(content))
    refuse_if(_twice(there, sha256))
    kept = Attachment(
        application=application,
        name=_free(name, there),
        media_type=MEDIA_TYPES[kind_of(content)],
        size=size,
        sha256=sha256,
        added_at=clock.now(),
        added_by_id=by.id,
    )
    db.session.add(kept)
    _touch(application, by)
    db.session.flush()
    audit.record("attachment.added", application, by=by, name=kept.name, sha256=sha256, size=size)
    return kept


def remove(attachment: Attachment, *, by: Person) -> None:
    """Off the list, and not off the disk: it can be brought back."""
    workflow.require(attachment.application, rules.EDIT)
    if attachment.removed_at is not None:
        return
    attachment.removed_at = clock.now()
    _touch(attachment.application, by)
    audit.record("attachment.removed", attachment.application, by=by, name=attachment.name, sha256=attachment.sha256)


def bring_back(attachment: Attachment, *, by: Person) -> None:
    workflow.require(attachment.application, rules.EDIT)
    if attachment.removed_at is None:
        return
    there = queries.attachments(attachment.application)
    refuse_if([*_crowded(there), *_twice(there, attachment.sha256)])
    attachment.removed_at, attachment.name = None, _free(attachment.name, there)
    _touch(attachment.application, by)
    audit.record("attachment.restored", attachment.application, by=by, name=attachment.name, sha256=attachment.sha256)


def mark(section: Section, *, complete: bool, by: Person) -> None:
    """The writers say that the list of attachments is done, or not yet."""
    workflow.require(section.application, rules.EDIT)
    section.complete = complete
    section.saved_at, section.saved_by_id = clock.now(), by.id
    audit.record("section.saved", section.application, by=by, section=section.key.value, complete=complete)


def removed(application: Application) -> list[Attachment]:
    """What was taken off the list, latest first."""
    gone = select(Attachment).where(Attachment.application_id == application.id, Attachment.removed_at.is_not(None))
    return list(db.session.scalars(gone.order_by(Attachment.removed_at.desc(), Attachment.id)))


def bare_name(name: str) -> str:
    """What the person called the file: no folders, no signs that cannot be seen, the ending kept."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    seen = " ".join("".join(each if each.isprintable() else " " for each in bare).split())
    stem, dot, ending = seen.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else seen[:LONGEST_NAME]


def kind_of(content: bytes) -> str:
    """What the file is by its content: pdf, docx, xlsx, png or jpg; empty for everything else."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return _office_kind(content) if content.startswith(b"PK\x03\x04") else ""


def _parts(content: bytes) -> set[str]:
    """The names of what is in an archive; nothing is unpacked."""
    try:
        return set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return set()


def _have_macros(names: set[str]) -> bool:
    return any(name.casefold().endswith("vbaproject.bin") for name in names)


def _office_kind(content: bytes) -> str:
    """By the names of the parts. A file that carries macros is none of ours."""
    names = _parts(content)
    if _have_macros(names):
        return ""
    return next((kind for part, kind in PARTS.items() if part in names), "") if "[Content_Types].xml" in names else ""


def problems_with(name: str, content: bytes, settings: Settings) -> Iterator[Problem]:
    """Everything that keeps a file out, at once."""
    allowed = ", ".join(settings.attachment_types)
    if cpr.find(name):
        yield Problem(
            _("The name of the file contains a number that looks like a CPR number. Rename it, and choose it again."),
            FIELD,
        )
    if not content:
        yield Problem(_("The file is empty. Choose the right one."), FIELD)
        return
    if len(content) > settings.attachment_max_bytes:
        values = {"size": size_in_words(len(content)), "most": size_in_words(settings.attachment_max_bytes)}
        yield Problem(_("The file is %(size)s. It may be at most %(most)s.", **values), FIELD)
    kind, ending = kind_of(content), _ending(name)
    if kind not in settings.attachment_types:
        yield Problem(_unfit(content, allowed), FIELD)
    elif ending != kind:
        values = {"kind": kind, "read": cpr.hidden(name)}
        yield Problem(
            _("The file is called “%(read)s”, but its content is %(kind)s. Rename it to .%(kind)s.", **values), FIELD
        )


def _unfit(content: bytes, allowed: str) -> Text:
    """Why a file of no known type cannot be attached, and what to do about it."""
    if content.startswith(OLD_OR_LOCKED):
        return _(
            "The file is locked with a password, or saved in an old Office format. Save it without a password as one "
            "of the types that may be attached: %(types)s.", types=allowed,
        )  # fmt: skip
    if _have_macros(_parts(content)):
        return _("The file contains macros, which may not be attached. Save it without them, and choose it again.")
    return _(
        "By its content, the file is not one of the types that may be attached: %(types)s. Save it as one of them, "
        "and choose it again.", types=allowed,
    )  # fmt: skip


def problems_in(application: Application, name: str, content: bytes) -> list[Problem]:
    """Everything that keeps a file from the list of this application."""
    crowded = _crowded(queries.attachments(application))
    return [*problems_with(bare_name(name), content, settings_of(application)), *crowded]


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    return ALSO_CALLED.get(ending, ending)


def _crowded(there: list[Attachment]) -> Iterator[Problem]:
    if len(there) >= MOST_FILES:
        yield Problem(_("There are %(number)s attachments. Remove one first.", number=len(there)), FIELD)


def _twice(there: list[Attachment], sha256: str) -> Iterator[Problem]:
    for each in there:
        if each.sha256 == sha256:
            yield Problem(_("The same file is attached already, as “%(name)s”.", name=each.name), FIELD)


def _free(name: str, there: list[Attachment]) -> str:
    """A second aftale.pdf is called aftale (2).pdf, so that the two can be told apart wherever they are listed."""
    taken = {each.name.casefold() for each in there}
    stem, dot, ending = name.rpartition(".")
    names = (f"{stem} ({number}){dot}{ending}" for number in range(2, MOST_FILES + 2))
    return next(each for each in (name, *names) if each.casefold() not in taken)


def _touch(application: Application, by: Person) -> None:
    """The task list says who was last in the section."""
    section = application.section(SectionKey.ATTACHMENTS)
    section.saved_at, section.saved_by_id = clock.now(), by.id
