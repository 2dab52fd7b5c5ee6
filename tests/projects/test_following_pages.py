"""Milestones and goals as the job centre and the region meet them on the pages."""

from contextvars import Context
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.core import audit
from portal.projects import actions, goals
from portal.projects.following import Reached
from portal.projects.goal_models import Goal
from portal.projects.models import Milestone
from portal.projects.rules import ProjectStatus
from tests.support.standing import standing


@pytest.fixture
def at(case):
    return lambda more="": f"/projects/{case.project.id}{more}"


@standing
def planned(case, session):
    """The project with a plan of two instruments beside the goals of its application."""
    case.application.round.pool.code = "consultants"  # whose workbook has the words of target groups and instruments
    years = [["2010-12-31", "20"], ["2011-12-31", "40"]]
    for number, instrument in enumerate(("placement", "company_centre", "total"), 11):
        session.add(Goal(project=case.project, number=number, words="", target_group="long_term", unit="persons",
                         instrument=instrument, baseline="10", targets=years, measurements=[]))  # fmt: skip
    session.commit()
    return case


def test_a_milestone_is_moved_with_a_reason_and_the_first_day_stays(case, clock, browse, at, mails):
    milestone: Milestone = case.project.milestones[0]
    first = milestone.due_on
    page = browse(case.manager).get(at(f"/milestones/{milestone.id}/move"))
    empty = page.submit(after="", reason="")
    assert (empty.status, len(empty.errors)) == (422, 2)
    assert len(page.submit(after="2012-02-01", reason="Skolen 010170-1234").errors) == 2
    assert page.submit(after="2012-02-01", reason="Skolen").status == 422  # after the project's end
    assert page.submit(after="2010-10-01", reason="Skolen").status == 422  # before today
    shown = page.submit(after="2011-02-01", reason="Skolen flyttede holdet")
    assert (shown.status, shown.heading) == (200, "Tidsplan")
    assert "Skolen flyttede holdet" in shown.soup.text
    assert (milestone.first_due_on, milestone.due_on) == (first, date(2011, 2, 1))
    told = [each for each in mails() if each["To"] == case.caseworker.email]
    assert any("Skolen flyttede holdet" in each.get_content() for each in told)
    again = page.submit(after="2011-03-01", reason="Igen")  # the page was opened before the first move
    assert again.status == 409
    assert milestone.due_on == date(2011, 2, 1)


def test_what_is_done_cannot_be_moved_and_the_region_moves_nothing(case, clock, browse, at):
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    milestone = case.project.milestones[0]
    actions.mark(milestone, date(2010, 11, 15), "Halvdelen", seen=milestone.version, by=case.manager,
                 reached=Reached.PARTLY)  # fmt: skip
    address = at(f"/milestones/{milestone.id}/move")
    page = browse(case.manager).get(address).submit(after="2011-02-01", reason="Nej")
    assert page.status == 422
    assert browse(case.caseworker).client.get(address).status_code == 403
    assert "Kravet er delvist opfyldt" in browse(case.caseworker).get(at("/plan")).soup.text


def test_the_time_plan_is_a_picture_with_its_table_in_the_readers_language(case, browse, at):
    reader = browse(case.reader)
    page = reader.get(at("/plan"))
    assert [each["alt"] for each in page.soup.select("main figure img")] != [""]
    assert len(page.soup.select("main .pp-table tbody tr")) == len(case.project.milestones)
    danish = reader.client.get(at("/plan.svg"))
    english = Context().run(reader.client.get, at("/plan.svg?language=en"))
    assert (danish.status_code, danish.mimetype) == (200, "image/svg+xml")
    assert "Kommer" in danish.text
    assert "To come" in english.text
    assert "Først aftalt" not in danish.text  # nothing is moved, so nothing needs explaining
    narrow = reader.client.get(at("/plan.svg?narrow=1")).text
    assert ("1." in narrow, case.project.milestones[0].title in narrow) == (True, False)
    assert reader.client.get(at("/plan.csv")).status_code == 200


def test_what_was_never_marked_in_a_closed_project_is_not_late_but_not_marked(case, clock, session, browse, at):
    clock.move_to(datetime(2013, 1, 10, 9, tzinfo=UTC))
    case.project.status = ProjectStatus.CLOSED
    session.commit()
    reader = browse(case.reader)
    for page in ("", "/plan"):
        shown = reader.client.get(at(page)).text
        assert ("Ikke markeret nået" in shown, "Forsinket" in shown) == (True, False)
    assert "Ikke markeret nået\r\n" in reader.client.get(at("/plan.csv")).text
    drawn = reader.client.get(at("/plan.svg")).text
    assert ("Ikke markeret nået" in drawn, "Kommer" in drawn) == (True, False)


def test_a_project_that_has_ended_and_is_not_settled_is_not_called_running(case, clock, browse, at):
    for day, running in ((date(2011, 12, 31), True), (date(2012, 1, 1), False)):
        clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        reader = browse(case.reader)
        for page in (at(), "/projects"):
            tags = [each.text.strip() for each in reader.get(page).soup.select(".pp-state")]
            assert ("I gang" in tags, "Perioden er slut" in tags) == (running, not running)


def test_a_figure_is_written_down_and_corrected_and_both_stay(case, clock, browse, at):
    manager = browse(case.manager)
    page = manager.get(at("/goals/1/measure"))
    wrong = page.submit(on="2010-11-02", value="mange", source=" ", note="")
    assert wrong.status == 422
    assert len(wrong.errors) == 3  # all at once: to come, no number, no source
    assert any("hvor tallet kommer fra" in each for each in wrong.errors)
    assert wrong.soup.select_one("#value")["value"] == "mange"
    assert not case.project.goals[0].measurements
    right = {"on": "2010-10-31", "value": "37,5", "source": "jobindsats.dk, 1. november 2010", "note": ""}
    assert page.submit(**right).heading == case.project.goals[0].words
    assert page.submit(**right).status == 409  # the button pressed twice
    shown = page.submit(**right | {"value": "38"})
    assert [each.value for each in case.project.goals[0].measurements] == ["37.5", "38"]
    assert "rettet senere" in shown.soup.text
    assert audit.of(case.project.reference)[-1].what == "goal.measured"
    assert "38" in browse(case.caseworker).get(at("/goals")).soup.text


@pytest.mark.parametrize(
    ("typed", "kept"), [("12", "12"), ("1.234,5", "1234.5"), ("45.5", "45.5"), ("1 200", "1200"), ("0", "0")]
)
def test_figures_are_read_as_danes_write_them(case, browse, at, typed, kept):
    page = browse(case.manager).get(at("/goals/2/measure"))
    page.submit(on="2010-11-01", value=typed, source="Egen optælling")
    assert [Decimal(each.value) for each in case.project.goals[1].measurements] == [Decimal(kept)]


def test_a_share_of_people_above_a_hundred_percent_is_refused(case, browse, at):
    page = browse(case.manager).get(at("/goals/1/measure"))
    said = {"on": "2010-11-01", "value": "100,5", "source": "Egen optælling"}
    refused = page.submit(**said)
    assert refused.status == 422
    assert "højst være 100 procent" in refused.errors[0]
    assert not refused.soup.select("[name=sure]")  # no tick makes it right
    assert page.submit(**said | {"value": "100"}).status == 200


def test_another_percent_above_a_hundred_is_asked_about_once(case, session, browse, at):
    growth = Goal(project=case.project, number=9, words="Vækst i praktikpladser", unit="percent", baseline="10",
                  baseline_when="2010-10-01", targets=[["2011-12-31", "40"]], measurements=[])  # fmt: skip
    session.add(growth)
    session.commit()
    page = browse(case.manager).get(at("/goals/9/measure"))
    assert not page.soup.select("[name=sure]")
    asked = page.submit(on="2010-11-01", value="140", source="Egen optælling")
    assert (asked.status, len(asked.errors), growth.measurements) == (422, 1, [])
    assert asked.soup.select_one("#value")["value"] == "140"
    asked.submit(sure="y")
    assert [each.value for each in growth.measurements] == ["140"]


def test_a_goal_whose_target_is_above_a_hundred_percent_is_not_asked_about(case, session, browse, at):
    session.add(Goal(project=case.project, number=9, words="Vækst i praktikpladser", unit="percent", baseline="10",
                     baseline_when="2010-10-01", targets=[["2011-12-31", "150"]], measurements=[]))  # fmt: skip
    session.commit()
    page = browse(case.manager).get(at("/goals/9/measure"))
    assert page.submit(on="2010-11-01", value="140", source="Egen optælling").status == 200


@pytest.mark.parametrize("typed", ["-1", "1,2345", "12 %", "1.23,4", "NaN", "1e3", "9999999999"])
def test_what_is_no_figure_is_refused(case, browse, at, typed):
    page = browse(case.manager).get(at("/goals/1/measure")).submit(on="2010-11-01", value=typed, source="Egen")
    assert (page.status, case.project.goals[0].measurements) == (422, [])


def test_the_plan_stands_by_year_and_nobody_is_counted_twice(planned, clock, browse, at):
    clock.move_to(datetime(2011, 1, 10, 9, tzinfo=UTC))
    for number, figure in ((11, 15), (12, 9), (13, 24)):
        goal = next(each for each in planned.project.goals if each.number == number)
        goals.measure(goal, date(2010, 12, 31), Decimal(figure), "Egen optælling", "", by=planned.manager)
    page = browse(planned.caseworker).get(at("/goals"))
    rows = page.all("[aria-labelledby=year-2010] tbody tr")
    assert rows == [
        "Langtidsledige: Virksomhedspraktik 10 20 15 75,0 %",
        "Langtidsledige: Virksomhedscenter 10 20 9 45,0 %",
        "Langtidsledige, i alt 20 40 24 60,0 %",
    ]
    assert "Langtidsledige, i alt 20 80 – –" in page.all("[aria-labelledby=year-2011] tbody tr")
    table = browse(planned.caseworker).client.get(at("/goals.csv")).text
    assert "Virksomhedscenter" in table
    assert table.count("\r\n") == 1 + 2 + 6


def test_a_goal_has_its_picture(planned, browse, at):
    page = browse(planned.caseworker).get(at("/goals/11"))
    assert page.soup.select("main figure img")
    picture = browse(planned.caseworker).client.get(at("/goals/11/figures.svg"))
    assert "31.12.2011" in picture.text
    assert browse(planned.caseworker).client.get(at("/goals/99")).status_code == 404
