"""The pages of rounds, invitations, the ledger and risk groups, as people meet them; and the command line."""

import csv
import io
import json
from datetime import timedelta
from itertools import pairwise

import pytest

from portal.adapters import files, spreadsheets
from portal.applications.rules import Status
from portal.core import clock, money
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, queries


@pytest.fixture
def this_round(make):
    made = make.round(title="Opkvalificering 2010")
    ledger.commit(made, Ore(620_000_00), case="OPK-1", by=None, note="=2+2")
    return made


@pytest.fixture
def caseworker(make, this_round):
    return make.person(Role.CASEWORKER, this_round.region)


@pytest.fixture
def centre(make, this_round):
    return make.job_centre(this_round.region)


def test_a_round_is_planned_and_changed_before_it_opens(browse, make):
    guideline = make.guideline()
    browser = browse(make.person(Role.CASEWORKER, guideline.region))
    page = browser.get("/pools/rounds/new").submit(
        title="Runde 2090", year="2090", opens_on="2090-01-02", closes_on="15.3.2090", answer_on="2090-04-01",
        expected_grant_on="2090-04-01", period_start="2090-04-02", period_end="2091-12-31", frame="4.200.000",
        largest_grant="1.000.000",
    )  # fmt: skip
    assert page.errors == []
    assert page.heading == "Runde 2090"
    assert "4.200.000" in page.soup.select_one("tfoot").text
    made = queries.rounds_for(browser.person)[0]
    assert made.closes_at.isoformat() == "2090-03-15T11:00:00+00:00"
    page = browser.get(f"/pools/rounds/{made.id}/edit").submit(frame="5.000.000,50")
    assert "5.000.000,50" in page.soup.select_one("tfoot").text


def test_every_problem_of_a_plan_is_shown_at_once_and_nothing_is_stored(browse, make):
    guideline = make.guideline()
    browser = browse(make.person(Role.CASEWORKER, guideline.region))
    page = browser.get("/pools/rounds/new").submit(
        title="", opens_on="i morgen", closes_time="25.00", frame="ca. 4 mio"
    )
    assert page.status == 422
    assert len(page.errors) >= 8
    assert page.soup.select_one("[name=opens_on]")["value"] == "i morgen"
    assert queries.rounds_for(browser.person) == []


def test_without_a_signed_guideline_there_is_nothing_to_bind_a_round_to(browse, make):
    page = browse(make.person(Role.CASEWORKER, make.region())).get("/pools/rounds/new")
    assert not page.soup.select("main form")


def test_an_open_round_answers_a_change_with_409(browse, this_round, caseworker):
    assert browse(caseworker).get(f"/pools/rounds/{this_round.id}/edit").status == 409


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DIRECTOR, Role.CONTROLLER, Role.READER])
def test_the_region_sees_the_round_with_its_money_and_its_ledger(browse, make, this_round, role):
    browser = browse(make.person(role, this_round.region))
    page = browser.get(f"/pools/rounds/{this_round.id}")
    assert page.soup.select_one("svg.gauge[role=img]")["aria-label"]
    assert "620.000" in page.soup.select_one("main table").text
    assert browser.get(f"/pools/rounds/{this_round.id}/ledger").status == 200
    assert browser.get(f"/pools/rounds/{this_round.id}/events").status == 200
    assert browser.get("/pools/?language=en").status == 200


def test_the_rows_of_the_frame_add_up_to_its_last_line(browse, make, this_round, caseworker):
    make.application(round=this_round, status=Status.SUBMITTED, requested=Ore(900_000_00))
    page = browse(caseworker).get(f"/pools/rounds/{this_round.id}")
    table = page.soup.select_one("section[aria-labelledby=money] table")
    percents = [float(row.select("td")[1].text.split()[0].replace(",", ".")) for row in table.select("tbody tr")]
    assert sum(percents) == pytest.approx(100, abs=0.1)
    assert [row.th.text for row in table.select("tfoot tr")] == ["Ramme", "Søgt i åbne sager"]


def test_a_job_centre_of_the_region_sees_the_round_but_not_its_ledger(browse, make, this_round, centre):
    other = make.job_centre(this_round.region)
    make.invitation(this_round, other)
    browser = browse(make.person(Role.WRITER, centre))
    page = browser.get(f"/pools/rounds/{this_round.id}")
    assert page.status == 200
    assert other.name not in page.soup.text
    assert "620.000" in page.soup.text
    for hidden in ("/ledger", "/ledger.csv", "/edit", "/invite", "/events"):
        assert browser.get(f"/pools/rounds/{this_round.id}{hidden}").status == 404


def test_other_regions_and_their_job_centres_do_not_see_the_round(browse, make, this_round):
    elsewhere = make.region()
    for person in (make.person(Role.DIRECTOR, elsewhere), make.person(Role.MANAGER, make.job_centre(elsewhere))):
        for page in ("", "/ledger", "/ledger.xlsx", "/edit", "/invite"):
            assert browse(person).get(f"/pools/rounds/{this_round.id}{page}").status == 404
        assert this_round.title not in browse(person).get("/pools/").soup.text


def test_an_invited_job_centre_sees_why_it_was_invited(browse, make, this_round, centre):
    make.invitation(this_round, centre)
    page = browse(make.person(Role.MANAGER, centre)).get(f"/pools/rounds/{this_round.id}")
    assert "Høj langtidsledighed" in page.soup.text
    assert "312" in page.soup.text


def invite(browser, this_round, centre, **typed):
    facts = {"indicator": "Langtidsledige", "period": "3. kvartal 2010", "reason": "Mange", f"centre-{centre.id}": "1",
             f"value-{centre.id}": "412"}  # fmt: skip
    return browser.get(f"/pools/rounds/{this_round.id}/invite").submit(**facts | typed)


def test_inviting_shows_who_gets_a_mail_and_sends_only_when_confirmed(
    browse, make, mails, this_round, caseworker, centre
):
    make.person(Role.MANAGER, centre, email="leder@example.dk")
    page = invite(browse(caseworker), this_round, centre)
    assert page.status == 200
    assert "leder@example.dk" in page.soup.text
    assert queries.invited(this_round) == frozenset()
    assert mails() == []
    page = page.submit()
    assert page.heading == this_round.title
    assert queries.invited(this_round) == {centre.code}
    assert [mail["To"] for mail in mails()] == ["leder@example.dk"]


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"indicator": " "},
        {"value": ""},
        {"value": "mange"},
        {"value": "-1"},
        {"value": "010190-1234"},
        {"reason": "010190-1234"},
    ],
)
def test_an_invitation_without_its_grounds_is_refused_and_keeps_what_was_typed(
    browse, this_round, caseworker, centre, typed
):
    if "value" in typed:
        typed = {f"value-{centre.id}": typed["value"]}
    page = invite(browse(caseworker), this_round, centre, **typed)
    assert page.status == 422
    assert page.errors
    assert page.soup.select_one(f"#centre-{centre.id}").has_attr("checked")
    assert queries.invited(this_round) == frozenset()


def test_a_figure_that_cannot_be_read_is_named_with_its_job_centre(browse, this_round, caseworker, centre):
    page = invite(browse(caseworker), this_round, centre, **{f"value-{centre.id}": "ca. 300"})
    assert any(centre.name in each and "ca. 300" in each for each in page.errors)


def test_going_back_from_the_confirmation_keeps_what_was_typed(browse, this_round, caseworker, centre):
    confirm = invite(browse(caseworker), this_round, centre, **{f"value-{centre.id}": "8,4"})
    assert "/invite/confirm?draft=" in confirm.path
    assert confirm.browser.get(confirm.path).heading == confirm.heading  # an address: Back and a reload come here
    page = confirm.browser.get(confirm.soup.select_one("main form a")["href"])
    assert page.status == 200
    assert page.errors == []
    assert page.soup.select_one(f"#centre-{centre.id}").has_attr("checked")
    assert page.soup.select_one(f"#value-{centre.id}")["value"] == "8,4"
    assert page.soup.select_one("[name=indicator]")["value"] == "Langtidsledige"
    assert queries.invited(this_round) == frozenset()


def test_back_from_what_came_after_the_confirmation_says_that_it_is_done(browse, this_round, caseworker, centre):
    confirm = invite(browse(caseworker), this_round, centre)
    confirm.submit()
    page = confirm.browser.get(confirm.path)
    assert page.heading == this_round.title
    assert "er allerede inviteret" in page.soup.text
    again = confirm.submit()
    assert again.status == 409


def test_a_preview_that_nobody_made_leads_to_the_form(browse, this_round, caseworker):
    browser = browse(caseworker)
    forged, _size = files.store(
        io.BytesIO(b'{"indicator": "a", "period": "b", "reason": "010170-1234", "values": {"1": "2"}}')
    )
    for draft in ("", "f" * 64, "../secret", forged):
        page = browser.get(f"/pools/rounds/{this_round.id}/invite/confirm?draft={draft}")
        assert page.soup.select("main input[type=checkbox], main p")
        assert page.path == f"/pools/rounds/{this_round.id}/invite"


def test_a_figure_of_a_job_centre_that_is_not_ticked_is_told_and_kept(browse, make, this_round, caseworker, centre):
    other = make.job_centre(this_round.region)
    page = invite(browse(caseworker), this_round, centre, **{f"value-{other.id}": "77"})
    assert (page.status, page.errors) == (
        422, [f"{other.name} har et tal, men er ikke valgt. Vælg jobcentret, eller slet tallet."]
    )  # fmt: skip
    assert page.soup.select_one(".error-summary a")["href"] == f"#centre-{other.id}"
    assert page.soup.select_one(f"#value-{other.id}")["value"] == "77"
    page = page.submit(**{f"centre-{other.id}": "1"}).submit()
    assert queries.invited(this_round) == {centre.code, other.code}


def test_every_error_of_the_invitation_leads_to_its_field(browse, this_round, caseworker, centre):
    page = browse(caseworker).get(f"/pools/rounds/{this_round.id}/invite").submit()
    links = [each["href"].removeprefix("#") for each in page.soup.select(".error-summary li a")]
    assert links == ["indicator", "period", "reason", f"centre-{centre.id}"]
    assert all(page.soup.find(id=each) for each in links)


def test_nobody_is_invited_to_a_round_that_is_closed(browse, make, caseworker, this_round, session):
    this_round.closes_at = clock.now()
    session.commit()
    assert browse(caseworker).get(f"/pools/rounds/{this_round.id}/invite").status == 409


def test_the_events_of_a_round_name_the_job_centre_that_was_invited(browse, this_round, caseworker, centre):
    browser = browse(caseworker)
    invite(browser, this_round, centre).submit()
    page = browser.get(f"/pools/rounds/{this_round.id}/events")
    assert f"{centre.name} blev inviteret" in page.soup.text


def test_the_events_of_a_round_name_case_and_amount_newest_first(browse, make, this_round, caseworker):
    director = make.person(Role.DIRECTOR, this_round.region)
    ledger.give_back(this_round, Ore(20_000_00), case="OPK-1", by=director)
    ledger.change_frame(this_round, Ore(4_500_000_00), by=director)
    told = [each.replace("\N{NO-BREAK SPACE}", " ") for each in browse(caseworker).get(
        f"/pools/rounds/{this_round.id}/events").all("ol.timeline li")]  # fmt: skip
    assert len(told) == 4
    endings = ("fra 4.200.000 kr. til 4.500.000 kr.", "OPK-1, 20.000 kr.", "OPK-1, 620.000 kr.", ": 4.200.000 kr.")
    for line, ending in zip(told, endings, strict=True):
        assert ending in line


def test_the_ledger_can_be_downloaded_with_its_formulas_disarmed(app, browse, this_round, caseworker):
    client = browse(caseworker).client
    text = client.get(f"/pools/rounds/{this_round.id}/ledger.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][3:5] == ["4200000,00", "4200000,00"]
    assert rows[2][2:5] == ["OPK-1", "-620000,00", "3580000,00"]
    assert rows[2][6] == "'=2+2"
    book = spreadsheets.read(client.get(f"/pools/rounds/{this_round.id}/ledger.xlsx").data)
    cells = book.sheets[0].row(3)
    assert (cells[4].raw, cells[7].raw, cells[7].formula) == ("-620000", "=2+2", None)


def test_the_list_of_rounds_can_be_downloaded(browse, this_round, caseworker):
    for kind in ("csv", "xlsx"):
        answer = browse(caseworker).client.get(f"/pools/rounds.{kind}")
        assert answer.status_code == 200
        assert f".{kind}" in answer.headers["Content-Disposition"]


def test_a_group_at_risk_is_put_on_the_list_and_read_by_the_job_centres(browse, make, this_round, caseworker, centre):
    page = browse(caseworker).get("/pools/risk-groups/new").submit(name="Ufaglærte over 50", judged_on="2010-08-01")
    assert "Ufaglærte over 50" in page.soup.text
    assert "Ufaglærte over 50" in browse(make.person(Role.WRITER, centre)).get("/pools/risk-groups").soup.text
    assert browse(caseworker).get("/pools/risk-groups/new").submit(name="", judged_on="").status == 422
    stranger = make.person(Role.WRITER, make.job_centre())
    assert "Ufaglærte over 50" not in browse(stranger).get("/pools/risk-groups").soup.text


def test_the_command_line_prints_the_ledger_for_people_and_for_programs(app, this_round):
    run = app.test_cli_runner().invoke
    words = run(args=["pools", "ledger", "--round", this_round.reference]).output
    assert "4.200.000" in words
    assert "OPK-1" in words
    assert all(each in words for each in ("Ramme ", "Bevilget ", "Tilbage ", "tilbage 3.580.000", "Tilsagn givet"))
    heading, *lines = words.splitlines()[2:5]
    assert heading.split() == ["Tidspunkt", "Bevægelse", "Beløb", "Tilbage", "Sag", "Af", "Note"]
    assert all(line.index("kr.") + 3 == heading.index("Beløb") + 5 for line in lines)
    english = run(args=["pools", "ledger", "--round", this_round.reference, "--language", "en"]).output
    assert all(each in english for each in ("Frame ", "Decided ", "Left ", "left 3.580.000", "Grant committed"))
    data = json.loads(run(args=["pools", "ledger", "--round", this_round.reference, "--json"]).output)
    assert (data["frame_ore"], data["decided_ore"], data["left_ore"]) == (420_000_000, 62_000_000, 358_000_000)
    assert sum(entry["amount_ore"] for entry in data["entries"]) == data["left_ore"]
    missing = run(args=["pools", "ledger", "--round", "OPK-0"])
    assert missing.exit_code == 1
    assert missing.output == "Fejl: Der er ingen runde »OPK-0«. Rundens side viser dens reference.\n"
    missing = run(args=["pools", "ledger", "--round", "OPK-0", "--language", "en"])
    assert missing.output == "Error: There is no round “OPK-0”. The round's page shows its reference.\n"


def test_each_balance_of_the_ledger_follows_from_the_one_shown_above_it(app, browse, make, this_round):
    director = make.person(Role.DIRECTOR, this_round.region)
    for days, amount in ((30, 420_000_00), (2, 150_000_00), (9, 70_000_00)):  # as when a bank's day is entered late
        with clock.at(clock.now() - timedelta(days=days)):
            ledger.commit(this_round, Ore(amount), case=f"OPK-{days}", by=director)
    rows = browse(director).get(f"/pools/rounds/{this_round.id}/ledger").soup.select("main h2 ~ table tbody tr")
    shown = [[money.parse(cell.text.replace("−", "-")) for cell in row.select("td.num")] for row in rows]
    assert len(shown) == 5
    data = app.test_cli_runner().invoke(args=["pools", "ledger", "--round", this_round.reference, "--json"]).output
    told = [[each["amount_ore"], each["left_ore"]] for each in json.loads(data)["entries"]]
    assert shown == told
    lefts = [0, *(left for _amount, left in told)]
    assert [left - before for before, left in pairwise(lefts)] == [amount for amount, _left in told]


def test_the_command_line_prints_where_all_money_stood_on_a_day(app, this_round):
    run = app.test_cli_runner().invoke
    today = json.loads(run(args=["pools", "ledger", "--json"]).output)
    (found,) = [each for each in today["rounds"] if each["round"] == this_round.reference]
    assert (found["frame_ore"], found["committed_ore"], found["left_ore"]) == (420_000_000, 62_000_000, 358_000_000)
    assert found["cases"] == [
        {"case": "OPK-1", "committed_ore": 62_000_000, "released_ore": 0, "paid_ore": 0, "claimed_ore": 0,
         "unclaimed_ore": 0, "repaid_ore": 0}
    ]  # fmt: skip
    assert "alle sager          bevilget 620.000" in run(args=["pools", "ledger"]).output
    assert "committed 620.000" in run(args=["pools", "ledger", "--language", "en"]).output
    before = run(args=["pools", "ledger", "--on", "2001-01-01"]).output
    assert "Da 1. januar 2001 var gået" in before
    assert "Ingen runde havde en ramme endnu." in before
    help_text = " ".join(run(args=["pools", "ledger", "--help"]).output.split())
    assert "together with --on, where its cases stood that day" in help_text
    assert run(args=["pools", "ledger", "--on", "1 March"]).exit_code == 2


def test_a_number_that_cannot_be_kept_and_what_else_is_wrong_are_told_at_once(browse, caseworker, this_round, centre):
    browser, private = browse(caseworker), "Om 010170-1234"
    chosen = {f"centre-{centre.id}": "1", f"value-{centre.id}": "010170-1234"}
    page = browser.get(f"/pools/rounds/{this_round.id}/invite").submit(indicator=private, reason="", **chosen)
    assert (page.status, len(page.errors)) == (422, 4)  # the indicator, the period, the reason, the figure
    page = browser.get("/pools/rounds/new").submit(
        title=private, year="2090", opens_on="2090-01-02", closes_on="2089-01-01", answer_on="2090-04-01",
        expected_grant_on="2090-04-01", period_start="2090-04-02", period_end="2091-12-31", frame="0",
        largest_grant="0",
    )  # fmt: skip
    assert (page.status, len(page.errors)) == (422, 4)
    page = browser.get("/pools/risk-groups/new").submit(name=private, judged_on="2999-01-01")
    assert (page.status, len(page.errors)) == (422, 2)
    assert "010170" not in " ".join(page.errors)


def test_an_empty_invitation_says_what_each_field_lacks(browse, caseworker, this_round, centre):
    page = browse(caseworker).get(f"/pools/rounds/{this_round.id}/invite").submit()
    assert page.errors == [
        "Skriv, hvilken indikator jobcentrene er valgt efter.",
        "Skriv, hvilken periode tallene gælder for.",
        "Skriv, hvorfor netop disse jobcentre inviteres.",
        "Vælg mindst ét jobcenter.",
    ]
