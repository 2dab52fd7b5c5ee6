"""What the start page asks of the job centre's people, step by step."""

from datetime import timedelta

import pytest

from portal.applications.models import ChangeAsked
from portal.applications.rules import SectionKey, Status
from portal.core import clock
from portal.core.permissions import Role


@pytest.fixture
def tasks_of(browse, make):
    def read(application, role: Role) -> list[str]:
        found = browse(make.person(role, application.job_centre)).get("/").all(".tasks h3")
        return [each for each in found if application.title in each]  # other rooms find tasks of their own

    return read


def finish(application) -> None:
    for section in application.sections:
        section.complete, section.saved_at = True, clock.now()


def test_a_draft_is_to_be_written(make, tasks_of):
    assert tasks_of(make.application(title="Svejs"), Role.WRITER) == ["Skriv videre på »Svejs«"]


@pytest.mark.parametrize(("done", "said"), [(0, "0 af 13 afsnit er færdige."), (1, "Ét af 13 afsnit er færdigt.")])
def test_a_draft_says_how_far_it_is(make, browse, done, said):
    application = make.application(title="Svejs")
    for section in application.sections[:done]:
        section.complete = True
    browser = browse(make.person(Role.WRITER, application.job_centre))
    assert said in browser.get("/").soup.text
    own = said.replace("Ét", "1").rstrip(".")
    assert own in browser.get(f"/applications/{application.id}").soup.text


def test_a_finished_draft_is_the_managers_to_sign(make, tasks_of):
    application = make.application(title="Svejs")
    finish(application)
    assert tasks_of(application, Role.MANAGER) == ["Underskriv og indsend »Svejs«"]
    assert tasks_of(application, Role.WRITER) == ["»Svejs« afventer chefens underskrift"]


def test_what_was_sent_back_is_corrected_before_it_is_signed_again(make, session, tasks_of):
    application = make.application(title="Svejs", status=Status.RETURNED)
    finish(application)
    asker = make.person(Role.CASEWORKER, application.round.region)
    asked = ChangeAsked(application_id=application.id, section_key=SectionKey.GOALS, reason="Skriv udgangspunktet.",
                        asked_at=clock.now() + timedelta(seconds=1), asked_by_id=asker.id)  # fmt: skip
    session.add(asked)
    assert tasks_of(application, Role.MANAGER) == ["Ret »Svejs«"]
    application.section("goals").saved_at = clock.now() + timedelta(minutes=1)
    assert tasks_of(application, Role.MANAGER) == ["Underskriv og indsend »Svejs«"]
