"""The money and the results of the first year: instalments, an account that is sent back, milestones and goals."""

from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.adapters import pdf
from portal.core.language import DEFAULT
from portal.core.text import _
from tests.browser.consultant_grant import TITLE, confirm
from tests.support.browsing import People, axe, download, follow, go, press, press_wrong, says
from tests.support.danish import da
from tests.support.site import Site

NO_AMOUNT = da("Write the amount in kroner, such as 1.234,50.")
LATER = timedelta(minutes=30)  # then a password given before no longer counts
FORGOTTEN = "Lønlisten for december mangler. Vedhæft den, og skriv, hvorfor forbruget er mindre end ventet."
ANSWERED = "Den ene konsulent begyndte først 1. november. Lønlisten for december er vedhæftet."
USED = {"line-1": "41.345,67", "line-2": "38.000"}
CORRECTED = {"line-1": "41.345,67", "line-2": "37.250,25"}
MEASURED = {1: "61", 2: "15", 3: "29"}
SOURCE = "jobindsats.dk, hentet 17. januar 2011"


def project(page: Page) -> str:
    """The address of the project; its page is shown."""
    page.goto("/projects")
    with page.expect_navigation():
        page.get_by_role("link", name=TITLE).first.click()
    return page.url


def pay(who: People, site: Site, folder: Path, number: int, moment: datetime) -> None:
    """Released with the password, one payment file, and entered when the bank has paid."""
    page = who.page("controller")
    address = project(page)
    axe(page)
    site.set_clock(moment + LATER)
    go(page, f"{address}/instalments")
    follow(page, f"{da('Release')} {number}")
    assert "/confirm" in page.url
    confirm(page, who.password, wrong_first=number == 1)
    with page.expect_navigation():
        page.locator("main form .button-primary").click()
    says(page, "The instalment is released. The payment file is being written.")
    file = download(page, f"{da('Payment file')} {number}", folder / f"payment-{number}.csv")
    site.mail(who.emails["manager"], f"rate {number}")
    [kept] = (site.folder / "payments").glob(f"*-rate-{number}.csv")
    assert kept.read_bytes() == file.read_bytes()
    follow(page, f"{da('Enter as paid')} {number}")
    page.locator("[name=paid_on]").fill("2030-01-01")
    press_wrong(page, "Enter as paid")
    page.locator("[name=paid_on]").fill(moment.date().isoformat())
    press(page, "Enter as paid")
    says(page, "The instalment is entered as paid.")


def held_back(who: People) -> None:
    """The second instalment waits for the account of the year before, and the page says so."""
    page = who.page("controller")
    address = project(page)
    go(page, f"{address}/instalments")
    says(page, "No approved account covers the time before %(day)s. Approve the job centre's account first.",
         day="1. januar 2011")  # fmt: skip
    expect(page.get_by_role("link", name=f"{da('Release')} 2")).to_have_count(0)


def reach_the_milestone(who: People) -> None:
    page = who.page("writer")
    project(page)
    follow(page, da("Mark as done"))
    page.locator("[name=done_on]").fill("2030-12-31")
    press_wrong(page, "Mark as done")
    page.locator("[name=done_on]").fill("2010-12-14")
    page.locator("[name=reached]").first.check()
    page.locator("[name=done_note]").fill("Begge konsulenter er ansat.")
    press(page, "Mark as done")
    region = who.page("caseworker")
    project(region)
    press(region, "I have seen it", exact=False)


def measure(who: People) -> None:
    """What was planned for 2010 stands beside what was measured."""
    page = who.page("writer")
    address = project(page)
    go(page, f"{address}/goals/1/measure")
    page.locator("[name=value]").fill("mange")
    press_wrong(page, "Write down the figure")
    for number, figure in MEASURED.items():
        if number > 1:
            page.goto(f"{address}/goals/{number}/measure")
        write_figure(page, figure)
    go(page, f"{address}/goals")
    expect(page.locator("main")).to_contain_text("61")
    go(page, f"{address}/plan")


def write_figure(page: Page, figure: str) -> None:
    page.locator("[name=on]").fill("2010-12-31")
    page.locator("[name=value]").fill(figure)
    page.locator("[name=source]").fill(SOURCE)
    press(page, "Write down the figure")


def write_the_account(who: People, folder: Path) -> None:
    page = who.home("writer")
    follow(page, da("Begin an account"))
    page.locator("[name=ends_on]").fill("2013-12-31")
    press_wrong(page, "Begin the account")
    page.locator("[name=ends_on]").fill("2010-12-31")
    press(page, "Begin the account")
    page.locator("[name=line-1]").fill("2.000.000")
    page.locator("[name=line-2]").fill("38 tusind")
    press_wrong(page, "Save the account", NO_AMOUNT)
    page.locator("[name=line-2]").fill("38.000")
    press_wrong(page, "Save the account", "2.000.000 kr.")
    fill(page, USED)
    press(page, "Save the account")
    attach(page, folder, "lønliste november.pdf")


def fill(page: Page, amounts: dict[str, str]) -> None:
    for name, amount in amounts.items():
        page.locator(f"[name={name}]").fill(amount)


def attach(page: Page, folder: Path, name: str) -> None:
    press(page, "Save, and attach a file")
    press_wrong(page, "Attach", da("Choose a file."))
    data = {"heading": name, "reference": "", "words_of_the_paper": _("Invented for the demonstration.")}
    (folder / name).write_bytes(pdf.render("invented", data, DEFAULT))
    page.locator("[name=file]").set_input_files(folder / name)
    press(page, "Attach")
    expect(page.locator("main")).to_contain_text(name)


def sign_the_account(who: People, *, again: bool = False) -> None:
    page = who.home("manager")
    follow(page, da("Sign the corrected account") if again else da("Sign the account"))
    press_wrong(page, "Sign and send")
    page.locator("[name=statement]").check()
    press(page, "Sign and send")


def send_the_account_back(who: People) -> None:
    page = who.home("caseworker")
    follow(page, da("Answer the account"))
    press_wrong(page, "Send the answer", da("Choose an answer."))
    page.get_by_label(da("Send the account back")).check()
    press_wrong(page, "Send the answer")
    page.locator("[name=answer]").fill(FORGOTTEN)
    press(page, "Send the answer")
    expect(page.locator("main")).to_contain_text(FORGOTTEN)


def put_the_account_right(who: People, folder: Path) -> None:
    page = who.home("writer")
    follow(page, da("Put the account right"))
    expect(page.locator("main")).to_contain_text(FORGOTTEN)
    fill(page, CORRECTED)
    page.locator("[name=note]").fill(ANSWERED)
    press(page, "Save the account")
    attach(page, folder, "lønliste december.pdf")


def approve_the_account(who: People) -> None:
    page = who.home("caseworker")
    follow(page, da("Answer the account"))
    expect(page.locator("main")).to_contain_text(ANSWERED)
    page.get_by_label(da("Approve the account")).check()
    page.locator("[name=answer]").fill("Regnskabet stemmer med lønlisterne.")
    press(page, "Send the answer")
