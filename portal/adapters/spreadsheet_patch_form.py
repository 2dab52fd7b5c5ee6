"""What is to be written into a person's own workbook: marks on cells, and a sheet that lists why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.adapters.spreadsheet_form import Place

REPORT_NAME = "b_report"  # a defined name that finds our sheet again, whatever it is called by then
REPORT_SHEETS = ("Fejlrapport", "Error report")
MOST_STYLES = 65_490
LONGEST_TEXT = 32_767

Marks = Mapping[str, Mapping[Place, str]]  # sheet → cell → block, warn or info


@dataclass(frozen=True)
class ReportLine:
    severity: str
    texts: tuple[str, ...]
    sheet: str = ""  # where the link goes; no sheet: no link
    cell: str = ""


@dataclass(frozen=True)
class Report:
    name: str
    title: str
    words: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    linked: int = 2  # the column, from 0, that carries the link
    widths: tuple[int, ...] = (18, 20, 12, 22, 28, 60, 50)

    @property
    def head_row(self) -> int:
        return len(self.words) + 3


@dataclass(frozen=True)
class Tone:
    """The colours of one severity: on a light cell with dark writing, and on a dark one with light writing."""

    light: str
    dark: str


TONES: Mapping[str, Tone] = {
    "block": Tone("FFFFC7C2", "FF8E1B1B"),
    "warn": Tone("FFFFE28A", "FF7A4A00"),
    "info": Tone("FFC9E1FF", "FF1B4F8E"),
}


def free_name(wanted: str, taken: set[str]) -> str:
    """A name no other sheet has; Excel does not tell capitals apart."""
    used = {each.casefold() for each in taken}
    names = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(used) + 2))
    return next(each for each in names if each.casefold() not in used)


def target_of(sheet: str, cell: str) -> str:
    """'Løn 2026'!F5"""
    return "'" + sheet.replace("'", "''") + "'!" + cell
