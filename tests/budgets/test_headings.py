"""The heading row of a template can be read on the screen and on every page of paper."""

import io

import openpyxl
import pytest

from portal.adapters.spreadsheet_plan import LINE, lines_of
from tests.budgets.workbooks import FORTY, filled


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("Navn", 20, 1),
        ("Linje nr. i Udgifter", 12, 2),
        ("Linje nr. i Udgifter", 5, 3),
        ("", 10, 1),
        ("Målgruppe", 4, 1),
    ],
)
def test_words_are_broken_between_them_and_never_inside(words, width, lines):
    assert lines_of(words, width) == lines


def test_the_row_is_high_enough_for_its_longest_heading_and_repeated_in_print():
    book = openpyxl.load_workbook(io.BytesIO(filled(FORTY)))
    assert book["Løn"]["A4"].value == "Linje nr. i Udgifter"
    assert book["Løn"].row_dimensions[4].height == 2 * LINE
    assert book["Løn"].print_title_rows == "$1:$4"
    assert book["Stamdata"].print_title_rows is None
