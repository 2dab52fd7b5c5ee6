"""Pages on which something cannot be done yet say what is in the way, once, and offer no button for it."""

from datetime import UTC, date, datetime

import pytest

from portal.projects import accounts
from tests.projects.money import account


@pytest.fixture
def at(case):
    return lambda more="": f"/projects/{case.project.id}{more}"


def test_what_holds_an_instalment_back_is_said_once_on_its_own_page(case, clock, browse, at):
    clock.move_to(datetime(2011, 3, 2, 9, tzinfo=UTC))  # the account of 2010 was due on 1 March
    second = case.project.instalments[1]
    page = browse(case.controller).get(at(f"/instalments/{second.id}/release"))
    warned = page.soup.select_one("main .alert-warning").text
    assert "Intet godkendt regnskab dækker tiden før 1. januar 2011" in warned
    assert "Regnskabet for 15. november 2010 til 31. december 2010 skulle være kommet" in warned
    assert warned.count("Raterne venter") == 1
    assert page.soup.select("main form") == []


def test_an_account_that_lacks_something_has_no_button_for_its_signature(case, clock, browse, at):
    clock.move_to(datetime(2011, 1, 10, 9, tzinfo=UTC))
    made = account(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    address = at(f"/accounts/{made.id}/sign")
    assert len(browse(case.manager).get(address).soup.select("main form")) == 1
    for each in list(made.vouchers):
        accounts.remove(each, by=case.manager)
    page = browse(case.manager).get(address)
    assert "Før det kan underskrives" in page.soup.text
    assert page.soup.select("main form") == []


def test_budget_lines_of_the_same_name_are_told_apart_by_their_numbers(case, browse, at):
    names = [each.text for each in browse(case.reader).get(at()).soup.select("#budget ~ table tbody th")]
    assert [each.split(".")[0] for each in names] == [str(number) for number in range(1, len(names) + 1)]
