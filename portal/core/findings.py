"""What is found in an uploaded file of rows, place by place, and how it is kept until somebody confirms. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, Refusal, refuse_if
from portal.core.text import Choice, Text, _


class ImportStatus(Choice):
    PREVIEW = "preview", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DROPPED = "dropped", _("Dropped")


@dataclass(frozen=True)
class Finding:
    """Something about one place in an uploaded file. Row 0 is the file as a whole; a note does not block."""

    row: int
    column: str
    text: Text
    blocks: bool = True


def kept(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As plain JSON values."""
    return [
        {"row": each.row, "column": each.column, "sentence": each.text.english, "values": dict(each.text.values),
         "blocks": each.blocks}
        for each in findings
    ]  # fmt: skip


def read_back(stored: Iterable[Mapping[str, Any]]) -> list[Finding]:
    return [
        Finding(each["row"], each["column"], Text(each["sentence"], each["values"]), each["blocks"]) for each in stored
    ]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.blocks]


class Faulty(Refusal):
    """Something in the file must be put right first, so nothing of it is kept. `findings` say where, and how."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda each: not each.blocks)  # what blocks first
        super().__init__(Problem(_("The file is not stored. What must be put right in it stands above."), "file"))


class Upload(Protocol):
    """A file that was read and waits for the person to confirm."""

    status: Any
    version: Any

    @property
    def says_something(self) -> bool: ...


def require_waiting(uploaded: Upload, seen: int) -> None:
    """Refuse when the import is closed already, or was changed since the person looked."""
    if uploaded.status is not ImportStatus.PREVIEW:
        sentence = _("The import is closed already: %(status)s. Nothing was changed.", status=uploaded.status.label)
        raise Conflict(Problem(sentence))
    if uploaded.version != seen:
        raise Conflict(SAVED_BY_A_COLLEAGUE)


def require_ready(uploaded: Upload) -> None:
    """Refuse when there is nothing in the file."""
    if not uploaded.says_something:
        refuse_if([Problem(NO_ROWS)])


NO_ROWS = _("There are no rows below the heading.")
