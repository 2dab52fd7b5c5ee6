"""The timeline of a case says what each event was about, and keeps from the job centre what the region keeps."""

from datetime import timedelta

from portal.applications.rules import SectionKey
from portal.core import clock
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions, assessing
from portal.decisions.rules import Advice, Outcome, Ruling
from tests.decisions.cases import GOOD, a_case, a_recommended_case, submit
from tests.support.standing import standing

PARTIAL = Ruling(Outcome.PARTIAL, Ore(400_000_00), "Fakta", "Hensyn")


def events(page, on: str = "#events ~ ol li") -> list[str]:
    """Each without the moment in front of it."""
    return [" ".join(li.find("time").next_sibling.string.split()) for li in page.soup.select(on)]


@standing
def told(make):
    """A case about which the region has said everything it can say."""
    case = a_case(make)
    application, by = case.application, case.caseworker
    assessing.comment(application, "Hvem tager imod?", sent=True, section="goals", by=by)
    assessing.comment(application, "INDERST", sent=False, by=by)
    assessing.score(application, GOOD, seen=application.version, by=by)
    make.session.commit()
    advice = Advice(Outcome.PARTIAL, Ore(400_000_00), "INDERST")
    assessing.recommend(application, advice, seen=application.version, by=by)
    make.session.commit()
    reasons = {SectionKey.GOALS: "Skriv udgangspunktet.", SectionKey.BUDGET: "Hvor er momsen?"}
    later = clock.now() + timedelta(days=5)
    assessing.ask_for_changes(application, reasons, later, seen=application.version, by=by)
    assessing.waive(application, "G-13", "Prøver i november", clock.today(), by=case.director)
    submit(make, application)
    assessing.void_assessment(application, case.manager)
    make.session.commit()
    return case


def test_an_event_says_its_sections_its_rule_and_its_amount(browse, told):
    said = events(browse(told.caseworker).get(f"/desk/{told.application.id}"))
    by, director = told.caseworker.name, told.director.name
    assert f"Regionen bad om ændringer: Mål, Budget, {by}" in said
    assert f"Regionen sendte en kommentar: Mål, {by}" in said
    assert f"Regionen skrev en intern kommentar, {by}" in said
    assert f"Indstillingen blev skrevet: Delvist tilsagn, 400.000 kr., {by}" in said
    assert f"Direktøren fraveg en regel: G-13, {director}" in said


def test_a_decision_says_what_and_how_much(make, browse):
    case = a_recommended_case(make)
    actions.decide(case.application, PARTIAL, seen=case.application.version, by=case.director)
    said = events(browse(case.caseworker).get(f"/desk/{case.application.id}"))
    assert f"Direktøren traf afgørelse: Delvist tilsagn, 400.000 kr., {case.director.name}" in said


def test_what_the_region_keeps_to_itself_stands_on_no_page_of_the_job_centre(make, browse, told):
    writer = make.person(Role.WRITER, told.application.job_centre)
    on = "#history-heading ~ ol li"
    for person in (writer, told.manager):
        page = browse(person).get(f"/applications/{told.application.id}")
        assert f"Regionen bad om ændringer: Mål, Budget, {told.caseworker.name}" in events(page, on)
        for words in ("intern", "fik point", "Indstillingen", "gælder ikke længere", "INDERST"):
            assert words not in page.soup.select_one("main").text
        assert "INDERST" not in browse(person).get(f"/decisions/{told.application.id}").soup.text
    seen = events(browse(told.caseworker).get(f"/applications/{told.application.id}"), on)
    assert f"Regionen skrev en intern kommentar, {told.caseworker.name}" in seen
