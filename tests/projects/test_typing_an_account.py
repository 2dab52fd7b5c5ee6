"""What is typed in an account survives whatever else is pressed on its page: uploads, vouchers, and the next step."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from portal.core.audit import Event
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.projects import account_workbook, accounts, figures
from portal.projects.rules import VoucherKind
from portal.projects.told_about import ABOUT
from tests.projects.money import PDF
from tests.support.standing import standing
from tests.support.workbook import changed_cells

TYPED = {"note": "Holdet begyndte en uge senere.", "other_income": "250"}


@standing
def made(case, clock, session):
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    begun = accounts.begin(case.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=case.manager)
    session.commit()
    return begun


@pytest.fixture
def page(case, made, browse):
    return browse(case.manager).get(f"/projects/{case.project.id}/accounts/{made.id}/edit")


def first_field(case) -> str:
    return f"line-{figures.approved_lines(case.project)[0].number}"


def uploaded(page, content: bytes, **typed: str):
    """What the browser sends when a workbook is chosen and “Upload” is pressed: the whole form with the file."""
    assert page.soup.select_one("[name=workbook]")["form"] == page.soup.select_one("main form:has([name=note])")["id"]
    button = next(each for each in page.soup.select("button[formaction]") if each["formaction"].endswith("/workbook"))
    hidden = {each["name"]: each["value"] for each in page.soup.select("#account [type=hidden]")}
    sent = {**hidden, **typed, "workbook": (BytesIO(content), "november.xlsx")}
    return page.browser.fetch("POST", button["formaction"], sent)


def test_a_wrong_workbook_leaves_everything_that_is_typed(case, made, page):
    line = first_field(case)
    wrong = uploaded(page, b"no workbook", **TYPED, **{line: "1.234,50"})
    assert (wrong.status, len(wrong.errors)) == (422, 1)
    assert wrong.soup.select_one("#note").text.strip() == TYPED["note"]
    assert [wrong.soup.select_one(f"#{each}")["value"] for each in ("other_income", line)] == ["250", "1.234,50"]
    assert (made.note, made.amounts) == ("", {})


def test_an_uploaded_workbook_saves_the_remark_and_the_income_beside_it(case, made, page, session):
    content = changed_cells(account_workbook.written(made), {f"F{account_workbook.HEAD_ROW + 1}": 1000})
    wrong = uploaded(page, content, **TYPED | {"other_income": "tre"})
    assert (wrong.status, "Vi læste »tre«" in wrong.errors[0]) == (422, True)
    assert wrong.soup.select_one("#note").text.strip() == TYPED["note"]
    assert uploaded(page, content, **TYPED, **{first_field(case): "til overs"}).status == 200
    assert (made.note, made.other_income, made.cost) == (TYPED["note"], Ore(250_00), Ore(1_000_00))
    saved = session.query(Event).filter_by(what="account.saved").one()
    assert str(ABOUT["account.saved"](saved.details)[1]) == "november.xlsx"


@pytest.mark.parametrize(("then", "heading"), [("voucher", "Vedhæft en fil"), ("sign", "Underskriv regnskab")])
def test_the_next_step_saves_what_is_typed_first(case, made, page, then, heading):
    assert page.soup.select(f"button[name=then][value={then}][type=submit]")
    pressed = page.browser.fetch("POST", page.path, stands(page) | TYPED | {"then": then})
    assert pressed.heading.startswith(heading)
    assert made.note == TYPED["note"]
    wrong = page.browser.get(page.path)
    wrong = page.browser.fetch("POST", page.path, stands(wrong) | {"other_income": "-1", "then": then})
    assert (wrong.status, wrong.soup.select_one("#other_income")["value"]) == (422, "-1")


def test_a_voucher_is_removed_and_what_is_typed_is_saved_with_it(case, made, page):
    kept = accounts.attach(made, VoucherKind.VOUCHER, "løn.pdf", PDF, by=case.manager)
    page = page.browser.get(page.path)
    (button,) = [each for each in page.soup.select("button[formaction]") if each["formaction"].endswith("/remove")]
    assert button["form"] == "account"
    wrong = page.browser.fetch("POST", button["formaction"], stands(page) | TYPED | {"other_income": "-1"})
    assert (wrong.status, kept.removed_at) == (422, None)
    assert wrong.soup.select_one("#note").text.strip() == TYPED["note"]
    assert page.browser.fetch("POST", button["formaction"], stands(page) | TYPED).status == 200
    assert kept.removed_at is not None
    assert made.note == TYPED["note"]


def test_only_those_who_write_are_offered_to_attach_on_the_page_of_the_account(case, made, page, browse, make):
    shown, link = page.path.removesuffix("/edit"), f'a[href$="/{made.id}/vouchers"]'
    assert page.browser.get(shown).all(link) == ["Vedhæft en fil"]
    assert browse(make.person(Role.READER, case.application.job_centre)).get(shown).all(link) == []


def stands(page) -> dict[str, str]:
    fields = page.soup.select("#account input, #account textarea")
    return {each["name"]: each.get("value", each.text.lstrip("\n")) for each in fields}
