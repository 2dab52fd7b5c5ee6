"""A long ledger as a list: paged, filtered and sorted, while a download keeps every row."""

import csv
import io

import pytest

from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, payments
from portal.pools.models import LedgerEntry
from portal.pools.movements import PAGE, Wanted, everything, listed, note_of
from portal.pools.rules import Entry


@pytest.fixture
def this_round(make):
    """The frame, and as many commitments as fill one page and a row of the next."""
    made = make.round()
    ledger.open_frame(made, make.person(Role.CONTROLLER, made.region))
    db.session.add_all(
        LedgerEntry(round=made, at=made.opens_at, kind=Entry.COMMITMENT, amount=Ore(-each), left_after=Ore(0),
                    case=f"OPK-{each:03}", note="100 %" if each == 7 else "")
        for each in range(1, PAGE + 1)
    )  # fmt: skip
    db.session.flush()
    return made


def test_a_page_holds_so_many_movements_and_the_rest_stand_on_the_next(this_round):
    first, number = listed(this_round, Wanted())
    rest, _number = listed(this_round, Wanted(page=2))
    assert (len(first), len(rest), number) == (PAGE, 1, PAGE + 1)
    assert [*first, *rest] == ledger.entries_with_people(this_round)


def test_the_movements_are_counted_no_further_than_to_a_thousand_and_one(this_round, monkeypatch):
    monkeypatch.setattr("portal.pools.movements.TO_MOST", 9)
    assert listed(this_round, Wanted())[1] == 9


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(kind="frame"), [""]),
        (Wanted(words="opk-01"), [f"OPK-01{each}" for each in range(10)]),
        (Wanted(words="100 %"), ["OPK-007"]),
        (Wanted(words="%"), ["OPK-007"]),
        (Wanted(kind="payment"), []),
    ],
)
def test_movements_are_found_by_kind_case_and_note(this_round, wanted, found):
    assert [each.case for each in everything(this_round, wanted)] == found


def test_movements_are_found_by_the_name_of_who_entered_them(this_round):
    (frame,) = everything(this_round, Wanted(kind="frame"))
    assert everything(this_round, Wanted(words=frame.by.name)) == [frame]


def test_movements_are_sorted_both_ways_and_unknown_orders_are_the_usual_one(this_round):
    usual = everything(this_round, Wanted())
    assert everything(this_round, Wanted(downwards=True)) == usual[::-1]
    assert everything(this_round, Wanted(sort="moon")) == usual
    assert everything(this_round, Wanted(sort="amount"))[0].amount == -PAGE
    assert everything(this_round, Wanted(sort="case", downwards=True))[0].case == f"OPK-{PAGE:03}"


@pytest.mark.parametrize(
    ("kind", "note", "said"),
    [
        (Entry.INSTALMENT, "2", "Instalment 2"),
        (Entry.PAYMENT, "2", "Instalment 2"),
        (Entry.REPAYMENT, "2012-03-12", "The money came on 2012-03-12"),
        (Entry.REPAYMENT, "None", "None"),
        (Entry.COMMITMENT, "2", "2"),
        (Entry.RELEASE, "", ""),
    ],
)
def test_a_note_is_read_as_words_and_not_as_it_is_kept(kind, note, said):
    assert str(note_of(kind, note)) == said


def test_the_page_leafs_on_with_what_was_asked_for_and_the_download_keeps_every_row(browse, make, this_round):
    browser = browse(make.person(Role.CONTROLLER, this_round.region))
    address = f"/pools/rounds/{this_round.id}/ledger"
    page = browser.get(f"{address}?sort=amount")
    assert len(page.soup.select("h2 ~ table tbody tr")) == PAGE
    (leaf,) = page.soup.select("nav[aria-label=Sider] a")
    assert "sort=amount" in leaf["href"]
    (last,) = browser.get(leaf["href"]).soup.select("h2 ~ table tbody tr")
    assert "Årets ramme" in last.text
    (download,) = page.soup.select("main a[href*='ledger.csv']")
    text = browser.client.get(download["href"]).data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 1 + PAGE + 1
    assert "Ingen bevægelse passer." in browser.get(f"{address}?words=findes+ikke").soup.text


def test_only_what_moves_the_frame_says_what_is_left_of_it_on_page_file_and_command_line(app, browse, make):
    made = make.round(frame=Ore(1_000_000_00))
    controller = make.person(Role.CONTROLLER, made.region)
    ledger.commit(made, Ore(400_000_00), case="OPK-1", by=None)
    payments.release(made, Ore(300_000_00), case="OPK-1", by=controller)
    browser = browse(controller)
    page = browser.get(f"/pools/rounds/{made.id}/ledger")
    lefts = page.all("h2 ~ table tbody td[data-title^=Tilbage]")
    assert lefts == ["1.000.000", "600.000", "–"]
    assert "har en streg i den kolonne" in page.soup.text
    text = browser.client.get(f"/pools/rounds/{made.id}/ledger.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[4] for row in rows[1:]] == ["1000000,00", "600000,00", ""]
    printed = app.test_cli_runner().invoke(args=["pools", "ledger", "--round", made.reference]).output.splitlines()
    assert ["tilbage" in line for line in printed if "OPK-1" in line] == [True, False]
