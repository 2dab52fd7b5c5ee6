"""Giving the password again: before the form, or with the form that grew old while it stood open."""

from contextvars import Context
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.decisions.models import Decision
from portal.identity import passwords
from portal.identity.models import SignInSession
from portal.pools import guidelines
from portal.pools.rules import GuidelineStatus
from tests.decisions.cases import a_recommended_case
from tests.identity.conftest import PASSWORD
from tests.support.pages import Page

REFUSED = {
    "outcome": "refused", "amount": "", "conditions": "", "read": "y",
    "facts": "Jobcentret søger om 40 pladser.\r\n<b>Det ligger fast.</b>",
    "considerations": "Virksomhederne har ikke brug for dem.",
}  # fmt: skip


@pytest.fixture
def case(make):
    found = a_recommended_case(make)
    found.director.password_hash = passwords.hashed(PASSWORD)
    return found


@pytest.fixture
def decision(browse, case):
    """The decision page, opened by the director while the sign-in was fresh."""
    return browse(case.director).get(f"/desk/{case.application.id}/decision")


def hidden(page) -> dict[str, str]:
    return {each["name"]: each["value"] for each in page.soup.select("main form input[type=hidden]")}


def test_a_decision_that_was_written_for_long_waits_for_the_password_and_is_then_made(decision, case, later):
    later(timedelta(minutes=11))
    asked = decision.submit(**REFUSED)
    assert (asked.status, asked.heading) == (422, "Skriv din adgangskode igen")
    assert "det, du har udfyldt, går ikke tabt" in asked.soup.text
    assert REFUSED.items() <= hidden(asked).items()
    assert db.session.query(Decision).count() == 0
    answer = asked.submit(password=PASSWORD)
    assert (answer.status, answer.path) == (200, f"/desk/{case.application.id}")
    made = db.session.query(Decision).one()
    assert (made.outcome.value, made.considerations) == ("refused", REFUSED["considerations"])
    assert "<b>Det ligger fast.</b>" in made.facts


def test_the_page_that_carries_a_form_can_be_left_for_the_page_the_form_stood_on(decision, case, later):
    later(timedelta(minutes=11))
    at, client = f"/desk/{case.application.id}/decision", decision.browser.client
    for came_from, leads in ((f"http://localhost{at}", at), ("http://evil.example/desk", "/"), (None, "/")):
        db.session.commit()
        sent = hidden(decision) | REFUSED
        answer = Context().run(client.post, at, data=sent, headers={"Referer": came_from} if came_from else {})
        way_out = Page(decision.browser, at, answer).soup.select_one(".pp-actions a")
        assert (way_out["href"], way_out.text) == (leads, "Annullér")
    assert db.session.query(Decision).count() == 0


def test_a_wrong_password_keeps_what_was_typed_and_is_not_carried_on(decision, case, later):
    later(timedelta(minutes=11))
    wrong = decision.submit(**REFUSED).submit(password="en forkert sætning")
    assert wrong.status == 422
    assert wrong.errors == ["Det er ikke din adgangskode. Skriv den igen."]
    assert REFUSED.items() <= hidden(wrong).items()
    assert "en forkert sætning" not in wrong.html
    assert "password" not in hidden(wrong)
    assert db.session.query(Decision).count() == 0
    empty = wrong.submit(password="")
    assert empty.errors == ["Skriv din adgangskode."]
    assert empty.submit(password=PASSWORD).status == 200
    assert db.session.query(Decision).count() == 1


def test_guesses_beside_a_form_are_counted_like_all_others(decision, later):
    later(timedelta(minutes=11))
    page = decision.submit(**REFUSED)
    for _each in range(5):
        page = page.submit(password="forkert")
        assert page.status == 422
    stopped = page.submit(password=PASSWORD)
    assert stopped.status == 429
    assert REFUSED.items() <= hidden(stopped).items()
    assert db.session.query(Decision).count() == 0


def test_a_form_that_is_refused_after_the_password_is_not_asked_for_it_again(decision, case, session, later):
    later(timedelta(minutes=11))
    refused = decision.submit(**REFUSED | {"considerations": ""}).submit(password=PASSWORD)
    assert refused.status == 422
    assert refused.soup.select_one("#considerations-error")
    assert REFUSED["facts"].splitlines()[0] in refused.soup.select_one("#facts").text
    session.expire_all()
    assert session.scalars(select(SignInSession.fresh_at)).one() == clock.now()
    assert refused.submit(considerations=REFUSED["considerations"], read="y").path == f"/desk/{case.application.id}"


def test_signing_a_guideline_waits_for_the_password_as_well(make, browse, case, later):
    signed = make.guideline()
    draft = guidelines.draft(signed.pool, signed.region, 2010, by=case.caseworker)
    make.save(draft)
    director = make.person(Role.DIRECTOR, signed.region, password_hash=passwords.hashed(PASSWORD))
    page = browse(director).get(f"/pools/guidelines/{draft.id}/sign")
    later(timedelta(minutes=11))
    asked = page.submit()
    assert draft.status is GuidelineStatus.DRAFT
    asked.submit(password=PASSWORD)
    assert draft.status is GuidelineStatus.SIGNED


def test_back_leads_where_one_came_from(browse, case, later):
    browser = browse(case.director)
    later(timedelta(minutes=11))
    at = f"/desk/{case.application.id}"
    for came_from, leads in (
        (f"http://localhost{at}?tab=1", f"{at}?tab=1"), ("http://evil.example/desk", "/"), (None, "/"),
    ):  # fmt: skip
        db.session.commit()
        answer = browser.client.get(f"{at}/decision", headers={"Referer": came_from} if came_from else {})
        page = browser.get(answer.location)
        assert page.soup.select_one(".pp-actions a")["href"] == leads
