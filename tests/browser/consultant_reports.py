"""What the year is told as: the yearly report of the job centre, and the annual report of the region as editions."""

from playwright.sync_api import Page, expect

from portal.results.report_rules import SECTIONS
from tests.browser.consultant_grant import TITLE, confirm
from tests.browser.consultant_money import project, write_figure
from tests.support.browsing import People, axe, follow, go, press, press_wrong, says
from tests.support.danish import da
from tests.support.site import Site

HEADING = "indicator;area;period;value;unit"
FIGURE = "langtidsledige;JC-0621;2010Q4;412;{unit}"
WORDS = "Det gik som planlagt: virksomhederne tog godt imod, og konsulenterne fik aftaler i stand. (Opdigtet sag.)"
TOO_SHORT = "Skriv, hvorfor den ene konsulent begyndte senere end planlagt."
BETTER = "Den ene konsulent begyndte 1. november, fordi den første ansøger sprang fra. Resten fulgte budgettet."
EXPLAINED = "Vi har talt personer, og jobindsats tæller fuldtidspersoner."
COUNTED = {"participants": "38", "in_work": "9", "long_term": "437"}
OWN = "Jobcentrets egen optælling"
FIRST_WORDS = "2010 var puljens første år, og begge konsulenter er i gang. Tallene er opdigtede."
CORRECTION = "Jobcenter Kolding har rettet et tal for 2010 efter låsningen. Tallene er opdigtede."


def import_figures(who: People) -> None:
    """Figures of jobindsats.dk, first no file at all and then one with the wrong unit."""
    page = who.home("caseworker")
    go(page, "/labour-market/indicators/imports")
    page.locator("[name=retrieved_on]").fill("2011-02-14")
    press_wrong(page, "Upload and look")
    choose(page, "procent")
    press_wrong(page, "Upload and look")
    expect(page.locator("main")).to_contain_text("»procent«")
    choose(page, "fuldtidspersoner")
    press(page, "Upload and look")
    press(page, "Import the figures")


def choose(page: Page, unit: str) -> None:
    data = "\r\n".join([HEADING, FIGURE.format(unit=unit)]).encode()
    page.locator("[name=file]").set_input_files({"name": "langtidsledige.csv", "mimeType": "text/csv", "buffer": data})


def open_the_reports(who: People, site: Site) -> None:
    page = who.page("caseworker")
    go(page, "/results/reports")
    follow(page, da("Open the reports of a year"))
    page.locator("[name=year]").fill("2011")
    press_wrong(page, "Open the reports")
    page.locator("[name=year]").fill("2010")
    press(page, "Open the reports")
    site.mail(who.emails["writer"], "2010")


def write_the_report(who: People) -> None:
    page = who.home("writer")
    follow(page, da("Write the report %(year)s of %(title)s", year="2010", title=TITLE))
    report = page.url
    for section in SECTIONS:
        go(page, f"{report}/sections/{section.key}")
        for question in section.questions:
            page.locator(f"[name={question.key}]").fill(WORDS)
        if section.key == "goals":
            expect(page.locator("main")).to_contain_text("Langtidsledige: Virksomhedspraktik")
            claim(page)
        with page.expect_navigation():
            page.get_by_role("button", name=da("Save the section")).click()
    axe(page)
    explain(page)


def claim(page: Page) -> None:
    for name, figure in COUNTED.items():
        page.locator(f"[name={name}_value]").fill(figure)
        page.locator(f"[name={name}_on]").fill("2010-12-31")
    press_wrong(page, "Save the section")  # figures without a source
    for name in COUNTED:
        page.locator(f"[name={name}_source]").fill(OWN)


def explain(page: Page) -> None:
    """P-07: 437 claimed beside the 412 that were imported."""
    follow(page, da("Explain the differences"))
    expect(page.locator("main")).to_contain_text("412")
    page.locator("[name=answer_0]").first.check()
    press_wrong(page, "Save the explanations")
    page.locator("[name=words_0]").fill(EXPLAINED)
    press(page, "Save the explanations")


def sign_the_report(who: People) -> None:
    page = who.home("manager")
    follow(page, da("Sign the report %(year)s of %(title)s", year="2010", title=TITLE))
    press_wrong(page, "Sign the report", da("Read the statement, and tick that you stand by it."))
    page.locator("[name=statement]").check()
    press(page, "Sign the report")


def answer(who: People) -> Page:
    page = who.home("caseworker")
    follow(page, da("Answer the report %(year)s of %(title)s", year="2010", title=TITLE))
    if page.get_by_role("link", name=da("Answer the report"), exact=True).count():
        follow(page, da("Answer the report"), exact=True)
    return page


def send_the_report_back(who: People) -> None:
    page = answer(who)
    press_wrong(page, "Send the answer", da("Choose an answer."))
    page.get_by_label(da("Send the report back")).check()
    press_wrong(page, "Send the answer", da("Write at one section or more what must be put right."))
    page.locator("[name=reason_money]").fill(TOO_SHORT)
    press(page, "Send the answer")


def correct_the_report(who: People) -> None:
    page = who.home("writer")
    follow(page, da("Correct the report %(year)s of %(title)s", year="2010", title=TITLE))
    expect(page.locator("main")).to_contain_text(TOO_SHORT)
    go(page, f"{page.url.partition('#')[0]}/sections/money")
    page.locator("[name=deviations]").fill(BETTER)
    press(page, "Save the section")


def approve_the_report(who: People) -> None:
    page = answer(who)
    expect(page.locator("main")).to_contain_text(BETTER)
    page.get_by_label(da("Approve the report")).check()
    press(page, "Send the answer")


def compile_the_annual_report(who: People) -> None:
    page = who.home("caseworker")
    go(page, "/results/annual")
    follow(page, da("Compile an annual report"))
    page.locator("[name=year]").fill("2011")
    press_wrong(page, "Compile the report")
    page.locator("[name=year]").fill("2010")
    press(page, "Compile the report")
    wait_until_compiled(page)
    press_wrong(page, "Keep the comment")
    page.locator("[name=words]").fill("Skal vi nævne, at kun ét jobcenter er med?")
    press(page, "Keep the comment")


def wait_until_compiled(page: Page) -> None:
    expect(page.locator("#progress")).to_have_count(0, timeout=20_000)
    if not page.get_by_text(da("Figures as they were on")).count():
        page.reload()
    says(page, "Figures as they were on")


def freeze(who: People, words: str, *, correction: bool = False) -> str:
    """The address of the edition that the director has signed."""
    page = who.home("director")
    follow(page, da("Sign the annual report %(year)s", year="2010"))
    if page.get_by_role("link", name=da("Sign and freeze the report")).count():
        follow(page, da("Sign and freeze the report"))
    confirm(page, who.password)
    if correction:
        press_wrong(page, "Sign and freeze the report")
    page.locator("[name=words]").fill(words)
    press(page, "Sign and freeze the report")
    says(page, "The figures have this fingerprint.")
    return page.url


def open_the_year_again(who: People) -> None:
    """A year whose report is approved is closed until the region sends the report back."""
    page = who.page("caseworker")
    go(page, "/results/reports/1")
    follow(page, da("Send the report back"))
    page.get_by_label(da("Send the report back")).check()
    page.locator("[name=reason_goals]").fill("Er tallet for virksomhedspraktik det rigtige?")
    press(page, "Send the answer")


def change_a_figure(who: People) -> None:
    """58 instead of the 61 that the edition has."""
    page = who.page("writer")
    go(page, f"{project(page)}/goals/1/measure")
    write_figure(page, "58")


def compile_anew(who: People) -> None:
    page = who.home("caseworker")
    go(page, "/results/annual")
    follow(page, "Syddanmark 2010")
    if page.get_by_role("link", name=da("The draft and its comments")).count():
        follow(page, da("The draft and its comments"))
    press(page, "Compile the report anew")
    wait_until_compiled(page)


def files(page: Page, edition: str) -> tuple[bytes, bytes]:
    """The PDF and the workbook of an edition, as they are handed over."""
    paper, book = (page.request.get(f"{edition}/{name}") for name in ("report.pdf", "tables.xlsx"))
    assert paper.ok
    assert book.ok
    return paper.body(), book.body()
