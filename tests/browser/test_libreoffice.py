"""Annotated copies in a real spreadsheet program: they open, the marks are there, and what it saves reads the same."""

import csv
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.adapters import spreadsheets
from portal.budgets.annotating import annotated, marks_of
from tests.budgets.test_annotated import FILES, WRONG, colours, wanted
from tests.budgets.workbooks import read

SECONDS = 300  # after that it hangs
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

Convert = Callable[..., dict[str, Path]]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert("xlsx", {"a.xlsx": data})` has LibreOffice read and write all of them, and says where they are."""
    program = os.environ.get("SOFFICE") or shutil.which("soffice")
    if program is None:
        pytest.skip("No LibreOffice: apt-get install libreoffice-calc-nogui, or name its soffice in SOFFICE")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def converted(to: str, files: dict[str, bytes]) -> dict[str, Path]:
        here, there = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
        for name, data in files.items():
            (here / name).write_bytes(data)
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", to]
        done = subprocess.run(
            [*command, "--outdir", there, *(here / name for name in files)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {path.name: path for path in there.iterdir()}

    return converted


@pytest.fixture(scope="module")
def copies() -> dict[str, bytes]:
    found = {}
    for number, data in enumerate(FILES.values()):
        copy = annotated(data, read(data), "da")
        assert copy is not None
        found[f"{number}.xlsx"] = copy.data
    return found


@pytest.fixture(scope="module")
def resaved(convert: Convert, copies: dict[str, bytes]) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in convert("xlsx", copies).items()}


@pytest.mark.parametrize("number", range(len(FILES)), ids=FILES)
def test_what_libreoffice_saves_reads_as_the_same_lines_and_keeps_the_marks(number, resaved):
    found, again = read(list(FILES.values())[number]), resaved[f"{number}.xlsx"]
    assert read(again).budget.lines == found.budget.lines
    assert colours(again) == wanted(found)
    assert [each.name for each in spreadsheets.read(again).sheets].count("Fejlrapport") == 1


@pytest.mark.parametrize("number", range(len(FILES)), ids=FILES)
def test_a_copy_that_libreoffice_saved_is_annotated_anew_with_one_report(number, resaved):
    again = resaved[f"{number}.xlsx"]
    found = read(again)
    copy = annotated(again, found, "da")
    assert copy is not None
    assert not copy.rebuilt
    assert colours(copy.data) == wanted(found)
    assert [each.name for each in spreadsheets.read(copy.data).sheets].count("Fejlrapport") == 1


def test_the_report_can_be_read_on_the_screen(convert, copies):
    name = f"{list(FILES.values()).index(WRONG)}.xlsx"
    sheets = convert(EVERY_SHEET, {name: copies[name]})
    (report,) = [path for shown, path in sheets.items() if shown.endswith("-Fejlrapport.csv")]
    rows = list(csv.reader(report.read_text("utf-8").splitlines()))
    assert rows[0][0] == "3 ting skal rettes, før budgettet kan bruges"
    assert ["Skal rettes", "Udgifter", "F5", "Pris 2010", "ca. 300"] in [row[:5] for row in rows]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_an_old_excel_file_and_an_open_document_come_back_as_a_marked_xlsx(convert, ending):
    (path,) = convert(ending, {"budget.xlsx": WRONG}).values()
    found = read(path.read_bytes(), path.name)
    copy = annotated(path.read_bytes(), found, "da")
    assert copy is not None
    assert copy.rebuilt
    again = read(copy.data)
    assert again.budget == found.budget
    assert [each.as_json() for each in again.findings] == [each.as_json() for each in found.findings]
    assert {"text_not_amount", "ineligible_category"} <= {each.code for each in found.findings}
    (saved,) = convert("xlsx", {"copy.xlsx": copy.data}).values()
    assert colours(saved.read_bytes()) == wanted(found)
    assert marks_of(found.findings)
