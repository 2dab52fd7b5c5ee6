"""The sheet Stamdata beside the application, which it never changes: what it says otherwise is told. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Sheet, Workbook, address
from portal.budgets import dates, normalising
from portal.budgets.findings import Finding, short
from portal.budgets.labels import plain
from portal.budgets.specification import Spec

Fact = str | int | Decimal | date
LEFT_OUT = {"pool", "vat"}  # sentences of the template in its own language
NOT_SAID = re.compile(r"\W")


def facts(book: Workbook, spec: Spec) -> dict[str, Cell]:
    """The values beside the labels of the sheet Stamdata, wherever they stand."""
    return {key: sheet.cells[place] for key, (sheet, place) in fact_places(book, spec).items()}


def fact_places(book: Workbook, spec: Spec) -> dict[str, tuple[Sheet, tuple[int, int]]]:
    """Where those values stand."""
    found: dict[str, tuple[Sheet, tuple[int, int]]] = {}
    spellings = {words[language]: key for key, words in spec.facts.items() for language in ("da", "en")}
    for sheet in book.sheets:
        if sheet.name in (spec.sheets["facts"].da, spec.sheets["facts"].en):
            for row, cells in sheet.rows.items():
                for column, cell in cells.items():
                    if (key := spellings.get(cell.raw.strip())) and column + 1 in cells:
                        found.setdefault(key, (sheet, (row, column + 1)))
    return found


def differences(book: Workbook, spec: Spec, known: Mapping[str, Fact]) -> Iterator[Finding]:
    """One for each fact that stands in the workbook and is another in the application (`known`)."""
    for key, (sheet, place) in fact_places(book, spec).items():
        cell = sheet.cells[place]
        if known.get(key, "") != "" and key not in LEFT_OUT and cell.raw.strip() and not _is(cell, known[key]):
            label, row = spec.facts[key].da, place[0]
            params = {"known": _shown(known[key])}
            yield Finding("basics_differ", sheet.name, address(*place), row, label, short(cell.raw), params)


def _is(cell: Cell, known: Fact) -> bool:
    if isinstance(known, date):
        return bool(dates.day(cell).value == known)
    if isinstance(known, str):
        return _bare(normalising.text(cell).value or "") == _bare(known)
    return bool(normalising.number(cell).value == known)


def _bare(text: str) -> str:
    """12 34 56 78 is 12345678, and a number has lost its first noughts."""
    return NOT_SAID.sub("", plain(text)).lstrip("0")


def _shown(known: Fact) -> str:
    if isinstance(known, date):
        return dates.shown(known)
    return short(known) if isinstance(known, str) else normalising.danish(Decimal(known))
