"""Half a set of scores: kept, shown as unfinished, and never counted."""

import pytest

from portal.applications.rules import Status
from portal.core.errors import Refusal
from portal.decisions import assessing, queries
from portal.decisions.rules import Mark
from tests.decisions.cases import ADVICE, GOOD, a_case, a_recommended_case, submit
from tests.support.standing import standing

HALF = {code: mark for code, mark in GOOD.items() if code in {"goals", "budget"}}


@standing
def case(make):
    return a_case(make)


@pytest.fixture
def page(browse, case):
    return browse(case.caseworker).get(f"/desk/{case.application.id}/scores")


def test_what_is_filled_in_is_saved_and_what_is_missing_is_said(page, case):
    answer = page.submit(points_goals="4", why_goals="Kun lidt over udgangspunktet", points_budget="3")
    assert answer.status == 200
    assert answer.path.endswith("/scores")
    (said,) = answer.all(".alert-success .alert-text")
    assert "Holdbart budget" in said
    assert "Mål" not in said
    again = page.browser.get(page.path)
    assert again.soup.select_one("#why_goals").text.strip() == "Kun lidt over udgangspunktet"
    assert again.soup.select_one("[name=points_budget][checked]")["value"] == "3"


def test_half_a_set_is_seen_as_unfinished_by_the_region_and_by_nobody_else(page, case, browse):
    page.submit(points_goals="4", why_goals="Kun lidt over udgangspunktet")
    told = browse(case.reader).get(f"/desk/{case.application.id}").soup.text
    assert "Pointgivningen er ikke færdig og tæller ikke endnu." in told
    assert "Kun lidt over udgangspunktet" in told
    for at in (f"/decisions/{case.application.id}", f"/applications/{case.application.id}"):
        assert "Kun lidt over" not in browse(case.manager).get(at).soup.text
        assert "kriterier" not in browse(case.manager).get(at).soup.text


def test_half_a_set_never_counts(case, session):
    application = case.application
    assessing.score_in_part(application, HALF | {"goals": Mark(5, "")}, seen=application.version, by=case.caseworker)
    session.commit()
    found = queries.case_of(application)
    assert (found.total, found.is_scored, application.points_in_tenths) == (None, False, 0)
    with pytest.raises(Refusal, match="Give scores"):
        assessing.recommend(application, ADVICE, seen=application.version, by=case.caseworker)


def test_points_for_all_without_their_words_do_not_count_either(case):
    application, bare = case.application, {code: Mark(4, " ") for code in GOOD}
    assessing.score_in_part(application, bare, seen=application.version, by=case.caseworker)
    found = queries.case_of(application)
    assert not found.is_scored
    assert len(found.lacking) == len(GOOD)


def test_words_without_their_points_are_asked_about_and_stay_on_the_page(page):
    answer = page.submit(why_goals="Kun lidt over udgangspunktet", points_budget="3")
    assert answer.status == 422
    assert answer.errors == ["Vælg også point for Mål, så det, du har skrevet, kan gemmes."]
    assert answer.soup.select_one("#why_goals").text.strip() == "Kun lidt over udgangspunktet"
    assert answer.soup.select_one("[name=points_budget][checked]")["value"] == "3"


def test_an_empty_page_is_told_what_to_do(page):
    assert page.submit().errors == ["Der er ikke udfyldt noget endnu. Giv mindst ét kriterium point."]


def test_half_a_set_does_not_replace_a_whole_one(make, browse):
    case = a_recommended_case(make)
    page = browse(case.caseworker).get(f"/desk/{case.application.id}/scores")
    answer = page.submit(why_goals="")
    assert answer.errors == ["Skriv, hvorfor Mål får disse point."]
    assert case.application.status is Status.RECOMMENDED
    assert queries.case_of(case.application).is_scored


def test_while_half_is_given_the_rest_still_shows_what_the_submission_before_got(make, browse):
    case = a_recommended_case(make)
    submit(make, case.application)
    assessing.void_assessment(case.application, case.manager)
    make.session.commit()
    page = browse(case.caseworker).get(f"/desk/{case.application.id}/scores")
    answer = page.submit(points_goals="2", why_goals="Svagere nu")
    assert "Begrundelse for budget" in answer.soup.text
    again = answer.submit(points_goals="3")
    assert "Givet til den forrige" in again.soup.text
    assert "Svagere nu" not in " ".join(again.all(".pp-muted"))


def test_the_task_follows_how_far_the_caseworker_has_come(case, session, browse):
    application, by = case.application, case.caseworker
    start = browse(by)
    assert f"Vurder {application.title}" in start.get("/").soup.text
    assessing.score(application, GOOD, seen=application.version, by=by)
    session.commit()
    told = start.get("/").soup.text
    assert f"Vurder {application.title}" not in told
    assert f"Skriv indstillingen om {application.title}" in told
    assert start.get("/").soup.select_one(f"main a[href='/desk/{application.id}/recommendation']")
