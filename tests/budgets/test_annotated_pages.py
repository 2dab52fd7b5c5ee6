"""The copy with marks on the pages, and what stands before the original of a file that may run something."""

import pytest

from portal.applications.rules import Status
from portal.core import clock
from portal.core.permissions import Role
from tests.budgets import packages
from tests.budgets.test_annotated import FILES, WRONG, colours, wanted
from tests.budgets.test_other_formats import as_ods
from tests.budgets.test_pages import THREE, upload
from tests.budgets.workbooks import filled, read


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


def link(page, ending: str) -> str:
    return page.soup.select_one(f"main a[href*='{ending}']")["href"]


def test_the_copy_with_marks_is_fetched_from_the_page_of_problems(case, writer):
    page = upload(writer, case, WRONG, "Budget 2010.xlsx")
    answer = writer.client.get(link(page, "annotated.xlsx"))
    assert colours(answer.data) == wanted(read(WRONG))
    assert "Budget" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "_med_markeringer.xlsx" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_copy_is_uploaded_again_and_says_the_same(case, writer):
    page = upload(writer, case, WRONG)
    copy = writer.client.get(link(page, "annotated.xlsx")).data
    again = upload(writer, case, copy)
    assert again.heading == page.heading
    assert again.all(".pp-cell") == page.all(".pp-cell")


def test_a_preview_with_remarks_has_the_copy_too(case, writer):
    page = upload(writer, case, as_ods(THREE), "budget.ods")
    assert page.heading == "Gennemse budgettet, før du bruger det"
    assert writer.client.get(link(page, "annotated.xlsx")).data.startswith(b"PK")


def test_a_file_that_could_not_be_read_has_no_copy_and_the_reason_is_told(case, writer):
    page = upload(writer, case, b"%PDF-1.4")
    assert not page.soup.select("main a[href*='annotated.xlsx']")
    refused = writer.get(f"{page.path}/annotated.xlsx")
    assert refused.status == 422
    assert "kunne ikke læses" in refused.soup.text


@pytest.mark.parametrize("role", [Role.WRITER, Role.CASEWORKER])
def test_the_original_with_macros_comes_only_after_a_word_of_warning(make, browse, session, case, writer, role):
    data = packages.with_macros(filled(THREE))
    page = upload(writer, case, data, "budget.xlsm")
    case.status, case.submitted_at = Status.SUBMITTED, clock.now()
    session.commit()
    person = writer if role is Role.WRITER else browse(make.person(role, case.round.region))
    notice = person.get(f"{page.path}/original")
    assert notice.heading == "Før du henter filen, som den kom"
    assert "budget.xlsm indeholder makroer" in notice.soup.text
    copy = person.client.get(link(notice, "annotated.xlsx")).data
    assert not [name for name in packages.parts_of(copy) if "vba" in name.lower()]
    assert person.client.get(link(notice, "anyway")).data == data


def test_the_original_of_a_file_nobody_could_look_into_is_behind_the_warning_too(case, writer):
    page = upload(writer, case, FILES["macros"][:-200], "budget.xlsm")
    notice = writer.get(f"{page.path}/original")
    assert "så vi ved ikke, om den indeholder makroer" in notice.soup.text
    assert not notice.soup.select("main a[href*='annotated.xlsx']")
    assert writer.client.get(link(notice, "anyway")).data == FILES["macros"][:-200]


def test_a_stranger_gets_neither(make, browse, case, writer):
    page = upload(writer, case, WRONG)
    stranger = browse(make.person(Role.WRITER, make.job_centre()))
    assert stranger.get(f"{page.path}/annotated.xlsx").status == 404
    assert stranger.get(f"{page.path}/original").status == 404
