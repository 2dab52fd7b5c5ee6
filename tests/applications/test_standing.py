"""The page of a case says what it is: an application or an addendum, open or locked, with all that has happened."""

import pytest

from portal.applications import submitting
from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core import audit
from portal.core.permissions import Role
from portal.identity.models import Person
from tests.applications.cases import whole_application
from tests.support.standing import standing

OF_A_DRAFT = ("Ikke begyndt", "Flere kan skrive samtidig", "højst 1.000.000", "Kontrol af kladden")


@standing
def application(make) -> Application:
    return whole_application(make)


@standing
def manager(make, application) -> Person:
    return make.person(Role.MANAGER, application.job_centre, name="Alma Bregnedal", title="Jobcenterchef")


@pytest.fixture
def page_of(browse, application, manager):
    return lambda rest="": browse(manager).get(f"/applications/{application.id}{rest}")


def sign(application, manager) -> None:
    submitting.submit(application, seen=application.version, name=manager.name, title=manager.title, by=manager)


def test_a_draft_has_a_deadline_and_a_bound(page_of):
    page = page_of()
    assert "Flere kan skrive samtidig" in page.soup.select_one("main").text
    assert page.all(".pp-facts dt")[-1] == "Frist"


@pytest.mark.parametrize(
    ("status", "said"),
    [(Status.SUBMITTED, "kun regionen kan sende det tilbage"), (Status.GRANTED, "Der er truffet afgørelse")],
)
def test_what_is_signed_is_shown_as_signed(page_of, application, manager, status, said):
    sign(application, manager)
    application.status = status
    page = page_of()
    text = page.soup.select_one("main").text
    assert said in text
    assert not [each for each in OF_A_DRAFT if each in text]
    assert page.all(".pp-facts dt")[-1] == "Indsendt"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_paper_of_what_is_signed_is_called_by_its_submission(browse, application, manager, kind):
    def name() -> str:
        return browse(manager).client.get(f"/applications/{application.id}/paper.{kind}").headers["Content-Disposition"]

    assert f"ansoegning-{application.reference}-kladde.{kind}" in name()
    sign(application, manager)
    assert f"ansoegning-{application.reference}-1.{kind}" in name()


def test_an_addendum_is_called_so_from_the_start(make, browse):
    this_round = make.round(pool=make.pool(code="consultants", prefix="VIRK", allots=True))
    centre = make.job_centre(this_round.region)
    make.invitation(this_round, centre)
    browser = browse(make.person(Role.WRITER, centre))
    page = browser.get(f"/applications/begin/{this_round.id}").submit(title="Tæt på virksomhederne")
    assert "Tillægget er påbegyndt." in page.soup.text
    assert page.all(".pp-caption")[0].startswith("Tillæg ")
    assert "Kun når et mål ikke stiger" in browser.get(f"{page.path}/sections/number_goals").soup.text


def test_all_events_can_be_read_and_a_workbook_is_named(page_of, application, manager):
    audit.record("budget.uploaded", application, by=manager, name="budget-varde.xlsx")
    for _number in range(14):
        audit.record("section.saved", application, by=manager, section="goals")
    page = page_of()
    earlier = page.soup.select_one("#history-heading").find_parent("section").select_one("details")
    assert len(page.soup.select("#history-heading ~ ol > li")) == 12
    assert "Vis 3 tidligere hændelser" in earlier.summary.text
    assert "Et budgetskema blev uploadet: budget-varde.xlsx, Alma Bregnedal" in " ".join(earlier.text.split())


def test_how_many_musts_are_left_is_no_choice_among_them(make, browse):
    application = make.application()
    page = browse(make.person(Role.WRITER, application.job_centre)).get(f"/applications/{application.id}")
    assert "Jobcenterchefen kan underskrive, når de sidste" in page.soup.text


def test_what_was_found_begins_with_a_capital_where_it_is_signed(page_of, session, application):
    section = application.section("declarations")
    section.answers = section.answers | {"no_double_cover": False}
    session.commit()
    missing = page_of("/submit").all("[role=status] li")
    assert [each for each in missing if each.startswith("G-18 Ingen dobbelt dækning: Der er ikke sat kryds")]
