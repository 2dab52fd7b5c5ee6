"""A long list says that it is long, and finds words as Danes spell them."""

import pytest
from sqlalchemy import select

from portal.core import lists
from portal.core.db import db
from portal.identity.models import Organisation

NAMES = ("Jobcenter Ærø", "Jobcenter Århus", "100 % job", "JOBCENTER VEJLE", r"Skråstreg \ her", "100 procent")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ÆRØ", {"Jobcenter Ærø"}),
        ("ærø", {"Jobcenter Ærø"}),
        ("århus", {"Jobcenter Århus"}),
        ("jobcenter", {"Jobcenter Ærø", "Jobcenter Århus", "JOBCENTER VEJLE"}),
        ("100 %", {"100 % job"}),
        ("_", set()),
        ("\\", {r"Skråstreg \ her"}),
        ("ø%", set()),
        ("arhus", set()),
    ],
)
def test_words_are_found_as_they_stand_in_small_letters_or_capitals(make, session, words, found):
    for name in NAMES:
        make.region(name=name)
    session.commit()
    kept = select(Organisation.name).where(lists.holds(Organisation.name, words), Organisation.name.in_(NAMES))
    assert set(db.session.scalars(kept)) == found


@pytest.mark.parametrize(
    ("number", "page", "shown", "more"),
    [(0, 1, 0, False), (25, 1, 25, False), (26, 1, 25, True), (26, 2, 1, False), (1_000, 40, 25, False),
     (1_001, 40, 25, True), (1_001, 99, 25, True), (1_001, 99, 24, False)],
)  # fmt: skip
def test_a_list_that_is_not_counted_to_its_end_goes_on_while_its_pages_are_full(number, page, shown, more):
    assert lists.more(number, page, 25, shown) is more
