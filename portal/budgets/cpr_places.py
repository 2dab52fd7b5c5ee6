"""Where in a workbook something looks like a CPR number: in its cells, and in all that is written beside them. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from portal.adapters.spreadsheet_form import Aside, Cell, Kind, Place, Sheet, Workbook, address
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets.findings import MOST_SHOWN, Finding
from portal.budgets.labels import Words
from portal.core import cpr

CODES = {"cpr_number", "cpr_in_file_name", "cpr_in_comment", "cpr_beside_cells"}
DIGITS, SHORTEST, SHOWN_AS_TEN = 10, 9, "ten digits"
IN_A_COMMENT = Words("kommentar", "comment")
PLACES: Mapping[str, Words] = {
    "comment": Words("en kommentar eller navnet på den, der skrev den", "a comment, or the name of who wrote it"),
    "drawing": Words("en tekstboks, figur eller graf", "a text box, shape or chart"),
    "header": Words("sidehoved eller sidefod", "the header or footer"),
    "properties": Words("dokumentets egenskaber", "the properties of the document"),
    "name": Words("et defineret navn", "a defined name"),
    "validation": Words("datavalideringen", "the data validation"),
    "link": Words("et link", "a link"),
    "scenario": Words("et scenarie", "a scenario"),
    "formula": Words("en formel", "a formula"),
    "pivot": Words("de gemte data bag en pivottabel", "the saved data behind a pivot table"),
    "external": Words("gemte værdier fra en anden projektmappe", "saved values from another workbook"),
    "changes": Words("de sporede ændringer", "the tracked changes"),
}


def findings(book: Workbook, file_name: str) -> list[Finding]:
    """Every place where something looks like a CPR number; never the number itself."""
    found = [Finding("cpr_in_file_name")] if cpr.find(file_name) else []
    for sheet in book.sheets:
        found += _on(sheet)
    beside = {(each.kind, each.sheet, each.cell): each for each in book.asides if cpr.find(each.text)}
    return found + [_beside(each) for each in beside.values()][:MOST_SHOWN]


def in_numbers(book: Workbook, figures: Callable[[str, Place], bool], told: Iterable[Finding]) -> Iterator[Finding]:
    """Numbers of ten digits, and of nine that are shown as ten, outside the `figures` of the budget's own tables.

    Excel takes 0101701234 for a number. A formula is nobody's, and an amount of a budget may be any number.
    """
    known = {(each.sheet, each.cell) for each in told if each.code == "cpr_number"}
    for sheet in book.sheets:
        long = [(place, cell) for place, cell in sheet.cells.items() if SHORTEST <= len(cell.raw) <= DIGITS]
        for place, cell in long:
            if cell.kind is Kind.NUMBER and _is_like_one(cell):
                at, is_figure = address(*place), cell.style != SHOWN_AS_TEN and figures(sheet.name, place)
                if not is_figure and (sheet.name, at) not in known:
                    yield Finding("cpr_number", cpr.hidden(sheet.name), at, place[0])


def _is_like_one(cell: Cell) -> bool:
    digits = cell.raw.zfill(DIGITS) if cell.style == SHOWN_AS_TEN else cell.raw
    return cell.formula is None and digits.isdecimal() and bool(cpr.find(digits))


def said(finding: Finding, language: str) -> str:
    """The place in a list of places: "Udgifter C12", "Udgifter C12 (kommentar)" or "dokumentets egenskaber"."""
    if finding.code == "cpr_beside_cells":
        return str(finding.params["place"][language])
    if not finding.cell:
        return "–"
    comment = f" ({IN_A_COMMENT[language]})" if finding.code == "cpr_in_comment" else ""
    return f"{finding.sheet} {finding.cell}{comment}"


def _on(sheet: Sheet) -> Iterator[Finding]:
    if cpr.find(sheet.name):
        yield Finding("cpr_number", cpr.hidden(sheet.name), "A1", 1)
    texts = {place: cell.raw for place, cell in sheet.cells.items() if cell.kind is Kind.TEXT and len(cell.raw) > 9}
    if not cpr.find("\n".join(set(texts.values()))):  # no number goes on in the next line
        return
    for (row, column), text in texts.items():
        if cpr.find(text) and not cpr.is_fingerprint(text):  # the portal signs its own templates with one
            yield Finding("cpr_number", cpr.hidden(sheet.name), address(row, column), row)


def _beside(aside: Aside) -> Finding:
    sheet = cpr.hidden(aside.sheet)
    if sheet and ADDRESS.fullmatch(aside.cell):
        code = "cpr_number" if aside.kind == "formula" else "cpr_in_comment"
        return Finding(code, sheet, aside.cell, place_of(aside.cell)[0])
    words = PLACES[aside.kind]
    on = Words(f"{words.da} på arket {sheet}", f"{words.en} on the sheet {sheet}") if sheet else words
    return Finding("cpr_beside_cells", sheet or None, params={"place": {"da": on.da, "en": on.en}})
