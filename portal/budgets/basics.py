"""The sheet Stamdata beside the application: it is not read, so what it says otherwise is told. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from portal.adapters.spreadsheet_form import Cell, Workbook, address
from portal.budgets import dates, locating, normalising
from portal.budgets.findings import Finding, short
from portal.budgets.labels import plain
from portal.budgets.specification import Spec

Fact = str | int | Decimal | date
LEFT_OUT = {"pool", "vat"}  # sentences of the template in its own language
NOT_SAID = re.compile(r"\W")


def differences(book: Workbook, spec: Spec, known: Mapping[str, Fact]) -> Iterator[Finding]:
    """One for each fact that stands in the workbook and is another in the application (`known`)."""
    for key, (sheet, place) in locating.fact_places(book, spec).items():
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
