"""The same template and budget as other programs would write it: ODS by hand, old .xls by xlwt, .xlsx by openpyxl."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import openpyxl
import xlwt

from portal.adapters.spreadsheet_plan import BookPlan, SheetPlan
from portal.budgets import specification, template
from portal.budgets.lines import Budget
from portal.budgets.totals import years_of
from tests.budgets.workbooks import MADE, saved

ODS = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>{{more}}</manifest:manifest>'
)
DAY = xlwt.easyxf(num_format_str="DD-MM-YYYY")


def plan_of(budget: Budget, pool: str = "upskilling") -> BookPlan:
    return template.plan(specification.of(pool), template.Request(MADE, budget=budget, years=years_of(budget)))


def shown(budget: Budget) -> Iterable[SheetPlan]:
    """The sheets people see: other programs leave ours out of sight behind."""
    return [each for each in plan_of(budget).sheets if each.state == "visible"]


def as_ods(budget: Budget, manifest: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(more=manifest))
        archive.writestr("content.xml", HEAD + "".join(map(_table, plan_of(budget).sheets)) + TAIL)
    return target.getvalue()


def _table(sheet: SheetPlan) -> str:
    cells = {(put.row, put.column): put.value for put in sheet.puts}
    rows = []
    for row in range(1, max(row for row, _column in cells) + 1):
        last = max((column for at, column in cells if at == row), default=1)
        written = "".join(_cell(cells.get((row, column), "")) for column in range(1, last + 1))
        rows.append(f"<table:table-row>{written}</table:table-row>")
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def _cell(value: str | int | Decimal | date) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        day = value.isoformat()
        return f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
    kind = (
        'office:value-type="string"' if isinstance(value, str) else f'office:value-type="float" office:value="{value}"'
    )
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def as_xls(budget: Budget) -> bytes:
    """Excel 97-2003, without our hidden sheets and without formulas."""
    book = xlwt.Workbook(encoding="utf-8")
    for plan in shown(budget):
        sheet = book.add_sheet(plan.name, cell_overwrite_ok=True)
        for put in plan.puts:
            value = float(put.value) if isinstance(put.value, Decimal) else put.value
            if value != "":
                style = DAY if isinstance(value, date) else xlwt.Style.default_style
                sheet.write(put.row - 1, put.column - 1, value, style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_openpyxl(budget: Budget) -> bytes:
    """A new book of openpyxl with the same cells: values only, no names and no hidden sheets."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for plan in shown(budget):
        sheet = book.create_sheet(plan.name)
        for put in plan.puts:
            cell = sheet.cell(put.row, put.column)
            cell.value = float(put.value) if isinstance(put.value, Decimal) else put.value or None
            if isinstance(put.value, str) and put.value:
                cell.data_type = "s"
    return saved(book)
