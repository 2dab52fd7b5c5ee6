"""From the grant to a running project: acceptance, milestones, and who may do what."""

from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from portal.core import audit, clock
from portal.core.errors import Conflict, Refusal
from portal.core.language import shown
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.projects import actions, budgets, rules
from portal.projects.following import Reached
from portal.projects.models import Project
from portal.projects.rules import MilestoneState, ProjectStatus
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.support.standing import standing


@standing
def case(make, session):
    case = a_recommended_case(make)
    application = case.application
    decisions.decide(application, Ruling(Outcome.FULL, REQUESTED), seen=application.version, by=case.director)
    session.commit()
    case.project = session.query(Project).one()
    return case


@standing
def running(case, session):
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    session.commit()
    return case


def path_of(case, more: str = "") -> str:
    return f"/projects/{case.project.id}{more}"


def reach(case, number: int = 0):
    milestone = case.project.milestones[number]
    actions.mark(milestone, clock.today(), "12 af 12 begyndt", seen=milestone.version, by=case.manager)
    return milestone


def test_a_project_has_the_period_the_budget_and_the_milestones_of_the_application(case):
    project = case.project
    phases = case.application.submissions[-1].content["document"]["sections"]["phases"]["lines"]
    assert project.status is ProjectStatus.OFFERED
    assert (project.starts_on, project.ends_on) == (date(2010, 11, 15), date(2011, 12, 31))
    assert [each.title for each in project.milestones] == [each["title"] for each in phases]
    assert budgets.read(project.budget, project.granted, {}).total("sought") == REQUESTED


@pytest.mark.parametrize(
    ("due", "done", "seen", "expected"),
    [
        (1, None, None, "to_come"),
        (0, None, None, "to_come"),
        (-1, None, None, "to_come"),  # a Sunday: today is the first working day after it
        (-4, None, None, "late"),
        (-1, 0, None, "done"),
        (-1, 0, 0, "seen"),
    ],
)
def test_a_milestone_stands_as_the_calendar_says(due, done, seen, expected):
    today = date(2011, 4, 4)
    done_on = today if done is not None else None
    seen_at = clock.now() if seen is not None else None
    state = rules.state(today + timedelta(days=due), done_on, seen_at, today=today)
    assert state is MilestoneState(expected)
    closed = rules.state(today + timedelta(days=due), done_on, seen_at, today=today, closed=True)
    assert closed is (state if done_on else MilestoneState.UNMARKED)  # nobody can mark anything there


@pytest.mark.parametrize(("reached", "expected"), [(Reached.PARTLY, "partly"), (Reached.NO, "missed")])
@pytest.mark.parametrize("seen", [False, True])
def test_what_is_done_with_less_than_was_required_is_never_called_reached(reached, expected, seen):
    today = date(2011, 4, 4)
    seen_at = clock.now() if seen else None
    assert rules.state(today, today, seen_at, reached, today=today) is MilestoneState(expected)


@pytest.mark.parametrize(
    ("reached", "subject", "event", "state"),
    [
        (Reached.YES, "En milepæl er nået i", "milestone.done", "Nået"),
        (Reached.PARTLY, "En milepæl er delvist nået i", "milestone.partly", "Delvist nået"),
        (Reached.NO, "En milepæl er ikke nået i", "milestone.missed", "Ikke nået"),
    ],
)
def test_mail_state_and_timeline_say_how_far_a_milestone_came(running, session, browse, mails, reached, subject, event,
                                                              state):  # fmt: skip
    milestone = running.project.milestones[0]
    actions.mark(milestone, clock.today(), "6 af 12", seen=milestone.version, by=running.manager, reached=reached)
    session.commit()
    told = mails()[-1]
    assert told["Subject"].startswith(subject)
    assert ("som nået" in told.get_content()) is (reached is Reached.YES)
    assert audit.of(running.application.reference)[-1].what == event
    for page in ("", "/plan"):
        shown = browse(running.manager).get(path_of(running, page))
        assert shown.soup.select_one("tbody td:last-child .pp-state").text.strip() == state


def test_acceptance_starts_the_project_and_tells_the_region(case, mails):
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    assert case.project.status is ProjectStatus.RUNNING
    assert case.project.accepted_by == case.manager
    assert case.caseworker.email in [each["To"] for each in mails()]
    assert audit.of(case.application.reference)[-1].what == "project.accepted"


@pytest.mark.parametrize(
    ("starts_on", "sentence"),
    [(date(2010, 11, 15), "Projektet kører."), (date(2090, 1, 2), "Projektet begynder den 2. januar 2090.")],
)
def test_the_mail_about_an_acceptance_says_when_a_later_project_begins(case, session, mails, starts_on, sentence):
    case.project.starts_on = starts_on
    session.commit()
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    (told,) = [each.get_content() for each in mails() if each["To"] == case.caseworker.email]
    assert sentence in " ".join(told.split())
    assert ("kører" in told) is ("kører" in sentence)


def test_an_offer_accepted_too_late_is_refused_with_the_deadline(case, monkeypatch):
    late = case.project.decision.accept_before
    monkeypatch.setattr(clock, "now", lambda: late)
    with pytest.raises(Refusal, match="had to be accepted before"):
        actions.accept(case.project, seen=case.project.version, by=case.manager)
    assert case.project.status is ProjectStatus.OFFERED


def test_a_milestone_is_done_and_then_seen(running, mails):
    milestone = reach(running)
    actions.see(milestone, seen=milestone.version, by=running.caseworker)
    assert milestone.done_note == "12 af 12 begyndt"
    assert milestone.seen_by == running.caseworker
    assert "12 af 12 begyndt" in mails()[-1].get_content()


def test_a_milestone_can_be_taken_back_until_it_is_seen(running, session):
    milestone = reach(running)
    session.commit()
    actions.unmark(milestone, seen=milestone.version, by=running.manager)
    assert milestone.done_on is None
    milestone = reach(running)
    session.commit()
    actions.see(milestone, seen=milestone.version, by=running.caseworker)
    session.commit()
    with pytest.raises(Conflict, match="has seen"):
        actions.unmark(milestone, seen=milestone.version, by=running.manager)


def test_a_milestone_is_not_reached_tomorrow_or_without_words(running):
    milestone = running.project.milestones[0]
    with pytest.raises(Refusal) as refused:
        actions.mark(milestone, clock.today() + timedelta(days=1), " ", seen=milestone.version, by=running.manager)
    assert [each.field for each in refused.value.problems] == ["done_on", "done_note"]


def test_a_milestone_is_not_reached_before_the_projects_first_day(running):
    milestone, first_day = running.project.milestones[0], running.project.starts_on
    with pytest.raises(Refusal, match="before the project's first day"):
        actions.mark(milestone, first_day - timedelta(days=1), "X", seen=milestone.version, by=running.manager)
    actions.mark(milestone, first_day, "X", seen=milestone.version, by=running.manager)
    assert milestone.done_on == first_day < running.project.decision.decided_at.date()  # the pool pays from that day


def test_no_milestone_is_marked_or_asked_for_until_the_project_has_begun(browse, running, session):
    milestone = running.project.milestones[0]
    link = f"a[href='{path_of(running, f'/milestones/{milestone.id}')}']"
    assert browse(running.manager).get(path_of(running)).soup.select(link) != []
    tomorrow = clock.today() + timedelta(days=1)
    running.project.starts_on, milestone.due_on, milestone.first_due_on = tomorrow, clock.today(), tomorrow
    session.commit()
    page = browse(running.manager).get(path_of(running, f"/milestones/{milestone.id}"))
    refused = page.submit(done_on=clock.today().isoformat(), done_note="Nået", reached="yes")
    assert (refused.status, len(refused.errors)) == (422, 1)
    assert refused.errors[0].startswith("Projektet begynder den")
    page = browse(running.manager).get(path_of(running))
    assert page.soup.select(link) == []
    assert f"Milepælene kan markeres fra den {_danish(tomorrow)}, projektets første dag." in page.soup.text
    assert f"Begynder den {_danish(tomorrow)}" in page.soup.select_one("main, header").parent.text
    assert f"Begynder den {_danish(tomorrow)}" in browse(running.caseworker).get("/projects").soup.text
    assert milestone.title not in browse(running.manager).get("/").soup.text


def _danish(day) -> str:
    with force_locale("da"):
        return str(shown(day))


def test_a_milestone_for_a_day_before_the_project_is_marked_in_its_own_year(browse, running, session):
    """The guideline asks for a milestone in every year of its plan, and the grant may begin in the second."""
    milestone = running.project.milestones[0]
    running.project.starts_on, running.project.ends_on = (clock.today() + timedelta(days=each) for each in (1, 300))
    milestone.due_on = milestone.first_due_on = clock.today()
    session.commit()
    assert milestone.title in browse(running.manager).get("/").soup.text
    page = browse(running.manager).get(path_of(running, f"/milestones/{milestone.id}"))
    page.submit(done_on=clock.today().isoformat(), done_note="Nået", reached="yes")
    assert milestone.done_on == clock.today()


def test_the_day_is_empty_until_the_project_has_begun(browse, running, session):
    def day() -> str:
        path = path_of(running, f"/milestones/{running.project.milestones[0].id}")
        return browse(running.manager).get(path).soup.select_one("[name=done_on]").get("value", "")

    assert day() == clock.today().isoformat()
    tomorrow = clock.today() + timedelta(days=1)
    running.project.starts_on = running.project.milestones[0].first_due_on = tomorrow
    session.commit()
    assert day() == ""


def test_nothing_is_marked_before_the_grant_is_accepted(case):
    with pytest.raises(Conflict):
        reach(case)


def test_both_sides_find_the_project_and_strangers_do_not(make, browse, case):
    stranger = make.person(Role.MANAGER, make.job_centre(case.application.round.region))
    for person in (case.manager, case.caseworker, case.reader):
        assert browse(person).get("/projects").all("main table tbody th a") == [case.project.title]
        assert browse(person).get(path_of(case)).status == 200
    assert browse(stranger).get("/projects").all("main table tbody th a") == []
    assert browse(stranger).get(path_of(case)).status == 404


def test_only_the_manager_accepts(make, browse, case):
    writer = make.person(Role.WRITER, case.application.job_centre)
    assert browse(writer).get(path_of(case, "/accept")).status == 403
    assert browse(case.director).get(path_of(case, "/accept")).status == 403


def test_the_manager_reads_what_is_accepted_and_accepts(browse, case):
    browser = browse(case.manager)
    page = browser.get(path_of(case, "/accept"))
    assert case.project.milestones[0].title in page.soup.text
    assert not case.project.decision.conditions
    assert "Jeg har læst brevet og accepterer tilsagnet" in page.soup.text
    assert "betingelser" not in page.soup.select_one("main form").text
    assert page.submit().status == 422
    answer = page.submit(read="y")
    assert answer.status == 200
    assert case.project.status is ProjectStatus.RUNNING


def test_the_centre_marks_and_the_region_sees(browse, running):
    milestone = running.project.milestones[0]
    page = browse(running.manager).get(path_of(running, f"/milestones/{milestone.id}"))
    empty = page.submit(done_note="")
    assert (empty.status, len(empty.errors)) == (422, 2)  # both at once
    assert page.submit(done_note="12 begyndt").status == 422  # how far it was reached is not taken for granted
    assert page.submit(done_note="12 begyndt", reached="yes").status == 200
    seen = browse(running.caseworker).get(path_of(running)).submit("form[action$=seen]")
    assert seen.status == 200
    assert milestone.seen_by_id == running.caseworker.id
    assert browse(running.reader).client.post(path_of(running, f"/milestones/{milestone.id}/seen")).status_code in {
        400,
        403,
    }


def test_a_milestone_taken_back_from_the_page(browse, running, session):
    milestone = reach(running)
    session.commit()
    answer = browse(running.manager).get(path_of(running)).submit("form[action$=undo]")
    assert answer.status == 200
    assert milestone.done_on is None


def test_the_job_centre_does_not_see_what_the_region_kept_for_itself(browse, running):
    inside = browse(running.caseworker).get(path_of(running)).all(".timeline li")
    outside = browse(running.manager).get(path_of(running)).all(".timeline li")
    assert len(inside) == len(outside) + 2


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_stand_in_both_languages(browse, running, language):
    for path in ("/projects", path_of(running), path_of(running, f"/milestones/{running.project.milestones[0].id}")):
        page = browse(running.manager).get(f"{path}?language={language}")
        assert (page.status, page.soup.html["lang"]) == (200, language)


def test_the_list_downloads_what_it_shows(browse, running):
    answer = browse(running.manager).client.get("/projects/list.csv")
    assert running.project.reference in answer.text
    assert len(answer.text.splitlines()) == 2
    assert browse(running.manager).client.get("/projects/list.xlsx").data.startswith(b"PK")


def test_the_list_is_searched_with_danish_letters(make, browse, running):
    browser = browse(running.caseworker)
    running.application.job_centre.name = "Jobcenter Ærø"
    assert len(browser.get("/projects?words=ÆRØ").all("main table tbody th a")) == 1
    assert browser.get("/projects?words=nowhere").all("main table tbody th a") == []
    assert browser.get("/projects?status=closed").all("main table tbody th a") == []


def test_everybody_finds_what_waits(browse, case, session):
    assert case.project.title in " ".join(browse(case.manager).get("/").all(".tasks h3"))
    actions.accept(case.project, seen=case.project.version, by=case.manager)
    case.project.ends_on = clock.today()
    session.commit()
    due = browse(case.manager).get("/").all(".tasks h3")
    assert case.project.milestones[0].title in " ".join(due)
    milestone = reach(case)
    session.commit()
    assert milestone.title in " ".join(browse(case.caseworker).get("/").all(".tasks h3"))


def test_the_timeline_says_which_milestone_and_which_day(running, browse):
    milestone = reach(running)
    other = running.project.milestones[1]
    day = clock.today() + timedelta(days=1)
    running.project.ends_on = max(running.project.ends_on, day)
    actions.move(other, day, "Underviseren er syg", seen=other.version, by=running.manager)
    said = " | ".join(browse(running.manager).get(path_of(running)).all("#events ~ ol li"))
    with force_locale("da"):
        moved_to = shown(day)
    assert f"Jobcentret markerede en milepæl som nået: {milestone.title}, {running.manager.name}" in said
    assert f"Jobcentret flyttede en milepæl: {other.title}, til {moved_to}, {running.manager.name}" in said
    assert f"Jobcentret accepterede tilsagnet: 620.000 kr., {running.manager.name}" in said


def titles_on(page) -> list[str]:
    return page.all("main table tbody th a")


def test_the_list_sorts_by_its_columns_and_the_file_stands_in_the_same_order(make, session, running, browse):
    other = a_recommended_case(make, round=running.application.round)
    other.application.title = "Ærø først"
    decisions.decide(other.application, Ruling(Outcome.PARTIAL, Ore(1_000_00), "Fakta", "Hensyn"),
                     seen=other.application.version, by=running.director)  # fmt: skip
    session.commit()
    browser, mine = browse(running.caseworker), running.project.title
    assert titles_on(browser.get("/projects?sort=title")) == [mine, "Ærø først"]
    assert titles_on(browser.get("/projects?sort=title&down=1")) == ["Ærø først", mine]
    assert titles_on(browser.get("/projects?sort=granted")) == ["Ærø først", mine]
    assert titles_on(browser.get("/projects?sort=state")) == ["Ærø først", mine]
    assert len(titles_on(browser.get("/projects?sort=centre"))) == len(titles_on(browser.get("/projects?sort=x"))) == 2
    page = browser.get("/projects?sort=granted&words=OPK")
    assert page.soup.select_one("th[aria-sort=ascending]").get_text(strip=True).startswith("Tilsagn")
    (file,) = [each["href"] for each in page.soup.select("main a") if "list.csv" in each["href"]]
    assert "sort=granted" in file
    lines = browser.client.get("/projects/list.csv?sort=granted").text.splitlines()
    assert [mine in each for each in lines[1:]] == [False, True]


def test_a_narrow_list_of_projects_is_sorted_in_the_form_which_keeps_the_order(running, browse):
    page = browse(running.caseworker).get("/projects?sort=title&down=1")
    options = page.soup.select("select[name=sort] option")
    assert [each["value"] for each in options if each.has_attr("selected")] == ["title"]
    assert page.soup.select_one("input[name=down]").has_attr("checked")
    assert [
        each["value"] for each in browse(running.caseworker).get("/projects").soup.select("[name=sort] [selected]")
    ] == ["ends"]


def test_a_page_past_the_last_says_so_and_leads_back(running, browse):
    page = browse(running.caseworker).get("/projects?page=9&sort=title")
    assert "Så lang er listen ikke." in page.soup.text
    assert page.browser.get(page.soup.select_one("main p a")["href"]).all("main table tbody th a")
