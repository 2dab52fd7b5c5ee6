"""An uploaded balance file, CSV or workbook, as numbered rows of named cells, with what had to be guessed."""

import csv
import io

from portal.adapters import tables
from portal.adapters.spreadsheet_form import Unreadable
from portal.core import cpr
from portal.core.text import Text, _
from portal.labour_market.rules import COLUMNS, Finding

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_ROWS = 20_000
Row = tuple[int, dict[str, str]]
UNREADABLE: dict[str, Text] = {
    "file_empty": _("The file is empty. Choose the file with the balance."),
    "file_too_big": _("The file is larger than 10 MB. Leave out what is not the balance, and upload it again."),
    "file_unpacks_too_big": _("The file unpacks to more than we open. Copy the rows into a new workbook."),
    "file_encrypted": _("The file is protected with a password. Remove the password in Excel, and upload it again."),
    "file_unsafe": _(
        "The file holds something we do not open for safety. Save it as CSV or .xlsx, and upload it again."
    ),
}
OTHERWISE = _("We could not read the file. Save it as CSV (semicolons) or .xlsx in Excel, and upload it again.")


def read(data: bytes) -> tuple[list[Row], list[Finding]]:
    """The rows below the heading, and the findings about the file. Never an exception, whatever was uploaded."""
    try:
        lines, findings = _lines(data)
    except Unreadable as refused:
        return [], [Finding(0, "", UNREADABLE.get(refused.code, OTHERWISE))]
    if not lines:
        return [], [*findings, Finding(0, "", UNREADABLE["file_empty"])]
    if len(lines) > MOST_ROWS:
        return [], [Finding(0, "", _("The file has more than %(most)s rows. Split it in two.", most="20.000"))]
    if private := _cpr_places(lines):
        return [], private
    names = [cell.strip().casefold() for cell in lines[0][1]]
    if missing := [column for column in COLUMNS if column not in names]:
        return [], [*findings, _missing(lines[0][0], missing)]
    places = {column: names.index(column) for column in COLUMNS}
    return [(number, _named(cells, places)) for number, cells in lines[1:]], findings


def holds_cpr(findings: list[Finding]) -> bool:
    return any(each.text.english == CPR.english for each in findings)


CPR = _("A number here looks like a CPR number. Remove it: the balance has no persons in it.")


def _lines(data: bytes) -> tuple[list[tuple[int, list[str]]], list[Finding]]:
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


def _cpr_places(lines: list[tuple[int, list[str]]]) -> list[Finding]:
    return [
        Finding(number, str(place), CPR)
        for number, cells in lines
        for place, cell in enumerate(cells, 1)
        if cpr.find(cell)
    ]


def _missing(row: int, columns: list[str]) -> Finding:
    text = _("The heading lacks %(missing)s. The first row must be %(heading)s, with semicolons between.",
             missing=", ".join(columns), heading=";".join(COLUMNS))  # fmt: skip
    return Finding(row, ", ".join(columns), text)


def _named(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}
