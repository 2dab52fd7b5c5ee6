"""From invitation to project, as five people, in a real browser: caseworker, writer, manager, director and reader."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.applications import reading, sections
from portal.core import clock
from portal.demo import people, texts
from portal.demo.trades import TRADES
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, sign_in
from tests.support.danish import da
from tests.support.site import Site
from tests.support.workbook import fill_in

TITLE, CENTRE = "Nye hænder til el og vvs", "Jobcenter Haderslev"
TODAY = clock.today()  # the portal under test reads the real clock too
START = TODAY + timedelta(days=70)
CASE = texts.Case(
    TITLE, "0510", TRADES["el"], 20, 440_000, START, START + timedelta(weeks=44), START - timedelta(days=120)
)
CALLED_BACK = "Skriv, hvor udgangspunktet på 31 % kommer fra, og hvor mange det er talt op på."
GRANTED = "440.000 kr."
CORRECTED = "Jobcentrets egen opgørelse af to hold fra foråret, 38 personer"
PEOPLE = {
    "caseworker": "birthe.holm@example.dk",
    "writer": "camilla.vig@example.dk",
    "manager": "steen.borg@example.dk",
    "director": "inge.thorup@example.dk",
    "reader": "rigmor.dahl@example.dk",
}


@dataclass
class Five:
    """The five people, each in a browser of their own; every page they come to is checked with axe."""

    open_page: OpenPage
    pages: dict[str, Page]

    def page(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.open_page()
            sign_in(self.pages[who], PEOPLE[who], people.PASSWORD)
            axe(self.pages[who])
        return self.pages[who]

    def home(self, who: str) -> Page:
        page = self.page(who)
        page.goto("/")
        axe(page)
        return page


@pytest.fixture
def five(open_page: OpenPage) -> Five:
    return Five(open_page, {})


def press(page: Page, english: str, **values: object) -> None:
    """Press the button that says this in Danish, and look at the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=da(english, **values), exact=True).click()
    axe(page)


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()
    axe(page)


def says(page: Page, english: str, **values: object) -> None:
    expect(page.locator("main")).to_contain_text(da(english, **values))


@pytest.mark.slow
def test_from_invitation_to_project(five: Five, site: Site, tmp_path: Path) -> None:
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
    assert "the chain holds" in site.flask("audit", "verify")


def invite(five: Five) -> None:
    page = five.home("caseworker")
    page.goto("/pools/")
    axe(page)
    follow(page, f"Jobrettet opkvalificering, Syddanmark {TODAY.year}")
    follow(page, da("Invite job centres"))
    press(page, "See who gets a mail")  # nothing is filled in: everything that is missing is said at once
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(da("Why these job centres?")).fill("Langtidsledigheden er steget mest hos jer.")
    page.get_by_label(da("Indicator"), exact=True).fill("Langtidsledige, fuldtidspersoner")
    page.get_by_label(da("Period of the figure")).fill("3. kvartal")
    page.get_by_label(CENTRE, exact=True).check()
    page.get_by_label(da("The figure for %(centre)s", centre=CENTRE)).fill("318")
    press(page, "See who gets a mail")
    says(page, "This happens when you confirm")
    press(page, "Invite one job centre")
    expect(page.locator("main")).to_contain_text(CENTRE)


def begin(five: Five) -> None:
    page = five.home("writer")
    with page.expect_navigation():
        page.locator("ol.tasks a").first.click()
    axe(page)
    if page.get_by_role("link", name=da("Begin the application")).count():
        follow(page, da("Begin the application"))
    page.get_by_label(da("Title of the project")).fill(TITLE)
    press(page, "Begin the application")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def write_every_section(five: Five) -> None:
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
    press(page, "Save")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label(da("Background"), exact=True)).to_have_value("For kort.")


def write(page: Page, address: str, spec, answers) -> None:
    page.goto(address)
    for field in spec.fields:
        if field.kind.value == "lines":
            add_lines(page, field.key, len(answers[field.key]))
    sheet = reading.as_typed(spec, answers)
    for name, values in sheet.values.items():
        if not name.endswith("-count"):
            type_in(page, name, values)
    page.get_by_label(da("The section is complete from our side")).check()
    press(page, "Save")
    expect(page.locator(".error-summary")).to_have_count(0)


def add_lines(page: Page, key: str, wanted: int) -> None:
    count = page.locator(f"input[name={key}-count]")
    while int(count.input_value()) < wanted:
        with page.expect_navigation():
            page.locator(f"button[name=add][value={key}]").click()


def type_in(page: Page, name: str, values: list[str]) -> None:
    field = page.locator(f"main form [name='{name}']")
    if field.first.get_attribute("type") == "checkbox":
        for each in field.all():
            each.set_checked(each.get_attribute("value") in values)
    elif field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(values[0])
    else:
        field.fill(values[0])


def send_the_budget(five: Five, folder: Path) -> None:
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


def talk_it_over(five: Five) -> None:
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


def sign_and_submit(five: Five, site: Site) -> None:
    page = five.home("manager")
    follow(page, TITLE)
    if page.get_by_role("link", name=da("Go to signing")).count():
        follow(page, da("Go to signing"))
    press(page, "Sign and submit the application")  # without the tick
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(da("I have read the application and confirm it on behalf of the job centre")).check()
    press(page, "Sign and submit the application")
    receipt = site.mail(PEOPLE["manager"], TITLE)
    assert [each.get_content_type() for each in receipt.iter_attachments()] == ["application/pdf"]


def case_on_the_desk(five: Five, who: str) -> Page:
    page = five.page(who)
    page.goto("/desk")
    axe(page)
    follow(page, TITLE)
    return page


def ask_for_a_change(five: Five, site: Site) -> None:
    page = case_on_the_desk(five, "caseworker")
    follow(page, da("Ask for changes"))
    press(page, "Send it back")  # nothing is ticked
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(da("Goals"), exact=True).check()
    page.locator("textarea[name=reason_goals]").fill(CALLED_BACK)
    page.locator("input[name=day]").fill((TODAY + timedelta(days=7)).isoformat())
    press(page, "Send it back")
    assert site.mail(PEOPLE["writer"], CALLED_BACK)


def correct_it(five: Five) -> None:
    page = five.home("writer")
    follow(page, TITLE)
    expect(page.locator("main")).to_contain_text(CALLED_BACK)
    follow(page, da("Correct the section"))
    expect(page.locator("main")).to_contain_text(CALLED_BACK)
    page.locator("[name='lines-0-baseline_source']").fill(CORRECTED)
    press(page, "Save")


def sign_again(five: Five) -> None:
    page = five.home("manager")
    follow(page, TITLE)
    if page.get_by_role("link", name=da("Go to signing")).count():
        follow(page, da("Go to signing"))
    page.get_by_label(da("I have read the application and confirm it on behalf of the job centre")).check()
    press(page, "Sign and submit the application")


def score_and_recommend(five: Five) -> None:
    page = case_on_the_desk(five, "caseworker")
    expect(page.locator("main ins").first).to_contain_text(CORRECTED)
    follow(page, da("Give scores"))
    press(page, "Save the scores")
    expect(page.locator(".error-summary")).to_be_visible()
    for group in page.get_by_role("radio", name=re.compile("^4 ")).all():
        group.check()
    for box in page.locator("textarea[name^=why_]").all():
        box.fill("God sammenhæng mellem målgruppe, forløb og job.")
    press(page, "Save the scores")
    page.get_by_label(da("Full grant"), exact=True).check()
    page.get_by_label(da("What the director should know")).fill("Kort vej fra kursus til ansættelse.")
    press(page, "Give the recommendation")


def decide(five: Five, site: Site) -> None:
    page = five.home("director")
    follow(page, TITLE)
    if "/confirm" in page.url:
        confirm(page)
    if page.get_by_role("link", name=da("Decide"), exact=True).count():
        follow(page, da("Decide"))
    press(page, "Confirm the decision")  # without having read the letter
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(da("I have read the letter")).check()
    press(page, "Confirm the decision")
    says(page, "The letter (PDF)")
    letter = site.mail(PEOPLE["manager"], "afgør")
    [paper] = letter.iter_attachments()
    assert paper.get_content().startswith(b"%PDF")


def confirm(page: Page) -> None:
    page.locator("input[name=password]").fill(people.PASSWORD)
    press(page, "Go on")


def accept(five: Five) -> None:
    page = five.home("manager")
    follow(page, da("Accept the grant to %(title)s", title=TITLE))
    press(page, "Accept %(amount)s", amount=GRANTED)  # without the tick
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("main form input[type=checkbox]").check()
    press(page, "Accept %(amount)s", amount=GRANTED)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    says(page, "Approved budget")


def reach_a_milestone(five: Five) -> None:
    page = five.page("manager")
    project = page.url
    follow(page, da("Mark as done"))
    press(page, "Mark as done")  # nothing is filled in
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("main form input[name=done_on]").fill(TODAY.isoformat())
    page.get_by_label(da("The requirement is met"), exact=True).check()
    page.locator("main form textarea").fill("Alle tyve pladser er besat.")
    press(page, "Mark as done")
    region = five.page("caseworker")
    region.goto(project)
    axe(region)
    with region.expect_navigation():
        region.get_by_role("button", name=da("I have seen it")).first.click()
    axe(region)
    expect(region.locator("main")).to_contain_text("Birthe Holm")


def read_the_case(five: Five) -> None:
    page = five.home("reader")
    page.goto("/desk")
    axe(page)
    follow(page, TITLE)
    expect(page.locator("main")).to_contain_text(da("The letter (PDF)"))
