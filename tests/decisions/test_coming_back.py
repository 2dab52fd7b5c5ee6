"""A case that comes back after changes: who worked on it is told, and sees what they had given."""

from datetime import timedelta

from portal.applications.rules import SectionKey
from portal.core import clock
from portal.core.permissions import Role
from portal.decisions import assessing
from tests.decisions.cases import GOOD, a_case, a_recommended_case, submit
from tests.support.standing import standing


def sent_back(case) -> None:
    application, later = case.application, clock.now() + timedelta(days=5)
    reasons = {SectionKey.GOALS: "Skriv udgangspunktet."}
    assessing.ask_for_changes(application, reasons, later, seen=application.version, by=case.caseworker)


def comes_back(make, case, **changed: str) -> None:
    """The purpose is changed, and nobody asked for that."""
    document = case.application.submissions[0].content["document"]
    sections = document["sections"] | {"background": document["sections"]["background"] | changed}
    submit(make, case.application, document | {"sections": sections})
    assessing.void_assessment(case.application, case.manager)
    make.session.commit()


@standing
def returned(make):
    case = a_recommended_case(make)
    sent_back(case)
    make.session.commit()
    return case


def told(mails, person) -> list[str]:
    sent = [each for each in mails() if each["To"] == person.email]
    return [each.get_content() for each in sent if "indsendt igen" in each["Subject"]]


def test_who_scored_is_told_that_it_no_longer_counts_and_how_much_has_changed(make, mails, returned):
    application = returned.application
    other = make.person(Role.CASEWORKER, application.round.region)
    comes_back(make, returned, purpose="Et andet formål")
    (said,) = told(mails, returned.caseworker)
    assert "Point og indstilling fra før gælder ikke længere." in said
    assert "Én ting er ændret. Én af ændringerne har ingen bedt om." in said
    assert f"/desk/{application.id}" in said
    for person in (other, returned.director, returned.manager):
        assert told(mails, person) == []


def test_who_asked_for_changes_without_scoring_is_told_that_it_is_back(make, mails):
    case = a_case(make)
    sent_back(case)
    comes_back(make, case)
    (said,) = told(mails, case.caseworker)
    assert "Intet er ændret." in said
    assert "Point" not in said


def test_nobody_is_told_of_a_first_submission(make, mails):
    case = a_case(make)
    assessing.void_assessment(case.application, case.manager)
    assert mails() == []


def test_the_page_of_the_case_says_whose_scores_no_longer_count_until_there_are_new_ones(make, browse, returned):
    browser, at = browse(returned.caseworker), f"/desk/{returned.application.id}"
    assert "Pointene gælder ikke længere" not in browser.get(at).soup.text
    comes_back(make, returned)
    (said,) = browser.get(at).all(".alert-warning .alert-text")
    assert said.startswith(f"{returned.caseworker.name} gav dem til en tidligere indsendelse.")
    assessing.score(returned.application, GOOD, seen=returned.application.version, by=returned.caseworker)
    assert browser.get(at).all(".alert-warning") == []


def test_the_scores_page_shows_what_was_given_before_beside_each_criterion(make, browse, returned):
    browser, at = browse(returned.caseworker), f"/desk/{returned.application.id}/scores"
    comes_back(make, returned)
    said = browser.get(at).soup.select_one("[aria-label='Mål']").text
    assert f"Givet til den forrige indsendelse, {returned.caseworker.name}:" in said
    assert "Begrundelse for goals" in said
    assert browser.get(at).soup.select_one("#why_goals").text.strip() == ""


def test_the_task_says_that_the_case_has_come_back(make, browse, returned):
    tasks = lambda: " ".join(browse(returned.caseworker).get("/").all(".tasks li"))  # noqa: E731
    assert "har rettet og indsendt den igen" not in tasks()
    comes_back(make, returned)
    assert f"{returned.application.job_centre.name} har rettet og indsendt den igen." in tasks()


def test_the_page_names_the_sections_that_were_asked_for_and_left_as_they_were(make, browse, returned):
    comes_back(make, returned, purpose="Et andet formål")
    page = browse(returned.caseworker).get(f"/desk/{returned.application.id}")
    assert page.all("#changed ~ p") == ["Her er der bedt om ændringer, men intet er ændret: Mål."]
