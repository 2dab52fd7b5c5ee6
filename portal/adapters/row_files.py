"""An uploaded file of rows, CSV or workbook, as numbered rows of named cells, with what had to be guessed."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from portal.adapters import spreadsheets, tables
from portal.adapters.spreadsheet_form import Kind, Sheet, Unreadable, Workbook, letters
from portal.core import cpr
from portal.core.errors import Problem, Refusal
from portal.core.findings import NO_ROWS, Finding
from portal.core.text import Text, _

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_ROWS = 20_000
Row = tuple[int, dict[str, str]]
Columns = Sequence[str] | Mapping[str, str]  # keys; or each key with the heading it is asked for by
SEPARATORS = ";\t,"  # as Danes write, as Excel copies, as the rest of the world writes
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UNREADABLE: dict[str, Text] = {
    "file_empty": _("The file is empty. Choose the file with the rows."),
    "file_too_big": _("The file is larger than 10 MB. Leave out what does not belong here, and upload it again."),
    "file_unpacks_too_big": _(
        "The file unpacks to more than we open. Copy the rows into a new workbook; if there are many, into several."
    ),
    "file_encrypted": _("The file is protected with a password. Remove the password in Excel, and upload it again."),
    "file_unsafe": _(
        "The file holds something we do not open for safety. Save it as CSV or .xlsx, and upload it again."
    ),
}
OTHERWISE = _("We could not read the file. Save it as CSV (semicolons) or .xlsx in Excel, and upload it again.")
CPR = _("A number here looks like a CPR number. Remove it: there must be no persons in the file.")
CPR_IN_COMMENT = _(
    "%(place)s: a comment on the cell holds a number that looks like a CPR number. Remove it; nothing was kept."
)
UNSAVED = _(
    "The cell holds a formula whose result is not saved. Open the file in Excel, save it, and upload it again, or "
    "write the value."
)
CPR_BESIDE = _(
    "The name of a sheet, a text box, a header, the properties of the document or something else beside the cells "
    "holds a number that looks like a CPR number. Remove it; nothing was kept."
)
PRIVATE = {each.english for each in (CPR, CPR_IN_COMMENT, CPR_BESIDE)}


class RowFile(NamedTuple):
    """The rows of a file, what was found about it, and what its own headings call our columns."""

    rows: list[Row]
    findings: list[Finding]
    headings: Mapping[str, str]

    def also(self, findings: Iterable[Finding]) -> list[Finding]:
        """With what was found in the rows, each beside the heading as it stands in the file."""
        placed = [replace(each, column=self.headings.get(each.column, each.column)) for each in findings]
        nothing = [Finding(0, "", NO_ROWS)] if not self.rows and not self.findings else []
        return [*self.findings, *nothing, *placed]


def read(data: bytes, columns: Columns, also_called: Mapping[str, str] | None = None) -> RowFile:
    """The rows below the heading, and the findings about the file. Never an exception, whatever was uploaded.

    `also_called` gives other words for a column, as "enhed" for "unit"; they are read without regard to case. When
    `columns` says the headings, as {"unit": "enhed"}, those are asked for, and the keys are read too.
    """
    known = {heading.casefold(): key for key, heading in _headings(columns).items()} | dict(also_called or {})
    try:
        lines, findings = lines_of(data)
    except Unreadable as refused:
        return RowFile([], [unreadable(refused)], {})
    if refused_whole := _refused_whole(lines):
        return RowFile([], [*findings, *refused_whole], {})
    if any(each.blocks for each in findings):
        return RowFile([], findings, {})
    written = [" ".join(cell.split()) for cell in lines[0][1]]
    names = [known.get(cell.casefold(), cell.casefold()) for cell in written]
    if missing := [column for column in columns if column not in names]:
        return RowFile([], [*findings, _missing(lines[0][0], missing, _headings(columns))], {})
    if twice := [column for column in columns if names.count(column) > 1]:
        return RowFile([], [*findings, *(_twice(lines[0][0], written[names.index(each)]) for each in twice)], {})
    places = {column: names.index(column) for column in columns}
    rows = [(number, _named(cells, places)) for number, cells in lines[1:]]
    return RowFile(rows, findings, {column: written[place] for column, place in places.items()})


def _headings(columns: Columns) -> dict[str, str]:
    return dict(columns) if isinstance(columns, Mapping) else {each: each for each in columns}


def _refused_whole(lines: Sequence[tuple[int, Sequence[str]]]) -> list[Finding]:
    if not lines:
        return [Finding(0, "", UNREADABLE["file_empty"])]
    if (below := len(lines) - 1) > MOST_ROWS:
        values = {"found": f"{below:,}".replace(",", "."), "most": f"{MOST_ROWS:,}".replace(",", ".")}
        text = _("The file has %(found)s rows below the heading. Split it into files of at most %(most)s.", **values)
        return [Finding(0, "", text)]
    return cpr_places(lines)


def lines_of(data: bytes) -> tuple[list[tuple[int, list[str]]], list[Finding]]:
    """Every row that says anything, with its number in the file. `Unreadable` for what is neither CSV nor workbook."""
    if data.startswith(WORKBOOKS):
        book = spreadsheets.read(data)
        sheet = tables.sheet_of_rows(book)
        if sheet is None:
            return [], cpr_beside(book, [])
        return tables.rows_of_sheet(sheet), [*cpr_beside(book, [sheet.name]), *_unsaved(sheet)]
    text, findings = _decoded(data)
    if "\0" in text:
        raise Unreadable("file_wrong_kind")
    separator = _separator(text)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("file_corrupt") from error
    rows = [(number, cells) for number, cells in enumerate(read, 1) if any(cell.strip() for cell in cells)]
    return rows[1:] if _says_its_separator(text) else rows, findings


def _says_its_separator(text: str) -> bool:
    """Excel may write `sep=,` above the heading."""
    return re.match(r"sep=[;,\t]\s", text) is not None


def _separator(text: str) -> str:
    """What stands between the cells of the heading."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return heading[4] if _says_its_separator(text) else max(SEPARATORS, key=heading.count)


def refuse_cpr(findings: Sequence[Finding]) -> None:
    """A file with CPR-shaped numbers is refused as a whole, with their places and without the numbers."""
    if private := [each for each in findings if each.text.english in PRIVATE]:
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


def cpr_beside(book: Workbook, read: Collection[str]) -> list[Finding]:
    """CPR-shaped numbers in what the file holds besides the rows of the sheets with the names in `read`."""
    found = [each for sheet in book.sheets if sheet.name not in read for each in _in_cells(sheet)]
    private = [each for each in book.asides if cpr.find(each.text)]
    comments = [each for each in private if each.kind == "comment" and each.cell]
    for place in dict.fromkeys(cpr.hidden(f"{each.sheet} {each.cell}") for each in comments):
        found.append(Finding(0, "", Text(CPR_IN_COMMENT.english, {"place": place})))
    if len(private) > len(comments) or any(cpr.find(sheet.name) for sheet in book.sheets):
        found.append(Finding(0, "", CPR_BESIDE))
    return found


def _unsaved(sheet: Sheet) -> list[Finding]:
    """Formulas whose result was never saved, as in a workbook that a program wrote and Excel has not opened."""
    return [
        Finding(row, letters(column), UNSAVED) for (row, column), cell in sheet.cells.items() if cell.kind is Kind.EMPTY
    ]


def _in_cells(sheet: Sheet) -> list[Finding]:
    return [
        Finding(row, f"{cpr.hidden(sheet.name)}, {letters(column)}", CPR)
        for (row, column), cell in sheet.cells.items()
        if cell.kind is Kind.TEXT and cpr.find(cell.raw)
    ]


def _decoded(data: bytes) -> tuple[str, list[Finding]]:
    """UTF-8 with or without its mark, or UTF-16 with it; else as Windows in Denmark writes it, and we say so."""
    try:
        if data.startswith(UTF_16):
            return data.decode("utf-16"), []
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = _("The file is not UTF-8. We read it as Windows-1252; check that æ, ø and å are right below.")
    try:
        return data.decode("cp1252"), [Finding(0, "", note, blocks=False)]
    except UnicodeDecodeError as error:
        raise Unreadable("file_wrong_kind") from error


def _missing(row: int, missing: Sequence[str], headings: Mapping[str, str]) -> Finding:
    lacking = ", ".join(headings[each] for each in missing)
    text = _("The heading lacks %(missing)s. The first row must be %(heading)s, with semicolons between.",
             missing=lacking, heading=";".join(headings.values()))  # fmt: skip
    return Finding(row, lacking, text)


def _twice(row: int, heading: str) -> Finding:
    text = _("The heading “%(heading)s” stands twice. Keep the column that counts, and delete the other.",
             heading=cpr.hidden(heading))  # fmt: skip
    return Finding(row, heading, text)


def _named(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}


def _private(finding: Finding) -> Problem:
    if finding.text.english != CPR.english:
        return Problem(finding.text, "file")
    where = _("Row %(row)s, column %(column)s: a number here looks like a CPR number. Remove it; nothing was kept.",
              row=finding.row, column=finding.column)  # fmt: skip
    return Problem(where, "file")
