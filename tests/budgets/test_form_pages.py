"""The budget typed on its page: it saves by itself and loses nothing."""

from contextvars import Context
from decimal import Decimal

import pytest

from portal.applications.models import Section
from portal.applications.rules import SectionKey, Status
from portal.budgets import queries
from portal.budgets.lines import YearCost
from portal.core.money import Ore
from portal.core.permissions import Role
from tests.budgets.workbooks import funded, line
from tests.support.pages import stands_in_form, value_of

COURSE = {
    "lines-0-category": "21", "lines-0-purpose": "Truckcertifikat", "lines-0-unit": "courses",
    "lines-0-units_2010": "10", "lines-0-unit_price_2010": "6.000", "lines-0-sought": "60.000",
    "sources-0-source": "Puljen", "sources-0-kind": "grant", "sources-0-amount_2010": "60.000",
}  # fmt: skip


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre, name="Rikke Tangmose"))


def path(case, rest: str = "edit") -> str:
    return f"/applications/{case.id}/budget/{rest}"


def answers(session, case) -> dict:
    found = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    session.refresh(found)
    return found.answers


CARRIED = ("csrf_token", "version", "before")


def carried(page) -> dict[str, str]:
    return {name: page.soup.select_one(f"main form [name={name}]")["value"] for name in CARRIED}


def autosave(browser, page, **typed: str):
    sent = carried(page) | typed
    return Context().run(browser.client.post, page.path, data=sent, headers={"X-Autosave": "1"})  # as in Browser.fetch


def test_an_autosave_keeps_what_is_typed_and_makes_no_version(session, case, writer):
    answer = autosave(writer, writer.get(path(case)), **COURSE)
    assert answer.status_code == 200
    assert answer.json["words"].startswith("Gemt kl. ")
    (kept,) = answers(session, case)["lines"]
    assert (kept["purpose"], kept["years"][0]["amount_ore"]) == ("Truckcertifikat", 6_000_000)
    assert queries.versions(case.id) == []


def test_an_autosave_keeps_a_line_that_is_only_begun(session, case, writer):
    typed = {"lines-0-category": "10", "lines-0-unit_price_2011": "250", "sources-0-amount_2010": "5.000"}
    assert autosave(writer, writer.get(path(case)), **typed).status_code == 200
    assert not answers(session, case)["lines"][0]["purpose"]
    page = writer.get(path(case))
    assert page.soup.select_one("#lines-0-unit_price_2011")["value"] == "250"
    assert page.soup.select_one("#sources-0-amount_2010")["value"] == "5.000"
    assert page.submit("main form").status == 422  # Save asks for the rest


def test_a_half_typed_figure_is_told_and_nothing_is_stored(session, case, writer):
    answer = autosave(writer, writer.get(path(case)), **COURSE | {"lines-0-sought": "12,"})
    assert answer.status_code == 422
    assert "12," in answer.json["words"]
    assert len(answer.json["problems"]) == 1
    assert answers(session, case) == {}


def test_pressing_save_makes_a_version_after_autosaves_too(session, case, writer):
    autosave(writer, writer.get(path(case)), **COURSE)
    assert writer.get(path(case)).submit("main form").heading == "Budget"
    assert [each.origin for each in queries.versions(case.id)] == ["form"]
    assert answers(session, case)["lines"][0]["sought_ore"] == 6_000_000


def test_a_budget_that_is_saved_is_told_once(case, writer):
    writer.get(path(case)).submit("main form", **COURSE)
    told = writer.get(f"/applications/{case.id}").all(".timeline li")
    assert len([each for each in told if "udget" in each]) == 1


def test_a_complete_budget_in_which_something_is_taken_out_is_complete_no_longer(session, case, writer):
    writer.get(path(case)).submit("main form", **COURSE)
    assert case.section(SectionKey.BUDGET).complete
    autosave(writer, writer.get(path(case)), **COURSE)
    assert case.section(SectionKey.BUDGET).complete
    autosave(writer, writer.get(path(case)), **COURSE | {"lines-0-purpose": ""})
    assert not case.section(SectionKey.BUDGET).complete


def rows(page, table: str) -> list[str]:
    found = page.soup.select(f"table[aria-labelledby={table}] tr")[1:]
    return [" | ".join(" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")) for row in found]


def button(writer, case, page, wish: str, **typed: str):
    """Press one of the buttons that only change what the page shows."""
    fields = page.soup.select("main form [name]:not(button)")
    stands = {each["name"]: value_of(each) for each in fields if stands_in_form(each)}
    return writer.fetch("POST", path(case), stands | typed | {"do": wish})


def values(page, end: str) -> list[str]:
    return [each["value"] for each in page.soup.select(f"main form [name$=-{end}]")]


def test_a_line_is_copied_taken_out_and_put_back_without_script(session, case, writer):
    twice = button(writer, case, writer.get(path(case)), "copy-line-0", **COURSE)
    assert values(twice, "purpose") == ["Truckcertifikat", "Truckcertifikat"]
    assert [each.has_attr("open") for each in twice.soup.select("main form [data-row=line]")] == [False, True]
    named = {"lines-1-purpose": "Kranførerbevis"}
    once = button(writer, case, twice, "remove-line-0", **named)
    assert "Linje 1 er slettet. Truckcertifikat" in " ".join(once.soup.select_one("#gone").text.split())
    assert values(once, "purpose")[-1] == "Kranførerbevis"
    again = button(writer, case, once, "back")
    assert [each["value"] for each in again.soup.select("main form [name^=lines-][name$=-purpose]")] == [
        "Truckcertifikat", "Kranførerbevis",
    ]  # fmt: skip
    assert again.soup.select_one("#gone") is None
    assert again.soup.select_one("#lines-0-units_2010")["value"] == "10"
    assert answers(session, case) == {}


def test_a_source_is_added_and_taken_out_without_script(case, writer):
    two = button(writer, case, writer.get(path(case)), "add-source", **COURSE)
    assert values(two, "source") == ["Puljen", ""]
    assert two.soup.select_one("#source-2").has_attr("open")
    assert values(button(writer, case, two, "remove-source-1"), "source")[0] == "Puljen"


def test_the_sums_are_of_what_is_typed_and_nothing_is_stored(session, case, writer):
    typed = COURSE | {"lines-0-units_2010": "12,5", "lines-0-units_2011": "mange", "sources-0-amount_2010": "70.000"}
    page = button(writer, case, writer.get(path(case)), "sum", **typed)
    assert page.status == 200
    assert rows(page, "by-year")[0] == "2010 | 75.000 | 70.000 | Mangler 5.000 kr."
    assert "21 Køb af kursusforløb | 75.000" in " ".join(rows(page, "by-category"))
    assert page.all("#unread a") == ["Linje 1, Antal 2011: Der står »mange«. Vi forventer et tal, fx 12,5."]
    assert page.all("[data-share]")[0] == "De tre beløb dækker ikke 15.000 kr. af linjen."
    assert answers(session, case) == {}


def test_what_is_missing_is_told_with_its_line(case, writer):
    two = button(writer, case, writer.get(path(case)), "copy-line-0", **COURSE)
    page = two.submit("main form", **{"lines-1-category": "", "lines-1-purpose": "", "lines-1-unit_price_2010": ""})
    assert page.status == 422
    assert [each.split(":")[0] for each in page.errors] == ["Linje 2"] * 3
    assert page.soup.select_one("#line-2").has_attr("open")
    assert not page.soup.select_one("#line-1").has_attr("open")
    assert "Vælg en af mulighederne." in page.soup.select_one("#lines-1-category-error").text


def test_a_number_with_many_decimals_stands_so_that_it_can_be_read_again(session, case, writer):
    section = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    odd = line(1, years=(YearCost(2010, Decimal("0.333333333333333"), Ore(300_00), Ore(100_00)),
                         YearCost(2011, Decimal("12.345"), Ore(100_00), Ore(1_235_00)),
                         YearCost(2012, Decimal(3), Ore(100_00), Ore(301_00))))  # fmt: skip
    section.answers = funded(odd).as_json()
    session.commit()
    before = answers(session, case)
    page = writer.get(path(case))
    assert values(page, "units_2010")[0] == "0,333333"
    assert values(page, "units_2011")[0] == "12,3450"
    assert page.submit("main form").heading == "Budget"
    assert answers(session, case) == before
    writer.get(path(case)).submit("main form", **{"lines-0-units_2012": "4"})
    assert answers(session, case)["lines"][0]["years"][2]["amount_ore"] == 400_00


def test_a_budget_too_long_for_the_page_is_sent_to_excel(session, case, writer):
    section = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    section.answers = funded(*(line(number) for number in range(1, 202))).as_json()
    session.commit()
    page = writer.get(path(case))
    assert page.heading == "Budgettet i Excel"
    assert "Budgettet har 201 linjer. Siden har plads til 200" in page.soup.text


def test_a_pool_whose_budget_follows_from_its_positions_has_them_typed(make, browse):
    other = make.application(round=make.round(pool=make.pool(code="consultants", prefix="VIRK")))
    page = browse(make.person(Role.WRITER, other.job_centre)).get(path(other))
    assert page.heading == "Stillinger"
    assert page.soup.select_one("#position-sums")


def test_an_autosave_after_the_application_was_submitted_says_so(session, case, writer):
    page = writer.get(path(case))
    case.status = Status.SUBMITTED
    session.commit()
    answer = autosave(writer, page, **COURSE)
    assert (answer.status_code, answer.json["closed"]) == (409, True)
    assert "status er nu »Indsendt«" in answer.json["words"]
    assert "bevaret i denne browser" in answer.json["words"]
