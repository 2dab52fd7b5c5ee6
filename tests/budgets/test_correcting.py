"""Small slips are corrected on the page: the file stays, the values lie over its cells, and all of it is told."""

import io

import openpyxl
import pytest

from portal.adapters.spreadsheet_patch_form import TONES
from portal.applications.models import Section
from portal.applications.rules import SectionKey, Status
from portal.budgets import actions, queries
from portal.budgets.rules import ImportStatus
from portal.core import audit, outbox
from portal.core.permissions import Role
from tests.budgets.test_pages import THREE, path, upload
from tests.budgets.workbooks import blank_filled_by_hand, changed, filled, write

FORM = "main form[action$=corrections]"


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def misfilled() -> bytes:
    def misfill(book):
        write(book["Udgifter"], 5, {"Pris 2010": "ca. 6.000"})
        write(book["Udgifter"], 6, {"Kategori": "Diverse"})

    return changed(blank_filled_by_hand(THREE), misfill)


def field(page, cell: str) -> str:
    """The name of the field about a cell."""
    label = next(each for each in page.soup.select(".pp-fix label") if each.text.strip().endswith(f"!{cell}"))
    return label["for"]


def test_slips_are_corrected_and_the_budget_is_ready(session, case, writer):
    data = misfilled()
    page = upload(writer, case, data)
    category = "21 Køb af kursusforløb"
    done = page.submit(FORM, **{field(page, "F5"): "6.000", field(page, "B6"): category})
    assert done.heading == "Gennemse budgettet, før du bruger det"
    assert "Rettet på siden" in done.all("h2")
    assert writer.client.get(page.path + "/original").data == data
    kept = queries.imports(case.id)[0]
    assert kept.corrections["Udgifter!F5"]["seen"] == "ca. 6.000"
    assert [line.as_json() for line in kept.budget.lines] == THREE.as_json()["lines"]
    assert "budget.corrected" in [each.what for each in audit.of(case.reference)]


def test_a_choice_written_by_its_code_is_shown_by_its_words(case, writer):
    page = upload(writer, case, misfilled())
    done = page.submit(FORM, **{field(page, "F5"): "6.000", field(page, "B6"): "30"})
    assert "30 Materialer, formidling og information" in done.all("#corrected ~ table ins")
    assert "6.000" in done.all("#corrected ~ table ins")


def test_a_list_is_chosen_from(case, writer):
    page = upload(writer, case, misfilled())
    options = [each.text for each in page.soup.select(f"#{field(page, 'B6')} option")]
    assert "21 Køb af kursusforløb" in options


def test_a_wrong_correction_gets_its_sentence_and_the_other_one_counts(case, writer):
    page = upload(writer, case, misfilled())
    wrong = page.submit(FORM, **{field(page, "F5"): "næsten 6.000", field(page, "B6"): "21 Køb af kursusforløb"})
    assert "næsten 6.000" in wrong.soup.select_one(".pp-table").text
    assert len(wrong.soup.select(".pp-fix")) == 1


def test_a_cpr_number_is_not_taken(case, writer):
    page = upload(writer, case, misfilled())
    wrong = page.submit(FORM, **{field(page, "F5"): "010180-1234"})
    assert wrong.status == 422
    assert wrong.soup.select_one(".pp-fix .form-error-message")
    assert not queries.imports(case.id)[0].corrections


def test_a_correction_is_undone(case, writer):
    page = upload(writer, case, misfilled())
    done = page.submit(FORM, **{field(page, "F5"): "6.000", field(page, "B6"): "21 Køb af kursusforløb"})
    token = done.soup.select_one("main [name=csrf_token]")
    sent = {"drop": "Udgifter!F5", "csrf_token": token["value"] if token else ""}
    again = writer.fetch("POST", page.path + "/corrections", sent)
    assert "ca. 6.000" in again.soup.text
    assert list(queries.imports(case.id)[0].corrections) == ["Udgifter!B6"]


def test_the_copy_with_marks_tells_what_was_corrected_on_the_page(case, writer):
    page = upload(writer, case, misfilled())
    page.submit(FORM, **{field(page, "F5"): "6.000"})
    copy = openpyxl.load_workbook(io.BytesIO(writer.client.get(page.path + "/annotated.xlsx").data))
    told = next(row for row in copy["Fejlrapport"].iter_rows(values_only=True) if row[0] == "Rettet på siden")
    assert told[1:3] == ("Udgifter", "F5")
    assert told[4] == "ca. 6.000"
    assert told[5].startswith("Vi bruger »6.000«. Rettet af ")
    assert copy["Udgifter"]["F5"].value == "ca. 6.000"
    assert copy["Udgifter"]["F5"].fill.fgColor.rgb == TONES["info"].light


def test_the_copy_with_marks_says_a_choice_by_its_words_as_the_page_does(case, writer):
    page = upload(writer, case, misfilled())
    page.submit(FORM, **{field(page, "F5"): "6.000", field(page, "B6"): "30"})
    report = openpyxl.load_workbook(io.BytesIO(writer.client.get(f"{page.path}/annotated.xlsx").data))["Fejlrapport"]
    (told,) = [row for row in report.iter_rows(values_only=True) if row[2] == "B6"]
    assert told[5].startswith("Vi bruger »30 Materialer, formidling og information«.")


@pytest.mark.parametrize(
    ("written", "shown"), [(-6000.5, "-6.000,5"), ("-6.000 kr.", "-6.000 kr."), ("(6.000)", "(6.000)")]
)
def test_a_negative_amount_is_shown_as_it_stands(case, writer, written, shown):
    data = changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Pris 2010": written}))
    page = upload(writer, case, data)
    assert shown in page.all("[data-title='Det stod der'] .pp-cell")
    report = openpyxl.load_workbook(io.BytesIO(writer.client.get(page.path + "/annotated.xlsx").data))["Fejlrapport"]
    (told,) = [row for row in report.iter_rows(values_only=True) if row[2] == "F5" and "negativt" in row[5]]
    assert told[4] == shown


def test_what_stood_in_the_file_is_told_after_a_second_correction_too(case, writer):
    page = upload(writer, case, misfilled())
    wrong = page.submit(FORM, **{field(page, "F5"): "næsten 6.000"})
    wrong.submit(FORM, **{field(wrong, "F5"): "6.000"})
    (kept,) = queries.imports(case.id)[0].corrections.values()
    assert (kept["seen"], kept["text"]) == ("ca. 6.000", "6.000")


def test_after_submission_nothing_about_the_workbook_can_be_changed(session, make, case, writer):
    page = upload(writer, case, filled(THREE))
    token = page.soup.select_one("[name=csrf_token]")["value"]
    page.submit("main form[action$=confirm]")
    actions.mark_submitted(case.id, reference=case.reference, by=make.person(Role.MANAGER, case.job_centre))
    case.status = Status.SUBMITTED
    session.commit()
    for rest in ("confirm", "corrections", "forget"):
        assert writer.fetch("POST", f"{page.path}/{rest}", {"version": "1", "csrf_token": token}).status == 409
    assert "Indsendt" in writer.get(page.path).soup.text
    frozen = [each for each in audit.of(case.reference) if each.what == "budget.frozen"]
    assert frozen[0].details["sha256"] == queries.imports(case.id)[0].sha256


def test_a_large_file_is_read_by_the_worker_while_the_page_waits(session, monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    page = upload(writer, case, filled(THREE))
    assert page.heading == "Vi læser filen …"
    assert page.soup.select_one("noscript meta[http-equiv=refresh]")
    assert queries.imports(case.id)[0].status is ImportStatus.RECEIVED
    assert outbox.run_pending() == 1
    assert writer.get(page.path).heading == "Gennemse budgettet, før du bruger det"
    assert "budget.read" in [each.what for each in audit.of(case.reference)]


def test_a_large_file_with_a_cpr_number_goes_away_again(app, monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    data = changed(blank_filled_by_hand(THREE), lambda book: write(book["Udgifter"], 5, {"Note": "010180-1234"}))
    page = upload(writer, case, data)
    outbox.run_pending()
    assert "CPR" in writer.get(page.path).soup.text
    assert writer.client.get(page.path + "/original?anyway=1").status_code == 404


def test_a_worker_that_dies_leaves_the_row_to_the_next_and_one_given_up_is_told(session, monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    page = upload(writer, case, filled(THREE))
    row = session.query(outbox.OutboxRow).one()
    row.attempts = outbox.MOST_ATTEMPTS
    session.commit()
    told = writer.get(page.path)
    assert told.heading == "Vi kunne ikke læse filen"
    assert queries.imports(case.id)[0].reference in told.soup.text
    assert (
        not session.query(Section).filter_by(application_id=case.id, key=SectionKey.BUDGET).one().answers.get("lines")
    )
    assert writer.get(path(case)).status == 200
