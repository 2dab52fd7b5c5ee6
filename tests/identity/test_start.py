"""The start page and the pages everybody may read."""

from datetime import timedelta

import pytest

from portal.core import clock, menu
from portal.core.permissions import POLICY, Role, Side
from portal.identity import colleagues, start_blocks
from portal.identity.guide import COMES, STEPS

SIDES = sorted(POLICY)


@pytest.fixture
def someone(make):
    """A person with a role on a side."""
    places = {Side.APPLYING: make.job_centre, Side.GRANTING: make.region, Side.OPERATING: make.operator}
    return lambda role, side: make.person(role, places[side]())


@pytest.mark.parametrize(("role", "side"), SIDES)
def test_every_role_is_told_what_to_do_or_what_will_come(browse, someone, role, side):
    page = browse(someone(role, side)).get("/")
    assert page.heading == "Det skal du gøre nu"
    assert page.soup.select("ol.tasks") or len(page.all("main p")) >= 3


@pytest.mark.parametrize(("role", "side"), SIDES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_role_can_open_every_page_it_may_see_in_both_languages(browse, someone, role, side, language):
    browser = browse(someone(role, side))
    for path in ("/", "/account", "/account/password", "/confirm", "/guide", "/was", "/privacy", "/forgotten"):
        page = browser.get(f"{path}?language={language}")
        assert page.status == 200
        assert page.soup.html["lang"] == language


def test_somebody_without_a_role_is_told_whom_to_ask(browse, make, centre, session):
    person = make.person(Role.WRITER, centre)
    session.delete(person.memberships[0])
    assert "Bed chefen for dit jobcenter" in browse(person).get("/").soup.text


def test_an_invitation_that_ran_out_is_a_task_with_one_click_to_the_work(browse, alma, centre, later):
    colleagues.invite(name="Viggo", email="viggo@varde.dk", role=Role.WRITER, organisation=centre, by=alma)
    browser = browse(alma)
    assert "Send invitationen til Viggo igen" not in browser.get("/").soup.text
    later(timedelta(days=7, hours=1))
    browser = browse(alma)
    page = browser.get("/")
    task = next(each for each in page.soup.select("ol.tasks a") if "Send invitationen til Viggo igen" in each.text)
    work = browser.get(task["href"])
    work.submit(form="td form")
    assert "Send invitationen til Viggo igen" not in browser.get("/").soup.text


def task(words: str, days: int | None, *, first: bool = False) -> menu.Task:
    due = None if days is None else clock.now() + timedelta(days=days)
    return menu.Task(words, "Fordi", "/guide", due, first)


def test_what_is_late_comes_before_what_can_be_done_now_and_that_before_what_is_due_in_months(
    browse, alma, monkeypatch
):
    found = [
        task("Om to måneder", 60), task("Nu", None), task("Sen", -1), task("Snart", 1),
        task("Alt andet venter på det", None, first=True), task("Meget sen", -30),
    ]  # fmt: skip
    monkeypatch.setattr(menu, "FINDERS", [lambda person: found])
    page = browse(alma).get("/")
    wanted = ["Alt andet venter på det", "Meget sen", "Sen", "Snart", "Nu", "Om to måneder"]
    assert page.all("ol.tasks h3") == wanted


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([1], "Én opgave venter på dig."),
        ([-1], "Én opgave venter på dig, og fristen er overskredet."),
        ([-1, 1], "2 opgaver venter på dig. Fristen er overskredet for én af dem."),
        ([-1, -1, 1], "3 opgaver venter på dig. Fristen er overskredet for 2 af dem."),
        ([-1, -1], "2 opgaver venter på dig, og fristen er overskredet for dem alle."),
    ],
)
def test_what_is_late_is_counted(browse, alma, monkeypatch, days, said):
    monkeypatch.setattr(menu, "FINDERS", [lambda person: [task("Noget", each) for each in days]])
    assert browse(alma).get("/").all("main p")[1] == said


def test_what_waits_for_others_stands_apart_and_is_not_counted(browse, alma, monkeypatch):
    waits = menu.Task("Underskriften", "Fordi", "/guide", clock.now() - timedelta(days=2), others=True)
    monkeypatch.setattr(menu, "FINDERS", [lambda person: [task("Noget", 1), waits]])
    page = browse(alma).get("/")
    assert page.all("main p")[1] == "Én opgave venter på dig."
    assert page.all("section[aria-labelledby=tasks] h3") == ["Noget"]
    assert page.all("section[aria-labelledby=others] h2, section[aria-labelledby=others] h3") == [
        "Venter på andre", "Underskriften"
    ]  # fmt: skip
    monkeypatch.setattr(menu, "FINDERS", [lambda person: [waits]])
    page = browse(alma).get("/")
    assert page.all("main p")[1] == "Der venter ikke noget på dig lige nu."
    assert page.all("section[aria-labelledby=others] h3") == ["Underskriften"]


def test_a_room_shows_a_block_to_those_it_concerns(app, browse, alma, centre, make, monkeypatch):
    monkeypatch.setattr(start_blocks, "FINDERS", [])
    template = app.jinja_env.from_string("<h2>{{ words }}</h2>")
    block = start_blocks.Block(template, {"words": "<Sager>"})
    whose = alma.id
    start_blocks.shows_at_start(10, lambda person: block if person.id == whose else None)
    assert "<Sager>" in browse(alma).get("/").all("main h2")
    assert "<Sager>" not in browse(make.person(Role.WRITER, centre)).get("/").all("main h2")


def test_who_is_not_signed_in_is_asked_to_without_a_message(browse):
    page = browse(None).get("/")
    assert page.heading == "Log på"
    assert page.all(".flash") == []


def test_the_guide_begins_with_the_own_role(browse, alma):
    page = browse(alma).get("/guide")
    assert page.all("h2")[0] == "Jobcenterchef"
    assert len(page.all("h3")) == len(Role) - 1


def test_the_guide_knows_every_role():
    assert set(COMES) == set(STEPS) == set(Role)
