"""What changed between two submissions: which line, which words, and whether anybody asked for it."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.decisions import aligning, differences
from portal.decisions.comparing import changes
from tests.support.addendum import a_position, complete_addendum
from tests.support.documents import complete_document


def changed(document, *keys):
    """A copy of the document, and the part of it that the keys lead to."""
    after = deepcopy(document)
    part = after["sections"]
    for key in keys:
        part = part[key]
    return after, part


def said(before, after, asked=()) -> list[tuple[str, str, tuple[int, ...], str, str, bool]]:
    return [
        (str(each.section), str(each.what), each.where, str(each.before), str(each.after), each.asked)
        for each in differences.between(before, after, asked)
    ]


@pytest.mark.parametrize("document", [complete_document(), complete_addendum()])
def test_two_equal_documents_have_no_changes(document):
    assert differences.between(document, deepcopy(document), ()) == []


def test_a_change_names_section_field_and_line_and_whether_it_was_asked_for():
    after = complete_document()
    after["sections"]["goals"]["lines"][0]["baseline"] = "30"
    after["sections"]["occupations"]["lines"][1]["places"] = 12
    found = changes(complete_document(), after, {"goals"})
    assert [(each.section, each.field, each.lines, each.before, each.after, each.asked) for each in found] == [
        ("occupations", "places", (2,), 14, 12, False),
        ("goals", "baseline", (1,), "28", "30", True),
    ]


def test_a_line_that_is_gone_is_one_change_and_those_after_it_have_none():
    after, lines = changed(complete_document(), "occupations", "lines")
    del lines[0]
    assert said(complete_document(), after) == [
        ("Occupations and places", "Occupations with places", (1,), "Occupation: 8344; Title: Truckfører; Places: 20",
         "not filled in", False),
    ]  # fmt: skip


def test_a_line_that_came_first_and_another_that_changed_are_told_apart():
    after, lines = changed(complete_document(), "occupations", "lines")
    lines[0]["places"] = 21
    lines.insert(0, {"occupation_code": "7212", "title": "Svejser", "places": 2})
    assert [each[1:5] for each in said(complete_document(), after)] == [
        ("Occupations with places", (1,), "not filled in", "Occupation: 7212; Title: Svejser; Places: 2"),
        ("Places", (2,), "20", "21"),
    ]


def test_the_numbers_of_the_budgets_lines_are_no_change():
    after, lines = changed(complete_document(), "budget", "lines")
    gone = lines.pop(1)
    for number, line in enumerate(lines, 1):
        line["number"] = number
    (only,) = said(complete_document(), after, {"budget"})
    assert only[1:3] == ("Lines", (2,))
    assert f"Purpose: {gone['purpose']}" in only[3]
    assert only[5] is True


def test_the_time_of_the_signature_and_the_portals_own_marks_are_no_change():
    after, declarations = changed(complete_document(), "declarations")
    declarations["confirmed_at"] = "2010-12-01T10:00:00+01:00"
    after["sections"]["attachments"]["files"][0]["scan"] = "waiting"
    assert said(complete_document(), after) == []


def test_a_goal_of_a_plan_counts_as_asked_in_its_own_section_and_says_its_year():
    after, goals = changed(complete_addendum(), "budget", "goals")
    goals[0]["goals"][1]["persons"] = "57"
    (only,) = said(complete_addendum(), after, {"number_goals"})
    assert only == ("Number goals for four years", "Goal 2011, persons", (1,), "55", "57", True)
    assert said(complete_addendum(), after, {"budget"})[0][5] is False


def test_a_position_is_asked_for_with_its_section_or_with_the_budget():
    after, positions = changed(complete_addendum(), "budget", "positions")
    positions.append(a_position(number=2, job_centre="Ølgod"))
    after["sections"]["budget"]["grants"][0]["grant_ore"] = 1_000_00
    for asked in ("positions", "budget"):
        assert [each[5] for each in said(complete_addendum(), after, {asked})] == [True, True]
    assert [each[5] for each in said(complete_addendum(), after, {"plan"})] == [False, False]
    assert any("Job centre: Ølgod" in each[4] for each in said(complete_addendum(), after))


def test_a_partner_of_an_addendum_has_persons_and_one_of_an_upskilling_project_has_places():
    for document, word in ((complete_document(), "Places"), (complete_addendum(), "Persons")):
        document["sections"]["basis"]["partners"] = [{"municipality_code": "0561", "places": 16, "amount_ore": 100}]
        after, partners = changed(document, "basis", "partners")
        partners[0]["places"] = 17
        assert [each[1] for each in said(document, after)] == [word]


def every_field(document):
    """Paths to each answer of a document, also inside its lines."""

    def walk(part, path):
        for key, each in part.items() if isinstance(part, dict) else enumerate(part):
            if (
                isinstance(each, dict | list)
                and each
                and not isinstance(each[0] if isinstance(each, list) else {}, str)
            ):
                yield from walk(each, (*path, key))
            else:
                yield (*path, key)

    yield from walk(document["sections"], ())


@pytest.mark.parametrize("document", [complete_document(), complete_addendum()])
def test_no_change_of_any_field_is_told_by_the_name_of_its_key(document):
    for path in every_field(document):
        if path[-1] == "year":  # a line of a year always has its year
            continue
        after, part = changed(document, *path[:-1])
        part[path[-1]] = None
        for each in differences.between(document, after, ()):
            assert not isinstance(each.what, str), (path, each.what)


def test_what_was_asked_for_and_left_as_it_was_is_named():
    after, lines = changed(complete_document(), "goals", "lines")
    lines[0]["baseline"] = "30"
    found = differences.between(complete_document(), after, ["goals", "budget"])
    assert [str(each) for each in differences.unanswered(found, ["goals", "budget"], "upskilling")] == ["Budget"]
    after, positions = changed(complete_addendum(), "budget", "positions")
    positions[0]["visits"] = "210"
    found = differences.between(complete_addendum(), after, ["budget"])
    assert differences.unanswered(found, ["budget"], "consultants") == []


def test_only_the_words_that_differ_are_marked_in_a_long_answer():
    before = "Tyve langtidsledige skal have de kompetencer, som virksomhederne i området spørger efter."
    old, new = aligning.marked(before, before.replace("Tyve", "Tredive") + " Og mere.")
    assert [words for differs, words in old if differs] == ["Tyve "]
    assert [words for differs, words in new if differs] == ["Tredive ", "Og mere."]
    assert aligning.marked("31", "30,5") == (((True, "31"),), ((True, "30,5"),))
    assert aligning.marked(before, "Noget helt andet " * 8) == (((True, before),), ((True, "Noget helt andet " * 8),))


LINES = st.lists(st.fixed_dictionaries({"a": st.integers(0, 3), "b": st.sampled_from("xyz")}), max_size=6)


@given(LINES, LINES)
def test_every_line_stands_in_one_pair_at_most_and_none_that_differs_is_lost(before, after):
    found = list(aligning.pairs(before, after))
    old, new = ([each[side] for each in found if each[side] is not None] for side in (0, 1))
    assert old == sorted(set(old))
    assert new == sorted(set(new))
    assert [before[i] for i in range(len(before)) if i not in old] == [
        after[j] for j in range(len(after)) if j not in new
    ]


@given(st.text("ab \n", max_size=200), st.text("ab \n", max_size=200))
def test_the_pieces_of_a_marked_text_are_the_text(before, after):
    old, new = aligning.marked(before.strip(), after.strip())
    assert "".join(words for _differs, words in old) == before.strip()
    assert "".join(words for _differs, words in new) == after.strip()
