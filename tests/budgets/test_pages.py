"""The budget's pages as a writer meets them: typing lines, uploading a workbook, confirming, going back."""

import io
from dataclasses import replace

import pytest

from portal.adapters import spreadsheet_queue
from portal.applications.models import Section
from portal.applications.rules import SectionKey, Status
from portal.budgets import queries, signing
from portal.budgets.lines import YearAmount, YearCost
from portal.budgets.rules import ImportStatus
from portal.core import clock
from portal.core.money import Ore
from portal.core.permissions import Role
from tests.budgets.workbooks import blank_filled_by_hand, changed, filled, funded, line, write
from tests.budgets.writers import as_ods

THREE = funded(*(line(number) for number in range(1, 4)))


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def path(case, rest: str = "") -> str:
    return f"/applications/{case.id}/budget/{rest}"


def upload(writer, case, data: bytes, name: str = "budget.xlsx"):
    page = writer.get(path(case, "workbook"))
    token = page.soup.select_one("form [name=csrf_token]")
    sent = {"workbook": (io.BytesIO(data), name), "csrf_token": token["value"] if token else ""}
    return writer.fetch("POST", path(case, "workbook"), sent)


def answers(session, case) -> dict:
    found = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    session.refresh(found)
    return found.answers


def test_a_workbook_is_uploaded_looked_through_and_used(session, case, writer):
    page = upload(writer, case, filled(THREE), "budget varde.xlsx")
    assert page.heading == "Gennemse budgettet, før du bruger det"
    assert "3 tilføjet" in page.soup.text
    done = page.submit("main form[action$=confirm]")
    assert done.heading == "Budget"
    assert answers(session, case)["lines"] == THREE.as_json()["lines"]
    assert [each.origin for each in queries.versions(case.id)] == ["workbook"]


def test_where_only_the_financing_is_another_the_preview_shows_it_source_by_source(session, case, writer):
    upload(writer, case, filled(THREE)).submit("main form[action$=confirm]")
    source = THREE.financing[0]
    own = replace(source, source="Kommunen", kind="own", years=(YearAmount(2010, Ore(30_000_00)),))
    less = replace(source, years=(YearAmount(2010, Ore(150_000_00)),))
    page = upload(writer, case, filled(replace(THREE, financing=(less, own))))
    changed_row, added_row = page.soup.select("table[aria-labelledby=changed] tbody tr")
    cells = [each.get_text(" ", strip=True) for each in changed_row.find_all(["td", "th"])]
    assert cells == ["Ændret", "Finansiering: Puljen", "Beløb 2010", "180.000", "150.000", "−30.000"]
    cells = [each.get_text(" ", strip=True) for each in added_row.find_all(["td", "th"])]
    assert cells == ["Tilføjet", "Finansiering: Kommunen", "I alt", "–", "30.000", "+30.000"]
    assert "mål, milepæle" not in page.soup.select_one("#changed ~ p").text


def test_the_same_file_twice_is_one_import(case, writer):
    first, second = upload(writer, case, filled(THREE)), upload(writer, case, filled(THREE))
    assert first.path == second.path
    assert len(queries.imports(case.id)) == 1


def test_problems_are_shown_by_sheet_and_cell_and_the_draft_stays(session, case, writer):
    def misfill(book):
        write(book["Udgifter"], 5, {"Pris 2010": "ca. 300"})
        write(book["Udgifter"], 6, {"Kategori": "Diverse"})

    page = upload(writer, case, changed(blank_filled_by_hand(THREE), misfill))
    assert page.status == 200
    assert page.heading == "2 ting skal rettes, før budgettet kan bruges"
    assert {"F5", "B6", "ca. 300", "Diverse"} <= set(page.all(".pp-cell"))
    assert not answers(session, case).get("lines")
    assert writer.get(page.path).heading == page.heading


def test_a_file_that_cannot_be_read_is_kept_and_answered_with_what_to_do(case, writer):
    page = upload(writer, case, b"%PDF-1.4", "budget.xlsx")
    assert "en PDF-fil" in page.soup.text
    (kept,) = queries.imports(case.id)
    assert kept.status is ImportStatus.REFUSED
    assert kept.reference in page.soup.text


def test_no_file_at_all_is_told_beside_the_field(case, writer):
    page = writer.get(path(case, "workbook")).submit("main form[enctype]")
    assert (page.status, page.errors) == (422, ["Vælg den fil, du vil uploade."])


def test_a_file_with_a_cpr_number_is_not_kept(case, writer):
    data = changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Note": "010180-1234"}))
    page = upload(writer, case, data)
    assert page.status == 422
    assert "Udgifter" in page.errors[0]
    assert "010180" not in page.soup.text
    assert "en fil med et CPR-nummer gemmer vi ikke" in page.soup.select_one("main form[enctype]").text
    assert not queries.imports(case.id)


def test_warnings_must_be_ticked_before_the_budget_is_used(session, case, writer):
    def hide(book):
        book["Udgifter"].row_dimensions[6].hidden = True

    page = upload(writer, case, changed(blank_filled_by_hand(THREE), hide))
    refused = page.submit("main form[action$=confirm]")
    assert refused.status == 422
    assert not answers(session, case).get("lines")
    token = refused.soup.select_one("main form[action$=confirm] [name=csrf_token]")
    sent = {
        "ack": [box["value"] for box in refused.soup.select("[name=ack]")],
        "version": refused.soup.select_one("main form[action$=confirm] [name=version]")["value"],
        "csrf_token": token["value"] if token else "",
    }
    writer.fetch("POST", page.path + "/confirm", sent)
    assert len(answers(session, case)["lines"]) == 3


def test_one_line_and_one_place_are_told_in_the_singular(make, session, case, writer):
    page = upload(writer, case, filled(funded(line())))
    words = " ".join(page.soup.text.split())
    assert ": én linje. Beløb er i kroner uden moms." in words
    assert "bliver erstattet af den ene linje her" in words


def test_a_colleague_who_saved_meanwhile_stops_the_confirmation_and_then_it_works(session, case, writer):
    page = upload(writer, case, filled(THREE))
    section = session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one()
    section.answers = {"lines": [], "financing": [], "early_cost_reason": "ja"}
    session.commit()
    again = page.submit("main form[action$=confirm]")
    assert again.status == 409
    assert again.submit("main form[action$=confirm]").heading == "Budget"
    assert answers(session, case)["early_cost_reason"] == "ja"


def test_an_older_version_is_brought_back(session, case, writer):
    upload(writer, case, filled(THREE)).submit("main form[action$=confirm]")
    page = upload(writer, case, filled(funded(line(1), line(2), line(3), line(4))))
    page.submit("main form[action$=confirm]")
    assert len(answers(session, case)["lines"]) == 4
    history = writer.get(path(case, "workbook"))
    history.submit("main form[action$='/versions/1/use']")
    assert len(answers(session, case)["lines"]) == 3
    assert [each.origin for each in queries.versions(case.id)] == ["undo", "workbook", "workbook"]


def test_the_original_comes_back_byte_for_byte_as_an_attachment(case, writer):
    data = filled(THREE)
    page = upload(writer, case, data)
    answer = writer.client.get(page.path + "/original")
    assert answer.data == data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_template_holds_the_drafts_lines(case, writer):
    upload(writer, case, filled(THREE)).submit("main form[action$=confirm]")
    data = writer.client.get(path(case, "template.xlsx")).data
    assert "uden ændring" not in (page := upload(writer, case, data)).soup.text
    assert "Der er ingen" in page.soup.text


def test_lines_are_typed_on_the_page_and_read_like_a_workbook(session, case, writer):
    page = writer.get(path(case, "edit"))
    typed = {
        "lines-0-category": "21", "lines-0-purpose": "Truckcertifikat", "lines-0-unit": "courses",
        "lines-0-units_2010": "10", "lines-0-unit_price_2010": "6.000,00", "lines-0-sought": "60000",
        "sources-0-source": "Puljen", "sources-0-kind": "grant", "sources-0-amount_2010": "60.000",
    }  # fmt: skip
    assert page.submit("main form", **typed).heading == "Budget"
    (kept,) = answers(session, case)["lines"]
    assert (kept["years"][0]["amount_ore"], kept["sought_ore"]) == (6_000_000, 6_000_000)


def test_a_wage_line_typed_on_the_page_says_function_hours_and_rate(session, case, writer):
    typed = {
        "lines-0-category": "10", "lines-0-purpose": "Projektleder", "lines-0-unit": "weeks", "lines-0-sought": "7.200",
        "lines-0-units_2010": "8", "lines-0-unit_price_2010": "900", "lines-0-function": "Leder", "lines-0-hours": "24",
        "lines-0-hourly_rate": "300",
    }  # fmt: skip
    writer.get(path(case, "edit")).submit("main form", **typed)
    (kept,) = answers(session, case)["lines"]
    assert (kept["function"], kept["hours"], kept["hourly_rate_ore"]) == ("Leder", "24", 300_00)
    assert writer.get(path(case, "edit")).soup.select_one("#lines-0-hours")["value"] == "24"


def test_a_draft_goes_through_the_page_unchanged(session, case, writer):
    odd = line(2, years=(YearCost(2013, None, None, Ore(12_345)),), refund=True, note="Uden antal")
    page = upload(writer, case, filled(funded(line(1), odd), years=(2010, 2013), key=signing.key()))
    page.submit("main form[action$=confirm]", ack=page.soup.select_one("[name=ack]")["value"])
    before = answers(session, case)
    assert len(before["lines"]) == 2
    writer.get(path(case, "edit")).submit("main form")
    assert answers(session, case) == before


def test_a_file_over_the_limit_is_told_and_not_kept(app, monkeypatch, case, writer):
    monkeypatch.setattr("portal.applications.budget_import_routes.LARGEST_FILE", 1_000)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5_000)
    for size, status in ((1_001, 422), (6_000, 413)):  # beside the field, as long as the form comes through
        page = upload(writer, case, b"PK\x03\x04" + b"x" * (size - 4))
        assert page.status == status
        assert "Filen er større end 10 MB." in (page.errors[0] if status == 422 else page.soup.text)
    assert not queries.imports(case.id)


def test_what_cannot_be_read_is_told_beside_its_field_and_stays_there(session, case, writer):
    page = writer.get(path(case, "edit"))
    wrong = page.submit("main form", **{"lines-0-purpose": "Kursus", "lines-0-units_2010": "mange"})
    assert wrong.status == 422
    assert wrong.soup.select_one("#lines-0-units_2010")["value"] == "mange"
    assert wrong.soup.select_one("#lines-0-units_2010-error")
    assert wrong.soup.select_one("#lines-0-category-error")
    assert not answers(session, case).get("lines")


def test_the_form_says_that_an_empty_line_is_not_kept(case, writer):
    hints = writer.get(path(case, "edit")).all("#budget-form p.form-hint")
    assert hints == ["En linje eller en kilde, der ikke er skrevet noget i, bliver ikke gemt."]


def test_a_row_is_added_and_taken_out_without_script(case, writer):
    page = writer.get(path(case, "edit"))
    token = page.soup.select_one("form [name=csrf_token]")
    sent = {"csrf_token": token["value"] if token else "", "lines-0-purpose": "Kursus", "do": "add-line"}
    more = writer.fetch("POST", path(case, "edit"), sent)
    assert len(more.soup.select("main form [data-row=line]")) == 2
    assert more.soup.select_one("#lines-0-purpose")["value"] == "Kursus"
    fewer = writer.fetch("POST", path(case, "edit"), sent | {"do": "remove-line-0"})
    assert fewer.soup.select_one("#lines-0-purpose")["value"] == ""


def test_a_submitted_application_is_frozen(make, browse, session, case, writer):
    page = upload(writer, case, filled(THREE))
    case.status = Status.SUBMITTED
    session.commit()
    assert writer.get(path(case, "workbook")).status == 409
    assert writer.get(path(case, "edit")).status == 409
    assert writer.get(page.path).status == 200
    assert writer.get(path(case)).status == 200


def test_another_job_centres_budget_is_not_there(make, browse, case):
    stranger = browse(make.person(Role.WRITER, make.job_centre()))
    assert stranger.get(path(case)).status == 404


def test_the_pages_speak_english_too(case, writer):
    upload(writer, case, filled(THREE))
    writer.get("/?language=en")
    assert writer.get(path(case, "workbook")).heading == "The budget in Excel"


def test_the_region_finds_the_workbook_behind_the_budget_it_reads(session, case, writer, make, browse):
    upload(writer, case, filled(THREE), "budget varde.xlsx").submit("main form[action$=confirm]")
    case.status, case.submitted_at = Status.SUBMITTED, clock.now()
    session.commit()
    page = browse(make.person(Role.CASEWORKER, case.round.region)).get(path(case))
    links = {each.text.strip(): each["href"] for each in page.soup.select("[aria-labelledby=source] a")}
    assert set(links) == {"budget varde.xlsx", "Hent kopien med markeringer", "Hent filen, som den kom"}
    assert all(page.browser.client.get(each).status_code == 200 for each in links.values())


def test_a_budget_written_in_since_has_no_workbook_behind_it(session, case, writer):
    upload(writer, case, filled(THREE)).submit("main form[action$=confirm]")
    writer.get(path(case, "edit")).submit("main form", **{"lines-0-purpose": "Noget andet"})
    assert not writer.get(path(case)).soup.select("[aria-labelledby=source]")


def test_a_short_value_is_not_broken_over_lines(case, writer):
    data = changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Pris 2010": "ca. 300"}))
    seen = next(each for each in upload(writer, case, data).soup.select(".pp-cell") if each.text == "ca. 300")
    assert "nowrap" in seen["class"]


def test_when_too_many_upload_at_once_the_page_says_come_back(case, writer, monkeypatch, tmp_path):
    monkeypatch.setattr(spreadsheet_queue.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(spreadsheet_queue.a_place.__wrapped__, "__defaults__", (1, 0.0))
    with spreadsheet_queue.a_place():
        page = upload(writer, case, as_ods(THREE), "budget.ods")
    assert page.status == 429
    assert "Mange uploader filer lige nu" in page.soup.text
    assert not queries.imports(case.id)
    assert upload(writer, case, as_ods(THREE), "budget.ods").heading == "Gennemse budgettet, før du bruger det"
