"""The pages of yearly reports, as the people of the job centre and the region meet them."""

import io
from contextvars import Context
from datetime import UTC, date, datetime

import openpyxl
import pytest

from portal.core.db import db
from portal.core.permissions import Role
from portal.results import report_content, reporting
from portal.results.report_models import YearlyReport
from portal.results.report_rules import SECTIONS, ReportStatus
from portal.results.routes.report_writing import opens
from tests.projects.conftest import case, clock
from tests.projects.money import approved
from tests.results.reports import imported, signed, written
from tests.support.standing import standing

__all__ = ["case", "clock"]
WORDS = "Det gik, som det var planlagt."


@standing
def report(case, clock):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    (opened,) = reporting.open_for(2010, by=case.caseworker)
    return opened


@pytest.fixture
def at(report):
    return lambda more="": f"/results/reports/{report.id}{more}"


def test_the_caseworker_sees_who_owes_before_opening_and_opens_once(case, clock, browse):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    page = browse(case.caseworker).get("/results/reports/open?year=2010")
    assert case.project.title in page.soup.select_one("main ul").text
    again = page.submit(form="main form", year="2011")
    assert (again.status, again.errors) == (
        422,
        ["2011 er ikke gået endnu. Årets rapporter kan åbnes fra den 1. januar 2012."],
    )
    done = page.submit(form="main form")
    assert "Én rapport er åbnet" in done.soup.text
    assert browse(case.caseworker).get("/results/reports/open?year=2010").all("main ul") == []
    assert db.session.query(YearlyReport).count() == 1


def test_from_the_first_word_to_the_approval(case, report, browse, at, clock):
    manager, caseworker = browse(case.manager), browse(case.caseworker)
    assert manager.get(at("/sign")).all("main ul li")
    for section in SECTIONS:
        page = manager.get(at(f"/sections/{section.key}"))
        typed = {each.key: WORDS for each in section.questions}
        if section.key == "goals":
            typed |= {"participants_value": "12", "participants_source": "Egen optælling", "in_work_value": "5",
                      "in_work_source": "Egen optælling", "in_work_on": "31.12.2010"}  # fmt: skip
        assert page.submit(**typed).heading.startswith("Årsrapport 2010")
    sign = manager.get(at("/sign"))
    assert "Intet godkendt regnskab siger, hvad der er brugt i 2010." in sign.soup.text
    assert sign.submit().status == 422
    assert sign.submit(statement="y").status == 200
    answer = caseworker.get(at("/answer"))
    assert answer.submit(verdict="return", correct_by="").status == 422
    assert len(answer.submit(verdict="return", correct_by="", answer="Om 010170-1234").errors) == 3
    back = answer.submit(verdict="return", correct_by="20.01.2011", reason_money="Forklar linje 2.")
    assert "Forklar linje 2." in back.soup.text
    page = manager.get(at("/sections/money"))
    assert "Forklar linje 2." in page.soup.select_one(".alert-warning").text
    clock.shift(60)
    page.submit(deviations="Linje 2 er brugt til materialer.")
    manager.get(at("/sign")).submit(statement="y")
    told = caseworker.get(at("/answer")).submit(verdict="approve", reason_goals="Endnu en ting.")
    assert (told.status, "Du har skrevet, hvad der skal rettes" in told.errors[0]) == (422, True)
    answer = caseworker.get(at("/answer"))
    (row,) = answer.all("#changed + table tbody tr")
    assert WORDS in row
    assert "Linje 2 er brugt til materialer." in row
    assert answer.submit(verdict="approve").status == 200
    assert report.status is ReportStatus.APPROVED
    paper = manager.client.get(at("/versions/2/report.pdf"))
    assert paper.data.startswith(b"%PDF")
    assert manager.get(at("/versions/1")).all("h2")[0] == "Pengene"
    closed = manager.get(at("/sections/money"))
    assert closed.status == 422
    assert "året er lukket" in closed.soup.text
    late = page.submit(deviations="Det kom vi i tanke om bagefter.")
    assert (late.status, len(late.errors)) == (422, 1)
    assert "året er lukket" in late.errors[0]
    assert late.soup.select_one("[name=deviations]").text.strip() == "Det kom vi i tanke om bagefter."
    assert report.section("money").words == {"deviations": "Linje 2 er brugt til materialer."}


def test_what_was_typed_stays_when_a_figure_cannot_be_read(case, report, browse, at):
    page = browse(case.manager).get(at("/sections/goals"))
    again = page.submit(participants_value="mange", participants_source="", well="Mine ord", in_work_value="7")
    assert again.status == 422
    assert again.soup.select_one("[name=participants_value]")["value"] == "mange"
    assert again.soup.select_one("[name=well]").text.strip() == "Mine ord"
    assert again.errors == ["Deltagere i året, tal: Skriv tallet, for eksempel 12 eller 45,5.", again.errors[1]]
    assert "et tal uden kilde" in again.errors[1]
    assert report.section("goals").saved_at is None
    told = page.submit(participants_value="12")
    assert told.errors == ["Deltagere i året: et tal uden kilde kan ikke stå i rapporten. Skriv, hvor det kommer fra."]


def test_the_second_writer_sees_both_versions_and_loses_nothing(case, report, browse, at, make):
    first, second = browse(case.manager), browse(make.person(Role.WRITER, case.application.job_centre))
    mine, theirs = second.get(at("/sections/next")), first.get(at("/sections/next"))
    theirs.submit(plans="Kollegaens ord")
    told = mine.submit(plans="Mine egne ord")
    assert told.status == 409
    assert "Kollegaens ord" in told.soup.select_one("main .pp-panel").text
    assert told.soup.select_one("[name=plans]").text.strip() == "Mine egne ord"
    assert told.submit(plans="Kollegaens ord og mine egne").status == 200
    assert report.section("next").words == {"plans": "Kollegaens ord og mine egne"}


def test_a_difference_is_explained_on_its_page(case, report, browse, at):
    page = browse(case.manager).get(at("/differences"))
    assert "Der er ingen forskel at forklare." in page.soup.text
    written(report, case.manager, long_term=312)
    imported(case, f"langtidsledige;{case.application.job_centre.code};2010Q4;318", date(2011, 1, 2))
    page = browse(case.manager).get(at("/differences"))
    assert "Forskellen er -6." in page.soup.text
    nothing = page.submit()
    assert (nothing.status, nothing.errors) == (422, ["Der er ikke valgt eller skrevet noget endnu."])
    assert page.submit(answer_0="explained", words_0="").status == 422
    assert len(page.submit(words_0="Om 010170-1234").errors) == 2
    assert page.submit(answer_0="explained", words_0="Hentet før tallet blev rettet.").status == 200
    assert reporting.obstacles(report) == []
    assert report_content.differences(report)[0].differs


def test_what_is_left_to_explain_is_said_when_a_part_is_saved(case, report, browse, at):
    assert not browse(case.manager).get(at()).soup.select(f"a[href='{at('/differences')}']")
    written(report, case.manager, long_term=312, company_directed=7)
    for code, value in (("langtidsledige", 318), ("virksomhedsrettet-dagpenge", 9)):
        imported(case, f"{code};{case.application.job_centre.code};2010Q4;{value}", date(2011, 1, 2))
    assert browse(case.manager).get(at()).soup.select(f"a[href='{at('/differences')}']")
    saved = browse(case.manager).get(at("/differences")).submit(answer_0="explained", words_0="Hentet før rettelsen.")
    assert "Én forskel er ikke forklaret endnu." in saved.soup.text
    done = browse(case.manager).get(at("/differences")).submit(answer_1="cannot", words_1="Vi kender ikke kilden.")
    assert "Forklaringerne er gemt." in done.soup.text


def test_what_the_region_sent_back_says_what_to_correct_before_the_signature(case, report, browse, at, clock):
    signed(report, case.manager)
    reasons = {"money": "Forklar linje 2."}
    reporting.give_back(report, reasons, date(2011, 1, 20), "", seen=report.version, by=case.caseworker)
    panel = browse(case.manager).get(at()).soup.select_one(".pp-panel--tint")
    assert "Ret det afsnit, som regionen har bedt om" in panel.text
    assert "afsnit er skrevet" not in panel.text
    assert [each["href"] for each in panel.select("a.button")] == [at("/sections/money")]
    clock.shift(60)
    browse(case.manager).get(at("/sections/money")).submit(deviations="Linje 2 er brugt til materialer.")
    panel = browse(case.manager).get(at()).soup.select_one(".pp-panel--tint")
    assert [each["href"] for each in panel.select("a.button")] == [at("/sign")]


def test_the_list_filters_and_downloads_what_it_shows(case, report, browse):
    reader = browse(case.reader)
    assert reader.get("/results/reports?status=approved").all("tbody tr") == []
    (row,) = reader.get(f"/results/reports?year=2010&words={case.project.reference}").all("tbody tr")
    assert case.project.title in row
    data = reader.client.get("/results/reports/list.csv?year=2010").data.decode("utf-8-sig").splitlines()
    assert len(data) == 2
    assert report.reference in data[1]


def test_the_reports_of_a_centre_with_their_sums_on_page_and_in_files(case, report, browse):
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    signed(report, case.manager)
    path = f"/results/centres/{case.application.job_centre_id}/2010"
    page = browse(case.manager).get(path)
    foot = page.all("tfoot td.num")
    assert foot[0] == case.project.granted.short
    book = openpyxl.load_workbook(io.BytesIO(browse(case.reader).client.get(f"{path}/reports.xlsx").data))
    rows = list(book.active.values)
    assert rows[1][4] == rows[-1][4] == int(case.project.granted) / 100
    assert browse(case.manager).get(path.replace("2010", "2009")).all("tbody tr") == []


def test_strangers_see_nothing(case, report, browse, make, at):
    stranger = make.person(Role.MANAGER, make.job_centre(case.application.round.region))
    centre = f"/results/centres/{case.application.job_centre_id}/2010"
    assert {answer(browse(stranger), each) for each in (at(), centre, f"{centre}/reports.csv")} == {404}
    assert browse(stranger).get("/results/reports").all("tbody tr") == []
    assert answer(browse(case.reader), at("/sections/money")) == 403
    assert answer(browse(case.caseworker), at("/sign")) == 403
    assert answer(browse(case.manager), at("/answer")) == 403


def answer(browser, path):
    """In a context of its own, as each request has."""
    response = Context().run(browser.client.get, path)
    response.close()
    return response.status_code


def test_a_frozen_link_to_a_page_that_is_gone_is_no_link(app):
    with app.test_request_context():
        assert opens(("labour_market.figures", {"area": "DK"})) == "/labour-market/indicators/figures?area=DK"
        assert opens(("results.a_page_of_the_past", {"area": "DK"})) == ""


def test_every_table_of_a_section_stands_apart_under_its_heading(report, case, browse, at):
    page = browse(case.manager).get(at("/sections/money"))
    assert len(page.all("main > section.pp-section > h2")) == len(page.all("main > section.pp-section")) > 1


def test_the_history_says_which_section_was_saved(case, report, browse, at):
    section = SECTIONS[1]
    browse(case.manager).get(at(f"/sections/{section.key}")).submit(**{each.key: WORDS for each in section.questions})
    said = browse(case.manager).get(at()).all("#history ~ ol li")
    assert any(f"Et afsnit af årsrapporten blev gemt: Milepæle, {case.manager.name}" in each for each in said), said
