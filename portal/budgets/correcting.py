"""Small slips corrected on the page: laid over the cells as they were read; the file stays as it came. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.adapters.spreadsheet_form import Cell, Kind, Workbook
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets import choosing
from portal.budgets.findings import Finding, Severity
from portal.budgets.layout import Column
from portal.budgets.specification import Spec

MOST = 200
LONGEST = 500
NOT_HERE = {"text_too_long", "cpr_number", "cpr_in_comment", "financing_gap", "financing_surplus", "own_financing_low"}
ELSEWHERE = {"grant_below_min", "grant_above_max", "wage_total"}  # the cell only says where the sum stands


def place(finding: Finding) -> str:
    """What a correction is known by: Udgifter!F5."""
    return f"{finding.sheet}!{finding.cell}"


def can_be(finding: Finding) -> bool:
    """Whether writing another value in the one cell can put it right."""
    return (
        finding.severity is Severity.BLOCK
        and finding.level in ("cell", "row", "sum")
        and bool(finding.sheet and finding.cell)
        and finding.code not in NOT_HERE | ELSEWHERE
    )


def laid_over(book: Workbook, corrections: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the corrected values into the cells, and remember as what they were seen."""
    for where, correction in corrections.items():
        name, _mark, cell = where.rpartition("!")
        sheet = book.sheet(name)
        if sheet is None or not ADDRESS.fullmatch(cell):
            continue
        if text := str(correction["text"]).strip():
            sheet.cells[place_of(cell)] = Cell(Kind.TEXT, text)
        else:
            sheet.cells.pop(place_of(cell), None)


def column_of(tables: Iterable[Mapping[str, Any]], where: str, spec: Spec) -> Column | None:
    """Which column of the specification the cell Udgifter!F5 stands in, by the tables as they were found."""
    name, _mark, cell = where.rpartition("!")
    letters = cell.rstrip("0123456789")
    for table in tables:
        for each in table.get("columns", ()) if table["sheet"] == name else ():
            if each["column"] == letters:
                return spec.table(table["table"]).column(each["key"])
    return None


def in_words(text: str, column: Column | None, spec: Spec) -> dict[str, str]:
    """What was written in a cell as people read it: 30 in the column of categories by its words too."""
    cell, name = Cell(Kind.TEXT, text), column.list if column else ""
    if not name or not text:
        return {"da": text, "en": text}
    read = choosing.category(cell, spec) if name == "categories" else choosing.one_of(cell, name, spec)
    return {each: spec.words(name, read.value, each) if read.value else text for each in ("da", "en")}


def without_echo(found: list[Finding], corrections: Mapping[str, Any]) -> list[Finding]:
    """A number written in one of our own fields is text to us, but that is nothing to tell."""
    return [each for each in found if not (each.code == "text_number" and place(each) in corrections)]
