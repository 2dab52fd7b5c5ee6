"""The budget typed on its page: it saves by itself, loses nothing, and overwrites nobody silently."""

import pytest

from portal.applications.models import Section
from portal.applications.rules import SectionKey
from portal.budgets import queries
from portal.core.permissions import Role

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


@pytest.fixture
def colleague(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre, name="Tove Skovmarken"))


def path(case, rest: str = "edit") -> str:
    return f"/applications/{case.id}/budget/{rest}"


def answers(session, case) -> dict:
    found = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    session.refresh(found)
    return found.answers


def token_and_version(page) -> dict[str, str]:
    return {name: page.soup.select_one(f"main form [name={name}]")["value"] for name in ("csrf_token", "version")}


def autosave(browser, page, **typed: str):
    sent = token_and_version(page) | typed
    return browser.client.post(page.path, data=sent, headers={"X-Autosave": "1"})


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
    assert page.soup.select_one("#lines-0-unit_price_2011")["value"] == "250,00"
    assert page.soup.select_one("#sources-0-amount_2010")["value"] == "5.000,00"
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


def test_a_complete_budget_in_which_something_is_taken_out_is_complete_no_longer(session, case, writer):
    writer.get(path(case)).submit("main form", **COURSE)
    assert case.section(SectionKey.BUDGET).complete
    autosave(writer, writer.get(path(case)), **COURSE)
    assert case.section(SectionKey.BUDGET).complete
    autosave(writer, writer.get(path(case)), **COURSE | {"lines-0-purpose": ""})
    assert not case.section(SectionKey.BUDGET).complete


def test_the_second_of_two_is_told_by_the_autosave(case, writer, colleague):
    mine = writer.get(path(case))
    autosave(colleague, colleague.get(path(case)), **COURSE)
    answer = autosave(writer, mine, **COURSE)
    assert (answer.status_code, answer.json["conflict"]) == (409, True)
    assert "Tove Skovmarken" in answer.json["words"]


def test_the_second_of_two_sees_both_budgets_line_by_line_and_chooses(session, case, writer, colleague):
    mine = writer.get(path(case))
    colleague.get(path(case)).submit("main form", **COURSE)
    clash = mine.submit("main form", **COURSE | {"lines-0-units_2010": "12", "sources-0-amount_2010": "72.000"})
    assert (clash.status, clash.heading) == (409, "To versioner: Budget")
    assert "Tove Skovmarken gemte dette afsnit" in clash.soup.text
    assert "1 Truckcertifikat | Antal 2010 | 10 | 12" in rows(clash, 0)
    assert "Puljen | søgt tilskud 2010: 60.000 kr. | søgt tilskud 2010: 72.000 kr." in rows(clash, 1)
    assert clash.submit("main form").heading == "Budget"
    assert answers(session, case)["lines"][0]["years"][0]["units"] == "12"


def test_the_second_of_two_can_write_on_in_their_own(case, writer, colleague):
    mine = writer.get(path(case))
    colleague.get(path(case)).submit("main form", **COURSE)
    clash = mine.submit("main form", **{"lines-0-category": "20", "lines-0-purpose": "Foredrag",
                                       "sources-0-source": "Puljen", "sources-0-kind": "grant"})  # fmt: skip
    assert "1 Foredrag | Hele linjen | Findes ikke | 0 kr." in rows(clash, 0)
    sent = {each["name"]: each["value"] for each in clash.soup.select("main form input[type=hidden]")}
    again = writer.fetch("POST", path(case), sent | {"redraw": "1"})
    assert again.soup.select_one("#lines-0-purpose")["value"] == "Foredrag"
    assert again.submit("main form").heading == "Budget"


def rows(page, table: int) -> list[str]:
    found = page.soup.select("main table")[table].select("tbody tr")
    return [" | ".join(" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")) for row in found]
