"""Workbooks by openpyxl, XlsxWriter and xlwt with all that they can do, and what LibreOffice makes of some of them."""

import datetime
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, IconSetRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.bench.odd.typed import CONSULTANTS, TEMPLATE
from tests.budgets.raw import COSTS, SOURCES
from tests.budgets.test_other_formats import THREE
from tests.budgets.workbooks import changed, saved
from tests.budgets.writers import as_xls

SECONDS = 300
DAY = datetime.date(2010, 9, 15)
OPTIONS: Mapping[str, dict[str, Any]] = {
    "in memory": {"in_memory": True},
    "row by row": {"constant_memory": True},
    "zip64": {"use_zip64": True},
    "1904": {"date_1904": True},
    "future functions": {"use_future_functions": True},
    "nan": {"nan_inf_to_errors": True},
}
CONVERTED = (
    "xlsx", "xls", "ods", "xltx", "fods", "csv", "html", "pdf", "xlsx:Calc MS Excel 2007 VBA XML", "ots", "dif",
)  # fmt: skip


def files() -> Iterator[tuple[str, bytes]]:
    for name, change in FEATURES.items():
        yield f"openpyxl {name}.xlsx", changed(TEMPLATE, change)
    for name, options in OPTIONS.items():
        yield f"xlsxwriter {name}.xlsx", _by_xlsxwriter(options)
    yield "xlwt.xls", _by_xlwt()
    yield "openpyxl row by row.xlsx", _row_by_row()
    yield from converted()


def _first(book: Any) -> Any:
    return book["Udgifter"]


def _charts(book: Any) -> None:
    sheet = _first(book)
    for number, kind in enumerate((BarChart, LineChart, PieChart)):
        chart = kind()
        chart.add_data(Reference(sheet, min_col=7, min_row=4, max_row=9), titles_from_data=True)
        sheet.add_chart(chart, f"A{30 + 15 * number}")
    book.create_chartsheet("Diagram").add_chart(BarChart())


def _validations(book: Any) -> None:
    for number in range(200):
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2=str(number))
        rule.add(f"A{number + 1}:Z{number + 1}")
        _first(book).add_data_validation(rule)


def _conditions(book: Any) -> None:
    red = PatternFill("solid", fgColor="FFFF0000")
    for rule in (
        CellIsRule("lessThan", ["0"], fill=red),
        ColorScaleRule("min", None, "FFFF0000", None, None, None, "max", None, "FF00FF00"),
        DataBarRule("min", None, "max", None, "FF638EC6"),
        IconSetRule("3Arrows", "percent", [0, 33, 67]),
    ):
        _first(book).conditional_formatting.add("A1:Z999", rule)


def _table(book: Any) -> None:
    sheet = book.create_sheet("Tabel")
    for row in (["a", "b"], [1, 2], [3, 4]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Tabel1", ref="A1:B3"))


def _filtered(book: Any) -> None:
    sheet = _first(book)
    sheet.auto_filter.ref = "A4:Z20"
    sheet.auto_filter.add_filter_column(1, ["21"])
    sheet.row_dimensions[6].hidden = True


def _grouped(book: Any) -> None:
    _first(book).row_dimensions.group(5, 9, hidden=True)
    _first(book).column_dimensions.group("D", "F", hidden=True)


def _links(book: Any) -> None:
    for row in range(1, 30):
        _first(book).cell(row, 3).hyperlink = "http://example.dk/?a=1&b=2"


def _styled(book: Any) -> None:
    for number in range(500):
        cell = _first(book).cell(100 + number, 30)
        cell.fill = PatternFill("solid", fgColor=f"FF{number:06X}")
        cell.number_format = f'"{number}" 0.00'


def _array(book: Any) -> None:
    _first(book)["AA5"] = openpyxl.worksheet.formula.ArrayFormula("AA5:AA9", "=A5:A9*2")


def _printed(book: Any) -> None:
    sheet = _first(book)
    sheet.print_area, sheet.print_title_rows, sheet.oddHeader.center.text = "A1:H20", "1:4", "&D &[Page]"
    sheet.page_setup.fitToHeight = 0


def _sheets(book: Any) -> None:
    for number in range(80):
        book.create_sheet(f"Ark {number}")


def _notes_beside(book: Any) -> None:
    for row in range(5, 60):
        _first(book).cell(row, 40).value = f"Husk at spørge {row}"


def _lines_below(book: Any) -> None:
    for row in range(150, 190):
        _first(book).cell(row, 3).value = f"Står langt nede {row}"


def _subtotals(book: Any) -> None:
    for row in (12, 15):
        _first(book).cell(row, 3).value = "I alt"
        _first(book).cell(row, 7).value = "=SUM(G5:G9)"


FEATURES: dict[str, Callable[[Any], None]] = {
    "charts": _charts,
    "validations": _validations,
    "conditions": _conditions,
    "table": _table,
    "filter": _filtered,
    "groups": _grouped,
    "links": _links,
    "styles": _styled,
    "array formula": _array,
    "print settings": _printed,
    "eighty sheets": _sheets,
    "notes beside": _notes_beside,
    "lines below": _lines_below,
    "subtotals": _subtotals,
}


def _by_xlsxwriter(options: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    for name, rows in (("Udgifter", COSTS), ("Finansiering", SOURCES)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, bold if number == 0 else None)
        sheet.write_datetime(9, 0, datetime.datetime(2010, 9, 15), day)  # noqa: DTZ001
        sheet.write_rich_string(10, 0, "to ", bold, "ord")
        sheet.add_sparkline(11, 0, {"range": f"{name}!G2:G3"})
        sheet.insert_textbox(12, 0, "Hej")
        sheet.insert_button(13, 0, {"macro": "say_hello"})
        sheet.insert_checkbox(14, 0, True)
        sheet.write_comment(1, 1, "Husk")
        sheet.set_header("&CBudget", {})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Udgifter!$G$2:$G$3"})
    book.get_worksheet_by_name("Udgifter").insert_chart("P2", chart)
    alone = book.add_chart({"type": "line"})
    alone.add_series({"values": "=Udgifter!$G$2:$G$3"})
    book.add_chartsheet("Diagram").set_chart(alone)
    book.close()
    return target.getvalue()


def _by_xlwt() -> bytes:
    book = xlwt.Workbook()
    for name, rows in (("Udgifter", COSTS), ("Finansiering", SOURCES)):
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                sheet.write(number, at, value)
        sheet.write(9, 0, DAY, xlwt.easyxf(num_format_str="DD-MM-YYYY"))
        sheet.write(10, 0, xlwt.Formula("SUM(G2:G3)"))
        sheet.write_merge(11, 12, 0, 3, "Flettet")
        sheet.row(1).hidden = sheet.col(4).hidden = True
        sheet.protect, sheet.password = True, "x"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _row_by_row() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in (("Udgifter", COSTS), ("Finansiering", SOURCES)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def converted() -> Iterator[tuple[str, bytes]]:
    """What LibreOffice makes of three workbooks, where it is installed."""
    program = os.environ.get("SOFFICE") or shutil.which("soffice")
    if program is None:
        return
    made = {"template.xlsx": TEMPLATE, "consultants.xlsx": CONSULTANTS}
    made["old.xls"] = as_xls(THREE)
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        for file, data in made.items():
            (here / file).write_bytes(data)
        for kind in CONVERTED:
            yield from _converted(program, here, sorted(made), kind)


def _converted(program: str, here: Path, files: list[str], kind: str) -> Iterator[tuple[str, bytes]]:
    there = here / kind.replace(" ", "_").replace(":", "_")
    words = [program, f"-env:UserInstallation={(here / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*words, "--outdir", there, *files], cwd=here, capture_output=True, timeout=SECONDS, check=True)
    for file in sorted(there.iterdir()):
        yield f"libreoffice {there.name} {file.name}", file.read_bytes()
