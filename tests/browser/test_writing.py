"""Writing a section in a real browser: it saves by itself, survives a lost connection, overwrites nobody silently."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.demo import people
from tests.browser.conftest import OpenPage
from tests.support.browsing import axe, look, signed_in

WRITER, COLLEAGUE = "mette.lindgaard@example.dk", "karsten.brandt@example.dk"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
OFFLINE = "net::ERR_"


@pytest.fixture
def section(page: Page) -> Page:
    """The follow-up of a draft of their own, as the writer has opened it."""
    signed_in(page, WRITER, people.PASSWORD)
    page.goto("/applications/?status=draft")
    page.locator("main tbody a").first.click()
    page.locator(".tasks--sections h3 a").nth(10).click()
    expect(page.locator("#f-evaluation")).to_be_visible()
    page.wait_for_load_state()  # with its style sheets and scripts
    return page


def saved_by_hand(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).last.click()


def test_what_is_typed_is_saved_without_a_press(section: Page):
    section.locator("#f-evaluation").fill("Vi måler efter 26 uger.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Vi måler efter 26 uger.")
    axe(section)


def test_a_lost_connection_loses_nothing(section: Page, complaints: list[str]):
    section.context.set_offline(True)
    section.locator("#f-evaluation").fill("Skrevet uden forbindelse.")
    expect(section.locator("#saved-words")).to_contain_text("Forbindelsen er væk")
    section.context.set_offline(False)
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Skrevet uden forbindelse.")
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_what_was_typed_before_a_failed_press_is_put_back(section: Page, complaints: list[str]):
    section.context.set_offline(True)
    section.locator("#f-evaluation").fill("Trykket uden forbindelse.")
    section.get_by_role("button", name="Gem", exact=True).last.click()
    section.wait_for_timeout(500)
    section.context.set_offline(False)
    section.goto("/applications/?status=draft")
    section.locator("main tbody a").first.click()
    section.locator(".tasks--sections h3 a").nth(10).click()
    expect(section.locator("#f-evaluation")).to_have_value("Trykket uden forbindelse.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    complaints[:] = [each for each in complaints if OFFLINE not in each]


def test_the_second_of_two_is_told_and_chooses(section: Page, open_page: OpenPage):
    other = open_page()
    signed_in(other, COLLEAGUE, people.PASSWORD)
    other.goto(section.url)
    other.locator("#f-evaluation").fill("Lederens ord.")
    saved_by_hand(other)
    section.locator("#f-evaluation").fill("Skriverens ord.")
    expect(section.locator("#saved-words")).to_contain_text("Karsten Brandt gemte dette afsnit")
    with section.expect_navigation():
        section.locator(".pp-actions button[type=submit]").last.click()
    expect(section.locator("main")).to_contain_text("Lederens ord.")
    expect(section.locator("main")).to_contain_text("Skriverens ord.")
    axe(section)
    with section.expect_navigation():
        section.locator("a[data-forget]").click()
    expect(section.locator("#f-evaluation")).to_have_value("Lederens ord.")
    expect(section.locator("#saved-words")).to_contain_text("Gemt af")


@pytest.mark.parametrize("pause", [200, 1550], ids=["before it is saved", "while it is saved"])
def test_a_reload_while_typing_is_no_clash_with_oneself(section: Page, pause: int):
    for words in ("Skrevet først.", "Skrevet først. Og lidt til."):
        section.locator("#f-evaluation").fill(words)
        section.wait_for_timeout(pause)
        section.reload()
        expect(section.locator("#f-evaluation")).to_have_value(words)
        expect(section.locator("#saved-words")).to_contain_text("Gemt")
    saved_by_hand(section)
    expect(section.locator("main")).not_to_contain_text("To versioner")


def test_a_page_drawn_just_before_the_words_were_saved_is_drawn_again(section: Page):
    drawn_before = section.request.get(section.url).text()
    section.locator("#f-evaluation").fill("Gemt, mens siden blev hentet.")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.route(section.url, lambda route: route.fulfill(body=drawn_before, content_type="text/html"), times=1)
    section.reload()
    expect(section.locator("#f-evaluation")).to_have_value("Gemt, mens siden blev hentet.")


def test_a_day_that_the_browser_has_no_value_for_is_told_and_never_saved_as_none(section: Page):
    section.goto(section.url.replace("follow_up", "basis"))
    start = section.locator("#f-period_start")
    stands = start.input_value()
    start.focus()
    section.keyboard.press("Delete")  # of its day or its month, as the browser writes them: as 31.02. it has no value
    expect(section.locator("#saved-words")).to_contain_text("Projektet begynder: Dagen findes ikke i kalenderen")
    section.get_by_role("button", name="Gem", exact=True).last.click()
    expect(start).to_be_focused()
    expect(section.locator(".form-error")).to_contain_text("Dagen findes ikke i kalenderen")
    axe(section)
    section.reload()
    expect(start).to_have_value(stands)
    expect(section.locator(".form-error")).to_have_count(0)


def test_who_adds_a_line_goes_on_in_it_and_can_go_back(section: Page):
    section.goto(section.url.replace("follow_up", "target_group"))
    lines = section.locator("[name=lines-count]")
    number = int(lines.input_value())
    with section.expect_navigation():
        section.locator("button[name=add]").press("Enter")
    expect(section.locator(f"#f-lines-{number}-benefit_type")).to_be_focused()
    section.locator(f"#f-lines-{number}-number").fill("3")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    with section.expect_navigation():
        section.locator(f"button[name=remove][value=lines-{number}]").press("Enter")
    expect(section.locator(f"#f-lines-{number - 1}-benefit_type")).to_be_focused()
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    section.go_back()
    expect(lines).to_have_value(str(number))


def test_the_sum_below_the_lines_follows_what_is_typed(section: Page):
    section.goto(section.url.replace("follow_up", "target_group"))
    total = section.locator("tfoot [data-sum=number]")
    first, others = section.locator("#f-lines-0-number"), int(total.inner_text())
    others -= int(first.input_value() or 0)
    first.fill("1.000")
    expect(total).to_have_text(f"1.{others:03}")
    first.fill("ca. 2")
    expect(total).to_have_text(str(others))
    expect(section.locator("tfoot th")).to_have_text("I alt, uden det, der ikke kan læses")
    first.fill("26")
    expect(section.locator("tfoot th")).to_have_text("I alt")
    expect(section.locator("#saved-words")).to_have_text(SAVED)
    axe(section)


@pytest.mark.parametrize("wrapped", ["pp-fill", "pp-rows", "lines"])
def test_a_field_with_an_error_has_a_red_edge_wherever_it_stands(section: Page, wrapped: str):
    field = '<span class="form-error"><input class="form-input" aria-invalid="true" id="wrong"></span>'
    section.locator("main").evaluate(
        "(main, html) => { main.innerHTML = html }", f'<div class="{wrapped}">{field}</div>'
    )
    expect(section.locator("#wrong")).to_have_css("border-top-color", "rgb(204, 0, 0)")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_name_without_a_blank_does_not_reach_out_of_the_window(section: Page, width: int):
    section.set_viewport_size({"width": width, "height": 800})
    case = section.url.partition("/sections/")[0]
    section.goto(f"{case}/sections/basis")
    title = section.locator("#f-title").input_value()
    section.locator("#f-title").fill("Donaudampskibsselskab" * 5)
    saved_by_hand(section)
    section.goto(f"{case}/sections/attachments")
    if "uden-mellemrum" not in section.locator("main").inner_text():
        long = {"name": f"{'uden-mellemrum' * 10}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 navn"}
        section.locator("input[type=file]").set_input_files([long])
        with section.expect_navigation():
            section.locator("#attach button").click()
    for address in (f"{case}/sections/attachments", f"{case}/answers", case, "/applications/", "/"):
        section.goto(address)
        look(section)
    section.goto(f"{case}/sections/basis")
    section.locator("#f-title").fill(title)
    saved_by_hand(section)


def test_a_file_over_the_limit_is_told_beside_its_field_before_it_is_sent(section: Page):
    section.goto(section.url.replace("follow_up", "attachments"))
    large = {"name": "aftale.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"x" * 10 * 1024 * 1024}
    section.locator("#file").set_input_files(large)
    section.get_by_role("button", name="Vedhæft filen").click()
    expect(section.locator("#attach .form-error-message")).to_contain_text("Filen er større end 10 MB.")
    expect(section.locator("#file")).to_be_focused()
    axe(section)
    section.locator("#file").set_input_files({**large, "buffer": b"%PDF-1.4 en lille aftale"})
    expect(section.locator("#attach .form-error-message")).to_have_count(0)


def test_the_other_language_does_not_empty_a_form_that_came_back_without_a_word(section: Page):
    section.goto(section.url.replace("sections/follow_up", "sparring"))
    section.locator("#on").fill("1999-01-01")
    section.locator("#note").fill("Målene og de 12 pladser")
    section.get_by_role("button", name="Notér samtalen").click()
    expect(section.locator(".error-summary")).to_be_focused()
    asked: list[str] = []
    section.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    section.locator("a[hreflang=en]").click()
    expect(section.locator("#note")).to_have_value("Målene og de 12 pladser")
    assert asked == ["Formularen er ikke gemt. Den bliver tømt, når du skifter sprog. Vil du skifte alligevel?"]
