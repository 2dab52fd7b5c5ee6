"""The guard against CPR-shaped numbers: it finds them all, and lets other numbers be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.cpr import find, hidden, places


@pytest.mark.parametrize(
    "text",
    ["120385-1234", "1203851234", "120385 1234", "120385\u00a01234", "120385\u20131234", "120385 - 1234",
     "CPR:120385-1234.",
     "(120385-1234)", "290200-0000", "310285-1234", "010190-1234.5", "0.120385-1234", "x1203851234y",
     "120385\u202f-\u202f1234", "120385\u200b1234"],
)  # fmt: skip
def test_the_shape_is_found_however_it_is_written(text: str) -> None:
    assert len(find(text)) == 1
    assert "1234" not in hidden(text)


@pytest.mark.parametrize(
    "text",
    ["5798005000013", "29189811", "320385-1234", "121385-1234", "320485-1234", "120085-1234", "1203851234,50",
     "1.1203851234", "000185-1234", "12038512345", "91203851234",
     "70 10 20 30", "12.03.1985", "0,1203851234", "120385-12345", "120385\n1234", "1.203.851,12"],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []
    assert hidden(text) == text


@pytest.mark.parametrize("between", [",", ";", ".", "/", ", "])
def test_a_list_of_numbers_without_blanks_is_found_whole(between: str) -> None:
    assert len(find(f"120385-1234{between}130385-1234{between}140385-1234")) == 3


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


@pytest.mark.parametrize("query", ["words=010170-1234", "words=0101701234&language=en", "x=1&010170%201234=x"])
@pytest.mark.parametrize("path", ["/people", "/sign-in", "/no-such-page"])
def test_a_number_in_an_address_is_refused_and_not_repeated(app, session, path, query):
    answer = app.test_client().get(f"{path}?{query}")
    assert answer.status_code == 422
    assert ("ligner et CPR-nummer" in answer.text) is ("language=en" not in query)
    assert "0101" not in answer.text


def test_what_only_looks_a_little_like_one_is_searched_for(app, session):
    for words in ("OPK-2010-SYD-001", "5798005000013", "2010-11-12", "3" * 64):
        assert app.test_client().get(f"/sign-in?words={words}").status_code == 200
