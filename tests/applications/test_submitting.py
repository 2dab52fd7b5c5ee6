"""Signing and submitting: exactly what was read, once, before the deadline, with a receipt."""

import hashlib
import json
from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.adapters import files
from portal.applications import submitting
from portal.applications.models import Application, ChangeAsked, Submission
from portal.applications.rules import SectionKey, Status
from portal.core import audit, clock
from portal.core.errors import Conflict, Refusal
from portal.core.permissions import Role, Side
from portal.eligibility.document import problems_in
from tests.applications.cases import whole_application
from tests.support.standing import standing

LATE = datetime(2010, 10, 15, 10, tzinfo=UTC)


@standing
def application(make):
    return whole_application(make)


@standing
def manager(make, application):
    facts = {"name": "Alma Bregnedal", "title": "Jobcenterchef", "email": "alma@example.dk", "password_hash": "x"}
    return make.person(Role.MANAGER, application.job_centre, **facts)


def sign(application, manager, **changes):
    usual = {"seen": application.version, "name": "Alma Bregnedal", "title": "Jobcenterchef", "by": manager}
    return submitting.submit(application, **usual | changes)


def spoil(application) -> None:
    section = application.section(SectionKey.DECLARATIONS)
    section.answers = section.answers | {"vat_excluded": False}


def test_a_submission_freezes_the_document_with_its_confirmation(session, application, manager):
    submission = sign(application, manager)
    document = submission.content["document"]
    assert problems_in(document) == []
    assert document["sections"]["declarations"]["confirmed_name"] == "Alma Bregnedal"
    assert document["sections"]["declarations"]["confirmed_at"] == submission.submitted_at.isoformat()
    assert submission.content["guideline"]["number"] == 3
    assert submission.content["balance_period"] == "2010H1"
    assert next(each for each in submission.content["verdicts"] if each["rule"] == "G-23")["outcome"] == "met"
    assert (application.status, application.submitted_at) == (Status.SUBMITTED, submission.submitted_at)
    assert application.parties[Side.GRANTING] == application.round.region_id


def test_the_fingerprint_is_that_of_the_kept_content(session, application, manager):
    submission = sign(application, manager)
    session.commit()
    session.expire_all()
    content = session.get(Submission, submission.id).content
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == submission.sha256
    event = audit.of(application.reference)[-1]
    assert (event.what, event.details["sha256"]) == ("application.submitted", submission.sha256)


def test_the_receipt_is_kept_as_pdf_and_mailed_to_those_who_wrote_and_signed(make, mails, application, manager):
    make.person(Role.WRITER, application.job_centre, email="rikke@example.dk", password_hash="x", language="en")
    make.person(Role.READER, application.job_centre, email="laeser@example.dk", password_hash="x")
    submission = sign(application, manager)
    assert files.read(submission.receipt_sha256).startswith(b"%PDF")
    sent = {mail["To"]: mail for mail in mails()}
    assert set(sent) == {"alma@example.dk", "rikke@example.dk"}
    assert sent["alma@example.dk"]["Subject"] == "Kvittering: Fra ledig til lager er indsendt"
    (attached,) = sent["rikke@example.dk"].iter_attachments()
    assert attached.get_filename() == f"kvittering-{application.reference}-1.pdf"


def test_everything_that_is_missing_is_refused_at_once_and_nothing_is_kept(session, application, manager):
    spoil(application)
    application.section(SectionKey.BASIS).answers = application.section(SectionKey.BASIS).answers | {"cvr": ""}
    with pytest.raises(Refusal) as refused:
        sign(application, manager, name=" ", title="")
    said = [str(problem.text).split()[0] for problem in refused.value.problems]
    assert said == ["G-04", "G-17", "Write", "Write"]
    assert [each.field for each in refused.value.problems][-2:] == ["name", "title"]
    assert session.scalars(select(Submission)).all() == []


def test_late_is_refused_with_the_deadline_and_the_time_it_is(application, manager):
    application.round.closes_at = datetime(2090, 1, 2, 11, tzinfo=UTC)
    with clock.at(application.round.closes_at), pytest.raises(Refusal) as refused:
        sign(application, manager)
    (problem,) = refused.value.problems
    assert problem.text.values["deadline"] == application.round.closes_at
    assert problem.text.values["now"] == application.round.closes_at
    with clock.at(application.round.closes_at - timedelta(seconds=1)):
        assert sign(application, manager).number == 1


def test_a_returned_application_is_submitted_again_by_its_own_deadline(make, application, manager):
    sign(application, manager)
    application.round.closes_at = LATE + timedelta(days=1)
    application.status, application.correct_before = Status.RETURNED, clock.now() + timedelta(days=2)
    asked = {"section_key": SectionKey.GOALS, "reason": "Kilde mangler", "asked_at": LATE}
    change = make.save(ChangeAsked(application=application, **asked, asked_by_id=manager.id))
    again = sign(application, manager)
    assert (again.number, change.answered_at) == (2, again.submitted_at)
    application.status = Status.RETURNED
    with clock.at(application.correct_before), pytest.raises(Refusal):
        sign(application, manager)


def test_what_a_colleague_changed_since_is_not_signed(application, manager):
    read = submitting.listed(application)
    section = application.section(SectionKey.FOLLOW_UP)
    section.answers = section.answers | {"evaluation": section.answers["evaluation"] + " Og mere."}
    with pytest.raises(Conflict):
        sign(application, manager, read=read)
    assert sign(application, manager, read=submitting.listed(application)).number == 1


def test_a_second_press_gets_the_submission_that_stands(session, mails, application, manager):
    first = sign(application, manager)
    assert sign(application, manager, seen=1) is first
    assert len(session.scalars(select(Submission)).all()) == 1
    assert len(mails()) == 1


def test_a_withdrawn_draft_is_not_submitted(application, manager):
    submitting.withdraw(application, seen=application.version, by=manager)
    with pytest.raises(Conflict):
        sign(application, manager)


def test_higher_rooms_hear_of_a_submission(monkeypatch, application, manager):
    heard = []
    monkeypatch.setattr(submitting, "WHEN_SUBMITTED", [lambda case, by: heard.append((case, by))])
    sign(application, manager)
    assert heard == [(application, manager)]


def test_a_draft_is_withdrawn_and_a_submitted_application_is_not(application, manager):
    submitting.withdraw(application, seen=application.version, by=manager)
    assert application.status is Status.WITHDRAWN
    assert audit.of(application.reference)[-1].what == "application.withdrawn"
    with pytest.raises(Conflict):
        submitting.withdraw(application, seen=application.version, by=manager)


def test_the_page_lists_what_is_submitted_and_the_receipt_answers_a_second_press(
    session, browse, mails, application, manager
):
    browser, path = browse(manager), f"/applications/{application.id}/submit"
    page = browser.get(path)
    text = " ".join(page.soup.text.split())
    for said in ("Truckcertifikat og lagerdrift", "Varde (0573)", "620.000", "A-dagpenge", "22. november 2010"):
        assert said in text.replace("\xa0", " ")
    assert page.soup.select_one("[name=name]")["value"] == "Alma Bregnedal"
    done = page.submit(confirmed="y")
    assert done.heading == f"Kvittering for ansøgning {application.reference}"
    again = page.submit(confirmed="y")
    assert (again.path, again.heading) == (done.path, done.heading)
    assert len(session.scalars(select(Submission)).all()) == 1
    assert len(mails()) == 1
    assert browser.get(path).path == done.path


def test_the_receipt_can_be_downloaded_by_both_sides_and_by_nobody_else(make, browse, application, manager):
    sign(application, manager)
    path = f"/applications/{application.id}/submissions/1"
    caseworker = make.person(Role.CASEWORKER, application.round.region)
    for person in (manager, caseworker):
        answer = Context().run(browse(person).client.get, f"{path}/receipt.pdf")
        assert answer.mimetype == "application/pdf"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert browse(person).get(path).status == 200
    stranger = make.person(Role.MANAGER, make.job_centre())
    assert browse(stranger).get(path).status == 404
    assert browse(stranger).get(f"{path}/receipt.pdf").status == 404
    assert browse(manager).get(f"/applications/{application.id}/submissions/2").status == 404
    assert "Submitted" in browse(manager).get(f"{path}?language=en").soup.text


def test_what_is_not_confirmed_is_answered_beside_the_fields_and_keeps_what_was_typed(
    session, browse, application, manager
):
    page = browse(manager).get(f"/applications/{application.id}/submit").submit(name="", title="Chef")
    assert page.status == 422
    assert len(page.errors) == 2
    assert page.soup.select_one("[name=title]")["value"] == "Chef"
    assert session.scalars(select(Submission)).all() == []


def test_the_page_of_a_draft_that_lacks_something_says_what_and_shows_no_form(browse, application, manager):
    spoil(application)
    page = browse(manager).get(f"/applications/{application.id}/submit")
    assert page.status == 200
    assert "G-17" in page.soup.select_one(".alert-warning").text
    assert not page.soup.select("main form")


def test_what_is_missing_leads_to_where_it_is_put_right(session, browse, application, manager):
    spoil(application)
    session.delete(application.sparrings[0])
    for key in ("background", "organisation"):
        section = application.section(key)
        section.answers = section.answers | {"background": "", "description": ""}
    session.commit()
    page = browse(manager).get(f"/applications/{application.id}/submit")
    here = f"/applications/{application.id}"
    links = {
        each.text.split()[0]: [link["href"].removeprefix(here) for link in each.select("a")]
        for each in page.soup.select(".alert-warning li")
    }
    assert links["G-08"] == ["/sections/background", "/sections/organisation"]  # it looks everywhere, but names them
    assert (links["G-17"], links["OPK-15"]) == (["/sections/declarations"], ["/sparring"])
    for each in (link for all_of_one in links.values() for link in all_of_one):
        assert browse(manager).get(here + each).status == 200
    draft = browse(manager).get(here)
    assert [each["href"] for each in draft.soup.select("#G-17 dd a")] == [f"{here}/sections/declarations"]
    assert not draft.soup.select("#G-23 dd a")  # it is confirmed when it is signed, and nowhere else
    assert not browse(manager).get(f"{here}/sections/declarations").soup.select("#G-17 dd a")


def test_the_page_names_those_who_get_the_receipt_as_people_say_it(browse, make, application, manager):
    make.person(Role.WRITER, application.job_centre, name="Bo Lind", email="bo@example.dk", password_hash="x")
    page = browse(manager).get(f"/applications/{application.id}/submit")
    assert "Kvitteringen sendes som PDF til Alma Bregnedal og Bo Lind." in page.all("main li")


def test_a_signature_is_the_name_as_it_is_known_however_it_is_typed(application, manager):
    submission = sign(application, manager, name=" alma  BREGNEDAL ", title=" Chef  for alt ")
    assert (submission.signed_name, submission.signed_title) == ("Alma Bregnedal", "Chef for alt")
    assert submission.content["document"]["sections"]["declarations"]["confirmed_name"] == "Alma Bregnedal"


def test_a_page_that_was_overtaken_shows_what_it_says_now(session, browse, application, manager):
    page = browse(manager).get(f"/applications/{application.id}/submit")
    section = session.get(Application, application.id).section(SectionKey.FOLLOW_UP)
    section.answers = section.answers | {"evaluation": section.answers["evaluation"] + " Kollegaens ord."}
    refused = page.submit(confirmed="y")
    assert refused.status == 409
    assert "Kollegaens ord." in refused.soup.text
    assert refused.submit(confirmed="y").heading.startswith("Kvittering")


def test_that_a_page_was_overtaken_is_told_beside_what_the_fields_lack(session, browse, application, manager):
    page = browse(manager).get(f"/applications/{application.id}/submit")
    section = session.get(Application, application.id).section(SectionKey.FOLLOW_UP)
    section.answers = section.answers | {"evaluation": section.answers["evaluation"] + " Kollegaens ord."}
    refused = page.submit(confirmed="y", title="")
    assert refused.status == 422
    assert "En kollega har ændret ansøgningen" in " ".join(refused.errors)
    assert "Skriv din titel." in " ".join(refused.errors)
    assert "Kollegaens ord." in refused.soup.text
    assert not refused.soup.select_one("[name=confirmed]").has_attr("checked")
    assert refused.submit(title="Chef").status == 422
    assert refused.submit(title="Chef", confirmed="y").heading.startswith("Kvittering")


def test_only_the_manager_signs_and_withdraws(make, browse, application):
    writer = make.person(Role.WRITER, application.job_centre)
    caseworker = make.person(Role.CASEWORKER, application.round.region)
    for step in ("submit", "withdraw"):
        assert browse(writer).get(f"/applications/{application.id}/{step}").status == 403
        assert browse(caseworker).get(f"/applications/{application.id}/{step}").status == 404


def test_withdrawing_asks_first(session, browse, application, manager):
    page = browse(manager).get(f"/applications/{application.id}/withdraw")
    assert page.heading == "Træk kladden tilbage"
    page.submit()
    assert session.get(Application, application.id).status is Status.WITHDRAWN
    assert browse(manager).get(f"/applications/{application.id}/withdraw").status == 409
