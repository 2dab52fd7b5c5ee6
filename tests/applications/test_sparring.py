"""Talks with the region: noted with their day by either side, told to the other, counted by the rules."""

from datetime import date, timedelta

import pytest

from portal.applications import sparring
from portal.applications.documents import document_of
from portal.applications.rules import Status
from portal.core import audit, clock
from portal.core.errors import Conflict, Refusal
from portal.core.permissions import Role
from tests.support.standing import standing

NOTE = "Målene og de 12 pladser i Esbjerg"


@standing
def application(make):
    return make.application(round=make.round(pool=make.pool(code="upskilling")), title="Fra ledig til lager")


@standing
def writer(make, application):
    return make.person(Role.WRITER, application.job_centre, email="rikke@example.dk", password_hash="x")


@standing
def caseworker(make, application):
    return make.person(Role.CASEWORKER, application.round.region, email="jens@example.dk", password_hash="x")


def test_a_talk_stands_in_the_document_and_in_the_events(application, writer):
    sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)
    assert document_of(application)["sections"]["sparring"] == {"dates": ["2010-09-21"]}
    assert audit.of(application.reference)[-1].details == {"on": "2010-09-21"}


def test_the_other_side_is_told_without_the_words_of_the_note(mails, application, writer, caseworker):
    sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)
    sparring.log(application, on=date(2010, 9, 28), note=NOTE, by=caseworker)
    sent = mails()
    assert [mail["To"] for mail in sent] == ["jens@example.dk", "rikke@example.dk"]
    assert "21. september 2010" in sent[0].get_content()
    assert not any(NOTE in mail.get_content() for mail in sent)


def test_a_talk_that_has_not_been_or_says_nothing_is_refused(application, writer):
    tomorrow = clock.today() + timedelta(days=1)
    for on, note, fields in (
        (tomorrow, " ", ["on", "note"]), (clock.today(), "010190-1234", ["note"]), (tomorrow, NOTE, ["on"]),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            sparring.log(application, on=on, note=note, by=writer)
        assert [problem.field for problem in refused.value.problems] == fields
    assert sparring.noted(application) == []


def test_a_day_long_before_the_round_is_a_slip_of_the_pen(browse, application, writer):
    page = browse(writer).get(f"/applications/{application.id}/sparring")
    page = page.submit(on="2001-09-21", note=NOTE)
    opened = application.round.opens_at.astimezone(clock.COPENHAGEN).date()
    assert (page.status, sparring.noted(application)) == (422, [])
    assert "En samtale om denne ansøgning var tidligst" in page.errors[0]
    with pytest.raises(Refusal):
        sparring.log(application, on=opened - timedelta(days=1), note=NOTE, by=writer)
    assert sparring.log(application, on=opened, note=NOTE, by=writer)


def test_an_invitation_before_the_round_opens_begins_the_talks(make, session, application, writer):
    invitation = make.invitation(application.round, application.job_centre)
    invitation.sent_at = application.round.opens_at - timedelta(days=20)
    session.commit()
    invited = invitation.sent_at.astimezone(clock.COPENHAGEN).date()
    with pytest.raises(Refusal):
        sparring.log(application, on=invited - timedelta(days=1), note=NOTE, by=writer)
    assert sparring.log(application, on=invited, note=NOTE, by=writer)


def test_who_noted_a_talk_corrects_it_and_the_events_keep_the_day_it_had(browse, application, writer):
    talk = sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)
    page = browse(writer).get(f"/applications/{application.id}/sparring")
    page = browse(writer).get(page.soup.select_one(".timeline a")["href"])
    refused = page.submit("#talk", on="2999-01-01", note="")
    assert (refused.status, len(refused.errors)) == (422, 2)
    done = page.submit("#talk", on="22-09-2010", note="Målene alene")
    assert "Samtalen er rettet." in done.soup.text
    assert (talk.on, talk.note) == (date(2010, 9, 22), "Målene alene")
    last = audit.of(application.reference)[-1]
    assert (last.what, last.details) == ("sparring.corrected", {"on": "2010-09-22", "before": "2010-09-21"})


def test_who_noted_a_talk_removes_it_and_it_counts_no_more(browse, application, caseworker):
    sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=caseworker)
    listed = browse(caseworker).get("/applications/sparring")
    page = browse(caseworker).get(listed.soup.select_one("#own-heading ~ ol a")["href"])
    done = page.submit("#remove")
    assert "Samtalen er fjernet." in done.soup.text
    assert document_of(application)["sections"]["sparring"] == {"dates": []}
    last = audit.of(application.reference)[-1]
    assert (last.what, last.details) == ("sparring.removed", {"on": "2010-09-21"})


def test_nobody_else_corrects_a_note_and_nobody_after_submission(make, session, browse, application, writer):
    talk = sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)
    colleague = make.person(Role.WRITER, application.job_centre)
    assert not browse(colleague).get(f"/applications/{application.id}/sparring").soup.select(".timeline a")
    assert browse(colleague).get(f"/applications/sparring/{talk.id}").status == 404
    page = browse(writer).get(f"/applications/sparring/{talk.id}")
    application.status = Status.SUBMITTED
    session.commit()
    assert page.submit("#remove").status == 409
    assert browse(writer).get(page.path).status == 409
    assert [each.id for each in sparring.noted(application)] == [talk.id]


def test_the_mail_says_to_whom_one_writes(mails, application, writer, caseworker):
    sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)
    words = " ".join(mails()[0].get_content().split())
    assert f"skriv til {writer.name}" in words
    assert "den anden part" not in words


def test_after_submission_no_talk_about_the_draft_is_noted(application, writer):
    application.status = Status.SUBMITTED
    with pytest.raises(Conflict):
        sparring.log(application, on=date(2010, 9, 21), note=NOTE, by=writer)


def test_the_job_centre_notes_a_talk_on_its_page(make, browse, application, writer):
    page = browse(writer).get(f"/applications/{application.id}/sparring")
    assert "Der er endnu ikke noteret" in page.soup.text
    page = page.submit(on="21-09-2010", note=NOTE)
    assert NOTE in page.all(".timeline li")[0]
    again = page.submit(on="i går", note="")
    assert (again.status, len(again.errors)) == (422, 2)
    reader = make.person(Role.READER, application.job_centre)
    assert not browse(reader).get(page.path).soup.select("main form")
    assert browse(reader).get(f"{page.path}?language=en").heading == "Sparring with the region"


def test_the_region_notes_a_talk_and_sees_only_what_names_the_draft(make, browse, application, writer, caseworker):
    other = make.application(title="Kun for en anden region")
    page = browse(caseworker).get("/applications/sparring")
    assert application.title in page.soup.text
    assert other.title not in page.soup.text
    done = page.submit(application=str(application.id), on="21-09-2010", note=NOTE)
    assert done.errors == []
    assert [each.logged_by_id for each in sparring.noted(application)] == [caseworker.id]
    assert browse(caseworker).get(f"/applications/{application.id}/sparring").status == 404
    refused = page.submit(application=str(other.id), on="21-09-2010", note=NOTE)
    assert refused.status == 422
    assert sparring.noted(other) == []


def test_the_list_of_drafts_is_only_for_those_who_assess(make, browse, application, writer):
    assert browse(writer).get("/applications/sparring").status == 403
    nothing_there = make.person(Role.CASEWORKER, make.region())
    page = browse(nothing_there).get("/applications/sparring")
    assert not page.soup.select("main form")


def test_a_number_that_cannot_be_kept_and_a_day_to_come_are_told_at_once(browse, application, writer):
    page = browse(writer).get(f"/applications/{application.id}/sparring")
    page = page.submit(on="2999-01-01", note="Om 010190-1234")
    assert (page.status, len(page.errors)) == (422, 2)
    assert "010190-1234" in page.soup.select_one("#note").text
    assert "010190" not in " ".join(page.errors)
    assert sparring.noted(application) == []
