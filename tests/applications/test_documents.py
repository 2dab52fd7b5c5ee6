"""The document of an application, and what the rules are told beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from portal.applications import catalogue, checking, documents, showing, submitting
from portal.applications.models import Attachment, Submission
from portal.applications.rules import SectionKey, Status
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.eligibility.context import Waiver
from portal.eligibility.document import problems_in
from portal.eligibility.verdicts import may_submit
from portal.labour_market.models import BalanceEntry
from portal.labour_market.rules import Category
from tests.applications.cases import whole_application
from tests.support.addendum import complete_addendum
from tests.support.documents import complete_document


def test_an_empty_draft_is_a_document_that_fits_the_schema(make):
    application = make.application(round=make.round(pool=make.pool(code="upskilling")))
    document = documents.document_of(application)
    assert problems_in(document) == []
    assert document["sections"]["basis"]["partners"] == []
    assert document["sections"]["basis"]["period_start"] is None
    assert document["sections"]["declarations"]["vat_excluded"] is False
    assert document["balance_period"] is None


def test_half_a_line_is_filled_up_with_empty_answers(make):
    sections = {
        "goals": {"lines": [{"indicator": "I arbejde"}]},
        "should_elements": {"lines": [{"text": "uden bogstav"}, {"element": "A", "text": "Sammen"}]},
    }
    application = make.application(round=make.round(pool=make.pool(code="upskilling")), sections=sections)
    document = documents.document_of(application)
    assert problems_in(document) == []
    goal = document["sections"]["goals"]["lines"][0]
    assert (goal["target"], goal["unit"], goal["better"]) == (None, "", "higher")
    assert [each["element"] for each in document["sections"]["should_elements"]["lines"]] == ["A"]


def test_the_document_says_what_was_typed_and_what_the_portal_knows(make):
    application = whole_application(make)
    kept = {"name": "aftale.pdf", "media_type": "application/pdf", "size": 10, "sha256": "0" * 64}
    usual = {"application": application, "added_at": clock.now(), "added_by_id": application.begun_by_id}
    make.save(Attachment(**kept, **usual))
    make.save(Attachment(**kept | {"name": "fjernet.pdf"}, **usual, removed_at=clock.now()))
    document = documents.document_of(application)
    assert problems_in(document) == []
    assert document["sections"]["budget"]["lines"] == complete_document()["sections"]["budget"]["lines"]
    assert document["sections"]["occupations"]["lines"][0]["title"] == "Fag 8344"
    assert document["sections"]["attachments"]["files"] == [kept | {"scan": "not_scanned"}]
    assert document["sections"]["sparring"] == {"dates": ["2010-09-21"]}
    assert (document["job_centre"], document["balance_period"]) == ("JC-0573", "2010H1")


def test_a_complete_draft_may_be_submitted(make):
    verdicts = checking.verdicts(whole_application(make))
    assert [f"{each.rule}: {each.found}" for each in verdicts if each.blocks] == []
    confirmation = next(each for each in verdicts if each.rule == "G-23")
    assert (confirmation.outcome.value, confirmation.severity.value) == ("cannot_tell", "info")


def test_without_the_confirmation_a_signed_application_would_not_stand(make):
    blocking = [each.rule for each in checking.verdicts(whole_application(make), signing=True) if each.blocks]
    assert blocking == ["G-23"]


def test_a_returned_application_has_a_deadline_of_its_own(make):
    last_year = datetime(2010, 10, 15, 10, tzinfo=UTC)
    application = whole_application(make, closes_at=last_year, status=Status.RETURNED)
    assert not may_submit(checking.verdicts(application))
    application.correct_before = clock.now() + timedelta(days=3)
    assert may_submit(checking.verdicts(application))


@pytest.mark.parametrize(("status", "compared"), [(Status.SUBMITTED, True), (Status.GRANTED, False)])
def test_what_is_left_of_the_frame_is_told_until_the_decision(make, status, compared):
    application = whole_application(make, status=status)
    context = documents.context_for(documents.document_of(application))
    assert (context.round.left is not None) is compared
    found = next(str(each.found) for each in checking.verdicts(application) if each.rule == "G-19")
    assert ("left of the frame" in found) is compared


def test_the_context_holds_the_round_its_region_and_the_balance(make):
    application = whole_application(make)
    context = documents.context_for(documents.document_of(application))
    assert context.round.invited == {"JC-0573"}
    assert context.region_of["JC-0573"] == application.round.region.code
    assert context.municipalities["0561"] == "Esbjerg"
    assert context.chances is not None
    assert context.chances["8332"] == "RG"
    assert (context.guideline_version, context.scans) == (3, False)


def test_an_unknown_round_guideline_and_job_centre_are_named(make):
    application = whole_application(make)
    document = documents.document_of(application)
    for changes, places in (
        ({"round": "OPK-1850", "job_centre": "JC-0000"}, ["round", "job_centre"]),
        ({"guideline_version": 9}, ["guideline_version"]),
        ({"round": "\ud800"}, ["round"]),
        ({"round": "a\0b"}, ["round"]),
    ):
        with pytest.raises(Refusal) as refused:
            documents.context_for(document | changes)
        assert [problem.field for problem in refused.value.problems] == places


def test_a_document_belongs_to_the_pool_of_its_round(make):
    document = documents.document_of(whole_application(make))
    with pytest.raises(Refusal) as refused:
        documents.context_for(document | {"pool": "consultants"})
    assert [problem.field for problem in refused.value.problems] == ["pool"]


def test_a_balance_that_had_not_begun_gives_no_chances(make):
    document = documents.document_of(whole_application(make))
    for judged_at, begun in (("2009-12-31T23:59:59+01:00", False), ("2010-01-01T00:00:00+01:00", True)):
        context = documents.context_for(document | {"judged_at": judged_at})
        assert context.balance_has_begun is begun
        assert (context.chances is not None) is begun


def test_a_balance_that_is_imported_later_changes_nothing_that_was_signed(make):
    application = whole_application(make, status=Status.SUBMITTED)
    usual = {"application_id": application.id, "submitted_at": clock.now(), "submitted_by_id": application.begun_by_id}
    frozen = {"document": documents.document_of(application), "verdicts": []}
    make.save(Submission(number=1, content=frozen, sha256="0" * 64, signed_name="A", signed_title="B", **usual))
    db.session.expire(application, ["submissions"])
    area = application.round.region.code
    make.save(BalanceEntry(period="2010H2", area_code=area, occupation_code="8344", category=Category.OVER))
    document = documents.document_of(application)
    assert (document["balance_period"], document["state"]) == ("2010H1", "submitted")


def test_what_is_signed_says_that_it_is_no_draft(app, make):
    application = whole_application(make)
    with app.test_request_context():
        document = submitting.snapshot_of(application, "Karsten Brandt", "jobcenterchef", clock.now())["document"]
    assert (documents.document_of(application)["state"], document["state"]) == ("draft", "submitted")
    assert problems_in(document) == []


def test_a_period_that_was_never_imported_gives_no_chances(make):
    document = documents.document_of(whole_application(make))
    assert documents.context_for(document | {"balance_period": "1999H1"}).chances is None


def test_a_waiver_of_a_higher_room_reaches_the_rules(make, monkeypatch):
    application = whole_application(make)
    answers = application.section(SectionKey.DECLARATIONS).answers
    application.section(SectionKey.DECLARATIONS).answers = answers | {"vat_excluded": False}
    assert not may_submit(checking.verdicts(application))
    waiver = Waiver("Direktøren", "Kommunen kan ikke trække moms fra", date(2999, 1, 1))
    given = {application.reference: {"G-17": waiver}}
    monkeypatch.setattr(documents, "WAIVERS_OF", [lambda reference: given.get(reference, {})])
    assert may_submit(checking.verdicts(application))


@pytest.mark.parametrize(
    ("language", "group", "instrument", "function"),
    [
        ("da", "Langtidsledige", "Virksomhedspraktik", "Virksomhedskonsulent"),
        ("en", "Long-term unemployed", "Company placement", "Company consultant"),
    ],
)
def test_the_lists_of_a_plan_are_read_in_the_readers_language_and_own_words_stay(
    app, language, group, instrument, function
):
    specs = {each.key: each for each in catalogue.of_pool("consultants")}
    document = complete_addendum()
    own, listed = document["sections"]["budget"]["goals"][:2]
    listed |= {"target_group": "Langtidsledige", "instrument": "placement"}
    own["target_group"] = "Unge med børn"
    with app.test_request_context(), force_locale(language):
        goals, positions = (
            next(each.table for each in showing.answers_of(specs[key], document) if each.table).rows
            for key in ("number_goals", "positions")
        )
    assert goals[0][0] == "Unge med børn"
    assert goals[1][:2] == (group, instrument)
    assert function in positions[0]


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (412 * 1024, "412 kB"), (1536 * 1024, "1,5 MB"), (10 << 20, "10 MB")]
)
def test_a_size_is_written_without_decimals_that_say_nothing(size, words):
    assert showing.size_in_words(size) == words
