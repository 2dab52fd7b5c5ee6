"""The letter's facts begin with what is known: what was applied for, and the rules that are not met."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from portal.core import clock
from portal.core.language import in_language
from portal.decisions import known_facts, queries
from tests.decisions.cases import VERDICTS, a_case, a_recommended_case, submit, verdict


def test_the_facts_are_danish_and_tell_each_rule_that_is_not_met_as_it_was_signed(make):
    case = a_case(make)
    more = [verdict("G-19", "not_met", "info"), verdict("OPK-05", "waived")]
    once = known_facts.told(queries.case_of(case.application))
    assert once.startswith(f"{case.application.job_centre.name} har søgt om 620.000\xa0kr. Ansøgningen er indsendt ")
    submit(make, case.application, verdicts=[*VERDICTS, *more])
    first, *of_rules = known_facts.told(queries.case_of(case.application)).splitlines()
    assert first.startswith(f"{case.application.job_centre.name} har søgt om 620.000\xa0kr. Ansøgningen er første ")
    assert [each.split("(")[1][:6] for each in of_rules] == ["G-13).", "OPK-05"]
    assert of_rules[0].endswith("(G-13). Vi fandt: fandt. Retningslinjerne siger: ventede.")


def test_an_application_that_came_again_tells_of_its_first_submission_too(make):
    case = a_case(make)
    with clock.at(clock.now() + timedelta(days=3)):
        submit(make, case.application)
    found = queries.case_of(case.application)
    first, *_of_rules = known_facts.told(found).splitlines()
    moments = [in_language(each.submitted_at, "da") for each in found.submissions]
    assert f"første gang indsendt {moments[0]}. Den blev sendt tilbage" in first
    assert first.endswith(f"senest {moments[-1]}.")


def test_the_decision_page_fills_them_in_and_they_stand_in_the_letter_unless_they_are_changed(make, browse):
    case = a_recommended_case(make)
    browser, at = browse(case.director), f"/desk/{case.application.id}/decision"
    facts = browser.get(at).soup.select_one("#facts").text
    assert "har søgt om 620.000" in facts
    read = PdfReader(BytesIO(browser.client.get(f"{at}/letter.pdf").data))
    said = " ".join(read.pages[0].extract_text().split())
    assert "Vi fandt: fandt. Retningslinjerne siger: ventede." in said
    browser.get(at).submit(outcome="full", facts="Kun dette.", read="y")
    assert queries.find_decided(case.application.id).facts == "Kun dette."


def test_a_case_without_a_submission_has_no_known_facts(make):
    application = make.application()
    assert known_facts.told(queries.case_of(application)) == ""
