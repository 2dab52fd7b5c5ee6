"""What is found in an uploaded file of rows, place by place, and how it is kept until somebody confirms. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
