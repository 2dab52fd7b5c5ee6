"""Beside the draft of a section stand the rules that look at it, and what they say about that section alone."""

from copy import deepcopy

import pytest
from flask_babel import force_locale

from portal.applications import belonging, catalogue, checking, fitting
from portal.core.language import sentence
from portal.core.permissions import Role
from portal.eligibility import rules
from portal.eligibility.document import facts_from
from tests.support.addendum import complete_addendum
from tests.support.documents import complete_document, context

WHOLE = {"upskilling": complete_document, "consultants": complete_addendum}
EVERYWHERE = {"G-07", "G-08"}
WITHOUT_A_SECTION = {"G-02", "OPK-15"}  # the deadline, and the talks, which have a page of their own
COMPARED_WITH = {  # what a rule also reads, though it is put right in the sections it names
    "OPK-14": {"occupations", "should_elements", "budget"},
    "OPK-18": {"basis"},
    "G-08": {"budget"},
}


def keys(pool):
    return [each.key for each in catalogue.of_pool(pool)]


def emptied(document, spec):
    """The document with nothing answered in one section."""
    document = deepcopy(document)
    home, budget = document["sections"][spec.key], document["sections"]["budget"]
    for field in spec.fields:
        if field.shared:
            budget[field.key] = []
        elif field.key in home:
            home[field.key] = field.empty
    for name in {"lines", "financing", "files"} & home.keys():
        home[name] = []
    return document


def said(document, pool):
    facts = facts_from(document, fits=fitting.schema_for(document))
    return {each.rule: (each.outcome, str(each.found)) for each in rules.judge(facts, context(), pool=pool)}


@pytest.mark.parametrize("pool", WHOLE)
def test_every_rule_names_sections_of_its_pool_and_what_looks_everywhere_names_them_all(pool):
    where = {each.id: set(each.where) for each in rules.BY_POOL[pool]}
    assert {rule for rule, places in where.items() if not places & set(keys(pool))} <= WITHOUT_A_SECTION
    assert {place for places in where.values() for place in places} <= {*keys(pool), "sparring"}
    assert all(where[rule] == set(keys(pool)) for rule in EVERYWHERE)


@pytest.mark.parametrize("pool", WHOLE)
def test_a_rule_looks_at_the_sections_it_names_and_at_no_other(pool):
    whole = WHOLE[pool]()
    before, where = said(whole, pool), {each.id: set(each.where) for each in rules.BY_POOL[pool]}
    for spec in catalogue.of_pool(pool):
        after = said(emptied(whole, spec), pool)
        moved = {rule for rule, finding in after.items() if finding != before[rule]}
        named = {rule for rule, places in where.items() if spec.key in places | COMPARED_WITH.get(rule, set())}
        assert moved <= named, spec.key


@pytest.mark.parametrize("pool", WHOLE)
def test_every_section_of_a_draft_has_rules_and_none_speaks_of_another_section(make, pool):
    application = make.application(round=make.round(pool=make.pool(code=pool)))
    asked = {each.section for each in catalogue.required(pool)}
    for spec in belonging.sections_of(application):
        found = checking.in_section(application, spec)
        assert found, spec.key
        assert all(spec.key in each.where for each in found)
        answered = [str(each.found) for each in found if each.rule == "G-08"]
        assert bool(answered) == (spec.key in asked or bool(spec.shared)), spec.key
        if spec.key != "budget":  # it keeps the lines of other sections
            others = [catalogue.title(each).english for each in catalogue.of_pool(pool) if each.key != spec.key]
            assert not [each for each in others for sentence in answered if f"{each}:" in sentence]


@pytest.mark.parametrize("key", ["phases", "follow_up"])
def test_the_page_of_a_section_with_texts_says_which_of_them_are_missing(make, browse, key):
    application = make.application(round=make.round(pool=make.pool(code="upskilling")))
    page = browse(make.person(Role.WRITER, application.job_centre))
    page = page.get(f"/applications/{application.id}/sections/{key}")
    assert page.soup.select("#G-08")
    assert "Baggrund" not in page.soup.select_one("#G-08").text


def test_the_page_of_the_attachments_shows_their_check(make, browse):
    application = make.application(round=make.round(pool=make.pool(code="upskilling")))
    page = browse(make.person(Role.WRITER, application.job_centre))
    assert "G-24" in page.get(f"/applications/{application.id}/sections/attachments").soup.text


@pytest.mark.parametrize("pool", WHOLE)
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_was_found_and_what_to_do_are_sentences_and_what_is_expected_is_a_phrase(app, pool, language):
    whole = WHOLE[pool]()
    with app.test_request_context(), force_locale(language):
        for document in (whole, *(emptied(whole, spec) for spec in catalogue.of_pool(pool))):
            facts = facts_from(document, fits=fitting.schema_for(document))
            for each in rules.judge(facts, context(), pool=pool):
                for said in (sentence(each.found), sentence(each.remedy)):
                    assert said[-1] == ".", (each.rule, said)
                    assert said[-2] != ".", (each.rule, said)
                    assert ".;" not in said.replace("kr.;", "kr;"), (each.rule, said)
                assert not sentence(each.expected).endswith(".") or sentence(each.expected).endswith("kr."), each.rule
