"""How lists are put into the sentences of the rules."""

import pytest

from portal.core.text import Text
from portal.eligibility.saying import lacking


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], []),
        (["date"], ["missing: date"]),
        (["date", "source"], ["missing: date and source"]),
        (["date", "source", "method", "unit"], ["missing: date, source, method and unit"]),
    ],
)
def test_what_is_missing_is_one_phrase(names: list[str], said: list[str]) -> None:
    assert [str(each) for each in lacking([Text(name, {}) for name in names])] == said
