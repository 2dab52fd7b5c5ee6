"""Rows that people put in: they are in the template's own sums, and a missing formula is named by its row."""

import io

import openpyxl
import pytest

from portal.adapters import spreadsheets
from portal.budgets import editions, specification, template
from tests.budgets.workbooks import MADE, changed, codes, filled, funded, line, read, told, with_part

THREE = funded(*(line(number) for number in (1, 2, 3)))


def totals(pool: str, version: int) -> dict[str, str]:
    """The formulas in the total rows of a blank template, by sheet and cell."""
    data = spreadsheets.write(template.plan(specification.of(pool, version), template.Request(MADE)))
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        if sheet.sheet_state == "visible"
        for cell in sheet[3]
        if isinstance(cell.value, str) and cell.value.startswith("=SUM")
    }


@pytest.mark.parametrize("pool", editions.pools())
def test_a_row_above_the_first_line_is_in_the_sums_of_the_newest_template(pool):
    found = totals(pool, editions.latest(pool))
    assert found
    assert [place for place, formula in found.items() if "$4:$" not in formula] == []


@pytest.mark.parametrize("pool", editions.pools())
def test_the_sums_of_the_first_template_are_as_they_were_published(pool):
    found = totals(pool, 1)
    assert [place for place, formula in found.items() if "$5:$" not in formula] == []


def test_a_line_put_in_without_the_formula_is_named_beside_the_sum_that_lacks_it():
    def put_in(book) -> None:
        values = openpyxl.load_workbook(io.BytesIO(filled(THREE)), data_only=True)["Udgifter"]
        sheet = book["Udgifter"]
        for row in (5, 6, 7):
            for column in (7, 14):
                sheet.cell(row, column).value = values.cell(row, column).value
        sheet["G6"] = None

    data = changed(filled(THREE), put_in)
    data = with_results(data)
    (finding,) = [each for each in told(read(data), "column_total") if each.cell == "G3"]
    assert finding.severity == "warn"
    assert "Formlen mangler i række 6." in finding.message()
    assert "The formula is missing in row 6." in finding.message("en")


def with_results(data: bytes) -> bytes:
    """The total of 2010 as Excel would have computed it without the one line."""

    def result(xml: bytes) -> bytes:
        before = b"<f>SUM($G$4:$G$104)</f><v></v>"
        assert xml.count(before) == 1 or xml.count(b"<f>SUM($G$4:$G$104)</f><v />") == 1
        return xml.replace(b"<f>SUM($G$4:$G$104)</f><v />", before).replace(
            before, b"<f>SUM($G$4:$G$104)</f><v>120000</v>"
        )

    return with_part(data, "xl/worksheets/sheet3.xml", result)


def test_a_template_of_the_version_before_is_read_and_told():
    data = spreadsheets.write(template.plan(specification.of("upskilling", 1), template.Request(MADE, budget=THREE)))
    found = read(data)
    assert codes(found) == ["template_old"]
    assert found.budget == THREE
