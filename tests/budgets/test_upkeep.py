"""The administrator has files read again that could not be read, and sees nothing of what they say."""

import pytest

from portal.adapters.spreadsheet_form import Unreadable
from portal.budgets import queries
from portal.budgets.rules import ImportStatus
from portal.core import audit, outbox
from portal.core.permissions import Role
from tests.budgets.test_pages import THREE, upload
from tests.budgets.workbooks import filled

LIST = "/upkeep/workbooks/"


@pytest.fixture
def case(make):
    return make.application()


@pytest.fixture
def writer(make, browse, case):
    return browse(make.person(Role.WRITER, case.job_centre))


@pytest.fixture
def admin(make, browse):
    return browse(make.person(Role.ADMIN, make.operator()))


@pytest.fixture
def broken(monkeypatch):
    """A fault of ours while files are read; calling it mends the fault."""

    def failing(_data):
        raise Unreadable("file_too_heavy")

    with monkeypatch.context() as patched:
        patched.setattr("portal.adapters.spreadsheets.read", failing)
        yield patched.undo


def test_a_refused_file_is_read_again_and_its_people_see_the_result(case, writer, admin, broken):
    page = upload(writer, case, filled(THREE), "Budget for Varde.xlsx")
    kept = queries.imports(case.id)[0]
    assert kept.status is ImportStatus.REFUSED
    broken()
    shown = admin.get(LIST)
    assert [shown.all("tbody th"), shown.all("tbody td")[:1]] == [[kept.reference], [case.reference]]
    assert "Budget for Varde" not in shown.soup.text
    done = shown.submit("main form", reference=kept.reference)
    assert "Filen bliver læst igen." in done.soup.text
    assert not done.soup.select("main table")
    assert outbox.run_pending() == 1
    assert writer.get(page.path).heading == "Gennemse budgettet, før du bruger det"
    told = [each for each in audit.of(case.reference) if each.what == "budget.reread"]
    assert [each.details["before"] for each in told] == ["file_too_heavy"]


def test_a_file_given_up_by_the_worker_is_read_again_from_the_command_line(app, session, monkeypatch, case, writer):
    monkeypatch.setattr("portal.adapters.spreadsheets.LARGE", 1_000)
    page = upload(writer, case, filled(THREE))
    session.query(outbox.OutboxRow).one().attempts = outbox.MOST_ATTEMPTS
    session.commit()
    reference = queries.imports(case.id)[0].reference
    done = app.test_cli_runner().invoke(args=["budgets", "reread", reference.lower()])
    assert (done.exit_code, done.stderr) == (0, "Budgetskemaer, der læses igen: 1.\n")
    assert outbox.failed() == []
    assert outbox.run_pending() == 1
    assert writer.get(page.path).heading == "Gennemse budgettet, før du bruger det"


def test_a_file_whose_fault_is_its_own_is_not_in_the_list(case, writer, admin, app):
    upload(writer, case, b"%PDF-1.4")
    assert not admin.get(LIST).soup.select("main table")
    done = app.test_cli_runner().invoke(args=["budgets", "reread", queries.imports(case.id)[0].reference])
    assert done.exit_code == 1
    assert "Ingen fil med den reference venter" in done.stderr


def test_pressing_twice_asks_once(case, writer, admin, broken):
    upload(writer, case, filled(THREE))
    broken()
    reference, page = queries.imports(case.id)[0].reference, admin.get(LIST)
    page.submit("main form", reference=reference)
    again = page.submit("main form", reference=reference)
    assert "venter på at blive læst igen" in again.soup.text
    assert outbox.waiting() == 1


def test_nobody_else_has_the_page(case, writer):
    assert writer.get(LIST).status == 403


def test_what_the_reading_says_of_a_file_that_is_still_damaged_is_listed_again(case, writer, admin):
    upload(writer, case, filled(THREE)[:-400])
    reference = queries.imports(case.id)[0].reference
    admin.get(LIST).submit("main form", reference=reference)
    outbox.run_pending()
    assert admin.get(LIST).all("tbody th") == [reference]
