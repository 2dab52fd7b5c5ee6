"""A grant that was not accepted in time: both sides see it, and the director can give a later deadline."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.core import audit
from portal.core.errors import Conflict, Refusal
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import actions, extending
from portal.projects.models import Project
from portal.projects.rules import ProjectStatus
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.projects.conftest import clock
from tests.support.standing import standing

__all__ = ["clock"]
LATE = datetime(2010, 11, 16, 9, tzinfo=UTC)  # the letter of 1 November says 15 November at noon
NEW = datetime(2010, 12, 1, 11, tzinfo=UTC)


@standing
def offered(make, session, clock):
    case = a_recommended_case(make)
    application = case.application
    decisions.decide(application, Ruling(Outcome.FULL, REQUESTED), seen=application.version, by=case.director)
    case.project = session.query(Project).filter_by(application_id=application.id).one()
    session.commit()
    return case


@pytest.fixture
def late(offered, clock: time_machine.Traveller):
    clock.move_to(LATE)
    return offered


def extend(case, after=NEW, reason="Byrådet mødes den 30. november", seen=None) -> None:
    extending.extend(case.project, after, reason, seen=seen or case.project.version, by=case.director)


def at(case, more: str = "") -> str:
    return f"/projects/{case.project.id}{more}"


def test_a_grant_with_a_later_deadline_can_be_accepted_and_the_letter_stays(late, mails, session):
    letter = late.project.decision.accept_before
    with pytest.raises(Refusal, match="had to be accepted before"):
        actions.accept(late.project, seen=late.project.version, by=late.manager)
    extend(late)
    session.commit()
    assert (late.project.accept_before, late.project.decision.accept_before) == (NEW, letter)
    (told,) = [each for each in mails() if "Ny frist" in each["Subject"]]
    assert told["To"] == late.manager.email
    assert "1. december 2010 kl. 12.00" in " ".join(told.get_content().split())
    assert "Byrådet mødes den 30. november" in told.get_content()
    assert "project.deadline_moved" in [each.what for each in audit.of(late.project.reference)]
    actions.accept(late.project, seen=late.project.version, by=late.manager)
    assert late.project.status is ProjectStatus.RUNNING


@pytest.mark.parametrize(
    ("after", "reason", "said"),
    [
        (LATE, "Byrådet", "still to come"),
        (LATE + timedelta(days=61), "Byrådet", "at most 60 days ahead"),
        (NEW, " ", "Write why"),
    ],
)
def test_a_deadline_is_to_come_within_two_months_and_has_a_reason(late, after, reason, said):
    with pytest.raises(Refusal, match=said):
        extend(late, after, reason)
    assert late.project.extended_to is None


def test_a_deadline_that_stands_is_only_made_later(offered):
    with pytest.raises(Refusal, match="already"):
        extend(offered, offered.project.accept_before - timedelta(hours=1))


def test_from_an_old_page_or_after_the_acceptance_nothing_is_extended(late, session):
    with pytest.raises(Conflict):
        extend(late, seen=99)
    extend(late)
    session.commit()
    actions.accept(late.project, seen=late.project.version, by=late.manager)
    session.commit()
    with pytest.raises(Conflict):
        extend(late, NEW + timedelta(days=1))


def test_both_sides_see_that_the_deadline_has_passed_and_the_director_what_to_do(late, browse):
    for person in (late.manager, late.caseworker, late.director):
        page = browse(person).get(at(late))
        assert "Fristen for accept er overskredet" in page.soup.text
        links = [each["href"] for each in page.soup.select("main a.button")]
        assert (at(late, "/deadline") in links) is (person is late.director)
        assert at(late, "/accept") not in links
    assert "er ikke accepteret" in " ".join(browse(late.director).get("/").all(".tasks h3"))
    assert "er ikke accepteret" not in " ".join(browse(late.caseworker).get("/").all(".tasks h3"))


def test_the_director_gives_a_new_deadline_on_a_page_of_its_own(late, browse):
    page = browse(late.director).get(at(late, "/deadline"))
    wrong = page.submit(day="2010-11-01", clock="12.00", reason="")
    assert wrong.status == 422
    assert wrong.errors == [
        "Fristen er 1. november 2010 kl. 12.00. Vælg et tidspunkt, der ikke er passeret.",
        "Skriv, hvorfor jobcentret får en senere frist.",
    ]
    assert len(page.submit(day="", clock="25.99", reason="").errors) == 3
    done = wrong.submit(day="2010-12-01", clock="12.00", reason="Byrådet mødes")
    assert done.status == 200
    (said,) = done.all("main")
    assert "acceptere tilsagnet senest 1. december 2010 kl. 12.00" in said
    assert "Fristen for at acceptere tilsagnet blev flyttet: til 1. december 2010 kl. 12.00" in said
    assert "er ikke accepteret" not in " ".join(browse(late.director).get("/").all(".tasks h3"))
    (answer,) = browse(late.manager).get(f"/decisions/{late.application.id}").all("main")
    assert "1. december 2010 kl. 12.00" in answer


def test_nobody_but_the_director_moves_the_deadline(late, browse, make):
    writer = make.person(Role.WRITER, late.application.job_centre)
    for person in (late.manager, writer, late.caseworker, late.reader):
        assert browse(person).get(at(late, "/deadline")).status == 403
