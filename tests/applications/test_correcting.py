"""What was sent back and corrected is told alike by Start, the task list, the signing and the section's own page."""

from datetime import timedelta

import pytest

from portal.applications import correcting
from portal.applications.models import ChangeAsked
from portal.applications.rules import Status
from portal.core import clock
from portal.core.permissions import Role
from tests.applications.cases import whole_application
from tests.support.standing import standing

ASKED = {"goals": "Skriv udgangspunktet.", "budget": "Begrund lønnen.", "attachments": "Vedlæg aftalen."}


@standing
def returned(make, session):
    application = whole_application(make, status=Status.RETURNED)
    asker = make.person(Role.CASEWORKER, application.round.region, name="Birthe Holm")
    at = clock.now() - timedelta(minutes=5)
    for section in application.sections:
        section.complete, section.saved_at = True, at - timedelta(days=1)
    for key, reason in ASKED.items():
        session.add(ChangeAsked(application_id=application.id, section_key=key, reason=reason, asked_at=at,
                                asked_by_id=asker.id))  # fmt: skip
    session.commit()
    session.expire(application)
    return application


def task_list(page):
    return {
        each.h3.text.strip(): each.select_one(".pp-state").text.strip()
        for each in page.soup.select(".tasks--sections > li")
    }


def test_what_was_sent_back_reads_so_until_it_is_saved_and_complete(make, browse, returned):
    browser = browse(make.person(Role.MANAGER, returned.job_centre))
    page = browser.get(f"/applications/{returned.id}")
    assert [task_list(page)[each] for each in ("Mål", "Budget", "Bilag")] == ["Sendt tilbage"] * 3
    assert "3 afsnit, som regionen sendte tilbage, er ikke rettet endnu." in page.soup.text
    assert "10 af 13 afsnit er færdige" in page.soup.text
    section = browser.get(f"/applications/{returned.id}/sections/goals")
    section.submit(complete="1", realism_reason="Fordi kursusstederne har ført de samme hold frem før.")
    page = browser.get(f"/applications/{returned.id}")
    assert [task_list(page)[each] for each in ("Mål", "Budget")] == ["Rettet", "Sendt tilbage"]
    assert "2 afsnit, som regionen sendte tilbage, er ikke rettet endnu." in page.soup.text
    assert "11 af 13 afsnit er færdige" in page.soup.text
    section = browser.get(f"/applications/{returned.id}/sections/goals")
    assert section.soup.select_one("main .pp-state, .pp-state").text.strip() == "Rettet"
    assert "Regionen bad om en rettelse her. Den er rettet." in section.soup.text


def test_start_and_the_application_agree_when_everything_is_corrected(make, session, browse, returned):
    browser = browse(make.person(Role.MANAGER, returned.job_centre))
    assert any(each.startswith("Ret ") for each in browser.get("/").all(".tasks h3"))
    for key in ASKED:
        returned.section(key).saved_at = clock.now()
    session.commit()
    page = browser.get(f"/applications/{returned.id}")
    assert set(task_list(page).values()) == {"Rettet", "Færdigt"}
    assert "ikke rettet endnu" not in page.soup.text
    assert page.all("h1 ~ .pp-state, .pp-state")[0] == "Rettet: indsend igen"
    assert "Alt er rettet. Indsend igen senest" in page.soup.text or returned.correct_before is None
    assert any(each.startswith("Underskriv og indsend") for each in browser.get("/").all(".tasks h3"))
    assert correcting.left(returned) == []


def test_a_section_that_is_changed_and_not_called_complete_says_what_is_left(make, session, browse, returned):
    goals = returned.section("goals")
    goals.saved_at, goals.complete = clock.now(), False
    session.commit()
    browser = browse(make.person(Role.WRITER, returned.job_centre))
    shown = task_list(browser.get(f"/applications/{returned.id}"))["Mål"]
    assert shown == "Sendt tilbage: ændret, men ikke meldt færdigt"
    assert "Sæt flueben" in browser.get(f"/applications/{returned.id}/sections/goals").soup.text


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("sections/goals", ASKED["goals"]), ("sections/attachments", ASKED["attachments"]),
        ("budget/", ASKED["budget"]), ("budget/edit", ASKED["budget"]),
    ],
)  # fmt: skip
def test_the_regions_sentence_stands_on_the_page_it_is_about(make, browse, returned, path, reason):
    page = browse(make.person(Role.WRITER, returned.job_centre)).get(f"/applications/{returned.id}/{path}")
    assert page.soup.select_one(".pp-quote").text == reason
    assert page.soup.select_one(".alert .alert-heading").text == "Regionen beder om en rettelse her"
