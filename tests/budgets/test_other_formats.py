"""The other ways a workbook comes: .ods, which the child process reads."""

from tests.budgets.workbooks import codes, funded, line, read
from tests.budgets.writers import as_ods

THREE = funded(*(line(number) for number in range(1, 4)))


def test_an_open_document_gives_the_same_lines():
    found = read(as_ods(THREE), "budget.ods")
    assert (found.budget, found.refused) == (THREE, "")
    assert set(codes(found)) == {"found_by_headings"}


def test_an_encrypted_open_document_is_refused():
    assert read(as_ods(THREE, "<manifest:encryption-data/>"), "budget.ods").refused == "file_encrypted"


def test_a_broken_open_document_is_refused():
    assert read(as_ods(THREE)[:-400], "budget.ods").refused == "file_corrupt"
