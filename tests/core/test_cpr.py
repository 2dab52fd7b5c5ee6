"""The guard against CPR-shaped numbers: it finds them all, and lets other numbers be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.cpr import find, hidden, places


@pytest.mark.parametrize(
    "text",
    ["120385-1234", "1203851234", "120385 1234", "120385\u00a01234", "120385\u20131234", "120385 - 1234",
     "CPR:120385-1234.",
     "(120385-1234)", "290200-0000", "x1203851234y", "120385\u202f-\u202f1234", "120385\u200b1234"],
)  # fmt: skip
def test_the_shape_is_found_however_it_is_written(text: str) -> None:
    assert len(find(text)) == 1
    assert "1234" not in hidden(text)


@pytest.mark.parametrize(
    "text",
    ["5798005000013", "29189811", "320385-1234", "121385-1234", "310485-1234", "000185-1234", "12038512345",
     "91203851234",
     "70 10 20 30", "12.03.1985", "0,1203851234", "120385-12345", "120385\n1234", "1.203.851,12"],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []
    assert hidden(text) == text


@given(
    st.dates(), st.integers(0, 9999), st.sampled_from(["", "-", " ", "\u00a0"]), st.text(alphabet="abc ,\n", max_size=9)
)
def test_every_day_of_the_calendar_is_found(day, number: int, gap: str, around: str) -> None:
    written = f"{around}{day:%d%m}{day.year % 100:02}{gap}{number:04}{around}"
    (match,) = find(written)
    assert match.start == len(around)
    assert set(vars(match)) == {"start", "end"}


def test_places_are_named_in_nested_data_without_the_number() -> None:
    data = {"a": [{"b": "1203851234"}, "x"], "120385-1234": 1, "c": ("ok", "120385 1234"), "n": 1203851234}
    found = places(data, "form")
    assert set(found) == {"form.a[0].b", "form.c[1]", "form.…"}
    assert "1203851234" not in "".join(found)


def test_a_fingerprint_is_no_person() -> None:
    assert places({"sha256": "a1203851234b" + "0" * 52}) == []


def test_depth_is_no_hindrance() -> None:
    deep: object = "1203851234"
    for _ in range(50_000):
        deep = [deep]
    assert len(places(deep)) == 1
