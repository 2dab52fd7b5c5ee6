"""Every sentence in the program has its Danish, the same everywhere, with the same values in it."""

from collections import defaultdict

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from flask import render_template_string

from portal.core.language import in_language, sentence
from portal.core.text import _
from tests.support.sentences import CATALOGUES, rooms

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def danish() -> dict[str, Catalog]:
    return rooms()


@pytest.fixture(scope="module")
def in_the_code(tmp_path_factory) -> Catalog:
    """What pybabel finds in portal/, forms/ and templates/."""
    found = tmp_path_factory.mktemp("words") / "messages.pot"
    root = CATALOGUES.parents[3]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        CommandLineInterface().run(["pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(found), "."])
    return read_po(found.read_text("utf-8").splitlines())


def ids(catalog: Catalog) -> set[object]:
    return {each.id for each in catalog if each.id}


def translated(catalogs: dict[str, Catalog]) -> set[object]:
    filled = [each for room in catalogs.values() for each in room if each.id and not each.fuzzy]
    return {each.id for each in filled if (all(each.string) if isinstance(each.string, tuple) else each.string)}


def test_every_sentence_has_its_danish(in_the_code, danish):
    assert ids(in_the_code) - translated(danish) == set()


def test_no_translation_is_left_over(in_the_code, danish):
    left = {name: ids(room) - ids(in_the_code) for name, room in danish.items()}
    assert {name: each for name, each in left.items() if each} == {}
    assert {name: list(room.obsolete) for name, room in danish.items() if room.obsolete} == {}


def test_two_rooms_say_the_same_sentence_in_the_same_words(danish):
    answers = defaultdict(set)
    for room in danish.values():
        for message in room:
            if message.id:
                answers[message.id].add(message.string)
    assert {english: several for english, several in answers.items() if len(several) > 1} == {}


def test_every_translation_keeps_its_values(danish):
    wrong = [(name, message.id, errors) for name, room in danish.items() for message, errors in room.check()]
    assert [(name, english, [str(each) for each in errors]) for name, english, errors in wrong] == []


def test_no_danish_sentence_calls_anything_invalid(danish):
    said = [str(message.string) for room in danish.values() for message in room if message.id]
    assert [each for each in said if "ugyldig" in each.casefold()] == []


def test_what_goes_with_a_grant_has_one_word_in_danish(danish):
    """“Betingelser”, as in the letters; “rammevilkår” are another thing."""
    said = [str(message.string) for room in danish.values() for message in room if message.id]
    assert [each for each in said if "vilkår" in each.casefold().replace("rammevilkår", "")] == []


def test_what_a_case_was_promised_and_the_three_sources_have_one_name_each(danish):
    """“Tilsagn”, as in the letters; and “egenfinansiering”, as in the workbook."""
    said = [str(message.string) for room in danish.values() for message in room if message.id]
    others = ("disponer", "binder beløbet", "bundet til en sag", "egne, kr", "betaler vi selv", "betalt af jobcentret")
    apart = [each for each in said if any(words in each.casefold() for words in others)]
    assert [each for each in apart if not each.startswith("Tilbagebetalt")] == []


def test_a_value_in_a_sentence_cannot_smuggle_in_html(app):
    with app.test_request_context():
        sentence = render_template_string(
            "{{ text }}", text=_("“%(step)s” is not possible: the status is now “%(status)s”.", step="<b>", status="x")
        )
    assert "&lt;b&gt;" in sentence
    assert "<b>" not in sentence


def test_a_sentence_is_put_into_the_language_it_is_asked_in(app):
    with app.app_context():
        assert in_language(_("Draft"), "da") == "Kladde"
        assert in_language(_("Draft"), "en") == "Draft"


def test_what_stands_alone_begins_with_a_capital_letter(app):
    with app.test_request_context():
        assert sentence(_("the file is empty")) == "Filen er tom"
        assert sentence("") == ""
