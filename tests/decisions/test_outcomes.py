"""The outcome decides what is asked for; what does not belong to it is put aside, but never dropped unsaid."""

import pytest

from portal.core.db import db
from portal.core.money import Ore
from portal.decisions.models import Decision
from portal.decisions.rules import Advice, Outcome
from tests.decisions.cases import a_recommended_case

ADVICE = Advice(Outcome.PARTIAL, Ore(500_000_00), "Bevilg det meste.", ("Holdet begynder i marts.",))
REASONS = {"facts": "Jobcentret søger om 40 pladser.", "considerations": "Rammen rækker ikke.", "read": "y"}


@pytest.fixture
def page(make, browse):
    """The decision page as the recommendation of a partial grant with a condition has filled it in."""
    case = a_recommended_case(make, ADVICE)
    return browse(case.director).get(f"/desk/{case.application.id}/decision")


def made() -> Decision | None:
    return db.session.query(Decision).one_or_none()


def test_the_page_says_which_fields_an_outcome_asks_for(page):
    asked = {each.select_one("[name=put_aside]")["value"]: each["data-only-for"].split()
             for each in page.soup.select("[data-only-for]")}  # fmt: skip
    assert asked == {"amount": ["partial"], "conditions": asked["conditions"]}
    assert sorted(asked["conditions"]) == ["conditional", "partial"]
    assert all(each.has_attr("disabled") for each in page.soup.select("[name=put_aside]"))


def test_a_refusal_does_not_stumble_over_what_the_recommendation_had_filled_in(page):
    assert page.submit(outcome="refused", **REASONS).errors == []
    assert (made().outcome, made().amount, made().conditions) == (Outcome.REFUSED, 0, [])


def test_what_somebody_typed_is_asked_about_and_stays(page):
    answer = page.submit(outcome="refused", **REASONS | {"amount": "400.000", "conditions": "Begynd i april."})
    assert [each.split(".")[0] for each in answer.errors] == [
        "Et afslag giver ingen penge",
        "»Afslag« har ingen betingelser",
    ]
    assert answer.soup.select_one("#amount")["value"] == "400.000"
    assert made() is None


def test_a_full_grant_never_grants_more_than_the_amount_that_stands_on_the_page(page):
    assert len(page.submit(outcome="full", **REASONS).errors) == 2
    assert made() is None


def test_what_was_hidden_does_not_count_and_comes_back_with_another_outcome(page):
    typed = {
        "amount": "noget i retning af 400.000",
        "conditions": "Begynd i april.",
        "put_aside": ["amount", "conditions"],
    }
    answer = page.submit(outcome="refused", **REASONS | typed | {"facts": ""})
    assert [each["href"] for each in answer.soup.select(".error-summary a")] == ["#facts"]
    assert answer.soup.select_one("#amount")["value"] == typed["amount"]
    assert "Begynd i april." in answer.soup.select_one("#conditions").text
    answer.submit(outcome="partial", amount="400.000", **REASONS)
    assert (made().amount, made().conditions) == (Ore(400_000_00), ["Begynd i april."])


def test_a_full_grant_with_the_partial_amount_hidden_is_all_that_was_applied_for(page):
    assert page.submit(outcome="full", put_aside=["amount", "conditions"], **REASONS).errors == []
    assert (made().amount, made().conditions) == (Ore(620_000_00), [])


def test_what_belongs_to_the_outcome_cannot_be_put_aside(page):
    page.submit(outcome="partial", put_aside=["amount", "conditions"], **REASONS)
    assert (made().amount, made().conditions) == (Ore(500_000_00), ["Holdet begynder i marts."])


def test_the_letter_that_is_looked_at_says_what_would_be_decided(page):
    at = page.path + "/letter.pdf"
    token = page.soup.select_one("main [name=csrf_token]")["value"]
    typed = {"outcome": "refused", "amount": "500.000,00", "conditions": ADVICE.conditions[0], "csrf_token": token}
    db.session.commit()
    answer = page.browser.client.post(at, data=typed | REASONS)
    assert answer.data.startswith(b"%PDF")
