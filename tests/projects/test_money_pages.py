"""The money of a project as its people meet it on the pages."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from portal.adapters import spreadsheets
from portal.core import outbox
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.projects import account_workbook, accounts, figures, settlements
from portal.projects.models import ProjectBudget
from portal.projects.rules import AccountStatus, InstalmentStatus, VoucherKind
from tests.projects.money import PDF, approved
from tests.support.workbook import changed_cells


@pytest.fixture
def at(case):
    return lambda more="": f"/projects/{case.project.id}{more}"


def begun(case, clock):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    return accounts.begin(case.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=case.manager)


def test_an_account_goes_from_the_job_centre_to_the_region_and_back(case, clock, browse, at):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    manager, caseworker = browse(case.manager), browse(case.caseworker)
    page = manager.get(at("/accounts")).submit(form="main form.pp-panel--final")
    line = figures.approved_lines(case.project)[0]
    field = f"line-{line.number}"
    page = page.submit(form="main form:has([name=note])", **{field: "en halv million"})
    assert page.status == 422
    assert "Skriv beløbet i kroner" in page.errors[0]
    assert page.soup.select_one(f"#{field}")["value"] == "en halv million"
    page = page.submit(form="main form:has([name=note])", **{field: "99.000.000"})
    assert page.status == 422
    assert "for meget" in page.errors[0]
    page = page.submit(form="main form:has([name=note])", **{field: "1.234,50", "note": "Startet i november"})
    assert page.status == 200
    made = case.project.accounts[0]
    accounts.attach(made, VoucherKind.VOUCHER, "løn.pdf", PDF, by=case.manager)
    sign = manager.get(at(f"/accounts/{made.id}/sign"))
    assert sign.submit(statement="").status == 422
    assert sign.submit(statement="y").status == 200
    answer = caseworker.get(at(f"/accounts/{made.id}/answer"))
    assert "1.234,50" in answer.soup.text
    assert answer.submit(verdict="refuse", answer="").status == 422
    assert answer.submit(verdict="refuse", answer="Bilag 2 mangler").status == 200
    assert "Bilag 2 mangler" in manager.get(at(f"/accounts/{made.id}/edit")).soup.text


def test_everything_wrong_in_an_account_is_told_at_once_with_its_line(case, clock, browse, at):
    made = begun(case, clock)
    first, second = [f"line-{each.number}" for each in figures.approved_lines(case.project)[:2]]
    page = browse(case.manager).get(at(f"/accounts/{made.id}/edit"))
    wrong = page.submit("main form:has([name=note])", **{first: "ca. 300", second: "99.000.000", "other_income": "-1"})
    assert (wrong.status, len(wrong.errors)) == (422, 3)
    assert any(each.startswith("Linje 1: Vi læste »ca. 300«.") for each in wrong.errors)
    assert "Indtægter kan ikke være under 0 kr." in wrong.errors
    assert made.amounts == {}


def test_a_figure_of_a_change_that_cannot_be_read_is_told_with_line_and_year(case, browse, at):
    page = browse(case.manager).get(at("/changes"))
    page = page.submit()
    name = next(each["name"] for each in page.soup.select("main input[name^=line-]") if "-20" in each["name"])
    number, year = name.split("-")[1:]
    wrong = page.submit(**{name: "mange"})
    assert wrong.errors == [f"Linje {number}, {year}: Vi læste »mange«. Skriv beløbet i kroner, for eksempel 1.234,50."]


def test_what_is_wrong_stands_above_everything_and_a_tick_keeps_clear_of_its_error(case, clock, browse, at):
    made = begun(case, clock)
    wrong = browse(case.manager).get(at(f"/accounts/{made.id}/sign")).submit(statement="")
    box = wrong.soup.select_one("main .form-group-checkbox")
    assert not box.select(".form-error-message")
    assert "Læs påtegningen" in box.find_previous(class_="form-error-message").text
    milestone = case.project.milestones[0]
    wrong = browse(case.manager).get(at(f"/milestones/{milestone.id}")).submit(done_on="", done_note="")
    assert len(wrong.soup.select(".error-summary")) == 1
    assert wrong.soup.select_one(".error-summary").find_next("h1")


def test_a_planned_instalment_without_a_day_is_refused_beside_its_day(case, browse, at):
    page = browse(case.controller).get(at("/instalments/plan"))
    wrong = page.submit(**{"rows-0-due_on": "", "rows-1-amount": "tre"})
    assert wrong.status == 422
    assert "Række 1: Skriv den dag, raten forfalder." in wrong.errors
    assert any(each.startswith("Række 2: Vi læste »tre«.") for each in wrong.errors)


def test_a_sentence_that_fits_several_rows_of_a_plan_names_its_row(case, browse, at):
    page = browse(case.controller).get(at("/instalments/plan"))
    days = {f"rows-{row}-due_on": "31.02.2026" for row in range(2)}
    wrong = page.submit(**days, **{"rows-0-amount": "-1", "rows-1-amount": "-1"})
    assert [each.split(": ")[0] for each in wrong.errors if "kalenderen" in each] == ["Række 1", "Række 2"]
    assert len(wrong.errors) == len(set(wrong.errors))
    beside = wrong.all(".form-error:has(#rows-0-due_on) .form-error-message")[0]
    assert "Række" not in beside  # the row is its legend


def test_everything_wrong_in_a_plan_of_instalments_is_told_at_once_beside_its_row(case, browse, at):
    page = browse(case.controller).get(at("/instalments/plan"))
    wrong = page.submit(**{"rows-0-due_on": "", "rows-1-amount": "", "rows-2-amount": "-1"})
    assert (wrong.status, len(wrong.errors)) == (422, 3)
    assert "Skriv et beløb over 0 kr." in wrong.all(".form-error:has(#rows-2-amount) .form-error-message")[0]
    assert any(each.startswith("Raterne giver") for each in wrong.errors)
    unread = page.submit(**{"rows-1-amount": "tre"}).errors
    assert not any(each.startswith("Raterne giver") for each in unread)


def test_a_voucher_is_attached_by_what_it_is_and_handed_back_as_it_came(case, clock, browse, at):
    made, manager = begun(case, clock), browse(case.manager)
    page = manager.get(at(f"/accounts/{made.id}/vouchers"))
    token = page.soup.select_one("main [name=csrf_token]")["value"]

    def send(name: str, content: bytes):
        fields = {"csrf_token": token, "kind": "voucher", "file": (BytesIO(content), name)}
        return manager.client.post(at(f"/accounts/{made.id}/vouchers"), data=fields)

    assert send("løn.exe", b"MZ").status_code == 422
    assert send("010185-1234.pdf", PDF).status_code == 422
    assert send("løn.pdf", PDF).status_code == 302
    (kept,) = made.vouchers
    answer = manager.client.get(at(f"/vouchers/{kept.id}"))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def filled(made, cells: dict[str, object]) -> bytes:
    """The portal's own account workbook, with these cells typed into it."""
    return changed_cells(account_workbook.written(made), cells)


def test_the_account_workbook_comes_back_with_the_amounts_it_was_given(case, clock):
    made = begun(case, clock)
    lines = figures.approved_lines(case.project)
    book = spreadsheets.read(account_workbook.written(made))
    assert [each.state for each in book.sheets] == ["visible", "very_hidden"]
    first = account_workbook.HEAD_ROW + 1
    read = account_workbook.read(filled(made, {f"F{first}": 1234.5, f"F{first + 1}": "2.000,25"}), made, "da")
    assert read.problems == []
    assert {number: amount for number, amount in read.amounts.items() if amount} == {
        lines[0].number: 1_234_50, lines[1].number: 2_000_25
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"F5": "ca. 5000"}, "F5"),
        ({"A5": 99}, ""),
        ({"A6": 1}, "står to gange"),
        ({"A4": "Nummer"}, "kolonnerne"),
        ({"C6": "Studietur til Rom"}, "C6 står der »Studietur til Rom«"),
    ],
)
def test_what_cannot_be_read_in_an_account_workbook_is_named(case, clock, browse, at, cells, says):
    made, manager = begun(case, clock), browse(case.manager)
    page = manager.get(at(f"/accounts/{made.id}/edit"))
    token = page.soup.select_one("main [name=csrf_token]")["value"]
    sent = {"csrf_token": token, "workbook": (BytesIO(filled(made, {"F6": 10, **cells})), "regnskab.xlsx")}
    answer = manager.client.post(at(f"/accounts/{made.id}/workbook"), data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert made.amounts == {}
    if "A5" in cells:
        assert "Linje 99 er ikke i det godkendte budget" in answer.text


def _all_in_2011(case, session) -> int:
    """A new budget whose first line has all its money in 2011, as if a change had been approved; the line's number."""
    line, content = figures.approved_lines(case.project)[0], dict(case.project.budget)
    content["lines"] = [each | {"years": [{"year": 2011, "amount_ore": line.amount}]} if each["number"] == line.number
                        else each for each in content["lines"]]  # fmt: skip
    session.add(ProjectBudget(project=case.project, number=2, content=content, approved_at=datetime.now(UTC),
                              approved_by=case.caseworker))  # fmt: skip
    session.commit()
    session.expire_all()
    return line.number


def test_money_that_moves_to_another_year_is_refused_before_a_change_is_approved(case, clock, browse, at, session):
    made, number = begun(case, clock), _all_in_2011(case, session)
    writing = browse(case.manager).get(at(f"/accounts/{made.id}/edit"))
    answer = writing.submit("main form:has([name=note])", **{f"line-{number}": "1.000"})
    assert answer.status == 422
    assert f"Linje {number} har 0\N{NO-BREAK SPACE}kr. i sit budget for 2010" in answer.soup.text
    assert answer.soup.select_one(f"#line-{number}")["value"] == "1.000"
    assert made.amounts == {}


def test_what_a_change_of_the_budget_moved_after_the_account_was_sent_is_said_to_those_who_answer(
    case, clock, browse, at, session
):
    made, line = begun(case, clock), figures.approved_lines(case.project)[0]
    accounts.save(made, {line.number: Ore(1_000_00)}, Ore(0), "", seen=made.version, by=case.manager)
    accounts.attach(made, VoucherKind.VOUCHER, "løn.pdf", PDF, by=case.manager)
    accounts.sign(made, seen=made.version, by=case.manager)
    _all_in_2011(case, session)
    says = f"Linje {line.number} har 0\N{NO-BREAK SPACE}kr. i sit budget for 2010"
    assert says in browse(case.caseworker).get(at(f"/accounts/{made.id}/answer")).soup.text


def test_a_workbook_of_another_account_is_refused(case, clock):
    first = approved(case, *_year(clock, 2010), 10)
    data = account_workbook.written(first)
    clock.move_to(datetime(2011, 7, 3, 9, tzinfo=UTC))
    second = accounts.begin(case.project, date(2011, 1, 1), date(2011, 6, 30), final=False, by=case.manager)
    read = account_workbook.read(data, second, "da")
    assert case.project.reference in str(read.problems[0].text)


def _year(clock, year: int) -> tuple[date, date]:
    clock.move_to(datetime(year + 1, 1, 3, 9, tzinfo=UTC))
    return date(2010, 11, 15), date(year, 12, 31)


def test_a_change_of_the_budget_is_written_asked_for_and_approved(case, browse, at):
    manager, caseworker = browse(case.manager), browse(case.caseworker)
    page = manager.get(at("/changes")).submit(form="main form:has(button)")
    page = page.submit(reason="Flere uger hos udbyderen")
    change = case.project.changes[0]
    asked = manager.get(at(f"/changes/{change.id}/ask")).submit()
    assert asked.status == 422
    assert asked.errors == ["Intet er ændret. Skriv de nye beløb."]
    first, second = case.project.budget["lines"][:2]
    years = [each["years"][0]["year"] for each in (first, second)]
    kroner = [each["years"][0]["amount_ore"] // 100 for each in (first, second)]
    page = manager.get(at(f"/changes/{change.id}/edit")).submit(**{
        f"line-{first['number']}-{years[0]}": str(kroner[0] - 1000),
        f"line-{second['number']}-{years[1]}": str(kroner[1] + 1000),
        f"line-{first['number']}-sought": str(first["sought_ore"] // 100 - 1000),
        f"line-{second['number']}-sought": str(second["sought_ore"] // 100 + 1000),
    })  # fmt: skip
    assert manager.get(at(f"/changes/{change.id}/ask")).submit().errors == []
    answered = caseworker.get(at(f"/changes/{change.id}/answer")).submit(verdict="approve", answer="")
    assert answered.status == 200
    assert [each.number for each in case.project.budgets] == [1, 2]
    assert "Godkendt" in manager.get(at("/changes")).soup.text


def test_the_finance_officer_releases_enters_and_settles(case, clock, browse, at):
    clock.move_to(datetime(2010, 11, 15, 9, tzinfo=UTC))
    controller = browse(case.controller)
    first = case.project.instalments[0]
    controller.get(at(f"/instalments/{first.id}/release")).submit()
    assert first.status is InstalmentStatus.RELEASED
    [early] = controller.get(at(f"/instalments/{first.id}/paid")).submit(paid_on="2010-11-15").errors
    assert early.startswith("Betalingsfilen er ikke skrevet endnu, så banken kan ikke have betalt.")
    outbox.run_pending()
    assert controller.get(at(f"/instalments/{first.id}/paid")).submit(paid_on="2010-11-16").status == 422
    assert controller.get(at(f"/instalments/{first.id}/paid")).submit(paid_on="2010-11-15").status == 200
    held = controller.get(at(f"/instalments/{case.project.instalments[1].id}/release"))
    assert "Den kan ikke frigives nu" in held.soup.text
    plan = controller.get(at("/instalments/plan"))
    assert plan.submit(**{"rows-0-amount": "1"}).status == 422
    assert plan.submit().status == 200
    approved(case, *_year(clock, 2011), 50, final=True)
    controller = browse(case.controller)  # a year later one signs in again
    assert controller.get(at("/settlement/settle")).submit(words="").status == 422
    assert controller.get(at("/settlement/settle")).submit(words="Tak", sure="y").status == 200
    assert "Afregnet af" in controller.get(at("/settlement")).soup.text
    assert settlements.paper(case.project).startswith(b"%PDF")


def test_what_holds_every_instalment_back_is_said_once(case, clock, browse, at):
    """Overdue accounts and reports stand above the plan; each row says only what it waits for itself (P-04)."""
    clock.move_to(datetime(2011, 3, 2, 9, tzinfo=UTC))  # the account of 2010 was due on 1 March
    page = browse(case.controller).get(at("/instalments"))
    warned = page.soup.select_one("main .alert-warning").text
    assert "Ingen rate kan frigives nu" in warned
    assert page.soup.text.count("skulle være kommet den 1. marts 2011") == warned.count("skulle være kommet") == 1
    first, second, last = [[each.text for each in row.select("td small")] for row in page.soup.select("main tbody tr")]
    assert first == []
    assert second[0].startswith("Intet godkendt regnskab dækker tiden før 1. januar 2011")
    assert [each.split()[0] for each in last] == ["Raten", "Slutregnskabet"]
    assert page.soup.select("main tbody a.button-primary") == []


def test_nobody_else_touches_the_money(case, clock, browse, make, at):
    made = begun(case, clock)
    first = case.project.instalments[0]
    writer = make.person(Role.WRITER, case.application.job_centre)
    refused = {
        writer: [f"/accounts/{made.id}/sign", f"/instalments/{first.id}/release", "/settlement/settle"],
        case.manager: [f"/accounts/{made.id}/answer", f"/instalments/{first.id}/paid", "/instalments/plan"],
        case.caseworker: [f"/accounts/{made.id}/edit", f"/instalments/{first.id}/release"],
        case.director: ["/settlement/settle"],
        case.controller: [f"/accounts/{made.id}/answer"],
    }
    for person, paths in refused.items():
        for path in paths:
            assert browse(person).get(at(path)).status == 403, (person.name, path)
    stranger = make.person(Role.MANAGER, make.job_centre())
    assert browse(stranger).get(at("/accounts")).status == 404
    assert made.status is AccountStatus.DRAFT
