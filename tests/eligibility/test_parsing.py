"""The bytes of a file: what is JSON is read, what is not is refused with the place."""

import json

import pytest

from portal.core.errors import Refusal
from portal.eligibility.document import problems_in
from portal.eligibility.parsing import read
from tests.support.documents import complete_document

GOOD = json.dumps(complete_document(), ensure_ascii=False)


@pytest.mark.parametrize("content", [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), b"\n " + GOOD.encode()])
def test_json_in_utf_8_is_read_with_and_without_its_mark(content: bytes) -> None:
    assert read(content) == complete_document()
    assert problems_in(read(content)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b" \n", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\xff\xfe{}", "UTF-8"),
        (GOOD.encode("utf-16"), "UTF-8"), (GOOD.encode("latin-1"), "UTF-8"), (b"PK\x03\x04", "line 1, character 1"),
        (b'{\n "a": 1,}', "line 2, character 9"),
        (b"{}{}", "line 1, character 3"), (b"{'a': 1}", "line 1, character 2"),
        (b"[" * 100_000, "nested"), (b'{"a":' * 100_000, "nested"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_the_place(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(content)
    (problem,) = refused.value.problems
    assert said in str(problem.text)


@pytest.mark.parametrize(
    ("once", "twice", "place"),
    [
        ('"round": "OPK-2010-SYD"', '"round": "X", "round": "OPK-2010-SYD"', "round"),
        ('"cvr": "', '"cvr": "1", "cvr": "2", "cvr": "', "sections.basis.cvr"),
        ('"counts_in": "', '"counts_in": "x", "counts_in": "', "sections.goals.lines[0].counts_in"),
    ],
)  # fmt: skip
def test_a_field_that_stands_twice_is_refused_with_its_place(once: str, twice: str, place: str) -> None:
    assert once in GOOD
    problems = problems_in(read(GOOD.replace(once, twice, 1).encode()))
    assert [each.field for each in problems] == [place]
    assert "more than once" in str(problems[0].text)


def test_a_name_shaped_like_a_cpr_number_that_stands_twice_is_not_repeated() -> None:
    (problem, *_rest) = problems_in(read(b'{"120385-1234": 1, "120385-1234": 2}'))
    assert problem.field == "…"


@pytest.mark.parametrize("figure", ["9" * 5000, "-" + "9" * 5000, "1e400", "-1e400", "NaN", "Infinity", "-Infinity"])
def test_a_number_nobody_can_write_is_named_by_its_place(figure: str) -> None:
    assert '"places": 16' in GOOD
    (problem,) = problems_in(read(GOOD.replace('"places": 16', f'"places": {figure}', 1).encode()))
    assert problem.field == "sections.basis.partners[0].places"
    assert "cannot read this number" in str(problem.text)
