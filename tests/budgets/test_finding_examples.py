"""The examples in the list of findings are such as could be: numbers that contradict, and rules that say it."""

import re

import pytest

from portal.budgets import documentation
from portal.budgets.findings import catalogue


@pytest.mark.parametrize("code", ["grant_above_wage", "grant_above_wages", "rate_above_ceiling", "grant_above_max"])
def test_what_is_above_is_more_than_what_it_is_above(code):
    first, *_rest, last = re.findall(r"(\d{1,3}(?:\.\d{3})*) kr\.", documentation.example(code).text("da"))
    assert int(first.replace(".", "")) > int(last.replace(".", ""))


def test_a_rule_that_is_named_is_the_one_that_says_it():
    named = {code: re.findall(r"\((G-\d\d)\)", documentation.example(code).text("da")) for code in catalogue()}
    assert {code: found for code, found in named.items() if found} == {
        "rate_above_ceiling": ["G-11"], "wage_incomplete": ["G-11"],
        "forbidden_cost": ["G-12"], "ineligible_category": ["G-12"],
    }  # fmt: skip
