"""Workbooks out: what a plan describes, written by XlsxWriter."""

import io

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from portal.adapters.spreadsheet_plan import BookPlan, build


class PlainSheet(Worksheet):
    """A sheet whose formulas use only functions that every spreadsheet program has had all along."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """XlsxWriter looks for thirty functions of later years in every formula, and there are hundreds of them."""
        return formula.removeprefix("=")


class PlainBook(xlsxwriter.Workbook):
    worksheet_class = PlainSheet


def write(plan: BookPlan) -> bytes:
    """The workbook that the plan describes, as .xlsx."""
    target = io.BytesIO()
    book = PlainBook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    build(plan, book)
    book.close()
    return target.getvalue()
