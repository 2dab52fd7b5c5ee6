"""What the region does with a case: comments, changes, scores, recommendation, waivers and the decision."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.adapters import files
from portal.applications.documents import WAIVERS_OF
from portal.applications.rules import SectionKey, Status
from portal.applications.submitting import WHEN_SUBMITTED
from portal.core import audit, clock
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions, assessing, queries
from portal.decisions.models import Decision
from portal.decisions.rules import Advice, Outcome, Ruling
from portal.pools import ledger
from portal.projects.models import Project
from tests.decisions.cases import ADVICE, GOOD, REQUESTED, a_case, a_recommended_case, submit

FULL = Ruling(Outcome.FULL, REQUESTED)
PARTIAL = Ruling(Outcome.PARTIAL, Ore(400_000_00), "Udstyr koster 100.000 kr. #import", "Puljen dækker ikke udstyr.")


def events(application) -> list[str]:
    return [each.what for each in audit.of(application.reference)]


def decide(case, ruling=FULL, seen=None):
    application = case.application
    return actions.decide(application, ruling, seen=seen or application.version, by=case.director)


def test_a_kept_comment_is_not_shown_to_the_job_centre_and_mails_nobody(make, mails):
    case = a_case(make)
    assessing.comment(case.application, "Hvem tager imod?", sent=False, by=case.caseworker)
    assert queries.sent_comments(case.application) == []
    assert [each.words for each in queries.comments(case.application)] == ["Hvem tager imod?"]
    assert mails() == []


def test_a_sent_comment_reaches_those_who_write_and_sign(make, mails):
    case = a_case(make)
    make.person(Role.WRITER, case.application.job_centre)
    assessing.comment(case.application, "Hvem tager imod?", sent=True, by=case.caseworker)
    assert [each.words for each in queries.sent_comments(case.application)] == ["Hvem tager imod?"]
    sent = mails()
    assert case.manager.email in [each["To"] for each in sent]
    assert len(sent) == 2
    assert "Hvem tager imod?" in sent[0].get_content()


def test_an_empty_comment_is_refused(make):
    case = a_case(make)
    with pytest.raises(Refusal):
        assessing.comment(case.application, "  ", sent=False, by=case.caseworker)


def test_asking_for_changes_sends_the_application_back(make, mails):
    case = a_case(make)
    application, before = case.application, clock.now() + timedelta(days=5)
    reasons = {SectionKey.GOALS: "Skriv udgangspunktet."}
    assessing.ask_for_changes(application, reasons, before, seen=application.version, by=case.caseworker)
    assert application.status is Status.RETURNED
    assert application.correct_before == before
    assert [(each.section_key, each.reason) for each in queries.changes_asked(application)] == [
        (SectionKey.GOALS, "Skriv udgangspunktet.")
    ]
    assert "application.returned" in events(application)
    assert "Skriv udgangspunktet." in mails()[0].get_content()


def test_asking_from_an_old_page_is_refused(make):
    case = a_case(make)
    later = clock.now() + timedelta(days=5)
    with pytest.raises(Conflict):
        assessing.ask_for_changes(case.application, {SectionKey.GOALS: "X"}, later, seen=99, by=case.caseworker)


def test_scores_belong_to_the_latest_submission(make):
    case = a_case(make)
    assessing.score(case.application, GOOD, seen=case.application.version, by=case.caseworker)
    found = queries.case_of(case.application)
    assert found.total == 80
    assert {each.submission_sha256 for each in found.scores.values()} == {found.latest.sha256}


def test_a_second_caseworker_who_scores_from_an_old_page_is_told(make, session):
    case = a_case(make)
    seen = case.application.version
    assessing.score(case.application, GOOD, seen=seen, by=case.caseworker)
    session.commit()
    with pytest.raises(Conflict):
        assessing.score(case.application, GOOD, seen=seen, by=case.caseworker)


def test_nothing_is_recommended_without_scores(make):
    case = a_case(make)
    with pytest.raises(Refusal, match="Give scores"):
        assessing.recommend(case.application, ADVICE, seen=case.application.version, by=case.caseworker)


def test_new_scores_take_the_recommendation_back(make, session):
    case = a_recommended_case(make)
    application = case.application
    assert application.status is Status.RECOMMENDED
    assessing.score(application, GOOD, seen=application.version, by=case.caseworker)
    session.commit()
    assert application.status is Status.SUBMITTED
    assert queries.case_of(application).recommendation is None


def test_a_new_submission_voids_scores_and_recommendation(make):
    case = a_recommended_case(make)
    submit(make, case.application)
    assessing.void_assessment(case.application, case.manager)
    found = queries.case_of(case.application)
    assert not found.is_scored
    assert found.recommendation is None
    assert "assessment.voided" in events(case.application)


def test_the_room_hears_of_submissions_and_answers_for_waivers(app, make):
    case = a_case(make)
    assert assessing.void_assessment in WHEN_SUBMITTED
    assessing.waive(case.application, "G-13", "Prøver i november", clock.today(), by=case.director)
    (find,) = [each for each in WAIVERS_OF if each is queries.waivers_by_rule]
    assert find(case.application.reference)["G-13"].why == "Prøver i november"


def test_what_changed_between_two_submissions_is_marked_asked_or_unasked(make):
    case = a_case(make)
    application = case.application
    reasons = {SectionKey.GOALS: "Skriv udgangspunktet."}
    assessing.ask_for_changes(
        application, reasons, clock.now() + timedelta(days=5), seen=application.version, by=case.caseworker
    )
    document = application.submissions[0].content["document"] | {}
    sections = {**document["sections"], "goals": {"lines": [], "realism_reason": "Ny"}}
    sections["background"] = {**sections["background"], "purpose": "Et andet formål"}
    submit(make, application, document | {"sections": sections})
    found = queries.case_of(application).differences
    assert {str(each.section) for each in found if each.asked} == {"Goals"}
    assert [str(each.what) for each in found if not each.asked] == ["Purpose"]


def test_a_grant_binds_the_money_keeps_the_letter_and_opens_the_project(make, session, mails):
    case = a_recommended_case(make)
    application = case.application
    decision = decide(case)
    assert application.status is Status.GRANTED
    assert ledger.bound_to(application.round, application.reference) == REQUESTED
    assert files.read(decision.letter_sha256).startswith(b"%PDF")
    assert session.query(Project).one().granted == REQUESTED
    assert "decision.made" in events(application)
    (attached,) = [each for each in mails()[0].walk() if each.get_content_type() == "application/pdf"]
    assert attached.get_filename().endswith("-afgoerelse.pdf")


def test_the_letter_says_what_the_law_asks_and_can_be_read_aloud(make):
    case = a_recommended_case(make, Advice(Outcome.PARTIAL, Ore(400_000_00), "Delvist"))
    assessing.waive(case.application, "G-13", "Prøver i november", clock.today(), by=case.director)
    read = PdfReader(BytesIO(files.read(decide(case, PARTIAL).letter_sha256)))
    said = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for words in ("400.000", "620.000", "Udstyr koster 100.000 kr. #import", "Puljen dækker ikke udstyr.",
                  "Tekstanmærkning 115", "Afgørelsen kan ikke påklages.", "G-13", "Prøver i november",
                  case.director.name, "kl. 12.00"):  # fmt: skip
        assert words in said
    assert "jeres første opgave at sende et nyt budget, der højst tager 400.000 kr. fra puljen" in said
    assert "G-13), til og med" in said
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "da"


@pytest.mark.parametrize(("ruling", "told"), [(PARTIAL, True), (FULL, False)])
def test_the_mail_of_a_partial_grant_names_the_new_budget(make, mails, ruling, told):
    decide(a_recommended_case(make), ruling)
    (sent,) = [each for each in mails()[0].walk() if each.get_content_type() == "text/plain"]
    assert ("nyt budget, der højst tager 400.000" in " ".join(sent.get_content().split())) is told


def test_a_refusal_spends_nothing_and_opens_no_project(make, session):
    case = a_recommended_case(make)
    decision = decide(case, Ruling(Outcome.REFUSED, Ore(0), "Fakta", "Hensyn"))
    assert case.application.status is Status.REFUSED
    assert decision.accept_before is None
    assert ledger.bound_to(case.application.round, case.application.reference) == 0
    assert session.query(Project).count() == 0


def test_pressed_twice_is_one_decision(make, session):
    case = a_recommended_case(make)
    seen = case.application.version
    first = decide(case, seen=seen)
    session.commit()
    assert decide(case, seen=seen).id == first.id
    assert session.query(Decision).count() == 1
    assert ledger.bound_to(case.application.round, case.application.reference) == REQUESTED


def test_another_decision_after_the_first_is_refused(make, session):
    case = a_recommended_case(make)
    decide(case)
    session.commit()
    with pytest.raises(Conflict, match="Granted"):
        decide(case, PARTIAL)


def test_more_than_the_frame_holds_is_refused_with_the_figures(make):
    case = a_recommended_case(make, round=make.round(frame=Ore(500_000_00)))
    with pytest.raises(Refusal, match=r"500\.000"):
        decide(case)


def test_everything_wrong_with_a_decision_is_told_at_once(make):
    case = a_recommended_case(make)
    submit(make, case.application)
    case.application.status = Status.RECOMMENDED
    make.session.commit()
    with pytest.raises(Refusal) as refused:
        decide(case, Ruling(Outcome.PARTIAL, Ore(900_000_00)))
    assert len(refused.value.problems) == 5


def test_what_is_not_recommended_cannot_be_decided(make):
    case = a_case(make)
    with pytest.raises(Conflict):
        decide(case)
