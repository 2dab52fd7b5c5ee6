"""The period of a figure is read as people and the labour-market figures write it, and nothing else is."""

import pytest

from portal.pools.periods import problem_with_the_period


@pytest.mark.parametrize(
    "written",
    ["2010", "2010K3", "2010q3", "2010H1", "2010M08", "2010M01-M07", "2010-09", "3. kvartal 2010", "3. KVARTAL  2010",
     "1. halvår 2010", "september 2010", "Januar-juli 2010", "januar til juli 2010", "tredje kvartal 2010",
     "3rd quarter 2010", "quarter 3 of 2010", "September 2010", "January\N{EN DASH}July 2010"],
)  # fmt: skip
def test_a_year_or_a_part_of_one_is_a_period(written: str) -> None:
    assert problem_with_the_period(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2026",
        "99. kvartal",
        "3. kvartal",
        "5. kvartal 2010",
        "3. halvår 2010",
        "2010K5",
        "2010-13",
        "sidste år",
        "0",
    ],
)
def test_anything_else_is_told_with_what_was_read(written: str) -> None:
    assert f"We read “{written}”" in str(problem_with_the_period(written))
