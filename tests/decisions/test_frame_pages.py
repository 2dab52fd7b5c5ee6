"""The decision page when the frame cannot bear what the director would grant."""

import pytest

from portal.applications.rules import Status
from portal.core.db import db
from portal.core.money import Ore
from portal.decisions.models import Decision
from portal.decisions.rules import Advice, Outcome
from portal.pools import ledger
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.support.standing import standing

TOO_MUCH = (
    "Rammen er 500.000 kr. 0 kr. er bevilget, og 500.000 kr. er tilbage, så 620.000 kr. kan ikke være der. "
    "Bevilg 500.000 kr. eller mindre."
)


@standing
def tight(make):
    return a_recommended_case(make, round=make.round(frame=Ore(500_000_00)))


def test_too_much_for_the_frame_is_told_beside_the_amount_and_the_case_stays_as_it_is(browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    answer = page.submit(outcome="full", facts="Jobcentret har søgt.", read="y")
    assert answer.status == 422
    assert answer.errors == [TOO_MUCH]
    assert answer.soup.select_one("#facts").text.strip() == "Jobcentret har søgt."
    assert "Klar til afgørelse" in answer.all("h1 ~ *, .badge")
    db.session.refresh(tight.application)
    assert tight.application.status is Status.RECOMMENDED
    assert db.session.query(Decision).count() == 0
    fits = answer.submit(outcome="partial", amount="500.000", considerations="Rammen rækker ikke til mere.", read="y")
    assert fits.status == 200
    assert tight.application.status is Status.GRANTED
    assert ledger.balance(tight.application.round).left == 0


def test_what_the_frame_cannot_bear_is_said_before_anything_is_pressed(make, browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    assert page.all(".pp-panel--final li")[0] == TOO_MUCH
    roomy = a_recommended_case(make, Advice(Outcome.FULL, REQUESTED, "Bevilg"))
    page = browse(roomy.director).get(f"/desk/{roomy.application.id}/decision")
    assert page.all(".pp-panel--final li")[0].endswith("Med 620.000 kr. er der 3.580.000 kr. tilbage.")


def test_the_frame_is_told_together_with_all_else_that_is_wrong(browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    answer = page.submit(outcome="conditional", conditions="", facts="", considerations="", read="y")
    assert answer.status == 422
    assert TOO_MUCH in answer.errors
    assert len(answer.errors) == 4
    unread = page.submit(outcome="conditional", conditions="Nyt budget", facts="Fakta", considerations="Hensyn")
    assert unread.errors == [TOO_MUCH, "Læs brevet, og sæt kryds ved, at du har gjort det."]


def test_a_refusal_asks_nothing_of_the_frame(browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    answer = page.submit(outcome="refused", amount="", facts="Fakta", considerations="Hensyn", read="y")
    assert answer.status == 200
    assert tight.application.status is Status.REFUSED


def test_the_frame_shows_the_amount_that_was_recommended_and_then_the_one_that_was_sent(make, browse):
    case = a_recommended_case(make, Advice(Outcome.PARTIAL, Ore(400_000_00), "Delvist"))
    page = browse(case.director).get(f"/desk/{case.application.id}/decision")
    rows = page.all("svg.gauge ~ table tbody tr")
    assert rows[1] == "Denne afgørelse400.0009,5 %Det indstillede beløb, eller det, du sidst har sendt"
    assert page.all("svg.gauge ~ table tfoot tr")[1].endswith("Ingen andre sager er åbne")
    answer = page.submit(amount="420.000", facts="")
    assert answer.status == 422
    assert answer.all("svg.gauge ~ table tbody tr")[1].startswith("Denne afgørelse420.00010,0 %")


def test_a_refusal_says_nothing_about_a_grant(browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    seen = [each for each in page.soup.select(".pp-panel--final li") if not each.has_attr("hidden")]
    assert any("Et tilsagn skal accepteres" in each.text for each in seen)
    answer = page.submit(outcome="refused", amount="", facts="", considerations="Hensyn", read="y")
    assert answer.status == 422
    seen = [each.text for each in answer.soup.select(".pp-panel--final li") if not each.has_attr("hidden")]
    assert seen[0] == "Et afslag tager ingen penge fra rammen."
    assert not any("tilsagn" in each.lower() or "Rammen er" in each for each in seen)
    assert answer.all("svg.gauge ~ table tbody tr")[1].startswith("Denne afgørelse00,0 %")


def test_the_letter_is_read_anew_whenever_the_page_is_shown_again(browse, tight):
    page = browse(tight.director).get(f"/desk/{tight.application.id}/decision")
    answer = page.submit(outcome="partial", amount="400.000", facts="", considerations="Hensyn", read="y")
    assert answer.status == 422
    assert not answer.soup.select_one("#read").has_attr("checked")
    again = answer.submit(facts="Jobcentret har søgt.")
    assert again.errors == ["Læs brevet, og sæt kryds ved, at du har gjort det."]


@pytest.mark.parametrize(("advised", "chosen"), [(Outcome.FULL, "refused"), (Outcome.REFUSED, "partial")])
def test_the_words_of_a_recommendation_are_no_reasons_for_the_opposite_outcome(make, browse, advised, chosen):
    given = Ore(0) if advised is Outcome.REFUSED else REQUESTED
    case = a_recommended_case(make, Advice(advised, given, "Indstillingens ord.\n\nFlere ord."))
    page = browse(case.director).get(f"/desk/{case.application.id}/decision")
    typed = {"outcome": chosen, "amount": "400.000" if chosen == "partial" else "", "facts": "Fakta", "read": "y"}
    answer = page.submit(**typed)
    (said,) = answer.errors
    assert said.startswith(f"Det er indstillingens ord, og den siger »{'Fuldt tilsagn' if given else 'Afslag'}«.")
    assert db.session.query(Decision).count() == 0
    assert answer.submit(considerations="Mine egne hensyn.", read="y").status == 200
