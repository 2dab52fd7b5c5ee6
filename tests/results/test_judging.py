"""Cells of a results review: read, or told with their place; and files of another job centre or year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Refusal
from portal.results import judging, layout, review_files, savings
from portal.results.judging import FACTS, About, Centre, Entry

TODAY = date(2011, 3, 1)
VARDE = About("JC-0573", "Jobcenter Varde", 2010)
ODENSE = Centre("JC-0461", "Jobcenter Odense")
CENTRES = {"jc-0573": Centre(VARDE.code, VARDE.name), "jc-0461": ODENSE, "jobcenter odense": ODENSE}


def cell(table, line, column, written, row=5):
    return Entry(table, line, column, written, row, f"{table}: {column}")


def fact(column, written):
    return Entry(FACTS, "", column, written, 4, column)


def judge(*entries):
    return judging.judge(entries, 2010, TODAY)


def test_cells_are_kept_as_whole_numbers_and_empty_ones_are_left_out():
    judged = judge(
        cell("goals", "M1", "before", "1.234,5"), cell("goals", "M1", "cluster_change", "-3,2"),
        cell("goals", "M1", "result", " "), cell("savings", "DAGP", "net_cost", "74.300,50"),
        fact("population", "33.400"), fact("retrieved_on", "14.02.2011"), fact("source", "jobindsats.dk"),
    )  # fmt: skip
    assert judged.findings == []
    assert judged.content == {
        "facts": {"population": 33_400, "source": "jobindsats.dk", "retrieved_on": "2011-02-14"},
        "tables": {"goals": {"M1": {"before": 1_234_500, "cluster_change": -3_200}},
                   "savings": {"DAGP": {"net_cost": 74_300_50}}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (cell("goals", "M1", "before", "mange"), "We read “mange”"),
        (cell("goals", "M1", "before", "-3"), "below 0"),
        (cell("goals", "M1", "rank", "2,5"), "whole number"),
        (cell("requirements", "SAM-KTH", "on_time", "100,5"), "above 100"),
        (cell("savings", "DAGP", "net_cost", "12.5"), "in kroner"),
        (fact("population", "nogle"), "whole number"),
        (fact("population", "6.000.001"), "fewer people"),
        (fact("retrieved_on", "i går"), "day, month and year"),
        (fact("retrieved_on", "2011-03-02"), "later than today"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_place(entry, words):
    judged = judge(entry)
    assert [(each.row, each.column) for each in judged.findings] == [(entry.row, entry.place)]
    assert words in str(judged.findings[0].text)


def test_a_figure_that_stands_twice_is_told():
    judged = judge(cell("goals", "M1", "before", "1"), cell("goals", "M1", "before", "2", row=9))
    assert "row 5 already" in str(judged.findings[0].text)


def test_a_cpr_shaped_number_is_never_quoted():
    assert "1234" not in str(judge(cell("goals", "M1", "before", "010190-1234")).findings[0].text)


def about(**facts):
    found = judging.about_another([fact(name, written) for name, written in facts.items()], VARDE, CENTRES)
    return [str(each.text) for each in found]


def test_a_file_of_this_job_centre_and_year_is_taken():
    assert about(centre="jc-0573", year="2010") == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"centre": "Jobcenter Odense", "year": "2010"}, "results review of another job centre, Jobcenter Odense"),
        ({"centre": "JC-0461", "year": "2010"}, "results review of another job centre, Jobcenter Odense"),
        ({"centre": "JC-0573", "year": "2011"}, "results review of another year, 2011"),
        ({"centre": "Jobcenter Andeby", "year": "2010"}, "do not know the job centre “Jobcenter Andeby”"),
        ({"year": "2010"}, "does not say which job centre"),
        ({"centre": "JC-0573"}, "does not say which year"),
    ],
)
def test_a_file_about_something_else_has_a_sentence_of_its_own(facts, words):
    [said] = about(**facts)
    assert words in said


@given(st.text(max_size=400), st.sampled_from(["utf-8", "cp1252"]))
def test_whatever_is_uploaded_is_answered(text, encoding):
    data = f"table;line;column;value\nfacts;;centre;JC-0573\n{text}".encode(encoding, "replace")
    try:
        found = review_files.read(data, 2010)
    except Refusal:  # of a CPR-shaped number, which is an answer too
        return
    judged = judging.judge(found.entries, 2010, TODAY)
    assert all(str(each.text) for each in (*found.findings, *judged.findings))


@given(st.dictionaries(st.sampled_from(["own_share", "cluster_share"]), st.integers(0, 100_000)),
       st.integers(0, layout.MOST_PEOPLE), st.integers(0, 10**14 - 1))  # fmt: skip
def test_no_figure_that_can_be_written_is_too_large_to_compute_with(shares, population, cost):
    cells = {"DAGP": {**shares, "net_cost": cost, "amount": 10**14 - 1}}
    content = {"facts": {"population": population}, "tables": {"savings": cells}}
    assert all(str(each.words) for each in savings.comparisons(content))
