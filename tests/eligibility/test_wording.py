"""G-07, G-08, G-23 and G-24: texts, the confirmation and the attachments."""

import pytest

from portal.eligibility.document import facts_from
from portal.eligibility.rules import judge
from portal.eligibility.wording import only_points_to_an_attachment
from portal.pools.settings import Settings
from tests.eligibility.asking import answer, asked, changed
from tests.support.documents import LONG, complete_document, context

NUMBER = "120385-1234"


@pytest.mark.parametrize(
    "path",
    [
        "background.purpose",
        "attachments.files[0].name",
        "budget.lines[2].note",
        "goals.lines[1].method",
        "basis.contact_name",
    ],
)
def test_a_cpr_shaped_number_is_named_by_its_place_and_never_repeated(path: str) -> None:
    verdicts = judge(facts_from(changed({path: f"Kontakt {NUMBER} om det"})), context())
    found = next(each for each in verdicts if each.rule == "G-07")
    assert (found.outcome, found.severity) == ("not_met", "must")
    assert f"sections.{path}" in str(found.found)
    assert not [each for each in verdicts if NUMBER in str(each.found)]


def test_cells_of_the_workbook_are_named_too() -> None:
    facts = facts_from(complete_document(), workbook_places=["budget.xlsx, Udgifter F14"])
    verdict = next(each for each in judge(facts, context()) if each.rule == "G-07")
    assert verdict.outcome == "not_met"
    assert "Udgifter F14" in str(verdict.found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a" * 150, "met must"), ("a" * 149, "not_met must"), ("a" + " " * 200, "not_met must"), ("", "not_met must")],
)
def test_a_required_text_has_the_characters_of_the_guideline(text: str, expected: str) -> None:
    assert answer("G-08", {"background.purpose": text}) == expected


def test_a_project_has_a_title() -> None:
    assert answer("G-08", {"basis.title": " - "}) == "not_met must"
    assert "title of the project is not answered" in str(asked("G-08", {"basis.title": ""}).found)
    assert answer("G-08", {"basis.title": "Ny"}) == "met must"


@pytest.mark.parametrize(("part", "empty"), [("title", ""), ("date", None), ("responsible", " "), ("result", "-")])
def test_a_milestone_has_its_day_and_somebody_who_answers_for_it(part: str, empty: str | None) -> None:
    verdict = asked("G-08", {f"phases.lines[0].{part}": empty})
    assert verdict.outcome == "not_met"
    assert "line 1: missing: " in str(verdict.found)


def test_a_short_text_is_told_with_its_length() -> None:
    assert "has 12 of 150 characters" in str(asked("G-08", {"follow_up.evaluation": "Vi evaluerer"}).found)


@pytest.mark.parametrize("section", ["target_group", "occupations", "activities", "goals", "phases", "budget"])
def test_a_list_that_is_required_has_a_line(section: str) -> None:
    assert answer("G-08", {f"{section}.lines": []}) == "not_met must"


@pytest.mark.parametrize(
    "text", ["Se bilag", "se vedlagte bilag 2.", "Der henvises til bilag A", "Jf. bilag nr. 3", "See annex"]
)
def test_a_text_that_only_points_to_an_attachment_is_no_answer(text: str) -> None:
    assert only_points_to_an_attachment(text)
    assert only_points_to_an_attachment(f"{text} {text}")
    lenient = context(settings=Settings(min_characters=1))
    assert answer("G-08", {"background.purpose": text}, lenient) == "not_met must"


@pytest.mark.parametrize("text", ["", LONG, "Se bilag 2, hvor aftalen med de tre virksomheder står", "Se bilagsmappen"])
def test_a_text_with_words_of_its_own_is_an_answer(text: str) -> None:
    assert not only_points_to_an_attachment(text)


@pytest.mark.parametrize(("field", "empty"), [("name", ""), ("title", " "), ("at", None)])
def test_the_manager_has_confirmed_with_name_title_and_time(field: str, empty: str | None) -> None:
    change = {f"declarations.confirmed_{field}": empty}
    assert answer("G-23") == "met must"
    assert answer("G-23", change) == "not_met must"
    assert answer("G-23", change, signing=False) == "not_met must", "half a confirmation is none, in a draft too"


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"name": "AFTALE.PDF"}, "met must"), ({"name": "foto.jpeg"}, "met must"),
     ({"name": "makro.xlsm"}, "not_met must"),
     ({"name": "pdf"}, "not_met must"), ({"size": 10_485_760}, "met must"), ({"size": 10_485_761}, "not_met must"),
     ({"size": 0}, "not_met must"), ({"scan": "quarantined"}, "not_met must"),
     ({"scan": "waiting"}, "cannot_tell must"), ({"media_type": ""}, "met must"),
     ({"media_type": "image/PNG"}, "met must"), ({"media_type": "application/x-msdownload"}, "not_met must"),
     ({"scan": "not_scanned"}, "cannot_tell must")],
)  # fmt: skip
def test_an_attachment_has_an_allowed_type_and_size_and_is_scanned(change: dict, expected: str) -> None:
    assert answer("G-24", {f"attachments.files[0].{name}": value for name, value in change.items()}) == expected


def test_where_no_scanner_is_set_up_a_file_is_not_held_back() -> None:
    assert answer("G-24", {"attachments.files[0].scan": "not_scanned"}, context(scans=False)) == "met must"
    assert answer("G-24", {"attachments.files": []}) == "met must"
