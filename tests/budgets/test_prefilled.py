"""The workbook that is downloaded from an application: what the draft knows stands in it, the blank one is blank."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import basics, editions, locating, specification
from portal.core.permissions import Role
from tests.budgets.test_pages import path, upload
from tests.budgets.workbooks import changed

BASIS = {
    "period_start": "2010-12-15", "period_end": "2011-09-30", "cvr": "29189897", "ean": "5798000000001",
    "grant_responsible": "0573", "partners": [{"municipality_code": "0573"}, {"municipality_code": "0575"}],
}  # fmt: skip
PLANS = [{"year": 2011, "date": "2011-01-20"}, {"year": 2010, "date": "2010-09-29"}]


@pytest.fixture(params=editions.pools())
def case(request, make):
    pool = make.pool(code=request.param, prefix="VIRK" if request.param == "consultants" else "OPK")
    return make.application(round=make.round(pool=pool))


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def answered(session, case, **sections) -> None:
    for key, answers in sections.items():
        for each in case.sections:
            if each.key == key:
                each.answers = answers
    session.flush()


def facts(case, writer, query: str = "") -> dict[str, object]:
    """What stands beside the labels of Stamdata, by the keys of the specification."""
    data = writer.client.get(path(case, f"template.xlsx{query}")).data
    spec = specification.of(case.round.pool.code)
    labels = {words.da: key for key, words in spec.facts.items()}
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Stamdata"]
    return {labels[row[0].value]: _day(row[1].value) for row in sheet.iter_rows(min_row=3) if row[1].value is not None}


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def test_the_template_says_what_the_draft_knows(session, case, writer):
    answered(session, case, basis=BASIS, adoption={"plans": PLANS}, declarations={"vat_excluded": True})
    said = facts(case, writer)
    assert (said["period_start"], said["period_end"]) == (date(2010, 12, 15), date(2011, 9, 30))
    assert (said["cvr"], said["ean"], said["partners"]) == ("29189897", "5798000000001", "Vejen")
    assert said["hours_per_year"] == 1720
    if case.round.pool.code == "consultants":
        assert said["plan_years"] == "2010, 2011"
        assert (said["decision_first"], said["decision_second"]) == (date(2010, 9, 29), date(2011, 1, 20))
    else:
        assert said["vat"] == "Alle beløb er uden moms"


def test_a_period_that_is_not_yet_a_day_is_left_open(session, case, writer):
    answered(session, case, basis={"period_start": "medio december", "period_end": None})
    assert not {"period_start", "period_end", "partners"} & set(facts(case, writer))


def test_the_blank_template_knows_only_who_applies(session, case, writer):
    answered(session, case, basis=BASIS, adoption={"plans": PLANS}, declarations={"vat_excluded": True})
    known = {"pool", "round", "reference", "applicant", "municipality_code", "cvr", "ean", "participants"}
    assert set(facts(case, writer, "?blank=1")) <= known


def test_the_period_in_the_template_is_read_again(session, case, writer):
    answered(session, case, basis=BASIS)
    book = spreadsheets.read(writer.client.get(path(case, "template.xlsx")).data)
    said = basics.facts(book, specification.of(case.round.pool.code))
    assert (said["period_start"].raw[:10], said["period_end"].raw[:10]) == ("2010-12-15", "2011-09-30")


def test_a_prefilled_template_is_the_published_version(session, case, writer):
    answered(session, case, basis=BASIS)
    book = spreadsheets.read(writer.client.get(path(case, "template.xlsx")).data)
    published = [each for each in editions.published() if each.pool == case.round.pool.code][-1]
    said = locating.template_facts(book)
    assert (said["version"], editions.changed()) == (str(published.version), [])
    assert said["spec_sha256"] == specification.of(published.pool, published.version).sha256


def test_what_stamdata_says_otherwise_than_the_application_is_pointed_out(session, case, writer):
    answered(session, case, basis=BASIS)
    session.commit()

    def another(book):
        for cell in book["Stamdata"]["A"]:
            if cell.value == "CVR-nr.":
                book["Stamdata"].cell(cell.row, 2).value = 12345678

    data = writer.client.get(path(case, "template.xlsx")).data
    assert "basics_differ" not in upload(writer, case, data).soup.select_one("main").text
    page = upload(writer, case, changed(data, another)).soup.select_one("main").text
    assert "»CVR-nr.« er »12345678« i skemaet og »29189897« i ansøgningen." in page
    assert "Vi sammenligner Stamdata med ansøgningen" in page


def test_a_fact_written_another_way_is_no_difference():
    for raw, known in (("12 34 56 78", "12345678"), ("573", "0573"), ("2010-12-15", date(2010, 12, 15))):
        assert basics._is(Cell(Kind.TEXT, raw), known)
    assert not basics._is(Cell(Kind.TEXT, "12345679"), "12345678")


def test_the_blank_sheet_and_the_draft_have_names_of_their_own(case, writer):
    names = [
        writer.client.get(path(case, f"template.xlsx{query}")).headers["Content-Disposition"]
        for query in ("", "?blank=1")
    ]
    assert f"budget_{case.reference}_kladde.xlsx" in names[0]
    assert f"budget_{case.reference}_tomt.xlsx" in names[1]
