"""Our formulas name no function that XlsxWriter would have to translate for older programs."""

import io
import zipfile

import pytest
import xlsxwriter

from portal.adapters.spreadsheet_plan import build
from portal.adapters.spreadsheet_writer import write
from portal.budgets import specification, template
from tests.budgets.consulting import PLAN
from tests.budgets.workbooks import FORTY, MADE


@pytest.mark.parametrize(("pool", "budget"), [("upskilling", FORTY), ("consultants", PLAN)])
def test_a_template_is_the_one_that_xlsxwriter_makes_with_all_its_care(pool, budget):
    plan = template.plan(specification.of(pool), template.Request(MADE, budget=budget))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        build(plan, book)
    with zipfile.ZipFile(target) as careful, zipfile.ZipFile(io.BytesIO(write(plan))) as plain:
        assert plain.namelist() == careful.namelist()
        for name in careful.namelist():
            assert plain.read(name) == careful.read(name), name
