"""A consultant grant from the allotted amount to the acceptance, as the people of it do it in a browser."""

from playwright.sync_api import Page, expect

from portal.applications import catalogue, reading
from portal.core.permissions import Role
from portal.demo import consultants, people
from tests.support.browsing import People, add_lines, follow, go, press, press_wrong, says, type_all
from tests.support.danish import da
from tests.support.site import Site

ROUND = "Virksomhedskonsulenter, Syddanmark 2010"
CENTRE, TITLE = "Jobcenter Kolding", "To konsulenter ude hos virksomhederne"
GRANTED = "812.345,67 kr."
SECOND = "412.345,67"  # kroner for the second position; the first has 400.000
YEARS = consultants.SETTINGS.plan_years
WHY = "God sammenhæng mellem stillinger, mål og opgaver."
GROUP = "Langtidsledige"
ANSWERS = consultants.answers_of(consultants.KOLDING, {}, people.account(Role.MANAGER, "JC-0621"))
ANSWERS["plan_group"]["groups"] = ["long_term"]  # the group that every goal is for
for goal in ANSWERS["number_goals"]["goals"]:
    goal["target_group"] = GROUP


def allot(who: People) -> None:
    page = who.home("caseworker")
    go(page, "/pools/")
    follow(page, ROUND)
    follow(page, da("Allot amounts"))
    amount = page.get_by_label(da("Amount for %(centre)s, kr.", centre=CENTRE))
    amount.fill("ca. 800.000")
    press_wrong(page, "Write the amounts")
    amount.fill("9.000.000")
    press_wrong(page, "Write the amounts", "4.200.000 kr.")
    amount.fill("812.345,67")
    press(page, "Write the amounts")
    expect(page.locator("main")).to_contain_text(GRANTED)


def send_the_letter(who: People, site: Site) -> None:
    page = who.home("director")
    go(page, "/pools/")
    follow(page, ROUND)
    follow(page, da("Send the grant letters"))
    confirm(page, who.password)
    expect(page.locator("main")).to_contain_text(GRANTED)
    press(page, "Send the grant letters")
    letter = site.mail(who.emails["manager"], ROUND)
    assert [each.get_content_type() for each in letter.iter_attachments()] == ["application/pdf"]


def confirm(page: Page, password: str, *, wrong_first: bool = False) -> None:
    """Give the password again, when it is asked for."""
    if "/confirm" not in page.url:
        return
    if wrong_first:
        page.locator("input[name=password]").fill("ikke det rigtige")
        press_wrong(page, "Go on")
    page.locator("input[name=password]").fill(password)
    press(page, "Go on")


def begin(who: People) -> None:
    page = who.home("writer")
    go(page, "/pools/")
    follow(page, ROUND)
    expect(page.locator("main")).to_contain_text(f"{CENTRE} kan få op til {GRANTED}")
    follow(page, da("Begin the addendum"))
    press_wrong(page, "Begin the addendum")
    page.get_by_label(da("Title of the project")).fill(TITLE)
    press(page, "Begin the addendum")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def write_every_section(who: People) -> None:
    page = who.page("writer")
    case = page.url
    leave_something_out(page, case)
    for spec in catalogue.of_pool("consultants", YEARS):
        if spec.key in ANSWERS:
            write(page, f"{case}/sections/{spec.key}", spec)
    go(page, f"{case}/sections/attachments")
    page.locator("#mark input[type=checkbox]").check()
    press(page, "Save and go back")
    go(page, case)


def leave_something_out(page: Page, case: str) -> None:
    """A position whose figures cannot be read: every one is told, nothing is saved, all of it stands."""
    go(page, f"{case}/sections/positions")
    page.locator("[name=consultants_before]").fill("fire")
    page.locator("[name='positions-0-function']").fill("Virksomhedskonsulent")
    page.locator("[name='positions-0-monthly_wage_ore']").fill("34.000 om måneden")
    page.get_by_label(da("The section is complete from our side")).check()
    press_wrong(page, "Save", "fire", "34.000 om måneden")


def write(page: Page, address: str, spec) -> None:
    """Type what the demonstration types; what the portal has filled in is left as it stands."""
    answers = ANSWERS[spec.key]
    page.goto(address)
    for field in spec.fields:
        if field.kind.value == "lines" and field.key in answers:
            add_lines(page, field.key, len(answers[field.key]))
    typed = reading.as_typed(spec, answers).values
    there = [name for name in typed if name.split("-")[0] in answers and not name.endswith("-count")]
    type_all(page, {name: typed[name] for name in there})
    if spec.key == "basis":
        page.locator("[name=title]").fill(TITLE)
    if spec.key == "positions":
        page.locator("[name='positions-1-sought_ore']").fill(SECOND)
    page.get_by_label(da("The section is complete from our side")).check()
    press(page, "Save")


def sign_and_submit(who: People, site: Site) -> None:
    page = who.home("manager")
    follow(page, TITLE)
    if page.get_by_role("link", name=da("Go to signing")).count():
        follow(page, da("Go to signing"))
    press_wrong(page, "Sign and submit the addendum")
    page.get_by_label(da("I have read the application and confirm it on behalf of the job centre")).check()
    press(page, "Sign and submit the addendum")
    receipt = site.mail(who.emails["manager"], TITLE)
    assert "application/pdf" in [each.get_content_type() for each in receipt.iter_attachments()]


def score_and_recommend(who: People) -> None:
    page = who.page("caseworker")
    go(page, "/desk")
    follow(page, TITLE)
    follow(page, da("Give scores"))
    press_wrong(page, "Save the scores")
    for each in page.locator("input[type=radio][value='4']").all():
        each.check()
    for each in page.locator("textarea[name^=why_]").all():
        each.fill(WHY)
    press(page, "Save the scores")
    page.get_by_label(da("Full grant"), exact=True).check()
    press_wrong(page, "Give the recommendation")
    page.get_by_label(da("What the director should know")).fill("Stillingerne kommer oveni dem, der er i dag.")
    press(page, "Give the recommendation")


def decide(who: People, site: Site) -> None:
    page = who.home("director")
    follow(page, TITLE)
    confirm(page, who.password)
    if page.get_by_role("link", name=da("Decide"), exact=True).count():
        follow(page, da("Decide"), exact=True)
    press_wrong(page, "Confirm the decision")
    page.get_by_label(da("I have read the letter")).check()
    press(page, "Confirm the decision")
    [paper] = site.mail(who.emails["manager"], "afgør").iter_attachments()
    assert paper.get_content().startswith(b"%PDF")


def accept(who: People) -> None:
    page = who.home("manager")
    follow(page, da("Accept the grant to %(title)s", title=TITLE))
    press_wrong(page, "Accept %(amount)s", amount=GRANTED)
    page.locator("main form input[type=checkbox]").check()
    press(page, "Accept %(amount)s", amount=GRANTED)
    says(page, "Approved budget")
    expect(page.locator("main")).to_contain_text("11 Løn, virksomhedskonsulenter")
