"""What applications are scored on: data in both languages, common or a pool's own."""

import json
import re

import pytest

from portal.applications.titles import TITLES
from portal.core.language import in_language
from portal.core.text import Both
from portal.pools import catalogue, criteria
from portal.pools.settings import WEIGHTS

OWN = {"code": "goals", "title_da": "Måltal", "title_en": "Number goals", "help_da": "Hjælp", "help_en": "Help"}


def every():
    pools = json.loads(catalogue.SOURCE.read_text("utf-8"))
    return [each for pool in pools for each in criteria.of(pool["own_criteria"])]


def test_every_criterion_has_its_words_in_both_languages_and_a_code_that_fits_a_field():
    for each in every():
        assert re.fullmatch(r"[a-z_]{1,40}", each.code)
        assert all((each.title.danish, each.title.english, each.help.danish, each.help.english))


def test_every_criterion_names_sections_that_some_pool_has():
    assert {key for each in every() for key in each.sections} <= set(TITLES)


def test_the_usual_weights_are_of_the_common_criteria():
    assert list(WEIGHTS) == [each.code for each in criteria.common()]


def test_a_pool_can_say_a_common_criterion_in_its_own_words():
    said = {each.code: each.title.english for each in criteria.of([OWN])}
    assert (said["goals"], len(said)) == ("Number goals", len(criteria.common()))


@pytest.mark.parametrize(("language", "words"), [("da", "Mål"), ("en", "Goals")])
def test_words_that_are_data_follow_the_reader(app, language, words):
    with app.app_context():
        assert in_language(Both("Mål", "Goals"), language) == words
