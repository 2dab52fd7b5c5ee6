"""Filling in the budget workbook as a person does in Excel: the blank template, row by row under its headings."""

import io
from pathlib import Path
from typing import Any

import openpyxl

HEADINGS = 4
UNITS = {"hours": "time", "pieces": "stk.", "weeks": "uge", "km": "km", "courses": "forløb"}
KINDS = {"grant": "søgt tilskud", "own": "kommunal egenfinansiering"}
STATUSES = {"applied": "søgt", "granted": "givet tilsagn"}


def fill_in(path: Path, budget: dict[str, Any], target: Path) -> Path:
    book = openpyxl.load_workbook(path)
    for row, line in enumerate(budget["lines"], HEADINGS + 1):
        _write(book["Udgifter"], row, _cost(line))
    wages = [each for each in budget["lines"] if each["function"]]
    for row, line in enumerate(wages, HEADINGS + 1):
        _write(book["Løn"], row, _wage(line))
    for row, source in enumerate(budget["financing"], HEADINGS + 1):
        _write(book["Finansiering"], row, _source(source))
    book.save(target)
    return target


def _cost(line: dict[str, Any]) -> dict[str, object]:
    put: dict[str, object] = {
        "Nr.": line["number"], "Kategori": line["category"], "Aktivitet/formål": line["purpose"],
        "Enhed": UNITS[line["unit"]], "Heraf søgt": line["sought_ore"] / 100,
        "Heraf egenfinansiering": line["own_ore"] / 100, "Heraf andre": line["other_ore"] / 100,
    }  # fmt: skip
    for each in line["years"]:
        put |= {f"Antal {each['year']}": float(each["units"]), f"Pris {each['year']}": each["unit_price_ore"] / 100}
    return put


def _wage(line: dict[str, Any]) -> dict[str, object]:
    [year] = line["years"]
    return {
        "Linje nr. i Udgifter": line["number"], "Person/funktion": line["function"],
        "Timer pr. år": float(line["hours"]),
        "Timesats": line["hourly_rate_ore"] / 100, f"Beløb {year['year']}": year["amount_ore"] / 100,
    }  # fmt: skip


def _source(source: dict[str, Any]) -> dict[str, object]:
    amounts = {str(each["year"]): each["amount_ore"] / 100 for each in source["years"]}
    named = {"Kilde": source["source"], "Type": KINDS[source["kind"]], "Status": STATUSES[source["status"]]}
    return named | amounts


def _write(sheet: Any, row: int, values: dict[str, object]) -> None:
    columns = {str(cell.value): cell.column for cell in sheet[HEADINGS] if cell.value}
    for title, value in values.items():
        sheet.cell(row, columns[title]).value = value


def changed_cells(data: bytes, cells: dict[str, object]) -> bytes:
    """The same workbook with other values in these cells of its first sheet, saved as Excel would."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for place, value in cells.items():
        sheet[place].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
