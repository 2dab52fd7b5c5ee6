"""What papers print of an application: every answer that is signed, in tables only where there is room for them."""

import io

from flask_babel import force_locale
from pypdf import PdfReader

from portal.applications import belonging, papers, printing, submitting
from portal.applications.documents import document_of
from portal.core.language import shown
from portal.core.permissions import Role
from tests.applications.cases import whole_application
from tests.support.standing import standing


@standing
def application(make):
    return whole_application(make)


def printed(application, key):
    spec = next(each for each in belonging.sections_of(application) if each.key == key)
    with force_locale("da"):
        return printing.section(spec, document_of(application))["parts"]


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_table_of_many_columns_is_printed_line_by_line(application):
    first = printed(application, "goals")[0]
    line = document_of(application)["sections"]["goals"]["lines"][0]
    assert str(shown(first["question"])) == f"Mål, linje 1: {line['indicator']}"
    assert f"Udgangspunktets kilde: {line['baseline_source']}" in first["text"].split("\n")
    assert first["rows"] == []


def test_a_table_of_amounts_says_which_columns_are_figures(application):
    costs = printed(application, "budget")[0]
    assert costs["figures"] == [False, False, True, True, True, True]
    assert len(costs["rows"]) == len(document_of(application)["sections"]["budget"]["lines"]) + 1  # and their sums


def test_a_section_without_any_answer_says_so(application):
    assert [str(shown(each["text"])) for each in printed(application, "attachments")] == ["Ingen filer er vedhæftet."]


def test_the_receipt_lists_the_talks_with_the_region_as_they_are_submitted(make, browse, application):
    manager = make.person(Role.MANAGER, application.job_centre, name="Alma Bregnedal", title="Jobcenterchef")
    page = browse(manager).get(f"/applications/{application.id}/submit")
    assert page.soup.select_one("#sparring dd").text == "21. september 2010"
    receipt = page.submit(confirmed="y")
    assert "21. september 2010" in receipt.soup.text
    submission = application.submissions[-1]
    pdf = browse(manager).client.get(f"/applications/{application.id}/submissions/1/receipt.pdf").data
    assert "Sparring med regionen Dage, vi har talt sammen 21. september 2010" in words_of(pdf)
    assert submitting.receipt_of(application, submission)["sections"][-1]["parts"][0]["text"] == "21. september 2010"


def test_a_paper_of_the_answers_holds_every_line_of_a_wide_table(application):
    said = words_of(papers.made("pdf", application))
    for line in document_of(application)["sections"]["goals"]["lines"]:
        assert line["indicator"] in said


def test_a_receipt_is_called_by_what_was_submitted(make, application):
    manager = make.person(Role.MANAGER, application.job_centre)
    facts = {"seen": application.version, "name": manager.name, "title": "Jobcenterchef", "by": manager}
    submission = submitting.submit(application, **facts)
    assert str(submitting.receipt_of(application, submission)["heading"]) == "Receipt of application"
    application.round.pool.allots = True
    assert str(submitting.receipt_of(application, submission)["heading"]) == "Receipt of addendum"
