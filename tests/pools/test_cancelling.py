"""A round that nobody is invited to and nobody has applied in can be given up, planned or open."""

import pytest

from portal.core import audit, clock
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.pools import cancelling, invitations, ledger, queries
from portal.pools.invitations import Grounds
from portal.pools.models import Round
from portal.pools.rules import Phase


@pytest.fixture
def this_round(make):
    made = make.round(title="Den forkerte runde", by_invitation=False)
    ledger.open_frame(made, None)
    return made


@pytest.fixture
def caseworker(make, this_round):
    return make.person(Role.CASEWORKER, this_round.region)


def test_a_cancelled_round_has_no_frame_and_says_what_happened(this_round, caseworker):
    frame = this_round.frame
    cancelling.cancel(this_round, seen=this_round.version, by=caseworker)
    assert queries.phase_of(this_round) is Phase.CANCELLED
    assert (this_round.frame, this_round.left) == (0, 0)
    assert [each.amount for each in ledger.entries(this_round)] == [frame, -frame]
    last = audit.of(this_round.reference)[-1]
    assert (last.what, last.by_id) == ("round.cancelled", caseworker.id)
    assert last.details == {"title": "Den forkerte runde", "frame": int(frame)}


def test_a_round_with_an_invitation_or_an_application_stands(make, this_round, caseworker):
    invited = make.round()
    make.invitation(invited, make.job_centre(invited.region))
    make.application(round=this_round)
    for each, words in ((invited, "are invited"), (this_round, "has begun")):
        with pytest.raises(Conflict, match=words):
            cancelling.cancel(each, seen=each.version, by=caseworker)
        assert not each.is_cancelled


def test_who_has_not_seen_the_round_as_it_is_cannot_cancel_it(this_round, caseworker):
    with pytest.raises(Conflict, match="A colleague saved first"):
        cancelling.cancel(this_round, seen=this_round.version + 1, by=caseworker)


def test_nothing_more_can_be_done_in_a_cancelled_round(make, this_round, caseworker):
    centre = make.job_centre(this_round.region)
    writer = make.person(Role.WRITER, centre)
    assert queries.open_rounds_for(writer) == [this_round]
    cancelling.cancel(this_round, seen=this_round.version, by=caseworker)
    assert queries.open_rounds_for(writer) == []
    assert queries.rounds_for(writer) == []
    assert queries.rounds_for(caseworker) == [this_round]
    with pytest.raises(Exception, match="Plan a new one"):
        invitations.invite(this_round, {centre.id: "1"}, Grounds("a", "b", "2010"), by=caseworker)
    with pytest.raises(Conflict, match="cancelled already"):
        cancelling.cancel(this_round, seen=this_round.version, by=caseworker)


def test_a_round_is_cancelled_on_a_page_that_says_what_happens(browse, make, this_round, caseworker):
    writer = make.person(Role.WRITER, make.job_centre(this_round.region))
    browser = browse(caseworker)
    page = browser.get(f"/pools/rounds/{this_round.id}")
    assert f"/pools/rounds/{this_round.id}/cancel" in [each["href"] for each in page.soup.select("main a")]
    page = browser.get(f"/pools/rounds/{this_round.id}/cancel")
    assert "Rammen på 4.200.000" in page.soup.text
    page = page.submit()
    assert page.heading == "Den forkerte runde"
    assert "Runden er aflyst" in page.soup.text
    assert not page.soup.select(f"main a[href$='/invite'], main a[href='/pools/rounds/{this_round.id}/cancel']")
    assert "Runden er aflyst" in browser.get("/pools/?phase=cancelled").soup.select_one("main table").text
    assert "Runden blev aflyst" in browser.get(f"/pools/rounds/{this_round.id}/events").soup.text
    for address in ("cancel", "edit", "invite"):
        assert browser.get(f"/pools/rounds/{this_round.id}/{address}").status == 409
    assert browse(writer).get(f"/pools/rounds/{this_round.id}").status == 404
    assert browse(writer).get(f"/applications/begin/{this_round.id}").status == 404


def test_a_cancelled_round_gives_nobody_a_task(app, make, this_round, caseworker):
    from portal.core import menu

    this_round.by_invitation = True
    with app.test_request_context():
        assert any("Den forkerte runde" in str(each.words) for each in menu.tasks_of(caseworker))
        cancelling.cancel(this_round, seen=this_round.version, by=caseworker)
        assert not any("Den forkerte runde" in str(each.words) for each in menu.tasks_of(caseworker))


def test_the_list_can_still_be_asked_for_open_rounds(browse, session, this_round, caseworker):
    this_round.cancelled_at = clock.now()
    session.commit()
    assert browse(caseworker).get("/pools/?phase=open").soup.select("main table") == []
    assert session.get(Round, this_round.id).is_cancelled
