"""An uploaded file of rows, CSV or workbook, as numbered rows of named cells, with what had to be guessed."""

import csv
import io
from collections.abc import Mapping, Sequence

from portal.adapters import tables
from portal.adapters.spreadsheet_form import Unreadable
from portal.core import cpr
from portal.core.errors import Problem, Refusal
from portal.core.findings import Finding
from portal.core.text import Text, _

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_ROWS = 20_000
Row = tuple[int, dict[str, str]]
UNREADABLE: dict[str, Text] = {
    "file_empty": _("The file is empty. Choose the file with the rows."),
    "file_too_big": _("The file is larger than 10 MB. Leave out what does not belong here, and upload it again."),
    "file_unpacks_too_big": _("The file unpacks to more than we open. Copy the rows into a new workbook."),
    "file_encrypted": _("The file is protected with a password. Remove the password in Excel, and upload it again."),
    "file_unsafe": _(
        "The file holds something we do not open for safety. Save it as CSV or .xlsx, and upload it again."
    ),
}
OTHERWISE = _("We could not read the file. Save it as CSV (semicolons) or .xlsx in Excel, and upload it again.")
CPR = _("A number here looks like a CPR number. Remove it: there must be no persons in the file.")


def read(
    data: bytes, columns: Sequence[str], also_called: Mapping[str, str] | None = None
) -> tuple[list[Row], list[Finding]]:
    """The rows below the heading, and the findings about the file. Never an exception, whatever was uploaded.

    `also_called` gives other words for a column, as "enhed" for "unit"; they are read without regard to case.
    """
    try:
        lines, findings = lines_of(data)
    except Unreadable as refused:
        return [], [unreadable(refused)]
    if not lines:
        return [], [*findings, Finding(0, "", UNREADABLE["file_empty"])]
    if len(lines) > MOST_ROWS:
        return [], [Finding(0, "", _("The file has more than %(most)s rows. Split it in two.", most="20.000"))]
    if private := cpr_places(lines):
        return [], private
    names = [_plain(cell, also_called or {}) for cell in lines[0][1]]
    if missing := [column for column in columns if column not in names]:
        return [], [*findings, _missing(lines[0][0], missing, columns)]
    places = {column: names.index(column) for column in columns}
    return [(number, _named(cells, places)) for number, cells in lines[1:]], findings


def lines_of(data: bytes) -> tuple[list[tuple[int, list[str]]], list[Finding]]:
    """Every row that says anything, with its number in the file. `Unreadable` for what is neither CSV nor workbook."""
    if data.startswith(WORKBOOKS):
        return tables.rows_of_xlsx(data), []
    text, findings = _decoded(data)
    if "\0" in text:
        raise Unreadable("file_wrong_kind")
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    except csv.Error as error:
        raise Unreadable("file_corrupt") from error
    return [(number, cells) for number, cells in enumerate(read, 1) if any(cell.strip() for cell in cells)], findings


def refuse_cpr(findings: Sequence[Finding]) -> None:
    """A file with CPR-shaped numbers is refused as a whole, with their places and without the numbers."""
    if private := [each for each in findings if each.text.english == CPR.english]:
        raise Refusal(*(_private(each) for each in private[:20]))


def unreadable(refused: Unreadable) -> Finding:
    return Finding(0, "", UNREADABLE.get(refused.code, OTHERWISE))


def cpr_places(lines: Sequence[tuple[int, Sequence[str]]]) -> list[Finding]:
    return [
        Finding(number, str(place), CPR)
        for number, cells in lines
        for place, cell in enumerate(cells, 1)
        if cpr.find(cell)
    ]


def _decoded(data: bytes) -> tuple[str, list[Finding]]:
    """UTF-8 with or without its mark; else as Windows in Denmark writes it, and we say so."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = _("The file is not UTF-8. We read it as Windows-1252; check that æ, ø and å are right below.")
    try:
        return data.decode("cp1252"), [Finding(0, "", note, blocks=False)]
    except UnicodeDecodeError as error:
        raise Unreadable("file_wrong_kind") from error


def _plain(heading: str, also_called: Mapping[str, str]) -> str:
    name = " ".join(heading.split()).casefold()
    return also_called.get(name, name)


def _missing(row: int, missing: Sequence[str], columns: Sequence[str]) -> Finding:
    text = _("The heading lacks %(missing)s. The first row must be %(heading)s, with semicolons between.",
             missing=", ".join(missing), heading=";".join(columns))  # fmt: skip
    return Finding(row, ", ".join(missing), text)


def _named(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}


def _private(finding: Finding) -> Problem:
    where = _("Row %(row)s, column %(column)s: a number here looks like a CPR number. Remove it; nothing was kept.",
              row=finding.row, column=finding.column)  # fmt: skip
    return Problem(where, "file")
