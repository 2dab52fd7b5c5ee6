"""What every uploaded file is, and what happens to it: kept as it came, looked at, then used or put aside, once."""

import io
from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.adapters import files
from portal.core import audit, clock, findings
from portal.core.db import db
from portal.core.findings import Faulty, Finding, ImportStatus
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person


class Uploaded:
    """A file that is shown first. What stands in it counts only when the person confirms.

    Tables have a metaclass of their own, so it cannot be an `ABC`; the type checker still asks every kind for the rest.
    """

    KIND: ClassVar[str]  # the first word of its events

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    file_name: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.PREVIEW)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    @declared_attr
    def uploaded_by(cls) -> Mapped[Person]:  # noqa: N805
        return relationship()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}

    @property
    def waits(self) -> bool:
        return self.status is ImportStatus.PREVIEW

    @property
    @abstractmethod
    def reference(self) -> str:
        """The number of the upload, by which its events are found."""

    @property
    @abstractmethod
    def parties(self) -> dict[Side, int]:
        """Whose business it is."""

    @property
    @abstractmethod
    def says_something(self) -> bool:
        """False when nothing in the file could be read, so that there is nothing to confirm."""

    @property
    def notes(self) -> list[Finding]:
        """What was found in it that is worth knowing. A file with more than that is not kept."""
        return findings.read_back(self.problems)


class RegionUpload(Uploaded):
    """A file of rows that an employment region brings."""

    LETTERS: ClassVar[str]  # the first part of its number

    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    @declared_attr
    def region(cls) -> Mapped[Organisation]:  # noqa: N805
        return relationship()

    @property
    def says_something(self) -> bool:
        return bool(self.rows)

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.GRANTING: self.region_id}

    @property
    def reference(self) -> str:
        return f"{self.LETTERS}-{self.id}"


U = TypeVar("U", bound=Uploaded)


def keep(uploaded: U, data: bytes, found: Iterable[Finding], *, by: Person, **facts: Any) -> U:
    """Keep the file as it came, with what is worth knowing about it. `Faulty` when something must be put right."""
    found = list(found)
    if findings.blocking(found):
        raise Faulty(found)
    uploaded.sha256, _size = files.store(io.BytesIO(data))
    uploaded.file_name = uploaded.file_name[:200]
    uploaded.problems = findings.kept(found)
    uploaded.uploaded_at, uploaded.uploaded_by = clock.now(), by
    db.session.add(uploaded)
    db.session.flush()
    audit.record(f"{uploaded.KIND}.uploaded", uploaded, by=by, sha256=uploaded.sha256, **facts)
    return uploaded


def close_as_used(uploaded: Uploaded) -> None:
    uploaded.status, uploaded.confirmed_at = ImportStatus.CONFIRMED, clock.now()


def drop(uploaded: Uploaded, *, seen: int, by: Person) -> None:
    """Put a preview aside. The file and the event stay."""
    findings.require_waiting(uploaded, seen)
    uploaded.status = ImportStatus.DROPPED
    audit.record(f"{uploaded.KIND}.dropped", uploaded, by=by)
