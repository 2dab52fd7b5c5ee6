"""From invitation to project, as five people, in a real browser: caseworker, writer, manager, director and reader."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.applications import reading, sections
from portal.core import clock
from portal.demo import people, texts
from portal.demo.trades import TRADES
from tests.browser.conftest import OpenPage
from tests.support.browsing import People, add_lines, axe, follow, press, press_wrong, says, type_all
from tests.support.danish import da
from tests.support.site import Site
from tests.support.workbook import fill_in

TITLE, CENTRE = "Nye hænder til el og vvs", "Jobcenter Haderslev"
TODAY = clock.today()  # the portal under test reads the real clock too
START = TODAY + timedelta(days=70)
CASE = texts.Case(
    TITLE, "0510", TRADES["el"], 20, 440_000, START, START + timedelta(weeks=44), START - timedelta(days=120)
)
RUNNING = "Industrimekaniker i Vejle"
CALLED_BACK = "Skriv, hvor udgangspunktet på 31 % kommer fra, og hvor mange det er talt op på."
GRANTED = "440.000 kr."
CORRECTED = "Jobcentrets egen opgørelse af to hold fra foråret, 38 personer"
PEOPLE = {
    "caseworker": "birthe.holm@example.dk",
    "writer": "camilla.vig@example.dk",
    "manager": "steen.borg@example.dk",
    "director": "inge.thorup@example.dk",
    "reader": "rigmor.dahl@example.dk",
    "manager of a project that runs": "grethe.bang@example.dk",
}


@pytest.fixture
def five(open_page: OpenPage) -> People:
    return People(open_page, PEOPLE, people.PASSWORD)


@pytest.mark.slow
def test_from_invitation_to_project(five: People, site: Site, tmp_path: Path) -> None:
    invite(five)
    begin(five)
    write_every_section(five)
    send_the_budget(five, tmp_path)
    talk_it_over(five)
    sign_and_submit(five, site)
    ask_for_a_change(five, site)
    correct_it(five)
    sign_again(five)
    score_and_recommend(five)
    decide(five, site)
    accept(five)
    reach_a_milestone(five)
    read_the_case(five)
    assert "Kæden holder" in site.flask("audit", "verify")


def invite(five: People) -> None:
    page = five.home("caseworker")
    page.goto("/pools/")
    axe(page)
    follow(page, f"Jobrettet opkvalificering, Syddanmark {TODAY.year}")
    follow(page, da("Invite job centres"))
    press_wrong(page, "See who gets a mail")  # nothing is filled in: everything that is missing is said at once
    page.get_by_label(da("Why these job centres?")).fill("Langtidsledigheden er steget mest hos jer.")
    page.get_by_label(da("Indicator"), exact=True).fill("Langtidsledige, fuldtidspersoner")
    page.get_by_label(da("Period of the figure")).fill("3. kvartal 2010")
    page.get_by_label(CENTRE, exact=True).check()
    page.get_by_label(da("The figure for %(centre)s", centre=CENTRE)).fill("318")
    press(page, "See who gets a mail")
    says(page, "This happens when you confirm")
    press(page, "Invite one job centre")
    expect(page.locator("main")).to_contain_text(CENTRE)


def begin(five: People) -> None:
    page = five.home("writer")
    with page.expect_navigation():
        page.locator("ol.tasks a").filter(has_text="Begynd ansøgningen").click()
    axe(page)
    if page.get_by_role("link", name=da("Begin the application")).count():
        follow(page, da("Begin the application"))
    page.get_by_label(da("Title of the project")).fill(TITLE)
    press(page, "Begin the application")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def write_every_section(five: People) -> None:
    page, answers = (
        five.page("writer"),
        texts.sections(CASE, "Camilla Vig", PEOPLE["writer"], "Steen Borg", PEOPLE["manager"]),
    )
    case = page.url
    leave_something_out(page, case)
    for spec in sections.SECTIONS:
        if spec.key not in {"budget", "attachments"}:
            write(page, f"{case}/sections/{spec.key}", spec, answers[spec.key])
    page.goto(f"{case}/sections/attachments")
    axe(page)
    page.locator("#mark input[type=checkbox]").check()
    press(page, "Save and go back")
    page.goto(case)


def leave_something_out(page: Page, case: str) -> None:
    """A section called complete without its answers is not saved, and says what is missing."""
    page.goto(f"{case}/sections/background")
    axe(page)
    page.get_by_label(da("Background"), exact=True).fill("For kort.")
    page.get_by_label(da("The section is complete from our side")).check()
    press_wrong(page, "Save")
    expect(page.get_by_label(da("Background"), exact=True)).to_have_value("For kort.")


def write(page: Page, address: str, spec, answers) -> None:
    page.goto(address)
    for field in spec.fields:
        if field.kind.value == "lines":
            add_lines(page, field.key, len(answers[field.key]))
    sheet = reading.as_typed(spec, answers)
    type_all(page, {name: values for name, values in sheet.values.items() if not name.endswith("-count")})
    page.get_by_label(da("The section is complete from our side")).check()
    press(page, "Save")
    expect(page.locator(".error-summary")).to_have_count(0)


def send_the_budget(five: People, folder: Path) -> None:
    page = five.page("writer")
    case = page.url
    page.goto(f"{case}/budget/workbook")
    axe(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name=da("Download a blank one")).click()
    blank = folder / "blank.xlsx"
    downloading.value.save_as(blank)
    budget = texts.sections(CASE, "", "", "", "")["budget"]
    upload(page, fill_in(blank, with_words_for_an_amount(budget), folder / "wrong.xlsx"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("rettes")
    upload(page, fill_in(blank, budget, folder / "budget.xlsx"))
    says(page, "Differences from the draft")
    for box in page.locator("input[name=ack]").all():
        box.check()
    press(page, "Use the budget in the draft")
    expect(page.locator("main")).to_contain_text("440.000")
    page.goto(case)


def with_words_for_an_amount(budget):
    """The grant of the last line is 5.000 kr. too low, so that the financing does not fit."""
    lines = [dict(each) for each in budget["lines"]]
    lines[-1]["sought_ore"] -= 5_000_00
    return budget | {"lines": lines}


def upload(page: Page, file: Path) -> None:
    page.locator("input[type=file][name=workbook]").set_input_files(file)
    press(page, "Upload")


def talk_it_over(five: People) -> None:
    page = five.page("writer")
    case = page.url
    page.goto(f"{case}/sparring")
    axe(page)
    page.get_by_label(da("Day of the talk")).fill(TODAY.isoformat())
    page.get_by_label(da("What you talked about")).fill("Målgruppe, virksomheder og budget.")
    press(page, "Note the talk")
    says(page, "The talk is noted.")
    page.goto(case)
    says(page, "Every must is met. The manager can sign and submit.")


def sign_and_submit(five: People, site: Site) -> None:
    page = five.home("manager")
    follow(page, TITLE)
    if page.get_by_role("link", name=da("Go to signing")).count():
        follow(page, da("Go to signing"))
    press_wrong(page, "Sign and submit the application")  # without the tick
    page.get_by_label(da("I have read the application and confirm it on behalf of the job centre")).check()
    press(page, "Sign and submit the application")
    receipt = site.mail(PEOPLE["manager"], TITLE)
    assert [each.get_content_type() for each in receipt.iter_attachments()] == ["application/pdf"]


def case_on_the_desk(five: People, who: str) -> Page:
    page = five.page(who)
    page.goto("/desk")
    axe(page)
    follow(page, TITLE)
    return page


def ask_for_a_change(five: People, site: Site) -> None:
    page = case_on_the_desk(five, "caseworker")
    follow(page, da("Ask for changes"))
    press_wrong(page, "Send it back")  # nothing is ticked
    page.get_by_label(da("Goals"), exact=True).check()
    page.locator("textarea[name=reason_goals]").fill(CALLED_BACK)
    page.locator("input[name=day]").fill((TODAY + timedelta(days=7)).isoformat())
    press(page, "Send it back")
    assert site.mail(PEOPLE["writer"], CALLED_BACK)


def correct_it(five: People) -> None:
    page = five.home("writer")
    follow(page, TITLE)
    expect(page.locator("main")).to_contain_text(CALLED_BACK)
    follow(page, da("Correct the section"))
    expect(page.locator("main")).to_contain_text(CALLED_BACK)
    page.locator("[name='lines-0-baseline_source']").fill(CORRECTED)
    press(page, "Save")


def sign_again(five: People) -> None:
    page = five.home("manager")
    follow(page, TITLE)
    if page.get_by_role("link", name=da("Go to signing")).count():
        follow(page, da("Go to signing"))
    page.get_by_label(da("I have read the application and confirm it on behalf of the job centre")).check()
    press(page, "Sign and submit the application")


def score_and_recommend(five: People) -> None:
    page = case_on_the_desk(five, "caseworker")
    expect(page.locator("main td:has(ins)").first).to_contain_text(CORRECTED)  # word by word
    follow(page, da("Give scores"))
    press_wrong(page, "Save the scores")
    for group in page.get_by_role("radio", name=re.compile("^4 ")).all():
        group.check()
    for box in page.locator("textarea[name^=why_]").all():
        box.fill("God sammenhæng mellem målgruppe, forløb og job.")
    press(page, "Save the scores")
    page.get_by_label(da("Full grant"), exact=True).check()
    page.get_by_label(da("What the director should know")).fill("Kort vej fra kursus til ansættelse.")
    press(page, "Give the recommendation")


def decide(five: People, site: Site) -> None:
    page = five.home("director")
    follow(page, TITLE)
    if "/confirm" in page.url:
        confirm(page)
    if page.get_by_role("link", name=da("Decide"), exact=True).count():
        follow(page, da("Decide"))
    press_wrong(page, "Confirm the decision")  # without having read the letter
    page.get_by_label(da("I have read the letter")).check()
    press(page, "Confirm the decision")
    says(page, "The letter (PDF)")
    letter = site.mail(PEOPLE["manager"], "afgør")
    [paper] = letter.iter_attachments()
    assert paper.get_content().startswith(b"%PDF")


def confirm(page: Page) -> None:
    page.locator("input[name=password]").fill(people.PASSWORD)
    press(page, "Go on")


def accept(five: People) -> None:
    page = five.home("manager")
    follow(page, da("Accept the grant to %(title)s", title=TITLE))
    press_wrong(page, "Accept %(amount)s", amount=GRANTED)  # without the tick
    page.locator("main form input[type=checkbox]").check()
    press(page, "Accept %(amount)s", amount=GRANTED)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    says(page, "Approved budget")


def reach_a_milestone(five: People) -> None:
    """The project of the journey has not begun yet, so it is done in one that has."""
    expect(five.page("manager").get_by_role("link", name=da("Mark as done"))).to_have_count(0)
    page = five.home("manager of a project that runs")
    page.goto("/projects")
    follow(page, RUNNING)
    project = page.url
    follow(page, da("Mark as done"))
    press_wrong(page, "Mark as done")  # nothing is filled in
    page.locator("main form input[name=done_on]").fill(TODAY.isoformat())
    page.get_by_label(da("The requirement is met"), exact=True).check()
    page.locator("main form textarea").fill("Alle pladser er besat.")
    press(page, "Mark as done")
    region = five.page("caseworker")
    region.goto(project)
    axe(region)
    with region.expect_navigation():
        region.get_by_role("button", name=da("I have seen it")).first.click()
    axe(region)
    expect(region.locator("main")).to_contain_text("Birthe Holm")


def read_the_case(five: People) -> None:
    page = five.home("reader")
    page.goto("/desk")
    axe(page)
    follow(page, TITLE)
    expect(page.locator("main")).to_contain_text(da("The letter (PDF)"))
