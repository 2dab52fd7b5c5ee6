"""Tables that were not found are pointed at once, and found again in the next file with the same headings."""

import openpyxl
import pytest

from portal.budgets import queries
from portal.budgets.rules import ImportStatus
from portal.core import audit
from portal.core.permissions import Role
from tests.budgets.test_pages import upload
from tests.budgets.workbooks import saved

HEADS = ["", "Hvad slags", "Hvad køber vi", "Stk", "Kr. i 2010", "Fra puljen"]


def own_book(
    purpose: str = "Truckcertifikat", sheet: str = "Vores tal", above: int = 2, aside: int = 0, extra=()
) -> bytes:
    """A job centre's own workbook, with headings of its own."""
    book = openpyxl.Workbook()
    costs, money = book.active, book.create_sheet("Penge")
    costs.title = sheet
    for column, head in enumerate([*HEADS, *extra], 1 + aside):
        costs.cell(above + 1, column).value = head or None
    for row in (above + 2, above + 3):
        for column, value in enumerate(["", "21", f"{purpose} {row - above}", 10, 60_000, 60_000], 1 + aside):
            costs.cell(row, column).value = value or None
    for column, head in enumerate(["Hvem", "Art", "Kr. 2010"], 1):
        money.cell(1, column).value = head
    for column, value in enumerate(["Puljen", "Søgt tilskud", 120_000], 1):
        money.cell(2, column).value = value
    return saved(book)


ANSWER = {
    "costs-sheet": "Vores tal", "costs-drawn": "Vores tal", "costs-row": "3", "costs-category": "2",
    "costs-purpose": "3", "costs-amount-2010": "5",
    "costs-sought": "6", "wages-sheet": "",
    "wages-drawn": "", "financing-sheet": "Penge", "financing-drawn": "Penge", "financing-row": "1",
    "financing-source": "1",
    "financing-kind": "2", "financing-amount-2010": "3", "do": "use",
}  # fmt: skip


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def tables(writer, page):
    return writer.get(page.path + "/tables")


def answer(writer, page, **changed):
    token = tables(writer, page).soup.select_one("main form [name=csrf_token]")
    sent = ANSWER | changed | {"csrf_token": token["value"] if token else ""}
    return writer.fetch("POST", page.path + "/tables", sent)


def test_a_file_without_our_headings_leads_to_the_page_where_one_points(case, writer):
    page = upload(writer, case, own_book())
    assert page.soup.select_one("a[href$='/tables']")
    asked = tables(writer, page)
    assert {"Vores tal", "Penge"} <= {each.text.strip() for each in asked.soup.select("#costs-sheet option")}
    assert asked.heading == "Vis os tabellerne i din fil"


def test_what_was_pointed_at_is_read_and_remembered(session, case, writer):
    page = answer(writer, upload(writer, case, own_book()))
    assert page.heading == "Gennemse budgettet, før du bruger det"
    kept = queries.imports(case.id)[0]
    assert [each["by"] for each in kept.result["tables"]] == ["shown", "shown"]
    assert len(kept.budget.lines) == 2
    assert "budget.shown" in [each.what for each in audit.of(case.reference)]
    again = upload(writer, case, own_book("Svejsekursus", sheet="Nye tal", above=5, aside=3))
    assert again.heading == page.heading
    later = queries.imports(case.id)[0]
    assert [each["by"] for each in later.result["tables"]] == ["remembered", "remembered"]
    assert later.budget.lines[0].purpose.startswith("Svejsekursus")
    assert "som I viste os sidst" in again.soup.text


def test_other_headings_are_not_taken_for_the_same(case, writer):
    answer(writer, upload(writer, case, own_book()))
    upload(writer, case, own_book(extra=["Mere"]))
    assert queries.imports(case.id)[0].status is ImportStatus.REFUSED


def test_what_was_shown_can_be_forgotten(case, writer):
    page = answer(writer, upload(writer, case, own_book()))
    page.submit("main form[action$=forget]")
    assert not queries.mappings(case.id)
    assert queries.imports(case.id)[0].status is ImportStatus.REFUSED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"costs-category": ""}, "costs-category"),
        ({"costs-sought": "5"}, "costs-amount-2010"),
        ({"costs-amount-2010": ""}, "costs-amount-2010"),
        ({"financing-kind": ""}, "financing-kind"),
    ],
)
def test_a_wrong_answer_gets_its_sentence_at_the_field_and_nothing_is_lost(case, writer, changed, field):
    page = upload(writer, case, own_book())
    wrong = answer(writer, page, **changed)
    assert wrong.status == 422
    assert wrong.soup.select_one(f"#{field}-error")
    assert wrong.soup.select_one("#costs-purpose option[selected]")["value"] == "3"
    assert not queries.mappings(case.id)


def test_looking_at_another_sheet_shows_that_one(case, writer):
    page = upload(writer, case, own_book())
    looked = answer(writer, page, **{"costs-sheet": "Penge", "do": "look-costs"})
    assert looked.status == 200
    assert "Søgt tilskud" in looked.soup.select_one(".pp-sheet").text


def test_the_same_file_again_is_read_by_what_was_shown_meanwhile(case, writer):
    data = own_book("En")
    first = upload(writer, case, data)
    answer(writer, upload(writer, case, own_book("To")))
    again = upload(writer, case, data)
    assert again.path == first.path
    assert again.heading == "Gennemse budgettet, før du bruger det"
    assert len(queries.imports(case.id)) == 2


def test_a_reader_may_not_point(make, browse, case, writer):
    page = upload(writer, case, own_book())
    assert browse(make.person(Role.READER, case.job_centre)).get(page.path + "/tables").status == 403
